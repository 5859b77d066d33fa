//! The analog link: everything between the transmitter's input and the receiver's volume knob.
//!
//! *In the real world* transmitter, air, receiver: input stage, compressor, emphasis, deviation
//! limiter, stereo multiplex, FM; the way through the room; discriminator, stereo decoder,
//! de-emphasis, expander, squelch.
//!
//! *Model*: audio-rate equivalents. Gain and clip → high-pass → compressor → emphasis → limiter →
//! sum and difference → noise, clicks, interferer → decoder → 15 kHz → de-emphasis → expander →
//! mute. Each emphasis and its undoing stand on the same side of the compander, or a pair could not
//! be exact: the 50 or 75 µs of FM lie inside it (the noise is de-emphasised before it is expanded),
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
mod settings;
mod transmitter;

pub use settings::{Companding, Live, Settings, Structure};

use super::super::stage::Stereo;
use super::interferer::Interferer;
use super::noise::{self, Carrier, LinkNoise};
use super::radio::{Radio, Reading};
use super::ramp::Ramp;
use super::squelch::Squelch;
use crate::dsp::biquad::{Biquad, Coefficients};
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

/// One analog link, both channels.
#[derive(Clone, Debug)]
pub struct Analog {
    settings: Settings,
    transmitter: Transmitter,
    receiver: Receiver,
    air: Air,
    radio: Radio,
    squelch: Squelch,
    reading: Reading,
    tick_samples: usize,
    /// Samples of the present tick that are still to come.
    left: usize,
}

/// What happens to sum and difference channel between modulator and decoder.
#[derive(Clone, Debug)]
struct Air {
    sample_rate_hz: f64,
    floor_density: f64,
    /// The modulator's high-pass, on the sum channel.
    high_pass: Option<Biquad>,
    noise: LinkNoise,
    interferer: Interferer,
    /// The carrier at the beginning and at the end of the tick.
    carrier: [Carrier; 2],
    blend: Ramp,
    blend_target: f64,
    /// Gain and roll-off of the difference channel in the decoder.
    separation: f64,
    skew: Option<Biquad>,
    share: f64,
    stereo: bool,
}

impl Analog {
    /// A link at rest. Allocates nothing.
    #[must_use]
    pub fn new(settings: &Settings, sample_rate_hz: f64, seed: u64) -> Self {
        let tick_samples = (sample_rate_hz / TICK_RATE_HZ).round().max(1.0) as usize;
        let tick_rate_hz = sample_rate_hz / tick_samples as f64;
        let live = &settings.live;
        Self {
            settings: *settings,
            transmitter: Transmitter::new(settings, sample_rate_hz),
            receiver: Receiver::new(settings, sample_rate_hz),
            air: Air::new(settings, sample_rate_hz, seed),
            radio: Radio::new(&live.radio, tick_rate_hz, seed ^ 0x5261_6469_6f00),
            squelch: Squelch::new(live.squelch_db, tick_rate_hz),
            reading: Reading::default(),
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

    /// The carrier as received, and whether the receiver lets sound through.
    #[must_use]
    pub fn reading(&self) -> (Reading, bool) {
        (self.reading, self.squelch.is_open())
    }

    /// Delay of the filters around 1 kHz, samples.
    #[must_use]
    pub fn delay_samples(&self, sample_rate_hz: f64) -> f64 {
        self.receiver.delay_samples(sample_rate_hz)
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
            self.process_part([part_left, part_right]);
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
        self.squelch.tick(self.reading.cnr_db, foreign);
        air.blend_target = f64::from(u8::from(self.squelch.has_pilot()));
        air.carrier[0] = air.carrier[1];
        if self.reading.cnr_db != before {
            let (density, rate) = (air.floor_density, air.sample_rate_hz);
            air.carrier[1] = Carrier::new(self.reading.cnr_db, density, rate);
        }
    }

    fn process_part(&mut self, [left, right]: [&mut [f32]; 2]) {
        let mut buffers = [[0.0; PART]; 2];
        let length = left.len().min(PART);
        let live = &self.settings.live;
        let [a, b] = &mut buffers;
        let (a, b) = (&mut a[..length], &mut b[..length]);
        self.transmitter.process([left, right], a, b, live);
        let done = self.tick_samples - self.left;
        self.air.process(a, b, done, self.tick_samples);
        let open = self.squelch.is_open();
        self.receiver.process(a, b, [left, right], live, open);
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
    fn new(settings: &Settings, sample_rate_hz: f64, seed: u64) -> Self {
        let Settings { structure, live } = settings;
        let floor_density = noise::floor_density(
            structure.signal_to_noise_db,
            structure.deviation_hz,
            structure.de_emphasis_s,
            structure.high_cut_hz,
            STEREO_SHARE,
        );
        let corner = |hz| Biquad::new(Coefficients::highpass_1(hz, sample_rate_hz));
        let phase = structure.separation_phase_rad;
        let skew = (phase > 1e-4).then(|| Biquad::new(turning_low_pass(phase, sample_rate_hz)));
        let carrier = Carrier::new(100.0, floor_density, sample_rate_hz);
        Self {
            sample_rate_hz,
            floor_density,
            high_pass: (structure.high_pass_hz > 0.0).then(|| corner(structure.high_pass_hz)),
            noise: LinkNoise::new(structure.deviation_hz, sample_rate_hz, seed),
            interferer: Interferer::new(live.interferer, structure.deviation_hz, sample_rate_hz),
            carrier: [carrier; 2],
            blend: Ramp::new(1.0, BLEND_S, sample_rate_hz),
            blend_target: 1.0,
            separation: structure.separation_gain,
            skew,
            share: if structure.mode == AnalogMode::Mono {
                1.0
            } else {
                STEREO_SHARE
            },
            stereo: structure.mode != AnalogMode::Mono,
        }
    }

    /// Takes left and right of the transmitter, gives left and right of the decoder, for a stretch
    /// that begins `done` samples into a tick.
    fn process(&mut self, left: &mut [f64], right: &mut [f64], done: usize, tick_samples: usize) {
        let scale = 1.0 / tick_samples as f64;
        let [from, to] = self.carrier;
        for (n, (l, r)) in left.iter_mut().zip(right.iter_mut()).enumerate() {
            let progress = (done + n + 1) as f64 * scale;
            let between = |a: f64, b: f64| a + progress * (b - a);
            let carrier = Carrier {
                root_density: between(from.root_density, to.root_density),
                clicks: between(from.clicks, to.clicks),
                drowned: between(from.drowned, to.drowned),
            };
            (*l, *r) = self.sample(*l, *r, &carrier);
        }
    }

    #[inline(always)]
    fn sample(&mut self, left: f64, right: f64, carrier: &Carrier) -> (f64, f64) {
        let mut sum = self.share * 0.5 * (left + right);
        let mut difference = self.share * 0.5 * (left - right);
        if let Some(high_pass) = &mut self.high_pass {
            sum = high_pass.tick_f64(sum);
        }
        let noise = self.noise.next(carrier, sum + difference);
        let heard = 1.0 - carrier.drowned;
        [sum, difference] = self.interferer.apply([heard * sum, heard * difference]);
        sum = (sum + noise[0]) / self.share;
        if !self.stereo {
            return (sum, sum);
        }
        difference = (difference + noise[1]) / self.share;
        difference *= self.separation * self.blend.tick(self.blend_target);
        if let Some(skew) = &mut self.skew {
            difference = skew.tick_f64(difference);
        }
        (sum + difference, sum - difference)
    }
}
