//! From a rig to impulse responses: the part of the work that is done off the audio thread.
//!
//! The same network is solved for the programme and for the room (`acoustics`); what comes out is
//! related to the sealed earphone's mean level from 300 to 1000 Hz, so that a leak is heard as what
//! it takes away and not as a change of everything else.

mod adaptive_curve;
mod bypass;
mod cache;
mod ear_model;
mod impulses;
mod key;
mod measured;
pub mod nonlinear;
mod open_ear;
pub mod performer;
mod plot;
mod reference;
mod secondary_paths;
pub(crate) mod stage_spectra;
mod unworn;

pub use crate::design::bypass::StageBypass;
pub use crate::design::cache::ResponseCache;
pub use crate::design::ear_model::{EarModel, OwnVoicePaths};
pub use crate::design::key::DesignKey;
pub use crate::design::secondary_paths::SecondaryPaths;
pub use plot::Plot;

use crate::acoustics::NetworkError;
use crate::design::nonlinear::Design as Distortion;
use crate::design::performer::Hearing;
use crate::dsp::stereo_convolution::Responses;
use crate::rig::Rig;

/// The longest programme response, seconds: a seal that leaks below 10 Hz rings about this long.
const PROGRAMME_S: f64 = 0.17;

/// The length of the other responses, seconds.
const SMOOTH_S: f64 = 0.043;

/// The longest response at any rate, samples.
const MAX_TAPS: usize = 32_768;

/// Why a rig could not be designed.
#[derive(Debug, thiserror::Error)]
pub enum DesignError {
    /// The network has no solution.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The earphone gives no sound at all in the middle of the band.
    #[error("the earphone gives no sound between 300 and 1000 Hz")]
    Silent,
}

/// The responses of one rig at one sample rate. Copies share the responses themselves.
#[derive(Clone)]
pub struct ResponseSet {
    distortion: Distortion,
    limits_pa: [f32; 2],
    programme: Responses,
    ambient: Responses,
    listening: Responses,
    sensitivity_pa_v: f64,
    around: SecondaryPaths,
    hearing: Option<Hearing>,
}

impl ResponseSet {
    /// Mean sensitivity of the sealed earphone from 300 to 1000 Hz, Pa at the drum per volt of the
    /// pack's unloaded output.
    pub fn sensitivity_pa_v(&self) -> f64 {
        self.sensitivity_pa_v
    }

    /// From full-scale units to pascals at the drum, but for the level; left, then right.
    pub fn programme(&self) -> &Responses {
        &self.programme
    }

    /// Distortion that the drivers add at high level.
    pub fn distortion(&self) -> &Distortion {
        &self.distortion
    }

    /// Highest peaks that the earphones' own amplifiers let through, left and right, as pascals of
    /// the programme; infinite without such an amplifier.
    pub fn limits_pa(&self) -> [f32; 2] {
        self.limits_pa
    }

    /// From the room to the drum.
    pub fn ambient(&self) -> &Responses {
        &self.ambient
    }

    /// The own voice, the microphones, the jaw, and how the earphone sits.
    pub fn around(&self) -> &SecondaryPaths {
        &self.around
    }

    /// The inverse of what the user's own headphones do.
    pub fn listening(&self) -> &Responses {
        &self.listening
    }

    /// Levels heard by a performer who sets the volume by ear; none for one who does not.
    pub fn hearing(&self) -> Option<&Hearing> {
        self.hearing.as_ref()
    }
}

/// The longest response at a sample rate in Hz, in samples.
pub fn max_taps(sample_rate_hz: f64) -> usize {
    taps(PROGRAMME_S, sample_rate_hz)
}

/// The longest room or listening response at a sample rate in Hz, in samples.
pub fn max_smooth_taps(sample_rate_hz: f64) -> usize {
    taps(SMOOTH_S, sample_rate_hz)
}

fn taps(seconds: f64, sample_rate_hz: f64) -> usize {
    ((seconds * sample_rate_hz / 64.0).ceil() as usize * 64).min(MAX_TAPS)
}

/// Solves a rig for a sample rate in Hz. Takes milliseconds, allocates.
///
/// # Errors
/// When the rig's earphone has no solution or makes no sound.
pub fn design(rig: &Rig, sample_rate_hz: f64) -> Result<Box<ResponseSet>, DesignError> {
    ResponseCache::default().design(rig, sample_rate_hz)
}
