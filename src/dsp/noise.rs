//! Noise that is the same on every run: a small generator with a seed.
//!
//! PCG-XSH-RR 64/32 (M. E. O'Neill, "PCG: a family of simple fast space-efficient statistically
//! good algorithms for random number generation", HMC-CS-2014-0905).

/// A stream of random numbers; the same seed always gives the same stream.
#[derive(Clone, Debug)]
pub struct Noise {
    state: u64,
    spare: Option<f64>,
}

impl Noise {
    /// The generator's multiplier and increment, from the reference implementation.
    const MULTIPLIER: u64 = 6_364_136_223_846_793_005;
    const INCREMENT: u64 = 1_442_695_040_888_963_407;

    /// A stream for this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut noise = Self {
            state: seed.wrapping_add(Self::INCREMENT),
            spare: None,
        };
        noise.bits();
        noise
    }

    /// Thirty-two random bits.
    #[inline]
    pub fn bits(&mut self) -> u32 {
        let state = self.state;
        self.state = state
            .wrapping_mul(Self::MULTIPLIER)
            .wrapping_add(Self::INCREMENT);
        let folded = (((state >> 18) ^ state) >> 27) as u32;
        folded.rotate_right((state >> 59) as u32)
    }

    /// Evenly spread over 0 (included) to 1 (not included).
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        f64::from(self.bits()) * (1.0 / 4_294_967_296.0)
    }

    /// White noise of RMS 1, evenly spread over ±√3. The cheapest noise there is.
    #[inline]
    pub fn white(&mut self) -> f32 {
        /// Peak of an even spread whose RMS is one.
        const PEAK: f64 = 1.732_050_807_568_877_2;
        ((self.uniform() * 2.0 - 1.0) * PEAK) as f32
    }

    /// White noise of RMS 1 with the bell-shaped spread of thermal noise (Box and Muller's
    /// method; no value is beyond 6.7).
    pub fn gaussian(&mut self) -> f32 {
        if let Some(spare) = self.spare.take() {
            return spare as f32;
        }
        // One minus the draw, so that the logarithm never sees zero.
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        let (sine, cosine) = (std::f64::consts::TAU * self.uniform()).sin_cos();
        self.spare = Some(radius * sine);
        (radius * cosine) as f32
    }
}
