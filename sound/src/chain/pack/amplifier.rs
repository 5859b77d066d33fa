//! The headphone amplifier: its noise and its rails.
//!
//! *Model*: white noise of an A-weighted voltage, apart for both ears, and a clip at the peak of the
//! largest sine. A low battery lowers the rails. The noise goes on through silence, as it does.
//!
//! *Left out*: a load that takes more current than the amplifier has; aliases of the clip.
//!
//! *Tests*: `tests/pack.rs`.

use crate::dsp::gain;
use crate::dsp::noise::Noise;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::Stereo;
use crate::radio::noise::a_weighted_share;

/// The amplifier, both channels. Levels are in sample values.
pub struct Amplifier {
    seed: u64,
    noise: Noise,
    /// RMS of white noise over its A-weighted RMS.
    white: f32,
    level: Smoothed,
    clip: Option<f32>,
    clipped: bool,
}

impl Amplifier {
    /// At rest, without noise and limit.
    pub fn new(sample_rate_hz: f64, seed: u64) -> Self {
        let seed = seed ^ 0x416d_7000;
        Self {
            seed,
            noise: Noise::new(seed),
            white: (1.0 / a_weighted_share(sample_rate_hz).sqrt()) as f32,
            level: Smoothed::new(0.0, gain::ramp_samples(sample_rate_hz)),
            clip: None,
            clipped: false,
        }
    }

    /// Takes the A-weighted RMS of the noise and the highest sample that gets out.
    pub fn set(&mut self, noise: f32, clip: Option<f32>) {
        self.level.set(self.white * noise);
        self.clip = clip;
    }

    /// Jumps to what is set.
    pub fn finish(&mut self) {
        self.level.finish();
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.finish();
        self.noise = Noise::new(self.seed);
        self.clipped = false;
    }

    /// Returns whether it adds nothing.
    pub fn is_plain(&self) -> bool {
        self.level.target() == 0.0 && self.clip.is_none()
    }

    /// Returns whether it has clipped since the last call.
    pub fn take_clipped(&mut self) -> bool {
        std::mem::take(&mut self.clipped)
    }

    /// Processes in place.
    pub fn process(&mut self, [left, right]: &mut Stereo<'_>) {
        if !self.level.is_zero() {
            for (left, right) in left.iter_mut().zip(right.iter_mut()) {
                let level = self.level.tick();
                *left += level * self.noise.white();
                *right += level * self.noise.white();
            }
        }
        if let Some(clip) = self.clip {
            for x in left.iter_mut().chain(right.iter_mut()) {
                self.clipped |= x.abs() > clip;
                *x = x.clamp(-clip, clip);
            }
        }
    }
}
