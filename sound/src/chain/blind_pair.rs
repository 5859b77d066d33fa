//! Two set-ups that play side by side at one loudness, of which one is heard: for a blind test.
//!
//! *In the real world* two packs would be handed over under a cloth, and whoever turns them to one
//! level would have to measure it. The louder of two always seems the better.
//!
//! *Model*: both sounds run all the time on the same input, each with its own chain, or as it came in;
//! the emulated delay of the quicker one is made up, so that no jump in time tells which is which.
//! Loudness is the K-weighted mean square (ITU-R BS.1770-4) of blocks of 100 ms over the last half
//! minute, blocks in which either is under the absolute gate left out. The louder one is turned down to the
//! other. The gains are taken anew in the silence at each change, and creep between; every change has
//! the same silence, also when the same sound goes on. The difference that is shown is that of both sounds
//! with their gains, over that half minute.
//!
//! *Left out*: loudness of a shorter moment, which differs by the passage; that is what is compared.
//!
//! *Tests*: here and in `tests/plugin_blind.rs`.

use super::{Chain, ChainError, Io};
use crate::analysis::blind_test::MATCHED_LU;
use crate::design::StageBypass;
use crate::dsp::delay::Delay;
use crate::dsp::sanitize;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::units;
use crate::dsp::weighted_energy::WeightedEnergy;
use crate::rig::Rig;

/// Longest piece that is processed at once, samples.
const PIECE: usize = 1024;
/// Blocks of loudness, s, and how many of them count.
const BLOCK_S: f64 = 0.1;
const BLOCKS: usize = 300;
/// Blocks that are needed before anything is said: three seconds.
const LEAST_BLOCKS: usize = 30;
/// The absolute gate of the standard, as a sum of mean squares: −70 LKFS.
const GATE: f64 = 1.17e-7;
/// The most that one is turned down, dB.
const MOST_DB: f64 = 40.0;
/// Speed at which a gain creeps while it is heard, dB a second: too slow to be heard.
const CREEP_DB_S: f64 = 0.05;
/// A change: time of each fade, and of the silence between, s.
const FADE_S: f64 = 0.02;
const SILENCE_S: f64 = 0.2;
/// The most that desk, network and link delay, s.
const LATEST_S: f64 = 0.6;

/// Set-up as it is heard, and what of it is to do nothing.
pub type Setup = (Rig, StageBypass);

/// One of both sounds.
struct Sound {
    /// None: the input as it came in.
    chain: Option<Box<Chain>>,
    late: [Delay; 2],
    out: [Vec<f32>; 2],
    energy: WeightedEnergy,
    gain_db: f64,
    gain: Smoothed,
}

/// Both sounds.
pub struct BlindPair {
    sounds: [Sound; 2],
    ceiling: f32,
    /// Energies of the newest blocks, a ring.
    blocks: Vec<[f64; 2]>,
    next: usize,
    count: usize,
    block_samples: usize,
    until_block: usize,
    /// The sound that is heard, the wanted one, and the presses that were seen.
    heard: usize,
    wanted: usize,
    presses: u32,
    level: Smoothed,
    silence_samples: usize,
    silent: usize,
    changes: bool,
}

impl BlindPair {
    /// A pair of set-ups, or of one and the input, at a sample rate in Hz; `seed` starts everything random.
    ///
    /// # Errors
    /// When one of them cannot be heard.
    pub fn new(
        setups: [Option<&Setup>; 2],
        sample_rate_hz: f64,
        seed: u64,
    ) -> Result<Self, ChainError> {
        let [one, other] = setups;
        let mut sounds = [
            Sound::new(one, sample_rate_hz, seed)?,
            Sound::new(other, sample_rate_hz, seed)?,
        ];
        let latest = sounds.iter().map(Sound::latency).fold(0.0, f64::max);
        for sound in &mut sounds {
            let own = sound.latency();
            for late in &mut sound.late {
                late.set_now(latest - own);
            }
        }
        let samples = |seconds: f64| ((seconds * sample_rate_hz) as usize).max(1);
        let ceilings = setups.into_iter().flatten();
        let ceiling_db = ceilings
            .map(|(rig, _)| rig.listening.ceiling_dbfs)
            .fold(0.0, f64::min);
        Ok(Self {
            sounds,
            ceiling: units::gain(ceiling_db) as f32,
            blocks: vec![[0.0; 2]; BLOCKS],
            next: 0,
            count: 0,
            block_samples: samples(BLOCK_S),
            until_block: samples(BLOCK_S),
            heard: 0,
            wanted: 0,
            presses: 0,
            level: Smoothed::new(1.0, samples(FADE_S)),
            silence_samples: samples(SILENCE_S),
            silent: 0,
            changes: false,
        })
    }

    /// Hears one of the sounds from the next press on: `presses` counts them. Real-time safe.
    pub fn want(&mut self, sound: usize, presses: u32) {
        if presses != self.presses {
            (self.presses, self.wanted) = (presses, sound.min(1));
            self.changes = true;
            self.silent = 0;
            self.level.set(0.0);
        }
    }

    /// Loudness of the second sound over the first as both are played, LU; none before it is known.
    #[must_use]
    pub fn apart_lu(&self) -> Option<f64> {
        let [first, second] = self.loudness_db()?;
        let [own, other] = self.sounds.each_ref().map(|sound| sound.gain_db);
        Some(second + other - first - own)
    }

    /// Returns whether both are as loud as each other.
    #[must_use]
    pub fn is_matched(&self) -> bool {
        self.apart_lu().is_some_and(|lu| lu.abs() <= MATCHED_LU)
    }

