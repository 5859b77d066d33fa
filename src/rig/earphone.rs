//! The earphone: its drivers, its bores, its tip, and how it seals and vents.

use serde::{Deserialize, Serialize};

use super::driver::{Damper, Driver};

/// One earphone; left and right differ only in their seal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Earphone {
    /// The drivers, 1 to 20 entries.
    pub drivers: Vec<Driver>,
    /// The sound bores through the nozzle, 1 to 4; a driver names its bore by index from 0.
    pub bores: Vec<Bore>,
    /// The tip, from the end of the nozzle to the drum.
    pub tip: Tip,
    /// The leak between the tip and the canal wall.
    pub seal: Seal,
    /// The vent from the tip face to the room.
    pub port: Port,
    /// The tip and shell moving as a wall, on skin.
    pub wall: Wall,
}

impl Default for Earphone {
    fn default() -> Self {
        Self {
            drivers: vec![Driver::default()],
            bores: vec![Bore::default()],
            tip: Tip::default(),
            seal: Seal::default(),
            port: Port::default(),
            wall: Wall::default(),
        }
    }
}

/// A sound bore: a tube from the drivers that share it to the tip, with an optional damper at its
/// inner end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bore {
    /// Length, 0.5 to 40 mm.
    pub length_mm: f64,
    /// Radius, 0.1 to 5 mm.
    pub radius_mm: f64,
    /// A damper in the bore.
    pub damper: Option<Damper>,
}

impl Default for Bore {
    fn default() -> Self {
        Self {
            length_mm: 8.0,
            radius_mm: 1.2,
            damper: None,
        }
    }
}

/// The tip's own bore, and how deep it sits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tip {
    /// Length of the tip's bore beyond the nozzle, 0 to 15 mm.
    pub bore_length_mm: f64,
    /// Radius of the tip's bore, 0.3 to 5 mm.
    pub bore_radius_mm: f64,
    /// Canal between the tip's face and the drum, 8 to 27 mm. A coupler's reference plane is at
    /// 12.6 mm: less than that is taken as 12.6 mm on a coupler.
    pub residual_canal_mm: f64,
}

impl Default for Tip {
    fn default() -> Self {
        Self {
            bore_length_mm: 4.0,
            bore_radius_mm: 2.0,
            residual_canal_mm: 17.0,
        }
    }
}

/// The leak past the tip: a resistance for each ear, in series with the mass of the air in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seal {
    /// Acoustic resistance of the left leak, 1e5 to 1e12 Pa·s/m³, or `inf` for an airtight seal.
    pub left_resistance_pa_s_m3: f64,
    /// Acoustic resistance of the right leak, as the left one.
    pub right_resistance_pa_s_m3: f64,
    /// Acoustic mass of the leak, 0 to 1e6 kg/m⁴.
    pub mass_kg_m4: f64,
}

impl Seal {
    /// The leak resistance of one ear, Pa·s/m³; `inf` when airtight.
    pub fn resistance_pa_s_m3(&self, side: Side) -> f64 {
        match side {
            Side::Left => self.left_resistance_pa_s_m3,
            Side::Right => self.right_resistance_pa_s_m3,
        }
    }

    /// Whether both ears leak alike.
    pub fn is_symmetric(&self) -> bool {
        self.left_resistance_pa_s_m3 == self.right_resistance_pa_s_m3
    }
}

impl Default for Seal {
    fn default() -> Self {
        Self {
            left_resistance_pa_s_m3: 3e9,
            right_resistance_pa_s_m3: 3e9,
            mass_kg_m4: 0.0,
        }
    }
}

/// A vent from the tip's face to the room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Port {
    /// No vent.
    #[default]
    None,
    /// A round hole.
    Hole {
        /// Diameter, 0.05 to 5 mm.
        diameter_mm: f64,
        /// Length, 0.1 to 20 mm.
        length_mm: f64,
    },
    /// A foam-filled module: R1 + (C parallel to R2).
    Porous {
        /// Series resistance R1, 1e5 to 1e11 Pa·s/m³.
        series_resistance_pa_s_m3: f64,
        /// Inner volume as a compliance C, 0 to 1e-9 m³/Pa.
        compliance_m3_pa: f64,
        /// Resistance R2 from the inner volume to the room, 0 to 1e11 Pa·s/m³.
        shunt_resistance_pa_s_m3: f64,
    },
}

/// The tip and shell as a moving wall: sound gets in even when nothing leaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wall {
    /// Compliance of tip and skin as an equivalent volume of air, 1 to 1000 mm³. A twentieth of the
    /// ear's 1260 mm³ holds the low frequencies back by 26 dB.
    pub compliance_mm3: f64,
    /// Resonance of the earphone's mass on that compliance, 50 to 5000 Hz; above it, isolation
    /// rises by 12 dB per octave.
    pub resonance_hz: f64,
    /// Quality factor of that resonance, 0.1 to 5.
    pub q: f64,
}

impl Default for Wall {
    fn default() -> Self {
        Self {
            compliance_mm3: 110.0,
            resonance_hz: 900.0,
            q: 0.7,
        }
    }
}

/// One of the two ears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The left ear.
    Left,
    /// The right ear.
    Right,
}

impl Side {
    /// Both ears, left first, as channels are ordered.
    pub const BOTH: [Side; 2] = [Side::Left, Side::Right];
}
