//! The jaw: singing opens the seal.
//!
//! *In the real world* the canal changes its shape with the jaw, and a tip or a shell that sealed
//! in silence leaks on every open vowel: bass comes and goes, and the room with it.
//!
//! *Model*: the difference that a wider leak makes to programme and room is designed once and
//! added in a share that moves with the mouth. Once an own voice has been heard, the mouth is its envelope;
//! without one it opens and shuts at random, about five times a second. Hosts may connect an input that
//! stays silent, so that a voice counts from its first sound on. A share of the difference
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
/// Opening of the mouth from which on an own voice counts as heard: 40 dB below nominal level.
const HEARD: f64 = 0.01;
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
    /// True once an own voice has been heard.
    has_voice: bool,
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
            has_voice: false,
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
            let loudness = voice.map_or(0.0, |voice| Self::loudness(voice, n));
            self.has_voice |= loudness >= HEARD;
            let target = if self.has_voice {
                loudness
            } else {
                self.syllable()
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
        self.has_voice = false;
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::dsp::convolver::Response;

    const RATE_HZ: f64 = 48_000.0;

    /// A jaw that opens the seal as far as it goes, and no slipping tip.
    fn jaw() -> Jaw {
        let mut rig = rig::Rig::default();
        rig.earphone.jaw_decades = 1.0;
        let responses = [(); 2].map(|()| Arc::new(Response::new(&[1.0])));
        Jaw::new(RATE_HZ, &responses, &Settings::new(&rig), 1)
    }

    /// Shares at the ends of parts that last so long in all.
    fn opened(jaw: &mut Jaw, voice: Option<f32>, seconds: f64) -> Vec<f32> {
        let voice = voice.map(|sample| [sample; PART]);
        let parts = (seconds * RATE_HZ / PART as f64).round() as usize;
        let part = |_| {
            let voice = voice.as_ref().map(|voice| [&voice[..]; 2]);
            jaw.open(voice, PART).expect("it moves")[PART - 1]
        };
        (0..parts).map(part).collect()
    }

    #[test]
    fn a_voice_opens_the_jaw_in_its_time_and_silence_shuts_it() {
        let mut jaw = jaw();
        let nominal = units::gain(units::NOMINAL_DBFS) as f32;
        let last = |shares: Vec<f32>| *shares.last().expect("some parts");
        let near = |found: f32, expected: f64| (f64::from(found) - expected).abs() < 0.02;
        let one_time_constant = 1.0 - (-1.0_f64).exp();
        let half = last(opened(&mut jaw, Some(nominal), OPENS_S));
        assert!(near(half, one_time_constant), "{half}");
        // A voice that is louder opens it no further.
        let open = last(opened(&mut jaw, Some(4.0 * nominal), 20.0 * OPENS_S));
        assert!(near(open, 1.0), "{open}");
        let shutting = last(opened(&mut jaw, Some(0.0), SHUTS_S));
        assert!(near(shutting, 1.0 - one_time_constant), "{shutting}");
        assert_eq!(last(opened(&mut jaw, Some(0.0), 100.0 * SHUTS_S)), 0.0);
        // Half as loud, half as far.
        let quiet = last(opened(&mut jaw, Some(0.5 * nominal), 20.0 * OPENS_S));
        assert!(near(quiet, 0.5), "{quiet}");
    }

    #[test]
    fn without_a_voice_the_jaw_moves_by_syllables() {
        let mut jaw = jaw();
        let shares = opened(&mut jaw, None, 50.0 * SYLLABLE_S);
        let most = shares.iter().copied().fold(0.0, f32::max);
        let mean = shares.iter().sum::<f32>() / shares.len() as f32;
        assert!((0.5..=1.0).contains(&most), "{most}");
        // Evenly spread targets, above their mean since the jaw opens faster than it shuts.
        assert!((0.45..0.75).contains(&mean), "{mean}");
        let turns = shares
            .windows(3)
            .filter(|around| (around[1] > around[0]) != (around[2] > around[1]));
        // Two neighboring syllables go the same way as often as not.
        assert!((15..=50).contains(&turns.count()));
        jaw.reset();
        assert_eq!(opened(&mut jaw, None, 50.0 * SYLLABLE_S), shares);
    }

    #[test]
    fn jaw_and_slip_have_their_parts_of_the_widest_leak() {
        for (jaw_decades, slip_decades, moves, parts) in [
            (0.0, 0.0, false, [0.0, 0.0]),
            (0.5, 0.0, true, [1.0, 0.0]),
            (0.0, 2.0, true, [0.0, 1.0]),
            (1.0, 0.5, true, [1.0, 0.5]),
            (0.5, 2.0, true, [0.25, 1.0]),
        ] {
            let mut rig = rig::Rig::default();
            rig.earphone.jaw_decades = jaw_decades;
            rig.earphone.slip_decades = slip_decades;
            let settings = Settings::new(&rig);
            let found = (settings.moves, [settings.jaw_part, settings.slip_part]);
            assert_eq!(found, (moves, parts), "{jaw_decades} {slip_decades}");
        }
    }
}
