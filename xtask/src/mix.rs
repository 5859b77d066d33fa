//! A short song, played by synthesis, for people who want to hear Bodypack before they have a
//! recording at hand: drums, bass, two guitars, a voice and a click, with what the room and the
//! singer's own mouth add at the ear. The same on every run.

mod bass;
mod click;
mod crowd;
#[cfg(test)]
mod faults;
mod guitar;
mod hats;
mod kick;
mod room;
mod score;
mod snare;
mod string;
mod voice;

use room::Room;

use crate::sound::Stereo;

/// Everything is played at this rate.
pub const SAMPLE_RATE_HZ: f64 = 48_000.0;

/// A programme at this RMS level is nominal.
const NOMINAL_DBFS: f64 = -18.0;

/// 88 dB SPL where −18 dBFS is 94: a disciplined stage, which a good seal keeps below the mix.
const STAGE_DBFS: f64 = -24.0;

/// The plugin's three inputs.
pub struct Song {
    /// The monitor mix.
    pub main: Stereo,
    /// Sound of the stage and the hall at the performer.
    pub ambient: Stereo,
    /// The singer's own voice at the microphone, without any effect.
    pub own_voice: Stereo,
}

impl Stereo {
    fn silent() -> Self {
        let length = samples(score::LENGTH_S);
        Self {
            left: vec![0.0; length],
            right: vec![0.0; length],
        }
    }

    /// Adds a mono track; `pan` runs from −1 (left) to 1 (right) at constant power.
    fn add(&mut self, track: &[f32], gain_db: f64, pan: f64) {
        let angle = (pan + 1.0) * std::f64::consts::FRAC_PI_4;
        let gain = from_db(gain_db);
        mix_at(&mut self.left, 0, track, gain * angle.cos());
        mix_at(&mut self.right, 0, track, gain * angle.sin());
    }

    fn add_stereo(&mut self, other: &Self, gain_db: f64) {
        mix_at(&mut self.left, 0, &other.left, from_db(gain_db));
        mix_at(&mut self.right, 0, &other.right, from_db(gain_db));
    }

    /// Brings the RMS of both channels together to a level and rounds off what would then stand
    /// above −1 dBFS.
    fn at_level(mut self, level_dbfs: f64) -> Self {
        let power = |channel: &[f32]| channel.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>();
        let total = power(&self.left) + power(&self.right);
        let mean_square = total / (self.left.len() + self.right.len()) as f64;
        let gain = from_db(level_dbfs) / mean_square.sqrt().max(1e-9);
        for sample in self.left.iter_mut().chain(&mut self.right) {
            *sample = rounded_off(f64::from(*sample) * gain) as f32;
        }
        self
    }
}

/// The tracks of the song: mono, each brought to one level where it plays, before any balance.
pub struct Tracks {
    pub kick: Vec<f32>,
    pub snare: Vec<f32>,
    pub hats: Vec<f32>,
    pub bass: Vec<f32>,
    pub guitars: [Vec<f32>; 2],
    pub voice: Vec<f32>,
    pub click: Vec<f32>,
}

/// Plays the tracks.
pub fn tracks() -> Tracks {
    Tracks {
        kick: leveled(kick::track()),
        snare: leveled(snare::track()),
        hats: leveled(hats::track()),
        bass: leveled(bass::track()),
        guitars: guitar::tracks().map(leveled),
        voice: leveled(voice::track()),
        click: leveled(click::track()),
    }
}

/// Plays the song.
pub fn song() -> Song {
    let tracks = tracks();
    let Tracks {
        kick,
        snare,
        hats,
        voice,
        ..
    } = &tracks;
    let [guitar_left, guitar_right] = &tracks.guitars;

    let mut main = Stereo::silent();
    main.add(kick, 1.0, 0.0);
    main.add(snare, 0.0, 0.08);
    main.add(hats, -9.0, -0.35);
    main.add(&tracks.bass, 1.0, 0.0);
    main.add(guitar_left, -4.0, -0.75);
    main.add(guitar_right, -4.0, 0.75);
    main.add(voice, 0.0, 0.0);
    main.add(&tracks.click, -10.0, 0.3);
    let plate = Room::plate();
    main.add_stereo(&plate.wash(voice), -15.0);
    main.add_stereo(&plate.wash(snare), -17.0);

    // The stage: the kit is a step away, the rest is the hall, and the audience is in it.
    let mut dry = Stereo::silent();
    dry.add(kick, -3.0, 0.3);
    dry.add(snare, 3.0, 0.4);
    dry.add(hats, -5.0, 0.55);
    let hall = Room::hall();
    let mut ambient = Stereo::silent();
    ambient.add_stereo(&dry, -3.0);
    ambient.add_stereo(&hall.wash(&mono_of(&dry)), -10.0);
    ambient.add_stereo(&hall.wash(&mono_of(&main)), -14.0);
    ambient.add_stereo(&crowd::stem(), 2.0);

    let mut own_voice = Stereo::silent();
    own_voice.add(voice, 0.0, 0.0);
    Song {
        main: main.at_level(NOMINAL_DBFS),
        ambient: ambient.at_level(STAGE_DBFS),
        own_voice: own_voice.at_level(NOMINAL_DBFS),
    }
}

/// A silent mono track as long as the song.
fn silent_track() -> Vec<f32> {
    vec![0.0; samples(score::LENGTH_S)]
}

fn mono_of(stereo: &Stereo) -> Vec<f32> {
    stereo
        .left
        .iter()
        .zip(&stereo.right)
        .map(|(l, r)| 0.5 * (l + r))
        .collect()
}

/// Brings a track to −20 dBFS RMS where it plays (the pauses do not count), so that a mix is made
/// of balances and not of how loud each instrument happens to be made.
fn leveled(mut track: Vec<f32>) -> Vec<f32> {
    const BLOCK: usize = 960;
    let power = |block: &[f32]| {
        block.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>() / block.len() as f64
    };
    let powers: Vec<f64> = track.chunks(BLOCK).map(power).collect();
    let loudest = powers.iter().copied().fold(1e-12, f64::max);
    let playing: Vec<f64> = powers.into_iter().filter(|&p| p > loudest * 1e-3).collect();
    let mean = playing.iter().sum::<f64>() / playing.len().max(1) as f64;
    let gain = from_db(-20.0) / mean.max(1e-12).sqrt();
    track
        .iter_mut()
        .for_each(|sample| *sample = (f64::from(*sample) * gain) as f32);
    track
}

/// Adds `sound` to `track` from sample `start`, and drops what would stand past its end.
fn mix_at(track: &mut [f32], start: usize, sound: &[f32], gain: f64) {
    for (out, &sample) in track.iter_mut().skip(start).zip(sound) {
        *out += sample * gain as f32;
    }
}

fn samples(time_s: f64) -> usize {
    (time_s.max(0.0) * SAMPLE_RATE_HZ).round() as usize
}

fn from_db(level_db: f64) -> f64 {
    10f64.powf(level_db / 20.0)
}

/// The frequency of a note of the piano, 69 being A at 440 Hz.
fn note_hz(midi: f64) -> f64 {
    440.0 * 2f64.powf((midi - 69.0) / 12.0)
}

/// A soft ceiling at −1 dBFS that leaves everything below half of full scale alone.
fn rounded_off(sample: f64) -> f64 {
    const STRAIGHT: f64 = 0.5;
    const CEILING: f64 = 0.89;
    let above = sample.abs() - STRAIGHT;
    if above <= 0.0 {
        return sample;
    }
    let room = CEILING - STRAIGHT;
    sample.signum() * (STRAIGHT + room * (above / room).tanh())
}
