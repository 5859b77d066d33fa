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
//! *Tests*: the laws of every stage; level, limit, noise and the notches of the comb (`tests/ambient.rs`).

use num_complex::Complex64;

use super::super::rest::Rest;
use crate::dsp::lanes::{Lane, Pair};
use crate::dsp::noise::Noise;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::{self, Stage, Stereo};
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

/// Filters of both ears.
#[derive(Clone, Copy, Debug)]
struct Ears {
    /// States of the bands' two low-passes and of the weighting's two.
    bands: [Pair; 2],
    weight: [Pair; 2],
}

impl Ears {
    fn at_rest() -> Self {
        Self {
            bands: [Pair::splat(0.0); 2],
            weight: [Pair::splat(0.0); 2],
        }
    }
}

/// The microphones of both ears: pascals in the room in, and what the earphones are to give at the
/// drums out; silence when off.
pub struct Microphones {
    seed: u64,
    gain: Smoothed,
    tone: [Smoothed; 3],
    noise_pa: Smoothed,
    limit: f64,
    noise: Noise,
    ears: Ears,
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
            ears: Ears::at_rest(),
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

    /// Returns whether no knob is on its way.
    fn is_settled(&self) -> bool {
        let [bass, mid, treble] = &self.tone;
        [bass, mid, treble, &self.gain, &self.noise_pa]
            .into_iter()
            .all(Smoothed::is_settled)
    }

    /// Gains of the lower low-pass, of the upper one and of the whole sound that together make up
    /// bass, mid and treble at their gains.
    fn weights(&self) -> [Pair; 3] {
        let [bass, mid, treble] = self.tone.each_ref().map(|tone| f64::from(tone.current()));
        let gain = f64::from(self.gain.current());
        [bass - mid, mid - treble, treble].map(|weight| Pair::splat(gain * weight))
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
}

impl Rest for Microphones {
    fn is_off(&self) -> bool {
        self.gain.is_zero()
    }

    fn is_used(&self) -> bool {
        self.used
    }

    fn start_anew(&mut self) {
        self.noise = Self::noise(self.seed);
        self.ears = Ears::at_rest();
        self.mean_square = 0.0;
        self.lag.reset();
        self.used = false;
    }
}

impl Stage for Microphones {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.rests();
        self.gain.set(settings.gain);
        for (tone, &target) in self.tone.iter_mut().zip(&settings.tone) {
            tone.set(target);
        }
        self.noise_pa.set(settings.noise_pa);
        self.limit = f64::from(settings.limit_pa);
        self.lag.set(settings.delay_s);
    }

    fn reset(&mut self) {
        self.gain.finish();
        self.tone.iter_mut().for_each(Smoothed::finish);
        self.noise_pa.finish();
        self.start_anew();
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        if self.rests() {
            block.iter_mut().for_each(|channel| channel.fill(0.0));
            return;
        }
        self.used = true;
        let [left, right] = block;
        let [bass_share, treble_share] = self.band_shares.map(Pair::splat);
        let weight_share = Pair::splat(self.weight_share);
        let Ears {
            mut bands,
            mut weight,
        } = self.ears;
        let settled = self.is_settled();
        let mut weights = self.weights();
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            if !settled {
                self.tone.iter_mut().for_each(|tone| _ = tone.tick());
                self.gain.tick();
                self.noise_pa.tick();
                weights = self.weights();
            }
            let mut heard = [*left, *right];
            // Decided at each sample, so that how the stream is cut plays no part.
            let noise_pa = self.noise_pa.current();
            if noise_pa != 0.0 {
                for heard in &mut heard {
                    *heard += noise_pa * self.noise.white();
                }
            }
            let [l, r] = heard.map(f64::from);
            let x = Pair::new(l, r);
            bands[0] = bands[0] + bass_share * (x - bands[0]);
            bands[1] = bands[1] + treble_share * (x - bands[1]);
            let [of_bass, of_below, of_all] = weights;
            let y = of_bass * bands[0] + (of_below * bands[1] + of_all * x);
            weight[0] = weight[0] + weight_share * (y - weight[0]);
            let once = y - weight[0];
            weight[1] = weight[1] + weight_share * (once - weight[1]);
            let weighted = once - weight[1];
            let [left_square, right_square] = (weighted * weighted).to_array();
            let limited = self.limit(left_square.max(right_square));
            let [l, r] = y.to_array();
            *left = l as f32 * limited;
            *right = r as f32 * limited;
        }
        let heard = |state: Pair| state.map(|x| if x.abs() < SILENCE { 0.0 } else { x });
        self.ears = Ears {
            bands: bands.map(heard),
            weight: weight.map(heard),
        };
        stage::sanitize(block);
        self.lag.process(block);
    }

    fn response(&self, _frequency_hz: f64) -> Option<[Complex64; 2]> {
        // Their limiter and noise have no response.
        self.is_off().then_some([Complex64::ZERO; 2])
    }

    fn tail_samples(&self) -> usize {
        self.lag.tail_samples()
    }
}
