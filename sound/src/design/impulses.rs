//! Impulse responses of ears, and of smooth levels, ready for the convolvers.

use std::sync::Arc;

use num_complex::Complex64;

use super::adaptive_curve::{self, AdaptiveCurve};
use super::drum_response::{DrumResponse, DrumResponses};
use super::{concurrent, max_smooth_taps, max_taps, measured, EarModel};
use crate::acoustics::impulse;
use crate::curve::{minimum_phase, Curve};
use crate::dsp::convolver::Response;

/// Length of the cepstrum for minimum-phase designs, seconds.
const CEPSTRUM_S: f64 = 0.3;

/// The part of a response's energy that may be cut off its end.
const CUT_ENERGY: f64 = 1e-11;

/// The programme and the room responses of ears that differ in their seals alone.
pub(super) fn ears<const EARS: usize>(
    ears: [&EarModel; EARS],
    sample_rate_hz: f64,
) -> [[Arc<DrumResponse>; EARS]; 2] {
    let impulses = ear_impulses(ears, sample_rate_hz);
    [
        (impulses.each_ref()).map(|ear| DrumResponse::new(&ear.programme, sample_rate_hz)),
        (impulses.each_ref()).map(|ear| DrumResponse::new(&ear.room, sample_rate_hz)),
    ]
}

/// Impulse responses of one ear: from the pack, and from the room.
#[derive(Default)]
pub(super) struct EarImpulses {
    pub(super) programme: Vec<f64>,
    pub(super) room: Vec<f64>,
}

/// The impulses of ears that differ in their seals alone, from one set of solutions.
pub(super) fn ear_impulses<const EARS: usize>(
    ears: [&EarModel; EARS],
    sample_rate_hz: f64,
) -> [EarImpulses; EARS] {
    let mut rooms = [const { Vec::new() }; EARS];
    let programmes = impulse::sampled_together(
        |f| {
            let mut programmes = [Complex64::ZERO; EARS];
            for (ear, (programme, room_db)) in EarModel::together(ears, f).into_iter().enumerate() {
                programmes[ear] = programme;
                rooms[ear].push((f, room_db));
            }
            programmes
        },
        sample_rate_hz,
        max_taps(sample_rate_hz),
    );
    let sampled = programmes.into_iter().zip(ears).zip(rooms);
    let mut impulses = concurrent::map(sampled.collect(), &|((programme, ear), met)| {
        let (programme, room) = concurrent::both(
            || programme.causal(),
            || {
                let levels = AdaptiveCurve::met(met, |f| ear.room_to_drum_db(f));
                smooth_impulse(&levels, sample_rate_hz, max_smooth_taps(sample_rate_hz))
            },
        );
        EarImpulses { programme, room }
    })
    .into_iter();
    std::array::from_fn(|_| impulses.next().unwrap_or_default())
}

/// The programme and the room responses of ears with a measured earphone, which are alike when there
/// is no right one.
pub(super) fn measured_ears(
    left: &EarModel,
    curve: &Curve,
    right: Option<&EarModel>,
    sample_rate_hz: f64,
) -> [DrumResponses; 2] {
    let (programme, ambient) = measured_ear(left, curve, sample_rate_hz);
    // Both ears are measured or none is.
    let right =
        right.and_then(|right| Some(measured_ear(right, right.measured()?, sample_rate_hz)));
    let (right, right_ambient) =
        right.unwrap_or_else(|| (Arc::clone(&programme), Arc::clone(&ambient)));
    [[programme, right], [ambient, right_ambient]]
}

/// The programme and the room response of an ear with a measured earphone.
fn measured_ear(
    sound: &EarModel,
    curve: &Curve,
    sample_rate_hz: f64,
) -> (Arc<DrumResponse>, Arc<DrumResponse>) {
    let programme = measured_levels(sound, curve);
    let room = AdaptiveCurve::solved(|f| sound.room_to_drum_db(f));
    (
        drum_response_of(&programme, sample_rate_hz, max_taps(sample_rate_hz)),
        drum_response_of(&room, sample_rate_hz, max_smooth_taps(sample_rate_hz)),
    )
}

/// The levels of the programme of an ear with a measured earphone.
fn measured_levels(sound: &EarModel, curve: &Curve) -> AdaptiveCurve {
    let (low_hz, high_hz) = adaptive_curve::BAND_HZ;
    let own = curve.points().iter().map(|point| point.frequency_hz);
    let programme = own
        .chain(adaptive_curve::log_grid(
            low_hz,
            high_hz,
            measured::PER_OCTAVE,
        ))
        .map(|f| (f, sound.programme_db(f)))
        .collect();
    AdaptiveCurve::met(programme, |f| sound.programme_db(f))
}

/// Impulse response of the programme of an ear with a measured earphone, of minimum phase, as the chain
/// convolves with it at a sample rate in Hz; none when the network is heard.
#[must_use]
pub fn measured_impulse(sound: &EarModel, sample_rate_hz: f64) -> Option<Vec<f64>> {
    let levels = measured_levels(sound, sound.measured()?);
    let mut impulse = smooth_impulse(&levels, sample_rate_hz, max_taps(sample_rate_hz));
    impulse.truncate(audible_length(&impulse));
    Some(impulse)
}

/// A minimum-phase response of a smooth level.
pub(super) fn smooth(levels: &AdaptiveCurve, sample_rate_hz: f64) -> Arc<Response> {
    let taps = max_smooth_taps(sample_rate_hz);
    response(&smooth_impulse(levels, sample_rate_hz, taps))
}

/// A minimum-phase response of a level at the drum.
pub(super) fn drum_response_of(
    levels: &AdaptiveCurve,
    sample_rate_hz: f64,
    taps: usize,
) -> Arc<DrumResponse> {
    let impulse = smooth_impulse(levels, sample_rate_hz, taps);
    DrumResponse::new(&impulse, sample_rate_hz)
}

pub(super) fn smooth_impulse(levels: &AdaptiveCurve, sample_rate_hz: f64, taps: usize) -> Vec<f64> {
    // Nothing bends below the band, so what decays slowest does so within a tenth of this.
    let length = (CEPSTRUM_S * sample_rate_hz) as usize;
    minimum_phase::impulse_by(
        length.max(2 * taps).next_power_of_two(),
        levels.reader(),
        sample_rate_hz,
        taps,
    )
}

/// Prepares an impulse response, without the end that carries nothing.
pub(super) fn response(impulse: &[f64]) -> Arc<Response> {
    let samples: Vec<f32> = impulse[..audible_length(impulse)]
        .iter()
        .map(|&h| h as f32)
        .collect();
    Arc::new(Response::new(&samples))
}

/// Length of an impulse response without the end that carries nothing.
pub(super) fn audible_length(impulse: &[f64]) -> usize {
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
