//! Leaks, ports and vent modules against measured and computed figures.

use bodypack::acoustics::air::Air;
use bodypack::acoustics::ear::Ear;
use bodypack::acoustics::frequency::Frequency;
use bodypack::acoustics::vent::Vents;
use bodypack::rig::{Ear as Kind, Earphone, ModuleGrade, Port, Seal, Side};
use num_complex::Complex64;

/// Impedance of the coupler at its reference plane and of the vents beside it.
fn impedances(vents: &Vents, hz: f64) -> (Complex64, Complex64) {
    let frequency = Frequency::new(hz);
    let ear = Ear::new(Kind::Coupler711, 23.0, 12.6);
    (
        ear.at(&frequency).input_impedance,
        vents.at(&frequency).seen.inv(),
    )
}

/// Level of a stiff source with the vent, re the closed ear, dB.
fn loss_db(vents: &Vents, hz: f64) -> f64 {
    let (ear, vent) = impedances(vents, hz);
    20.0 * (vent / (vent + ear)).norm().log10()
}

/// Isolation of the way through the vent alone, dB.
fn isolation_db(vents: &Vents, hz: f64) -> f64 {
    let (ear, vent) = impedances(vents, hz);
    20.0 * (1.0 + vent / ear).norm().log10()
}

fn vents(port: Port, leak: (f64, f64)) -> Vents {
    let earphone = Earphone {
        port,
        seal: Seal {
            left_resistance_pa_s_m3: leak.0,
            right_resistance_pa_s_m3: leak.0,
            mass_kg_m4: leak.1,
        },
        ..Earphone::default()
    };
    Vents::new(&Air::new(23.0), &earphone, Side::Left, false)
}

fn module(series: f64, compliance_m3_pa: f64, shunt: f64) -> Vents {
    let port = Port::Porous {
        series_resistance_pa_s_m3: series,
        compliance_m3_pa,
        shunt_resistance_pa_s_m3: shunt,
    };
    vents(port, (f64::INFINITY, 0.0))
}

fn assert_levels(expected: &[(f64, f64)], tolerance_db: f64, level_db: impl Fn(f64) -> f64) {
    for &(hz, want) in expected {
        let got = level_db(hz);
        assert!(
            (got - want).abs() <= tolerance_db,
            "{hz} Hz: {got} against {want} dB"
        );
    }
}

/// Check 14: a 1 mm precision hole (10 mm long, the length being unknown) in front of a receiver,
/// −40 dB at 20 Hz and −14 dB at 125 Hz re sealed, ± 4 dB (Carmichael 2021).
#[test]
fn a_precision_hole_takes_the_bass() {
    let port = Port::Hole {
        diameter_mm: 1.0,
        length_mm: 10.0,
    };
    let vents = vents(port, (f64::INFINITY, 0.0));
    assert_levels(&[(20.0, -40.0), (125.0, -14.0)], 4.0, |hz| {
        loss_db(&vents, hz)
    });
}

/// Check 15: an open port of 3e7 Pa·s/m³ and 9.2e3 kg/m⁴ against the measured change of a unit with
/// its module removed, ± 2.5 dB.
#[test]
fn an_open_port_takes_the_bass_as_measured() {
    let vents = vents(Port::None, (3e7, 9.2e3));
    let expected = [(20.0, -30.0), (63.0, -18.6), (125.0, -10.9), (315.0, -2.4)];
    assert_levels(&expected, 2.5, |hz| loss_db(&vents, hz));
}

/// Checks 16 and 17: two grades of vent module against the measured change of the same unit, ± 0.7
/// and ± 0.4 dB. The published module impedances were fitted to the change re a closed module as it
/// stands; that at 1 kHz, to which the measured curves were referred, is another 0.7 dB for the
/// more open one and would take it out of the tolerance at 125 Hz by 0.2 dB.
#[test]
fn vent_modules_tilt_the_bass_as_measured() {
    let open = module(1.43e8, 2.83e-11, 1.75e8);
    let expected = [(20.0, -11.1), (63.0, -6.3), (125.0, -3.9), (315.0, -1.1)];
    assert_levels(&expected, 0.7, |hz| loss_db(&open, hz));
    let closer = module(4.43e8, 7.7e-12, 4.5e8);
    let expected = [(20.0, -3.8), (63.0, -1.7), (125.0, -1.0)];
    assert_levels(&expected, 0.4, |hz| loss_db(&closer, hz));
}

/// Check 18: isolation of the way through the more open module, ± 0.5 dB. Its published figures are
/// those of the mean of the two units that were fitted.
#[test]
fn a_vent_module_isolates_as_computed() {
    let mean = |first: f64, second: f64| 0.5 * (first + second);
    let open = module(
        mean(1.43e8, 1.06e8),
        mean(2.83e-11, 2.52e-11),
        mean(1.75e8, 1.20e8),
    );
    let expected = [
        (63.0, 2.8),
        (125.0, 4.3),
        (250.0, 7.3),
        (500.0, 12.1),
        (1000.0, 16.8),
        (2000.0, 19.7),
        (4000.0, 24.4),
    ];
    assert_levels(&expected, 0.5, |hz| isolation_db(&open, hz));
}

/// The factory grades are those modules, and the tightest is a plain resistance: at 20 and 63 Hz
/// −1.4 and −0.6 dB as measured on one unit, −2.0 and −0.6 dB on another, −0.9 and −0.2 dB on a
/// third; ± 0.7 dB about their mean.
#[test]
fn the_grades_are_the_measured_modules() {
    let grade = |grade| vents(Port::Module { grade }, (f64::INFINITY, 0.0));
    let expected = [(20.0, -11.1), (63.0, -6.3), (125.0, -3.9), (315.0, -1.1)];
    let open = grade(ModuleGrade::Open);
    assert_levels(&expected, 0.7, |hz| loss_db(&open, hz));
    let medium = grade(ModuleGrade::Medium);
    let expected = [(20.0, -3.8), (63.0, -1.7), (125.0, -1.0)];
    assert_levels(&expected, 0.4, |hz| loss_db(&medium, hz));
    let tight = grade(ModuleGrade::Tight);
    assert_levels(&[(20.0, -1.4), (63.0, -0.5)], 0.7, |hz| loss_db(&tight, hz));
    let closed = grade(ModuleGrade::Closed);
    assert_levels(&[(20.0, 0.0)], 0.4, |hz| loss_db(&closed, hz));
}

/// Check 15 for the port of that name.
#[test]
fn the_open_port_is_the_measured_one() {
    let port = Port::Open {
        resistance_pa_s_m3: 3e7,
        mass_kg_m4: 9.2e3,
    };
    let vents = vents(port, (f64::INFINITY, 0.0));
    let expected = [(20.0, -30.0), (63.0, -18.6), (125.0, -10.9), (315.0, -2.4)];
    assert_levels(&expected, 2.5, |hz| loss_db(&vents, hz));
}

/// A membrane module takes 1 to 3 dB of bass, evenly, and no air passes it (an estimate).
#[test]
fn a_membrane_takes_a_little_of_all_the_bass() {
    let port = Port::Membrane {
        resistance_pa_s_m3: 2e8,
        mass_kg_m4: 5e3,
        compliance_mm3: 350.0,
    };
    let vents = vents(port, (f64::INFINITY, 0.0));
    assert!(!vents.leaks());
    assert_levels(&[(20.0, -2.0), (63.0, -2.0), (125.0, -2.0)], 1.0, |hz| {
        loss_db(&vents, hz)
    });
}
