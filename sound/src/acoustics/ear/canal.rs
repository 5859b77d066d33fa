//! The human ear canal between the tip's face and the drum.
//!
//! An average area function (ITU-T P.57, annex B, the type 4.3 ear), taken as a chain of cones; the
//! canal's blind end beyond the drum's reference point is a small volume beside the drum.

use num_complex::Complex64;

use super::adult::Adult;
use super::{outward, EarResponse};
use crate::acoustics::air::{compliance_m3_pa, Air};
use crate::acoustics::frequency::Frequency;
use crate::acoustics::tube::Cone;

/// Distance from the canal's blind end in mm, and area there in mm².
const AREA_FUNCTION: [(f64, f64); 18] = [
    (0.5, 4.5),
    (2.0, 11.8),
    (4.0, 20.8),
    (6.0, 24.2),
    (8.0, 29.4),
    (10.0, 33.7),
    (12.0, 38.2),
    (14.0, 40.9),
    (16.0, 42.5),
    (17.33, 41.6),
    (18.0, 42.5),
    (20.0, 44.1),
    (22.0, 42.5),
    (24.0, 43.9),
    (26.0, 49.3),
    (28.0, 56.8),
    (29.5, 68.0),
    (31.0, 99.8),
];
/// The drum's reference point, mm from the blind end.
const DRUM_MM: f64 = 4.02;
/// Volume beyond the drum's reference point, mm³.
const BLIND_END_MM3: f64 = 44.4;

/// A canal with its drum.
#[derive(Clone, Debug)]
pub struct Canal {
    /// From the drum outward; port 1 of each is its outer end.
    cones: Vec<Cone>,
    blind_end: f64,
    drum: Drum,
}

/// Termination of the canal.
#[derive(Clone, Copy, Debug)]
enum Drum {
    /// Impedance at the drum's reference point, Pa·s/m³.
    Law(DrumLaw),
    /// The drum of an adult's ear.
    Adult(Adult),
}

/// Impedance of a drum at its reference point, Pa·s/m³.
type DrumLaw = fn(&Frequency) -> Complex64;

impl Canal {
    /// The canal between a tip's face and a drum `residual_canal_mm` apart.
    pub fn new(air: &Air, residual_canal_mm: f64, drum: DrumLaw) -> Self {
        let face_mm = DRUM_MM + residual_canal_mm;
        Self::shaped(air, face_mm, &Adult::AVERAGE, Drum::Law(drum))
    }

    /// An adult's canal between a tip's face and the canal's inner end `residual_canal_mm` from it.
    pub fn of_adult(air: &Air, residual_canal_mm: f64, adult: &Adult) -> Self {
        let face_mm = residual_canal_mm / adult.length;
        Self::shaped(air, face_mm, adult, Drum::Adult(*adult))
    }

    /// A canal up to a face at a place of the area function, widened and stretched as an ear is.
    fn shaped(air: &Air, face_mm: f64, shape: &Adult, drum: Drum) -> Self {
        let wider = shape.area.sqrt();
        let inner = AREA_FUNCTION
            .iter()
            .map(|&(place_mm, _)| place_mm)
            .filter(|&place_mm| place_mm > DRUM_MM && place_mm < face_mm);
        let mut places = vec![DRUM_MM];
        places.extend(inner);
        places.push(face_mm);
        Self {
            cones: places
                .windows(2)
                .map(|ends| {
                    Cone::new(
                        air,
                        (ends[1] - ends[0]) * shape.length,
                        radius_mm(ends[1]) * wider,
                        radius_mm(ends[0]) * wider,
                    )
                })
                .collect(),
            blind_end: compliance_m3_pa(BLIND_END_MM3 * shape.area * shape.length),
            drum,
        }
    }

    /// The ear's impedances at one frequency.
    pub fn at(&self, frequency: &Frequency) -> EarResponse {
        let mut pressure = Complex64::new(1.0, 0.0);
        let drum = match self.drum {
            Drum::Law(impedance) => impedance(frequency),
            Drum::Adult(adult) => adult.drum(frequency),
        };
        let mut flow = drum.inv() + frequency.s() * self.blind_end;
        for cone in &self.cones {
            (pressure, flow) = cone.matrix(frequency).before(pressure, flow);
        }
        outward(pressure, flow)
    }
}

/// Radius of the canal, linear between the points of the area function and held beyond them.
fn radius_mm(place_mm: f64) -> f64 {
    let radius = |area_mm2: f64| (area_mm2 / std::f64::consts::PI).sqrt();
    let above = AREA_FUNCTION
        .iter()
        .position(|&(place, _)| place >= place_mm)
        .unwrap_or(AREA_FUNCTION.len() - 1)
        .max(1);
    let ((x0, y0), (x1, y1)) = (AREA_FUNCTION[above - 1], AREA_FUNCTION[above]);
    let part = ((place_mm - x0) / (x1 - x0)).clamp(0.0, 1.0);
    radius(y0) + part * (radius(y1) - radius(y0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P.57 annex B: 451.3 mm³ from the drum's point to the reference plane, 705.4 mm³ on to the
    /// canal's entrance.
    #[test]
    fn holds_the_volumes_of_the_area_function() {
        let volume = |from_mm: f64, to_mm: f64| {
            let steps = 20_000;
            let step_mm = (to_mm - from_mm) / f64::from(steps);
            (0..steps)
                .map(|i| radius_mm(from_mm + (f64::from(i) + 0.5) * step_mm))
                .map(|radius| std::f64::consts::PI * radius * radius * step_mm)
                .sum::<f64>()
        };
        assert!((volume(DRUM_MM, 17.33) / 451.3 - 1.0).abs() < 0.01);
        assert!((volume(17.33, 31.0) / 705.4 - 1.0).abs() < 0.02);
    }
}
