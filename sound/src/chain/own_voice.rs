//! The performer's own sound on its way through the skull.
//!
//! *In the real world* a singer hears the own voice through bone before any monitor can deliver
//! it: nothing delays it, so a late in-ear signal combs against it. A closed ear makes it boom; of
//! what comes from the mouth through the air, the earphone keeps out what it keeps out of the room.
//!
//! *Model*: in the open ear, the own-voice input through a low-pass of second order at 1.5 kHz
//! (Butterworth), at a level relative to what the same input would have at the listening level, and
//! with no delay (`wireless.md` §4.3: a default by design, since no primary measurement of this path
//! was found). The sound through the air is about as loud and flat: what the head shades, the open
//! ear's resonance gives back. The earphone raises the one by the occlusion effect of the same
//! network that plays the programme, and takes its isolation from the other; both add up in power,
//! with the least phase that this leaves.
//!
//! *Knobs*: on or off; the level, which is for the user to match to the own ears; how much of the
//! occlusion effect is heard.
//!
//! *Left out*: the delay of a few tenths of a millisecond from mouth to ear.
//!
//! *Tests*: the laws of every stage, with the response against its impulse; the change that fits
//! and ports make (`tests/own_voice.rs`).

use num_complex::Complex64;

use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::{Stage, Stereo};
use crate::dsp::{gain, units};
use crate::rig;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Pascals at the open drum per unit of the own-voice input, below the corner.
    pub gain_pa: f32,
}

impl Settings {
    /// The gain of an own voice at a listening level.
    pub fn new(own_voice: &rig::OwnVoice, listening: &rig::Listening) -> Self {
        let gain_db = units::pascals_per_unit_db(listening.level_dbspl) + own_voice.bone_level_db;
        Self {
            gain_pa: if own_voice.enabled {
                units::gain(gain_db) as f32
            } else {
                0.0
            },
        }
    }
}

/// The own voice: full-scale samples in, pascals at the open drum out, whose ways through bone and air
/// are convolved in [`super::ears`].
pub struct OwnVoice {
    gain: Smoothed,
}

impl OwnVoice {
    /// Makes the stage for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings) -> Self {
        Self {
            gain: Smoothed::new(settings.gain_pa, gain::ramp_samples(sample_rate_hz)),
        }
    }

    /// Lets some samples of silence pass, at rest.
    pub fn skip(&mut self, samples: usize) {
        self.gain.skip(samples);
    }
}

impl Stage for OwnVoice {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.gain.set(settings.gain_pa);
    }

    fn reset(&mut self) {
        self.gain.finish();
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        gain::apply(&mut self.gain, block);
    }

    fn response(&self, _frequency_hz: f64) -> Option<[Complex64; 2]> {
        Some([f64::from(self.gain.target()).into(); 2])
    }
}
