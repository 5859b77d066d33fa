use super::*;

fn levels(levels: &[(f64, f64)]) -> Curve {
    Curve::from_levels(levels).unwrap()
}

#[test]
fn straight_lines_over_log_frequency_with_the_ends_held() {
    let curve = levels(&[(100.0, 0.0), (1000.0, 20.0), (10000.0, 0.0)]);
    assert!((curve.level_db(100.0 * 10f64.sqrt()) - 10.0).abs() < 1e-12);
    assert!((curve.level_db(2000.0) - (20.0 - 20.0 * 2f64.log10())).abs() < 1e-12);
    assert_eq!(curve.level_db(1000.0), 20.0);
    for (outside_hz, held_db) in [(0.0, 0.0), (1.0, 0.0), (10000.0, 0.0), (1e6, 0.0)] {
        assert_eq!(curve.level_db(outside_hz), held_db);
    }
}

#[test]
fn response_carries_level_and_phase() {
    let curve = Curve::new(vec![Point {
        frequency_hz: 1000.0,
        level_db: 6.0,
        phase_rad: Some(1.0),
    }])
    .unwrap();
    let response = curve.response(50.0);
    assert!((20.0 * response.norm().log10() - 6.0).abs() < 1e-12);
    assert!((response.arg() - 1.0).abs() < 1e-12);
}

#[test]
fn phase_is_unwrapped_so_that_interpolation_does_not_jump() {
    let delay_s = 1e-3;
    let points = (1..=200).map(|n| {
        let frequency_hz = 10.0 * f64::from(n);
        let phase: f64 = -TAU * frequency_hz * delay_s;
        Point {
            frequency_hz,
            level_db: 0.0,
            phase_rad: Some(phase.sin().atan2(phase.cos())),
        }
    });
    let curve = Curve::new(points.collect()).unwrap();
    let end = curve.phase_rad(2000.0).unwrap();
    assert!((end + TAU * 2000.0 * delay_s).abs() < 1e-9, "{end}");
}

#[test]
fn adding_and_subtracting_undo_each_other() {
    let first = levels(&[(20.0, 3.0), (500.0, -2.0), (16000.0, 5.0)]);
    let second = levels(&[(50.0, 1.0), (700.0, 8.0), (9000.0, -4.0)]);
    let sum = first.add(&second);
    let back = sum.subtract(&second);
    for frequency_hz in [10.0, 33.0, 120.0, 640.0, 3000.0, 20000.0] {
        let expected = first.level_db(frequency_hz) + second.level_db(frequency_hz);
        assert!((sum.level_db(frequency_hz) - expected).abs() < 1e-12);
        assert!((back.level_db(frequency_hz) - first.level_db(frequency_hz)).abs() < 1e-12);
    }
}

#[test]
fn phase_is_known_only_where_both_know_it() {
    let with = Curve::new(vec![Point {
        frequency_hz: 100.0,
        level_db: 0.0,
        phase_rad: Some(0.5),
    }])
    .unwrap();
    let without = levels(&[(100.0, 0.0)]);
    assert_eq!(with.add(&without).phase_rad(100.0), None);
    assert_eq!(with.add(&with).phase_rad(100.0), Some(1.0));
}

#[test]
fn blending_and_scaling_are_linear_in_db() {
    let first = levels(&[(100.0, 2.0), (1000.0, 6.0)]);
    let second = levels(&[(100.0, -2.0), (1000.0, 0.0)]);
    assert_eq!(first.blend(&second, 0.0), first);
    assert_eq!(first.blend(&second, 1.0), second);
    assert_eq!(first.blend(&second, 0.25).level_db(1000.0), 4.5);
    assert_eq!(first.scaled(-0.5).level_db(1000.0), -3.0);
}

#[test]
fn normalizing_sets_the_level_or_the_mean_to_nothing() {
    let curve = levels(&[(100.0, 0.0), (1000.0, 20.0), (10000.0, 40.0)]);
    assert_eq!(curve.normalized_at(1000.0).level_db(10000.0), 20.0);
    // A straight line over log frequency has its mean at the geometric middle.
    assert!((curve.mean_db(300.0, 3000.0) - curve.level_db(900000f64.sqrt())).abs() < 1e-12);
    assert!((curve.mean_db(20.0, 50.0) - 0.0).abs() < 1e-12);
    assert!(
        curve
            .normalized_over(300.0, 3000.0)
            .mean_db(300.0, 3000.0)
            .abs()
            < 1e-12
    );
    assert_eq!(curve.mean_db(1000.0, 1000.0), 20.0);
}

