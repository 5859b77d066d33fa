//! The user's own headphones, divided out.
//!
//! *In the real world* nobody hears this plugin at the performer's drum: it plays through
//! headphones that already add what a pair of ears expects.
//!
//! *Model*: the inverse of the response that the user's device is tuned to, as a minimum-phase
//! filter, and the gain that turns pascals at the drum back into full-scale samples. An earphone
//! that meets the reference with a perfect seal on a wire is therefore transparent. For all that has a
//! way to the drum, the filter is part of that way ([`super::ears`]); here it filters what arises at
//! the drum itself.
//! The gains of the loudness match ([`super::loudness`]) and of the output stand here, behind the sum
//! of all that is at the drum and before the ceiling: mix, room, own voice and noise keep their
//! ratio to each other.
//!
//! *Knobs*: the reference, how much of it is divided out, the listening level, whether the loudness
//! is matched, the output gain.
//!
//! *Left out*: the user's actual device; import of a correction for it.
//!
//! *Tests*: the laws of every stage; that filter and reference cancel (`design`).

use num_complex::Complex64;

use super::PART;
use crate::design::max_smooth_taps;
use crate::dsp::smoothing::SmoothedDb;
use crate::dsp::stage::{Stage, Stereo};
use crate::dsp::stereo_convolution::{Convolution, Responses};
use crate::dsp::{gain, units};
use crate::rig;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// 20·log10 of the full-scale units per pascal.
    pub gain_db: f64,
}

impl Settings {
    /// The gain of a listening level, which is the reciprocal of the earphone's, with the match and
    /// the output gain.
    pub fn new(listening: &rig::Listening) -> Self {
        let match_db = match listening.loudness_matched {
            true => listening.match_db,
            false => 0.0,
        };
        Self {
            gain_db: -units::pascals_per_unit_db(listening.level_dbspl)
                + match_db
                + listening.output_db,
        }
    }
}

/// From pascals at the drum to what the user's headphones are to play.
pub struct Listening {
    gain: SmoothedDb,
    /// The inverse of the reference, the same for both ears.
    pub convolution: Convolution,
}

impl Listening {
    /// Makes the stage for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, responses: &Responses, settings: &Settings) -> Self {
        Self {
            gain: SmoothedDb::new(settings.gain_db, gain::ramp_samples(sample_rate_hz)),
            convolution: Convolution::new(
                sample_rate_hz,
                max_smooth_taps(sample_rate_hz),
                responses,
            ),
        }
    }
}

impl Listening {
    /// Adds what arises at the drums, if anything does, to a part that is divided by the reference
    /// already, and applies the gain to both.
    pub fn add(&mut self, part: &mut Stereo<'_>, at_drum: Option<&mut Stereo<'_>>) {
        match at_drum {
            Some(at_drum) => {
                self.convolution.process(at_drum);
                super::parts::add(part, at_drum);
            }
            None if self.convolution.is_asleep() => {}
            None => {
                let mut silence = [[0.0; PART]; 2];
                let mut tail = super::parts::parts(&mut silence, part[0].len());
                self.convolution.process(&mut tail);
                super::parts::add(part, &tail);
            }
        }
        gain::apply_db(&mut self.gain, part);
    }
}

impl Stage for Listening {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.gain.set(settings.gain_db);
    }

    fn reset(&mut self) {
        self.gain.finish();
        self.convolution.reset();
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        self.convolution.process(block);
        gain::apply_db(&mut self.gain, block);
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        let gain = units::gain(self.gain.target_db());
        Some(self.convolution.response(frequency_hz).map(|h| h * gain))
    }

    fn tail_samples(&self) -> usize {
        self.convolution.tail_samples()
    }
}
