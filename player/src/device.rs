//! Sound devices: which there are, and a stream in and out of those that are chosen.
//!
//! A stream that breaks off (a device that is unplugged, a server that ends) leaves the song where it is;
//! [`Streams::is_lost`] says so, and the program opens the device again when it is back. Songs are played
//! without a ramp, since they begin as they were recorded; an input is raised over [`RAMP_S`], so that a
//! loop from the earphones back into a microphone is heard coming.

mod input;
mod list;
mod render;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait, StreamTrait};
use cpal::{BufferSize, FrameCount, SampleFormat, StreamConfig};

pub use input::{Input, RAMP_S};
pub use list::{devices, Listed};

use crate::error::PlayerError;
use crate::playback::Playback;
use render::Render;

/// Longest time that a device may take to open.
const PATIENCE: Duration = Duration::from_secs(5);

/// The system that sound goes through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backend {
    /// The system's usual one: ALSA on Linux, which PipeWire offers too.
    #[default]
    System,
    /// A JACK server, which PipeWire offers too.
    Jack,
}

/// Choice of the user.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceChoice {
    /// System of sound.
    pub backend: Backend,
    /// Device that is played on, by its identifier or a part of its name.
    pub output: Option<String>,
    /// Its channels for the left and the right ear, from 0.
    pub output_channels: Option<[usize; 2]>,
    /// Sample rate, Hz.
    pub rate_hz: Option<u32>,
    /// Frames of a buffer.
    pub buffer_frames: Option<u32>,
    /// Device that is listened to.
    pub input: Option<String>,
    /// Channels of the own voice or instrument, from 0; one goes to both ears.
    pub own_voice: Vec<usize>,
    /// Channels of the microphones on the stage, from 0.
    pub ambient: Vec<usize>,
    /// Level of both, dB.
    pub input_level_db: f64,
}

impl DeviceChoice {
    /// Returns whether an input is asked for.
    pub fn has_input(&self) -> bool {
        !self.own_voice.is_empty() || !self.ambient.is_empty()
    }
}

/// State of the streams that the audio thread writes.
#[derive(Debug, Default)]
pub struct Health {
    lost: AtomicBool,
    /// Buffers that the device had no sound for, or lost.
    pub glitches: AtomicU64,
    /// Longest time that a buffer took to be rendered, thousandths of the time that it sounds.
    pub longest_permille: AtomicU64,
    /// Frames that the device has taken.
    pub frames: AtomicU64,
    /// Time from a buffer's rendering to its being heard, ns.
    pub output_ns: AtomicU64,
    said: Mutex<Option<String>>,
}

impl Health {
    fn note(&self, error: &cpal::Error) {
        match error.kind() {
            cpal::ErrorKind::Xrun => {
                self.glitches.fetch_add(1, Ordering::Relaxed);
            }
            // Sound goes on in these cases.
            cpal::ErrorKind::RealtimeDenied | cpal::ErrorKind::DeviceChanged => {}
            _ => {
                let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
                *said = Some(error.to_string());
                self.lost.store(true, Ordering::Release);
            }
        }
    }
}

/// An output that is open but has nothing to play yet.
pub struct OpenDevice {
    device: cpal::Device,
    config: StreamConfig,
    format: SampleFormat,
    channels: [usize; 2],
    /// Name for the user.
    pub name: String,
    /// Sample rate, Hz.
    pub rate_hz: u32,
}

