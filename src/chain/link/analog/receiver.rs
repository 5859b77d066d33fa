//! The receiver from the decoder on.

use super::super::band::LowPass;
use super::super::emphasis::FirstOrder;
use super::super::ramp::Ramp;
use super::super::squelch::MUTE_RAMP_S;
use super::super::UNITY;
use super::settings::{Live, Settings};
use super::transmitter::{inner_shape, outer_shape, Companders};
use crate::dsp::guard;
use crate::rig::AnalogMode;

/// Time in which other gains arrive, for a change by one, s.
const GAIN_RAMP_S: f64 = 0.02;

/// The loudest that leaves the expander, re unity: the rails of the output stage, 24 dB up.
const RAILS: f64 = 15.8;

/// Both channels of the receiver.
#[derive(Clone, Debug)]
pub(super) struct Receiver {
    channels: [Channel; 2],
    gain_error: Ramp,
    mute: Ramp,
    output: Ramp,
    blend: Ramp,
    mix: bool,
}

#[derive(Clone, Debug)]
struct Channel {
    low_pass: LowPass,
    inner: FirstOrder,
    expander: Companders,
    outer: Option<FirstOrder>,
}

impl Channel {
    #[inline(always)]
    fn sample(&mut self, received: f64, gain: f64) -> f64 {
        let link = gain * self.inner.next(self.low_pass.tick(received));
        let mut out = self.expander.expand(link);
        if let Some(outer) = &mut self.outer {
            out = outer.next(out);
        }
        out.clamp(-RAILS, RAILS)
    }
}

impl Receiver {
    pub(super) fn new(settings: &Settings, sample_rate_hz: f64) -> Self {
        let Settings { structure, live } = settings;
        let channel = Channel {
            low_pass: LowPass::new(structure.high_cut_hz, sample_rate_hz),
            inner: FirstOrder::new(inner_shape(settings, sample_rate_hz)),
            expander: Companders::new(&structure.companding, structure.time_factor, sample_rate_hz),
            outer: outer_shape(settings, sample_rate_hz)
                .map(|shape| FirstOrder::new(shape.inverse())),
        };
        let ramp = |value| Ramp::new(value, GAIN_RAMP_S, sample_rate_hz);
        Self {
            channels: [channel.clone(), channel],
            gain_error: ramp(live.gain_error),
            mute: Ramp::new(1.0, MUTE_RAMP_S, sample_rate_hz),
            output: ramp(live.battery.output_gain()),
            blend: ramp(live.mix_balance),
            mix: structure.mode == AnalogMode::Mix,
        }
    }

    pub(super) fn delay_samples(&self, sample_rate_hz: f64) -> f64 {
        self.channels[0].low_pass.delay_samples(sample_rate_hz)
    }

    pub(super) fn process(
        &mut self,
        left: &[f64],
        right: &[f64],
        [out_left, out_right]: [&mut [f32]; 2],
        live: &Live,
        open: bool,
    ) {
        let [a, b] = &mut self.channels;
        let open = f64::from(u8::from(open));
        let output_gain = live.battery.output_gain();
        let out = out_left.iter_mut().zip(out_right.iter_mut());
        for ((l, r), (out_l, out_r)) in left.iter().zip(right).zip(out) {
            let gain = self.gain_error.tick(live.gain_error);
            let mut l = a.sample(*l, gain);
            let mut r = b.sample(*r, gain);
            if self.mix {
                l += self.blend.tick(live.mix_balance) * (r - l);
                r = l;
            }
            let level = UNITY * self.mute.tick(open) * self.output.tick(output_gain);
            *out_l = guard::flushed((level * l) as f32);
            *out_r = guard::flushed((level * r) as f32);
        }
    }
}
