//! From a rig to impulse responses: the part of the work that is done off the audio thread.
//!
//! The same network is solved for the programme and for the room (`acoustics`); what comes out is
//! related to the sealed earphone's mean level from 300 to 1000 Hz, so that a leak is heard as what
//! it takes away and not as a change of everything else.

mod adaptive_curve;
mod bypass;
mod ear_model;
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
pub use crate::design::ear_model::{EarModel, OwnVoicePaths};
pub use crate::design::secondary_paths::SecondaryPaths;
pub use plot::Plot;

use std::sync::Arc;

use num_complex::Complex64;

use self::reference::Reference;
use crate::acoustics::{impulse, NetworkError};
use crate::curve::minimum_phase;
use crate::design::ear_model::BinauralModel;
use crate::design::nonlinear::Design as Distortion;
use crate::design::performer::Hearing;
use crate::dsp::convolver::Response;
use crate::dsp::stereo_convolution::Responses;
use crate::rig::{Earphone, Listening, Pack, Rig, Side};

/// The longest programme response, seconds: a seal that leaks below 10 Hz rings about this long.
const PROGRAMME_S: f64 = 0.17;

/// The length of the other responses, seconds.
const SMOOTH_S: f64 = 0.043;

/// Length of the cepstrum for minimum-phase designs, seconds.
const CEPSTRUM_S: f64 = 0.3;

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

/// Solves a rig for a sample rate in Hz. Takes milliseconds, allocates.
///
/// # Errors
/// When the rig's earphone has no solution or makes no sound.
pub fn design(rig: &Rig, sample_rate_hz: f64) -> Result<Box<ResponseSet>, DesignError> {
    ResponseCache::default().design(rig, sample_rate_hz)
}

/// Designs one rig after another, and does again only what the last change touches.
#[derive(Default)]
pub struct ResponseCache {
    earphone: Option<CacheEntry<Worn>>,
    listening: Option<CacheEntry<Responses>>,
    around: Option<CacheEntry<SecondaryPaths>>,
    hearing: Option<CacheEntry<Hearing>>,
}

/// An earphone in both ears.
#[derive(Clone)]
struct Worn {
    distortion: Distortion,
    limits_pa: [f32; 2],
    programme: Responses,
    ambient: Responses,
    sensitivity_pa_v: f64,
}

/// A designed result and its key.
struct CacheEntry<T> {
    rig: Rig,
    sample_rate_hz: f64,
    designed: T,
}

impl<T: Clone> CacheEntry<T> {
    fn fits(&self, rig: &Rig, sample_rate_hz: f64) -> bool {
        self.sample_rate_hz == sample_rate_hz && self.rig == *rig
    }
}

impl ResponseCache {
    /// Like [`design()`], bit for bit.
    ///
    /// # Errors
    /// See [`design()`].
    pub fn design(
        &mut self,
        rig: &Rig,
        sample_rate_hz: f64,
    ) -> Result<Box<ResponseSet>, DesignError> {
        let mut ears = LazyEars { rig, made: None };
        let key = earphone_key(rig);
        let kept = self.earphone.take();
        let kept = match kept.filter(|kept| kept.fits(&key, sample_rate_hz)) {
            Some(kept) => kept,
            None => CacheEntry {
                designed: earphone(rig, ears.get()?, sample_rate_hz),
                rig: key,
                sample_rate_hz,
            },
        };
        let Worn {
            distortion,
            limits_pa,
            programme,
            ambient,
            sensitivity_pa_v,
        } = self.earphone.insert(kept).designed.clone();

        let key = listening_key(rig);
        let kept = self.listening.take();
        let kept = match kept.filter(|kept| kept.fits(&key, sample_rate_hz)) {
            Some(kept) => kept,
            None => CacheEntry {
                designed: listening(rig, &ears.get()?.left, sample_rate_hz),
                rig: key,
                sample_rate_hz,
            },
        };
        let listening = self.listening.insert(kept).designed.clone();

        let key = around_key(rig);
        let kept = self.around.take();
        let kept = match kept.filter(|kept| kept.fits(&key, sample_rate_hz)) {
            Some(kept) => kept,
            None => CacheEntry {
                designed: SecondaryPaths::new(rig, ears.get()?, sample_rate_hz)?,
                rig: key,
                sample_rate_hz,
            },
        };
        let around = self.around.insert(kept).designed.clone();
        let hearing = match rig.performer.turns_up {
            true => Some(self.hearing(rig, &mut ears)?),
            false => None,
        };
        Ok(Box::new(ResponseSet {
            distortion,
            limits_pa,
            programme,
            ambient,
            listening,
            sensitivity_pa_v,
            around,
            hearing,
        }))
    }

