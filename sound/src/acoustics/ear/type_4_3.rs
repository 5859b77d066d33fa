//! The end of the type 4.3 ear simulator, which stands for the drum of an average adult.
//!
//! ITU-T P.57 (06/2021) gives the whole ear to 20 kHz by its transfer impedance, 27.7 MPa·s/m³ at
//! 500 Hz, and its first half-wave near 10.6 kHz. The network here is a published fit to that: the
//! middle ear's cavity with a slow leak into a larger one, and a drum that is a small compliance
//! beside a resistance with a mass. It takes in sound up to the highest frequencies, as real drums
//! do, where the model of Hudde and Engel is nearly rigid and lets the canal ring.

use num_complex::Complex64;

use crate::acoustics::air::compliance_m3_pa;
use crate::acoustics::frequency::Frequency;

/// Cavity of the middle ear, mm³.
const CAVITY_MM3: f64 = 1429.0;
/// Resistance from there to the larger cavity, Pa·s/m³.
const PASSAGE_PA_S_M3: f64 = 7.32e8;
/// The larger cavity, mm³.
const FAR_CAVITY_MM3: f64 = 30_600.0;
/// Compliance of the drum alone, mm³.
const DRUM_MM3: f64 = 89.7;
/// Resistance of the ossicles, Pa·s/m³.
const OSSICLES_PA_S_M3: f64 = 2.109e7;
/// Mass of the ossicles, kg/m⁴.
const OSSICLES_KG_M4: f64 = 418.0;

/// Impedance at the drum's reference point, Pa·s/m³.
pub fn impedance(frequency: &Frequency) -> Complex64 {
    let s = frequency.s();
    let compliance = |volume_mm3| s * compliance_m3_pa(volume_mm3);
    let passage = PASSAGE_PA_S_M3 + compliance(FAR_CAVITY_MM3).inv();
    let cavities = (compliance(CAVITY_MM3) + passage.inv()).inv();
    let ossicles = OSSICLES_PA_S_M3 + s * OSSICLES_KG_M4;
    cavities + (compliance(DRUM_MM3) + ossicles.inv()).inv()
}
