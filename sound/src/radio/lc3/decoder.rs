//! The decoder of one channel.

use super::frame::Frame;
use super::layout::{Duration, MOST_SAMPLES};
use super::post_filter::PostFilter;
use super::quantizer::gain;
use super::residual::fill_noise;
use super::transform::{Cosines, Synthesis};

/// The largest sample, of 16 bits.
const FULL_SCALE: f64 = 32_768.0;

/// One channel's decoder.
pub struct Decoder {
    synthesis: Synthesis,
    post_filter: PostFilter,
}

impl Decoder {
    /// A decoder at rest.
    #[must_use]
    pub fn new(duration: Duration) -> Self {
        Self {
            synthesis: Synthesis::new(duration),
            post_filter: PostFilter::new(duration),
        }
    }

    /// Begins anew. Allocates nothing.
    pub fn restart(&mut self, duration: Duration) {
        self.synthesis.restart(duration);
        self.post_filter.restart(duration);
    }

    /// Decodes a frame into samples, in units of 16 bits.
    pub fn decode(&mut self, frame: &Frame, cosines: &mut Cosines, samples: &mut [f64]) {
        let duration = frame.duration;
        let mut all_lines = [0.0; MOST_SAMPLES];
        let lines = &mut all_lines[..duration.lines()];
        for (x, value) in lines.iter_mut().zip(&frame.values) {
            *x = f64::from(*value);
        }
        frame.refinement.apply(lines);
        if !is_silent(frame) {
            let (level, values) = (frame.noise, &frame.values);
            fill_noise(duration, frame.bandwidth, level, values, lines);
        }
        let step = gain(frame.gain, frame.bits());
        lines.iter_mut().for_each(|x| *x *= step);
        frame.temporal.restore(duration, frame.bandwidth, lines);
        frame.shaping.apply(duration, lines, 1.0);
        let lines = &mut all_lines[..duration.samples()];
        self.synthesis.join(lines, cosines, samples);
        self.post_filter
            .process(frame.pitch.as_ref(), frame.bits(), samples);
        // Nothing goes beyond full scale.
        samples
            .iter_mut()
            .for_each(|x| *x = x.clamp(-FULL_SCALE, FULL_SCALE));
    }
}

/// Returns whether a frame says that nothing is to be heard, not even noise.
fn is_silent(frame: &Frame) -> bool {
    frame.gain == 0 && frame.noise == 7 && frame.count == 2 && frame.values[..2] == [0, 0]
}
