//! State inside the drivers, held against the whole network's.

use bodypack::acoustics::{DriverState, Network, Placement};
use bodypack::rig::{BalancedArmature, Crossover, Driver, Earphone, Side, Transducer, Tube};
use num_complex::Complex64;

fn network(earphone: &Earphone, source_impedance_ohm: f64) -> Network {
    Network::new(
        earphone,
        Side::Left,
        &Placement::human(source_impedance_ohm),
    )
    .unwrap()
}

fn armature() -> Driver {
    Driver {
        motor: Transducer::BalancedArmature(BalancedArmature::default()),
        tube: Some(Tube {
            length_mm: 5.0,
            radius_mm: 0.5,
        }),
        ..Driver::default()
    }
}

/// One driver: the current is that of the terminals, and a volt is a pressure of T/(Ze + Zs) behind
/// the diaphragm.
#[test]
fn one_driver_is_its_terminals() {
    let parts = BalancedArmature {
        l2_mh: 0.0,
        ..BalancedArmature::default()
    };
    let motor = Transducer::BalancedArmature(parts.clone());
    let driver = Driver {
        motor,
        ..armature()
    };
    let earphone = Earphone {
        drivers: vec![driver],
        ..Earphone::default()
    };
    let source_ohm = 5.0;
    let network = network(&earphone, source_ohm);
    for hz in [20.0, 300.0, 3000.0, 9000.0] {
        let mut insides = [DriverState::default()];
        let drum = network.solve_inside(hz, &mut insides);
        let solution = network.solve(hz);
        assert!(
            (drum / solution.drum_pa_per_v - 1.0).norm() < 1e-9,
            "{hz} Hz"
        );
        let current = (solution.impedance_ohm + source_ohm).inv();
        assert!((insides[0].current_a_per_v / current - 1.0).norm() < 1e-9);
        let omega = std::f64::consts::TAU * hz;
        let coil = Complex64::new(parts.re_ohm + source_ohm, omega * parts.l1_mh * 1e-3);
        let forced = insides[0].drum_pa_per_pa * parts.transduction_pa_a / coil;
        assert!((forced / drum - 1.0).norm() < 1e-9, "{hz} Hz");
        // T·I = Z·U + P.
        let reactance = omega * parts.mass_kg_m4 - 1.0 / (omega * parts.compliance_m3_pa);
        let reed = Complex64::new(parts.resistance_pa_s_m3, reactance);
        let pressure = reed * insides[0].flow_m3_s_per_v + insides[0].front_pa_per_v;
        let coil = insides[0].current_a_per_v * parts.transduction_pa_a;
        assert!((coil / pressure - 1.0).norm() < 1e-9);
    }
}

/// Two equal entries are one entry of two; and pressures in series with both of them add up.
#[test]
fn parallel_drivers_share() {
    let one = Earphone {
        drivers: vec![Driver {
            count: 2,
            tube: None,
            ..armature()
        }],
        ..Earphone::default()
    };
    let mut two = one.clone();
    two.drivers[0].count = 1;
    two.drivers.push(two.drivers[0].clone());
    let (one, two) = (network(&one, 10.0), network(&two, 10.0));
    for hz in [50.0, 1000.0, 7000.0] {
        let (mut whole, mut halves) = ([DriverState::default()], [DriverState::default(); 2]);
        one.solve_inside(hz, &mut whole);
        two.solve_inside(hz, &mut halves);
        let close = |a: Complex64, b: Complex64| (a / b - 1.0).norm() < 1e-9;
        assert!(close(whole[0].current_a_per_v, halves[0].current_a_per_v));
        assert!(close(whole[0].flow_m3_s_per_v, halves[1].flow_m3_s_per_v));
        let both = halves[0].drum_pa_per_pa + halves[1].drum_pa_per_pa;
        assert!(close(whole[0].drum_pa_per_pa, both));
    }
}

/// All currents together are what the terminals take, whatever stands before each driver.
#[test]
fn currents_add_up() {
    let crossover = Crossover {
        series_uf: Some(4.7),
        ..Crossover::default()
    };
    let earphone = Earphone {
        drivers: vec![
            Driver::default(),
            Driver {
                inverted: true,
                count: 2,
                crossover,
                ..armature()
            },
        ],
        ..Earphone::default()
    };
    let network = network(&earphone, 3.0);
    for hz in [50.0, 1000.0, 7000.0] {
        let mut insides = [DriverState::default(); 2];
        network.solve_inside(hz, &mut insides);
        let current = insides[0].current_a_per_v - 2.0 * insides[1].current_a_per_v;
        let expected = (network.solve(hz).impedance_ohm + 3.0).inv();
        assert!((current / expected - 1.0).norm() < 1e-9, "{hz} Hz");
    }
}
