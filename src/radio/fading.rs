//! Fading of the received carrier while walking.
//!
//! *In the real world* the wave reaches the pack by many ways at once. Every half wavelength or so
//! there is a place where they cancel; walking through it is a fade.
//!
//! *Model*: Clarke's: equal waves from all directions around, each with its own Doppler shift, as
//! a sum of oscillators; Rice's with a steady direct wave besides. A second antenna sees a field
//! that is correlated with the first's; the receiver takes the better one.
//! Level crossing rate √(2π)·f_d·ρ·exp(−ρ²), mean duration (exp(ρ²) − 1) ÷ (ρ·f_d·√(2π)).
//!
//! *Knobs*: Doppler frequency, ratio K of direct to scattered power, diversity.
//!
//! *Left out*: delay spread (negligible in a 200 kHz channel), polarization.
//!
//! *Tests*: `tests/link_radio.rs`: crossing rates and durations against the closed forms.

use std::f64::consts::TAU;

use num_complex::Complex64;

use crate::dsp::noise::Noise;

/// Waves of one scattered field: enough for the statistics to be Rayleigh's down to −30 dB.
const WAVES: usize = 32;

/// Ticks after which the oscillators' amplitudes are set to one again.
const RENEWAL_TICKS: u32 = 1 << 12;

/// A scattered field of mean power one, seen by one moving antenna.
#[derive(Clone, Debug)]
pub struct Scatter {
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
        let mut sum = [0.0; 2];
        for n in 0..WAVES {
            let (re, im) = (self.re[n], self.im[n]);
            self.re[n] = re * self.turn_re[n] - im * self.turn_im[n];
            self.im[n] = re * self.turn_im[n] + im * self.turn_re[n];
            sum[0] += self.re[n];
            sum[1] += self.im[n];
        }
        self.ticks += 1;
        if self.ticks >= RENEWAL_TICKS {
            self.renew();
        }
        Complex64::new(sum[0], sum[1]) * (1.0 / WAVES as f64).sqrt()
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
}

/// The power gain of the channel from tick to tick, mean one for one antenna.
#[derive(Clone, Debug)]
pub struct Fader {
    fields: [Scatter; 2],
    tick_rate_hz: f64,
    conditions: Conditions,
}

impl Fader {
    /// A fader that ticks at a rate in Hz.
    #[must_use]
    pub fn new(conditions: Conditions, tick_rate_hz: f64, noise: &mut Noise) -> Self {
        let mut fader = Self {
            fields: [Scatter::new(noise), Scatter::new(noise)],
            tick_rate_hz,
            conditions,
        };
        fader.turn();
        fader
    }

    /// Takes other conditions; the fields go on from where they are.
    pub fn set(&mut self, conditions: Conditions) {
        let turned = conditions.doppler_hz != self.conditions.doppler_hz;
        self.conditions = conditions;
        if turned {
            self.turn();
        }
    }

    fn turn(&mut self) {
        let per_tick = self.conditions.doppler_hz / self.tick_rate_hz;
        self.fields.iter_mut().for_each(|field| field.set(per_tick));
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
        let power = |field: Complex64| (steady + scattered * field).norm_sqr();
        if diversity {
            let other = correlation * first + (1.0 - correlation * correlation).sqrt() * second;
            power(first).max(power(other))
        } else {
            power(first)
        }
    }
}
