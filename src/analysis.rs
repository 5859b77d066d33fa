//! Figures about a rig: latency budget, gain structure, noise dose.

pub mod gain_structure;
pub mod latency_budget;
pub mod noise_dose;
