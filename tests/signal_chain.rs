//! The chain as rendered: stages and their laws, levels, loudness, latency, dose, and the effects
//! of the guide.

#[path = "hosts/depth.rs"]
mod depth;
#[path = "link/measure.rs"]
mod measure;
#[path = "common/pink.rs"]
mod noise;

mod ambient;
mod chain_memory;
mod dsp_changes;
mod exposure;
mod factory_rigs;
mod guide_effects;
mod latency_budget;
mod laws;
mod levels;
mod loudness;
mod meters;
mod own_voice;
mod pack;
mod performer;
mod report;
mod rest;
mod stage_settings;
mod take_over;
