//! One driver with the parts that belong to it: crossover, motor, damper and tube.

use serde::{Deserialize, Serialize};

/// A driver, or several identical ones in parallel, and its way to the bore.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Driver {
    /// What it is for, as the user reads it ("woofer").
    pub name: String,
    /// How many of them, electrically and acoustically in parallel, 1 to 8.
    pub count: u32,
    /// Wired with reversed polarity.
    pub inverted: bool,
    /// Index of the bore that it plays into, from 0.
    pub bore: usize,
    /// The parts between the pack and the driver.
    pub crossover: Crossover,
    /// The tube between the driver and the bore; none where the driver sits on the bore.
    pub tube: Option<Tube>,
    /// A damper in that tube, or at the driver's mouth when there is no tube.
    pub damper: Option<Damper>,
    /// What moves the air.
    pub motor: Motor,
}

impl Default for Driver {
    fn default() -> Self {
        Self {
            name: "full range".into(),
            count: 1,
            inverted: false,
            bore: 0,
            crossover: Crossover::default(),
            tube: None,
            damper: None,
            motor: Motor::default(),
        }
    }
}

/// The electrical parts in front of one driver: R, L and C in series, then R and C across it. An
/// absent part is a short in series and an open circuit across.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Crossover {
    /// Resistor in series, 0.1 to 10000 Ω.
    pub series_ohm: Option<f64>,
    /// Coil in series, 0.001 to 100 mH.
    pub series_mh: Option<f64>,
    /// Capacitor in series, 0.001 to 1000 µF.
    pub series_uf: Option<f64>,
    /// Resistor across the driver, 0.1 to 10000 Ω.
    pub shunt_ohm: Option<f64>,
    /// Capacitor across the driver, 0.001 to 1000 µF.
    pub shunt_uf: Option<f64>,
}

/// A round tube.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tube {
    /// Length, 0.1 to 60 mm.
    pub length_mm: f64,
    /// Radius, 0.1 to 5 mm.
    pub radius_mm: f64,
}

/// An acoustic damper: a resistance with a small mass. The trade names dampers by their resistance
/// in cgs acoustic ohms; one such ohm is 1e5 Pa·s/m³.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Damper {
    /// Resistance, 1e5 to 1e10 Pa·s/m³.
    pub resistance_pa_s_m3: f64,
    /// Mass, 0 to 1e5 kg/m⁴.
    #[serde(default = "Damper::usual_mass_kg_m4")]
    pub mass_kg_m4: f64,
    /// Where it sits in its tube: 0 is the driver's end, 1 the ear's end.
    #[serde(default)]
    pub position: f64,
}

impl Damper {
    /// Mass of a usual damper, kg/m⁴ (an estimate between 1e3 and 3e3).
    pub fn usual_mass_kg_m4() -> f64 {
        2e3
    }
}

/// The three kinds of motor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Motor {
    /// A moving coil.
    Dynamic(Dynamic),
    /// A balanced armature.
    BalancedArmature(BalancedArmature),
    /// An electret or electrostatic diaphragm behind a step-up transformer.
    Electrostatic(Electrostatic),
}

impl Default for Motor {
    fn default() -> Self {
        Self::Dynamic(Dynamic::default())
    }
}

/// A moving-coil micro-driver as lumped parts.
///
/// The default set is an effective fit to a measured 7 mm single dynamic on a 711 coupler, 0.48 dB
/// rms from 20 Hz to 9 kHz; magnitude data alone cannot tell mass, compliance and volumes apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dynamic {
    /// Voice-coil resistance, 1 to 1000 Ω.
    pub re_ohm: f64,
    /// Voice-coil inductance, 0 to 10 mH.
    pub le_mh: f64,
    /// Force factor Bl, 0.001 to 10 T·m.
    pub bl_tm: f64,
    /// Moving mass, 0.05 to 1000 mg.
    pub mass_mg: f64,
    /// Compliance of the suspension, 0.01 to 1000 mm/N.
    pub compliance_mm_n: f64,
    /// Mechanical resistance, 1e-5 to 10 kg/s.
    pub resistance_kg_s: f64,
    /// Diaphragm area, 0.5 to 500 mm².
    pub area_mm2: f64,
    /// Volume in front of the diaphragm, 0.1 to 5000 mm³.
    pub front_volume_mm3: f64,
    /// Volume behind the diaphragm, 1 to 100000 mm³.
    pub rear_volume_mm3: f64,
    /// Resistance of the rear vent to the room, 1e5 to 1e12 Pa·s/m³, or `inf` for a sealed back.
    pub rear_vent_resistance_pa_s_m3: f64,
    /// Mass of the air in the rear vent, 0 to 1e7 kg/m⁴.
    pub rear_vent_mass_kg_m4: f64,
}

