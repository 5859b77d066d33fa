//! The belt-pack: knobs, limiter and amplifier.
//!
//! *In the real world* this is the receiver on the performer's belt, or a wired pack: two knobs, a
//! switch for mono or two mixes, a limiter for the ears, and a headphone amplifier with its noise
//! and its rails.
//!
//! *Model*: in signal order a delay, the knobs, the high boost ([`boost`]), the limiter
//! ([`limiter`]), the amplifier's noise and its clipping ([`amplifier`]). Volts follow from the
//! listening level and the earphone's own sensitivity, so the same amplifier hisses more on a
//! sensitive earphone. The balance pot is of the kind that leaves the louder side alone and turns
//! the other one down to nothing; with two mixes it blends. The output impedance acts together with
//! the earphone's own and belongs to the same electrical network, so the designer puts it into the
//! earphone's response (`acoustics`), as it does with the energizer of electrostatics.
//!
//! *Knobs*: [`rig::Pack`]. The battery is the link's.
//!
//! *Left out*: the pot's tracking error; aliases of clipping.
//!
//! *Tests*: the laws of every stage; `tests/pack.rs`.

pub mod amplifier;
pub mod boost;
pub mod limiter;

use num_complex::Complex64;

use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::{Stage, Stereo};
use crate::dsp::stereo_delay::StereoDelay;
use crate::dsp::{gain, units};
use crate::radio::battery::Battery;
use crate::rig::{self, PackMode, Rig};
use amplifier::Amplifier;
use boost::Boost;
use limiter::Limiter;

/// The volume at and below which the pack is silent, dB.
pub const OFF_DB: f64 = rig::Pack::OFF_DB;

/// The longest delay, s.
const MAX_LATENCY_S: f64 = 0.02;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Gains to the left and the right ear of the ear's own channel and of the other one, linear.
    pub gains: [[f32; 2]; 2],
    /// Boost at 10 kHz, dB.
    pub high_boost_db: f64,
    /// Level that the limiter holds, dB SPL; none when it is off.
    pub limit_dbspl: Option<f64>,
    /// Noise of the amplifier, V RMS, A-weighted.
    pub noise_v: f64,
    /// Highest output voltage, V RMS of a sine; none without limit.
    pub max_output_v: Option<f64>,
    /// The same with a fresh battery.
    pub rated_output_v: Option<f64>,
    /// Delay, s.
    pub latency_s: f64,
    /// 20·log10 of the pascals at the drum per full-scale unit.
    pub pascals_per_unit_db: f64,
}

impl Settings {
    /// Settings taken from a rig. Allocates nothing.
    pub fn new(rig: &Rig) -> Self {
        let pack = &rig.pack;
        let battery = Battery::new(rig.link.battery_percent());
        Self {
            gains: gains(pack),
            high_boost_db: pack.high_boost_db,
            limit_dbspl: pack.limiter.then_some(pack.limiter_dbspl),
            noise_v: 1e-6 * pack.noise_uv,
            max_output_v: (pack.max_output_v > 0.0)
                .then(|| pack.max_output_v * battery.output_gain()),
            rated_output_v: (pack.max_output_v > 0.0).then_some(pack.max_output_v),
            latency_s: 1e-3 * pack.latency_ms,
            pascals_per_unit_db: units::pascals_per_unit_db(rig.listening.level_dbspl),
        }
    }
}

impl Settings {
    /// The same with another charge of the battery, %.
    #[must_use]
    pub fn with_charge(self, percent: f64) -> Self {
        let gain = Battery::new(percent).output_gain();
        Self {
            max_output_v: self.rated_output_v.map(|rated_v| rated_v * gain),
            ..self
        }
    }
}

/// Own and other gain of each ear.
fn gains(pack: &rig::Pack) -> [[f32; 2]; 2] {
    let volume = if pack.volume_db <= OFF_DB {
        0.0
    } else {
        units::gain(pack.volume_db)
    };
    let sides = [
        volume * (1.0 - pack.balance).min(1.0),
        volume * (1.0 + pack.balance).min(1.0),
    ];
    match pack.mode {
        PackMode::Stereo => sides.map(|side| [side as f32, 0.0]),
        PackMode::Mono => sides.map(|side| [0.5 * side as f32; 2]),
        PackMode::Mix => {
            let second = 0.5 * (1.0 + pack.balance);
            let [first, second] = [1.0 - second, second].map(|share| (volume * share) as f32);
            [[first, second], [second, first]]
        }
    }
}

/// Readings of the pack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meters {
    /// Lowest gain of the ear limiter since the last reading, dB (0 or less).
    pub limiter_gain_db: f32,
    /// True if the amplifier has clipped since the last reading.
    pub clipped: bool,
}

impl Default for Meters {
    fn default() -> Self {
        Self {
            limiter_gain_db: 0.0,
            clipped: false,
        }
    }
}

/// The pack.
pub struct Pack {
    settings: Settings,
    /// Of the earphone, Pa at the drum per volt without load.
    sensitivity_pa_v: f64,
    lag: StereoDelay,
    own: [Smoothed; 2],
    other: [Smoothed; 2],
    boost: Boost,
    limiter: Limiter,
    amplifier: Amplifier,
}

