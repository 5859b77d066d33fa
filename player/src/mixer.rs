//! The personal mix: levels of tracks and click, shared by the window and the audio thread.

use std::sync::atomic::Ordering;

use atomic_float::AtomicF32;
use bodypack::dsp::units;

use crate::chunk::Chunk;
use crate::song::MOST_TRACKS;

/// Levels that are asked for, linear. The audio thread follows them.
#[derive(Debug)]
pub struct Levels {
    tracks: [AtomicF32; MOST_TRACKS],
    click: AtomicF32,
    song: AtomicF32,
}

impl Default for Levels {
    fn default() -> Self {
        Self {
            tracks: [(); MOST_TRACKS].map(|()| AtomicF32::new(1.0)),
            click: AtomicF32::new(1.0),
            song: AtomicF32::new(1.0),
        }
    }
}

impl Levels {
    /// Sets the levels of the tracks, linear.
    pub fn set_tracks(&self, gains: &[f32]) {
        for (level, gain) in self.tracks.iter().zip(gains) {
            level.store(*gain, Ordering::Relaxed);
        }
    }

    /// Sets the levels of the click and of the whole song, dB.
    pub fn set(&self, click_db: f64, song_db: f64) {
        self.click.store(linear(click_db), Ordering::Relaxed);
        self.song.store(linear(song_db), Ordering::Relaxed);
    }
}

/// A level in dB as a factor; 0 dB is exactly 1.
pub fn linear(level_db: f64) -> f32 {
    match level_db == 0.0 {
        true => 1.0,
        false => units::gain(level_db) as f32,
    }
}

/// Mixes blocks by levels that may change.
#[derive(Debug)]
pub struct Mixer {
    tracks: [f32; MOST_TRACKS],
    click: f32,
    /// True if the next block takes the levels as they are.
    jumps: bool,
}

impl Default for Mixer {
    fn default() -> Self {
        Self {
            tracks: [1.0; MOST_TRACKS],
            click: 1.0,
            jumps: true,
        }
    }
}

impl Mixer {
    /// Has the next block begin with the levels as they are: a song begins.
    pub fn jump(&mut self) {
        self.jumps = true;
    }

    /// Mixes the frames of a block from one on, as many as there is place for, over what is in `out`.
    /// Levels that have changed since the last call are reached at the end of this one. A track at 0 dB
    /// comes out bit for bit.
    pub fn mix(&mut self, levels: &Levels, chunk: &Chunk, from: usize, out: [&mut [f32]; 2]) {
        let song = levels.song.load(Ordering::Relaxed);
        let [left, right] = out;
        let mut is_first = true;
        for ((track, level), now) in chunk
            .tracks
            .iter()
            .zip(&levels.tracks)
            .zip(&mut self.tracks)
        {
            let wanted = level.load(Ordering::Relaxed) * song;
            let begin = if self.jumps { wanted } else { *now };
            *now = wanted;
            for (out, channel) in [&mut *left, &mut *right].into_iter().zip(track) {
                let frames = &channel[from..from + out.len()];
                add(out, frames, [begin, wanted], is_first);
            }
            is_first = false;
        }
        let wanted = levels.click.load(Ordering::Relaxed);
        let begin = if self.jumps { wanted } else { self.click };
        (self.click, self.jumps) = (wanted, false);
        if chunk.has_click {
            for out in [left, right] {
                add(
                    out,
                    &chunk.click[from..from + out.len()],
                    [begin, wanted],
                    false,
                );
            }
        }
    }
}

/// Adds sound at a level that goes from one value to another; the first one is put in place of what is
/// there, so that nothing is added to it, not even a zero.
fn add(out: &mut [f32], sound: &[f32], [begin, end]: [f32; 2], replaces: bool) {
    let step = (end - begin) / out.len().max(1) as f32;
    for (n, (out, sample)) in out.iter_mut().zip(sound).enumerate() {
        let gain = match begin == end {
            true => end,
            false => begin + step * (n + 1) as f32,
        };
        let scaled = gain * sample;
        *out = if replaces { scaled } else { *out + scaled };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(values: &[f32]) -> Chunk {
        let mut chunk = Chunk::new(values.len());
        for (track, value) in chunk.tracks.iter_mut().zip(values) {
            track.iter_mut().for_each(|channel| channel.fill(*value));
        }
        chunk
    }

    #[test]
    fn one_track_at_zero_decibels_comes_out_bit_for_bit() {
        let levels = Levels::default();
        let mut source = chunk(&[-0.0]);
        source.tracks[0][1][3] = 0.1;
        let (mut left, mut right) = (vec![9.0; 8], vec![9.0; 8]);
        Mixer::default().mix(&levels, &source, 0, [&mut left, &mut right]);
        assert!(left.iter().all(|x| x.to_bits() == (-0.0_f32).to_bits()));
        assert_eq!(right[3], 0.1);
    }

    #[test]
    fn levels_start_where_they_are_and_later_glide() {
        let levels = Levels::default();
        levels.set_tracks(&[0.5, 0.0]);
        let source = chunk(&[1.0, 1.0]);
        let mut mixer = Mixer::default();
        let (mut left, mut right) = (vec![0.0; 4], vec![0.0; 4]);
        mixer.mix(&levels, &source, 0, [&mut left, &mut right]);
        assert_eq!(left, [0.5; 4]);
        levels.set_tracks(&[0.5, 1.0]);
        mixer.mix(&levels, &source, 4, [&mut left, &mut right]);
        assert_eq!(left, [0.75, 1.0, 1.25, 1.5]);
        assert_eq!(right, left);
    }
}
