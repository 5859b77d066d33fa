//! The room at the ear, through the earphone.
//!
//! *In the real world* the crowd, the drums and the wedges reach the drum past the tip, through the
//! port, through the shell, and in the end through the skull; or, on purpose, through microphones.
//!
//! *Model*: the sources add up as pressure in the room: an input, a synthesized stage
//! ([`stage_sound`]) and the spill of the public address ([`spill`]). Their way to the drum is the
//! same network as the earphone's, its drivers silent and the outside pressure on every opening,
//! times the diffuse-field response of the open ear; bone conduction sets a floor, added in power.
//! Sound through several small openings has no phase that one could rely on, so the path is
//! minimum-phase. Beside it the active [`microphones`] play the same room, and the own voice in it,
//! through the earphone. A [`wedge`] plays the monitor mix into the room; [`canceling`] works on what
//! of it is left at the drum; since both are linear, its filter stands before the way there. Both ways
//! are convolved in [`super::ears`]; here is what goes into them, and what arises at the drum itself.
//!
//! *Knobs*: whether the room is heard, and the level of each source in dB SPL.
//!
//! *Left out*: direction.
//!
//! *Tests*: the laws of every stage; levels at the drum against the isolation curve
//! (`tests/ambient.rs`).

pub mod canceling;
pub mod microphones;
pub mod spill;
pub mod stage_sound;
pub mod wedge;

use num_complex::Complex64;

use super::rest::Rest;
use super::PART;
use crate::design::{max_smooth_taps, SecondaryPaths};
use crate::dsp::sanitize;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::{self, Stage, Stereo};
use crate::dsp::stereo_convolution::Convolution;
use crate::dsp::{gain, units};
use crate::rig;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Pascals in the room per full-scale unit.
    pub gain_pa: f32,
    /// The synthesized stage.
    pub stage: stage_sound::Settings,
    /// The public address.
    pub spill: spill::Settings,
    /// The active microphones.
    pub microphones: microphones::Settings,
    /// Pascals at the microphones for a unit of the own-voice input.
    pub own_voice_pa: f32,
    /// The floor wedge.
    pub wedge: wedge::Settings,
    /// The active noise canceling.
    pub canceling: canceling::Settings,
}

impl Settings {
    /// The sources of a room.
    pub fn new(ambient: &rig::Ambient) -> Self {
        let mut settings = Self {
            gain_pa: units::gain(units::pascals_per_unit_db(ambient.level_dbspl)) as f32,
            stage: stage_sound::Settings::new(&ambient.stage),
            spill: spill::Settings::new(&ambient.spill),
            microphones: microphones::Settings::new(&ambient.microphones, ambient.enabled),
            own_voice_pa: 0.0,
            wedge: wedge::Settings::new(&ambient.wedge),
            canceling: canceling::Settings::new(&ambient.canceling, ambient.enabled),
        };
        if !ambient.enabled {
            settings.gain_pa = 0.0;
            settings.stage.pressures_pa = Default::default();
            settings.spill.gain_pa = 0.0;
            settings.wedge.gain_pa = 0.0;
        }
        settings
    }

    /// The same with an own voice of so many pascals at an open ear in the microphones.
    #[must_use]
    pub fn with_own_voice(self, microphones: &rig::Microphones, gain_pa: f32) -> Self {
        let heard = self.microphones.gain > 0.0 && microphones.own_voice_db > OWN_VOICE_OFF_DB;
        Self {
            own_voice_pa: if heard {
                gain_pa * units::gain(microphones.own_voice_db) as f32
            } else {
                0.0
            },
            ..self
        }
    }
}

/// The level at and below which the microphones hear nothing of the own voice, dB.
const OWN_VOICE_OFF_DB: f64 = -60.0;

