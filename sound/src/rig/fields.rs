//! Every key of a rig, found by its path.

use std::sync::LazyLock;

use super::schema::{join, whole_range, Described, Key, Kind, Presence, Range};
use super::Rig;

/// One key of the whole rig, found by its path.
#[derive(Debug)]
pub struct Field {
    /// Path, names joined by dots; `N` stands for the index in a list, from 0.
    pub path: String,
    /// The `kind` that its table must have for it to be there, if its table has kinds.
    pub of_kind: Option<&'static str>,
    /// Description in one sentence for the user.
    pub doc: &'static str,
    /// Its unit; empty for ratios and for what is not a number.
    pub unit: &'static str,
    /// The numbers that it may have; none for what is not a number.
    pub range: Option<Range>,
    /// The allowed values.
    pub kind: Kind,
    /// Meaning when it is missing.
    pub absence: Presence,
}

/// Every key of the rig, tables and lists included, in the order of a rig file.
pub fn fields() -> &'static [Field] {
    static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
        let mut fields = Vec::new();
        collect(Rig::KEYS, "", None, &mut fields);
        fields
    });
    &FIELDS
}

/// The key at a path such as `earphone.tip.bore_radius_mm`; an index or `N` stands for an entry of
/// a list. Where kinds share the name of a key, this is the first kind's.
pub fn field(path: &str) -> Option<&'static Field> {
    let is_index = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = (path.split('.'))
        .map(|part| if is_index(part) { "N" } else { part })
        .collect();
    let path = parts.join(".");
    fields().iter().find(|field| field.path == path)
}

fn collect(keys: &[Key], parent: &str, of_kind: Option<&'static str>, fields: &mut Vec<Field>) {
    for key in keys {
        let path = join(parent, key.name);
        let (range, unit) = match key.value.kind {
            Kind::Number(range, unit) => (Some(range), unit),
            Kind::Whole(min, max) => (Some(whole_range(min, max)), ""),
            Kind::Numbers { unit, .. } => (None, unit),
            _ => (None, ""),
        };
        fields.push(Field {
            path: path.clone(),
            of_kind,
            doc: key.doc,
            unit,
            range,
            kind: key.value.kind,
            absence: key.value.absence,
        });
        match key.value.kind {
            Kind::Table(keys) => collect(keys, &path, None, fields),
            Kind::List { keys, .. } => collect(keys, &join(&path, "N"), None, fields),
            Kind::Tagged(variants) => {
                for variant in variants {
                    collect(variant.keys, &path, Some(variant.id), fields);
                }
            }
            _ => {}
        }
    }
}