    /// Plays both on a piece of any length and puts what is heard in its place. Real-time safe.
    pub fn process(&mut self, io: &mut Io<'_>) {
        let length = io.main[0].len().min(io.main[1].len());
        let mut from = 0;
        while from < length {
            let part = from..(from + self.until_block.min(PIECE)).min(length);
            from = part.end;
            let aux = [io.ambient, io.own_voice]
                .map(|sound| sound.map(|pair| pair.map(|channel| &channel[part.clone()])));
            let [left, right] = &mut io.main;
            let main = [&mut left[part.clone()], &mut right[part.clone()]];
            self.play(main, aux);
            self.until_block -= part.len();
            if self.until_block == 0 {
                self.until_block = self.block_samples;
                self.end_block();
            }
        }
    }

    fn play(&mut self, main: [&mut [f32]; 2], aux: [Option<[&[f32]; 2]>; 2]) {
        let length = main[0].len();
        for sound in &mut self.sounds {
            sound.play(main.each_ref().map(|channel| &**channel), aux);
        }
        let [left, right] = main;
        for n in 0..length {
            let level = self.step();
            let gains = self.sounds.each_mut().map(|sound| sound.gain.tick());
            let (sound, gain) = (&self.sounds[self.heard], level * gains[self.heard]);
            for (out, heard) in [&mut *left, &mut *right].into_iter().zip(&sound.out) {
                let played = sanitize::sanitized(gain * heard[n], 1e3);
                out[n] = sanitize::flushed(played.clamp(-self.ceiling, self.ceiling));
            }
        }
    }

    /// Level of the next sample, and the change from one sound to the other in the silence.
    fn step(&mut self) -> f32 {
        if self.changes && self.level.is_settled() {
            self.silent += 1;
            if self.silent >= self.silence_samples {
                self.changes = false;
                self.heard = self.wanted;
                self.level.set(1.0);
                self.take_gains(f64::INFINITY);
            }
        }
        self.level.tick()
    }

    /// Takes the energies of a block, and lets the gains creep.
    fn end_block(&mut self) {
        let samples = self.block_samples as f64;
        let energies = self.sounds.each_mut().map(|sound| sound.energy.take());
        if energies.iter().all(|energy| energy / samples > GATE) {
            self.blocks[self.next] = energies;
            self.next = (self.next + 1) % BLOCKS;
            let first = self.count + 1 == LEAST_BLOCKS;
            self.count = (self.count + 1).min(BLOCKS);
            // At first nothing has been compared yet, and the gain may jump.
            self.take_gains(if first {
                f64::INFINITY
            } else {
                CREEP_DB_S * BLOCK_S
            });
        }
    }

    /// Mean levels of both over the blocks that count, dB re nothing in particular.
    fn loudness_db(&self) -> Option<[f64; 2]> {
        if self.count < LEAST_BLOCKS {
            return None;
        }
        let blocks = self.blocks.iter().take(self.count);
        let sums = blocks.fold([0.0; 2], |sums, block| {
            [sums[0] + block[0], sums[1] + block[1]]
        });
        Some(sums.map(|sum| 10.0 * sum.log10()))
    }

    /// Brings the gains to one loudness, each by so many dB at the most.
    fn take_gains(&mut self, most_db: f64) {
        let Some([first, second]) = self.loudness_db() else {
            return;
        };
        let apart_db = second - first;
        for (sound, over_db) in self.sounds.iter_mut().zip([-apart_db, apart_db]) {
            let wanted_db = -over_db.clamp(0.0, MOST_DB);
            let step_db = wanted_db - sound.gain_db;
            sound.gain_db += step_db.clamp(-most_db, most_db);
            sound.gain.set(units::gain(sound.gain_db) as f32);
        }
    }
}

impl Sound {
    fn new(setup: Option<&Setup>, rate_hz: f64, seed: u64) -> Result<Self, ChainError> {
        let chain = setup
            .map(|(rig, without)| Chain::without(rig, *without, rate_hz, seed).map(Box::new))
            .transpose()?;
        let fade = (FADE_S * rate_hz) as usize;
        let latest = (LATEST_S * rate_hz) as usize;
        Ok(Self {
            chain,
            late: [(); 2].map(|()| Delay::new(latest, 0)),
            out: [vec![0.0; PIECE], vec![0.0; PIECE]],
            energy: WeightedEnergy::new(rate_hz),
            gain_db: 0.0,
            gain: Smoothed::new(1.0, fade),
        })
    }

    /// Emulated latency, samples.
    fn latency(&self) -> f64 {
        let chain = self.chain.as_ref();
        chain.map_or(0.0, |chain| chain.emulated_latency_samples())
    }

    fn play(&mut self, main: [&[f32]; 2], [ambient, own_voice]: [Option<[&[f32]; 2]>; 2]) {
        let length = main[0].len();
        let [left, right] = &mut self.out;
        let mut out = [&mut left[..length], &mut right[..length]];
        for (out, input) in out.iter_mut().zip(main) {
            out.copy_from_slice(input);
            sanitize::sanitize(out, 1e3);
        }
        let [left, right] = out;
        if let Some(chain) = &mut self.chain {
            chain.process(Io {
                main: [&mut *left, &mut *right],
                ambient,
                own_voice,
            });
        }
        for (late, channel) in self.late.iter_mut().zip([&mut *left, &mut *right]) {
            late.process(channel);
        }
        self.energy.add([left, right]);
    }
}

#[cfg(test)]
mod tests;
