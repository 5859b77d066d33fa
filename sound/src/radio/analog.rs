//! The analog link: everything between the transmitter's input and the receiver's volume knob.
//!
//! *In the real world* transmitter, air, receiver: input stage, compressor, emphasis, deviation
//! limiter, stereo multiplex, FM; the way through the room; discriminator, stereo decoder,
//! de-emphasis, expander, squelch.
//!
//! *Model*: audio-rate equivalents. Gain and clip → high-pass → 15 kHz → compressor with emphasis and
//! limiter in its loop → sum and difference → noise, clicks, interferer → decoder → 15 kHz →
//! de-emphasis → expander → mute. Whatever stands between the two detectors moves the programme's
//! level by the ratio of the expander, so the band is limited before the compressor (stereo encoders
//! have their 15 kHz filter at their input, or the highs would reach the pilot) and the limiter
//! stands in its loop (SA572 data sheet, fig. 8: zener diodes across the amplifier whose output the
//! rectifier hears). Rigs of before have both behind the compressor, and keep it. Each emphasis and its undoing stand on the same side of the compander, or a pair could not
//! be exact: the 50 or 75 µs of FM lie inside it (the noise is de-emphasized before it is expanded),
//! the 1.59 / 15.9 kHz network lies around it. The modulator's high-pass acts on the sum channel
//! only, since the difference channel rides at 38 kHz; that is what takes the separation away in
//! the bass. The two companders are not linked.
//!
//! *Knobs*: [`crate::rig::AnalogLink`].
//!
//! *Left out*: what passes 15 kHz and would beat with the pilot; intermediate-frequency filters
//! that are too narrow; gain-cell distortion; aliases of the hard clip.
//!
//! *Tests*: `tests/link_compander.rs`, `link_radio.rs`, `link_oracle.rs`, `link_stage.rs`.

mod receiver;
mod restart;
mod settings;
#[cfg(test)]
mod tests;
mod transmitter;

pub use settings::{Companding, Live, Settings, Structure};

use super::channel::{Radio, Reading};
use super::interferer::Interferer;
use super::noise::{self, Carrier, LinkNoise};
use super::ramp::Ramp;
use super::squelch::Squelch;
use crate::dsp::biquad::Coefficients;
use crate::dsp::f32x8::{F32x8, Kernel, Simd};
use crate::dsp::f64x4::F64x4;
use crate::dsp::lanes::{Lane, Pair, PairFilter};
use crate::dsp::sanitize;
use crate::dsp::stage::Stereo;
use crate::rig::AnalogMode;
use receiver::Receiver;
use transmitter::Transmitter;

/// Rate at which the radio is looked at, Hz: enough for a walk at 6 GHz.
const TICK_RATE_HZ: f64 = 1500.0;

/// Samples that pass through all parts at a time.
const PART: usize = 64;

/// Share of the deviation that is left for the sound in stereo: the pilot has 9 %.
pub const STEREO_SHARE: f64 = 0.91;

/// Time in which the decoder blends between stereo and mono, s.
const BLEND_S: f64 = 0.02;

/// Gain of a compander for the left and the right channel, dB: above 0 it turns up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Companded {
    /// The compressor in the transmitter.
    pub compressor_db: [f64; 2],
    /// The expander in the receiver.
    pub expander_db: [f64; 2],
}

/// One analog link, both channels.
#[derive(Clone, Debug)]
pub struct Analog {
    simd: Simd,
    settings: Settings,
    transmitter: Transmitter,
    receiver: Receiver,
    air: Air,
    radio: Radio,
    squelch: Squelch,
    reading: Reading,
    drop_outs: u32,
    tick_samples: usize,
    /// Samples of the present tick that are still to come.
    left: usize,
}

/// Difference of the radio's seed from those of the other parts.
const RADIO_SEED: u64 = 0x5261_6469_6f00;

fn samples_of_tick(sample_rate_hz: f64) -> usize {
    (sample_rate_hz / TICK_RATE_HZ).round().max(1.0) as usize
}

/// Channel errors of sum and difference signal between modulator and decoder.
#[derive(Clone, Debug)]
struct Air {
    sample_rate_hz: f64,
    floor_density: f64,
    /// The modulator's high-pass, on the sum channel.
    high_pass: Option<PairFilter>,
    noise: LinkNoise,
    interferer: Interferer,
    /// The carrier at the beginning and at the end of the tick.
    carrier: [Carrier; 2],
    blend: Ramp,
    blend_target: f64,
    /// Gain and roll-off of the difference channel in the decoder.
    separation: f64,
    skew: Option<PairFilter>,
    /// Gains of the sound to its share of the deviation, and back.
    spread: Pair,
    gathered: Pair,
    stereo: bool,
}

/// A sample's place in a tick of the radio, and the carrier there.
#[derive(Clone, Copy)]
struct Progress {
    /// Share of the tick that is over.
    share: f64,
    root_density: f64,
    /// True if the carrier is clean at both ends of the tick.
    is_clean: bool,
}

