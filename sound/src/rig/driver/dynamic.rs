//! A moving coil: its parts, and how it is called and drawn.

use super::kind::{Icon, Kind, Mark};
use crate::rig::schema::{described, list, number, number_or_inf, optional, table};

described! {
    /// A moving-coil micro-driver as lumped parts.
    ///
    /// The default set is an effective fit to a measured 7 mm single dynamic on a 711 coupler,
    /// 0.48 dB rms from 20 Hz to 9 kHz; magnitude data alone cannot tell mass, compliance and
    /// volumes apart.
    pub struct Dynamic {
        /// Voice-coil resistance.
        pub re_ohm: f64 = 18.0, number(1.0, 1000.0, "Ω");
        /// Voice-coil inductance.
        pub le_mh: f64 = 0.02, number(0.0, 10.0, "mH");
        /// Force factor Bl.
        pub bl_tm: f64 = 0.129, number(0.001, 10.0, "T·m");
        /// Moving mass.
        pub mass_mg: f64 = 5.0, number(0.05, 1000.0, "mg");
        /// Compliance of the suspension.
        pub compliance_mm_n: f64 = 4.0, number(0.01, 1000.0, "mm/N");
        /// Mechanical resistance.
        pub resistance_kg_s: f64 = 0.0256, number(1e-5, 10.0, "kg/s");
        /// Diaphragm area.
        pub area_mm2: f64 = 26.0, number(0.5, 500.0, "mm²");
        /// Volume in front of the diaphragm.
        pub front_volume_mm3: f64 = 25.8, number(0.1, 5000.0, "mm³");
        /// Volume behind the diaphragm.
        pub rear_volume_mm3: f64 = 80.0, number(1.0, 1e5, "mm³");
        /// Resistance of the rear vent to the room; inf is a sealed back.
        pub rear_vent_resistance_pa_s_m3: f64 = 1.63e9, number_or_inf(1e5, 1e12, "Pa·s/m³");
        /// Mass of the air in the rear vent.
        pub rear_vent_mass_kg_m4: f64 = 1.24e5, number(0.0, 1e7, "kg/m⁴");
        /// Resistance of the vent from the front volume to the room; inf is no vent.
        pub front_vent_resistance_pa_s_m3: f64 = f64::INFINITY,
            number_or_inf(1e5, 1e12, "Pa·s/m³");
        /// Mass of the air in the front vent.
        pub front_vent_mass_kg_m4: f64 = 1e4, number(0.0, 1e7, "kg/m⁴");
        /// The closed shell that the rear vent opens into; without it, that is the room.
        pub shell: Option<Shell> = None, optional(table::<Shell>());
        /// By how much the suspension stiffens per millimeter one way and softens the other
        /// (estimated: 0.05 to 0.3 % at 94 dB SPL, more in the bass).
        pub stiffness_slope_per_mm: f64 = 40.0, number(-1000.0, 1000.0, "1/mm");
        /// By how much the suspension stiffens per square millimeter either way (an estimate).
        pub stiffness_curve_per_mm2: f64 = 2500.0, number(0.0, 1e6, "1/mm²");
        /// By how much the force factor changes per millimeter of a coil that is off its center (an
        /// estimate).
        pub bl_slope_per_mm: f64 = 1.5, number(-100.0, 100.0, "1/mm");
        /// By how much the force factor falls per square millimeter either way (an estimate).
        pub bl_curve_per_mm2: f64 = 100.0, number(0.0, 1e5, "1/mm²");
        /// Break-up of the diaphragm: parts of it that go their own way above a frequency.
        pub modes: Vec<Mode> = Vec::new(), list::<Mode>(0, 3);
    }
}

described! {
    /// The shell behind a moving coil, and its vent.
    pub struct Shell {
        /// Volume of the air in the shell.
        pub volume_mm3: f64 = 500.0, number(1.0, 1e5, "mm³");
        /// Resistance of the shell's vent to the room; inf is a closed shell.
        pub vent_resistance_pa_s_m3: f64 = 1e7, number_or_inf(1e5, 1e12, "Pa·s/m³");
        /// Mass of the air in the shell's vent.
        pub vent_mass_kg_m4: f64 = 1e3, number(0.0, 1e7, "kg/m⁴");
    }
}

described! {
    /// One mode in which a diaphragm breaks up: a part of it hangs on the rest by a spring.
    pub struct Mode {
        /// Frequency at which the part resonates on its spring.
        pub frequency_hz: f64 = 7000.0, number(500.0, 4e4, "Hz");
        /// Quality factor of that resonance.
        pub q: f64 = 8.0, number(0.5, 50.0, "");
        /// The part's share of the moving mass.
        pub mass_share: f64 = 0.1, number(0.001, 0.3, "");
        /// The part's share of the diaphragm's area.
        pub area_share: f64 = 0.1, number(0.0, 0.3, "");
    }
}

/// A round diaphragm with its coil.
const ICON: Icon = Icon {
    drawn: &[Mark::Disk(0.46), Mark::Ring(0.285, 1.0), Mark::Dot(0.129)],
    small: &[Mark::Ring(0.5, 1.4), Mark::Dot(0.175)],
    most_points: 72.0,
};

impl Kind for Dynamic {
    fn word(&self) -> &'static str {
        "dynamic"
    }

    fn plural(&self) -> &'static str {
        "dynamics"
    }

    fn icon(&self) -> Icon {
        ICON
    }
}
