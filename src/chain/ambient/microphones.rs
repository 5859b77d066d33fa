//! Active ambient microphones: the room through the earphone, on purpose.
//!
//! *In the real world* some earphones carry a microphone each, whose sound is mixed in behind a
//! limiter, so that a performer hears the stage without taking an earphone out.
//!
//! *Model*: the room at the ear and the microphone's own noise, a tone control of three bands of
//! first order, a gain, a limiter that follows the about A-weighted level of the louder side
//! without look-ahead, and a delay. At a gain of 0 dB the drum gets what the open ear would, but
//! for what the leak takes from the earphone; the delayed sound then combs with what leaks in.
//!
//! *Knobs*: those of [`crate::rig::Microphones`].
//!
//! *Left out*: howling, the direction of the microphones, wind.
//!
//! *Tests*: level, limit, noise and the notches of the comb (`tests/ambient.rs`).

use crate::dsp::noise::Noise;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::{self, Stereo};
use crate::dsp::stereo_delay::StereoDelay;
use crate::dsp::{gain, units};
use crate::rig;

/// Crossover frequencies of bass, mid and treble, Hz.
const BANDS_HZ: [f64; 2] = [250.0, 3000.0];
/// Two first-order corners here come within 3 dB of the A-weighting from 63 Hz to 4 kHz.
const WEIGHT_HZ: f64 = 250.0;
/// Times of the limiter, seconds.
const ATTACK_S: f64 = 0.005;
const RELEASE_S: f64 = 0.15;
/// The longest delay, seconds.
const MAX_DELAY_S: f64 = 0.005;
/// Mean squares below this are silence, Pa².
const SILENCE: f64 = 1e-24;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Gain against the open ear; 0 is off.
    pub gain: f32,
    /// Gains of bass, mid and treble.
    pub tone: [f32; 3],
    /// The limit, Pa RMS.
    pub limit_pa: f32,
    /// Delay, seconds.
    pub delay_s: f64,
    /// The microphones' noise, Pa RMS in the room.
    pub noise_pa: f32,
}

impl Settings {
    /// Settings taken from a rig.
    pub fn new(microphones: &rig::Microphones, enabled: bool) -> Self {
        let pressure = |dbspl: f64| (units::REFERENCE_PA * units::gain(dbspl)) as f32;
        let tone = [
            microphones.bass_db,
            microphones.mid_db,
            microphones.treble_db,
        ];
        Self {
            gain: if enabled && microphones.enabled {
                units::gain(microphones.gain_db) as f32
            } else {
                0.0
            },
            tone: tone.map(|db| units::gain(db) as f32),
            limit_pa: pressure(microphones.limit_dbspl),
            delay_s: 1e-3 * microphones.delay_ms,
            noise_pa: if microphones.noise_dbspl > 0.0 {
                pressure(microphones.noise_dbspl)
            } else {
                0.0
            },
        }
    }
}

/// One ear's filters.
#[derive(Clone, Copy, Debug, Default)]
struct Ear {
    /// States of the bands' two low-passes and of the weighting's two.
    bands: [f64; 2],
    weight: [f64; 2],
}

/// The microphones of both ears.
pub struct Microphones {
    seed: u64,
    gain: Smoothed,
    tone: [Smoothed; 3],
    noise_pa: Smoothed,
    limit: f64,
    noise: Noise,
    ears: [Ear; 2],
    /// Shares of the new in the old for bands, weighting, attack and release.
    band_shares: [f64; 2],
    weight_share: f64,
    attack: f64,
    release: f64,
    mean_square: f64,
    lag: StereoDelay,
    used: bool,
}

fn share(hz: f64, rate_hz: f64) -> f64 {
    1.0 - (-std::f64::consts::TAU * hz / rate_hz).exp()
}

