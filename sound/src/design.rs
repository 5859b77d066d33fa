//! From a rig to impulse responses: the part of the work that is done off the audio thread.
//!
//! The same network is solved for the programme and for the room (`acoustics`); what comes out is
//! related to the sealed earphone's mean level from 300 to 1000 Hz, so that a leak is heard as what
//! it takes away and not as a change of everything else.

mod adaptive_curve;
mod bypass;
mod cache;
mod concurrent;
mod drum_response;
mod ear_model;
mod error;
mod face_cache;
mod heard;
mod impulses;
mod kept_faces;
mod key;
mod level_band;
mod measured;
pub mod nonlinear;
mod open_ear;
pub mod performer;
mod plot;
mod reference;
mod response_set;
mod secondary_paths;
pub(crate) mod stage_spectra;
mod taps;
mod unworn;
pub(crate) mod wedge_spectrum;

pub use crate::design::bypass::StageBypass;
pub use crate::design::cache::ResponseCache;
pub use crate::design::drum_response::{DrumResponse, DrumResponses};
pub use crate::design::ear_model::{EarModel, OwnVoicePaths};
pub use crate::design::key::DesignKey;
pub use crate::design::secondary_paths::SecondaryPaths;
pub use error::DesignError;
pub use impulses::measured_impulse;
pub(crate) use level_band::mean_level;
pub use plot::Plot;
pub use response_set::{ResponseSet, SOURCES};
pub use taps::{heard_taps, max_smooth_taps, max_taps, metered_taps};

use crate::rig::Rig;

/// Solves a rig for a sample rate in Hz. Takes milliseconds, allocates.
///
/// # Errors
/// When the rig's earphone has no solution or makes no sound.
pub fn design(rig: &Rig, sample_rate_hz: f64) -> Result<Box<ResponseSet>, DesignError> {
    ResponseCache::default().design(rig, sample_rate_hz)
}
