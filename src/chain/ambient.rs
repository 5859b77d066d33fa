//! The room at the ear, through the earphone.
//!
//! *In the real world* the crowd, the drums and the wedges reach the drum past the tip, through the
//! port, through the shell, and in the end through the skull; or, on purpose, through microphones.
//!
//! *Model*: the sources add up as pressure in the room: an input, a synthesised stage
//! ([`stage_sound`]) and the spill of the public address ([`spill`]). Their way to the drum is the
//! same network as the earphone's, its drivers silent and the outside pressure on every opening,
//! times the diffuse-field response of the open ear; bone conduction sets a floor, added in power.
//! Sound through several small openings has no phase that one could rely on, so the path is
//! minimum-phase. Beside it the active [`microphones`] play the same room through the earphone.
//!
//! *Knobs*: whether the room is heard, and the level of each source in dB SPL.
//!
//! *Left out*: direction.
//!
//! *Tests*: the laws of every stage; levels at the drum against the isolation curve
//! (`tests/ambient.rs`).

pub mod microphones;
pub mod spill;
pub mod stage_sound;

use num_complex::Complex64;

use super::convolution::{Convolution, Responses};
use super::design::{max_smooth_taps, Around};
use super::stage::{self, Stage, Stereo};
use super::{gain, level, PART};
use crate::dsp::smooth::Smoothed;
use crate::rig;

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Pascals in the room per full-scale unit.
    pub gain_pa: f32,
    /// The synthesised stage.
    pub stage: stage_sound::Settings,
    /// The public address.
    pub spill: spill::Settings,
    /// The active microphones.
    pub microphones: microphones::Settings,
}

impl Settings {
    /// The sources of a room.
    pub fn new(ambient: &rig::Ambient) -> Self {
        let mut settings = Self {
            gain_pa: level::gain(level::pascals_per_unit_db(ambient.level_dbspl)) as f32,
            stage: stage_sound::Settings::new(&ambient.stage),
            spill: spill::Settings::new(&ambient.spill),
            microphones: microphones::Settings::new(&ambient.microphones, ambient.enabled),
        };
        if !ambient.enabled {
            settings.gain_pa = 0.0;
            settings.stage.pressures_pa = Default::default();
            settings.spill.gain_pa = 0.0;
        }
        settings
    }
}

/// The ambient input and everything else in the room on its way to the drum: full-scale samples
/// in, pascals at the drum out.
pub struct Ambient {
    gain: Smoothed,
    stage_sound: stage_sound::StageSound,
    spill: spill::Spill,
    microphones: microphones::Microphones,
    /// The mix that went into the chain with the part that comes next.
    mix: [[f32; PART]; 2],
    /// The way past the earphones of the two ears.
    pub convolution: Convolution,
    /// The way from the microphones through them.
    pub through: Convolution,
    /// What an open jaw lets in besides.
    pub jaw: Convolution,
    /// How far the jaw is open at each sample of the part that comes next.
    jaw_shares: Option<[f32; PART]>,
}

impl Ambient {
    /// Makes the stage for one sample rate in Hz. `seed` starts everything random.
    pub fn new(
        sample_rate_hz: f64,
        responses: &Responses,
        around: &Around,
        settings: &Settings,
        seed: u64,
    ) -> Self {
        let taps = max_smooth_taps(sample_rate_hz);
        Self {
            gain: Smoothed::new(settings.gain_pa, gain::ramp_samples(sample_rate_hz)),
            stage_sound: stage_sound::StageSound::new(sample_rate_hz, &settings.stage, seed),
            spill: spill::Spill::new(sample_rate_hz, &settings.spill),
            microphones: microphones::Microphones::new(sample_rate_hz, &settings.microphones, seed),
            mix: [[0.0; PART]; 2],
            convolution: Convolution::new(sample_rate_hz, taps, responses),
            through: Convolution::new(sample_rate_hz, taps, around.through()),
            jaw: Convolution::new(sample_rate_hz, taps, &around.jaw()[1]),
            jaw_shares: None,
        }
    }

    /// Hears the mix that goes into the chain, for the spill of the public address: a block of at
    /// most `PART` samples, before [`Stage::process`] of the same length.
    pub fn hear(&mut self, mix: &Stereo<'_>) {
        if self.spill.is_off() {
            return;
        }
        for (heard, channel) in self.mix.iter_mut().zip(mix) {
            for (heard, sample) in heard.iter_mut().zip(channel.iter()) {
                *heard = crate::dsp::guard::sanitised(*sample, stage::LIMIT);
            }
        }
    }

    /// Lets the jaw move with the part that comes next, of at most `PART` samples; none keeps it
    /// shut.
    pub fn open(&mut self, shares: Option<[f32; PART]>) {
        self.jaw_shares = shares;
    }

    fn process_part(&mut self, block: &mut Stereo<'_>) {
        gain::apply(&mut self.gain, block);
        self.spill.add_to(block, &self.mix);
        self.stage_sound.add_to(block);
        let mut besides = [[0.0_f32; PART]; 2];
        self.other_ways(block, &mut besides);
        self.convolution.process_or_sleep(block);
        for (block, besides) in block.iter_mut().zip(&besides) {
            for (block, besides) in block.iter_mut().zip(besides) {
                *block += besides;
            }
        }
    }

    /// What gets to the drums through microphones and past an open jaw.
    fn other_ways(&mut self, room: &Stereo<'_>, sum: &mut [[f32; PART]; 2]) {
        let length = room[0].len();
        for (sum, room) in sum.iter_mut().zip(room) {
            sum[..length].copy_from_slice(room);
        }
        let mut jaw = *sum;
        let [left, right] = sum;
        let mut through = [&mut left[..length], &mut right[..length]];
        self.microphones.process(&mut through);
        self.through.process_or_sleep(&mut through);
        let Some(shares) = self.jaw_shares else {
            self.jaw.sleep();
            return;
        };
        let [left, right] = &mut jaw;
        let mut jaw = [&mut left[..length], &mut right[..length]];
        self.jaw.process_or_sleep(&mut jaw);
        for (sum, jaw) in through.iter_mut().zip(&jaw) {
            for ((sum, jaw), share) in sum.iter_mut().zip(jaw.iter()).zip(shares) {
                *sum += share * jaw;
            }
        }
    }
}

impl Stage for Ambient {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.gain.set(settings.gain_pa);
        self.stage_sound.set(&settings.stage);
        self.spill.set(&settings.spill);
        self.microphones.set(&settings.microphones);
    }

    fn reset(&mut self) {
        self.gain.finish();
        self.stage_sound.reset();
        self.spill.reset();
        self.microphones.reset();
        self.mix = [[0.0; PART]; 2];
        self.convolution.reset();
        self.through.reset();
        self.jaw.reset();
        self.jaw_shares = None;
    }

    fn process(&mut self, block: &mut Stereo<'_>) {
        stage::sanitise(block);
        let [left, right] = block;
        for (left, right) in left.chunks_mut(PART).zip(right.chunks_mut(PART)) {
            self.process_part(&mut [left, right]);
        }
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        // The microphones' limiter and noise have no response, and neither has a jaw.
        if !self.microphones.is_off() || self.jaw_shares.is_some() {
            return None;
        }
        let gain = f64::from(self.gain.target());
        Some(self.convolution.response(frequency_hz).map(|h| h * gain))
    }

    fn tail_samples(&self) -> usize {
        let past = self.convolution.tail_samples();
        let through = self.microphones.tail_samples() + self.through.tail_samples();
        self.spill.tail_samples() + past.max(through)
    }
}
