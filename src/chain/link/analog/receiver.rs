//! The receiver from the decoder on.

use super::super::band::LowPass;
use super::super::emphasis::FirstOrder;
use super::super::ramp::Ramp;
use super::super::squelch::MUTE_RAMP_S;
use super::super::UNITY;
use super::settings::{Live, Settings};
use super::transmitter::{inner_shape, outer_shape, Companders};
use crate::dsp::guard;
use crate::dsp::lane::{Lane, Pair, PairFilter};
use crate::rig::AnalogMode;

/// Time in which other gains arrive, for a change by one, s.
const GAIN_RAMP_S: f64 = 0.02;

/// The loudest that leaves the expander, re unity: the rails of the output stage, 24 dB up.
const RAILS: f64 = 15.8;

/// Both channels of the receiver.
#[derive(Clone, Debug)]
pub(super) struct Receiver {
    low_pass: [PairFilter; 3],
    inner: FirstOrder<Pair>,
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
        let low_pass = LowPass::new(structure.high_cut_hz, sample_rate_hz);
        let ramp = |value| Ramp::new(value, GAIN_RAMP_S, sample_rate_hz);
        Self {
            low_pass: low_pass.pair(),
            inner: FirstOrder::new(inner_shape(settings, sample_rate_hz)),
            expander: Companders::new(&structure.companding, structure.time_factor, sample_rate_hz),
            outer: outer_shape(settings, sample_rate_hz)
                .map(|shape| FirstOrder::new(shape.inverse())),
            gain_error: ramp(live.gain_error),
            mute: Ramp::new(1.0, MUTE_RAMP_S, sample_rate_hz),
            output: ramp(live.battery.output_gain()),
            blend: ramp(live.mix_balance),
            mix: structure.mode == AnalogMode::Mix,
            delay_samples: low_pass.delay_samples(sample_rate_hz),
        }
    }

    pub(super) fn delay_samples(&self) -> f64 {
        self.delay_samples
    }

    /// The gain of the expander, linear.
    pub(super) fn expansion(&self) -> [f64; 2] {
        self.expander.expansion()
    }

    /// What leaves the receiver, from what the decoder gives, with the gains that mute and output
    /// stage move to.
    pub(super) fn process(
        &mut self,
        received: &mut [Pair],
        [left, right]: [&mut [f32]; 2],
        live: &Live,
        [open, output]: [f64; 2],
    ) {
        // Copies, so that no state need go through memory.
        let [mut one, mut two, mut three] = self.low_pass;
        let mut inner = self.inner;
        let mut gain_error = self.gain_error;
        for x in &mut *received {
            let band = three.tick(two.tick(one.tick(*x)));
            *x = Pair::splat(gain_error.tick(live.gain_error)) * inner.next(band);
        }
        self.low_pass = [one, two, three];
        self.inner = inner;
        self.gain_error = gain_error;
        self.expander.expand(received);
        if let Some(outer) = &mut self.outer {
            received.iter_mut().for_each(|x| *x = outer.next(*x));
        }
        let (mut mute, mut level, mut blend) = (self.mute, self.output, self.blend);
        for (x, (l, r)) in received.iter().zip(left.iter_mut().zip(right.iter_mut())) {
            let mut x = x.min(Pair::splat(RAILS)).max(Pair::splat(-RAILS));
            if self.mix {
                let [l, r] = x.to_array();
                x = Pair::splat(l + blend.tick(live.mix_balance) * (r - l));
            }
            let gain = UNITY * mute.tick(open) * level.tick(output);
            let out = (x * Pair::splat(gain)).to_array();
            [*l, *r] = out.map(|x| guard::flushed(x as f32));
        }
        (self.mute, self.output, self.blend) = (mute, level, blend);
    }
}
