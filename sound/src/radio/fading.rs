//! Fading of the received carrier while walking.
//!
//! *In the real world* the wave reaches the pack by many ways at once. Every half wavelength or so
//! there is a place where they cancel; walking through it is a fade.
//!
//! *Model*: Clarke's: equal waves from all directions around, each with its own Doppler shift, as
//! a sum of oscillators; Rice's with a steady direct wave besides. A second antenna sees a field
//! that is correlated with the first's; the receiver takes the better one. A wide carrier takes in
//! several of the ways one by one, since they arrive at different times, and adds their powers: fields
//! whose powers fall exponentially, so many that the mean power across the carrier varies as it does
//! behind an exponential delay profile, whose correlation over frequency is 1 ÷ (1 + (2π·Δf·τ)²). The
//! relative variance is then 2·atan(x)/x − ln(1 + x²)/x² with x = 2π·width·τ.
//! Level crossing rate √(2π)·f_d·ρ·exp(−ρ²), mean duration (exp(ρ²) − 1) ÷ (ρ·f_d·√(2π)).
//!
//! *Knobs*: Doppler frequency, ratio K of direct to scattered power, diversity, width of the carrier.
//!
//! *Left out*: delay spread in a channel of 200 kHz, where it is negligible; polarization.
//!
//! *Tests*: `tests/link_radio.rs`: crossing rates, durations and variances against the closed forms.

use std::f64::consts::TAU;

use num_complex::Complex64;

use crate::dsp::f32x8::{F32x8, Kernel, Simd};
use crate::dsp::noise::Noise;

/// Waves of one scattered field: enough for the statistics to be Rayleigh's down to −30 dB.
const WAVES: usize = 32;

/// Fields that a wide carrier can take in one by one.
const TAPS: usize = 4;

/// Ticks after which the oscillators' amplitudes are set to one again.
const RENEWAL_TICKS: u32 = 1 << 12;

/// A scattered field of mean power one, seen by one moving antenna.
#[derive(Clone, Debug)]
pub struct Scatter {
    simd: Simd,
    re: [f64; WAVES],
    im: [f64; WAVES],
    turn_re: [f64; WAVES],
    turn_im: [f64; WAVES],
    ticks: u32,
}

impl Scatter {
    /// A field with random phases; it stands still until [`Self::set`].
    #[must_use]
    pub fn new(noise: &mut Noise) -> Self {
        let phases: [f64; WAVES] = std::array::from_fn(|_| TAU * noise.uniform());
        Self {
            simd: Simd::detect(),
            re: phases.map(f64::cos),
            im: phases.map(f64::sin),
            turn_re: [1.0; WAVES],
            turn_im: [0.0; WAVES],
            ticks: 0,
        }
    }

    /// Sets the Doppler frequency as a share of the tick rate.
    pub fn set(&mut self, doppler_per_tick: f64) {
        for n in 0..WAVES {
            // A quarter step off the symmetry axis, so that no two waves share a frequency.
            let angle = TAU * (n as f64 + 0.25) / WAVES as f64;
            let (sine, cosine) = (TAU * doppler_per_tick * angle.cos()).sin_cos();
            self.turn_re[n] = cosine;
            self.turn_im[n] = sine;
        }
    }

    /// The field at the next tick.
    pub fn tick(&mut self) -> Complex64 {
        let sums = self.simd.run(Turn(self));
        self.ticks += 1;
        if self.ticks >= RENEWAL_TICKS {
            self.renew();
        }
        let [re, im] = sums.map(|[a, b, c, d]| (a + b) + (c + d));
        Complex64::new(re, im) * (1.0 / WAVES as f64).sqrt()
    }

    /// Takes off the amplitude error that the rounding of many turns has left.
    fn renew(&mut self) {
        self.ticks = 0;
        for (re, im) in self.re.iter_mut().zip(&mut self.im) {
            let scale = 1.0 / re.hypot(*im);
            *re *= scale;
            *im *= scale;
        }
    }
}

/// Turns all waves of a field by a tick, compiled for the processor's widest instructions.
struct Turn<'a>(&'a mut Scatter);

impl Kernel for Turn<'_> {
    /// Sums of every fourth wave, so that none waits for all before it.
    type Output = [[f64; 4]; 2];

    #[inline(always)]
    #[allow(clippy::needless_range_loop)] // four of several arrays at a time become a vector
    fn run<V: F32x8>(self, _: V::SimdToken) -> Self::Output {
        let Scatter {
            re,
            im,
            turn_re,
            turn_im,
            ..
        } = self.0;
        let mut sums = [[0.0; 4]; 2];
        for first in (0..WAVES).step_by(4) {
            for at in 0..4 {
                let n = first + at;
                let (x, y) = (re[n], im[n]);
                re[n] = x * turn_re[n] - y * turn_im[n];
                im[n] = x * turn_im[n] + y * turn_re[n];
                sums[0][at] += re[n];
                sums[1][at] += im[n];
            }
        }
        sums
    }
}

