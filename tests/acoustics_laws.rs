//! Laws that hold for every earphone: the reduction equals the whole system of equations, power is
//! neither made nor lost, transduction is reciprocal, and isolation is what the ways in make it.

#[path = "acoustics_laws/dice.rs"]
mod dice;
#[path = "acoustics_laws/nodal.rs"]
mod nodal;

use bodypack::acoustics::air::Air;
use bodypack::acoustics::branch::Branch;
use bodypack::acoustics::damped_tube::DampedTube;
use bodypack::acoustics::frequency::Frequency;
use bodypack::acoustics::norton_port::NortonPort;
use bodypack::acoustics::tube::Tube;
use bodypack::acoustics::two_port::TwoPort;
use bodypack::acoustics::vent::Vents;
use bodypack::acoustics::{Network, NetworkError, Placement};
use bodypack::rig::{
    presets, Amplifier, BalancedArmature, Driver, Earphone, Electrostatic, Side, Transducer,
};
use num_complex::Complex64;

use dice::Dice;
use nodal::Nodal;

const RIGS: u64 = 150;

/// Random earphones and every factory rig in both kinds of ear, with a few frequencies each.
fn each_case(mut check: impl FnMut(&Earphone, &Placement, f64)) {
    for preset in presets::all() {
        let impedance_ohm = preset.rig.pack.output_impedance_ohm;
        for placement in [
            Placement::coupler(impedance_ohm),
            Placement::human(impedance_ohm),
        ] {
            for hz in [5.0, 50.0, 315.0, 1000.0, 3150.0, 8000.0, 16_000.0] {
                check(&preset.rig.earphone, &placement, hz);
            }
        }
    }
    for seed in 0..RIGS {
        let mut dice = Dice::new(seed + 1);
        let earphone = dice.earphone();
        let impedance_ohm = dice.source_impedance_ohm();
        for placement in [
            Placement::coupler(impedance_ohm),
            Placement::human(impedance_ohm),
        ] {
            for _ in 0..6 {
                let hz = dice.frequency_hz();
                check(&earphone, &placement, hz);
            }
        }
    }
}

/// Check 35 and the reduction itself: drum pressure, impedance and isolation equal those of the
/// dense system, to 1e-9 relative. The ear being a one-port, the isolation at the drum is that at
/// the tip's face.
#[test]
fn the_reduction_equals_the_whole_system() {
    each_case(|earphone, placement, hz| {
        let network = Network::new(earphone, Side::Left, placement).unwrap();
        let solution = network.solve(hz);
        let ear = network.ear().at(&Frequency::new(hz));
        let nodal = Nodal::new(earphone, placement, hz);
        let programme = nodal.solve(1.0, 0.0);
        let drum = programme.face * ear.drum_transfer;
        let near = |got: Complex64, want: Complex64, what: &str| {
            let error = (got - want).norm();
            assert!(
                error <= 1e-9 * want.norm(),
                "{what} at {hz} Hz: {got} against {want}: {error:e}"
            );
        };
        near(solution.drum_pa_per_v, drum, "programme");
        near(
            solution.impedance_ohm,
            programme.voltage / programme.current,
            "impedance",
        );
        let room = nodal.solve(0.0, 1.0);
        let open_drum = ear.drum_transfer;
        near(
            solution.isolation,
            room.face * ear.drum_transfer / open_drum,
            "isolation",
        );
    });
}

/// Returns whether a driver has an amplifier of its own, which brings power that is not the pack's.
fn is_amplified(earphone: &Earphone) -> bool {
    let amplified = |driver: &Driver| matches!(&driver.motor, Transducer::Electrostatic(parts) if parts.amplifier.is_some());
    earphone.drivers.iter().any(amplified)
}

