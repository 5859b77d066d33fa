//! The jaw: singing opens the seal.
//!
//! *In the real world* the canal changes its shape with the jaw, and a tip or a shell that sealed
//! in silence leaks on every open vowel: bass comes and goes, and the room with it.
//!
//! *Model*: the difference that a wider leak makes to programme and room is designed once and
//! added in a share that moves with the mouth. With an own-voice input the mouth is its envelope;
//! without one it opens and shuts at random, about five times a second. A share of the difference
//! is not quite the response of a leak in between, but its ends are exact. A slipping tip
//! ([`super::slip`]) opens the same leak: the wider of the two is designed, and each has its part.
//!
//! *Knobs*: how many powers of ten the leak opens by; 0 is off.
//!
//! *Left out*: what the jaw does to the occlusion effect and to the length of the canal.
//!
//! *Tests*: the laws of every stage; both ends of the motion, its rest, the same bits for any block size (`tests/own_voice.rs`).

use num_complex::Complex64;

use super::rest::Rest;
use super::slip::Slip;
use super::PART;
use crate::design::max_taps;
use crate::dsp::noise::Noise;
use crate::dsp::sanitize;
use crate::dsp::smoothing::{Smoothed, SmoothedDb};
use crate::dsp::stage::{Stage, Stereo};
use crate::dsp::stereo_convolution::{Convolution, Responses};
use crate::dsp::{gain, units};
use crate::rig;

/// Times in which the mouth opens and shuts, seconds.
const OPENS_S: f64 = 0.03;
const SHUTS_S: f64 = 0.12;
/// Length of a syllable, seconds.
const SYLLABLE_S: f64 = 0.2;
/// Shares below this are shut.
const SHUT: f64 = 1e-9;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// True if jaw or slipping move the seal at all.
    pub moves: bool,
    /// The jaw's part of the widest leak.
    pub jaw_part: f64,
    /// The slipping tip's part of the widest leak.
    pub slip_part: f64,
    /// Time in which the tip slips, seconds.
    pub slip_s: f64,
    /// 20·log10 of the pascals at the drum per full-scale unit.
    pub gain_db: f64,
}

impl Settings {
    /// Settings taken from a rig.
    pub fn new(rig: &rig::Rig) -> Self {
        let rig::Earphone {
            jaw_decades,
            slip_decades,
            slip_s,
            ..
        } = rig.earphone;
        let widest = jaw_decades.max(slip_decades);
        let part = |decades: f64| if widest > 0.0 { decades / widest } else { 0.0 };
        Self {
            moves: widest > 0.0,
            jaw_part: part(jaw_decades),
            slip_part: part(slip_decades),
            slip_s,
            gain_db: units::pascals_per_unit_db(rig.listening.level_dbspl),
        }
    }
}

/// The mouth, and what it does to the programme: volts from the pack in, pascals added at the drum by
/// the open jaw out.
pub struct Jaw {
    seed: u64,
    moves: Smoothed,
    gain: SmoothedDb,
    noise: Noise,
    /// Samples left of the present syllable, and how far it opens.
    left: usize,
    syllable: f64,
    syllable_samples: usize,
    opens: f64,
    shuts: f64,
    share: f64,
    settings: Settings,
    slip: Slip,
    used: bool,
    shares: [f32; PART],
    /// True if the mouth has moved on by the part that comes next.
    opened: bool,
    /// Response added to the programme by an open jaw.
    pub convolution: Convolution,
}

impl Jaw {
    /// Makes it for one sample rate in Hz. `seed` starts what is random.
    pub fn new(rate_hz: f64, responses: &Responses, settings: &Settings, seed: u64) -> Self {
        let ramp_samples = gain::ramp_samples(rate_hz);
        let share = |seconds: f64| 1.0 - (-1.0 / (seconds * rate_hz)).exp();
        Self {
            seed,
            moves: Smoothed::new(f32::from(u8::from(settings.moves)), ramp_samples),
            gain: SmoothedDb::new(settings.gain_db, ramp_samples),
            noise: Self::noise(seed),
            left: 0,
            syllable: 0.0,
            syllable_samples: (SYLLABLE_S * rate_hz) as usize,
            opens: share(OPENS_S),
            shuts: share(SHUTS_S),
            share: 0.0,
            settings: *settings,
            slip: Slip::new(rate_hz),
            used: false,
            shares: [0.0; PART],
            opened: false,
            convolution: Convolution::new(rate_hz, max_taps(rate_hz), responses),
        }
    }

