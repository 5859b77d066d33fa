//! Tubes, holes and lumped parts against their published figures.

use bodypack::acoustics::air::Air;
use bodypack::acoustics::ear::Ear;
use bodypack::acoustics::frequency::Frequency;
use bodypack::acoustics::lumped::{cavity, membrane, mesh_resistance, Hole};
use bodypack::acoustics::tube::{Cone, Tube};
use bodypack::acoustics::two_port::TwoPort;
use bodypack::rig;
use num_complex::Complex64;

fn coupler() -> Ear {
    Ear::new(rig::Ear::Coupler711, 23.0, 12.6)
}

/// Level change at the drum of a stiff source when `leak` is opened at the tip's face, dB.
fn leak_loss_db(ear: &Ear, leak: Complex64, hz: f64) -> f64 {
    let inside = ear.at(&Frequency::new(hz)).input_impedance;
    20.0 * (leak / (leak + inside)).norm().log10()
}

/// Frequency of a −3 dB crossing between `low_hz` and `high_hz`, by bisection.
fn crossing(mut low_hz: f64, mut high_hz: f64, level_db: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..60 {
        let middle = (low_hz * high_hz).sqrt();
        if level_db(middle) < 10.0 * 0.5f64.log10() {
            low_hz = middle;
        } else {
            high_hz = middle;
        }
    }
    low_hz
}

/// Check 1: five rows computed independently for air at 23 °C; 0.1 % of each entry, half a unit of
/// the last printed digit added.
#[test]
fn tube_matrices_agree_with_the_table() {
    let c = Complex64::new;
    let rows = [
        (
            0.5,
            10.0,
            100.0,
            [
                c(0.99975, 0.00020),
                c(8.048e6, 1.251e7),
                c(5.21e-12, 4.271e-11),
            ],
        ),
        (
            0.5,
            10.0,
            1e3,
            [
                c(0.98013, 0.00415),
                c(1.610e7, 1.077e8),
                c(2.050e-11, 3.686e-10),
            ],
        ),
        (
            0.5,
            10.0,
            1e4,
            [
                c(-0.30547, 0.05845),
                c(-3.557e6, 5.055e8),
                c(-5.80e-11, 1.801e-9),
            ],
        ),
        (
            1.0,
            10.0,
            1e3,
            [
                c(0.98177, 0.00188),
                c(1.820e6, 2.534e7),
                c(4.311e-11, 1.429e-9),
            ],
        ),
        (
            3.75,
            12.0,
            1e4,
            [
                c(-0.58452, 0.00774),
                c(-4.016e4, 7.564e6),
                c(-7.34e-10, 8.705e-8),
            ],
        ),
    ];
    let digits = [
        [[5e-6, 5e-6], [5e2, 5e3], [5e-15, 5e-15]],
        [[5e-6, 5e-6], [5e3, 5e4], [5e-15, 5e-14]],
        [[5e-6, 5e-6], [5e2, 5e4], [5e-14, 5e-13]],
        [[5e-6, 5e-6], [5e2, 5e3], [5e-15, 5e-13]],
        [[5e-6, 5e-6], [5e0, 5e2], [5e-13, 5e-12]],
    ];
    for ((radius, length, hz, expected), digit) in rows.into_iter().zip(digits) {
        let air = Air::new(23.0);
        let matrix = Tube::new(&air, length, radius).matrix(&Frequency::new(hz));
        for (got, (want, half)) in [matrix.a, matrix.b, matrix.c]
            .into_iter()
            .zip(expected.into_iter().zip(digit))
        {
            let near =
                |got: f64, want: f64, half: f64| (got - want).abs() <= 1e-3 * want.abs() + half;
            assert!(
                near(got.re, want.re, half[0]) && near(got.im, want.im, half[1]),
                "r {radius}, {hz} Hz: {got} against {want}"
            );
        }
        assert_eq!(matrix.a, matrix.d);
    }
}

/// Check 2: every passive acoustic two-port has determinant 1 to 1e-9.
#[test]
fn two_ports_are_reciprocal() {
    let air = Air::new(23.0);
    for step in 0..80 {
        let frequency = Frequency::new(1.0 * 10f64.powf(f64::from(step) * 0.06));
        let matrices = [
            Tube::new(&air, 10.0, 0.5).matrix(&frequency),
            Tube::new(&air, 3.0, 0.05).matrix(&frequency),
            Tube::new(&air, 40.0, 4.0).matrix(&frequency),
            Tube::slit(&air, 8.0, 10.0, 0.05).matrix(&frequency),
            Cone::new(&air, 2.0, 3.6, 3.4).matrix(&frequency),
            Cone::new(&air, 12.0, 1.0, 4.0).matrix(&frequency),
            Hole::new(&air, 1.0, 10.0).matrix(&frequency),
        ];
        for matrix in matrices {
            let size = (matrix.a * matrix.d).norm().max(1.0);
            let error = (matrix.determinant() - 1.0).norm();
            assert!(error < 1e-9 * size, "{} Hz: {error:e}", frequency.hz);
        }
    }
}

