//! References to factory parts in a rig file: `like = "five-armature-custom"` below `[earphone]`, and
//! the same below `[link]` and `[pack]`.
//!
//! The part is taken as the factory has it, and the file says only what is different. A table of
//! another `kind` than the factory's, and a kind of tip, are taken from the file as a whole.
//! References are resolved in the tree of the text when it is read; a rig that is saved is written
//! out whole, so that it never changes with the factory's parts.

use std::ops::Range;
use std::sync::LazyLock;

use toml::de::{DeArray, DeTable, DeValue};
use toml::Spanned;

use super::catalog::Files;
use super::check::shown;
use super::error::{Cause, Located};
use super::{links, packs, presets};
use crate::rig::suggest::nearest;
use crate::rig::tips;

/// The key that refers to a factory part.
const KEY: &str = "like";

/// A table that may refer to a part of one catalog.
struct Section {
    table: &'static str,
    /// The part's name in messages.
    noun: &'static str,
    /// The rig files of the catalog.
    files: &'static Files,
}

static SECTIONS: [Section; 3] = [
    Section {
        table: "earphone",
        noun: "factory earphone",
        files: &presets::EARPHONES,
    },
    Section {
        table: "link",
        noun: "factory link",
        files: &links::FILES,
    },
    Section {
        table: "pack",
        noun: "factory pack",
        files: &packs::FILES,
    },
];

/// A catalog's parts by id.
type Parts = Vec<(&'static str, DeTable<'static>)>;

/// The parts of all sections, in the order of [`SECTIONS`].
fn catalogs() -> &'static [Parts] {
    static CATALOGS: LazyLock<Vec<Parts>> = LazyLock::new(|| {
        let part = |table: &str, toml: &'static str| {
            let tree = DeTable::parse(toml).ok()?;
            match tree.get_ref().get(table)?.get_ref() {
                DeValue::Table(part) => Some(part.clone()),
                _ => None,
            }
        };
        (SECTIONS.iter())
            .map(|section| {
                (section.files.iter())
                    .filter_map(|&(id, toml)| Some((id, part(section.table, toml)?)))
                    .collect()
            })
            .collect()
    });
    &CATALOGS
}

/// Puts the parts that a file's tree refers to in the place of the references, and says which
/// references lead nowhere.
pub(super) fn resolve(tree: &mut DeTable<'_>) -> Vec<Located> {
    let mut found = Vec::new();
    for (section, parts) in SECTIONS.iter().zip(0..) {
        let Some(DeValue::Table(table)) = tree.get_mut(section.table).map(Spanned::get_mut) else {
            continue;
        };
        let Some(reference) = table.remove(KEY) else {
            continue;
        };
        let parts = &catalogs()[parts];
        found.extend(put(table, section, parts, &reference).err());
    }
    found
}

fn put(
    table: &mut DeTable<'_>,
    section: &Section,
    parts: &Parts,
    reference: &Spanned<DeValue<'_>>,
) -> Result<(), Located> {
    let refused_at = |span: Range<usize>, key: &str, found: String, allowed: String| Located {
        span,
        cause: Cause::NotAllowed {
            path: format!("{}.{key}", section.table),
            found,
            allowed,
        },
    };
    let refused = |found, allowed| refused_at(reference.span(), KEY, found, allowed);
    let Some(id) = reference.get_ref().as_str() else {
        let allowed = format!("allowed is the id of a {} in quotes", section.noun);
        return Err(refused(shown(reference.get_ref()), allowed));
    };
    let ids = || parts.iter().map(|(known, _)| *known);
    let Some((_, part)) = parts.iter().find(|(known, _)| *known == id) else {
        let hint = match nearest(id, ids()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("there are {}", ids().collect::<Vec<_>>().join(", ")),
        };
        let allowed = format!("there is no {} of that id; {hint}", section.noun);
        return Err(refused(format!("\"{id}\""), allowed));
    };
    if let (Some(own), Some(kind)) = (table.get("kind"), kind_of(part)) {
        if own.get_ref().as_str() != Some(&*kind) {
            let allowed = format!("\"{id}\" is \"{kind}\": leave `kind` out, or say that");
            return Err(refused_at(
                own.span(),
                "kind",
                shown(own.get_ref()),
                allowed,
            ));
        }
    }
    let has_tip = inner(table, "tip").is_some_and(|tip| tip.contains_key("kind"));
    let span = reference.span();
    for (key, value) in part {
        // A kind of tip brings its own seal and wall.
        if has_tip && section.table == "earphone" && tips::PARTS.contains(&key.get_ref().as_ref()) {
            continue;
        }
        merge(table, key, value, &span);
    }
    Ok(())
}

/// Adds a key of the part unless the table has it; tables are merged key by key.
fn merge(
    table: &mut DeTable<'_>,
    key: &Spanned<std::borrow::Cow<'static, str>>,
    value: &Spanned<DeValue<'static>>,
    span: &Range<usize>,
) {
    let Some(own) = table.get_mut(key.get_ref().as_ref()) else {
        table.insert(
            Spanned::new(span.clone(), key.get_ref().clone()),
            placed(value.get_ref(), span),
        );
        return;
    };
    let (DeValue::Table(own), DeValue::Table(part)) = (own.get_mut(), value.get_ref()) else {
        return;
    };
    if kind_of(own).is_some_and(|kind| kind_of(part).as_ref() != Some(&kind)) {
        return;
    }
    for (key, value) in part {
        merge(own, key, value, span);
    }
}

