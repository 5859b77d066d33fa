//! Everything of a synthesized stage that moves slowly: swells and strokes.

use super::{Lanes, DRUMS, LANES, PARTS};
use crate::dsp::noise::Noise;

/// Length of a sixteenth, seconds.
const STEP_S: f64 = 0.125;
/// Power of the strokes on the sixteenths of a bar, low drum and high drum.
const STROKES: [[f64; 16]; 2] = [
    [
        1.0, 0.0, 0.0, 0.2, 0.0, 0.0, 0.6, 0.0, 1.0, 0.0, 0.4, 0.0, 0.0, 0.0, 0.3, 0.0,
    ],
    [
        0.2, 0.0, 0.1, 0.0, 1.0, 0.0, 0.1, 0.1, 0.2, 0.0, 0.1, 0.0, 1.0, 0.1, 0.1, 0.2,
    ],
];
/// Time in which a stroke's power dies away to 1/e, seconds, low drum and high drum.
const DECAY_S: [f64; 2] = [0.11, 0.05];
/// Power that a stroke may have more or less.
const VARIED: f64 = 0.4;
/// Depth and time scale of the power swells of crowd, wedges and hall (drums: none).
const SWELLS: [(f64, f64); PARTS] = [(0.5, 1.6), (0.0, 1.0), (0.8, 0.22), (0.2, 2.5)];

/// Everything that moves slowly: swells and strokes.
#[derive(Clone, Debug)]
pub(super) struct Envelopes {
    noise: Noise,
    /// Control steps since the start.
    step: u64,
    /// Control steps in a sixteenth, and in each part's swell.
    steps_per_sixteenth: u64,
    steps_per_swell: [u64; PARTS],
    /// Each lane's swell now and at its end, −1 to 1.
    swells: [[f64; 2]; LANES],
    /// Power of the two drums.
    strokes: [f64; 2],
    /// Decay factors of a control step.
    kept: [f64; 2],
    /// Scale to a mean power of one.
    stroke_scale: [f64; 2],
    /// Variation of the last stroke of each drum; the next one takes the opposite.
    varied: [f64; 2],
}

impl Envelopes {
    /// Envelopes at their start, with so many seconds from one control step to the next.
    pub(super) fn new(seed: u64, control_s: f64) -> Self {
        let steps = |seconds: f64| (seconds / control_s).round().max(1.0) as u64;
        let steps_per_sixteenth = steps(STEP_S);
        let kept = DECAY_S.map(|decay_s| (-control_s / decay_s).exp());
        let stroke_scale = [0, 1].map(|drum| {
            let mean = STROKES[drum].iter().sum::<f64>() / 16.0 / steps_per_sixteenth as f64;
            (1.0 - kept[drum]) / mean
        });
        Self {
            noise: Self::noise(seed),
            step: 0,
            steps_per_sixteenth,
            steps_per_swell: SWELLS.map(|(_, seconds)| steps(seconds)),
            swells: [[0.0; 2]; LANES],
            strokes: [0.0; 2],
            kept,
            stroke_scale,
            varied: [0.0; 2],
        }
    }

    /// Begins again.
    pub(super) fn start_anew(&mut self, seed: u64) {
        self.noise = Self::noise(seed);
        self.step = 0;
        self.swells = [[0.0; 2]; LANES];
        self.strokes = [0.0; 2];
        self.varied = [0.0; 2];
    }

    fn noise(seed: u64) -> Noise {
        Noise::with_stream(seed, 0x5741_6765)
    }

    /// The gains of the lanes at the end of the next control step.
    pub(super) fn next_gains(&mut self) -> Lanes {
        self.strike();
        let mut gains = [0.0; LANES];
        for (lane, gain) in gains.iter_mut().enumerate() {
            let part = lane / 2;
            *gain = if part == DRUMS {
                self.strokes[lane % 2] * self.stroke_scale[lane % 2]
            } else {
                1.0 + SWELLS[part].0 * self.swell(lane, part)
            }
            .sqrt();
        }
        self.step += 1;
        gains
    }

    fn strike(&mut self) {
        let due = self.step.is_multiple_of(self.steps_per_sixteenth);
        let sixteenth = (self.step / self.steps_per_sixteenth % 16) as usize;
        for (drum, strokes) in STROKES.iter().enumerate() {
            self.strokes[drum] *= self.kept[drum];
            let power = strokes[sixteenth];
            if due && power > 0.0 {
                self.varied[drum] = if self.varied[drum] == 0.0 {
                    VARIED * (2.0 * self.noise.uniform() - 1.0)
                } else {
                    0.0 - self.varied[drum]
                };
                self.strokes[drum] += power * (1.0 + self.varied[drum]);
                if self.varied[drum] != 0.0 && self.noise.bits() & 1 == 0 {
                    self.varied[drum] = 0.0;
                }
            }
        }
    }

    /// A line from one random value to the next, whose signs take turns so that their mean is zero.
    fn swell(&mut self, lane: usize, part: usize) -> f64 {
        let length = self.steps_per_swell[part];
        let along = self.step % length;
        let [from, to] = self.swells[lane];
        if along == 0 {
            let size = self.noise.uniform();
            let next = if to > 0.0 { 0.0 - to } else { size };
            self.swells[lane] = [to, next];
            return to;
        }
        from + (to - from) * along as f64 / length as f64
    }
}
