//! The transmitter up to the modulator.

use super::super::band;
use super::super::band::LowPass;
use super::super::compander::{Design, DualBand, Half};
use super::super::emphasis::{FirstOrder, Shape};
use super::super::limiter::Limiter;
use super::super::ramp::Ramp;
use super::settings::{Companding, Live, Settings};
use crate::dsp::f64x4::F64x4;
use crate::dsp::lanes::{Lane, Pair, PairFilter};
use crate::radio::UNITY;
use crate::rig::AnalogMode;

/// Corners of the network around the compander, Hz (THAT 4320 data sheet, fig. 12).
const OUTER_ZERO_HZ: f64 = 1_590.0;
const OUTER_POLE_HZ: f64 = 15_900.0;

/// Time in which a changed gain arrives, for a change by one, s.
const GAIN_RAMP_S: f64 = 0.02;

/// Compressor or expander of both channels.
#[derive(Clone, Copy, Debug)]
#[repr(u8)] // the variant is asked for at every sample
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

    /// Compresses one sample through a limiter in the loop.
    #[inline(always)]
    fn compress_through(&mut self, input: Pair, limited: &mut Limited) -> Pair {
        match self {
            Self::None => limited.next(input).0,
            Self::Wideband(half) => half.compress_through(input, |link| limited.next(link)),
            Self::DualBand(bands) => bands.compress_through(input, |link| limited.next(link)),
        }
    }

    /// Compresses one sample.
    #[inline(always)]
    fn compress(&mut self, input: Pair) -> Pair {
        match self {
            Self::None => input,
            Self::Wideband(half) => half.compress(input),
            Self::DualBand(bands) => bands.compress(input),
        }
    }

    /// Expands one sample.
    #[inline(always)]
    pub(super) fn expand(&mut self, link: Pair) -> Pair {
        match self {
            Self::None => link,
            Self::Wideband(half) => half.expand(link),
            Self::DualBand(bands) => bands.expand(link),
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

/// Emphasis, deviation limit and modulator behind the compressor.
#[derive(Clone, Copy, Debug)]
struct Limited {
    emphasis: FirstOrder<Pair>,
    limiter: Limiter,
    /// De-emphasis of what the limit has taken.
    taken: FirstOrder<Pair>,
    in_loop: bool,
}

impl Limited {
    fn new(settings: &Settings, sample_rate_hz: f64) -> Self {
        let structure = &settings.structure;
        let inner = inner_shape(settings, sample_rate_hz);
        Self {
            emphasis: FirstOrder::new(inner.inverse()),
            limiter: Limiter::new(structure.limit, structure.distortion),
            taken: FirstOrder::new(inner),
            in_loop: structure.limiter_in_loop,
        }
    }

    /// Output of the modulator, and the link signal as gain cell and limit have changed it.
    #[inline(always)]
    fn next(&mut self, link: Pair) -> (Pair, Pair) {
        let bent = self.limiter.gain_cell(link);
        let emphasized = self.emphasis.next(bent);
        let sent = self.limiter.clip(emphasized);
        // A branch, so that the compressor's next sample waits for the limit only while it is reached.
        let taken = if sent == emphasized {
            self.taken.next_of_silence()
        } else {
            self.taken.next(sent - emphasized)
        };
        (sent, bent + taken)
    }

    /// A sample that the compressor has left, where the limiter is not in its loop.
    #[inline(always)]
    fn after(&mut self, compressed: Pair) -> Pair {
        self.limiter.apply(self.emphasis.next(compressed))
    }
}

/// Both channels of the transmitter.
#[derive(Clone, Debug)]
pub(super) struct Transmitter {
    gain: Ramp,
    clip: f64,
    mono: bool,
    high_pass: PairFilter,
    low_pass: Option<[PairFilter; 3]>,
    outer: Option<FirstOrder<Pair>>,
    compressor: Companders,
    limited: Limited,
}

impl Transmitter {
    pub(super) fn new(settings: &Settings, sample_rate_hz: f64) -> Self {
        let structure = &settings.structure;
        let high_pass = band::high_pass(structure.low_cut_hz, sample_rate_hz);
        Self {
            gain: Ramp::new(settings.live.input_gain, GAIN_RAMP_S, sample_rate_hz),
            clip: structure.input_clip,
            mono: structure.mode == AnalogMode::Mono,
            high_pass: PairFilter::new(&high_pass, &high_pass),
            low_pass: (structure.limited_band)
                .then(|| LowPass::new(structure.high_cut_hz, sample_rate_hz).pair()),
            outer: outer_shape(settings, sample_rate_hz).map(FirstOrder::new),
            compressor: Companders::new(&structure.companding, 1.0, sample_rate_hz),
            limited: Limited::new(settings, sample_rate_hz),
        }
    }

    /// The gain that takes the compressor back, linear.
    pub(super) fn expansion(&self) -> [f64; 2] {
        self.compressor.expansion()
    }

    /// Returns whether no gain is on its way.
    pub(super) fn is_settled(&self, live: &Live) -> bool {
        self.gain.is_at(live.input_gain)
    }

    /// Computes the modulator's input for one sample.
    #[inline(always)]
    pub(super) fn next<V: F64x4, const MOVING: bool>(
        &mut self,
        proof: V::SimdToken,
        [left, right]: [f32; 2],
        live: &Live,
    ) -> Pair {
        let clip = Pair::splat(self.clip);
        let level = self.gain.next::<MOVING>(live.input_gain) * (1.0 / UNITY);
        let mut x = Pair::new(f64::from(left), f64::from(right)) * Pair::splat(level);
        if self.mono {
            x = Pair::splat(0.5) * (x + x.swapped());
        }
        let clipped = x.min(clip).max(Pair::splat(0.0) - clip);
        x = self.high_pass.tick::<V>(proof, clipped);
        if let Some([one, two, three]) = &mut self.low_pass {
            x = two.tick::<V>(proof, one.tick::<V>(proof, x));
            x = three.tick::<V>(proof, x);
        }
        if let Some(outer) = &mut self.outer {
            x = outer.next(x);
        }
        if self.limited.in_loop {
            self.compressor.compress_through(x, &mut self.limited)
        } else {
            self.limited.after(self.compressor.compress(x))
        }
    }
}
