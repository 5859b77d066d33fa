//! One frequency, with what every element asks of it.

use num_complex::Complex64;

/// A frequency above 0 Hz at which a network is evaluated; time goes as e^{+jωt}.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frequency {
    /// In hertz.
    pub hz: f64,
    /// In radians per second.
    pub omega: f64,
    /// √ω, which every boundary layer scales with.
    pub sqrt_omega: f64,
}

impl Frequency {
    /// The lowest frequency that is evaluated, Hz: masses and compliances have no impedance at 0.
    pub const LOWEST_HZ: f64 = 1e-6;

    /// The frequency `hz`, held at or above [`Self::LOWEST_HZ`].
    pub fn new(hz: f64) -> Self {
        let hz = hz.max(Self::LOWEST_HZ);
        let omega = std::f64::consts::TAU * hz;
        Self {
            hz,
            omega,
            sqrt_omega: omega.sqrt(),
        }
    }

    /// s = jω.
    pub fn s(&self) -> Complex64 {
        Complex64::new(0.0, self.omega)
    }

    /// √s, for eddy currents: arg 45°.
    pub fn sqrt_s(&self) -> Complex64 {
        let part = self.sqrt_omega * std::f64::consts::FRAC_1_SQRT_2;
        Complex64::new(part, part)
    }
}
