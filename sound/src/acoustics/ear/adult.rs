//! Adult ears of three sizes: canal, drum and middle ear fitted together.
//!
//! The canal is that of ITU-T P.57, annex B, as wide and as long as the size says. Depths are counted
//! from the canal's inner end, as those of measured canals are: P.57's reference plane is then 17.33 mm
//! deep. The drum is a small compliance beside two resonances, in front of the middle ear's cavity with
//! a slow leak into a larger one.
//!
//! *Fitted* jointly to |Z_T| of 27.7 MPa·s/m³ ± 5 % at 500 Hz and the rise towards 20 Hz (P.57, 06/2021),
//! to the absorbance of adult ears (some 0.3, 0.55, 0.65, 0.7, 0.7, 0.47, 0.31 at 0.5, 1, 2, 3, 4, 6 and
//! 8 kHz, recalled from wideband tympanometry to ± 0.1), and to what ten open canals of persons, solved
//! in three dimensions with the drum of Hudde and Engel (Wulbusch et al. 2023), give from 2 to 8 kHz re
//! 500 Hz with 18 and 14 mm left: mean ± 2 standard deviations. Below 2 kHz those ten share one drum and
//! say nothing of how people differ.
//!
//! *Small* and *large* are estimates that span the ten: cross-sections of those canals lie between 0.77
//! and 1.27 times the recommendation's, and the compliance of drums and cavities varies by about a
//! quarter.

use num_complex::Complex64;

use crate::acoustics::air::compliance_m3_pa;
use crate::acoustics::frequency::Frequency;

/// Cavity of the middle ear, mm³.
const CAVITY_MM3: f64 = 735.0;
/// Resistance from there to the larger cavity, Pa·s/m³, and that cavity, mm³.
const PASSAGE_PA_S_M3: f64 = 5.77e8;
const FAR_CAVITY_MM3: f64 = 3920.0;
/// Compliance of the drum alone, mm³.
const DRUM_MM3: f64 = 57.7;
/// Resistance and mass that resonate with the cavity near 900 Hz, Pa·s/m³ and kg/m⁴.
const SLOW: (f64, f64) = (5.39e6, 6390.0);
/// Resistance, mass and compliance of the resonance near 2.5 kHz, Pa·s/m³, kg/m⁴, mm³.
const FAST: (f64, f64, f64) = (4.04e7, 1560.0, 371.0);

/// An adult's ear beside the average one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adult {
    /// Cross-section of the canal.
    pub area: f64,
    /// Length of the canal.
    pub length: f64,
    /// Compliance of drum and middle ear.
    pub compliance: f64,
}

impl Adult {
    /// The average ear.
    pub const AVERAGE: Self = Self {
        area: 1.0,
        length: 1.0,
        compliance: 1.0,
    };
    /// A small one.
    pub const SMALL: Self = Self {
        area: 0.77,
        length: 0.94,
        compliance: 0.78,
    };
    /// A large one.
    pub const LARGE: Self = Self {
        area: 1.27,
        length: 1.06,
        compliance: 1.25,
    };

    /// Impedance of drum and middle ear, Pa·s/m³.
    pub fn drum(&self, frequency: &Frequency) -> Complex64 {
        let s = frequency.s();
        let compliance = |volume_mm3| s * compliance_m3_pa(volume_mm3);
        let passage = PASSAGE_PA_S_M3 + compliance(FAR_CAVITY_MM3).inv();
        let cavities = (compliance(CAVITY_MM3) + passage.inv()).inv();
        let slow = SLOW.0 + s * SLOW.1;
        let fast = FAST.0 + s * FAST.1 + compliance(FAST.2).inv();
        let drum = (compliance(DRUM_MM3) + slow.inv() + fast.inv()).inv();
        (cavities + drum) / self.compliance
    }
}