impl Analog {
    /// A link at rest. Allocates nothing.
    #[must_use]
    pub fn new(settings: &Settings, sample_rate_hz: f64, seed: u64) -> Self {
        let tick_samples = samples_of_tick(sample_rate_hz);
        let tick_rate_hz = sample_rate_hz / tick_samples as f64;
        let live = &settings.live;
        Self {
            simd: Simd::detect(),
            settings: *settings,
            transmitter: Transmitter::new(settings, sample_rate_hz),
            receiver: Receiver::new(settings, sample_rate_hz),
            air: Air::new(settings, [sample_rate_hz, tick_rate_hz], seed),
            radio: Radio::new(&live.radio, tick_rate_hz, seed ^ RADIO_SEED),
            squelch: Squelch::new(live.squelch_db, tick_rate_hz),
            reading: Reading::default(),
            drop_outs: 0,
            tick_samples,
            left: 0,
        }
    }

    /// Takes settings of the same structure.
    pub fn set(&mut self, live: &Live) {
        self.settings.live = *live;
        self.radio.set(&live.radio);
        self.squelch.set(live.squelch_db);
        self.air.interferer.set(live.interferer);
    }

    /// The carrier as received, whether the receiver lets sound through, and how often it muted.
    #[must_use]
    pub fn reading(&self) -> (Reading, bool, u32) {
        (self.reading, self.squelch.is_open(), self.drop_outs)
    }

    /// Present gain of compressor and expander in each channel, dB.
    #[must_use]
    pub fn companded(&self) -> Companded {
        let level_db = |gain: f64| 20.0 * gain.log10();
        Companded {
            compressor_db: self.transmitter.expansion().map(|gain| -level_db(gain)),
            expander_db: self.receiver.expansion().map(level_db),
        }
    }

    /// Delay of the filters around 1 kHz, samples.
    #[must_use]
    pub fn delay_samples(&self) -> f64 {
        self.receiver.delay_samples()
    }

    /// Processes a block of any length in place.
    pub fn process(&mut self, block: &mut Stereo<'_>) {
        let [left, right] = block;
        let (mut left, mut right) = (&mut **left, &mut **right);
        while !left.is_empty() && !right.is_empty() {
            if self.left == 0 {
                self.tick();
            }
            let length = self.left.min(PART).min(left.len()).min(right.len());
            let (part_left, rest_left) = left.split_at_mut(length);
            let (part_right, rest_right) = right.split_at_mut(length);
            (left, right) = (rest_left, rest_right);
            let simd = self.simd;
            simd.run(PartKernel(self, [part_left, part_right]));
            self.left -= length;
        }
    }

    /// Looks at the radio.
    fn tick(&mut self) {
        self.left = self.tick_samples;
        let live = &self.settings.live;
        let before = self.reading.cnr_db;
        self.reading = self.radio.tick(live.battery.sensitivity_loss_db);
        let air = &mut self.air;
        let faded_db = self.reading.received_dbm - live.radio.mean_dbm;
        air.interferer.tick(10_f64.powf(faded_db / 10.0));
        let foreign = live.tone_key && air.interferer.captures();
        let was_open = self.squelch.is_open();
        self.squelch.tick(self.reading.cnr_db, foreign);
        let drop_out = was_open && !self.squelch.is_open();
        self.drop_outs = self.drop_outs.saturating_add(u32::from(drop_out));
        air.blend_target = f64::from(u8::from(self.squelch.has_pilot()));
        air.carrier[0] = air.carrier[1];
        if self.reading.cnr_db != before {
            let (density, rate) = (air.floor_density, air.sample_rate_hz);
            air.carrier[1] = Carrier::new(self.reading.cnr_db, density, rate);
        }
    }

    /// Samples within which the radio is not looked at.
    #[inline(always)]
    fn process_part<V: F64x4>(&mut self, proof: V::SimdToken, part: [&mut [f32]; 2]) {
        let live = self.settings.live;
        let gains = [
            f64::from(u8::from(self.squelch.is_open())),
            live.battery.output_gain(),
        ];
        let settled = self.transmitter.is_settled(&live)
            && self.air.is_settled()
            && self.receiver.is_settled(&live, gains);
        match settled {
            true => self.process_samples::<V, false>(proof, part, &live, gains),
            false => self.process_samples::<V, true>(proof, part, &live, gains),
        }
    }

    /// A sample at a time through all parts: while a compander waits for its own last result, the
    /// others work.
    #[inline(always)]
    fn process_samples<V: F64x4, const MOVING: bool>(
        &mut self,
        proof: V::SimdToken,
        [left, right]: [&mut [f32]; 2],
        live: &Live,
        gains: [f64; 2],
    ) {
        let mut done = (self.tick_samples - self.left) as f64;
        let scale = 1.0 / self.tick_samples as f64;
        let [from, to] = self.air.carrier.map(|carrier| carrier.root_density);
        let is_clean = self.air.carrier.iter().all(Carrier::is_clean);
        for (l, r) in left.iter_mut().zip(right.iter_mut()) {
            done += 1.0;
            let share = done * scale;
            let progress = Progress {
                share,
                root_density: from + share * (to - from),
                is_clean,
            };
            let sent = self.transmitter.next::<V, MOVING>(proof, [*l, *r], live);
            let received = self.air.next::<V, MOVING>(proof, sent, progress);
            [*l, *r] = self
                .receiver
                .next::<V, MOVING>(proof, received, live, gains);
        }
        sanitize::flush(left);
        sanitize::flush(right);
    }
}

