//! Intermodulation of each kind of driver, rendered, beside what its law gives.
//!
//! Two tones, the lower one four times the higher, as amplifiers are measured (SMPTE RP 120, 60 Hz
//! and 7 kHz). No series for in-ear drivers was found, so there is nothing to compare with but theory: the
//! drivers' signals inside the network for each tone, and their law's second and third order as a
//! Volterra series, without the filters and the doubled rate that the rendered sound goes through.

use std::f64::consts::{SQRT_2, TAU};

use bodypack::acoustics::{DriverState, Network, Placement};
use bodypack::dsp::waveshaper::CUBIC;
use bodypack::rig::{
    BalancedArmature, Circuit, Damper, Dynamic, Electrostatic, Rig, Side, Transducer,
};
use num_complex::Complex64;

use super::bench::{amplitude, db, factory, gain, on_coupler, Reason, Stand};
use super::row::{number, Basis, Found, Row};

/// The two tones, Hz, and the level of the lower one.
const LOW_HZ: f64 = 60.0;
const HIGH_HZ: f64 = 7000.0;
const LOW_DBSPL: f64 = 94.0;
/// The lower tone is so many times the higher.
const RATIO: f64 = 4.0;

/// Largest difference of rendered sound from theory, dB: the filters before and behind the laws are of
/// low order.
const TOLERANCE_DB: f64 = 2.0;

const PUBLISHED: &str = "what the law gives, ± 2 dB";
const TEST: &str = "the_table_of_the_read_me_is_what_is_measured_and_every_row_holds";

pub const ROWS: &[Row] = &[
    Row {
        check: "Intermodulation, 60 Hz and 7 kHz 4:1 at 94 dB SPL: moving coil, second order",
        source: "",
        published: PUBLISHED,
        basis: Basis::Predicted,
        test: TEST,
        measure: || of(coil(), 2),
    },
    Row {
        check: "… balanced armature, third order",
        source: "",
        published: PUBLISHED,
        basis: Basis::Predicted,
        test: TEST,
        measure: || of(armature(), 3),
    },
    Row {
        check: "… electret with one stator, second order",
        source: "",
        published: PUBLISHED,
        basis: Basis::Predicted,
        test: TEST,
        measure: || of(electret(), 2),
    },
    Row {
        check: "… electrostatic between two stators, third order",
        source: "",
        published: PUBLISHED,
        basis: Basis::Predicted,
        test: TEST,
        measure: || of(push_pull(), 3),
    },
];

fn coil() -> Result<Rig, Reason> {
    let motor = Transducer::Dynamic(Dynamic::default());
    let mut rig = on_coupler(motor, 1, None, (7.76, 1.17));
    rig.earphone.bores[0].damper = Some(Damper {
        resistance_pa_s_m3: 6.97e7,
        ..Damper::default()
    });
    Ok(rig)
}

fn armature() -> Result<Rig, Reason> {
    let motor = Transducer::BalancedArmature(BalancedArmature::default());
    Ok(on_coupler(motor, 1, None, (1.65, 0.262)))
}

fn electret() -> Result<Rig, Reason> {
    let motor = factory("electret-tweeter-of-two")?;
    Ok(on_coupler(motor, 2, Some((3.0, 0.7)), (11.0, 0.95)))
}

fn push_pull() -> Result<Rig, Reason> {
    let motor = Transducer::Electrostatic(Electrostatic {
        single_sided: 0.0,
        ..Electrostatic::default()
    });
    Ok(on_coupler(motor, 1, Some((3.0, 0.7)), (11.0, 0.95)))
}

/// Side tones of one order, rendered and by theory, % of the higher tone.
fn of(rig: Result<Rig, Reason>, order: usize) -> Found {
    let figures = rig.and_then(|rig| Ok((rendered(&rig, order)?, theory(&rig, order)?)));
    figures.map_or_else(Found::failed, |(rendered, theory)| Found {
        text: format!(
            "{} % (theory: {})",
            number(100.0 * rendered, 3),
            number(100.0 * theory, 3)
        ),
        holds: db(rendered / theory).abs() <= TOLERANCE_DB,
    })
}

/// The side tones around the higher tone.
fn side_tones_hz(order: usize) -> [f64; 2] {
    let away_hz = (order - 1) as f64 * LOW_HZ;
    [HIGH_HZ - away_hz, HIGH_HZ + away_hz]
}

fn low_pa() -> f64 {
    SQRT_2 * 20e-6 * gain(LOW_DBSPL)
}

fn rendered(rig: &Rig, order: usize) -> Result<f64, Reason> {
    const SOFT: f64 = 1e-3;
    let mut stand = Stand::new(rig)?;
    let mut sensitivity = |hz: f64| amplitude(&stand.tones(&[(hz, SOFT)]), hz) / SOFT;
    let tones = [
        (LOW_HZ, low_pa() / sensitivity(LOW_HZ)),
        (HIGH_HZ, low_pa() / RATIO / sensitivity(HIGH_HZ)),
    ];
    let heard = stand.tones(&tones);
    let sides = side_tones_hz(order).map(|hz| amplitude(&heard, hz));
    Ok(sides[0].hypot(sides[1]) / amplitude(&heard, HIGH_HZ))
}

