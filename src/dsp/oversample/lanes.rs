//! Twice the sample rate for four signals side by side, for what is small beside the sound that it
//! is added to: fewer sections than [`Oversampler`](super::Oversampler), images and folded products
//! about 75 dB down.

use super::halfband::coefficients;
use super::EDGE;

/// Signals that are processed side by side.
pub const LANES: usize = 4;

/// Sections of the filter.
const SECTIONS: usize = 6;

/// States below this are nothing: −300 dB.
const NOTHING: f32 = 1e-15;

/// One sample of each signal.
pub type Lanes = [f32; LANES];

/// Two chains of all-passes, each run at the lower rate.
#[derive(Clone, Copy, Debug)]
struct Chains {
    coefficients: [f32; SECTIONS],
    inputs: [Lanes; SECTIONS],
    outputs: [Lanes; SECTIONS],
}

impl Chains {
    fn new() -> Self {
        Self {
            coefficients: coefficients::<SECTIONS>(EDGE / 2.0).map(|c| c as f32),
            inputs: [[0.0; LANES]; SECTIONS],
            outputs: [[0.0; LANES]; SECTIONS],
        }
    }

    #[inline(always)]
    fn tick(&mut self, mut pair: [Lanes; 2]) -> [Lanes; 2] {
        for section in 0..SECTIONS {
            let signals = &mut pair[section % 2];
            let coefficient = self.coefficients[section];
            let (inputs, outputs) = (&mut self.inputs[section], &mut self.outputs[section]);
            for lane in 0..LANES {
                let x = signals[lane];
                let y = coefficient * (x - outputs[lane]) + inputs[lane];
                inputs[lane] = x;
                outputs[lane] = y;
                signals[lane] = y;
            }
        }
        pair
    }

    /// Group delay of the filter at 0 Hz, in samples of the higher rate.
    fn delay_samples(&self) -> f64 {
        let delays = self.coefficients.iter().map(|c| f64::from(*c));
        (delays.map(|c| 2.0 * (1.0 - c) / (1.0 + c)).sum::<f64>() + 1.0) / 2.0
    }

    /// Drops what has died away, before it gets so small that it slows a processor down. True when
    /// nothing is left.
    fn settle(&mut self) -> bool {
        let mut left = false;
        for state in self.inputs.iter_mut().chain(&mut self.outputs).flatten() {
            if state.abs() < NOTHING {
                *state = 0.0;
            }
            left |= *state != 0.0;
        }
        !left
    }
}

/// How late low frequencies come out of both, in samples of the outer rate.
#[must_use]
pub fn delay_samples() -> f64 {
    // Less the one sample by which the second of a pair is ahead of the first.
    (2.0 * Chains::new().delay_samples() - 1.0) / 2.0
}

/// Doubles the rate.
#[derive(Clone, Copy, Debug)]
pub struct Up(Chains);

impl Default for Up {
    fn default() -> Self {
        Self(Chains::new())
    }
}

impl Up {
    /// Two samples for one.
    #[inline(always)]
    pub fn tick(&mut self, input: Lanes) -> [Lanes; 2] {
        self.0.tick([input; 2])
    }

    /// Drops what has died away; to be called every 32 samples or so. True when nothing sounds on.
    pub fn settle(&mut self) -> bool {
        self.0.settle()
    }
}

/// Halves the rate.
#[derive(Clone, Copy, Debug)]
pub struct Down(Chains);

impl Default for Down {
    fn default() -> Self {
        Self(Chains::new())
    }
}

impl Down {
    /// One sample for two.
    #[inline(always)]
    pub fn tick(&mut self, [first, second]: [Lanes; 2]) -> Lanes {
        let [a, b] = self.0.tick([second, first]);
        std::array::from_fn(|lane| 0.5 * (a[lane] + b[lane]))
    }

    /// Drops what has died away; to be called every 32 samples or so. True when nothing sounds on.
    pub fn settle(&mut self) -> bool {
        self.0.settle()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Level in dB of a tone of `share` of the outer rate that goes up and down again, and of its
    /// image at the inner rate.
    fn through(share: f64) -> [f64; 2] {
        let (mut up, mut down) = (Up::default(), Down::default());
        let length = 4096;
        let mut sums = [num_complex::Complex64::ZERO; 2];
        for at in 0..2 * length {
            let tone = (std::f64::consts::TAU * share * at as f64).sin() as f32;
            let pair = up.tick([tone; LANES]);
            let out = down.tick(pair)[LANES - 1];
            if at >= length {
                let turn = std::f64::consts::TAU * share * at as f64;
                sums[0] += f64::from(out) * num_complex::Complex64::cis(-turn);
                // The image lies at one less this share of the outer rate.
                for (half, sample) in pair.iter().enumerate() {
                    let time = at as f64 + 0.5 * half as f64;
                    let turn = std::f64::consts::TAU * (1.0 - share) * time;
                    sums[1] += 0.5 * f64::from(sample[0]) * num_complex::Complex64::cis(-turn);
                }
            }
        }
        sums.map(|sum| 20.0 * (2.0 * sum.norm() / length as f64).log10())
    }

    #[test]
    fn flat_within_the_band_and_images_are_down() {
        for share in [0.01, 0.1, 0.25, 0.4, 0.45] {
            let [passed, image] = through((share * 4096.0_f64).round() / 4096.0);
            assert!(passed.abs() < 0.01, "{passed} dB at {share}");
            assert!(image < -70.0, "image of {image} dB at {share}");
        }
    }
}
