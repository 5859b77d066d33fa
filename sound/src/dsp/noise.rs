//! Noise that is the same on every run: a small generator with a seed.
//!
//! PCG-XSH-RR 64/32 (M. E. O'Neill, "PCG: a family of simple fast space-efficient statistically
//! good algorithms for random number generation", HMC-CS-2014-0905).

/// A stream of random numbers; the same seed always gives the same stream.
#[derive(Clone, Debug)]
pub struct Noise {
    state: u64,
    /// Odd; each gives another stream.
    increment: u64,
    spare: Option<f64>,
}

impl Noise {
    /// The generator's multiplier and default increment, from the reference implementation.
    const MULTIPLIER: u64 = 6_364_136_223_846_793_005;
    const INCREMENT: u64 = 1_442_695_040_888_963_407;

    /// A stream for this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::with_stream(seed, Self::INCREMENT >> 1)
    }

    /// One of 2⁶³ streams for this seed that have nothing to do with each other.
    #[must_use]
    pub fn with_stream(seed: u64, stream: u64) -> Self {
        let increment = (stream << 1) | 1;
        let mut noise = Self {
            state: seed.wrapping_add(increment),
            increment,
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
            .wrapping_add(self.increment);
        Self::folded(state)
    }

    /// The next numbers of [`Self::bits`], none of which waits for the one before.
    #[inline(always)]
    pub fn many_bits<const COUNT: usize>(&mut self) -> [u32; COUNT] {
        let first = self.state;
        // Factors of the present state and of the increment in each later state.
        let (mut of_state, mut of_increment) = (1_u64, 0_u64);
        let drawn = [(); COUNT].map(|()| {
            let state = (first.wrapping_mul(of_state))
                .wrapping_add(self.increment.wrapping_mul(of_increment));
            of_increment = of_increment.wrapping_add(of_state);
            of_state = of_state.wrapping_mul(Self::MULTIPLIER);
            Self::folded(state)
        });
        self.state =
            (first.wrapping_mul(of_state)).wrapping_add(self.increment.wrapping_mul(of_increment));
        drawn
    }

    /// Thirty-two bits of a state.
    #[inline(always)]
    fn folded(state: u64) -> u32 {
        let folded = (((state >> 18) ^ state) >> 27) as u32;
        folded.rotate_right((state >> 59) as u32)
    }

    /// Evenly spread over 0 (included) to 1 (not included).
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        Self::as_uniform(self.bits())
    }

    /// White noise of RMS 1, evenly spread over ±√3. The cheapest noise there is.
    #[inline]
    pub fn white(&mut self) -> f32 {
        Self::as_white(self.bits()) as f32
    }

    /// The next numbers of [`Self::white`], not rounded, none of which waits for the one before.
    #[inline(always)]
    pub fn many_white<const COUNT: usize>(&mut self) -> [f64; COUNT] {
        self.many_bits().map(Self::as_white)
    }

    #[inline(always)]
    fn as_white(bits: u32) -> f64 {
        /// Peak of an even spread whose RMS is one.
        const PEAK: f64 = 1.732_050_807_568_877_2;
        (Self::as_uniform(bits) * 2.0 - 1.0) * PEAK
    }

    #[inline(always)]
    fn as_uniform(bits: u32) -> f64 {
        f64::from(bits) * (1.0 / 4_294_967_296.0)
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

/// Noise whose level falls by 3 dB per octave, RMS 1 at any sample rate.
///
/// White noise through poles and zeros by turns, a factor of two apart from 8 Hz up: from 20 Hz to
/// 0.45 of the sample rate the slope holds within 0.9 dB (0.3 dB from 96 kHz on, where the half of
/// the sample rate is far from what is heard).
#[derive(Clone, Debug)]
pub struct Pink {
    noise: Noise,
    /// Share of the white noise itself.
    direct: f64,
    /// Pole, share and state of each of the first-order filters that it is split into.
    parts: [[f64; 3]; PINK_POLES],
}

/// Poles of the filter at 768 kHz, the most it ever has.
const PINK_POLES: usize = 9;

/// The lowest pole, in hertz: an octave and more under what is heard.
const PINK_LOWEST_HZ: f64 = 8.0;

impl Pink {
    /// A stream for this seed, at a sample rate of up to 768 kHz.
    #[must_use]
    pub fn new(seed: u64, sample_rate_hz: f64) -> Self {
        let corner = |octave: i32| PINK_LOWEST_HZ * 2_f64.powi(octave);
        let place = |octave| (-std::f64::consts::TAU * corner(octave) / sample_rate_hz).exp();
        let octaves = (0..PINK_POLES as i32).map(|at| 2 * at);
        let octaves: Vec<i32> = octaves.filter(|o| corner(*o) < sample_rate_hz).collect();
        let mut parts = [[0.0; 3]; PINK_POLES];
        // Partial fractions of Π (1 − zero z⁻¹) ÷ (1 − pole z⁻¹).
        for (part, at) in parts.iter_mut().zip(&octaves) {
            let pole = place(*at);
            let zeros = octaves.iter().map(|o| 1.0 - place(o + 1) / pole);
            let others = octaves
                .iter()
                .filter(|o| *o != at)
                .map(|o| 1.0 - place(*o) / pole);
            *part = [pole, zeros.product::<f64>() / others.product::<f64>(), 0.0];
        }
        let direct: f64 = octaves.iter().map(|o| place(o + 1) / place(*o)).product();
        // Energy of the impulse response, which starts with the sum of all parts.
        let cross = |[p, a, _]: [f64; 3]| {
            parts
                .iter()
                .map(|[q, b, _]| a * b / (1.0 - p * q))
                .sum::<f64>()
        };
        let shares: f64 = parts.iter().map(|[_, share, _]| share).sum();
        let energy = direct * (direct + 2.0 * shares) + parts.into_iter().map(cross).sum::<f64>();
        let scale = 1.0 / energy.sqrt();
        parts.iter_mut().for_each(|[_, share, _]| *share *= scale);
        Self {
            noise: Noise::new(seed),
            direct: direct * scale,
            parts,
        }
    }

    /// The next sample.
    #[inline]
    pub fn tick(&mut self) -> f32 {
        let white = f64::from(self.noise.white());
        let mut sum = self.direct * white;
        for [pole, share, state] in &mut self.parts {
            *state = *pole * *state + white;
            sum += *share * *state;
        }
        sum as f32
    }
}

#[cfg(test)]
mod tests;
