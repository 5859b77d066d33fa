//! One channel's frame as it is sent. Nothing is packed, since nobody reads it; the bits are counted
//! as the packed frame would have them.

use super::layout::{Duration, MOST_LINES};
use super::noise_shaping::{self, Shaping};
use super::pitch::Pitch;
use super::residual::Refinement;
use super::spectrum::{Context, Range};
use super::temporal::Temporal;

/// One channel's frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Length.
    pub duration: Duration,
    /// Bytes.
    pub bytes: usize,
    /// Bandwidth: 0 to 4 for 4, 8, 12, 16 and 20 kHz.
    pub bandwidth: usize,
    /// Scale factors.
    pub shaping: Shaping,
    /// Noise shaping over time.
    pub temporal: Temporal,
    /// The pitch, if there is one.
    pub pitch: Option<Pitch>,
    /// Index of the gain.
    pub gain: i32,
    /// Lines up to the last pair that is sent.
    pub count: usize,
    /// True if the lowest bits of large values came last, and only as far as there was room.
    pub halved: bool,
    /// The lines as they are read.
    pub values: [i32; MOST_LINES],
    /// Noise in place of lines that are zero, 0 (loudest) to 7.
    pub noise: usize,
    /// Last bits of the frame.
    pub refinement: Refinement,
}

impl Frame {
    /// Silence.
    pub(super) fn silent(duration: Duration, bytes: usize) -> Self {
        Self {
            duration,
            bytes,
            bandwidth: 0,
            shaping: Shaping::default(),
            temporal: Temporal::default(),
            pitch: None,
            gain: 0,
            count: 2,
            halved: false,
            values: [0; MOST_LINES],
            noise: 7,
            refinement: Refinement::none(),
        }
    }

    /// Bits of the whole frame.
    #[must_use]
    pub fn bits(&self) -> usize {
        8 * self.bytes
    }

    /// Bits that the pitch takes.
    pub(super) fn pitch_bits(&self) -> usize {
        if self.pitch.is_some() {
            11
        } else {
            1
        }
    }

    /// Bits that are left once the lines are sent.
    pub(super) fn room(&self) -> usize {
        // Bandwidth, last line and its mode, gain, filters, noise.
        let mut plain = 3 + 8 + 1 + 8 + self.temporal.count + 3;
        plain += noise_shaping::BITS + self.pitch_bits();
        let mut range = Range::new();
        for filter in &self.temporal.filters[..self.temporal.count] {
            self.temporal.symbols(filter).for_each(|s| range.narrow(s));
        }
        let mut context = Context::new(self.bits(), self.duration.lines());
        for line in (0..self.count).step_by(2) {
            let pair = [self.values[line], self.values[line + 1]];
            let coded = context.next(line, pair);
            coded.symbols().for_each(|symbol| range.narrow(symbol));
            // Of a halved pair the lowest bits come last, with the signs of what vanishes so.
            let late = usize::from(self.halved && coded.escapes > 0);
            plain += 2 * (coded.escapes - late);
            plain += pair.iter().filter(|x| x.abs() >> late != 0).count();
        }
        self.bits().saturating_sub(plain + range.bits())
    }
}
