//! Responses of one rig after another: only what a change touches is designed again.

use std::sync::Arc;

use super::drum_response::DrumResponses;
use super::ear_model::{BinauralModel, EarModel};
use super::heard::HeardCache;
use super::impulses::{ears, measured_ears, smooth};
use super::kept_faces::KeptFaces;
use super::key::{AroundKey, EarphoneKey, HearingKey, Key, ListeningKey};
use super::nonlinear::{self, Design as Distortion};
use super::performer::Hearing;
use super::reference::{self, Reference};
use super::{adaptive_curve, concurrent, DesignError, ResponseSet, SecondaryPaths};
use crate::dsp::stereo_convolution::Responses;
use crate::rig::{Rig, Side};

/// Designs one rig after another, and does again only what the last change touches.
#[derive(Default)]
pub struct ResponseCache {
    earphone: Kept<EarphoneKey, Worn>,
    listening: Kept<ListeningKey, Responses>,
    heard: HeardCache,
    around: Kept<AroundKey, SecondaryPaths>,
    hearing: Kept<HearingKey, Hearing>,
    faces: KeptFaces,
}

/// An earphone in both ears.
#[derive(Clone)]
struct Worn {
    distortion: Distortion,
    limits_pa: [f32; 2],
    programme: DrumResponses,
    ambient: DrumResponses,
    sensitivity_pa_v: f64,
}

/// The last designed result of a kind, with its key and sample rate.
struct Kept<K, T>(Option<(K, f64, T)>);

impl<K, T> Default for Kept<K, T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: Key, T: Clone> Kept<K, T> {
    /// The result for a rig, designed anew if it has another key or sample rate.
    fn or_design(
        &mut self,
        rig: &Rig,
        sample_rate_hz: f64,
        design: impl FnOnce() -> Result<T, DesignError>,
    ) -> Result<T, DesignError> {
        let fits = |(key, rate_hz, _): &(K, f64, T)| *rate_hz == sample_rate_hz && key.fits(rig);
        let kept = match self.0.take().filter(fits) {
            Some(kept) => kept,
            None => (K::of(rig), sample_rate_hz, design()?),
        };
        Ok(self.0.insert(kept).2.clone())
    }
}

impl ResponseCache {
    /// Like [`design()`](super::design()), bit for bit.
    ///
    /// # Errors
    /// See [`design()`](super::design()).
    pub fn design(
        &mut self,
        rig: &Rig,
        sample_rate_hz: f64,
    ) -> Result<Box<ResponseSet>, DesignError> {
        let mut ears = LazyEars {
            rig,
            faces: &mut self.faces,
            made: None,
        };
        // Whatever changes the earphone changes the paths around it, too.
        let mut around = None;
        let worn = (self.earphone).or_design(rig, sample_rate_hz, || {
            let ears = ears.get()?;
            let (worn, made) = concurrent::both(
                || earphone(rig, ears, sample_rate_hz),
                || SecondaryPaths::new(rig, ears, sample_rate_hz),
            );
            around = Some(made);
            Ok(worn)
        })?;
        let listening = (self.listening).or_design(rig, sample_rate_hz, || {
            Ok(listening(rig, &ears.get()?.left, sample_rate_hz))
        })?;
        let around = (self.around).or_design(rig, sample_rate_hz, || match around {
            Some(made) => made,
            None => SecondaryPaths::new(rig, ears.get()?, sample_rate_hz),
        })?;
        let hearing = match rig.performer.turns_up {
            true => Some(hearing(&mut self.hearing, rig, &mut ears)?),
            false => None,
        };
        let sources = [
            &worn.programme,
            &worn.ambient,
            around.through(),
            around.own_voice(),
        ];
        let heard = self.heard.of(sources, &listening);
        Ok(Box::new(ResponseSet {
            distortion: worn.distortion,
            limits_pa: worn.limits_pa,
            programme: worn.programme,
            heard,
            ambient: worn.ambient,
            listening,
            sensitivity_pa_v: worn.sensitivity_pa_v,
            around,
            hearing,
        }))
    }
}

/// Levels heard by the performer, at any sample rate.
fn hearing(
    kept: &mut Kept<HearingKey, Hearing>,
    rig: &Rig,
    ears: &mut LazyEars<'_>,
) -> Result<Hearing, DesignError> {
    const ANY_HZ: f64 = 0.0;
    kept.or_design(rig, ANY_HZ, || {
        let ears = ears.get()?;
        Ok(Hearing::new(rig, &ears.left, ears.right.as_ref()))
    })
}

/// The ears of a rig, which are set up once, and only if something is asked of them.
struct LazyEars<'a> {
    rig: &'a Rig,
    faces: &'a mut KeptFaces,
    made: Option<BinauralModel>,
}

impl LazyEars<'_> {
    fn get(&mut self) -> Result<&BinauralModel, DesignError> {
        let ears = match self.made.take() {
            Some(ears) => ears,
            None => BinauralModel::with_faces(self.rig, self.faces.of(self.rig).as_ref())?,
        };
        Ok(self.made.insert(ears))
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
    let ([programme, ambient], distortion) = concurrent::both(
        || match left.measured() {
            Some(curve) => measured_ears(left, curve, right, sample_rate_hz),
            None => worn(ears, sample_rate_hz),
        },
        || match right {
            None => nonlinear::design(rig, &[left], sample_rate_hz),
            Some(right) => nonlinear::design(rig, &[left, right], sample_rate_hz),
        },
    );
    let right_or_left = right.unwrap_or(left);
    Worn {
        distortion,
        limits_pa: [left, right_or_left].map(|sound| nonlinear::limit_pa(rig, sound)),
        programme,
        ambient,
        sensitivity_pa_v: left.sensitivity_pa_v(),
    }
}

fn worn(worn: &BinauralModel, sample_rate_hz: f64) -> [DrumResponses; 2] {
    let left = &worn.left;
    let Some(right) = &worn.right else {
        let [[programme], [ambient]] = ears([left], sample_rate_hz);
        return [
            [Arc::clone(&programme), programme],
            [Arc::clone(&ambient), ambient],
        ];
    };
    if worn.together {
        return ears([left, right], sample_rate_hz);
    }
    let [[left], [left_room]] = ears([left], sample_rate_hz);
    let [[right], [right_room]] = ears([right], sample_rate_hz);
    [[left, right], [left_room, right_room]]
}
