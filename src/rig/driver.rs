//! One driver with the parts that belong to it: crossover, motor, damper and tube.

use super::schema::{
    described, kinds, list, number, number_or_inf, optional, switch, table, tagged,
};
use super::schema::{text, whole};

described! {
    /// A driver, or several identical ones in parallel that share crossover, tube and damper.
    pub struct Driver {
        /// Purpose ("woofer").
        pub name: String = "full range".into(), text(0, 80);
        /// Number of drivers, electrically and acoustically in parallel.
        pub count: u32 = 1, whole(1, 8);
        /// True if it is wired with reversed polarity.
        pub inverted: bool = false, switch();
        /// Index of the bore that it plays into, from 0.
        pub bore: usize = 0, whole(0, 3);
        /// The parts between the pack and the driver.
        pub crossover: Crossover = Crossover::default(), table::<Crossover>();
        /// The tube between the driver and the bore; none where the driver sits on the bore.
        pub tube: Option<Tube> = None, optional(table::<Tube>());
        /// A damper in that tube, or at the driver's mouth when there is no tube.
        pub damper: Option<Damper> = None, optional(table::<Damper>());
        /// The drivers.
        pub motor: Transducer = Transducer::default(), kinds::<Transducer>();
    }
}

described! {
    /// The electrical parts in front of one driver: R, L and C in series, then R and C across it.
    /// An absent part is a short in series and an open circuit across.
    pub struct Crossover {
        /// Resistor in series with the driver.
        pub series_ohm: Option<f64> = None, optional(number(0.1, 1e4, "Ω"));
        /// Coil in series with the driver.
        pub series_mh: Option<f64> = None, optional(number(0.001, 100.0, "mH"));
        /// Capacitor in series with the driver.
        pub series_uf: Option<f64> = None, optional(number(0.001, 1000.0, "µF"));
        /// Resistor across the driver.
        pub shunt_ohm: Option<f64> = None, optional(number(0.1, 1e4, "Ω"));
        /// Capacitor across the driver.
        pub shunt_uf: Option<f64> = None, optional(number(0.001, 1000.0, "µF"));
    }
}

described! {
    /// A round tube.
    pub struct Tube {
        /// Length of the tube.
        pub length_mm: f64 = 3.0, number(0.1, 60.0, "mm");
        /// Radius of the tube.
        pub radius_mm: f64 = 0.7, number(0.1, 5.0, "mm");
    }
}

described! {
    /// An acoustic damper: a resistance with a small mass. The trade names dampers by their
    /// resistance in cgs acoustic ohms; one such ohm is 1e5 Pa·s/m³.
    pub struct Damper {
        /// Resistance of the damper: its trade value in ohms times 100 000.
        pub resistance_pa_s_m3: f64 = 1.5e8, number(1e5, 1e10, "Pa·s/m³");
        /// Mass of the air in the damper.
        pub mass_kg_m4: f64 = Damper::usual_mass_kg_m4(), number(0.0, 1e5, "kg/m⁴");
        /// Position in its tube: 0 is the driver's end, 1 the ear's end.
        pub position: f64 = 0.0, number(0.0, 1.0, "");
    }
}

impl Damper {
    /// Mass of a usual damper, kg/m⁴ (an estimate between 1e3 and 3e3).
    pub fn usual_mass_kg_m4() -> f64 {
        2e3
    }
}

tagged! {
    /// The three kinds of motor.
    pub enum Transducer {
        /// A moving coil.
        "dynamic" = Dynamic(Dynamic),
        /// A balanced armature.
        "balanced-armature" = BalancedArmature(BalancedArmature),
        /// An electret or electrostatic diaphragm behind a step-up transformer or an amplifier.
        "electrostatic" = Electrostatic(Electrostatic),
    }
}

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
        /// By how much the flux of the two half-waves differs, as a share; 0 is a perfectly centerd
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