/// One driver at one frequency.
struct Inside {
    /// Signal that the law hears per volt, and a coil's force in Pa/V.
    drive: Complex64,
    force: Complex64,
    /// Pressure at the drum per unit of what the law adds, and per volt.
    reach: Complex64,
    drum: Complex64,
}

impl Inside {
    fn new(network: &Network, motor: &Transducer, hz: f64) -> Self {
        let mut states = [DriverState::default()];
        let drum = network.solve_inside(hz, &mut states);
        let [state] = states;
        let s = Complex64::new(0.0, TAU * hz);
        let (drive, force, unit_pa) = match motor.circuit() {
            Circuit::Reed(parts) => {
                let coil_pa = state.current_a_per_v * parts.transduction_pa_a;
                let reed_pa = state.flow_m3_s_per_v / (s * parts.compliance_m3_pa);
                let flux_pa = coil_pa + parts.magnet_softening * reed_pa;
                let unit_pa = parts.saturation_pa;
                (flux_pa / unit_pa, Complex64::ZERO, unit_pa)
            }
            Circuit::Coil(parts) => {
                let area_m2 = 1e-6 * parts.area_mm2;
                let excursion_mm = 1e3 * state.flow_m3_s_per_v / s / area_m2;
                let force_pa = state.current_a_per_v * (parts.bl_tm / area_m2);
                (excursion_mm, force_pa, 1.0)
            }
            Circuit::Field(parts) => {
                let area_m2 = 1e-6 * parts.area_mm2;
                let mass = 1e-6 * parts.mass_mg / (area_m2 * area_m2);
                let resonance = TAU * parts.resonance_hz;
                let impedance = mass * (s + resonance / parts.resonance_q + resonance.powi(2) / s);
                let unit_pa = stroke_pa(parts);
                let field_pa = state.front_pa_per_v + impedance * state.flow_m3_s_per_v;
                (field_pa / unit_pa, Complex64::ZERO, unit_pa)
            }
        };
        Self {
            drive,
            force,
            reach: state.drum_pa_per_pa * unit_pa,
            drum,
        }
    }

    /// The same at a level at the drum, Pa, in place of a volt.
    fn at(self, drum_pa: f64) -> Self {
        let volts = drum_pa / self.drum;
        Self {
            drive: self.drive * volts,
            force: self.force * volts,
            ..self
        }
    }
}

/// Pressure that moves a charged diaphragm by a third of its gap, slowly, Pa.
fn stroke_pa(parts: &Electrostatic) -> f64 {
    let resonance = TAU * parts.resonance_hz;
    let stiffness_n_m = resonance * resonance * 1e-6 * parts.mass_mg;
    1e-6 * parts.gap_um / 3.0 * stiffness_n_m / (1e-6 * parts.area_mm2)
}

/// Side tones by the first term of the law's Volterra series.
fn theory(rig: &Rig, order: usize) -> Result<f64, Reason> {
    let placement = Placement::coupler(rig.pack.output_impedance_ohm);
    let network =
        Network::new(&rig.earphone, Side::Left, &placement).map_err(|error| error.to_string())?;
    let motor = &rig.earphone.drivers[0].motor;
    let high_pa = low_pa() / RATIO;
    let low = Inside::new(&network, motor, LOW_HZ).at(low_pa());
    let high = Inside::new(&network, motor, HIGH_HZ).at(high_pa);
    let [below_hz, above_hz] = side_tones_hz(order);
    let sides = [
        (below_hz, low.drive.conj(), low.force.conj()),
        (above_hz, low.drive, low.force),
    ]
    .map(|(hz, drive, force)| {
        let added = match (order, motor.circuit()) {
            (2, Circuit::Coil(parts)) => {
                let stiffness_pa_mm = 1.0 / parts.compliance_mm_n / (1e-6 * parts.area_mm2);
                0.5 * parts.bl_slope_per_mm * (high.force * drive + force * high.drive)
                    - stiffness_pa_mm * parts.stiffness_slope_per_mm * drive * high.drive
            }
            (2, Circuit::Field(parts)) => {
                let gap_m = 1e-6 * parts.gap_um;
                let pa_per_v = 2.0 * 8.854e-12 * parts.bias_v / (gap_m * gap_m);
                let square = parts.single_sided * stroke_pa(parts) / pa_per_v / 2.0 / parts.bias_v;
                square * drive * high.drive
            }
            _ => -0.75 * f64::from(CUBIC) * drive * drive * high.drive,
        };
        (added * Inside::new(&network, motor, hz).reach).norm()
    });
    Ok(sides[0].hypot(sides[1]) / high_pa)
}
