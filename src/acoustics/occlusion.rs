//! The occlusion effect: why a voice booms in a closed ear.
//!
//! Talking shakes the wall of the canal, mostly in its soft outer part, and the wall drives the air
//! like a source of volume velocity. In an open ear that air leaves by the entrance, a mass; in a
//! closed one it is a compliance, and leak and port are masses and resistances beside it, so that a
//! vent takes from the effect what it takes from the bass (Stenfelt and Reinfeldt, Int. J.
//! Audiol. 46, 2007; Carillo et al., J. Acoust. Soc. Am. 147, 2020). A deep tip covers most of
//! the wall that moves.
//!
//! *Estimated*, so that the effect is the usual one (25, 22, 15, 7, 0 dB at 125 Hz to 2 kHz with a
//! shallow tip, 12, 11, 8, 4, 0 dB with a deep one, 5, 8, 8, 4, 0 dB with a vent of 2 mm; ± 5 dB):
//! how fast the wall's motion falls off inward, and how much of bone-conducted sound gets to the
//! drum by other ways, which no tip changes.

use num_complex::Complex64;

use super::air::Air;
use super::ear::Ear;
use super::frequency::Frequency;
use super::network::{Network, NetworkError, Placement};
use super::open_ear::{OpenEar, CANAL_MM};
use crate::rig;

/// Way inward on which the wall's motion falls to 1/e, mm.
const WALL_MM: f64 = 5.3;
/// Area of the canal between its entrance and the middle of the wall's motion, mm².
const OUTER_AREA_MM2: f64 = 75.0;
/// Pressure at the drum by other ways, per volume velocity of the whole wall, Pa·s/m³, and the
/// frequency from which on it rises, Hz.
const OTHER_WAYS_PA_S_M3: f64 = 6e5;
const OTHER_WAYS_RISE_HZ: f64 = 500.0;

/// One worn ear beside the same ear open, with the wall as the source.
#[derive(Clone, Debug)]
pub struct Occlusion {
    worn: Network,
    /// Share of the wall's motion that is left beyond the tip's face.
    exposed: f64,
    open: OpenWall,
}

impl Occlusion {
    /// One side of an earphone, on skin.
    ///
    /// # Errors
    /// As [`Network::new`].
    pub fn new(
        earphone: &rig::Earphone,
        side: rig::Side,
        placement: &Placement,
    ) -> Result<Self, NetworkError> {
        let worn = Placement {
            wall: true,
            ..*placement
        };
        Ok(Self {
            worn: Network::new(earphone, side, &worn)?,
            exposed: exposed(earphone.tip.canal_mm(side)),
            open: OpenWall::new(placement.ear, placement.temperature_c),
        })
    }

    /// Pressure at the drum of the worn ear per volume velocity of the whole wall, Pa·s/m³, by way
    /// of the canal.
    pub fn worn_pa_s_m3(&self, frequency_hz: f64) -> Complex64 {
        let ear = self.worn.ear().at(&Frequency::new(frequency_hz));
        self.exposed * self.worn.face_impedance(frequency_hz) * ear.drum_transfer
    }

    /// Level of bone-conducted sound at the drum with the earphone worn, against the open ear, dB.
    pub fn effect_db(&self, frequency_hz: f64) -> f64 {
        let worn = self.worn_pa_s_m3(frequency_hz);
        let open = self.open.transfer_pa_s_m3(frequency_hz);
        effect_db(worn.norm_sqr(), open.norm_sqr(), frequency_hz)
    }
}

/// Share of the wall's motion that is left beyond a tip's face `canal_mm` from the drum.
pub fn exposed(canal_mm: f64) -> f64 {
    let depth_mm = (CANAL_MM - canal_mm).max(0.0);
    (-depth_mm / WALL_MM).exp()
}

/// The effect in dB, from the squares of what the wall gives at the worn and at the open drum,
/// (Pa·s/m³)².
pub fn effect_db(worn: f64, open: f64, frequency_hz: f64) -> f64 {
    let rise = frequency_hz / OTHER_WAYS_RISE_HZ;
    let other = OTHER_WAYS_PA_S_M3 * OTHER_WAYS_PA_S_M3 * (1.0 + rise * rise);
    10.0 * ((worn + other) / (open + other)).log10()
}

/// What the wall of an open ear gives at its drum.
#[derive(Clone, Debug)]
pub struct OpenWall {
    open: OpenEar,
    /// The open ear from the middle of the wall's motion inward.
    inner: Ear,
    /// Mass of the air from there to the entrance, kg/m⁴.
    outer_mass_kg_m4: f64,
}

impl OpenWall {
    /// The ear of a placement, open.
    pub fn new(ear: rig::Ear, temperature_c: f64) -> Self {
        Self {
            open: OpenEar::new(ear, temperature_c),
            inner: Ear::new(ear, temperature_c, CANAL_MM - WALL_MM),
            outer_mass_kg_m4: Air::new(temperature_c).density_kg_m3 * WALL_MM * 1e3
                / OUTER_AREA_MM2,
        }
    }

    /// Pressure at the drum per volume velocity of the whole wall, Pa·s/m³, by way of the canal.
    pub fn transfer_pa_s_m3(&self, frequency_hz: f64) -> Complex64 {
        let frequency = Frequency::new(frequency_hz);
        let ear = self.inner.at(&frequency);
        let outward = frequency.s() * self.outer_mass_kg_m4 + self.open.radiation(&frequency);
        ear.drum_transfer / (ear.input_impedance.inv() + outward.inv())
    }
}
