//! The parameters as projects and automation lanes know them. What is listed in
//! `tests/golden/params.txt` must never change its meaning: songs depend on it.

use std::collections::{BTreeMap, BTreeSet};

use bodypack::rig::{schema, DigitalLink, Link, Rig};
use bodypack::session::text::Style;
use bodypack::session::{
    alike, entries, limits, tooltip, AnyParam, BodypackParams, Kind, StageId, StageParam, MOST_RIGS,
};
use nice_plug::params::InternalParamMut;
use nice_plug::prelude::{Param, ParamPtr, Params};

/// One line for each parameter.
fn listing(params: &BodypackParams) -> Vec<String> {
    let map = params.param_map();
    map.into_iter()
        .map(|(id, pointer, group)| {
            // SAFETY: the parameters live as long as `params`.
            let (name, unit, default) = unsafe {
                let default = match pointer {
                    // The framework gives a switch's present value as its default; here it is new.
                    ParamPtr::BoolParam(param) => (*param).default_normalized_value(),
                    _ => pointer.default_normalized_value(),
                };
                let text = pointer.normalized_value_to_string(default, true);
                (
                    pointer.name().to_owned(),
                    pointer.unit().trim().to_owned(),
                    text,
                )
            };
            let range = match pointer {
                // SAFETY: as above.
                ParamPtr::FloatParam(param) => {
                    let [least, most] = limits(unsafe { &*param });
                    format!("{least} to {most}")
                }
                ParamPtr::BoolParam(_) => "off, on".to_owned(),
                // Its values are the rigs, whose order has a test of its own.
                ParamPtr::IntParam(_) => format!("0 to {MOST_RIGS}"),
                _ => {
                    // SAFETY: as above.
                    let steps = unsafe { pointer.step_count() }.unwrap_or(0);
                    let names = (0..=steps).map(|step| {
                        let at = step as f32 / steps as f32;
                        // SAFETY: as above.
                        unsafe { pointer.normalized_value_to_string(at, false) }
                    });
                    names.collect::<Vec<_>>().join(", ")
                }
            };
            let group = if group.is_empty() { "-" } else { &group };
            format!("{id} | {group} | {name} | {unit} | {range} | {default}")
        })
        .collect()
}

#[test]
fn the_parameters_are_those_that_songs_know() {
    let golden = include_str!("golden/params.txt");
    let known: Vec<&str> = golden
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let found = listing(&BodypackParams::default());
    for (line, expected) in found.iter().zip(&known) {
        assert_eq!(line, expected);
    }
    assert_eq!(found.len(), known.len(), "found:\n{}", found.join("\n"));
}

/// Projects keep named values by these, and the rig's own may differ.
#[test]
fn named_values_keep_the_ids_that_projects_know() {
    let params = BodypackParams::default();
    let map = params.param_map();
    let listed = map.iter().filter_map(|(id, pointer, _)| {
        let choice = params.entries().find_map(|(entry, param)| match param {
            StageParam::Choice(choice) if entry.id == id => Some(choice),
            _ => None,
        })?;
        // SAFETY: the parameters live as long as `params`.
        let steps = unsafe { pointer.step_count() }.unwrap_or(0);
        let ids = (0..=steps).map(|step| {
            // SAFETY: as above.
            unsafe { pointer._internal_set_normalized_value(step as f32 / steps as f32) };
            choice.id()
        });
        Some(format!("{id}: {}", ids.collect::<Vec<_>>().join(", ")))
    });
    let found: Vec<String> = listed.collect();
    let known: Vec<&str> = include_str!("golden/choices.txt").lines().collect();
    assert_eq!(found, known);
}

/// The framework's hash of a parameter's identifier (a Rabin fingerprint of 31 bits), which is all
/// that hosts are told.
fn hash(id: &str) -> u32 {
    let sum = id.bytes().fold(0u32, |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    sum & 0x7FFF_FFFF
}

#[test]
fn identifiers_are_short_lower_case_and_hash_apart() {
    let mut hashes = BTreeMap::new();
    for (id, ..) in BodypackParams::default().param_map() {
        assert!(id.len() <= 6, "{id}");
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase()), "{id}");
        let other = hashes.insert(hash(&id), id.clone());
        assert_eq!(other, None, "{id}");
    }
}

#[test]
fn every_parameter_is_in_the_table_and_says_what_it_does() {
    let params = BodypackParams::default();
    let found: BTreeSet<String> = params.param_map().into_iter().map(|(id, ..)| id).collect();
    let listed = entries().map(|entry| entry.id).chain(["bypass", "rig"]);
    assert_eq!(found, listed.map(str::to_owned).collect());
    for id in &found {
        let sentence = tooltip(id);
        assert!(
            sentence.ends_with('.') && sentence.len() > 20,
            "{id}: {sentence}"
        );
    }
    for entry in entries() {
        if let Kind::Number(number) = &entry.kind {
            assert!(
                schema::field(number.at.path).is_some(),
                "{} is no field",
                number.at.path
            );
        }
    }
}