/// Check 33: the resistance at the terminals is never negative, no two-port gives power, and what
/// goes in at the terminals is what the parts keep and what leaves into ear and vents, to 1e-9.
#[test]
fn power_is_neither_made_nor_lost() {
    each_case(|earphone, placement, hz| {
        if is_amplified(earphone) {
            return;
        }
        let network = Network::new(earphone, Side::Left, placement).unwrap();
        let solution = network.solve(hz);
        assert!(
            solution.impedance_ohm.re >= 0.0,
            "{hz} Hz: {}",
            solution.impedance_ohm
        );
        let solved = Nodal::new(earphone, placement, hz).solve(1.0, 0.0);
        let delivered = solved.voltage.norm_sqr() * solution.impedance_ohm.inv().re;
        let apparent = (solved.voltage * solved.current.conj()).norm();
        for kept in &solved.kept {
            assert!(
                *kept >= -1e-9 * apparent,
                "{hz} Hz: {kept:e} of {apparent:e} W"
            );
        }
        assert!(solved.given >= -1e-9 * apparent);
        // The front volumes, between motor and line, are lossless.
        let spent = solved.kept.iter().sum::<f64>() + solved.given;
        assert!(
            (delivered - spent).abs() <= 1e-9 * apparent,
            "{hz} Hz: {delivered:e} {spent:e} W"
        );
    });
}

/// Check 34: the flow into a shorted bore per volt is the current into shorted terminals per
/// pressure at the bore, with the sign of a gyrator or of a transformer, through everything in
/// between, to 1e-9. Chains of acoustic two-ports transfer equally both ways.
#[test]
fn transduction_is_reciprocal() {
    each_case(|earphone, _, hz| {
        let air = Air::new(23.0);
        let frequency = Frequency::new(hz);
        let bore = &earphone.bores[0];
        let bore = DampedTube::new(&air, bore.length_mm, bore.radius_mm, bore.damper.as_ref());
        for driver in &earphone.drivers {
            let source = Branch::new(&air, driver).source(&frequency);
            let (source, _) = bore.seen_through(source, &frequency);
            let sign = match &driver.motor {
                Transducer::Electrostatic(parts) if parts.amplifier.is_some() => 0.0,
                Transducer::Electrostatic(_) => -1.0,
                _ => 1.0,
            };
            let error = (source.backward / source.forward - sign).norm();
            assert!(error < 1e-9, "{hz} Hz: {error:e}");
        }
        let chain = bore.matrix(&frequency) * Tube::new(&air, 7.0, 1.0).matrix(&frequency);
        let size = (chain.a * chain.d).norm().max(1.0);
        assert!((chain.determinant() - 1.0).norm() < 1e-9 * size);
    });
}

/// With stiff, mute drivers the isolation is |1 + Z_path/Z_ear|⁻¹ of the ways in.
#[test]
fn isolation_is_that_of_the_ways_in() {
    for seed in 0..RIGS {
        let mut dice = Dice::new(seed + 1000);
        let mut earphone = dice.earphone();
        earphone.port = bodypack::rig::Port::None;
        earphone.seal.left_resistance_pa_s_m3 = earphone.seal.right_resistance_pa_s_m3;
        earphone.bores.truncate(1);
        earphone.bores[0].damper = None;
        earphone.bores[0].length_mm = 0.1;
        earphone.bores[0].radius_mm = 0.1;
        earphone.tip.bore_length_mm = 0.0;
        earphone.drivers = vec![Driver {
            motor: Transducer::BalancedArmature(BalancedArmature {
                resistance_pa_s_m3: 1e11,
                mass_kg_m4: 1e8,
                compliance_m3_pa: 1e-16,
                front_compliance_m3_pa: 0.0,
                ..BalancedArmature::default()
            }),
            ..Driver::default()
        }];
        let placement = Placement::human(0.0);
        let network = Network::new(&earphone, Side::Left, &placement).unwrap();
        let vents = Vents::new(&Air::new(36.0), &earphone, Side::Left, true);
        for _ in 0..4 {
            let hz = dice.frequency_hz();
            let frequency = Frequency::new(hz);
            let path = vents.at(&frequency).seen.inv();
            let ear = network.ear().at(&frequency).input_impedance;
            let expected = 20.0 * (1.0 + path / ear).norm().log10();
            let got = -20.0 * network.solve(hz).isolation.norm().log10();
            assert!(
                (got - expected).abs() < 0.2,
                "{hz} Hz: {got} against {expected} dB"
            );
        }
    }
}