impl Microphones {
    /// Makes them for one sample rate in Hz.
    pub fn new(rate_hz: f64, settings: &Settings, seed: u64) -> Self {
        let smoothed = |value| Smoothed::new(value, gain::ramp_samples(rate_hz));
        Self {
            seed,
            gain: smoothed(settings.gain),
            tone: settings.tone.map(smoothed),
            noise_pa: smoothed(settings.noise_pa),
            limit: f64::from(settings.limit_pa),
            noise: Self::noise(seed),
            ears: [Ear::default(); 2],
            band_shares: BANDS_HZ.map(|hz| share(hz, rate_hz)),
            weight_share: share(WEIGHT_HZ, rate_hz),
            attack: 1.0 - (-1.0 / (ATTACK_S * rate_hz)).exp(),
            release: 1.0 - (-1.0 / (RELEASE_S * rate_hz)).exp(),
            mean_square: 0.0,
            lag: StereoDelay::new(rate_hz, MAX_DELAY_S, settings.delay_s),
            used: false,
        }
    }

    fn noise(seed: u64) -> Noise {
        Noise::with_stream(seed, 0x4D69_6372)
    }

    /// Takes new settings; gains ramp, the delay cross-fades.
    pub fn set(&mut self, settings: &Settings) {
        self.gain.set(settings.gain);
        for (tone, &target) in self.tone.iter_mut().zip(&settings.tone) {
            tone.set(target);
        }
        self.noise_pa.set(settings.noise_pa);
        self.limit = f64::from(settings.limit_pa);
        self.lag.set(settings.delay_s);
    }

    /// Forgets the past and jumps to the settings.
    pub fn reset(&mut self) {
        self.gain.finish();
        self.tone.iter_mut().for_each(Smoothed::finish);
        self.noise_pa.finish();
        self.start_anew();
    }

    fn start_anew(&mut self) {
        self.noise = Self::noise(self.seed);
        self.ears = [Ear::default(); 2];
        self.mean_square = 0.0;
        self.lag.reset();
        self.used = false;
    }

    /// Returns whether they are off and silent.
    pub fn is_off(&self) -> bool {
        self.gain.is_settled() && self.gain.target() == 0.0
    }

    /// Returns whether it is off and has nothing to forget.
    pub fn is_at_rest(&self) -> bool {
        self.is_off() && !self.used
    }

    /// Turns the room at the ears into what the earphones are to give at the drums. Gives silence
    /// when off.
    pub fn process(&mut self, block: &mut Stereo<'_>) {
        if self.is_off() {
            if self.used {
                self.start_anew();
            }
            block.iter_mut().for_each(|channel| channel.fill(0.0));
            return;
        }
        self.used = true;
        let [left, right] = block;
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            let tone = self.tone.each_mut().map(|tone| f64::from(tone.tick()));
            let gain = f64::from(self.gain.tick());
            let noise_pa = self.noise_pa.tick();
            let mut loudest = 0.0_f64;
            for (ear, sample) in self.ears.iter_mut().zip([&mut *left, &mut *right]) {
                let x = f64::from(*sample + noise_pa * self.noise.white());
                for (state, share) in ear.bands.iter_mut().zip(self.band_shares) {
                    *state += share * (x - *state);
                }
                let [bass, below] = ear.bands;
                let y = gain * (tone[0] * bass + tone[1] * (below - bass) + tone[2] * (x - below));
                ear.weight[0] += self.weight_share * (y - ear.weight[0]);
                let once = y - ear.weight[0];
                ear.weight[1] += self.weight_share * (once - ear.weight[1]);
                let weighted = once - ear.weight[1];
                loudest = loudest.max(weighted * weighted);
                *sample = y as f32;
            }
            let limited = self.limit(loudest);
            *left *= limited;
            *right *= limited;
        }
        for state in
            (self.ears.iter_mut()).flat_map(|ear| ear.bands.iter_mut().chain(&mut ear.weight))
        {
            if state.abs() < SILENCE {
                *state = 0.0;
            }
        }
        stage::sanitize(block);
        self.lag.process(block);
    }

    /// Gain of the limiter for the next sample, from the louder ear's weighted square.
    #[inline]
    fn limit(&mut self, square: f64) -> f32 {
        let share = if square > self.mean_square {
            self.attack
        } else {
            self.release
        };
        self.mean_square += share * (square - self.mean_square);
        if self.mean_square < SILENCE {
            self.mean_square = 0.0;
        }
        let limit = self.limit * self.limit;
        if self.mean_square > limit {
            (limit / self.mean_square).sqrt() as f32
        } else {
            1.0
        }
    }

    /// Length of the tail, samples.
    pub fn tail_samples(&self) -> usize {
        self.lag.tail_samples()
    }
}
