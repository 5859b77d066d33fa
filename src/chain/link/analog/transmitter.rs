//! The transmitter up to the modulator.

use super::super::compander::{Design, DualBand, Half};
use super::super::emphasis::{FirstOrder, Shape};
use super::super::limiter::Limiter;
use super::super::ramp::Ramp;
use super::super::{band, UNITY};
use super::settings::{Companding, Live, Settings};
use crate::dsp::lane::{Lane, Pair, PairFilter};
use crate::rig::AnalogMode;

/// Corners of the network around the compander, Hz (THAT 4320 data sheet, fig. 12).
const OUTER_ZERO_HZ: f64 = 1_590.0;
const OUTER_POLE_HZ: f64 = 15_900.0;

/// Time in which a changed gain arrives, for a change by one, s.
const GAIN_RAMP_S: f64 = 0.02;

/// Compressor or expander of both channels.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::large_enum_variant)] // one link holds one, and it must not allocate
pub(super) enum Companders {
    None,
    Wideband(Half<Pair>),
    DualBand(DualBand<Pair>),
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

    /// Compresses a block; `meanwhile` is done for each sample as well.
    #[inline(always)]
    fn compress(&mut self, block: &mut [Pair], mut meanwhile: impl FnMut(usize)) {
        match self {
            Self::None => (0..block.len()).for_each(meanwhile),
            // Copies, so that no state need go through memory.
            Self::Wideband(half) => {
                let mut copy = *half;
                for (n, x) in block.iter_mut().enumerate() {
                    *x = copy.compress(*x);
                    meanwhile(n);
                }
                *half = copy;
            }
            Self::DualBand(bands) => {
                let mut copy = *bands;
                for (n, x) in block.iter_mut().enumerate() {
                    *x = copy.compress(*x);
                    meanwhile(n);
                }
                *bands = copy;
            }
        }
    }

    /// Expands a block.
    #[inline(always)]
    pub(super) fn expand(&mut self, block: &mut [Pair]) {
        match self {
            Self::None => {}
            Self::Wideband(half) => {
                let mut copy = *half;
                block.iter_mut().for_each(|x| *x = copy.expand(*x));
                *half = copy;
            }
            Self::DualBand(bands) => {
                let mut copy = *bands;
                block.iter_mut().for_each(|x| *x = copy.expand(*x));
                *bands = copy;
            }
        }
    }

    /// The gain of the expander in each channel, linear; with two bands, of the one that has been
    /// turned further.
    pub(super) fn expansion(&self) -> [f64; 2] {
        match self {
            Self::None => [1.0; 2],
            Self::Wideband(half) => half.expansion().to_array(),
            Self::DualBand(bands) => {
                let [low, high] = bands.expansions().map(Pair::to_array);
                let turned = |gain: f64| gain.ln().abs();
                [0, 1].map(|at| {
                    if turned(low[at]) > turned(high[at]) {
                        low[at]
                    } else {
                        high[at]
                    }
                })
            }
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
    high_pass: PairFilter,
    outer: Option<FirstOrder<Pair>>,
    compressor: Companders,
    inner: FirstOrder<Pair>,
}

impl Transmitter {
    pub(super) fn new(settings: &Settings, sample_rate_hz: f64) -> Self {
        let structure = &settings.structure;
        let inner = inner_shape(settings, sample_rate_hz).inverse();
        let high_pass = band::high_pass(structure.low_cut_hz, sample_rate_hz);
        Self {
            gain: Ramp::new(settings.live.input_gain, GAIN_RAMP_S, sample_rate_hz),
            clip: structure.input_clip,
            mono: structure.mode == AnalogMode::Mono,
            limiter: Limiter::new(structure.limit, structure.distortion),
            high_pass: PairFilter::new(&high_pass, &high_pass),
            outer: outer_shape(settings, sample_rate_hz).map(FirstOrder::new),
            compressor: Companders::new(&structure.companding, 1.0, sample_rate_hz),
            inner: FirstOrder::new(inner),
        }
    }

    /// The gain that takes the compressor back, linear.
    pub(super) fn expansion(&self) -> [f64; 2] {
        self.compressor.expansion()
    }

    /// What the modulator gets. `meanwhile` is something else to be done for each sample: there is
    /// time for it while the compressor waits for its own last result.
    #[inline(always)]
    pub(super) fn process(
        &mut self,
        [left, right]: [&[f32]; 2],
        out: &mut [Pair],
        live: &Live,
        meanwhile: impl FnMut(usize),
    ) {
        let clip = Pair::splat(self.clip);
        let mut high_pass = self.high_pass;
        let mut gain = self.gain;
        for ((l, r), out) in left.iter().zip(right).zip(&mut *out) {
            let level = gain.tick(live.input_gain) * (1.0 / UNITY);
            let mut x = Pair::new(f64::from(*l), f64::from(*r)) * Pair::splat(level);
            if self.mono {
                x = Pair::splat(0.5) * (x + x.swapped());
            }
            *out = high_pass.tick(x.min(clip).max(Pair::splat(0.0) - clip));
        }
        self.high_pass = high_pass;
        self.gain = gain;
        if let Some(outer) = &mut self.outer {
            out.iter_mut().for_each(|x| *x = outer.next(*x));
        }
        self.compressor.compress(out, meanwhile);
        let mut inner = self.inner;
        let limiter = self.limiter;
        out.iter_mut()
            .for_each(|x| *x = limiter.apply(inner.next(*x)));
        self.inner = inner;
    }
}
