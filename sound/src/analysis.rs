//! Figures about a rig: latency budget, gain structure, noise dose; and blind tests between two.

pub mod blind_test;
pub mod gain_structure;
pub mod latency_budget;
pub mod noise_dose;