/// The ambient input and everything else in the room: full-scale samples in, pascals outside the
/// earphones out.
pub struct Ambient {
    gain: Smoothed,
    stage_sound: stage_sound::StageSound,
    spill: spill::Spill,
    microphones: microphones::Microphones,
    wedge: wedge::Wedge,
    canceling: canceling::Canceling,
    /// The mix that went into the chain with the part that comes next.
    mix: [[f32; PART]; 2],
    /// Signal sent by the desk.
    sent: [[f32; PART]; 2],
    /// The own voice with it, and its level in the microphones.
    voice: [[f32; PART]; 2],
    voice_gain: Smoothed,
    /// Sound let in by an open jaw.
    pub jaw: Convolution,
    /// The signal of the microphones with the last part, and what arises at the drum; silence unless
    /// it is said to sound.
    microphone: [[f32; PART]; 2],
    at_drum: [[f32; PART]; 2],
    sounds_at_drum: bool,
    /// Opening of the jaw at each sample of the next part.
    jaw_shares: Option<[f32; PART]>,
}

impl Ambient {
    /// Makes the stage for one sample rate in Hz. `seed` starts everything random.
    pub fn new(
        sample_rate_hz: f64,
        around: &SecondaryPaths,
        settings: &Settings,
        seed: u64,
    ) -> Self {
        let taps = max_smooth_taps(sample_rate_hz);
        Self {
            gain: Smoothed::new(settings.gain_pa, gain::ramp_samples(sample_rate_hz)),
            stage_sound: stage_sound::StageSound::new(sample_rate_hz, &settings.stage, seed),
            spill: spill::Spill::new(sample_rate_hz, &settings.spill),
            microphones: microphones::Microphones::new(sample_rate_hz, &settings.microphones, seed),
            wedge: wedge::Wedge::new(sample_rate_hz, &settings.wedge),
            canceling: canceling::Canceling::new(sample_rate_hz, &settings.canceling, seed),
            mix: [[0.0; PART]; 2],
            sent: [[0.0; PART]; 2],
            voice: [[0.0; PART]; 2],
            voice_gain: Smoothed::new(settings.own_voice_pa, gain::ramp_samples(sample_rate_hz)),
            jaw: Convolution::new(sample_rate_hz, taps, &around.jaw()[1]),
            microphone: [[0.0; PART]; 2],
            at_drum: [[0.0; PART]; 2],
            sounds_at_drum: false,
            jaw_shares: None,
        }
    }

    /// Hears the mix that goes into the chain, for the spill of the public address: a block of at
    /// most `PART` samples, before [`Stage::process`] of the same length.
    pub fn hear(&mut self, mix: &Stereo<'_>) {
        if self.spill.is_off() {
            return;
        }
        keep(&mut self.mix, mix.each_ref().map(|channel| &**channel));
    }

    /// Hears what the desk sends, for the wedge; as [`Self::hear`].
    pub fn hear_sent(&mut self, sent: &Stereo<'_>) {
        if !self.wedge.is_off() {
            keep(&mut self.sent, sent.each_ref().map(|channel| &**channel));
        }
    }

    /// Hears the own voice, for the microphones; as [`Self::hear`].
    pub fn hear_own_voice(&mut self, voice: Option<[&[f32]; 2]>) {
        if self.voice_gain.is_zero() {
            return;
        }
        match voice {
            Some(voice) => keep(&mut self.voice, voice),
            None => self.voice = [[0.0; PART]; 2],
        }
    }

    /// Lets the jaw move with the part that comes next, of at most `PART` samples; none keeps it
    /// shut.
    pub fn open(&mut self, shares: Option<[f32; PART]>) {
        self.jaw_shares = shares;
    }

    /// Returns whether silence gives silence at once: every source is off, and nothing is left in
    /// any memory.
    pub fn is_at_rest(&self) -> bool {
        self.spill.is_at_rest()
            && self.stage_sound.is_at_rest()
            && self.wedge.is_at_rest()
            && self.microphones.is_at_rest()
            && self.canceling.is_at_rest()
            && self.jaw_shares.is_none()
            && self.voice_gain.is_zero()
            && self.jaw.is_asleep()
    }

    /// The signal of the microphones with the last part, Pa; none while they are off.
    pub fn microphone(&self) -> Option<&[[f32; PART]; 2]> {
        (!self.microphones.is_at_rest()).then_some(&self.microphone)
    }

    /// Sound that arose at the drum with the last part, Pa: sound past an open jaw, and the noise of
    /// canceling; none where there is none.
    pub fn at_drum(&self) -> Option<&[[f32; PART]; 2]> {
        self.sounds_at_drum.then_some(&self.at_drum)
    }