/// A part of the stream, compiled for the processor's widest instructions.
struct PartKernel<'a>(&'a mut Analog, [&'a mut [f32]; 2]);

impl Kernel for PartKernel<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) {
        self.0.process_part::<V::Doubles>(proof, self.1);
    }
}

/// The first-order low-pass that turns by a phase in rad at 1 kHz, so that it also takes the
/// separation of the highs.
fn turning_low_pass(phase_rad: f64, sample_rate_hz: f64) -> Coefficients {
    let k = (std::f64::consts::PI * 1000.0 / sample_rate_hz).tan() / phase_rad.tan();
    Coefficients {
        b0: k / (1.0 + k),
        b1: k / (1.0 + k),
        b2: 0.0,
        a1: (k - 1.0) / (k + 1.0),
        a2: 0.0,
    }
}

impl Air {
    fn new(settings: &Settings, rates_hz: [f64; 2], seed: u64) -> Self {
        let Settings { structure, live } = settings;
        let [sample_rate_hz, _] = rates_hz;
        let floor_density = noise::floor_density(
            structure.signal_to_noise_db,
            structure.deviation_hz,
            structure.de_emphasis_s,
            structure.high_cut_hz,
            STEREO_SHARE,
        );
        let corner = Coefficients::highpass_1(structure.high_pass_hz, sample_rate_hz);
        let phase = structure.separation_phase_rad;
        let turn = turning_low_pass(phase, sample_rate_hz);
        let carrier = Carrier::new(100.0, floor_density, sample_rate_hz);
        let share = match structure.mode {
            AnalogMode::Mono => 1.0,
            _ => STEREO_SHARE,
        };
        Self {
            sample_rate_hz,
            floor_density,
            high_pass: (structure.high_pass_hz > 0.0)
                .then(|| PairFilter::new(&corner, &Coefficients::PASS)),
            noise: LinkNoise::new(structure.deviation_hz, sample_rate_hz, seed),
            interferer: Interferer::new(live.interferer, structure.deviation_hz, rates_hz, seed),
            carrier: [carrier; 2],
            blend: Ramp::new(1.0, BLEND_S, sample_rate_hz),
            blend_target: 1.0,
            separation: structure.separation_gain,
            skew: (phase > 1e-4).then(|| PairFilter::new(&Coefficients::PASS, &turn)),
            spread: Pair::splat(0.5 * share),
            gathered: Pair::splat(1.0 / share),
            stereo: structure.mode != AnalogMode::Mono,
        }
    }

    /// Returns whether the decoder does not blend just then.
    fn is_settled(&self) -> bool {
        self.blend.is_at(self.blend_target)
    }

    /// Takes left and right of the modulator, gives left and right of the decoder. `progress` is how far
    /// into the tick the sample is.
    #[inline(always)]
    fn next<V: F64x4, const MOVING: bool>(
        &mut self,
        proof: V::SimdToken,
        sent: Pair,
        tick: Progress,
    ) -> Pair {
        let mut noise = self.noise.smooth(tick.root_density);
        let mut x = self.spread * sent.sum_and_difference();
        if let Some(high_pass) = &mut self.high_pass {
            x = high_pass.tick::<V>(proof, x);
        }
        if !tick.is_clean {
            [x, noise] = self.drown(x, noise, tick.share);
        }
        x = self.gathered * (self.interferer.apply(x) + noise);
        if self.stereo {
            self.decode::<V, MOVING>(proof, x)
        } else {
            Pair::splat(x.to_array()[0])
        }
    }

    /// Near the threshold the signal is lost now and then, and there are clicks.
    #[cold]
    fn drown(&mut self, x: Pair, noise: Pair, progress: f64) -> [Pair; 2] {
        let [from, to] = self.carrier;
        let between = |a: f64, b: f64| a + progress * (b - a);
        let carrier = Carrier {
            clicks: between(from.clicks, to.clicks),
            drowned: between(from.drowned, to.drowned),
            ..from
        };
        let [sum, difference] = x.to_array();
        let noise = noise + self.noise.clicks(&carrier, sum + difference);
        [Pair::splat(1.0 - carrier.drowned) * x, noise]
    }

    /// Left and right from sum and difference.
    #[inline(always)]
    fn decode<V: F64x4, const MOVING: bool>(&mut self, proof: V::SimdToken, x: Pair) -> Pair {
        let stereo = self.separation * self.blend.next::<MOVING>(self.blend_target);
        let mut decoded = x * Pair::new(1.0, stereo);
        if let Some(skew) = &mut self.skew {
            decoded = skew.tick::<V>(proof, decoded);
        }
        decoded.sum_and_difference()
    }
}
