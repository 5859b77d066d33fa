//! Transducers as two-ports from voltage and current to pressure and flow at the diaphragm's front.
//! Each circuit has a file of its own with its model, source and law of distortion; `rig::driver` says
//! which circuit the parts of a kind make.
//!
//! Moving coil and balanced armature are gyrators, T in Pa/A: T·I + p_rear = Z·U + p_front and
//! V = Ze·I + T·U, so their determinant is −1. The electrostatic motor is a transformer, with a
//! determinant of 1, or stands behind an amplifier, which lets nothing back: 0.
//!
//! Distortion is stated here as a law and the signal that it listens to; `design` and the chain make it
//! heard.

mod balanced_armature;
mod circuit;
mod dynamic;
mod electrostatic;
mod rear;

pub use balanced_armature::BalancedArmature;
pub use circuit::{Drive, Inside, Law, Limiter, Motor, MotorResponse};
pub use dynamic::Dynamic;
pub use electrostatic::Electrostatic;

use std::sync::Arc;

use crate::rig::{self, Circuit};

/// The motor that a rig describes.
#[must_use]
pub fn motor(parts: &rig::Transducer) -> Arc<dyn Motor> {
    match parts.circuit() {
        Circuit::Coil(parts) => Arc::new(Dynamic::new(&parts)),
        Circuit::Reed(parts) => Arc::new(BalancedArmature::new(parts)),
        Circuit::Field(parts) => Arc::new(Electrostatic::new(parts)),
    }
}
