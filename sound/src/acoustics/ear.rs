//! The ear beyond the tip's face: a one-port to the earphone, with the drum at its end.

mod adult;
mod canal;
mod coupler;
mod hudde_engel;
mod type_4_3;

use num_complex::Complex64;

use super::air::Air;
use super::frequency::Frequency;
use crate::rig;

pub use adult::Adult;
pub use canal::Canal;
pub use coupler::Coupler;
pub use hudde_engel::impedance as hudde_engel_drum_impedance;
pub use type_4_3::impedance as type_4_3_drum_impedance;

/// An ear as the tip's face meets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EarResponse {
    /// Impedance at the tip's face, Pa·s/m³.
    pub input_impedance: Complex64,
    /// Pressure at the drum ÷ pressure at the tip's face.
    pub drum_transfer: Complex64,
}

impl EarResponse {
    /// Pressure at the drum per flow from the tip's face, Pa·s/m³.
    pub fn transfer_impedance(&self) -> Complex64 {
        self.drum_transfer * self.input_impedance
    }
}

/// One of the ears that can be listened with.
#[derive(Clone, Debug)]
pub enum Ear {
    /// The occluded-ear simulator of IEC 60318-4.
    Coupler(Coupler),
    /// A canal of average shape with one of the drums.
    Human(Canal),
}

impl Ear {
    /// An ear with the tip's face `residual_canal_mm` from the drum.
    pub fn new(ear: rig::Ear, temperature_c: f64, residual_canal_mm: f64) -> Self {
        let air = Air::new(temperature_c);
        match ear {
            rig::Ear::Coupler711 => Self::Coupler(Coupler::new(&air, residual_canal_mm)),
            rig::Ear::Type43 => {
                Self::Human(Canal::new(&air, residual_canal_mm, type_4_3::impedance))
            }
            rig::Ear::Average | rig::Ear::Small | rig::Ear::Large => {
                let adult = adult_of(ear).unwrap_or(Adult::AVERAGE);
                Self::Human(Canal::of_adult(&air, residual_canal_mm, &adult))
            }
            rig::Ear::HuddeEngel => {
                Self::Human(Canal::new(&air, residual_canal_mm, hudde_engel::impedance))
            }
        }
    }

    /// The ear's impedances at one frequency.
    pub fn at(&self, frequency: &Frequency) -> EarResponse {
        match self {
            Self::Coupler(coupler) => coupler.at(frequency),
            Self::Human(canal) => canal.at(frequency),
        }
    }

    /// Level at the drum, in dB SPL, for a flow of 1 mm³/s (RMS) from a source too stiff to notice
    /// the ear.
    pub fn stiff_source_level_db(&self, frequency_hz: f64) -> f64 {
        let response = self.at(&Frequency::new(frequency_hz));
        super::level_dbspl(response.transfer_impedance() * 1e-9)
    }
}

/// The size of an adult's ear; none for those that are what one source says.
pub fn adult_of(ear: rig::Ear) -> Option<Adult> {
    match ear {
        rig::Ear::Average => Some(Adult::AVERAGE),
        rig::Ear::Small => Some(Adult::SMALL),
        rig::Ear::Large => Some(Adult::LARGE),
        rig::Ear::Type43 | rig::Ear::HuddeEngel | rig::Ear::Coupler711 => None,
    }
}

/// From pressure and flow at the drum (pressure 1) outward to the tip's face.
fn outward(pressure: Complex64, flow: Complex64) -> EarResponse {
    EarResponse {
        input_impedance: pressure / flow,
        drum_transfer: pressure.inv(),
    }
}