    /// Levels heard by the performer, at any sample rate.
    fn hearing(&mut self, rig: &Rig, ears: &mut LazyEars<'_>) -> Result<Hearing, DesignError> {
        const ANY_HZ: f64 = 0.0;
        let key = hearing_key(rig);
        let kept = self.hearing.take();
        let kept = match kept.filter(|kept| kept.fits(&key, ANY_HZ)) {
            Some(kept) => kept,
            None => {
                let ears = ears.get()?;
                CacheEntry {
                    designed: Hearing::new(rig, &ears.left, ears.right.as_ref()),
                    rig: key,
                    sample_rate_hz: ANY_HZ,
                }
            }
        };
        Ok(self.hearing.insert(kept).designed)
    }
}

/// The ears of a rig, which are set up once, and only if something is asked of them.
struct LazyEars<'a> {
    rig: &'a Rig,
    made: Option<BinauralModel>,
}

impl LazyEars<'_> {
    fn get(&mut self) -> Result<&BinauralModel, DesignError> {
        let ears = match self.made.take() {
            Some(ears) => ears,
            None => BinauralModel::new(self.rig)?,
        };
        Ok(self.made.insert(ears))
    }
}

/// A rig without what the earphone's responses do not depend on.
fn earphone_key(rig: &Rig) -> Rig {
    let plain = Rig::default();
    Rig {
        listening: Listening {
            ear: rig.listening.ear,
            ..plain.listening
        },
        pack: Pack {
            output_impedance_ohm: rig.pack.output_impedance_ohm,
            energizer: rig.pack.energizer,
            ..plain.pack
        },
        earphone: Earphone {
            distortion: plain.earphone.distortion,
            ..rig.earphone.clone()
        },
        ..without_sources(rig)
    }
}

/// A rig without what the responses around the programme do not depend on.
fn around_key(rig: &Rig) -> Rig {
    let mut key = earphone_key(rig);
    key.own_voice.occlusion = rig.own_voice.occlusion;
    key.ambient.microphones.enabled = rig.ambient.microphones.enabled;
    key
}

/// A rig without what the performer's hearing does not depend on.
fn hearing_key(rig: &Rig) -> Rig {
    let mut key = earphone_key(rig);
    key.ambient.spill.low_weight_db = rig.ambient.spill.low_weight_db;
    key
}

/// A rig without what the listening response does not depend on.
fn listening_key(rig: &Rig) -> Rig {
    let plain = Rig::default();
    Rig {
        listening: Listening {
            level_dbspl: plain.listening.level_dbspl,
            ceiling_dbfs: plain.listening.ceiling_dbfs,
            loudness_matched: plain.listening.loudness_matched,
            match_db: plain.listening.match_db,
            output_db: plain.listening.output_db,
            ..rig.listening.clone()
        },
        pack: plain.pack,
        earphone: Earphone {
            tip: rig.earphone.tip.clone(),
            ..plain.earphone
        },
        ..without_sources(rig)
    }
}

/// A rig without its words and what comes before the pack.
fn without_sources(rig: &Rig) -> Rig {
    let plain = Rig::default();
    Rig {
        name: plain.name,
        notes: plain.notes,
        about: plain.about,
        feed: plain.feed,
        link: plain.link,
        cable: plain.cable,
        ambient: plain.ambient,
        own_voice: plain.own_voice,
        performer: plain.performer,
        ..rig.clone()
    }
}

/// The inverse of what the user's own headphones do, for both ears.
fn listening(rig: &Rig, left: &EarModel, sample_rate_hz: f64) -> Responses {
    let inverse = |side: Side| {
        let reference = Reference::new(rig, side);
        let levels = adaptive_curve::AdaptiveCurve::solved(|f| -left.level_of_db(&reference, f));
        smooth(&levels, sample_rate_hz)
    };
    let own = inverse(Side::Left);
    let right = if reference::is_symmetric(&rig.listening) {
        Arc::clone(&own)
    } else {
        inverse(Side::Right)
    };
    [own, right]
}

