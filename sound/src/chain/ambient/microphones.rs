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

mod filters;

use num_complex::Complex64;

use super::super::parts::PART;
use super::super::rest::Rest;
use crate::dsp::f32x8::{F32x8, Kernel, Simd};
use crate::dsp::f64x4::F64x4;
use crate::dsp::lanes::{Lane, Pair};
use crate::dsp::noise::Noise;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::{self, Stage, Stereo};
use crate::dsp::stereo_delay::StereoDelay;
use crate::dsp::{gain, units};
use crate::rig;
use filters::{Filters, Mean};

/// The longest delay, seconds.
const MAX_DELAY_S: f64 = 0.005;

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

/// The microphones of both ears: pascals in the room in, and what the earphones are to give at the
/// drums out; silence when off.
pub struct Microphones {
    simd: Simd,
    seed: u64,
    gain: Smoothed,
    tone: [Smoothed; 3],
    noise_pa: Smoothed,
    limit_pa: f64,
    noise: Noise,
    filters: Filters,
    mean: Mean,
    lag: StereoDelay,
    used: bool,
}

impl Microphones {
    /// Makes them for one sample rate in Hz.
    pub fn new(rate_hz: f64, settings: &Settings, seed: u64) -> Self {
        let smoothed = |value| Smoothed::new(value, gain::ramp_samples(rate_hz));
        Self {
            simd: Simd::detect(),
            seed,
            gain: smoothed(settings.gain),
            tone: settings.tone.map(smoothed),
            noise_pa: smoothed(settings.noise_pa),
            limit_pa: f64::from(settings.limit_pa),
            noise: Self::noise(seed),
            filters: Filters::new(rate_hz),
            mean: Mean::new(rate_hz),
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

    /// At most [`PART`] samples, without the delay.
    #[inline(always)]
    fn process_part<V: F64x4, const MOVING: bool>(
        &mut self,
        proof: V::SimdToken,
        [left, right]: [&mut [f32]; 2],
    ) {
        let mut weights = self.weights();
        let mut noise_pa = self.noise_pa.current();
        // Copies, so that no state need go through memory.
        let (mut noise, mut filters, mut mean) = (self.noise.clone(), self.filters, self.mean);
        let mut squares = [0.0; PART];
        let samples = left.iter_mut().zip(right.iter_mut());
        for ((left, right), square) in samples.zip(&mut squares) {
            if MOVING {
                self.tone.iter_mut().for_each(|tone| _ = tone.tick());
                self.gain.tick();
                noise_pa = self.noise_pa.tick();
                weights = self.weights();
            }
            let mut x = Pair::new(f64::from(*left), f64::from(*right));
            // Decided at each sample, so that how the stream is cut plays no part.
            if noise_pa != 0.0 {
                let [l, r] = noise.many_white();
                x = x + Pair::splat(f64::from(noise_pa)) * Pair::new(l, r);
            }
            let y = filters.tone::<V>(proof, x, weights);
            let loudest = filters.square::<V>(proof, y);
            [*square, _] = mean.next::<V>(proof, loudest).to_array();
            [*left, *right] = y.to_array().map(|y| y as f32);
        }
        filters.flush();
        (self.noise, self.filters, self.mean) = (noise, filters, mean);
        self.limit(&squares, [left, right]);
    }

    /// Turns down each sample by what its mean square is over the limit.
    #[inline(always)]
    fn limit(&self, squares: &[f64; PART], [left, right]: [&mut [f32]; 2]) {
        let limit = self.limit_pa * self.limit_pa;
        if squares.iter().all(|square| *square <= limit) {
            return;
        }
        for (square, (left, right)) in squares.iter().zip(left.iter_mut().zip(right)) {
            let gain = (limit / square).sqrt().min(1.0) as f32;
            *left *= gain;
            *right *= gain;
        }
    }
}

/// A part of the stream, compiled for the processor's widest instructions.
struct PartKernel<'a>(&'a mut Microphones, [&'a mut [f32]; 2]);

impl Kernel for PartKernel<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) {
        let Self(microphones, part) = self;
        match microphones.is_settled() {
            true => microphones.process_part::<V::Doubles, false>(proof, part),
            false => microphones.process_part::<V::Doubles, true>(proof, part),
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
        self.filters.reset();
        self.mean.reset();
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
        self.limit_pa = f64::from(settings.limit_pa);
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
        for (left, right) in left.chunks_mut(PART).zip(right.chunks_mut(PART)) {
            self.simd.run(PartKernel(self, [left, right]));
        }
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