#[test]
fn a_smooth_line_keeps_the_points_and_does_not_overshoot() {
    let rough = levels(&[
        (100.0, 0.0),
        (200.0, 0.0),
        (400.0, 10.0),
        (800.0, 3.0),
        (1600.0, 3.0),
    ]);
    let smooth = rough.smoothed(16);
    for point in rough.points() {
        assert_eq!(smooth.level_db(point.frequency_hz), point.level_db);
    }
    for pair in smooth.points().windows(2) {
        assert!(pair[1].frequency_hz > pair[0].frequency_hz);
        assert!((0.0..=10.0).contains(&pair[1].level_db));
        let rising = pair[1].frequency_hz <= 400.0 + 1e-9;
        let step = pair[1].level_db - pair[0].level_db;
        assert!(if rising {
            step >= -1e-12
        } else {
            step <= 1e-12
        });
    }
    assert_eq!(rough.smoothed(1), rough);
}

#[test]
fn what_is_not_a_curve_is_refused_by_name() {
    assert_eq!(Curve::new(vec![]), Err(CurveError::Empty));
    let refused = |levels: &[(f64, f64)]| Curve::from_levels(levels).unwrap_err().to_string();
    assert_eq!(
        refused(&[(0.0, 1.0)]),
        "point 1: the frequency is 0 Hz; it must be a number above 0"
    );
    assert_eq!(
        refused(&[(20.0, 1.0), (20.0, 2.0)]),
        "point 2: 20 Hz does not lie above the point before it"
    );
    assert!(refused(&[(f64::NAN, 1.0)]).contains("point 1"));
    assert!(refused(&[(20.0, f64::INFINITY)]).contains("finite"));
    let mut mixed = vec![
        Point {
            frequency_hz: 1.0,
            level_db: 0.0,
            phase_rad: Some(0.0),
        };
        2
    ];
    mixed[1].frequency_hz = 2.0;
    mixed[1].phase_rad = None;
    assert_eq!(Curve::new(mixed), Err(CurveError::MixedPhase { point: 2 }));
}

#[test]
fn references_have_their_published_figures() {
    let (harman, diffuse) = (references::harman_in_ear(), references::diffuse_field());
    for (frequency_hz, harman_db, diffuse_db) in [
        (20.0, 9.0, -2.1),
        (100.0, 4.2, -2.1),
        (500.0, 0.0, 0.0),
        (1000.0, 1.4, 2.0),
        (3150.0, 10.8, 13.6),
        (10000.0, 0.6, 4.7),
        (16000.0, -8.8, -1.4),
    ] {
        assert!((harman.level_db(frequency_hz) - harman_db).abs() < 1e-9);
        assert!((diffuse.level_db(frequency_hz) - diffuse_db).abs() < 1e-9);
    }
    assert_eq!(harman.level_db(1.0), 9.0);
    assert_eq!(harman.level_db(24000.0), -8.8);
    assert_eq!(references::flat().level_db(440.0), 0.0);
    // Diffuse field re 100 Hz: 15.7 dB at most, within 1 dB, between 2.5 and 3.15 kHz.
    let highest_db = diffuse
        .points()
        .iter()
        .map(|p| p.level_db)
        .fold(f64::MIN, f64::max);
    assert!((highest_db - diffuse.level_db(100.0) - 15.7).abs() < 1.0);
}

#[test]
fn references_show_no_corners() {
    for curve in [references::harman_in_ear(), references::diffuse_field()] {
        let slope_db_per_octave = |pair: &[Point]| {
            (pair[1].level_db - pair[0].level_db)
                / (pair[1].frequency_hz / pair[0].frequency_hz).log2()
        };
        let slopes: Vec<f64> = curve.points().windows(2).map(slope_db_per_octave).collect();
        let sharpest = (slopes.windows(2))
            .map(|pair| (pair[1] - pair[0]).abs())
            .fold(0.0, f64::max);
        // A sixteenth of a third-octave: straight lines between the figures bend by up to 12.
        assert!(sharpest < 4.0, "{sharpest} dB/octave in one point");
    }
}