    fn noise(seed: u64) -> Noise {
        Noise::with_stream(seed, 0x4A61_7721)
    }

    /// Moves the mouth on by a block of at most `PART` samples, before [`Stage::process`] of the same
    /// length: how far it is open at each of them. None at rest.
    pub fn open(&mut self, voice: Option<[&[f32]; 2]>, length: usize) -> Option<[f32; PART]> {
        if self.rests() {
            return None;
        }
        self.used = true;
        self.opened = true;
        for n in 0..length.min(PART) {
            let target = match voice {
                Some(voice) => Self::loudness(voice, n),
                None => self.syllable(),
            };
            let speed = if target > self.share {
                self.opens
            } else {
                self.shuts
            };
            self.share += speed * (target - self.share);
            if self.share < SHUT {
                self.share = 0.0;
            }
            let share = self.wider(self.share);
            self.shares[n] = share as f32 * self.moves.tick();
        }
        Some(self.shares)
    }

    /// The share of the widest leak for a share of the jaw's.
    fn wider(&mut self, jaw: f64) -> f64 {
        let Settings {
            jaw_part,
            slip_part,
            slip_s,
            ..
        } = self.settings;
        if slip_part <= 0.0 {
            return jaw * jaw_part;
        }
        (jaw * jaw_part + self.slip.tick(slip_s) * slip_part).min(1.0)
    }

    /// Opening of the mouth for a sample of the voice: fully open at nominal level.
    fn loudness(voice: [&[f32]; 2], n: usize) -> f64 {
        let at = |channel: &[f32]| {
            let sample = channel.get(n).copied().unwrap_or(0.0);
            f64::from(sanitize::sanitized(sample, 1.0).abs())
        };
        let nominal = units::gain(units::NOMINAL_DBFS);
        (at(voice[0]).max(at(voice[1])) / nominal).min(1.0)
    }

    fn syllable(&mut self) -> f64 {
        if self.left == 0 {
            self.left = self.syllable_samples.max(1);
            self.syllable = self.noise.uniform();
        }
        self.left -= 1;
        self.syllable
    }

    fn process_part(&mut self, block: &mut Stereo<'_>) {
        if !self.opened && self.open(None, block[0].len()).is_none() {
            block.iter_mut().for_each(|channel| channel.fill(0.0));
            return;
        }
        self.opened = false;
        self.convolution.process(block);
        for channel in block.iter_mut() {
            for (sample, share) in channel.iter_mut().zip(&self.shares) {
                *sample *= share;
            }
        }
        gain::apply_db(&mut self.gain, block);
    }
}

impl Rest for Jaw {
    fn is_off(&self) -> bool {
        self.moves.is_zero()
    }

    fn is_used(&self) -> bool {
        self.used
    }

    fn start_anew(&mut self) {
        self.noise = Self::noise(self.seed);
        self.left = 0;
        self.syllable = 0.0;
        self.share = 0.0;
        self.slip.reset();
        self.used = false;
        self.opened = false;
        self.convolution.sleep();
    }
}

impl Stage for Jaw {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.rests();
        self.moves.set(f32::from(u8::from(settings.moves)));
        self.gain.set(settings.gain_db);
        if settings.moves {
            self.settings = *settings;
        }
    }

    fn reset(&mut self) {
        self.moves.finish();
        self.gain.finish();
        self.start_anew();
    }

    fn process_finite(&mut self, [left, right]: &mut Stereo<'_>) {
        for (left, right) in left.chunks_mut(PART).zip(right.chunks_mut(PART)) {
            self.process_part(&mut [left, right]);
        }
    }

    fn response(&self, _frequency_hz: f64) -> Option<[Complex64; 2]> {
        // It moves.
        self.is_off().then_some([Complex64::ZERO; 2])
    }

    fn tail_samples(&self) -> usize {
        self.convolution.tail_samples()
    }
}
