//! Live inputs: the own voice or instrument and the microphones on the stage, from the input's thread
//! to the output's.
//!
//! The two need not run at one speed, and their buffers come at different moments. So there is a queue
//! between them that is filled by a buffer before it is read; where it runs empty there is silence, and
//! where it grows beyond what was needed lately, the oldest sound is left out.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use cpal::traits::{DeviceTrait, StreamTrait};
use cpal::{BufferSize, FromSample, Sample, SampleFormat, StreamConfig};

use super::{list, DeviceChoice, FORMATS, PATIENCE};
use crate::error::PlayerError;
use crate::mixer::linear;

/// Time over which an input that was opened comes up to its level, s.
pub const RAMP_S: f64 = 1.5;
/// Length of the queue, frames.
const QUEUE: usize = 1 << 15;

/// State of the input.
#[derive(Debug, Default)]
struct Ears {
    lost: AtomicBool,
    said: Mutex<Option<String>>,
    /// Time from the microphone to the input's thread, ns.
    capture_ns: AtomicU64,
    /// Frames in the queue, as the output finds them.
    queued: AtomicU64,
    /// Frames that were silent or left out.
    slips: AtomicU64,
    /// Longest buffer so far, frames.
    longest: AtomicU64,
}

impl Ears {
    fn note(&self, error: &cpal::Error) {
        use cpal::ErrorKind::{DeviceChanged, RealtimeDenied, Xrun};
        // Sound goes on in these cases.
        if !matches!(error.kind(), Xrun | RealtimeDenied | DeviceChanged) {
            let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
            *said = Some(error.to_string());
            self.lost.store(true, Ordering::Release);
        }
    }
}

/// An input that is open.
pub struct Input {
    _stream: cpal::Stream,
    ears: Arc<Ears>,
    rate_hz: u32,
    /// Name for the user.
    pub name: String,
}

/// The output's end of an input.
pub struct Feed {
    queue: rtrb::Consumer<[f32; 4]>,
    ears: Arc<Ears>,
    has: [bool; 2],
    level: f32,
    ramp: f32,
    step: f32,
    runs: bool,
}

impl Input {
    /// Listens to the device that was chosen, at the output's rate, Hz.
    ///
    /// # Errors
    /// In one sentence: why it cannot be used.
    pub fn begin(choice: &DeviceChoice, rate_hz: u32) -> Result<(Self, Feed), PlayerError> {
        let device = list::input(choice)?;
        let name = list::name_of(&device);
        let refused = |error: cpal::Error| list::refused(&name, &error);
        let (config, format) = config(&device, &name, choice, rate_hz)?;
        let ears = Arc::new(Ears::default());
        let (to_output, queue) = rtrb::RingBuffer::new(QUEUE);
        let mut listen = Listen {
            to_output,
            ears: Arc::clone(&ears),
            width: usize::from(config.channels),
            channels: [pair(&choice.ambient), pair(&choice.own_voice)],
        };
        let (in_callback, in_errors) = (Arc::clone(&ears), Arc::clone(&ears));
        let stream = device
            .build_input_stream_raw(
                config,
                format,
                move |data, info| {
                    let stamp = info.timestamp();
                    let ago = stamp.callback.duration_since(stamp.capture);
                    let ns = u64::try_from(ago.as_nanos()).unwrap_or(u64::MAX);
                    in_callback.capture_ns.store(ns, Ordering::Relaxed);
                    listen.take(data);
                },
                move |error| in_errors.note(&error),
                Some(PATIENCE),
            )
            .map_err(refused)?;
        stream.play().map_err(refused)?;
        let feed = Feed {
            queue,
            ears: Arc::clone(&ears),
            has: [!choice.ambient.is_empty(), !choice.own_voice.is_empty()],
            level: linear(choice.input_level_db),
            ramp: 0.0,
            step: (1.0 / (RAMP_S * f64::from(rate_hz))) as f32,
            runs: false,
        };
        let input = Self {
            _stream: stream,
            ears,
            rate_hz,
            name,
        };
        Ok((input, feed))
    }

    /// Why it has broken off, if it has.
    pub fn is_lost(&self) -> Option<String> {
        let said = || {
            self.ears
                .said
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone()
        };
        let lost = self.ears.lost.load(Ordering::Acquire);
        lost.then(|| said().unwrap_or_default())
    }

    /// Time from the microphone to the chain, ms.
    pub fn latency_ms(&self) -> f64 {
        let capture_ms = self.ears.capture_ns.load(Ordering::Relaxed) as f64 * 1e-6;
        let queued = self.ears.queued.load(Ordering::Relaxed) as f64;
        capture_ms + 1e3 * queued / f64::from(self.rate_hz)
    }

