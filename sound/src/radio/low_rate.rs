//! A codec that runs at a whole fraction of the sample rate.
//!
//! *Model*: a linear-phase low-pass (windowed sinc, Kaiser window, 80 dB) before every nth sample is
//! taken, and the same one after zeros have been put in between: flat to 0.4 of the lower rate, down
//! from 0.51 of it on.

use std::f64::consts::PI;

use crate::dsp::sanitize;
use crate::dsp::stage::Stereo;

/// The highest rate at which a codec runs, Hz.
const HIGHEST_RATE_HZ: f64 = 50_000.0;

/// Zero crossings of the sinc on either side.
const CROSSINGS: usize = 24;

/// Middle of the transition, as a share of the lower rate.
const CORNER: f64 = 0.46;

/// Shape of the Kaiser window for 80 dB.
const SHAPE: f64 = 7.86;

/// Coder and decoder of both channels at their own rate.
pub trait Codec {
    /// Properties that a link sets.
    type Settings;

    /// A codec at rest.
    fn new(settings: &Self::Settings) -> Self;

    /// Begins anew with other settings. Allocates nothing.
    fn restart(&mut self, settings: &Self::Settings);

    /// Delay, in samples at the codec's rate.
    fn delay_samples(&self) -> usize;

    /// One sample of both channels, in units of full scale.
    fn tick(&mut self, input: [f64; 2]) -> [f64; 2];
}

/// A codec at any sample rate.
pub struct AtAnyRate<C> {
    codec: C,
    rate: RateChange,
}

impl<C: Codec> AtAnyRate<C> {
    /// A codec at rest for a sample rate in Hz.
    #[must_use]
    pub fn new(settings: &C::Settings, sample_rate_hz: f64) -> Self {
        let factor = (sample_rate_hz / HIGHEST_RATE_HZ).ceil().max(1.0) as usize;
        Self {
            codec: C::new(settings),
            rate: RateChange::new(factor),
        }
    }

    /// Begins anew with other settings. Allocates nothing.
    pub fn restart(&mut self, settings: &C::Settings) {
        self.codec.restart(settings);
        self.rate.reset();
    }

    /// Delay, samples.
    #[must_use]
    pub fn delay_samples(&self) -> usize {
        self.codec.delay_samples() * self.rate.factor + self.rate.delay_samples()
    }

    /// Codes and decodes a block of any length in place.
    pub fn process(&mut self, block: &mut Stereo<'_>) {
        let [left, right] = block;
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            let input = [f64::from(*left), f64::from(*right)];
            let codec = &mut self.codec;
            let out = self.rate.tick(input, |x| codec.tick(x));
            *left = sanitize::flushed(out[0] as f32);
            *right = sanitize::flushed(out[1] as f32);
        }
    }
}

/// Low-passes and sample rates of both channels.
struct RateChange {
    factor: usize,
    taps: Vec<f64>,
    /// The newest samples at the upper and at the lower rate, as rings.
    upper: [Vec<f64>; 2],
    lower: [Vec<f64>; 2],
    upper_at: usize,
    lower_at: usize,
    phase: usize,
}

impl RateChange {
    /// Down by a whole factor and up again; 1 changes nothing.
    fn new(factor: usize) -> Self {
        let count = 2 * CROSSINGS * factor + 1;
        let upper = || vec![0.0; count];
        let lower = || vec![0.0; 2 * CROSSINGS + 1];
        Self {
            factor,
            taps: taps(factor),
            upper: [upper(), upper()],
            lower: [lower(), lower()],
            upper_at: 0,
            lower_at: 0,
            phase: 0,
        }
    }

    /// Delay of both filters, samples at the upper rate.
    fn delay_samples(&self) -> usize {
        if self.factor == 1 {
            0
        } else {
            2 * CROSSINGS * self.factor
        }
    }

    /// Forgets all input.
    fn reset(&mut self) {
        for ring in self.upper.iter_mut().chain(&mut self.lower) {
            ring.fill(0.0);
        }
        self.upper_at = 0;
        self.lower_at = 0;
        self.phase = 0;
    }

    /// One sample of both channels through a process at the lower rate.
    fn tick(&mut self, input: [f64; 2], mut process: impl FnMut([f64; 2]) -> [f64; 2]) -> [f64; 2] {
        if self.factor == 1 {
            return process(input);
        }
        for (ring, input) in self.upper.iter_mut().zip(input) {
            ring[self.upper_at] = input;
        }
        let upper_size = self.taps.len();
        self.upper_at = (self.upper_at + 1) % upper_size;
        let lower_size = self.lower[0].len();
        if self.phase == 0 {
            // From the oldest sample on; the taps are symmetric.
            let filtered = self.upper.each_ref().map(|ring| {
                let (new, old) = ring.split_at(self.upper_at);
                let in_order = old.iter().chain(new);
                in_order.zip(&self.taps).map(|(x, h)| x * h).sum()
            });
            for (ring, y) in self.lower.iter_mut().zip(process(filtered)) {
                ring[self.lower_at] = y;
            }
            self.lower_at = (self.lower_at + 1) % lower_size;
        }
        let out = self.lower.each_ref().map(|ring| {
            let newest_first =
                (1..=lower_size).map(|n| ring[(self.lower_at + lower_size - n) % lower_size]);
            let taps = self.taps[self.phase..].iter().step_by(self.factor);
            newest_first.zip(taps).map(|(y, h)| y * h).sum::<f64>() * self.factor as f64
        });
        self.phase = (self.phase + 1) % self.factor;
        out
    }
}

fn taps(factor: usize) -> Vec<f64> {
    let half = (CROSSINGS * factor) as f64;
    let corner = CORNER / factor as f64;
    let mut taps: Vec<f64> = (0..=2 * CROSSINGS * factor)
        .map(|n| {
            let t = n as f64 - half;
            let sinc = if t == 0.0 {
                2.0 * corner
            } else {
                (2.0 * PI * corner * t).sin() / (PI * t)
            };
            sinc * bessel(SHAPE * (1.0 - (t / half).powi(2)).max(0.0).sqrt()) / bessel(SHAPE)
        })
        .collect();
    let sum: f64 = taps.iter().sum();
    taps.iter_mut().for_each(|h| *h /= sum);
    taps
}

/// The modified Bessel function of the first kind and order zero, by its series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for n in 1..40 {
        term *= (x / (2.0 * f64::from(n))).powi(2);
        sum += term;
    }
    sum
}
