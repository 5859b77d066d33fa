use crate::rig::{Driver, FeedMode, Link, Port, Rig, Transducer, Tube};

fn set(path: &str, value: &str) -> Rig {
    let mut rig = Rig::default();
    rig.set(path, value)
        .unwrap_or_else(|error| panic!("{path}={value}: {error}"));
    rig
}

fn refused(path: &str, value: &str) -> String {
    let mut rig = Rig::default();
    let error = rig.set(path, value).expect_err(path).to_string();
    assert_eq!(rig, Rig::default(), "{path}={value} left its mark");
    error
}

#[test]
fn numbers_words_texts_and_switches() {
    for (typed, number) in [
        ("-3", -3.0),
        ("2.5", 2.5),
        (".5", 0.5),
        ("1.e1", 10.0),
        ("+2", 2.0),
    ] {
        assert_eq!(set("feed.trim_db", typed).feed.trim_db, number);
    }
    assert_eq!(set("feed.mode", "swap").feed.mode, FeedMode::Swap);
    assert_eq!(set("name", "true \"x\" = 1").name, "true \"x\" = 1");
    assert!(!set("ambient.enabled", "false").ambient.enabled);
    assert_eq!(
        set("earphone.drivers.0.count", "3").earphone.drivers[0].count,
        3
    );
    let seal = set("earphone.seal.right_resistance_pa_s_m3", "inf")
        .earphone
        .seal;
    assert_eq!(seal.right_resistance_pa_s_m3, f64::INFINITY);
}

#[test]
fn a_part_that_is_not_there_is_made_with_its_defaults_and_taken_away_again() {
    let mut rig = set("earphone.drivers.0.crossover.series_ohm", "10");
    assert_eq!(rig.earphone.drivers[0].crossover.series_ohm, Some(10.0));
    rig.set("earphone.drivers.0.tube.length_mm", "12").unwrap();
    let tube = Tube {
        length_mm: 12.0,
        ..Tube::default()
    };
    assert_eq!(rig.earphone.drivers[0].tube, Some(tube));
    rig.set("earphone.drivers.0.tube", "none").unwrap();
    rig.set("earphone.drivers.0.crossover.series_ohm", "none")
        .unwrap();
    assert_eq!(rig, Rig::default());
}

#[test]
fn a_new_kind_brings_its_defaults() {
    let mut rig = set("link.kind", "digital");
    assert_eq!(rig.link, Link::Digital(Default::default()));
    rig.set("link.latency_ms", "1.5").unwrap();
    rig.set("link.kind", "digital").unwrap();
    assert!(matches!(&rig.link, Link::Digital(link) if link.latency_ms == 1.5));
    rig.set("link", "wired").unwrap();
    assert_eq!(rig, Rig::default());
    assert!(matches!(
        set("earphone.port.kind", "porous").earphone.port,
        Port::Porous { .. }
    ));
    assert!(matches!(
        set("earphone.port", "hole").earphone.port,
        Port::Hole { .. }
    ));
    let rig = set("earphone.drivers.0.motor.kind", "balanced-armature");
    assert!(matches!(
        rig.earphone.drivers[0].motor,
        Transducer::BalancedArmature(_)
    ));
}

#[test]
fn tables_and_lists_are_written_as_in_a_file() {
    let rig = set("earphone.port", "{ kind = \"hole\", diameter_mm = 2 }");
    assert!(matches!(rig.earphone.port, Port::Hole { diameter_mm, .. } if diameter_mm == 2.0));
    let rig = set("earphone.drivers", "[{}, { name = \"tweeter\" }]");
    assert_eq!(rig.earphone.drivers[0], Driver::default());
    assert_eq!(rig.earphone.drivers[1].name, "tweeter");
}

#[test]
fn what_is_wrong_is_said_as_for_a_file() {
    for (path, value, message) in [
        ("feed.trim_db", "99", "`feed.trim_db` is 99; allowed are -24 to 24 dB"),
        ("feed.trim_db", "loud", "`feed.trim_db` is \"loud\"; allowed are -24 to 24 dB"),
        ("feed.trim_db", "", "`feed.trim_db` is \"\"; allowed are -24 to 24 dB"),
        ("feed.trim_db", "NaN", "`feed.trim_db` is \"NaN\"; allowed are -24 to 24 dB"),
        ("feed.trimm_db", "0", "`feed.trimm_db` is not known; did you mean `trim_db`?"),
        ("feed.trim_db.x", "0", "`feed.trim_db.x` is not known; `feed.trim_db` has no keys of its own"),
        ("feed", "0", "`feed` is 0; allowed is a table"),
        ("ambient.enabled", "yes", "`ambient.enabled` is \"yes\"; allowed are true and false"),
        (
            "link.kind",
            "digitl",
            "`link.kind` is \"digitl\"; allowed are \"wired\", \"digital\", \"analog-fm\", \"bluetooth\", \
             \"wired-pack\"; did you mean \"digital\"?",
        ),
        (
            "link.latency_ms",
            "5",
            "`link.latency_ms` is not known; it belongs to kind \"digital\", and `link.kind` is \
             \"wired\"",
        ),
        (
            "earphone.drivers.1.count",
            "2",
            "`earphone.drivers.1` is not known; say which entry, 0 to 0, and which of its keys",
        ),
        (
            "earphone.drivers.count",
            "2",
            "`earphone.drivers.count` is not known; say which entry, 0 to 0, and which of its keys",
        ),
        (
            "earphone.drivers.0.count",
            "1.5",
            "`earphone.drivers.0.count` is 1.5; allowed are whole numbers from 1 to 8",
        ),
        (
            "earphone.drivers.0.bore",
            "2",
            "`earphone.drivers.0.bore` is 2; allowed is 0, as there is one bore",
        ),
        ("earphone.bores", "[]", "`earphone.bores` is a list of 0; allowed is a list of 1 to 4 tables"),
        ("name", "", "`name` is \"\"; allowed is a text in quotes, 1 to 80 characters long"),
        ("format", "2", "`format` is 2; allowed is 1"),
    ] {
        assert_eq!(refused(path, value), message);
    }
    assert!(refused("", "1").contains("known here are `format`, `name`"));
    assert!(refused("...", "1").contains("is not known"));
}

#[test]
fn numbers_may_have_a_unit() {
    assert_eq!(set("pack.max_output_v", "500 mV").pack.max_output_v, 0.5);
    let ohm = |typed| {
        set("pack.output_impedance_ohm", typed)
            .pack
            .output_impedance_ohm
    };
    assert_eq!(ohm("0,05 kohm"), 50.0);
    assert_eq!(ohm("50 \u{3a9}"), 50.0);
    assert_eq!(
        set("feed.desk_delay_ms", "0.0012 s").feed.desk_delay_ms,
        1.2
    );
    assert_eq!(set("feed.trim_db", "\u{2212}3,5 dB").feed.trim_db, -3.5);
    assert_eq!(set("listening.amount", "50 %").listening.amount, 0.5);
    for (path, typed) in [
        ("pack.max_output_v", "500 ms"),
        ("feed.trim_db", "1e99 dB"),
        ("feed.trim_db", "3 dB louder"),
    ] {
        refused(path, typed);
    }
}