impl Pack {
    /// Makes the stage for one sample rate in Hz. `seed` starts the amplifier's noise.
    pub fn new(sample_rate_hz: f64, settings: &Settings, seed: u64) -> Self {
        let ramp_samples = gain::ramp_samples(sample_rate_hz);
        let ramp = |at: usize| {
            settings
                .gains
                .map(|ear| Smoothed::new(ear[at], ramp_samples))
        };
        let mut pack = Self {
            settings: *settings,
            sensitivity_pa_v: 1.0,
            lag: StereoDelay::new(sample_rate_hz, MAX_LATENCY_S, settings.latency_s),
            own: ramp(0),
            other: ramp(1),
            boost: Boost::new(sample_rate_hz, settings.high_boost_db),
            limiter: Limiter::new(sample_rate_hz),
            amplifier: Amplifier::new(sample_rate_hz, seed),
        };
        pack.follow();
        pack.limiter.finish();
        pack.amplifier.finish();
        pack
    }

    /// Takes the sensitivity of another earphone, Pa at the drum per volt without load. Real-time
    /// safe.
    pub fn set_sensitivity_pa_v(&mut self, sensitivity_pa_v: f64) {
        self.sensitivity_pa_v = sensitivity_pa_v;
        self.follow();
    }

    /// Readings since the last call.
    pub fn meters(&mut self) -> Meters {
        Meters {
            limiter_gain_db: 20.0 * self.limiter.take_lowest_gain().log10(),
            clipped: self.amplifier.take_clipped(),
        }
    }

    /// Levels in the units of the samples.
    fn follow(&mut self) {
        let settings = &self.settings;
        let pascals_per_unit = units::gain(settings.pascals_per_unit_db);
        let units_per_volt = self.sensitivity_pa_v / pascals_per_unit;
        let sine_peak = std::f64::consts::SQRT_2;
        let limit = settings.limit_dbspl.map(|limit_dbspl| {
            let peak_pa = sine_peak * units::REFERENCE_PA * units::gain(limit_dbspl);
            (peak_pa / pascals_per_unit) as f32
        });
        self.limiter.set(limit);
        let clip = (settings.max_output_v).map(|max_v| (sine_peak * max_v * units_per_volt) as f32);
        let noise = (settings.noise_v * units_per_volt) as f32;
        self.amplifier.set(noise, clip);
    }

    fn mix(&mut self, [left, right]: &mut Stereo<'_>) {
        let [own_left, own_right] = &mut self.own;
        let [other_left, other_right] = &mut self.other;
        if other_left.is_zero() && other_right.is_zero() {
            own_left.multiply(left);
            own_right.multiply(right);
            return;
        }
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            let (l, r) = (*left, *right);
            *left = mixed(own_left.tick() * l, other_left.tick(), r);
            *right = mixed(own_right.tick() * r, other_right.tick(), l);
        }
    }
}

/// Adds nothing, not even a zero's sign, with a gain of nothing.
fn mixed(own: f32, gain: f32, other: f32) -> f32 {
    if gain == 0.0 {
        own
    } else {
        own + gain * other
    }
}

impl Stage for Pack {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        if *settings == self.settings {
            return;
        }
        self.settings = *settings;
        self.lag.set(settings.latency_s);
        for (ear, [own, other]) in settings.gains.into_iter().enumerate() {
            self.own[ear].set(own);
            self.other[ear].set(other);
        }
        self.boost.set(settings.high_boost_db);
        self.follow();
    }

    fn reset(&mut self) {
        self.lag.reset();
        self.own.iter_mut().for_each(Smoothed::finish);
        self.other.iter_mut().for_each(Smoothed::finish);
        self.boost.reset();
        self.limiter.reset();
        self.amplifier.reset();
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        self.lag.process(block);
        self.mix(block);
        self.boost.process(block);
        self.limiter.process(block);
        self.amplifier.process(block);
    }

    fn emulated_latency_samples(&self) -> f64 {
        self.lag.samples()
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        if self.settings.limit_dbspl.is_some() || !self.amplifier.is_plain() {
            return None;
        }
        let common = self.lag.response(frequency_hz) * self.boost.response(frequency_hz);
        Some(
            [0, 1].map(|ear| common * f64::from(self.own[ear].target() + self.other[ear].target())),
        )
    }

    fn tail_samples(&self) -> usize {
        self.lag.tail_samples() + self.boost.tail_samples()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pack: rig::Pack) -> [[f32; 2]; 2] {
        gains(&pack)
    }

    #[test]
    fn balance_leaves_the_louder_side_alone() {
        let [[left, _], [right, _]] = of(rig::Pack {
            volume_db: 6.0,
            balance: 0.25,
            ..rig::Pack::default()
        });
        assert!((f64::from(right) - units::gain(6.0)).abs() < 1e-6);
        assert!((f64::from(left) - 0.75 * units::gain(6.0)).abs() < 1e-6);
    }

    #[test]
    fn the_lowest_volume_is_silence() {
        let gains = of(rig::Pack {
            volume_db: OFF_DB,
            mode: PackMode::Mix,
            ..rig::Pack::default()
        });
        assert_eq!(gains, [[0.0; 2]; 2]);
    }

    #[test]
    fn modes_send_what_they_say_to_each_ear() {
        let mode = |mode, balance| {
            of(rig::Pack {
                mode,
                balance,
                ..rig::Pack::default()
            })
        };
        assert_eq!(mode(PackMode::Stereo, 0.0), [[1.0, 0.0], [1.0, 0.0]]);
        assert_eq!(mode(PackMode::Mono, 0.0), [[0.5, 0.5], [0.5, 0.5]]);
        // Own channel first: both ears hear a quarter of the left mix and three of the right one.
        assert_eq!(mode(PackMode::Mix, 0.5), [[0.25, 0.75], [0.75, 0.25]]);
        assert_eq!(mode(PackMode::Mix, -1.0), [[1.0, 0.0], [0.0, 1.0]]);
    }
}