impl OpenDevice {
    /// Finds the device that was chosen, and a way to play on it: at the rate that was asked for, else at
    /// `usual_hz` if the device takes it, else at its own.
    ///
    /// # Errors
    /// In one sentence: that there is none, or why it cannot be used.
    pub fn open(choice: &DeviceChoice, usual_hz: u32) -> Result<Self, PlayerError> {
        let device = list::output(choice)?;
        let name = list::name_of(&device);
        let refused = |error: cpal::Error| list::refused(&name, &error);
        let configs: Vec<_> = device
            .supported_output_configs()
            .map_err(refused)?
            .collect();
        let wanted = choice.rate_hz.unwrap_or(usual_hz);
        let least = choice.output_channels.map_or(2, |[l, r]| 1 + l.max(r));
        let suits = |c: &&cpal::SupportedStreamConfigRange| usize::from(c.channels()) >= least;
        let takes = |c: &&cpal::SupportedStreamConfigRange| {
            (c.min_sample_rate()..=c.max_sample_rate()).contains(&wanted)
        };
        let rank = |c: &&cpal::SupportedStreamConfigRange| {
            let format = FORMATS.iter().position(|known| *known == c.sample_format());
            (format.unwrap_or(usize::MAX), c.channels())
        };
        let usable = || {
            let known =
                |c: &&cpal::SupportedStreamConfigRange| FORMATS.contains(&c.sample_format());
            configs.iter().filter(known).filter(suits)
        };
        let Some(any) = usable().min_by_key(rank) else {
            return Err(PlayerError::Said(format!(
                "the device \"{name}\" has no {least} channels to play on; choose another one \
                 (--devices lists them)"
            )));
        };
        let (range, rate_hz) = match usable().filter(takes).min_by_key(rank) {
            Some(range) => (range, wanted),
            None if choice.rate_hz.is_some() => {
                let (least, most) = (any.min_sample_rate(), any.max_sample_rate());
                return Err(PlayerError::Said(format!(
                    "the device \"{name}\" does not take {wanted} Hz; it takes {least} to {most} Hz"
                )));
            }
            None => (
                any,
                any.max_sample_rate().min(wanted).max(any.min_sample_rate()),
            ),
        };
        let config = StreamConfig {
            channels: range.channels(),
            sample_rate: rate_hz,
            buffer_size: match choice.buffer_frames {
                Some(frames) => BufferSize::Fixed(frames as FrameCount),
                None => BufferSize::Default,
            },
        };
        Ok(Self {
            config,
            format: range.sample_format(),
            channels: choice.output_channels.unwrap_or([0, 1]),
            device,
            name,
            rate_hz,
        })
    }
}

/// Formats of samples that are written, the best first: the chain computes in the first.
const FORMATS: [SampleFormat; 6] = [
    SampleFormat::F32,
    SampleFormat::F64,
    SampleFormat::I32,
    SampleFormat::I24,
    SampleFormat::I16,
    SampleFormat::U8,
];

/// Streams that run.
pub struct Streams {
    _output: cpal::Stream,
    input: Option<Input>,
    health: Arc<Health>,
    /// Name for the user.
    pub name: String,
    /// Sample rate, Hz.
    pub rate_hz: u32,
    /// Frames of a buffer, where the device says so.
    pub buffer_frames: Option<u32>,
    began: Instant,
}

impl Streams {
    /// Plays on a device, and listens to the inputs that were chosen.
    ///
    /// # Errors
    /// In one sentence: why one of them cannot be used.
    pub fn begin(
        open: OpenDevice,
        choice: &DeviceChoice,
        playback: Arc<Mutex<Playback>>,
    ) -> Result<Self, PlayerError> {
        let OpenDevice {
            device,
            config,
            format,
            channels,
            name,
            rate_hz,
        } = open;
        let refused = |error: cpal::Error| list::refused(&name, &error);
        let health = Arc::new(Health::default());
        let (input, feed) = match choice.has_input() {
            true => {
                let (input, feed) = Input::begin(choice, rate_hz)?;
                (Some(input), Some(feed))
            }
            false => (None, None),
        };
        let width = usize::from(config.channels);
        let mut render = Render::new(
            playback,
            feed,
            Arc::clone(&health),
            channels,
            width,
            rate_hz,
        );
        let (in_callback, in_errors) = (Arc::clone(&health), Arc::clone(&health));
        let output = device
            .build_output_stream_raw(
                config,
                format,
                move |data, info| {
                    let stamp = info.timestamp();
                    let ahead = stamp.playback.duration_since(stamp.callback);
                    let ns = u64::try_from(ahead.as_nanos()).unwrap_or(u64::MAX);
                    in_callback.output_ns.store(ns, Ordering::Relaxed);
                    render.fill(data);
                },
                move |error| in_errors.note(&error),
                Some(PATIENCE),
            )
            .map_err(refused)?;
        output.play().map_err(refused)?;
        Ok(Self {
            buffer_frames: output.buffer_size().ok(),
            _output: output,
            input,
            health,
            name,
            rate_hz,
            began: Instant::now(),
        })
    }

    /// State of the output.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// The input, if one is open.
    pub fn input(&self) -> Option<&Input> {
        self.input.as_ref()
    }

    /// Why a stream has broken off, if one has.
    pub fn is_lost(&self) -> Option<String> {
        let output = self.health.lost.load(Ordering::Acquire);
        let input = self.input.as_ref().and_then(Input::is_lost);
        if output {
            let said = self
                .health
                .said
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            return Some(said.clone().unwrap_or_default());
        }
        input
    }

    /// The rate at which the device really takes frames, once it is known to a thousandth, Hz.
    pub fn measured_hz(&self) -> Option<f64> {
        /// Time that it takes to tell.
        const LONG_S: f64 = 20.0;
        let seconds = self.began.elapsed().as_secs_f64();
        let frames = self.health.frames.load(Ordering::Relaxed);
        (seconds > LONG_S).then(|| frames as f64 / seconds)
    }
}
