//! One key of a rig by its path, as the command line sets it.

use std::borrow::Cow;

use toml::de::{DeArray, DeTable, DeValue};
use toml::Spanned;

use super::check::{not_allowed, unknown, unknown_in_kind};
use super::error::{Cause, RigError};
use super::file::{build, parse};
use super::quantity;
use super::schema::{self, join, Described, Key, Kind, Presence, Value, Variant};
use super::Rig;
use crate::rig::tips;

impl Rig {
    /// Sets the key at a path such as `earphone.drivers.0.crossover.series_ohm` to what a person
    /// typed. Numbers may have a unit (`500 mV`); texts and words need no quotes; `none` takes a part away that need not be there; a
    /// new `kind` brings that kind's defaults, and a kind of tip its seal and wall as well. Tables and lists are written as in TOML.
    ///
    /// # Errors
    /// A path that does not exist, a value that is not allowed, or one that does not fit the rest
    /// of the rig. The rig is then as it was.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), RigError> {
        let text = self.to_toml();
        let mut tree = parse(&text)?;
        // Numbers without a unit are in the key's own, as in a file.
        let number: Option<f64> = (value.parse().ok()).or_else(|| {
            let unit = schema::field(path)
                .filter(|field| field.range.is_some())?
                .unit;
            quantity::read(value, unit)
        });
        let typed = Typed {
            text: value,
            number: &number.map_or(String::new(), |number| format!("{number:?}")),
        };
        let place = Place {
            path: "",
            rest: path,
        };
        set_in_table(tree.get_mut(), Rig::KEYS, place, typed).map_err(RigError::one)?;
        if path == tips::KIND_PATH {
            tips::forget(tree.get_mut(), value);
        }
        *self = build(tree, None)?;
        Ok(())
    }
}

/// The typed text.
#[derive(Clone, Copy)]
struct Typed<'i> {
    text: &'i str,
    /// The same in TOML's way of writing numbers, which knows neither `.5` nor `1.e3`; empty when
    /// it is no number.
    number: &'i str,
}

/// Position along a path.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The path so far.
    path: &'a str,
    /// The remaining path.
    rest: &'a str,
}

impl<'a> Place<'a> {
    /// The next name, and what follows it.
    fn split(self) -> (&'a str, Option<&'a str>) {
        match self.rest.split_once('.') {
            Some((name, rest)) => (name, Some(rest)),
            None => (self.rest, None),
        }
    }
}

fn set_in_table<'i>(
    table: &mut DeTable<'i>,
    keys: &'static [Key],
    place: Place<'_>,
    value: Typed<'i>,
) -> Result<(), Cause> {
    let (name, rest) = place.split();
    let here = join(place.path, name);
    let Some(key) = keys.iter().find(|key| key.name == name) else {
        return Err(unknown(&here, name, keys.iter().map(|key| key.name)));
    };
    set_key(table, key, &here, rest, value)
}

fn set_key<'i>(
    table: &mut DeTable<'i>,
    key: &Key,
    here: &str,
    rest: Option<&str>,
    value: Typed<'i>,
) -> Result<(), Cause> {
    let Some(rest) = rest else {
        if key.value.absence == Presence::Optional && value.text == "none" {
            table.remove(key.name);
        } else {
            let value = typed(&key.value, here, value)?;
            table.insert(spanned(Cow::Borrowed(key.name)), value);
        }
        return Ok(());
    };
    let place = Place { path: here, rest };
    let entry = (table.entry(spanned(Cow::Borrowed(key.name))))
        .or_insert_with(|| spanned(DeValue::Table(DeTable::new())));
    match (key.value.kind, entry.get_mut()) {
        (Kind::Table(keys), DeValue::Table(inner)) => set_in_table(inner, keys, place, value),
        (Kind::Tagged(variants), DeValue::Table(inner)) => {
            set_in_tagged(inner, variants, place, value)
        }
        (Kind::List { keys, .. }, DeValue::Array(entries)) => {
            set_in_list(entries, keys, place, value)
        }
        _ => Err(Cause::Unknown {
            path: join(here, rest),
            hint: format!("`{here}` has no keys of its own"),
        }),
    }
}

fn set_in_tagged<'i>(
    table: &mut DeTable<'i>,
    variants: &'static [Variant],
    place: Place<'_>,
    value: Typed<'i>,
) -> Result<(), Cause> {
    let (name, rest) = place.split();
    let kind = table.get("kind").and_then(|kind| kind.get_ref().as_str());
    if name == "kind" && rest.is_none() {
        if kind != Some(value.text) {
            // The other keys belong to the old kind.
            *table = of_kind(value.text);
        }
        return Ok(());
    }
    let Some(variant) = variants.iter().find(|variant| Some(variant.id) == kind) else {
        return Err(Cause::Missing {
            path: join(place.path, "kind"),
            allowed: Kind::Tagged(variants).allowed(),
        });
    };
    let here = join(place.path, name);
    match variant.keys.iter().find(|key| key.name == name) {
        Some(key) => set_key(table, key, &here, rest, value),
        None => Err(unknown_in_kind(place.path, name, variant, variants)),
    }
}

fn set_in_list<'i>(
    entries: &mut DeArray<'i>,
    keys: &'static [Key],
    place: Place<'_>,
    value: Typed<'i>,
) -> Result<(), Cause> {
    let (index, rest) = place.split();
    let here = join(place.path, index);
    let count = entries.len();
    let entry = (index.parse().ok()).and_then(|index: usize| entries.get_mut(index));
    let (Some(entry), Some(rest)) = (entry, rest) else {
        let last = count.saturating_sub(1);
        let hint = format!("say which entry, 0 to {last}, and which of its keys");
        return Err(Cause::Unknown { path: here, hint });
    };
    match entry.get_mut() {
        DeValue::Table(table) => set_in_table(table, keys, Place { path: &here, rest }, value),
        other => Err(not_allowed(&here, other, &Kind::Table(keys))),
    }
}

/// Typed text as the kind of value that the key takes. Its range is checked later.
fn typed<'i>(
    wanted: &Value,
    path: &str,
    Typed { text, number }: Typed<'i>,
) -> Result<Spanned<DeValue<'i>>, Cause> {
    let as_text = || spanned(DeValue::String(Cow::Borrowed(text)));
    match wanted.kind {
        Kind::Text { .. } | Kind::Choice(_) => return Ok(as_text()),
        Kind::Tagged(variants) if variants.iter().any(|variant| variant.id == text) => {
            return Ok(spanned(DeValue::Table(of_kind(text))));
        }
        _ => {}
    }
    DeValue::parse(text)
        .or_else(|_| DeValue::parse(number))
        .map_err(|_| not_allowed(path, as_text().get_ref(), &wanted.kind))
}

fn of_kind(kind: &str) -> DeTable<'_> {
    let mut table = DeTable::new();
    let kind = DeValue::String(Cow::Borrowed(kind));
    table.insert(spanned(Cow::Borrowed("kind")), spanned(kind));
    table
}

fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

#[cfg(test)]
mod tests;
