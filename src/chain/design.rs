//! From a rig to impulse responses: the part of the work that is done off the audio thread.
//!
//! The same network is solved for the programme and for the room (`acoustics`); what comes out is
//! related to the sealed earphone's mean level from 300 to 1000 Hz, so that a leak is heard as what
//! it takes away and not as a change of everything else.

mod grid;
mod plot;
mod sound;
mod without;

pub use plot::Plot;
pub use sound::Sound;
pub use without::Without;

use std::sync::Arc;

use super::convolution::Responses;
use crate::acoustics::{impulse, NetworkError};
use crate::curve::minimum_phase;
use crate::dsp::convolver::Response;
use crate::rig::{Rig, Side};

/// The longest programme response, seconds: a seal that leaks below 10 Hz rings about this long.
const PROGRAMME_S: f64 = 0.17;

/// The length of the other responses, seconds.
const SMOOTH_S: f64 = 0.043;

/// The longest response at any rate, samples.
const MAX_TAPS: usize = 32_768;

/// The part of a response's energy that may be cut off its end.
const CUT_ENERGY: f64 = 1e-11;

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

/// The responses of one rig at one sample rate.
pub struct Designed {
    programme: Responses,
    ambient: Responses,
    listening: Responses,
}

impl Designed {
    /// From full-scale units to pascals at the drum, but for the level; left, then right.
    pub fn programme(&self) -> &Responses {
        &self.programme
    }

    /// From the room to the drum.
    pub fn ambient(&self) -> &Responses {
        &self.ambient
    }

    /// The inverse of what the user's own headphones do.
    pub fn listening(&self) -> &Responses {
        &self.listening
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

/// Solves a rig for a sample rate in Hz. Takes milliseconds, allocates.
///
/// # Errors
/// When the rig's earphone has no solution or makes no sound.
pub fn design(rig: &Rig, sample_rate_hz: f64) -> Result<Box<Designed>, DesignError> {
    let left = Sound::new(rig, Side::Left)?;
    let (programme, ambient) = ear(&left, sample_rate_hz);
    let (programme, ambient) = if rig.earphone.seal.is_symmetric() {
        (
            [Arc::clone(&programme), programme],
            [Arc::clone(&ambient), ambient],
        )
    } else {
        let (right_programme, right_ambient) = ear(&Sound::new(rig, Side::Right)?, sample_rate_hz);
        ([programme, right_programme], [ambient, right_ambient])
    };
    let listening = smooth(|f| -left.reference_db(f), sample_rate_hz);
    Ok(Box::new(Designed {
        programme,
        ambient,
        listening: [Arc::clone(&listening), listening],
    }))
}

/// The programme and the room response of one ear.
fn ear(sound: &Sound, sample_rate_hz: f64) -> (Arc<Response>, Arc<Response>) {
    let taps = max_taps(sample_rate_hz);
    let programme = impulse::causal(|f| sound.programme(f), sample_rate_hz, taps);
    (
        response(&programme),
        smooth(|f| sound.room_to_drum_db(f), sample_rate_hz),
    )
}

/// A minimum-phase response of a smooth level curve in dB.
fn smooth(level_db: impl Fn(f64) -> f64, sample_rate_hz: f64) -> Arc<Response> {
    smooth_of(level_db, sample_rate_hz, max_smooth_taps(sample_rate_hz))
}

/// The same with a length of its own, samples.
fn smooth_of(level_db: impl Fn(f64) -> f64, sample_rate_hz: f64, taps: usize) -> Arc<Response> {
    let curve = grid::solved(level_db);
    response(&minimum_phase::impulse(
        |f| curve.level_db(f),
        sample_rate_hz,
        taps,
    ))
}

fn taps(seconds: f64, sample_rate_hz: f64) -> usize {
    ((seconds * sample_rate_hz / 64.0).ceil() as usize * 64).min(MAX_TAPS)
}

/// Prepares an impulse response, without the end that carries nothing.
fn response(impulse: &[f64]) -> Arc<Response> {
    let samples: Vec<f32> = impulse[..audible_length(impulse)]
        .iter()
        .map(|&h| h as f32)
        .collect();
    Arc::new(Response::new(&samples))
}

fn audible_length(impulse: &[f64]) -> usize {
    let total: f64 = impulse.iter().map(|h| h * h).sum();
    let mut rest = 0.0;
    impulse
        .iter()
        .rposition(|h| {
            rest += h * h;
            rest > CUT_ENERGY * total
        })
        .map_or(1, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inaudible_end_is_cut_and_nothing_else() {
        let mut impulse = vec![0.0; 1000];
        impulse[0] = 1.0;
        impulse[400] = 1e-4;
        impulse[800] = 1e-7;
        assert_eq!(audible_length(&impulse), 401);
        assert_eq!(audible_length(&[0.0; 8]), 1);
    }
}