#[test]
fn the_table_and_the_host_tell_of_the_same_parameters() {
    let params = BodypackParams::default();
    let map = params.param_map();
    let hosts: Vec<_> = map
        .iter()
        .filter(|(id, ..)| id != "bypass" && id != "rig")
        .map(|(id, pointer, group)| {
            // SAFETY: the parameters live as long as `params`.
            let (name, unit) = unsafe { (pointer.name().to_owned(), pointer.unit()) };
            (id.clone(), group.clone(), name, unit)
        })
        .collect();
    let table: Vec<_> = entries()
        .map(|entry| {
            let name = AnyParam::name(params.param(entry).any()).to_owned();
            // A choice of two is a switch to many hosts: its name there says what on is.
            let on = params.param(entry).any().text_at(1.0).to_lowercase();
            let of_two = matches!(entry.kind, Kind::Choice(_))
                && params.param(entry).any().steps() == Some(1);
            let expected = match of_two {
                true => format!("{} {on}", entry.name),
                false => entry.name.to_owned(),
            };
            assert_eq!(name, expected);
            let group = entry.stage.name().to_owned();
            (entry.id.to_owned(), group, name, entry.unit)
        })
        .collect();
    assert_eq!(hosts, table);
    for stage in StageId::ALL {
        assert!(stage.entries().iter().all(|entry| entry.stage == stage));
    }
}

/// A rig whose figures no 32-bit number holds.
fn unusual() -> Rig {
    let mut rig = Rig::default();
    rig.feed.trim_db = 0.1234567891234;
    rig.feed.desk_delay_ms = 1.1111111111;
    rig.link = Link::Digital(DigitalLink {
        latency_ms: 3.333333333,
        ..DigitalLink::default()
    });
    rig.earphone.seal.left_resistance_pa_s_m3 = 1.23456789e9;
    rig.earphone.seal.right_resistance_pa_s_m3 = f64::INFINITY;
    rig.listening.level_dbspl = 91.23456789;
    rig
}

#[test]
fn untouched_parameters_leave_every_bit_of_a_rig_alone() {
    let rig = unusual();
    let params = BodypackParams::for_rig(rig.clone());
    assert_eq!(params.rig(), rig);
    assert!(!params.differ_from_base());
    for preset in bodypack::rig::presets::all() {
        assert_eq!(
            BodypackParams::for_rig(preset.rig.clone()).rig(),
            preset.rig
        );
    }
}

#[test]
fn what_a_host_hands_back_rounded_is_the_rig_as_it_was() {
    for preset in bodypack::rig::presets::all() {
        let params = BodypackParams::for_rig(preset.rig.clone());
        for (entry, param) in params.entries() {
            if let Some(param) = param.number() {
                // As text with its unit, as a text without, and as a plain number of 32 bits.
                let shown =
                    param.normalized_value_to_string(param.unmodulated_normalized_value(), true);
                let read = param.string_to_normalized_value(&shown);
                let read = read.unwrap_or_else(|| panic!("{}: {shown}", entry.id));
                for normalized in [read, param.preview_normalized(param.preview_plain(read))] {
                    // SAFETY: the value is atomic.
                    unsafe { param._internal_set_normalized_value(normalized) };
                    assert_eq!(params.rig(), preset.rig, "{} as {shown}", entry.id);
                }
            }
        }
        assert!(!params.differ_from_base(), "{}", preset.id);
        assert!(alike(&params.rig(), &preset.rig));
    }
}

#[test]
fn every_number_has_a_unit_and_a_default_on_its_own_step() {
    let params = BodypackParams::default();
    for (entry, param) in params.entries() {
        if let Some(param) = param.number() {
            assert!(!entry.unit.trim().is_empty(), "{}", entry.id);
            let default = param.default_plain_value();
            let snapped = param.preview_plain(param.preview_normalized(default));
            assert!(
                (default - snapped).abs() <= 1e-6 * default.abs(),
                "{}: {default}",
                entry.id
            );
            // Hosts that read numbers find one in every text.
            for at in 0..=50 {
                let text = param.normalized_value_to_string(at as f32 / 50.0, false);
                assert!(text.parse::<f64>().is_ok(), "{}: {text}", entry.id);
            }
        }
    }
}

#[test]
fn a_step_away_from_the_rig_is_another_value() {
    let params = BodypackParams::default();
    let base = params.base.get();
    for entry in entries() {
        let Kind::Number(number) = &entry.kind else {
            continue;
        };
        let param = params.param(entry).number().expect("a number");
        let here = param.unmodulated_plain_value();
        let [least, most] = limits(param);
        let step = number.style.step();
        let there = if here + step <= most {
            here + step
        } else {
            here - step
        };
        assert!((least..=most).contains(&there));
        assert!(!number.agrees(there, &base, [least, most]), "{}", entry.id);
    }
}