impl Default for Dynamic {
    fn default() -> Self {
        Self {
            re_ohm: 18.0,
            le_mh: 0.02,
            bl_tm: 0.129,
            mass_mg: 5.0,
            compliance_mm_n: 4.0,
            resistance_kg_s: 0.0256,
            area_mm2: 26.0,
            front_volume_mm3: 25.8,
            rear_volume_mm3: 80.0,
            rear_vent_resistance_pa_s_m3: 1.63e9,
            rear_vent_mass_kg_m4: 1.24e5,
        }
    }
}

/// A balanced-armature receiver as a compact acoustic two-port.
///
/// The default set is a fit to the published 711 response and impedance of a full-range receiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BalancedArmature {
    /// Coil resistance, 0.5 to 2000 Ω.
    pub re_ohm: f64,
    /// Inductance L1 in series, 0 to 1000 mH.
    pub l1_mh: f64,
    /// Inductance L2 parallel to the eddy-current loss, 0 to 1000 mH.
    pub l2_mh: f64,
    /// Semi-inductance K of the eddy-current loss, Ω·s^½: K√s lies across L2. 0 to 1000 with 0 for
    /// none: L2 then stands alone.
    pub semi_inductance_ohm_sqrt_s: f64,
    /// Transduction: pressure of the blocked reed per ampere, 1e2 to 1e7 Pa/A.
    pub transduction_pa_a: f64,
    /// Acoustic resistance of reed and diaphragm, 0 to 1e11 Pa·s/m³.
    pub resistance_pa_s_m3: f64,
    /// Acoustic mass of reed and diaphragm, 1 to 1e8 kg/m⁴.
    pub mass_kg_m4: f64,
    /// Acoustic compliance of reed, magnets and back volume, 1e-16 to 1e-10 m³/Pa.
    pub compliance_m3_pa: f64,
    /// Compliance of the front volume, 0 to 1e-10 m³/Pa.
    pub front_compliance_m3_pa: f64,
}

impl Default for BalancedArmature {
    fn default() -> Self {
        Self {
            re_ohm: 3.82,
            l1_mh: 0.646,
            l2_mh: 0.176,
            semi_inductance_ohm_sqrt_s: 7.7e-3,
            transduction_pa_a: 8.83e4,
            resistance_pa_s_m3: 1.50e8,
            mass_kg_m4: 5.59e4,
            compliance_m3_pa: 5.43e-14,
            front_compliance_m3_pa: 5.64e-14,
        }
    }
}

/// A push-pull or electret diaphragm between stators, driven through a step-up transformer.
///
/// The default set is an effective fit to the published 711 points of a dual electret tweeter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Electrostatic {
    /// Winding resistance seen from the primary, 0.1 to 1000 Ω.
    pub re_ohm: f64,
    /// Leakage inductance seen from the primary, 0 to 10 mH.
    pub leakage_mh: f64,
    /// Step-up ratio of the transformer, 1 to 500.
    pub turns_ratio: f64,
    /// Capacitance of the stators with the diaphragm held, 1 to 10000 pF.
    pub capacitance_pf: f64,
    /// Polarising voltage, 1 to 2000 V.
    pub bias_v: f64,
    /// Gap from the diaphragm to a stator, 5 to 1000 µm.
    pub gap_um: f64,
    /// Diaphragm area, 1 to 1000 mm².
    pub area_mm2: f64,
    /// Resonance of the diaphragm in free air, 20 to 60000 Hz.
    pub resonance_hz: f64,
    /// Quality factor of that resonance, 0.05 to 20.
    pub resonance_q: f64,
    /// Moving mass, 0.01 to 100 mg.
    pub mass_mg: f64,
    /// Volume in front of the diaphragm, 0.1 to 1000 mm³.
    pub front_volume_mm3: f64,
}

impl Default for Electrostatic {
    fn default() -> Self {
        Self {
            re_ohm: 12.0,
            leakage_mh: 0.3,
            turns_ratio: 20.0,
            capacitance_pf: 150.0,
            bias_v: 300.0,
            gap_um: 50.0,
            area_mm2: 16.0,
            resonance_hz: 12000.0,
            resonance_q: 1.0,
            mass_mg: 0.3,
            front_volume_mm3: 8.0,
        }
    }
}
