//! A balanced armature: its parts, and how it is called and drawn.

use super::kind::{Icon, Kind, Mark};
use crate::rig::schema::{described, number, number_or_inf};

described! {
    /// A balanced-armature receiver as a compact acoustic two-port.
    ///
    /// The default set is a fit to the published 711 response and impedance of a full-range
    /// receiver, whose fixture is 1.65 mm of tube with a radius of 0.262 mm.
    pub struct BalancedArmature {
        /// Coil resistance.
        pub re_ohm: f64 = 3.88, number(0.5, 2000.0, "Ω");
        /// Inductance in series with the coil.
        pub l1_mh: f64 = 0.605, number(0.0, 1000.0, "mH");
        /// Inductance parallel to the eddy-current loss.
        pub l2_mh: f64 = 0.196, number(0.0, 1000.0, "mH");
        /// Semi-inductance K of the eddy-current loss, which lies as K√s across the second
        /// inductance; 0 is no loss.
        pub semi_inductance_ohm_sqrt_s: f64 = 0.0213, number(0.0, 1000.0, "Ω·s^½");
        /// Pressure of the blocked reed per ampere.
        pub transduction_pa_a: f64 = 8.50e4, number(1e2, 1e7, "Pa/A");
        /// Acoustic resistance of reed and diaphragm.
        pub resistance_pa_s_m3: f64 = 8.37e7, number(0.0, 1e11, "Pa·s/m³");
        /// Acoustic mass of reed and diaphragm.
        pub mass_kg_m4: f64 = 5.25e4, number(1.0, 1e8, "kg/m⁴");
        /// Acoustic compliance of reed, magnets and back volume.
        pub compliance_m3_pa: f64 = 5.73e-14, number(1e-16, 1e-10, "m³/Pa");
        /// Compliance of the front volume.
        pub front_compliance_m3_pa: f64 = 6.10e-14, number(0.0, 1e-10, "m³/Pa");
        // The default follows the trade's rule of four times the published drive for the receiver of
        // this set; receivers lie between 6 and 35 kPa.
        /// Peak pressure of the blocked reed at which its flux gives 10 % of third harmonic; inf is
        /// a reed that never saturates.
        pub saturation_pa: f64 = 2e4, number_or_inf(10.0, 1e7, "Pa");
        // An estimate that fits published distortion curves.
        /// Flux that the reed's displacement adds to the coil's: the magnets' negative stiffness
        /// over the stiffness that is left.
        pub magnet_softening: f64 = 1.5, number(0.0, 10.0, "");
        // An estimate that leaves 0.1 to 0.2 % at 94 dB SPL, as published.
        /// By how much the flux of the two half-waves differs, as a share; 0 is a perfectly centered
        /// reed.
        pub asymmetry: f64 = 0.0025, number(0.0, 0.2, "");
        /// Resistance of the pinhole through the diaphragm that lets the air pressure settle; it takes
        /// the lowest bass away; inf is no pinhole.
        pub pinhole_resistance_pa_s_m3: f64 = f64::INFINITY, number_or_inf(1e7, 1e13, "Pa·s/m³");
        /// Compliance of the back volume that the pinhole opens into; inf is one that is within the
        /// reed's compliance, without a pinhole.
        pub back_compliance_m3_pa: f64 = f64::INFINITY, number_or_inf(1e-15, 1e-10, "m³/Pa");
    }
}

/// A case with its reed and its spout.
const ICON: Icon = Icon {
    drawn: &[
        Mark::Case([0.5, 0.31]),
        Mark::Line([-0.42, 0.0], [0.22, 0.0], 1.0),
        Mark::Line([0.5, 0.0], [0.62, 0.0], 3.0),
    ],
    small: &[Mark::Frame([0.5, 0.325])],
    most_points: 34.0,
};

impl Kind for BalancedArmature {
    fn word(&self) -> &'static str {
        "armature"
    }

    fn plural(&self) -> &'static str {
        "armatures"
    }

    fn name(&self) -> &'static str {
        "balanced armature"
    }

    fn icon(&self) -> Icon {
        ICON
    }
}
