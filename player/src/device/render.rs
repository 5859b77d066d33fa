//! The output's callback: the audio thread's work into the device's format and channels.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use cpal::SampleFormat;

use super::input::Feed;
use super::Health;
use crate::playback::Playback;

/// Longest block that is rendered at once, frames.
const MOST_FRAMES: usize = 8192;

/// State of the output's callback.
pub(super) struct Render {
    playback: Arc<Mutex<Playback>>,
    feed: Option<Feed>,
    health: Arc<Health>,
    channels: [usize; 2],
    width: usize,
    rate_hz: f64,
    /// Both ears, both ambient and both own voice channels.
    buffers: [Vec<f32>; 6],
}

impl Render {
    /// A callback for a device of so many channels, of which two are played on.
    pub(super) fn new(
        playback: Arc<Mutex<Playback>>,
        feed: Option<Feed>,
        health: Arc<Health>,
        channels: [usize; 2],
        width: usize,
        rate_hz: u32,
    ) -> Self {
        Self {
            playback,
            feed,
            health,
            channels,
            width,
            rate_hz: f64::from(rate_hz),
            buffers: [(); 6].map(|()| vec![0.0; MOST_FRAMES]),
        }
    }

    pub(super) fn fill(&mut self, data: &mut cpal::Data) {
        let begun = Instant::now();
        let frames = data.len() / self.width.max(1);
        self.health
            .frames
            .fetch_add(frames as u64, Ordering::Relaxed);
        match data.sample_format() {
            SampleFormat::F32 => self.write(data.as_slice_mut::<f32>()),
            SampleFormat::F64 => self.write(data.as_slice_mut::<f64>()),
            SampleFormat::I32 => self.write(data.as_slice_mut::<i32>()),
            SampleFormat::I24 => self.write(data.as_slice_mut::<cpal::I24>()),
            SampleFormat::I16 => self.write(data.as_slice_mut::<i16>()),
            SampleFormat::U8 => self.write(data.as_slice_mut::<u8>()),
            _ => {}
        }
        let share = begun.elapsed().as_secs_f64() * self.rate_hz / frames.max(1) as f64;
        let permille = (1e3 * share) as u64;
        self.health
            .longest_permille
            .fetch_max(permille, Ordering::Relaxed);
    }

    fn write<T: cpal::Sample + cpal::FromSample<f32>>(&mut self, data: Option<&mut [T]>) {
        let Some(data) = data else { return };
        let width = self.width;
        for part in data.chunks_mut(width * MOST_FRAMES) {
            let frames = part.len() / width;
            self.render(frames);
            let [left, right, ..] = &self.buffers;
            for (n, frame) in part.chunks_exact_mut(width).enumerate() {
                frame.fill(T::EQUILIBRIUM);
                for (channel, sound) in self.channels.into_iter().zip([left, right]) {
                    if let Some(sample) = frame.get_mut(channel) {
                        *sample = T::from_sample(sound[n]);
                    }
                }
            }
        }
    }

    fn render(&mut self, frames: usize) {
        let [left, right, a, b, c, d] = &mut self.buffers;
        let (left, right) = (&mut left[..frames], &mut right[..frames]);
        let [a, b, c, d] = [a, b, c, d].map(|buffer| &mut buffer[..frames]);
        let (mut ambient, mut own_voice) = (None, None);
        if let Some(feed) = &mut self.feed {
            let [has_ambient, has_voice] = feed.read([&mut *a, &mut *b], [&mut *c, &mut *d]);
            ambient = has_ambient.then_some([&*a, &*b]);
            own_voice = has_voice.then_some([&*c, &*d]);
        }
        // Nobody else holds it while a stream runs, but a device that ends late.
        match self.playback.try_lock() {
            Ok(mut playback) => playback.process([&mut *left, &mut *right], ambient, own_voice),
            Err(_) => {
                left.fill(0.0);
                right.fill(0.0);
            }
        }
    }
}