/// Check 3: Re B/L → 8μ/(πa⁴) at 1 Hz, 0.1 %; and the slit's 12μ/(w·h³).
#[test]
fn narrow_ways_resist_like_poiseuille() {
    let air = Air::new(23.0);
    let frequency = Frequency::new(1.0);
    for radius_mm in [0.1_f64, 0.15, 0.25] {
        let resistance = Tube::new(&air, 3.0, radius_mm).matrix(&frequency).b.re;
        let expected =
            8.0 * air.viscosity_pa_s * 3e-3 / (std::f64::consts::PI * (radius_mm * 1e-3).powi(4));
        assert!((resistance / expected - 1.0).abs() < 1e-3);
    }
    // 10 × 0.05 × 8 mm: 1.40e9 Pa·s/m³.
    let slit = Tube::slit(&air, 8.0, 10.0, 0.05).matrix(&frequency).b.re;
    let expected = 12.0 * air.viscosity_pa_s * 8e-3 / (10e-3 * 0.05e-3f64.powi(3));
    assert!((slit / expected - 1.0).abs() < 1e-3);
    assert!((slit / 1.40e9 - 1.0).abs() < 5e-3);
}

/// A cone without widening is a tube; one with it turns flow by its areas at low frequencies.
#[test]
fn cones_meet_the_tube_and_the_lossless_horn() {
    let air = Air::new(23.0);
    for hz in [0.01, 1.0, 100.0, 5e3, 2e4] {
        let frequency = Frequency::new(hz);
        let tube = Tube::new(&air, 5.0, 2.0).matrix(&frequency);
        let cone = Cone::new(&air, 5.0, 2.0, 2.0).matrix(&frequency);
        assert!((cone.a - tube.a).norm() < 1e-9 && (cone.b / tube.b - 1.0).norm() < 1e-9);
        assert!((cone.c / tube.c - 1.0).norm() < 1e-9 && (cone.d - tube.d).norm() < 1e-9);
        // The volume of a frustum, at low frequencies and little loss.
        let horn = Cone::new(&air, 5.0, 3.0, 4.0).matrix(&Frequency::new(300.0));
        let volume = std::f64::consts::PI * 5.0 * (9.0 + 12.0 + 16.0) / 3.0;
        let got = horn.c.im / (std::f64::consts::TAU * 300.0) * 141_855.0 * 1e9;
        assert!(
            (got / volume - 1.0).abs() < 0.02,
            "{got} against {volume} mm³"
        );
    }
}

/// Check 12: a leak of 1e9 Pa·s/m³ beside 1.26 cm³ is −3 dB at 17.9 Hz ± 2 %, and falls 6 dB per
/// octave ± 0.3 dB below an eighth of that.
#[test]
fn a_resistive_leak_is_a_first_order_high_pass() {
    let ear = coupler();
    let level = |hz: f64| leak_loss_db(&ear, Complex64::new(1e9, 0.0), hz);
    let corner = crossing(1.0, 200.0, level);
    assert!((corner / 17.9 - 1.0).abs() < 0.02, "{corner} Hz");
    for hz in [0.25, 0.5, 1.0] {
        assert!((level(2.0 * hz) - level(hz) - 6.02).abs() < 0.3);
    }
}

/// Check 13: a hole of 0.5 × 3 mm: −3 dB at 203 Hz ± 5 %, a bump of 3.3 dB and −27.9 dB at 20 Hz,
/// ± 0.5 dB each.
#[test]
fn a_small_hole_takes_bass_and_rings() {
    let ear = coupler();
    let hole = Hole::new(&Air::new(23.0), 0.5, 3.0);
    let level = |hz: f64| {
        let frequency = Frequency::new(hz);
        let matrix: TwoPort = hole.matrix(&frequency);
        leak_loss_db(&ear, matrix.b / matrix.d, hz)
    };
    let corner = crossing(20.0, 300.0, level);
    let bump = (0..600)
        .map(|step| level(200.0 + f64::from(step)))
        .fold(f64::MIN, f64::max);
    let bass = level(20.0);
    assert!((corner / 203.0 - 1.0).abs() < 0.05, "{corner} Hz");
    assert!((bump - 3.3).abs() < 0.5, "{bump} dB");
    assert!((bass + 27.9).abs() < 0.5, "{bass} dB");
}

/// Heat makes small volumes isothermal at bass (1.4 times as compliant) and adiabatic at treble; a
/// mesh of 100 rayl on Ø 3 mm is 1.41e7 Pa·s/m³; a membrane is stiff below and heavy above its
/// resonance.
#[test]
fn lumped_parts_have_their_limits() {
    let air = Air::new(23.0);
    let ratio = |hz: f64| {
        let frequency = Frequency::new(hz);
        cavity(&air, 1.0, 6.0, &frequency) / (frequency.s() * (1e-9 / 141_855.0))
    };
    assert!((ratio(0.1) - 1.4).norm() < 0.01);
    assert!((ratio(2e5).re - 1.0).abs() < 0.05);
    let area_mm2 = std::f64::consts::PI * 1.5 * 1.5;
    assert!((mesh_resistance(100.0, area_mm2) / 1.41e7 - 1.0).abs() < 0.01);
    let resonance_hz = (1000.0 / 1e-6_f64).sqrt() / std::f64::consts::TAU;
    let at = |hz: f64| membrane(10.0, 1.0, 1000.0, 1e-3, &Frequency::new(hz));
    assert!(at(0.5 * resonance_hz).im < 0.0 && at(2.0 * resonance_hz).im > 0.0);
    assert!((at(resonance_hz) / 1e7 - 1.0).norm() < 1e-6);
}
