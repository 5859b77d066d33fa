//! A rig file's tree against the schema: unknown keys, wrong types, numbers out of range.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::Spanned;

use super::error::{Cause, Located};
use super::measured;
use super::schema::{join, words, Key, Kind, Presence, Variant};
use super::stored::{number_of, whole_of};
use super::{Described, Rig};
use crate::rig::suggest::nearest;

/// Everything in the tree that the schema does not allow.
pub(super) fn check(tree: &Spanned<DeTable<'_>>) -> Vec<Located> {
    let mut found = Vec::new();
    check_table(tree.get_ref(), &tree.span(), Rig::KEYS, "", &mut found);
    found
}

fn check_table(
    table: &DeTable<'_>,
    span: &Range<usize>,
    keys: &[Key],
    path: &str,
    found: &mut Vec<Located>,
) {
    for (name, value) in table {
        let here = join(path, name.get_ref());
        match keys.iter().find(|key| key.name == name.get_ref()) {
            Some(key) => check_value(value, &key.value.kind, &here, found),
            None => found.push(Located {
                span: name.span(),
                cause: unknown(&here, name.get_ref(), keys.iter().map(|key| key.name)),
            }),
        }
    }
    for key in keys {
        if key.value.absence == Presence::Required && !table.contains_key(key.name) {
            found.push(missing(
                span,
                &join(path, key.name),
                key.value.kind.allowed(),
            ));
        }
    }
}

fn check_value(value: &Spanned<DeValue<'_>>, kind: &Kind, path: &str, found: &mut Vec<Located>) {
    let fits = match (kind, value.get_ref()) {
        (Kind::Number(range, _), number) => {
            number_of(number).is_some_and(|number| range.contains(number))
        }
        (&Kind::Whole(min, max), DeValue::Integer(integer)) => {
            whole_of(integer).is_some_and(|n| (i64::from(min)..=i64::from(max)).contains(&n))
        }
        (Kind::Switch, DeValue::Boolean(_)) => true,
        (&Kind::Text { shortest, longest }, DeValue::String(text)) => {
            (shortest..=longest).contains(&text.chars().count())
        }
        (Kind::Choice(variants), DeValue::String(word)) => {
            variants.iter().any(|variant| variant.id == word)
        }
        (Kind::Table(keys), DeValue::Table(table)) => {
            check_table(table, &value.span(), keys, path, found);
            true
        }
        (Kind::Tagged(variants), DeValue::Table(table)) => {
            check_tagged(table, &value.span(), variants, path, found);
            true
        }
        (
            Kind::Numbers {
                range,
                unit,
                fewest,
                most,
            },
            DeValue::Array(entries),
        ) => {
            check_entries(entries, &Kind::Number(*range, unit), path, found);
            (*fewest..=*most).contains(&entries.len())
        }
        (&Kind::List { keys, fewest, most }, DeValue::Array(entries)) => {
            check_entries(entries, &Kind::Table(keys), path, found);
            (fewest..=most).contains(&entries.len())
        }
        _ => false,
    };
    if !fits {
        found.push(Located {
            span: value.span(),
            cause: not_allowed(path, value.get_ref(), kind),
        });
    }
}

fn check_entries(
    entries: &[Spanned<DeValue<'_>>],
    kind: &Kind,
    path: &str,
    found: &mut Vec<Located>,
) {
    for (index, entry) in entries.iter().enumerate() {
        check_value(entry, kind, &join(path, &index.to_string()), found);
    }
}

fn check_tagged(
    table: &DeTable<'_>,
    span: &Range<usize>,
    variants: &[Variant],
    path: &str,
    found: &mut Vec<Located>,
) {
    let kind_path = join(path, "kind");
    let Some(kind) = table.get("kind") else {
        found.push(missing(
            span,
            &kind_path,
            format!("allowed are {}", words(variants)),
        ));
        return;
    };
    let word = kind.get_ref().as_str();
    let Some(variant) = variants.iter().find(|variant| Some(variant.id) == word) else {
        let allowed = allowed_words(word, variants);
        found.push(Located {
            span: kind.span(),
            cause: Cause::NotAllowed {
                path: kind_path,
                found: shown(kind.get_ref()),
                allowed,
            },
        });
        return;
    };
    for (name, value) in table.iter().filter(|(name, _)| name.get_ref() != "kind") {
        let here = join(path, name.get_ref());
        match variant.keys.iter().find(|key| key.name == name.get_ref()) {
            Some(key) => check_value(value, &key.value.kind, &here, found),
            None => found.push(Located {
                span: name.span(),
                cause: unknown_in_kind(path, name.get_ref(), variant, variants),
            }),
        }
    }
}

fn missing(span: &Range<usize>, path: &str, allowed: String) -> Located {
    let path = path.to_owned();
    Located {
        span: span.clone(),
        cause: Cause::Missing { path, allowed },
    }
}

/// A key that its table does not have.
pub(super) fn unknown<'a>(
    path: &str,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Cause {
    let hint = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let known: Vec<String> = known.map(|name| format!("`{name}`")).collect();
            format!("known here are {}", known.join(", "))
        }
    };
    let path = path.to_owned();
    Cause::Unknown { path, hint }
}

