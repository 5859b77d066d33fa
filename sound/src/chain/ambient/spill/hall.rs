//! The hall: four feedback delays whose highs die away faster (J.-M. Jot and A. Chaigne, "Digital
//! delay networks for designing artificial reverberators", AES 90th Convention, 1991), joined by a
//! Householder matrix.
//!
//! The shortest delay is longer than a part of the stream, so that all that comes out of a part is
//! there before anything goes in: the four are read, mixed and written a part at a time.

use crate::chain::PART;
use crate::dsp::f32x8::{F32x8, Kernel, Simd};
use crate::dsp::f64x4::F64x4;

/// Lengths of the feedback delays, seconds: without a common measure.
pub(super) const LINES_S: [f64; 4] = [0.0297, 0.0371, 0.0411, 0.0437];
const LINES: usize = LINES_S.len();
/// Samples in the hall below this are silence: 180 dB below full scale.
const SILENCE: f32 = 1e-9;

/// A feedback delay with its loss.
pub(super) struct Line {
    samples: Vec<f32>,
    at: usize,
    /// Loss of a pass at low frequencies, and the pole that takes more from the highs.
    pub(super) gain: f64,
    pub(super) pole: f64,
    state: f64,
}

impl Line {
    fn new(length: usize) -> Self {
        Self {
            samples: vec![0.0; length.max(PART)],
            at: 0,
            gain: 0.0,
            pole: 0.0,
            state: 0.0,
        }
    }

    /// Length of the delay, samples.
    pub(super) fn length(&self) -> usize {
        self.samples.len()
    }

    /// The samples that come out next: at most as many as the delay is long.
    fn read(&self, to: &mut [f32]) {
        let late = &self.samples[self.at..];
        let (first, second) = to.split_at_mut(late.len().min(to.len()));
        first.copy_from_slice(&late[..first.len()]);
        second.copy_from_slice(&self.samples[..second.len()]);
    }

    /// Puts samples in the place of those read last.
    fn write(&mut self, from: &[f32]) {
        let (early, late) = self.samples.split_at_mut(self.at);
        let (first, second) = from.split_at(late.len().min(from.len()));
        late[..first.len()].copy_from_slice(first);
        early[..second.len()].copy_from_slice(second);
        self.at = if second.is_empty() && first.len() < late.len() {
            self.at + first.len()
        } else {
            second.len()
        };
    }

    fn reset(&mut self) {
        self.samples.fill(0.0);
        self.at = 0;
        self.state = 0.0;
    }
}

/// The hall.
pub(super) struct Hall {
    simd: Simd,
    pub(super) lines: [Line; LINES],
}

impl Hall {
    /// A silent hall for a sample rate in Hz, without a length yet.
    pub(super) fn new(sample_rate_hz: f64) -> Self {
        Self {
            simd: Simd::detect(),
            lines: LINES_S.map(|s| Line::new((s * sample_rate_hz).round() as usize)),
        }
    }

    /// Sound at the two ears for at most `PART` samples.
    pub(super) fn process(&mut self, input: &[f32]) -> [[f32; PART]; 2] {
        let simd = self.simd;
        simd.run(Reverberation {
            lines: &mut self.lines,
            input,
        })
    }

    /// Forgets the past.
    pub(super) fn reset(&mut self) {
        self.lines.iter_mut().for_each(Line::reset);
    }
}

/// A part of the stream, compiled for the processor's widest instructions.
struct Reverberation<'a> {
    lines: &'a mut [Line; LINES],
    input: &'a [f32],
}

impl Kernel for Reverberation<'_> {
    type Output = [[f32; PART]; 2];

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) -> Self::Output {
        let Self { lines, input } = self;
        let length = input.len().min(PART);
        let mut came = [[0.0_f32; PART]; LINES];
        for (line, came) in lines.iter().zip(&mut came) {
            line.read(&mut came[..length]);
        }
        let [a, b, c, d] = &came;
        let mut rows = [[0.0_f32; LINES]; PART];
        for (n, row) in rows.iter_mut().enumerate() {
            *row = [a[n], b[n], c[n], d[n]];
        }
        let mut out = [[0.0_f64; LINES]; PART];
        let mut state = lines.each_ref().map(|line| line.state);
        lose::<V::Doubles>(proof, lines, &mut state, &rows[..length], &mut out);
        let mut ears = [[0.0; PART]; 2];
        let [left, right] = &mut ears;
        for ((left, right), out) in left.iter_mut().zip(right).zip(&out) {
            let [of_left, of_right] = images(*out);
            (*left, *right) = (of_left as f32, of_right as f32);
        }
        for (row, (out, input)) in rows.iter_mut().zip(out.iter().zip(input)) {
            let [a, b, c, d] = *out;
            let rest = f64::from(*input) - 0.5 * ((a + b) + (c + d));
            *row = out.map(|out| fed(rest + out));
        }
        for (at, (line, fed)) in lines.iter_mut().zip(&mut came).enumerate() {
            for (fed, row) in fed.iter_mut().zip(&rows) {
                *fed = row[at];
            }
            line.state = state[at];
            line.write(&fed[..length]);
        }
        ears
    }
}

