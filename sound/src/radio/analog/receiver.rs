//! The receiver from the decoder on.

use super::super::band::{self, LowPass};
use super::super::emphasis::FirstOrder;
use super::super::ramp::Ramp;
use super::super::squelch::MUTE_RAMP_S;
use super::settings::{Live, Settings};
use super::transmitter::{inner_shape, outer_shape, Companders};
use crate::dsp::biquad::Coefficients;
use crate::dsp::f64x4::F64x4;
use crate::dsp::lanes::{Lane, Pair, PairFilter};
use crate::radio::UNITY;
use crate::rig::AnalogMode;

/// Time in which other gains arrive, for a change by one, s.
const GAIN_RAMP_S: f64 = 0.02;

/// The loudest that leaves the expander, re unity: the rails of the output stage, 24 dB up.
const RAILS: f64 = 15.8;

/// Filters between decoder and expander: the edge of the band and the de-emphasis.
#[derive(Clone, Debug)]
enum Front {
    /// The only filter at the edge, and the de-emphasis.
    Steep([PairFilter; 3], FirstOrder<Pair>),
    /// A filter for a band that the transmitter has limited; its section of first order has the
    /// de-emphasis with it.
    Gentle([PairFilter; 2]),
}

impl Front {
    /// The filters, and their delay in samples without that of the de-emphasis, which the
    /// transmitter's emphasis takes back.
    fn new(settings: &Settings, sample_rate_hz: f64) -> (Self, f64) {
        let edge_hz = settings.structure.high_cut_hz;
        let inner = inner_shape(settings, sample_rate_hz);
        let steep = LowPass::new(edge_hz, sample_rate_hz);
        let delay_samples = steep.delay_samples(sample_rate_hz);
        if !settings.structure.limited_band {
            return (
                Self::Steep(steep.pair(), FirstOrder::new(inner)),
                delay_samples,
            );
        }
        let gentle = band::gentle_low_pass(edge_hz, sample_rate_hz);
        let [single, pair] = &gentle;
        let first = product_of_first_order(single, &inner.coefficients());
        let sections = [&first, pair].map(|section| PairFilter::new(section, section));
        (
            Self::Gentle(sections),
            delay_samples + band::delay_samples(&gentle, sample_rate_hz),
        )
    }

    /// Filters one sample.
    #[inline(always)]
    fn next<V: F64x4>(&mut self, proof: V::SimdToken, x: Pair, gain: Pair) -> Pair {
        match self {
            Self::Steep([one, two, three], de_emphasis) => {
                let x = two.tick::<V>(proof, one.tick::<V>(proof, x));
                gain * de_emphasis.next(three.tick::<V>(proof, x))
            }
            Self::Gentle([one, two]) => gain * two.tick::<V>(proof, one.tick::<V>(proof, x)),
        }
    }
}

/// Two filters of first order as one.
fn product_of_first_order(one: &Coefficients, two: &Coefficients) -> Coefficients {
    Coefficients {
        b0: one.b0 * two.b0,
        b1: one.b0 * two.b1 + one.b1 * two.b0,
        b2: one.b1 * two.b1,
        a1: one.a1 + two.a1,
        a2: one.a1 * two.a1,
    }
}

/// Both channels of the receiver.
#[derive(Clone, Debug)]
pub(super) struct Receiver {
    front: Front,
    expander: Companders,
    outer: Option<FirstOrder<Pair>>,
    gain_error: Ramp,
    mute: Ramp,
    output: Ramp,
    blend: Ramp,
    mix: bool,
    delay_samples: f64,
}

impl Receiver {
    pub(super) fn new(settings: &Settings, sample_rate_hz: f64) -> Self {
        let Settings { structure, live } = settings;
        let (front, delay_samples) = Front::new(settings, sample_rate_hz);
        let ramp = |value| Ramp::new(value, GAIN_RAMP_S, sample_rate_hz);
        Self {
            front,
            expander: Companders::new(&structure.expanding, structure.time_factor, sample_rate_hz),
            outer: outer_shape(settings, sample_rate_hz)
                .map(|shape| FirstOrder::new(shape.inverse())),
            gain_error: ramp(live.gain_error),
            mute: Ramp::new(1.0, MUTE_RAMP_S, sample_rate_hz),
            output: ramp(live.battery.output_gain()),
            blend: ramp(live.mix_balance),
            mix: structure.mode == AnalogMode::Mix,
            delay_samples,
        }
    }

    pub(super) fn delay_samples(&self) -> f64 {
        self.delay_samples
    }

    /// The gain of the expander, linear.
    pub(super) fn expansion(&self) -> [f64; 2] {
        self.expander.expansion()
    }

    /// Returns whether no gain is on its way.
    pub(super) fn is_settled(&self, live: &Live, [open, output]: [f64; 2]) -> bool {
        self.gain_error.is_at(live.gain_error)
            && self.mute.is_at(open)
            && self.output.is_at(output)
            && self.blend.is_at(live.mix_balance)
    }

    /// Processes a sample of the decoder's output with the gains that mute and output stage move to.
    #[inline(always)]
    pub(super) fn next<V: F64x4, const MOVING: bool>(
        &mut self,
        proof: V::SimdToken,
        received: Pair,
        live: &Live,
        [open, output]: [f64; 2],
    ) -> [f32; 2] {
        let gain = Pair::splat(self.gain_error.next::<MOVING>(live.gain_error));
        let mut x = self
            .expander
            .expand(self.front.next::<V>(proof, received, gain));
        if let Some(outer) = &mut self.outer {
            x = outer.next(x);
        }
        x = x.min(Pair::splat(RAILS)).max(Pair::splat(-RAILS));
        if self.mix {
            let [l, r] = x.to_array();
            x = Pair::splat(l + self.blend.next::<MOVING>(live.mix_balance) * (r - l));
        }
        let gain = UNITY * self.mute.next::<MOVING>(open) * self.output.next::<MOVING>(output);
        (x * Pair::splat(gain)).to_array().map(|x| x as f32)
    }
}