/// A lossless half-wave line has B = C = 0; a source seen through it is the same with the sign of
/// its flow turned.
#[test]
fn half_wave_lines_are_solvable() {
    let one = Complex64::new(1.0, 0.0);
    let half_wave = TwoPort {
        a: -one,
        b: Complex64::default(),
        c: Complex64::default(),
        d: -one,
    };
    let source = NortonPort {
        electrical: one * 0.1,
        backward: one * 1e-6,
        current: one * 1e-9,
        forward: one * 2e-8,
        acoustic: one * 1e-9,
        flow: one * 1e-10,
    };
    let (seen, left) = source.through(&half_wave);
    assert_eq!(left, -one);
    assert_eq!(seen.forward, -source.forward);
    assert_eq!(seen.acoustic, source.acoustic);
    assert_eq!(seen.electrical, source.electrical);
}

/// Toward 0 Hz a leaky ear loses everything, a sealed one keeps a finite real pressure.
#[test]
fn the_low_end_is_a_zero_or_a_finite_value() {
    let mut earphone = Earphone::default();
    let solve = |earphone: &Earphone, hz: f64| {
        Network::new(earphone, Side::Left, &Placement::coupler(0.0))
            .unwrap()
            .solve(hz)
    };
    let ratio = solve(&earphone, 0.002).drum_pa_per_v / solve(&earphone, 0.001).drum_pa_per_v;
    assert!((ratio.norm() - 2.0).abs() < 1e-3, "{ratio}");
    assert!((solve(&earphone, 0.001).isolation - 1.0).norm() < 1e-2);
    earphone.seal.left_resistance_pa_s_m3 = f64::INFINITY;
    let (low, lower) = (
        solve(&earphone, 0.01).drum_pa_per_v,
        solve(&earphone, 0.001).drum_pa_per_v,
    );
    assert!((low / lower - 1.0).norm() < 1e-3 && lower.im.abs() < 1e-3 * lower.re.abs());
    assert!(solve(&earphone, 0.0).drum_pa_per_v.is_finite());
}

/// Nonsense is refused with the reason.
#[test]
fn nonsense_is_refused() {
    let build = |earphone: &Earphone| {
        Network::new(earphone, Side::Left, &Placement::human(1.0))
            .map(|_| ())
            .unwrap_err()
    };
    let mut earphone = Earphone::default();
    earphone.drivers[0].bore = 3;
    let expected = NetworkError::NoSuchBore {
        driver: 0,
        bore: 3,
        bores: 1,
    };
    assert_eq!(build(&earphone), expected);
    earphone.drivers.clear();
    assert_eq!(build(&earphone), NetworkError::NoDriver);
    let mut earphone = Earphone::default();
    earphone.bores[0].radius_mm = f64::NAN;
    let blamed = |earphone: &Earphone| match build(earphone) {
        NetworkError::NotFinite { element, .. } => element,
        other => panic!("{other}"),
    };
    assert_eq!(blamed(&earphone), "bore 1");
    let mut earphone = Earphone::default();
    earphone.drivers.push(Driver {
        name: "woofer".into(),
        motor: Transducer::BalancedArmature(BalancedArmature {
            mass_kg_m4: f64::NAN,
            ..BalancedArmature::default()
        }),
        ..Driver::default()
    });
    assert_eq!(blamed(&earphone), "driver 2 (woofer)");
    // Its amplifier lets nothing back, so what the ear sees of it is finite.
    let mut earphone = Earphone::default();
    earphone.drivers.push(Driver {
        name: "tweeter".into(),
        motor: Transducer::Electrostatic(Electrostatic {
            amplifier: Some(Amplifier {
                gain_db: f64::NAN,
                ..Amplifier::default()
            }),
            ..Electrostatic::default()
        }),
        ..Driver::default()
    });
    assert_eq!(blamed(&earphone), "driver 2 (tweeter)");
    let mut earphone = Earphone::default();
    earphone.seal.left_resistance_pa_s_m3 = f64::NAN;
    earphone.seal.mass_kg_m4 = f64::NAN;
    earphone.tip.bore_radius_mm = f64::NAN;
    assert_eq!(blamed(&earphone), "the tip");
}
