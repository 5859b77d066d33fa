//! Songs whose rate is not the device's: all tracks through one converter of fixed ratio, whose delay is
//! taken off, so that the first frame that comes out is the first one that went in.

use rubato::audioadapter_buffers::direct::SequentialSliceOfVecs;
use rubato::{Fft, FixedSync, Resampler as _};

use crate::error::PlayerError;

/// Frames that are converted at once, about.
const PIECE: u32 = 1024;

/// Converts channels from one sample rate to another.
pub struct Resampler {
    inner: Fft<f32>,
    input: Vec<Vec<f32>>,
    output: Vec<Vec<f32>>,
    /// Frames of the output that are still to be dropped: the converter's delay.
    delay: usize,
}

impl Resampler {
    /// A converter between two sample rates, Hz.
    ///
    /// # Errors
    /// When there is no such converter.
    pub fn new(from_hz: u32, to_hz: u32, channels: usize) -> Result<Self, PlayerError> {
        // An even number of the smallest blocks that both rates have in common: half of it, which is the
        // delay, is then a whole number of frames at both.
        let least = from_hz / common(from_hz, to_hz);
        let piece = least * PIECE.div_ceil(least).next_multiple_of(2);
        let made = Fft::new(
            from_hz as usize,
            to_hz as usize,
            piece as usize,
            channels,
            FixedSync::Both,
        );
        let inner = made.map_err(|error| {
            PlayerError::Said(format!("{from_hz} Hz cannot be made {to_hz} Hz: {error}"))
        })?;
        let delay = inner.output_delay();
        Ok(Self {
            input: vec![vec![0.0; inner.input_frames_max()]; channels],
            output: vec![vec![0.0; inner.output_frames_max()]; channels],
            inner,
            delay,
        })
    }

    /// Number of frames that the next call takes.
    pub fn wants(&self) -> usize {
        self.inner.input_frames_next()
    }

    /// Place for the frames of the next call, channel by channel.
    pub fn input(&mut self) -> &mut [Vec<f32>] {
        &mut self.input
    }

    /// Converts what is in the input, and appends the result channel by channel.
    ///
    /// # Errors
    /// When the converter refuses, which it does for no lengths that it has asked for.
    pub fn convert(&mut self, out: &mut [Vec<f32>]) -> Result<(), PlayerError> {
        let refused = |error: &dyn std::fmt::Display| {
            PlayerError::Said(format!("the rate could not be converted: {error}"))
        };
        let channels = self.input.len();
        let (frames_in, frames_out) = (self.input[0].len(), self.output[0].len());
        let from = SequentialSliceOfVecs::new(&self.input, channels, frames_in)
            .map_err(|error| refused(&error))?;
        let mut to = SequentialSliceOfVecs::new_mut(&mut self.output, channels, frames_out)
            .map_err(|error| refused(&error))?;
        let (_, made) = self
            .inner
            .process_into_buffer(&from, &mut to, None)
            .map_err(|error| refused(&error))?;
        let skip = self.delay.min(made);
        self.delay -= skip;
        for (channel, converted) in out.iter_mut().zip(&self.output) {
            channel.extend_from_slice(&converted[skip..made]);
        }
        Ok(())
    }
}

/// Greatest common divisor.
fn common(a: u32, b: u32) -> u32 {
    match b {
        0 => a,
        b => common(b, a % b),
    }
}
