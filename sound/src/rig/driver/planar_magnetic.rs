//! A planar magnetic driver: its parts, and how it is called and drawn.
//!
//! *In the real world* a film under tension carries a flat conductor between rows of magnets, so that the
//! force acts on all of it at once. The magnets stand in the way of the air, whose flow through the slots
//! between them damps the film.
//!
//! *Model*: a moving conductor without inductance on a film whose stiffness is its tension. Its excursion
//! stretches the film either way, which stiffens it by the square; the field falls between the magnets by
//! the square as well, and with magnets on one side alone it grows towards them.
//!
//! *Left out*: shapes of the film other than that of its lowest resonance; the mass of the air in the
//! slots, which is within the film's.
//!
//! *Tests*: `tests/planar_magnetic.rs`.

use std::f64::consts::TAU;

use super::kind::{Icon, Kind, Mark};
use super::Dynamic;
use crate::rig::schema::{described, number, number_or_inf};

described! {
    /// A planar magnetic driver: a flat conductor on a tensioned film between magnets.
    ///
    /// The default set is an effective fit to a measured earphone with one such driver of 14 mm on a 711
    /// coupler, 0.53 dB rms from 20 Hz to 9 kHz; impedance (16 Ω) and sensitivity (some 102 dB SPL at 1 mW)
    /// are recalled, distortion is an estimate.
    pub struct PlanarMagnetic {
        /// Resistance of the conductor.
        pub re_ohm: f64 = 16.0, number(1.0, 1000.0, "Ω");
        /// Force factor: field times length of the conductor.
        pub bl_tm: f64 = 0.3, number(0.001, 10.0, "T·m");
        /// Mass of film and conductor that moves.
        pub mass_mg: f64 = 1.18, number(0.05, 1000.0, "mg");
        /// Resonance of the film in free air, by its tension.
        pub resonance_hz: f64 = 518.0, number(20.0, 1e4, "Hz");
        /// Quality factor of that resonance: the air in the slots between the magnets damps it.
        pub resonance_q: f64 = 1.28, number(0.05, 20.0, "");
        /// Area of the film that moves.
        pub area_mm2: f64 = 100.0, number(1.0, 5000.0, "mm²");
        /// Volume in front of the film.
        pub front_volume_mm3: f64 = 22.7, number(0.1, 5000.0, "mm³");
        /// Resistance of the vent from the front volume to the room; inf is no vent.
        pub front_vent_resistance_pa_s_m3: f64 = 2.32e8, number_or_inf(1e5, 1e12, "Pa·s/m³");
        /// Mass of the air in the front vent.
        pub front_vent_mass_kg_m4: f64 = 1.51e4, number(0.0, 1e7, "kg/m⁴");
        /// Volume behind the film.
        pub rear_volume_mm3: f64 = 157.0, number(1.0, 1e5, "mm³");
        /// Resistance of the rear vent to the room; inf is a sealed back.
        pub rear_vent_resistance_pa_s_m3: f64 = 5.12e8, number_or_inf(1e5, 1e12, "Pa·s/m³");
        /// Mass of the air in the rear vent.
        pub rear_vent_mass_kg_m4: f64 = 140.0, number(0.0, 1e7, "kg/m⁴");
        // Elasticity times thickness over tension and the radius squared: 1.2e5 N/m of aluminum on
        // polyester, 0.7 N/m, 5.6 mm.
        /// By how much the film stiffens per square millimeter that it is stretched either way (an
        /// estimate).
        pub stretch_per_mm2: f64 = 5000.0, number(0.0, 1e6, "1/mm²");
        /// By how much the field falls per square millimeter either way (an estimate).
        pub field_curve_per_mm2: f64 = 10.0, number(0.0, 1e5, "1/mm²");
        /// By how much the field grows per millimeter toward the magnets where they are on one side
        /// alone; 0 is magnets on both sides.
        pub field_slope_per_mm: f64 = 0.0, number(-100.0, 100.0, "1/mm");
    }
}

/// A film between rows of magnets.
const ICON: Icon = Icon {
    drawn: &[
        Mark::Case([0.34, 0.42]),
        Mark::Line([-0.2, -0.28], [-0.2, -0.08], 3.0),
        Mark::Line([-0.2, 0.08], [-0.2, 0.28], 3.0),
        Mark::Line([0.2, -0.28], [0.2, -0.08], 3.0),
        Mark::Line([0.2, 0.08], [0.2, 0.28], 3.0),
        Mark::Line([0.0, -0.36], [0.0, 0.36], 1.0),
    ],
    small: &[
        Mark::Frame([0.5, 0.4]),
        Mark::Line([0.0, -0.4], [0.0, 0.4], 1.4),
    ],
    most_points: 48.0,
};

impl PlanarMagnetic {
    /// The moving coil that has the same circuit and law of distortion.
    pub(super) fn as_coil(&self) -> Dynamic {
        let resonance = TAU * self.resonance_hz;
        let mass_kg = 1e-6 * self.mass_mg;
        Dynamic {
            re_ohm: self.re_ohm,
            le_mh: 0.0,
            bl_tm: self.bl_tm,
            mass_mg: self.mass_mg,
            compliance_mm_n: 1e3 / (resonance * resonance * mass_kg),
            resistance_kg_s: resonance * mass_kg / self.resonance_q,
            area_mm2: self.area_mm2,
            front_volume_mm3: self.front_volume_mm3,
            rear_volume_mm3: self.rear_volume_mm3,
            rear_vent_resistance_pa_s_m3: self.rear_vent_resistance_pa_s_m3,
            rear_vent_mass_kg_m4: self.rear_vent_mass_kg_m4,
            front_vent_resistance_pa_s_m3: self.front_vent_resistance_pa_s_m3,
            front_vent_mass_kg_m4: self.front_vent_mass_kg_m4,
            shell: None,
            stiffness_slope_per_mm: 0.0,
            stiffness_curve_per_mm2: self.stretch_per_mm2,
            bl_slope_per_mm: self.field_slope_per_mm,
            bl_curve_per_mm2: self.field_curve_per_mm2,
            modes: Vec::new(),
        }
    }
}

impl Kind for PlanarMagnetic {
    fn word(&self) -> &'static str {
        "planar"
    }

    fn plural(&self) -> &'static str {
        "planars"
    }

    fn name(&self) -> &'static str {
        "planar magnetic"
    }

    fn icon(&self) -> Icon {
        ICON
    }
}
