//! The open ear: what the room does at the drum with nothing in the canal, and what an earphone
//! takes away from that.
//!
//! The room's sound meets the canal's entrance behind the radiation impedance of an opening in a
//! wide baffle (a piston's mass 8ρ/(3π²a) beside its resistance 128ρc/(9π³a²); Beranek,
//! *Acoustics*). Canal and drum are those of the worn ear, only longer: with nothing in it the
//! canal resonates between 2.7 and 3.5 kHz, which is the gain that an earphone takes away. What the head
//! does to the sound before it gets there is the same with and without an earphone and cancels.
//!
//! Adult ears have their concha, a cone from the canal's entrance to a flanged mouth: an earphone fills
//! it, so that its part of the resonance is lost with the canal's. The others keep it outside, where it
//! cancels too, as P.57 has its entrance.

use num_complex::Complex64;

use super::air::Air;
use super::bone_conduction;
use super::ear::{adult_of, Ear};
use super::frequency::Frequency;
use super::lumped::FLANGED_END;
use super::network::{Network, NetworkError, Placement};
use super::tube::Cone;
use crate::rig;

/// Length of the canal from its entrance to the drum's reference point, mm (ITU-T P.57, annex B).
pub const CANAL_MM: f64 = 26.98;
/// The same from the canal's inner end, from where depths in adult ears are counted.
const WHOLE_CANAL_MM: f64 = 31.0;
/// Depth of the concha and radius of its mouth, mm.
const CONCHA_MM: (f64, f64) = (12.0, 10.0);
/// Radius of the canal's entrance, mm: its area is 99.8 mm² (ITU-T P.57, annex B).
const ENTRANCE_RADIUS_MM: f64 = 5.636;

/// Length of an ear's canal from its entrance, as the depth of a tip in it is counted, mm.
pub fn canal_mm(ear: rig::Ear) -> f64 {
    adult_of(ear).map_or(CANAL_MM, |adult| WHOLE_CANAL_MM * adult.length)
}

/// An ear with nothing in its canal.
#[derive(Clone, Debug)]
pub struct OpenEar {
    ear: Ear,
    /// From its mouth to the canal's entrance, where an ear has one.
    concha: Option<Cone>,
    mass_kg_m4: f64,
    resistance_pa_s_m3: f64,
}

impl OpenEar {
    /// The ear of a placement, open.
    pub fn new(ear: rig::Ear, temperature_c: f64) -> Self {
        let air = Air::new(temperature_c);
        let adult = adult_of(ear);
        let entrance_mm = ENTRANCE_RADIUS_MM * adult.map_or(1.0, |adult| adult.area.sqrt());
        let (depth_mm, mouth_mm) = CONCHA_MM;
        let radius_m = 1e-3 * adult.map_or(entrance_mm, |_| mouth_mm);
        let area_m2 = std::f64::consts::PI * radius_m * radius_m;
        Self {
            ear: Ear::new(ear, temperature_c, canal_mm(ear)),
            concha: adult.map(|_| Cone::new(&air, depth_mm, mouth_mm, entrance_mm)),
            mass_kg_m4: air.density_kg_m3 * FLANGED_END * radius_m / area_m2,
            resistance_pa_s_m3: 128.0 / (9.0 * std::f64::consts::PI.powi(2))
                * air.density_kg_m3
                * air.speed_m_s
                / area_m2,
        }
    }

    /// Radiation impedance of the opening to the room, Pa·s/m³.
    fn radiation(&self, frequency: &Frequency) -> Complex64 {
        let mass = frequency.s() * self.mass_kg_m4;
        mass * self.resistance_pa_s_m3 / (mass + self.resistance_pa_s_m3)
    }

    /// Impedance that the canal's entrance works into, outward, Pa·s/m³.
    pub fn outward(&self, frequency: &Frequency) -> Complex64 {
        let radiation = self.radiation(frequency);
        let Some(concha) = &self.concha else {
            return radiation;
        };
        let cone = concha.matrix(frequency);
        (cone.d * radiation + cone.b) / (cone.c * radiation + cone.a)
    }

    /// Pressure at the drum ÷ pressure at the opening to the room if it were blocked.
    pub fn gain(&self, frequency_hz: f64) -> Complex64 {
        let frequency = Frequency::new(frequency_hz);
        let ear = self.ear.at(&frequency);
        let impedance = ear.input_impedance;
        let radiation = self.radiation(&frequency);
        let Some(concha) = &self.concha else {
            return ear.drum_transfer * impedance / (impedance + radiation);
        };
        let inside = Complex64::new(1.0, 0.0);
        let (pressure, flow) = concha.matrix(&frequency).before(inside, impedance.inv());
        ear.drum_transfer / (pressure + radiation * flow)
    }
}

/// Insertion loss of one ear, as a listener would measure it: against the open ear, with the
/// bone-conduction floor past any earphone.
#[derive(Clone, Debug)]
pub struct Insertion {
    worn: Network,
    open: OpenEar,
}

impl Insertion {
    /// One side of an earphone. It moves on skin wherever it is worn: sound gets in through the
    /// skin even where the programme is compared on a coupler of steel.
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
            open: OpenEar::new(placement.ear, placement.temperature_c),
        })
    }

    /// Pressure at the drum with the earphone worn and silent ÷ the same with the ear open, by way
    /// of the air.
    pub fn air(&self, frequency_hz: f64) -> Complex64 {
        let ear = self.worn.ear().at(&Frequency::new(frequency_hz));
        self.worn.solve(frequency_hz).isolation * ear.drum_transfer / self.open.gain(frequency_hz)
    }

    /// Power at the drum ÷ that with the ear open: what comes through the air, and past it through
    /// the bones.
    pub fn transmitted_power(&self, frequency_hz: f64) -> f64 {
        self.air(frequency_hz).norm_sqr()
            + 10f64.powf(-0.1 * bone_conduction::ceiling_db(frequency_hz))
    }

    /// Insertion loss, dB.
    pub fn loss_db(&self, frequency_hz: f64) -> f64 {
        -10.0 * self.transmitted_power(frequency_hz).log10()
    }
}
