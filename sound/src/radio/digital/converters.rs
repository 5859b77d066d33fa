//! Converters, or the input stage and amplifier of a wired pack.
//!
//! *Model*: clip, band edges, third-order bend, crosstalk between the channels, and a quantizer
//! with triangular dither whose step is as large as the converter's whole noise (noise power
//! step²/4). Converters detect digital silence: when nothing that a 24-bit word could hold has come
//! in for 50 ms, they mute, dither and all; so silence in leads to silence out.
//!
//! *Left out*: idle tones, and noise that follows the signal.

use super::super::band::{self, LowPass};
use super::super::limiter::Limiter;
use super::super::noise::a_weighted_share;
use super::super::ramp::Ramp;
use crate::dsp::biquad::Biquad;
use crate::dsp::noise::Noise;
use crate::dsp::sanitize;
use crate::dsp::stage::Stereo;
use crate::radio::UNITY;
use crate::rig;

/// Threshold below a 24-bit word.
const DIGITAL_SILENCE: f64 = 1.0 / 16_777_216.0;

/// Duration of silence before the converter mutes, and the time of muting, s.
const SILENT_S: f64 = 0.05;
const MUTE_S: f64 = 0.005;

/// At and above this the clip is out of reach, dBFS.
const NO_CLIP_DBFS: f64 = 40.0;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    low_cut_hz: f64,
    high_cut_hz: f64,
    signal_to_noise_db: f64,
    distortion: f64,
    crosstalk: f64,
    clip: f64,
    mono: bool,
}

impl Settings {
    /// The settings of a rig's converters.
    #[must_use]
    pub fn new(converters: &rig::Converters) -> Self {
        let gain = |level_db: f64| 10_f64.powf(level_db / 20.0);
        Self {
            low_cut_hz: converters.low_cut_hz,
            high_cut_hz: converters.high_cut_hz,
            signal_to_noise_db: converters.signal_to_noise_db,
            distortion: 0.01 * converters.distortion_percent,
            crosstalk: if converters.separation_db > 0.0 {
                gain(-converters.separation_db)
            } else {
                0.0
            },
            clip: if converters.clip_dbfs >= NO_CLIP_DBFS {
                f64::INFINITY
            } else {
                gain(converters.clip_dbfs)
            },
            mono: converters.mono,
        }
    }
}

/// Both channels.
#[derive(Clone, Debug)]
pub struct ConverterPair {
    settings: Settings,
    plain: bool,
    limiter: Limiter,
    channels: [Edges; 2],
    /// Quantizer step; 0 for none.
    step: f64,
    dither: Noise,
    silent: usize,
    silent_limit: usize,
    mute: Ramp,
    delay_samples: f64,
}

#[derive(Clone, Debug)]
struct Edges {
    high_pass: Option<Biquad>,
    low_pass: Option<LowPass>,
}

impl Edges {
    #[inline(always)]
    fn tick(&mut self, mut x: f64) -> f64 {
        if let Some(high_pass) = &mut self.high_pass {
            x = high_pass.tick_f64(x);
        }
        if let Some(low_pass) = &mut self.low_pass {
            x = low_pass.tick(x);
        }
        x
    }
}

impl ConverterPair {
    /// Converters at rest. Allocates nothing.
    #[must_use]
    pub fn new(settings: &Settings, sample_rate_hz: f64, seed: u64) -> Self {
        let high_cut_hz = settings.high_cut_hz;
        // A band edge near half the sample rate is already there.
        let low_pass = (high_cut_hz > 0.0 && high_cut_hz < 0.45 * sample_rate_hz)
            .then(|| LowPass::new(high_cut_hz, sample_rate_hz));
        let edges = Edges {
            high_pass: (settings.low_cut_hz > 0.0)
                .then(|| Biquad::new(band::high_pass(settings.low_cut_hz, sample_rate_hz))),
            low_pass,
        };
        let clip = if settings.clip.is_finite() {
            settings.clip / UNITY
        } else {
            f64::MAX
        };
        Self {
            settings: *settings,
            plain: edges.high_pass.is_none()
                && edges.low_pass.is_none()
                && settings.signal_to_noise_db <= 0.0
                && settings.distortion == 0.0
                && settings.crosstalk == 0.0
                && settings.clip.is_infinite()
                && !settings.mono,
            limiter: Limiter::new(clip, settings.distortion),
            channels: [edges.clone(), edges],
            step: step(settings.signal_to_noise_db, sample_rate_hz),
            dither: Noise::new(seed ^ 0x4469_7468),
            silent: 0,
            silent_limit: (SILENT_S * sample_rate_hz) as usize,
            mute: Ramp::new(1.0, MUTE_S, sample_rate_hz),
            delay_samples: low_pass.map_or(0.0, |filter| filter.delay_samples(sample_rate_hz)),
        }
    }

    /// Returns whether they do nothing.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.plain
    }

    /// Delay of the filters around 1 kHz, samples.
    #[must_use]
    pub fn delay_samples(&self) -> f64 {
        self.delay_samples
    }

    /// Processes a block of any length in place.
    pub fn process(&mut self, block: &mut Stereo<'_>) {
        if self.plain {
            return;
        }
        let [left, right] = block;
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            let [l, r] = self.tick([f64::from(*left), f64::from(*right)]);
            *left = sanitize::flushed(l as f32);
            *right = sanitize::flushed(r as f32);
        }
    }

    #[inline(always)]
    fn tick(&mut self, [mut l, mut r]: [f64; 2]) -> [f64; 2] {
        if self.settings.mono {
            l = 0.5 * (l + r);
            r = l;
        }
        let limiter = self.limiter;
        let bent = |x: f64| UNITY * limiter.apply(x / UNITY);
        let [a, b] = &mut self.channels;
        let (l, r) = (a.tick(bent(l)), b.tick(bent(r)));
        let crosstalk = self.settings.crosstalk;
        let (mut l, mut r) = (l + crosstalk * r, r + crosstalk * l);
        if self.step > 0.0 {
            let loud = l.abs().max(r.abs()) >= DIGITAL_SILENCE;
            self.silent = if loud {
                0
            } else {
                self.silent.saturating_add(1)
            };
            let open = f64::from(u8::from(self.silent <= self.silent_limit));
            let gain = self.mute.tick(open);
            l = gain * self.quantized(l);
            r = if self.settings.mono {
                l
            } else {
                gain * self.quantized(r)
            };
        }
        [l, r]
    }

    #[inline(always)]
    fn quantized(&mut self, x: f64) -> f64 {
        let dither = self.dither.uniform() - self.dither.uniform();
        (x / self.step + dither).round() * self.step
    }
}

/// The step of a dithered quantizer whose A-weighted noise lies so far below a full-scale sine.
fn step(signal_to_noise_db: f64, sample_rate_hz: f64) -> f64 {
    if signal_to_noise_db <= 0.0 {
        return 0.0;
    }
    let heard = a_weighted_share(sample_rate_hz);
    let noise_power = 0.5 * 10_f64.powf(-signal_to_noise_db / 10.0) / heard;
    2.0 * noise_power.sqrt()
}
