//! The electrical parts between the pack and one driver.

use num_complex::Complex64;

use super::frequency::Frequency;
use super::two_port::TwoPort;
use crate::rig;

/// R, L and C in series, then R and C across, in SI units; absent parts are zero.
#[derive(Clone, Copy, Debug)]
pub struct Crossover {
    series_ohm: f64,
    series_h: f64,
    /// 1/C of the series capacitor, 1/F.
    series_elastance: f64,
    shunt_s: f64,
    shunt_f: f64,
    sign: f64,
}

impl Crossover {
    /// The crossover that a rig describes, with the driver's polarity.
    pub fn new(parts: &rig::Crossover, inverted: bool) -> Self {
        Self {
            series_ohm: parts.series_ohm.unwrap_or(0.0),
            series_h: parts.series_mh.unwrap_or(0.0) * 1e-3,
            series_elastance: parts.series_uf.map_or(0.0, |uf| 1e6 / uf),
            shunt_s: parts.shunt_ohm.map_or(0.0, |ohm| 1.0 / ohm),
            shunt_f: parts.shunt_uf.unwrap_or(0.0) * 1e-6,
            sign: if inverted { -1.0 } else { 1.0 },
        }
    }

    /// Its chain matrix; reversed polarity turns the sign of both voltage and current.
    pub fn matrix(&self, frequency: &Frequency) -> TwoPort {
        let omega = frequency.omega;
        let reactance = omega * self.series_h - self.series_elastance / omega;
        let series = Complex64::new(self.series_ohm, reactance);
        let shunt = Complex64::new(self.shunt_s, omega * self.shunt_f);
        TwoPort {
            a: self.sign * (1.0 + series * shunt),
            b: self.sign * series,
            c: self.sign * shunt,
            d: Complex64::new(self.sign, 0.0),
        }
    }
}