/// Conditions of the fading; may change at any tick.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditions {
    /// Doppler frequency, Hz.
    pub doppler_hz: f64,
    /// Power of the direct wave over that of the scattered ones; 0 when there is none.
    pub direct: f64,
    /// True if there are two antennas.
    pub diversity: bool,
    /// Correlation of the two fields, 0 to 1 (its square is that of the envelopes).
    pub correlation: f64,
    /// Width of the carrier times the delay spread; 0 is a narrow carrier.
    pub spread: f64,
}

/// Relative variance of the mean power across a carrier behind an exponential delay profile.
#[must_use]
pub fn variance(spread: f64) -> f64 {
    let x = TAU * spread;
    if x < 1e-3 {
        return 1.0;
    }
    2.0 * x.atan() / x - (x * x).ln_1p() / (x * x)
}

/// Powers of the fields, which fall by a constant ratio, for a relative variance of their sum.
#[must_use]
pub fn tap_powers(variance: f64) -> [f64; TAPS] {
    let powers = |ratio: f64| {
        let powers: [f64; TAPS] = std::array::from_fn(|tap| ratio.powi(tap as i32));
        let sum: f64 = powers.iter().sum();
        powers.map(|power| power / sum)
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        let found: f64 = powers(middle).iter().map(|power| power * power).sum();
        if found > variance {
            low = middle;
        } else {
            high = middle;
        }
    }
    powers(low)
}

/// The power gain of the channel from tick to tick, mean one for one antenna.
#[derive(Clone, Debug)]
pub struct Fader {
    fields: [Scatter; 2],
    /// Fields that arrive later, at either antenna.
    late: [[Scatter; TAPS - 1]; 2],
    powers: [f64; TAPS],
    tick_rate_hz: f64,
    conditions: Conditions,
}

impl Fader {
    /// A fader that ticks at a rate in Hz.
    #[must_use]
    pub fn new(conditions: Conditions, tick_rate_hz: f64, noise: &mut Noise) -> Self {
        let fields = [Scatter::new(noise), Scatter::new(noise)];
        // Numbers of their own, so that what a narrow link draws next stays what it was.
        let mut other = Noise::with_stream(u64::from(noise.clone().bits()), 3);
        let late = [(); 2].map(|()| [(); TAPS - 1].map(|()| Scatter::new(&mut other)));
        let mut fader = Self {
            fields,
            late,
            powers: tap_powers(variance(conditions.spread)),
            tick_rate_hz,
            conditions,
        };
        fader.turn();
        fader
    }

    /// Takes other conditions; the fields go on from where they are.
    pub fn set(&mut self, conditions: Conditions) {
        let turned = conditions.doppler_hz != self.conditions.doppler_hz;
        if conditions.spread != self.conditions.spread {
            self.powers = tap_powers(variance(conditions.spread));
        }
        self.conditions = conditions;
        if turned {
            self.turn();
        }
    }

    fn turn(&mut self) {
        let per_tick = self.conditions.doppler_hz / self.tick_rate_hz;
        let late = self.late.iter_mut().flatten();
        (self.fields.iter_mut().chain(late)).for_each(|field| field.set(per_tick));
    }

    /// The power gain at the next tick.
    pub fn tick(&mut self) -> f64 {
        let Conditions {
            direct,
            diversity,
            correlation,
            ..
        } = self.conditions;
        let [first, second] = self.fields.each_mut().map(Scatter::tick);
        let steady = (direct / (1.0 + direct)).sqrt();
        let scattered = (1.0 / (1.0 + direct)).sqrt();
        let other = |first: Complex64, second: Complex64| {
            correlation * first + (1.0 - correlation * correlation).sqrt() * second
        };
        if self.conditions.spread <= 0.0 {
            let power = |field: Complex64| (steady + scattered * field).norm_sqr();
            return if diversity {
                power(first).max(power(other(first, second)))
            } else {
                power(first)
            };
        }
        // The direct wave arrives with the first field.
        let powers = self.powers.map(|power| scattered * power.sqrt());
        let power = |field: Complex64| (steady + powers[0] * field).norm_sqr();
        let mut sums = [power(first), power(other(first, second))];
        let [one, two] = &mut self.late;
        for ((one, two), gain) in one.iter_mut().zip(two).zip(&powers[1..]) {
            let (first, second) = (one.tick(), two.tick());
            sums[0] += (gain * first).norm_sqr();
            sums[1] += (gain * other(first, second)).norm_sqr();
        }
        if diversity {
            sums[0].max(sums[1])
        } else {
            sums[0]
        }
    }
}
