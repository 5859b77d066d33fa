//! A charged diaphragm between stators: its parts, and how it is called and drawn.

use super::kind::{Icon, Kind, Mark};
use crate::rig::schema::{described, number, number_or_inf, optional, switch, table};

described! {
    /// A push-pull or electret diaphragm between stators, driven through a step-up transformer or by
    /// an amplifier of its own.
    ///
    /// The default set is an effective fit to the published 711 points of a dual electret tweeter at
    /// the end of 3 mm × Ø 1.4 mm and 11 mm × Ø 1.9 mm of tube.
    pub struct Electrostatic {
        /// Winding resistance seen from the primary, or output resistance of its amplifier.
        pub re_ohm: f64 = 10.9, number(0.1, 1000.0, "Ω");
        /// Leakage inductance seen from the primary.
        pub leakage_mh: f64 = 0.385, number(0.0, 10.0, "mH");
        /// Inductance of the transformer across the primary: it takes the bass away; inf takes none.
        pub magnetising_mh: f64 = 0.18, number_or_inf(0.001, 1000.0, "mH");
        /// Step-up ratio of the transformer.
        pub turns_ratio: f64 = 25.0, number(1.0, 500.0, "");
        /// Capacitance of the stators with the diaphragm held.
        pub capacitance_pf: f64 = 150.0, number(1.0, 1e4, "pF");
        /// Polarizing voltage.
        pub bias_v: f64 = 400.0, number(1.0, 2000.0, "V");
        /// Gap from the diaphragm to a stator; the diaphragm has to keep to a third of it.
        pub gap_um: f64 = 23.7, number(5.0, 1000.0, "µm");
        /// Diaphragm area.
        pub area_mm2: f64 = 16.0, number(1.0, 1000.0, "mm²");
        /// Resonance of the diaphragm in free air, lowered by the pull of the field.
        pub resonance_hz: f64 = 6800.0, number(20.0, 6e4, "Hz");
        /// Quality factor of that resonance.
        pub resonance_q: f64 = 2.1, number(0.05, 20.0, "");
        /// Moving mass.
        pub mass_mg: f64 = 0.98, number(0.01, 100.0, "mg");
        // One stator's force has a second harmonic of the signal over four times the bias.
        /// Asymmetry of the drive: 0 is push-pull between two equal stators, 1 is one stator, as
        /// most electrets have.
        pub single_sided: f64 = 1.0, number(0.0, 1.0, "");
        /// True if distortion follows the excursion of a push-pull diaphragm; false if it follows the
        /// field, as though there were no air to hold the diaphragm.
        pub by_excursion: bool = false, switch();
        /// Volume in front of the diaphragm.
        pub front_volume_mm3: f64 = 0.5, number(0.1, 1000.0, "mm³");
        /// Volume behind the diaphragm; inf is one that is within the resonance.
        pub rear_volume_mm3: f64 = f64::INFINITY, number_or_inf(1.0, 1e5, "mm³");
        /// Resistance of the rear volume's vent to the room; inf is a sealed back.
        pub rear_vent_resistance_pa_s_m3: f64 = f64::INFINITY, number_or_inf(1e5, 1e12, "Pa·s/m³");
        /// Mass of the air in the rear vent.
        pub rear_vent_mass_kg_m4: f64 = 1e4, number(0.0, 1e7, "kg/m⁴");
        /// An amplifier of its own in place of the transformer.
        pub amplifier: Option<Amplifier> = None, optional(table::<Amplifier>());
    }
}

described! {
    /// The amplifier of a full-range electrostatic, which also makes the bias: it takes a line
    /// signal and drives the stators, and no transformer is in the way.
    pub struct Amplifier {
        /// Gain from its input to the stators.
        pub gain_db: f64 = 30.0, number(-20.0, 60.0, "dB");
        /// Resistance of its input.
        pub input_ohm: f64 = 1e4, number(10.0, 1e6, "Ω");
        /// Highest peak across the stators, where the amplifier turns itself down; inf never does.
        pub limit_v: f64 = f64::INFINITY, number_or_inf(1.0, 1e4, "V");
    }
}

/// A membrane between two stators with holes.
const ICON: Icon = Icon {
    drawn: &[
        Mark::Case([0.3, 0.4]),
        Mark::Dashes([-0.12, -0.33], [-0.12, 0.33]),
        Mark::Dashes([0.12, -0.33], [0.12, 0.33]),
        Mark::Line([0.0, -0.35], [0.0, 0.35], 1.0),
    ],
    small: &[
        Mark::Line([-0.25, -0.4], [-0.25, 0.4], 1.4),
        Mark::Line([0.0, -0.4], [0.0, 0.4], 1.4),
        Mark::Line([0.25, -0.4], [0.25, 0.4], 1.4),
    ],
    most_points: 40.0,
};

impl Kind for Electrostatic {
    fn word(&self) -> &'static str {
        "electrostatic"
    }

    fn plural(&self) -> &'static str {
        "electrostatics"
    }

    fn icon(&self) -> Icon {
        ICON
    }

    fn is_biased(&self) -> bool {
        true
    }

    fn bias_v_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.bias_v)
    }
}
