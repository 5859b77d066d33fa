//! The transmitter up to the modulator.

use super::super::compander::{Design, DualBand, Half};
use super::super::emphasis::{FirstOrder, Shape};
use super::super::limiter::Limiter;
use super::super::ramp::Ramp;
use super::super::{band, UNITY};
use super::settings::{Companding, Live, Settings};
use crate::dsp::biquad::Biquad;
use crate::rig::AnalogMode;

/// Corners of the network around the compander, Hz (THAT 4320 data sheet, fig. 12).
const OUTER_ZERO_HZ: f64 = 1_590.0;
const OUTER_POLE_HZ: f64 = 15_900.0;

/// Time in which a changed gain arrives, for a change by one, s.
const GAIN_RAMP_S: f64 = 0.02;

/// Compressor or expander of one channel.
#[derive(Clone, Copy, Debug)]
pub(super) enum Companders {
    None,
    Wideband(Half),
    DualBand(DualBand),
}

impl Companders {
    pub(super) fn new(companding: &Companding, time_factor: f64, sample_rate_hz: f64) -> Self {
        let scaled = |design: &Design| Design {
            detector: design.detector.scaled(time_factor),
            ..*design
        };
        match companding {
            Companding::None => Self::None,
            Companding::Wideband(design) => {
                Self::Wideband(Half::new(&scaled(design), sample_rate_hz))
            }
            Companding::DualBand(low, high, split_hz) => Self::DualBand(DualBand::new(
                &scaled(low),
                &scaled(high),
                *split_hz,
                sample_rate_hz,
            )),
        }
    }

    #[inline(always)]
    pub(super) fn compress(&mut self, input: f64) -> f64 {
        match self {
            Self::None => input,
            Self::Wideband(half) => half.compress(input),
            Self::DualBand(bands) => bands.compress(input),
        }
    }

    #[inline(always)]
    pub(super) fn expand(&mut self, link: f64) -> f64 {
        match self {
            Self::None => link,
            Self::Wideband(half) => half.expand(link),
            Self::DualBand(bands) => bands.expand(link),
        }
    }
}

/// The network around the compander.
pub(super) fn outer_shape(settings: &Settings, sample_rate_hz: f64) -> Option<Shape> {
    (settings.structure.outer_emphasis)
        .then(|| Shape::rise(OUTER_ZERO_HZ, OUTER_POLE_HZ, sample_rate_hz))
}

/// The emphasis of the frequency modulation, seen from the receiver.
pub(super) fn inner_shape(settings: &Settings, sample_rate_hz: f64) -> Shape {
    let time_s = settings.structure.de_emphasis_s;
    if time_s > 0.0 {
        Shape::de_emphasis(time_s, sample_rate_hz)
    } else {
        Shape::PASS
    }
}

/// Both channels of the transmitter.
#[derive(Clone, Debug)]
pub(super) struct Transmitter {
    gain: Ramp,
    clip: f64,
    mono: bool,
    limiter: Limiter,
    channels: [Channel; 2],
}

#[derive(Clone, Debug)]
struct Channel {
    high_pass: Biquad,
    outer: Option<FirstOrder>,
    compressor: Companders,
    inner: FirstOrder,
}

impl Channel {
    #[inline(always)]
    fn sample(&mut self, input: f64, limiter: &Limiter) -> f64 {
        let mut x = self.high_pass.tick_f64(input);
        if let Some(outer) = &mut self.outer {
            x = outer.next(x);
        }
        let link = self.compressor.compress(x);
        limiter.apply(self.inner.next(link))
    }
}

impl Transmitter {
    pub(super) fn new(settings: &Settings, sample_rate_hz: f64) -> Self {
        let structure = &settings.structure;
        let inner = inner_shape(settings, sample_rate_hz).inverse();
        let channel = Channel {
            high_pass: band::high_pass(structure.low_cut_hz, sample_rate_hz),
            outer: outer_shape(settings, sample_rate_hz).map(FirstOrder::new),
            compressor: Companders::new(&structure.companding, 1.0, sample_rate_hz),
            inner: FirstOrder::new(inner),
        };
        Self {
            gain: Ramp::new(settings.live.input_gain, GAIN_RAMP_S, sample_rate_hz),
            clip: structure.input_clip,
            mono: structure.mode == AnalogMode::Mono,
            limiter: Limiter::new(structure.limit, structure.distortion),
            channels: [channel.clone(), channel],
        }
    }

    pub(super) fn process(
        &mut self,
        [left, right]: [&[f32]; 2],
        out_left: &mut [f64],
        out_right: &mut [f64],
        live: &Live,
    ) {
        let [a, b] = &mut self.channels;
        let limiter = self.limiter;
        let out = out_left.iter_mut().zip(out_right.iter_mut());
        for ((l, r), (out_l, out_r)) in left.iter().zip(right).zip(out) {
            let gain = self.gain.tick(live.input_gain) / UNITY;
            let mut l = gain * f64::from(*l);
            let mut r = gain * f64::from(*r);
            if self.mono {
                l = 0.5 * (l + r);
                r = l;
            }
            *out_l = a.sample(l.clamp(-self.clip, self.clip), &limiter);
            *out_r = b.sample(r.clamp(-self.clip, self.clip), &limiter);
        }
    }
}
