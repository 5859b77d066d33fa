use super::*;
use crate::rig::{Ear, FeedMode, Rig};

#[test]
fn a_key_is_found_with_its_unit_range_and_sentence() {
    let radius = field("earphone.tip.bore_radius_mm").unwrap();
    assert_eq!(
        (radius.unit, radius.doc),
        ("mm", "Radius of the tip's bore.")
    );
    let range = radius.range.unwrap();
    assert_eq!((range.min, range.max, range.infinite), (0.3, 5.0, false));
    let leak = field("earphone.seal.left_resistance_pa_s_m3").unwrap();
    assert!(leak.range.unwrap().contains(f64::INFINITY));
    assert!(!leak.range.unwrap().contains(f64::NAN));
    let latency = field("link.latency_ms").unwrap();
    assert_eq!(latency.of_kind, Some("digital"));
    let by_index = field("earphone.drivers.3.crossover.series_uf").unwrap();
    assert_eq!(by_index.path, "earphone.drivers.N.crossover.series_uf");
    assert_eq!(by_index.absence, Presence::Optional);
    assert!(field("earphone.tip.bore").is_none());
}

#[test]
fn every_key_has_a_sentence_for_the_user_and_a_unit_where_its_name_has_one() {
    for field in fields() {
        assert!(
            field.doc.ends_with('.') && field.doc.len() < 160,
            "{}: {}",
            field.path,
            field.doc
        );
        assert!(
            !field.doc.contains(['\n', '`', '[']),
            "{}: {}",
            field.path,
            field.doc
        );
        if let Some(range) = field.range {
            assert!(
                range.min < range.max || field.path == "format",
                "{}",
                field.path
            );
        }
        let units = [
            ("_db", "dB"),
            ("_dbspl", "dB SPL"),
            ("_dbfs", "dBFS"),
            ("_ms", "ms"),
            ("_hz", "Hz"),
            ("_mm", "mm"),
            ("_um", "µm"),
            ("_mm2", "mm²"),
            ("_mm3", "mm³"),
            ("_per_mm", "1/mm"),
            ("_per_mm2", "1/mm²"),
            ("_mg", "mg"),
            ("_ohm", "Ω"),
            ("_mh", "mH"),
            ("_uf", "µF"),
            ("_pf", "pF"),
            ("_v", "V"),
            ("_tm", "T·m"),
            ("_mm_n", "mm/N"),
            ("_kg_s", "kg/s"),
            ("_pa_a", "Pa/A"),
            ("_pa_s_m3", "Pa·s/m³"),
            ("_m3_pa", "m³/Pa"),
            ("_kg_m4", "kg/m⁴"),
            ("_ohm_sqrt_s", "Ω·s^½"),
        ];
        // The longest ending is the unit: "1/mm" is not "mm".
        let ending = units
            .iter()
            .filter(|(suffix, _)| field.path.ends_with(suffix))
            .max_by_key(|(suffix, _)| suffix.len());
        if let Some((_, unit)) = ending {
            assert_eq!(field.unit, *unit, "{}", field.path);
        }
    }
}

#[test]
fn every_default_is_a_value_that_the_schema_allows() {
    // The kinds that are not the default are filled with their defaults too.
    for (path, kinds) in [
        (
            "link",
            &["digital", "analog-fm", "bluetooth", "wired-pack"][..],
        ),
        ("earphone.port", &["hole", "porous"]),
        (
            "earphone.drivers.0.motor",
            &["balanced-armature", "electrostatic"],
        ),
        ("earphone.drivers.0.tube", &["{}"]),
        ("earphone.drivers.0.damper", &["{}"]),
        ("earphone.measured", &["{ left = {} }"]),
        ("listening.device", &["{ right = {} }"]),
    ] {
        for kind in kinds {
            Rig::default().set(path, kind).unwrap();
        }
    }
}

#[test]
fn words_of_choices_are_those_in_the_file() {
    for mode in FeedMode::ALL {
        let mut rig = Rig::default();
        rig.set("feed.mode", mode.id()).unwrap();
        assert_eq!(rig.feed.mode, *mode);
    }
    assert_eq!(Ear::Coupler711.id(), "711");
    assert_eq!(FeedMode::ALL[0], FeedMode::default());
}

#[test]
fn ranges_read_as_a_person_would_say_them() {
    let allowed = |path: &str| field(path).unwrap().kind.allowed();
    assert_eq!(allowed("feed.width"), "allowed are 0 to 1");
    assert_eq!(
        allowed("earphone.port.compliance_m3_pa"),
        "allowed are 0 to 1e-9 m³/Pa"
    );
    assert_eq!(
        allowed("earphone.drivers.0.crossover.series_mh"),
        "allowed are 0.001 to 100 mH"
    );
    assert_eq!(
        allowed("earphone.drivers"),
        "allowed is a list of 1 to 20 tables"
    );
}