    /// Frames that were silent or left out since it was opened.
    pub fn slips(&self) -> u64 {
        self.ears.slips.load(Ordering::Relaxed)
    }
}

/// A way to listen to a device at a rate, Hz.
fn config(
    device: &cpal::Device,
    name: &str,
    choice: &DeviceChoice,
    rate_hz: u32,
) -> Result<(StreamConfig, SampleFormat), PlayerError> {
    let refused = |error: cpal::Error| list::refused(name, &error);
    let all = choice.own_voice.iter().chain(&choice.ambient);
    let least = 1 + all.max().copied().unwrap_or(0);
    let configs = device.supported_input_configs().map_err(refused)?;
    let takes = |c: &cpal::SupportedStreamConfigRange| {
        usize::from(c.channels()) >= least
            && FORMATS.contains(&c.sample_format())
            && (c.min_sample_rate()..=c.max_sample_rate()).contains(&rate_hz)
    };
    let rank = |c: &cpal::SupportedStreamConfigRange| {
        let format = FORMATS.iter().position(|known| *known == c.sample_format());
        (format.unwrap_or(usize::MAX), c.channels())
    };
    let range = configs.filter(takes).min_by_key(rank).ok_or_else(|| {
        PlayerError::Said(format!(
            "the device \"{name}\" has no {least} channels to listen to at {rate_hz} Hz"
        ))
    })?;
    let config = StreamConfig {
        channels: range.channels(),
        sample_rate: rate_hz,
        buffer_size: match choice.buffer_frames {
            Some(frames) => BufferSize::Fixed(frames),
            None => BufferSize::Default,
        },
    };
    Ok((config, range.sample_format()))
}

/// Two channels of what was chosen: one goes to both.
fn pair(channels: &[usize]) -> [usize; 2] {
    match channels {
        [] => [usize::MAX; 2],
        [only] => [*only; 2],
        [left, right, ..] => [*left, *right],
    }
}

/// State of the input's callback.
struct Listen {
    to_output: rtrb::Producer<[f32; 4]>,
    ears: Arc<Ears>,
    width: usize,
    /// Channels of the ambience and of the own voice.
    channels: [[usize; 2]; 2],
}

impl Listen {
    fn take(&mut self, data: &cpal::Data) {
        match data.sample_format() {
            SampleFormat::F32 => self.push(data.as_slice::<f32>()),
            SampleFormat::F64 => self.push(data.as_slice::<f64>()),
            SampleFormat::I32 => self.push(data.as_slice::<i32>()),
            SampleFormat::I24 => self.push(data.as_slice::<cpal::I24>()),
            SampleFormat::I16 => self.push(data.as_slice::<i16>()),
            SampleFormat::U8 => self.push(data.as_slice::<u8>()),
            _ => {}
        }
    }

    fn push<T: Sample>(&mut self, data: Option<&[T]>)
    where
        f32: FromSample<T>,
    {
        let frames = data.unwrap_or_default().chunks_exact(self.width.max(1));
        let length = frames.len() as u64;
        self.ears.longest.fetch_max(length, Ordering::Relaxed);
        for frame in frames {
            let [[a, b], [c, d]] = self.channels;
            let sound = [a, b, c, d].map(|channel| {
                let sample = frame.get(channel).copied();
                sample.map_or(0.0, f32::from_sample)
            });
            // What finds no place is too old by the time there is one.
            let _ = self.to_output.push(sound);
        }
    }
}

impl Feed {
    /// Fills the channels of the ambience and of the own voice, and says which of them there are.
    pub fn read(&mut self, ambient: [&mut [f32]; 2], own_voice: [&mut [f32]; 2]) -> [bool; 2] {
        let frames = ambient[0].len();
        let buffer = self.ears.longest.load(Ordering::Relaxed) as usize;
        let there = self.queue.slots();
        self.ears.queued.store(there as u64, Ordering::Relaxed);
        if !self.runs {
            self.runs = there >= frames + buffer && buffer > 0;
        }
        let most = 4 * (frames + buffer);
        if self.runs && there > most {
            let late = there - (frames + buffer);
            for _ in 0..late {
                let _ = self.queue.pop();
            }
            self.ears.slips.fetch_add(late as u64, Ordering::Relaxed);
        }
        let [a, b] = ambient;
        let [c, d] = own_voice;
        for n in 0..frames {
            let sound = match self.runs {
                true => self.queue.pop().ok(),
                false => None,
            };
            if self.runs && sound.is_none() {
                self.runs = false;
                self.ears
                    .slips
                    .fetch_add((frames - n) as u64, Ordering::Relaxed);
            }
            self.ramp = (self.ramp + self.step).min(1.0);
            let gain = self.ramp * self.level;
            [a[n], b[n], c[n], d[n]] = sound.unwrap_or_default().map(|sample| gain * sample);
        }
        self.has
    }
}
