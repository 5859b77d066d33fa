//! Exposure against the tables of NIOSH, OSHA and ITU-T H.870.

use bodypack::analysis::noise_dose::{Criterion, Exposure};

fn near(what: &str, found: f64, expected: f64, share: f64) {
    assert!(
        (found / expected - 1.0).abs() <= share,
        "{what}: {found} beside {expected}"
    );
}

#[test]
fn work_limits_of_niosh_and_osha() {
    let dose = |criterion: Criterion, level, minutes: f64| criterion.dose(level, minutes / 60.0);
    near("NIOSH", dose(Criterion::Niosh, 100.0, 15.0), 1.0, 1e-3);
    near("OSHA", dose(Criterion::Osha, 100.0, 120.0), 1.0, 1e-3);
    for (level, minutes) in [(88.0, 240.0), (91.0, 120.0), (94.0, 60.0), (97.0, 30.0)] {
        near("NIOSH", dose(Criterion::Niosh, level, minutes), 1.0, 1e-3);
    }
    for (level, minutes) in [(95.0, 240.0), (100.0, 120.0), (105.0, 60.0)] {
        near("OSHA", dose(Criterion::Osha, level, minutes), 1.0, 1e-3);
    }
    assert_eq!(dose(Criterion::Niosh, 79.9, 600.0), 0.0);
}

#[test]
fn weekly_limit_of_who() {
    let weekly = Criterion::Weekly;
    near("80 dB(A) for 40 h", weekly.dose(80.0, 40.0), 1.0, 2e-3);
    near("89 dB(A) for 5 h", weekly.dose(89.0, 5.0), 0.993, 2e-3);
    for (level, hours) in [(83.0, 20.0), (95.0, 76.0 / 60.0), (100.0, 24.0 / 60.0)] {
        near("H.870", weekly.allowed_h(level), hours, 5e-3);
    }
}

#[test]
fn mean_levels_of_doses() {
    // TWA: 10·log10 in the tables' rounding of 3 dB, 16.61·log10(D/100) + 90 for OSHA.
    near("NIOSH", Criterion::Niosh.mean_dba(1.0), 85.0, 1e-6);
    near("NIOSH", Criterion::Niosh.mean_dba(2.0), 88.0, 1e-6);
    near(
        "OSHA",
        Criterion::Osha.mean_dba(0.5),
        16.61 * 0.5_f64.log10() + 90.0,
        1e-4,
    );
}

#[test]
fn doses_add_up_are_projected_and_leave_time() {
    let mut exposure = Exposure::default();
    for _ in 0..600 {
        exposure.add([94.0, 60.0], [94.0, 60.0], 1.0);
    }
    // 10 minutes of the hour that 94 dB(A) may last.
    near("dose", exposure.dose(Criterion::Niosh), 1.0 / 6.0, 1e-6);
    near("projected", exposure.projected(Criterion::Niosh), 8.0, 1e-6);
    let left_h = exposure.left_h(Criterion::Niosh, 94.0);
    near("time left", left_h, 50.0 / 60.0, 1e-6);
    assert_eq!(exposure.left_h(Criterion::Niosh, 60.0), f64::INFINITY);
    exposure.add([130.0, 60.0], [130.0, 60.0], 3600.0);
    assert_eq!(exposure.left_h(Criterion::Niosh, 94.0), 0.0);
    assert!(exposure.niosh[1] == 0.0 && exposure.weekly[1] > 0.0);
}

#[test]
fn an_exposure_is_kept_as_text_and_rubbish_is_known() {
    let mut exposure = Exposure::default();
    exposure.add([94.0, 91.0], [93.0, 90.0], 600.0);
    let text = toml::to_string(&exposure).expect("text");
    assert_eq!(toml::from_str::<Exposure>(&text).expect("itself"), exposure);
    // An older file lacks fields; silence says nothing.
    assert_eq!(
        toml::from_str::<Exposure>("").expect("a default"),
        Exposure::default()
    );
    assert!(exposure.is_sound());
    exposure.add(
        [f64::NAN, f64::NEG_INFINITY],
        [f64::NAN, f64::INFINITY],
        1.0,
    );
    assert!(exposure.is_sound(), "{exposure:?}");
    exposure.niosh[1] = f64::NAN;
    assert!(!exposure.is_sound());
}

#[test]
fn a_set_is_said_in_one_sentence() {
    let mut exposure = Exposure::default();
    // 94 dB(A): an hour is the day's sound by NIOSH, half of one in half an hour.
    let half = exposure.meaning(94.0, 0.5);
    assert!(half.contains("30 min") && half.contains("50 %"), "{half}");
    let long = exposure.meaning(94.0, 2.0);
    assert!(
        long.contains("enough after 1 h") && long.contains("by 4 dB"),
        "{long}"
    );
    // Turned down by that much, the set is allowed.
    assert!(exposure.after(Criterion::Niosh, 90.0, 2.0) <= 1.0);
    assert!(exposure.after(Criterion::Niosh, 94.0, 2.0) > 1.0);
    assert!(exposure.meaning(60.0, 2.0).contains("adds nothing"));
    exposure.add([100.0, 60.0], [100.0, 60.0], 3600.0);
    assert!(exposure.meaning(94.0, 2.0).contains("used up"));
}