/// A sample on its way into a line; silence is nothing.
#[inline(always)]
fn fed(sample: f64) -> f32 {
    let sample = sample as f32;
    if sample.abs() < SILENCE {
        0.0
    } else {
        sample
    }
}

/// The losses of all lines side by side, since each waits for its own last result.
#[inline(always)]
fn lose<V: F64x4>(
    proof: V::SimdToken,
    lines: &[Line; LINES],
    state: &mut [f64; LINES],
    came: &[[f32; LINES]],
    out: &mut [[f64; LINES]; PART],
) {
    let gains = lines.each_ref().map(|line| (1.0 - line.pole) * line.gain);
    let poles = lines.each_ref().map(|line| line.pole);
    let (gains, poles) = (V::load(proof, &gains), V::load(proof, &poles));
    let mut now = V::load(proof, state);
    for (came, out) in came.iter().zip(out) {
        now = poles.mul_add(now, gains * V::from_f32(proof, came));
        now.store(out);
    }
    now.store(state);
}

/// Mixes the four lines into two ears. With three signs against one the ears have nothing in
/// common: the gain of two lines arriving together in one pair is the loss of the other pair.
#[inline(always)]
pub(super) fn images<T>([a, b, c, d]: [T; LINES]) -> [T; 2]
where
    T: Copy
        + std::ops::Add<Output = T>
        + std::ops::Sub<Output = T>
        + std::ops::Mul<f64, Output = T>,
{
    const SHARE: f64 = std::f64::consts::FRAC_1_SQRT_2;
    [(a + b + (c - d)) * SHARE, (a + b + (d - c)) * SHARE]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::noise::Noise;

    /// The hall sample by sample, as its network is drawn.
    fn drawn(hall: &Hall, input: &[f32]) -> Vec<[f32; 2]> {
        let mut rings = hall
            .lines
            .each_ref()
            .map(|line| vec![0.0_f32; line.length()]);
        let mut states = [0.0; LINES];
        let heard = input.iter().enumerate().map(|(n, input)| {
            for (at, line) in hall.lines.iter().enumerate() {
                let out = f64::from(rings[at][n % line.length()]);
                states[at] = (1.0 - line.pole) * line.gain * out + line.pole * states[at];
            }
            let half = 0.5 * states.iter().sum::<f64>();
            for (at, ring) in rings.iter_mut().enumerate() {
                let length = ring.len();
                ring[n % length] = (f64::from(*input) + states[at] - half) as f32;
            }
            images(states).map(|ear| ear as f32)
        });
        heard.collect()
    }

    fn hall(sample_rate_hz: f64) -> Hall {
        let mut hall = Hall::new(sample_rate_hz);
        for (line, pole) in hall.lines.iter_mut().zip([0.1, 0.3, 0.5, 0.2]) {
            (line.gain, line.pole) = (0.9, pole);
        }
        hall
    }

    #[test]
    fn parts_of_any_length_give_what_the_network_gives() {
        for sample_rate_hz in [8_000.0, 48_000.0] {
            let mut noise = Noise::new(1);
            let input: Vec<f32> = (0..9000).map(|_| noise.gaussian()).collect();
            let mut hall = hall(sample_rate_hz);
            let expected = drawn(&hall, &input);
            let mut done = 0;
            while done < input.len() {
                let length = (noise.uniform() * (PART + 1) as f64) as usize;
                let part = &input[done..(done + length).min(input.len())];
                let [left, right] = hall.process(part);
                for n in 0..part.len() {
                    for (found, expected) in [left[n], right[n]].iter().zip(expected[done + n]) {
                        assert!((found - expected).abs() < 1e-5, "{found} {expected}");
                    }
                }
                done += part.len();
            }
        }
    }

    #[test]
    fn a_reset_hall_is_silent_and_what_dies_away_becomes_zero() {
        let mut hall = hall(8_000.0);
        hall.process(&[1e-10; PART]);
        assert!(hall
            .lines
            .iter()
            .all(|line| line.samples.iter().all(|x| *x == 0.0)));
        for _ in 0..20 {
            hall.process(&[1.0; PART]);
        }
        hall.reset();
        for _ in 0..20 {
            assert_eq!(hall.process(&[0.0; PART]), [[0.0; PART]; 2]);
        }
    }
}