    /// Lets some samples of silence pass, at rest.
    pub fn skip(&mut self, samples: usize) {
        self.gain.skip(samples);
    }

    fn process_part(&mut self, block: &mut Stereo<'_>) {
        gain::apply(&mut self.gain, block);
        self.spill.add_to(block, &self.mix);
        self.stage_sound.add_to(block);
        self.wedge.add_to(block, &self.sent);
        self.hear_microphones(block);
        self.at_drum = [[0.0; PART]; 2];
        self.sounds_at_drum = self.jaw_shares.is_some() || !self.canceling.is_at_rest();
        self.open_jaw(block);
        let [left, right] = &mut self.at_drum;
        let length = block[0].len();
        let mut noise = [&mut left[..length], &mut right[..length]];
        self.canceling.process(block, &mut noise);
        for channel in block {
            sanitize::flush(channel);
        }
    }

    /// The signal of the microphones for a part of the room, and the own voice in it.
    fn hear_microphones(&mut self, room: &Stereo<'_>) {
        let length = room[0].len();
        for (signal, room) in self.microphone.iter_mut().zip(room) {
            signal[..length].copy_from_slice(room);
        }
        if !self.voice_gain.is_zero() {
            let voice_gain = self.voice_gain;
            for (signal, voice) in self.microphone.iter_mut().zip(&self.voice) {
                self.voice_gain = voice_gain;
                for (signal, voice) in signal[..length].iter_mut().zip(voice) {
                    *signal += self.voice_gain.tick() * voice;
                }
            }
        }
        let [left, right] = &mut self.microphone;
        (self.microphones).process_finite(&mut [&mut left[..length], &mut right[..length]]);
    }

    /// Sound of a part of the room that an open jaw lets in.
    fn open_jaw(&mut self, room: &Stereo<'_>) {
        let Some(shares) = self.jaw_shares else {
            self.jaw.sleep();
            return;
        };
        let length = room[0].len();
        let [left, right] = &mut self.at_drum;
        let mut jaw = [&mut left[..length], &mut right[..length]];
        for (jaw, room) in jaw.iter_mut().zip(room) {
            jaw.copy_from_slice(room);
        }
        self.jaw.process(&mut jaw);
        for jaw in &mut jaw {
            for (jaw, share) in jaw.iter_mut().zip(shares) {
                *jaw *= share;
            }
        }
    }
}

/// Copies a part of a stream, made finite and bounded.
fn keep(kept: &mut [[f32; PART]; 2], channels: [&[f32]; 2]) {
    for (kept, channel) in kept.iter_mut().zip(channels) {
        let (heard, rest) = kept.split_at_mut(channel.len().min(PART));
        heard.copy_from_slice(&channel[..heard.len()]);
        rest.fill(0.0);
        sanitize::sanitize(heard, stage::LIMIT);
    }
}

impl Stage for Ambient {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.gain.set(settings.gain_pa);
        self.stage_sound.set(&settings.stage);
        self.spill.set(&settings.spill);
        self.microphones.set(&settings.microphones);
        self.wedge.set(&settings.wedge);
        self.canceling.set(&settings.canceling);
        self.voice_gain.set(settings.own_voice_pa);
    }

    fn reset(&mut self) {
        self.gain.finish();
        self.stage_sound.reset();
        self.spill.reset();
        self.microphones.reset();
        self.wedge.reset();
        self.canceling.reset();
        self.voice_gain.finish();
        self.mix = [[0.0; PART]; 2];
        self.sent = [[0.0; PART]; 2];
        self.voice = [[0.0; PART]; 2];
        self.jaw.reset();
        self.microphone = [[0.0; PART]; 2];
        (self.at_drum, self.sounds_at_drum) = ([[0.0; PART]; 2], false);
        self.jaw_shares = None;
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
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
        let gain = f64::from(self.gain.target()) * self.canceling.response(frequency_hz)?;
        Some([gain; 2])
    }

    fn tail_samples(&self) -> usize {
        let beside = self
            .canceling
            .tail_samples()
            .max(self.microphones.tail_samples());
        let sources = self.spill.tail_samples().max(self.wedge.tail_samples());
        sources + beside.max(self.jaw.tail_samples())
    }
}