/// Distortion, programme and room responses of both ears.
fn earphone(rig: &Rig, ears: &BinauralModel, sample_rate_hz: f64) -> Worn {
    let (left, right) = (&ears.left, ears.right.as_ref());
    let [programme, ambient] = match left.measured() {
        Some(curve) => measured::worn(left, curve, right, sample_rate_hz),
        None => worn(ears, sample_rate_hz),
    };
    let distortion = match right {
        None => nonlinear::design(rig, &[left], sample_rate_hz),
        Some(right) => nonlinear::design(rig, &[left, right], sample_rate_hz),
    };
    let right_or_left = right.unwrap_or(left);
    Worn {
        distortion,
        limits_pa: [left, right_or_left].map(|sound| nonlinear::limit_pa(rig, sound)),
        programme,
        ambient,
        sensitivity_pa_v: left.sensitivity_pa_v(),
    }
}

fn worn(worn: &BinauralModel, sample_rate_hz: f64) -> [Responses; 2] {
    let left = &worn.left;
    let Some(right) = &worn.right else {
        let ([programme], [ambient]) = ears([left], sample_rate_hz);
        return [
            [Arc::clone(&programme), programme],
            [Arc::clone(&ambient), ambient],
        ];
    };
    if worn.together {
        let (programme, ambient) = ears([left, right], sample_rate_hz);
        return [programme, ambient];
    }
    let ([left], [left_room]) = ears([left], sample_rate_hz);
    let ([right], [right_room]) = ears([right], sample_rate_hz);
    [[left, right], [left_room, right_room]]
}

/// The programme and the room responses of ears that differ in their seals alone.
fn ears<const EARS: usize>(
    ears: [&EarModel; EARS],
    sample_rate_hz: f64,
) -> ([Arc<Response>; EARS], [Arc<Response>; EARS]) {
    let impulses = ear_impulses(ears, sample_rate_hz);
    (
        impulses.each_ref().map(|ear| response(&ear.programme)),
        impulses.each_ref().map(|ear| response(&ear.room)),
    )
}

/// Impulse responses of one ear: from the pack, and from the room.
struct EarImpulses {
    programme: Vec<f64>,
    room: Vec<f64>,
}

/// The impulses of ears that differ in their seals alone, from one set of solutions.
fn ear_impulses<const EARS: usize>(
    ears: [&EarModel; EARS],
    sample_rate_hz: f64,
) -> [EarImpulses; EARS] {
    let mut rooms = [const { Vec::new() }; EARS];
    let programmes = impulse::causal_together(
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
    let mut ears = ears.into_iter().zip(rooms);
    programmes.map(|programme| {
        let room = ears.next().map_or(Vec::new(), |(ear, met)| {
            let levels = adaptive_curve::AdaptiveCurve::met(met, |f| ear.room_to_drum_db(f));
            smooth_impulse(&levels, sample_rate_hz, max_smooth_taps(sample_rate_hz))
        });
        EarImpulses { programme, room }
    })
}

/// A minimum-phase response of a smooth level.
fn smooth(levels: &adaptive_curve::AdaptiveCurve, sample_rate_hz: f64) -> Arc<Response> {
    smooth_of(levels, sample_rate_hz, max_smooth_taps(sample_rate_hz))
}

/// The same with a length of its own, samples.
fn smooth_of(
    levels: &adaptive_curve::AdaptiveCurve,
    sample_rate_hz: f64,
    taps: usize,
) -> Arc<Response> {
    response(&smooth_impulse(levels, sample_rate_hz, taps))
}

fn smooth_impulse(
    levels: &adaptive_curve::AdaptiveCurve,
    sample_rate_hz: f64,
    taps: usize,
) -> Vec<f64> {
    // Nothing bends below the band, so what decays slowest does so within a tenth of this.
    let length = (CEPSTRUM_S * sample_rate_hz) as usize;
    minimum_phase::impulse_by(
        length.max(2 * taps).next_power_of_two(),
        levels.reader(),
        sample_rate_hz,
        taps,
    )
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
