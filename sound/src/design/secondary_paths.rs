//! Secondary paths: the own voice, the ambient microphones, the jaw.

use std::sync::Arc;

use super::drum_response::{DrumResponse, DrumResponses};
use super::impulses::{ear_impulses, response, smooth_impulse, EarImpulses};
use super::{max_smooth_taps, DesignError, EarModel};
use crate::design::adaptive_curve;
use crate::design::ear_model::BinauralModel;
use crate::dsp::convolver::Response;
use crate::dsp::stereo_convolution::Responses;
use crate::rig::{Rig, Seal, Side};

/// Points of an octave at which own voice and microphones are solved: nothing in it is sharper.
const POINTS_PER_OCTAVE: f64 = 16.0;

/// The tightest leak that a jaw opens, Pa·s/m³: an airtight one comes off the skin as well.
const TIGHTEST_PA_S_M3: f64 = 1e10;

/// Responses beside those of programme and room, and how the earphone sits.
#[derive(Clone)]
pub struct SecondaryPaths {
    own_voice: DrumResponses,
    through: DrumResponses,
    jaw: [Responses; 2],
    leak_corners_hz: [f64; 2],
    out: [bool; 2],
}

impl SecondaryPaths {
    /// Solves a rig for a sample rate in Hz.
    ///
    /// # Errors
    /// See [`crate::design::design()`].
    pub(crate) fn new(
        rig: &Rig,
        worn: &BinauralModel,
        sample_rate_hz: f64,
    ) -> Result<Self, DesignError> {
        let ears = [&worn.left, worn.right.as_ref().unwrap_or(&worn.left)];
        let alike = worn.right.is_none();
        let (low_hz, high_hz) = adaptive_curve::BAND_HZ;
        let frequencies = adaptive_curve::log_grid(low_hz, high_hz, POINTS_PER_OCTAVE);
        let own_voice_db = worn.own_voice_db(&frequencies, rig.own_voice.occlusion);
        Ok(Self {
            own_voice: both(alike, |ear| {
                smooth(
                    sample_rate_hz,
                    &frequencies,
                    own_voice_db[ear].iter().copied(),
                )
            }),
            through: if rig.ambient.microphones.enabled {
                both(alike, |ear| {
                    let levels = frequencies.iter().map(|f| ears[ear].microphone_db(*f));
                    smooth(sample_rate_hz, &frequencies, levels)
                })
            } else {
                both(true, |_| DrumResponse::new(&[0.0], sample_rate_hz))
            },
            jaw: jaw(rig, ears, alike, sample_rate_hz)?,
            leak_corners_hz: ears.map(EarModel::leak_corner_hz),
            out: Side::BOTH.map(|side| rig.earphone.is_out(side)),
        })
    }

    /// From the own voice to the drum, but for the level.
    pub fn own_voice(&self) -> &DrumResponses {
        &self.own_voice
    }

    /// From the ambient microphones through the earphone to the drum; nothing when they are off.
    pub fn through(&self) -> &DrumResponses {
        &self.through
    }

    /// Response added to the programme and to the room by an open jaw; none when it stays shut.
    pub fn jaw(&self) -> &[Responses; 2] {
        &self.jaw
    }

    /// Keeps the jaw from moving the programme, whose difference it has been designed for.
    pub(crate) fn shut_jaw(&mut self) {
        self.jaw[0] = nothing();
    }

    /// Below what frequency each ear's leak takes the bass of what is made in the canal, Hz; 0
    /// when it is sealed.
    pub fn leak_corners_hz(&self) -> [f64; 2] {
        self.leak_corners_hz
    }

    /// Which earphones hang out of their ears.
    pub fn out(&self) -> [bool; 2] {
        self.out
    }
}

/// The same for both ears when they are alike.
fn both<T>(alike: bool, make: impl Fn(usize) -> Arc<T>) -> [Arc<T>; 2] {
    let left = make(0);
    let right = if alike { Arc::clone(&left) } else { make(1) };
    [left, right]
}

fn nothing() -> Responses {
    both(true, |_| response(&[0.0]))
}

fn smooth(
    sample_rate_hz: f64,
    frequencies_hz: &[f64],
    levels_db: impl Iterator<Item = f64>,
) -> Arc<DrumResponse> {
    let levels =
        adaptive_curve::AdaptiveCurve::through(frequencies_hz.iter().copied().zip(levels_db));
    let mut impulse = smooth_impulse(&levels, sample_rate_hz, max_smooth_taps(sample_rate_hz));
    fade(&mut impulse);
    DrumResponse::new(&impulse, sample_rate_hz)
}

/// Lets the last quarter of an impulse end smoothly: the boom of a tight ear is louder than the
/// highs by so much that where it is cut off would be heard among them.
fn fade(impulse: &mut [f64]) {
    let from = impulse.len() - impulse.len() / 4;
    let length = (impulse.len() - from) as f64;
    for (n, h) in impulse[from..].iter_mut().enumerate() {
        let share = (n as f64 + 0.5) / length;
        *h *= 0.5 * (1.0 + (std::f64::consts::PI * share).cos());
    }
}

/// The difference that an open jaw makes to programme and room: the same ears with a wider leak.
fn jaw(
    rig: &Rig,
    ears: [&EarModel; 2],
    alike: bool,
    sample_rate_hz: f64,
) -> Result<[Responses; 2], DesignError> {
    if widest_decades(rig) <= 0.0 {
        return Ok([nothing(), nothing()]);
    }
    let opened = opened(rig);
    let count = if alike { 1 } else { 2 };
    let mut differences = Vec::new();
    for (side, ear) in Side::BOTH.into_iter().zip(ears).take(count) {
        let [shut] = ear_impulses([ear], sample_rate_hz);
        let [open] = ear_impulses([&EarModel::new(&opened, side)?], sample_rate_hz);
        let EarImpulses { programme, room } = open;
        differences.push([
            difference(&programme, &shut.programme),
            difference(&room, &shut.room),
        ]);
    }
    let last = differences.len() - 1;
    let of = |path: usize| [0, last].map(|ear| Arc::clone(&differences[ear][path]));
    Ok([of(0), of(1)])
}

/// Widest opening of the leak by jaw or slipping, as powers of ten.
fn widest_decades(rig: &Rig) -> f64 {
    rig.earphone.jaw_decades.max(rig.earphone.slip_decades)
}

/// The rig with its jaw open, or its tip slipped.
fn opened(rig: &Rig) -> Rig {
    let mut opened = rig.clone();
    let wider = |leak: f64| {
        let share = 10f64.powf(-widest_decades(rig));
        (leak.min(TIGHTEST_PA_S_M3) * share).max(1e5)
    };
    let seal = &rig.earphone.seal;
    opened.earphone.seal = Seal {
        left_resistance_pa_s_m3: wider(seal.left_resistance_pa_s_m3),
        right_resistance_pa_s_m3: wider(seal.right_resistance_pa_s_m3),
        mass_kg_m4: seal.mass_kg_m4,
    };
    opened
}

fn difference(open: &[f64], shut: &[f64]) -> Arc<Response> {
    let at = |impulse: &[f64], n: usize| impulse.get(n).copied().unwrap_or(0.0);
    let length = open.len().max(shut.len());
    let difference: Vec<f64> = (0..length).map(|n| at(open, n) - at(shut, n)).collect();
    response(&difference)
}