/// A key that a table of this kind does not have, though one of another kind may.
pub(super) fn unknown_in_kind(
    path: &str,
    name: &str,
    variant: &Variant,
    variants: &[Variant],
) -> Cause {
    let has_it = |other: &&Variant| other.keys.iter().any(|key| key.name == name);
    let here = join(path, name);
    match variants.iter().find(has_it) {
        Some(other) => Cause::Unknown {
            hint: format!(
                "it belongs to kind \"{}\", and `{path}.kind` is \"{}\"",
                other.id, variant.id
            ),
            path: here,
        },
        None => unknown(
            &here,
            name,
            ["kind"]
                .into_iter()
                .chain(variant.keys.iter().map(|key| key.name)),
        ),
    }
}

/// A value that its key does not allow.
pub(super) fn not_allowed(path: &str, value: &DeValue<'_>, kind: &Kind) -> Cause {
    let allowed = match *kind {
        Kind::Choice(variants) => allowed_words(value.as_str(), variants),
        _ => kind.allowed(),
    };
    Cause::NotAllowed {
        path: path.to_owned(),
        found: shown(value),
        allowed,
    }
}

fn allowed_words(word: Option<&str>, variants: &[Variant]) -> String {
    let known = variants.iter().map(|variant| variant.id);
    let near = word.and_then(|word| nearest(word, known));
    let question = near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
    format!("allowed are {}{question}", words(variants))
}

/// A value as a person would write it, cut short.
pub(super) fn shown(value: &DeValue<'_>) -> String {
    const LONGEST: usize = 40;
    let text = match value {
        DeValue::String(text) => format!("\"{text}\""),
        DeValue::Integer(integer) => integer.to_string(),
        DeValue::Float(float) => float.to_string(),
        DeValue::Boolean(switch) => switch.to_string(),
        DeValue::Datetime(_) => "a date or time".into(),
        DeValue::Array(entries) if entries.len() == 1 => "a list of 1".into(),
        DeValue::Array(entries) => format!("a list of {}", entries.len()),
        DeValue::Table(_) => "a table".into(),
    };
    let printable = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    if text.chars().count() <= LONGEST {
        printable.collect()
    } else {
        printable.take(LONGEST).chain("…".chars()).collect()
    }
}

/// Consistency between the parts of a rig, beyond single keys. Each problem with its path.
pub(super) fn cross_check(rig: &Rig) -> Vec<(String, Cause)> {
    /// More drivers than this in one shell, counting parallel ones, have never been built.
    const MOST_DRIVERS: u32 = 20;
    let mut found = Vec::new();
    let mut refuse = |path: String, value: String, allowed: String| {
        let cause = Cause::NotAllowed {
            path: path.clone(),
            found: value,
            allowed,
        };
        found.push((path, cause));
    };
    let bores = rig.earphone.bores.len();
    let mut drivers = 0;
    for (index, driver) in rig.earphone.drivers.iter().enumerate() {
        if driver.bore >= bores {
            let path = format!("earphone.drivers.{index}.bore");
            let allowed = match bores {
                1 => "allowed is 0, as there is one bore".into(),
                _ => format!("allowed are 0 to {}, as there are {bores} bores", bores - 1),
            };
            refuse(path, driver.bore.to_string(), allowed);
        }
        drivers += driver.count;
    }
    if drivers > MOST_DRIVERS {
        let path = "earphone.drivers".to_owned();
        let allowed = format!("allowed are up to {MOST_DRIVERS}, counting parallel ones");
        refuse(path, format!("{drivers} drivers in all"), allowed);
    }
    if let Some(curves) = &rig.earphone.measured {
        let (left, right) = (&curves.left, &curves.right);
        measured::check_pair("earphone.measured", left, right, &mut found);
    }
    if let Some(device) = &rig.listening.device {
        let (left, right) = (&device.left, &device.right);
        measured::check_pair("listening.device", left, right, &mut found);
    }
    found
}

/// Position of a path in the tree, as far as it exists.
pub(super) fn locate(tree: &Spanned<DeValue<'_>>, path: &str) -> Range<usize> {
    let mut found = tree;
    for part in path.split('.') {
        let inner = match found.get_ref() {
            DeValue::Table(table) => table.get(part),
            DeValue::Array(entries) => part.parse().ok().and_then(|i: usize| entries.get(i)),
            _ => None,
        };
        match inner {
            Some(inner) => found = inner,
            None => break,
        }
    }
    found.span()
}