#[test]
fn a_parameter_that_says_something_else_is_followed() {
    let base = unusual();
    let mut other = base.clone();
    other.feed.trim_db = -6.0;
    other.link = Link::Wired;
    other.earphone.seal.right_resistance_pa_s_m3 = 1e8;
    other.ambient.enabled = !base.ambient.enabled;
    let params = BodypackParams::for_rig(other.clone());
    let mut live = base.clone();
    params.apply(&base, &mut live);
    assert_eq!(live.feed.trim_db, -6.0);
    assert_eq!(live.link, Link::Wired);
    assert_eq!(live.ambient.enabled, other.ambient.enabled);
    assert_eq!(live.feed.desk_delay_ms, base.feed.desk_delay_ms);
    let seal = live.earphone.seal.right_resistance_pa_s_m3;
    assert!((seal / 1e8 - 1.0).abs() < 1e-6, "{seal}");
    assert_eq!(
        live.earphone.seal.left_resistance_pa_s_m3,
        base.earphone.seal.left_resistance_pa_s_m3
    );
}

/// Many places of a knob.
fn places() -> impl Iterator<Item = f32> {
    (0..=400).map(|step| step as f32 / 400.0)
}

#[test]
fn every_text_of_every_parameter_is_read_back() {
    let params = BodypackParams::default();
    for entry in entries() {
        let param = params.param(entry).any();
        for place in places() {
            let text = param.text_at(place);
            let read = param.parse(&text);
            let read = read.unwrap_or_else(|| panic!("{}: {text}", entry.id));
            assert_eq!(param.text_at(read), text, "{}", entry.id);
            // As a person copies it from the window.
            let copied = text.replace('-', "\u{2212}").replace(' ', "\u{202f}");
            let comma = text.replace('.', ",");
            for text in [copied, comma] {
                assert_eq!(param.parse(&text), Some(read), "{}: {text}", entry.id);
            }
        }
    }
}

#[test]
fn typed_values_may_have_any_unit_that_is_related() {
    let related: [(&str, &[(&str, f64)]); 8] = [
        (
            "V",
            &[
                ("V", 1.0),
                ("mV", 1e3),
                ("\u{b5}V", 1e6),
                ("uV", 1e6),
                ("volts", 1.0),
            ],
        ),
        (
            "\u{b5}V",
            &[
                ("\u{b5}V", 1.0),
                ("uV", 1.0),
                ("mV", 1e-3),
                ("V", 1e-6),
                ("nV", 1e3),
            ],
        ),
        (
            "\u{3a9}",
            &[
                ("\u{3a9}", 1.0),
                ("ohm", 1.0),
                ("k\u{3a9}", 1e-3),
                ("kohm", 1e-3),
                ("k", 1e-3),
            ],
        ),
        (
            "ms",
            &[
                ("ms", 1.0),
                ("s", 1e-3),
                ("\u{b5}s", 1e3),
                ("us", 1e3),
                ("m", 1.0),
            ],
        ),
        ("m", &[("m", 1.0), ("cm", 1e2), ("mm", 1e3), ("km", 1e-3)]),
        ("m/s", &[("m/s", 1.0), ("cm/s", 1e2), ("km/h", 3.6)]),
        ("%", &[("%", 1.0), ("percent", 1.0)]),
        ("dB SPL", &[("dB SPL", 1.0), ("dBSPL", 1.0), ("dB", 1.0)]),
    ];
    let params = BodypackParams::default();
    let mut met = BTreeSet::new();
    for entry in entries() {
        let Kind::Number(number) = &entry.kind else {
            continue;
        };
        let unit = entry.unit.trim();
        let Some((unit, spellings)) = related.iter().find(|(known, _)| *known == unit) else {
            continue;
        };
        met.insert(unit);
        let param = params.param(entry).any();
        let float = params.param(entry).number().expect("a number");
        // Shares are shown in percent.
        let shown = match number.style {
            Style::Percent(_) | Style::Balance => 100.0,
            Style::Plain(_) | Style::OffAtLowest => 1.0,
        };
        for place in places() {
            let place = float.preview_normalized(float.preview_plain(place));
            let value = shown * f64::from(float.preview_plain(place));
            for (spelling, factor) in *spellings {
                let text = format!("{} {spelling}", value * factor);
                let read = param.parse(&text);
                let read = read.unwrap_or_else(|| panic!("{}: {text}", entry.id));
                assert_eq!(
                    param.text_at(read),
                    param.text_at(place),
                    "{}: {text}",
                    entry.id
                );
            }
        }
    }
    assert_eq!(met.len(), related.len(), "{met:?}");
}

#[test]
fn texts_that_are_no_values_are_refused() {
    let params = BodypackParams::default();
    for entry in entries() {
        let param = params.param(entry).any();
        for text in [
            "",
            " ",
            "loud",
            "1e99 dB",
            "1e99",
            "5 potatoes",
            "--1",
            "NaN",
            "inf",
            "\u{0}",
        ] {
            assert_eq!(param.parse(text), None, "{}: {text:?}", entry.id);
        }
    }
}