/// A value whose places in the text are those of the reference, so that messages name its line.
fn placed(value: &DeValue<'static>, span: &Range<usize>) -> Spanned<DeValue<'static>> {
    let placed = match value {
        DeValue::Table(table) => {
            let mut copy = DeTable::new();
            for (key, value) in table {
                copy.insert(
                    Spanned::new(span.clone(), key.get_ref().clone()),
                    placed(value.get_ref(), span),
                );
            }
            DeValue::Table(copy)
        }
        DeValue::Array(entries) => {
            let mut copy = DeArray::new();
            for entry in entries.iter() {
                copy.push(placed(entry.get_ref(), span));
            }
            DeValue::Array(copy)
        }
        other => other.clone(),
    };
    Spanned::new(span.clone(), placed)
}

fn kind_of(table: &DeTable<'_>) -> Option<String> {
    let kind = table.get("kind")?.get_ref().as_str()?;
    Some(kind.to_owned())
}

fn inner<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Option<&'a DeTable<'i>> {
    match table.get(key)?.get_ref() {
        DeValue::Table(inner) => Some(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::rig::{links, packs, presets, tips, Rig, TipKind};

    const HEAD: &str = "format = 1\nname = \"Test\"\n";

    fn read(text: &str) -> Rig {
        Rig::from_toml(&format!("{HEAD}{text}")).unwrap()
    }

    #[test]
    fn a_reference_brings_the_whole_part() {
        let rig = read(
            "[earphone]\nlike = \"five-armature-custom\"\n[link]\nlike = \"club-fm-stereo\"\n\
             [pack]\nlike = \"wired-pro\"\n",
        );
        let earphone = presets::find("five-armature-custom").unwrap().earphone;
        assert_eq!(rig.earphone, earphone);
        assert_eq!(rig.link, links::find("club-fm-stereo").unwrap().link);
        assert_eq!(rig.pack, packs::find("wired-pro").unwrap().pack);
        let saved = rig.to_toml();
        assert!(!saved.contains("like ="), "{saved}");
        assert_eq!(Rig::from_toml(&saved).unwrap(), rig);
    }

    #[test]
    fn the_file_overrides_single_keys_of_the_part() {
        let rig = read(
            "[earphone]\nlike = \"five-armature-custom\"\nleft_out = true\n\
             [earphone.seal]\nleft_resistance_pa_s_m3 = 1e8\n\
             [link]\nlike = \"club-fm-stereo\"\n[link.radio]\ndistance_m = 90.0\n",
        );
        let mut expected = presets::find("five-armature-custom").unwrap().earphone;
        expected.left_out = true;
        expected.seal.left_resistance_pa_s_m3 = 1e8;
        assert_eq!(rig.earphone, expected);
        let mut link = links::find("club-fm-stereo").unwrap().link.clone();
        link.radio_mut().unwrap().distance_m = 90.0;
        assert_eq!(rig.link, link);
    }

    #[test]
    fn a_kind_of_tip_brings_its_own_seal_and_wall() {
        let rig = read(
            "[earphone]\nlike = \"five-armature-custom\"\n[earphone.tip]\nkind = \"silicone-poor\"\n",
        );
        let poor = tips::find(TipKind::SiliconePoor).unwrap();
        assert_eq!(rig.earphone.tip, poor.tip);
        assert_eq!(rig.earphone.seal, poor.seal);
        assert_eq!(rig.earphone.wall, poor.wall);
        let own = presets::find("five-armature-custom").unwrap().earphone;
        assert_eq!(rig.earphone.drivers, own.drivers);
    }

    #[test]
    fn a_reference_that_leads_nowhere_is_refused_with_its_line_and_the_nearest_id() {
        let refused = |text: &str| Rig::from_toml(&format!("{HEAD}{text}")).unwrap_err();
        let error = refused("[earphone]\nlike = \"five-armature-costum\"\n").to_string();
        for words in ["line 4", "earphone.like", "\"five-armature-custom\""] {
            assert!(error.contains(words), "{error}");
        }
        let error = refused("[link]\nlike = 7\n").to_string();
        for words in ["line 4", "`link.like` is 7;", "in quotes"] {
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn another_kind_than_that_of_the_part_is_refused_at_its_own_line() {
        let of = |kind: &str| {
            let text = format!("{HEAD}[link]\nlike = \"club-fm-stereo\"\nkind = {kind}\n");
            Rig::from_toml(&text)
        };
        assert!(of("\"analog-fm\"").is_ok());
        for kind in ["\"wired\"", "3"] {
            let error = of(kind).unwrap_err().to_string();
            let found = format!("line 5: `link.kind` is {kind};");
            for words in [
                &*found,
                "\"club-fm-stereo\" is \"analog-fm\"",
                "leave `kind` out",
            ] {
                assert!(error.contains(words), "{error}");
            }
        }
    }
}
