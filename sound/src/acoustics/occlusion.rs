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
//! drum by other ways, which no tip changes; for the adult ears, whose canals are counted from their
//! inner end and open into a concha, a set of its own, fitted to the same figures.

use num_complex::Complex64;

use super::air::Air;
use super::ear::{adult_of, Ear};
use super::frequency::Frequency;
use super::network::{Network, NetworkError, Placement};
use super::open_ear::{canal_mm, OpenEar};
use crate::rig;

/// Estimated paths of an ear.
#[derive(Clone, Copy, Debug)]
pub struct Ways {
    /// Way inward on which the wall's motion falls to 1/e, mm.
    wall_mm: f64,
    /// Pressure at the drum by other ways, per volume velocity of the whole wall, Pa·s/m³, and the
    /// frequency from which on it rises, Hz.
    other_pa_s_m3: f64,
    other_rise_hz: f64,
}

impl Ways {
    /// Those of an ear.
    pub fn of(ear: rig::Ear) -> Self {
        match adult_of(ear) {
            None => Self {
                wall_mm: 5.3,
                other_pa_s_m3: 6e5,
                other_rise_hz: 500.0,
            },
            Some(_) => Self {
                wall_mm: 9.0,
                other_pa_s_m3: 1.39e6,
                other_rise_hz: 536.0,
            },
        }
    }

    /// The effect in dB, from the squares of what the wall gives at the worn and at the open drum,
    /// (Pa·s/m³)².
    pub fn effect_db(&self, worn: f64, open: f64, frequency_hz: f64) -> f64 {
        let rise = frequency_hz / self.other_rise_hz;
        let other = self.other_pa_s_m3 * self.other_pa_s_m3 * (1.0 + rise * rise);
        10.0 * ((worn + other) / (open + other)).log10()
    }
}

/// Area of the canal between its entrance and the middle of the wall's motion, mm².
const OUTER_AREA_MM2: f64 = 75.0;

/// One worn ear beside the same ear open, with the wall as the source.
#[derive(Clone, Debug)]
pub struct Occlusion {
    worn: Network,
    /// Share of the wall's motion that is left beyond the tip's face.
    exposed: f64,
    ways: Ways,
    open: OpenWall,
}

impl Occlusion {
    /// One side of an earphone, on skin.
    ///
    /// # Errors
    /// See [`Network::new`].
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
            exposed: exposed(placement.ear, earphone.tip.canal_mm(side)),
            ways: Ways::of(placement.ear),
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
        self.ways
            .effect_db(worn.norm_sqr(), open.norm_sqr(), frequency_hz)
    }
}

/// Share of the wall's motion that is left beyond a tip's face, in an ear `residual_mm` deep.
pub fn exposed(ear: rig::Ear, residual_mm: f64) -> f64 {
    let depth_mm = (canal_mm(ear) - residual_mm).max(0.0);
    (-depth_mm / Ways::of(ear).wall_mm).exp()
}

/// Wall impedance of an open ear at its drum.
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
        let wall_mm = Ways::of(ear).wall_mm;
        Self {
            open: OpenEar::new(ear, temperature_c),
            inner: Ear::new(ear, temperature_c, canal_mm(ear) - wall_mm),
            outer_mass_kg_m4: Air::new(temperature_c).density_kg_m3 * wall_mm * 1e3
                / OUTER_AREA_MM2,
        }
    }

    /// Pressure at the drum per volume velocity of the whole wall, Pa·s/m³, by way of the canal.
    pub fn transfer_pa_s_m3(&self, frequency_hz: f64) -> Complex64 {
        let frequency = Frequency::new(frequency_hz);
        let ear = self.inner.at(&frequency);
        let outward = frequency.s() * self.outer_mass_kg_m4 + self.open.outward(&frequency);
        ear.drum_transfer / (ear.input_impedance.inv() + outward.inv())
    }
}
