//! Rigs as plain data, the physics that they stand for, and the chain that renders sound through them.
//!
//! Modules depend only downwards, in the order of `ARCHITECTURE.md`: [`curve`] and [`rig`] are plain
//! data; [`dsp`] and [`acoustics`] build on them; [`design`] turns a rig into responses, [`radio`] is
//! transmission, [`analysis`] gives figures about a rig; [`chain`] puts everything into signal order.
//! Here is what is computed while sound plays, and what computes it; the package is compiled for
//! speed, while that above it is compiled for size where it is handed out.

#![warn(missing_docs)]

pub mod acoustics;
pub mod analysis;
pub mod chain;
pub mod curve;
pub mod design;
pub mod dsp;
pub mod order;
pub mod radio;
pub mod rig;
