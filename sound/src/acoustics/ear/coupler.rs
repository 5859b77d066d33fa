//! The occluded-ear simulator of IEC 60318-4 ("711"), as a circuit of lumped parts.
//!
//! Gazzola et al., Forum Acusticum 2023 (doi 10.61782/fa.2023.0485), figure 2 and table 2: three
//! pieces of main cavity with two side branches, the microphone at the last compliance. The standard
//! means it for 100 Hz to 10 kHz, as a coupler 20 Hz to 16 kHz; above 13 kHz a lumped circuit is a
//! smooth guess. It does not leak. A tip that sits less deep than the reference plane has a piece of
//! the 7.5 mm bore in front of it; the lumps then put the half-wave peak some 10 % below that of the
//! bore's full length (7.2 kHz where 21.5 mm of straight bore would give 8.0 kHz).

use num_complex::Complex64;

use super::{outward, EarResponse};
use crate::acoustics::air::Air;
use crate::acoustics::frequency::Frequency;
use crate::acoustics::tube::Tube;
use crate::rig::REFERENCE_PLANE_MM;

/// Radius of the principal cavity, mm (IEC 60318-4, 4.2: Ø 7.50 mm).
const BORE_RADIUS_MM: f64 = 3.75;

const MASS_KG_M4: [f64; 5] = [82.9, 9400.0, 130.3, 983.8, 133.4];
const COMPLIANCE_M3_PA: [f64; 5] = [0.7e-12, 2.34e-12, 1.5e-12, 2.73e-12, 1.517e-12];
const RESISTANCE_PA_S_M3: [f64; 5] = [4.22e5, 55.66e6, 4.22e5, 27.99e6, 3.22e6];

/// The coupler with the canal in front of its reference plane.
#[derive(Clone, Debug)]
pub struct Coupler {
    extension: Option<Tube>,
}

impl Coupler {
    /// A coupler with the tip's face `residual_canal_mm` from the microphone, at least
    /// [`REFERENCE_PLANE_MM`].
    pub fn new(air: &Air, residual_canal_mm: f64) -> Self {
        let extra_mm = residual_canal_mm - REFERENCE_PLANE_MM;
        Self {
            extension: (extra_mm > 0.0).then(|| Tube::new(air, extra_mm, BORE_RADIUS_MM)),
        }
    }

    /// The ear's impedances at one frequency.
    pub fn at(&self, frequency: &Frequency) -> EarResponse {
        let omega = frequency.omega;
        let series =
            |part: usize| Complex64::new(RESISTANCE_PA_S_M3[part], omega * MASS_KG_M4[part]);
        let compliance = |part: usize| Complex64::new(0.0, omega * COMPLIANCE_M3_PA[part]);
        let branch = |part: usize| (series(part) + compliance(part).inv()).inv();

        let mut pressure = Complex64::new(1.0, 0.0);
        let mut flow = compliance(4);
        pressure += series(4) * flow;
        flow += (compliance(2) + branch(3)) * pressure;
        pressure += series(2) * flow;
        flow += (compliance(0) + branch(1)) * pressure;
        pressure += series(0) * flow;
        if let Some(tube) = &self.extension {
            (pressure, flow) = tube.matrix(frequency).before(pressure, flow);
        }
        outward(pressure, flow)
    }
}
