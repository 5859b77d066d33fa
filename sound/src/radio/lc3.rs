//! LE Audio's coder (LC3), as Bluetooth publishes it.
//!
//! *In the real world* the sound is cut into frames of 7.5 or 10 ms and each frame into lines of
//! frequency; scale factors make the noise of coarse lines follow the spectrum, a prediction keeps it
//! under attacks, and one gain is chosen so that the lines fill the frame's bytes. What is left of the
//! bytes refines the lines. Each channel is coded by itself.
//!
//! *Model*: the coder itself, from the Low Complexity Communication Codec specification, version 1.0:
//! low-delay lapped transform, bandwidth and attack detector, noise shaping over frequency (two-stage
//! vector quantizer) and time, pitch search and post-filter, global gain by the cost of the arithmetic
//! coder's symbols, residual bits, noise filling. The bits are counted exactly but nothing is packed,
//! since nobody reads it. It runs with the tables for 48 kHz, which the standard uses for 44.1 kHz too;
//! other rates are brought there or near as for the sub-band coder.
//!
//! *Knobs*: length of a frame, bytes of a frame.
//!
//! *Left out*: sample rates below 44.1 kHz; the coder's own concealment, for which the link's stands in.
//!
//! *Tests*: `tests/link_lc3.rs`: packed by the test and decoded by an independent implementation, frames
//! give the same samples; its encoder's noise is the same; perfect reconstruction without quantizing.

mod attack;
mod bandwidth;
mod decoder;
mod encoder;
mod frame;
mod layout;
mod noise_shaping;
mod pitch;
mod pitch_tables;
mod post_filter;
mod quantizer;
mod residual;
mod shape_search;
mod shaping_tables;
mod spectrum;
mod spectrum_tables;
mod temporal;
mod transform;
mod window;

pub use decoder::Decoder;
pub use encoder::Encoder;
pub use frame::Frame;
pub use layout::Duration;
pub use noise_shaping::Shaping;
pub use pitch::Pitch;
pub use residual::Refinement;
pub use spectrum::{Context, Pair, ESCAPE};
pub use temporal::{Filter, Temporal};
pub use transform::Cosines;

use super::low_rate::{self, AtAnyRate};
use crate::rig::BluetoothLink;

/// Full scale in the coder's own units: 16 bits.
const FULL_SCALE: f64 = 32_768.0;

/// Fewest and most bytes of a channel's frame.
const BYTES: [f64; 2] = [20.0, 400.0];

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Length of a frame.
    pub duration: Duration,
    /// Bytes of each channel in a frame.
    pub bytes: usize,
}

impl Settings {
    /// The settings of a rig's link. A packet is a frame; a length that the coder does not know
    /// becomes the nearer one that it does.
    #[must_use]
    pub fn new(link: &BluetoothLink) -> Self {
        let duration = if link.packets.frame_ms < 8.75 {
            Duration::SevenAndAHalfMs
        } else {
            Duration::TenMs
        };
        let bytes = (link.bit_rate_kbps * duration.ms() / 8.0).floor();
        Self {
            duration,
            bytes: bytes.clamp(BYTES[0], BYTES[1]) as usize,
        }
    }
}

/// Coder and decoder of one channel, with the frame that fills and the one that plays.
struct Channel {
    encoder: Encoder,
    decoder: Decoder,
    filling: Vec<f64>,
    playing: Vec<f64>,
    at: usize,
}

/// Coder and decoder of both channels at the coder's rate.
pub struct Codec {
    duration: Duration,
    /// For frames of 7.5 and of 10 ms.
    cosines: [Cosines; 2],
    channels: [Channel; 2],
}

impl low_rate::Codec for Codec {
    type Settings = Settings;

    fn new(settings: &Settings) -> Self {
        let channel = || Channel {
            encoder: Encoder::new(settings.duration, settings.bytes),
            decoder: Decoder::new(settings.duration),
            filling: vec![0.0; layout::MOST_SAMPLES],
            playing: vec![0.0; layout::MOST_SAMPLES],
            at: 0,
        };
        let durations = [Duration::SevenAndAHalfMs, Duration::TenMs];
        let mut codec = Self {
            duration: settings.duration,
            cosines: durations.map(|duration| Cosines::new(duration.samples())),
            channels: [channel(), channel()],
        };
        codec.restart(settings);
        codec
    }

    fn restart(&mut self, settings: &Settings) {
        self.duration = settings.duration;
        let size = settings.duration.samples();
        // Half a frame apart, so that no block has the work of both.
        for (channel, at) in self.channels.iter_mut().zip([0, size / 2]) {
            channel.at = at;
            channel.encoder.restart(settings.duration, settings.bytes);
            channel.decoder.restart(settings.duration);
            channel.filling.fill(0.0);
            channel.playing.fill(0.0);
        }
    }

    /// Delay in samples at the coder's rate: one frame and what the window looks ahead.
    fn delay_samples(&self) -> usize {
        2 * (self.duration.samples() - self.duration.zeros())
    }

    fn tick(&mut self, input: [f64; 2]) -> [f64; 2] {
        let size = self.duration.samples();
        let cosines = match self.duration {
            Duration::SevenAndAHalfMs => &mut self.cosines[0],
            Duration::TenMs => &mut self.cosines[1],
        };
        let mut out = [0.0; 2];
        for ((channel, input), out) in self.channels.iter_mut().zip(input).zip(&mut out) {
            channel.filling[channel.at] = FULL_SCALE * input;
            *out = channel.playing[channel.at] / FULL_SCALE;
            channel.at += 1;
            if channel.at >= size {
                channel.at = 0;
                let frame = channel.encoder.encode(&channel.filling[..size], cosines);
                let playing = &mut channel.playing[..size];
                channel.decoder.decode(frame, cosines, playing);
            }
        }
        out
    }
}

/// The codec at any sample rate.
pub type Lc3 = AtAnyRate<Codec>;
