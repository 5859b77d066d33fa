//! Tips and shells under generic names: how each kind meets the ear.
//!
//! Each is a rig file that says nothing but the tip's bore and depth, its leak and its wall. Leaks
//! are the usual ones of such tips; walls are fitted so that the insertion loss in octaves is what
//! such tips keep out (`tests/acoustics_isolation.rs`). In a rig file, `earphone.tip.kind` stands
//! for all the numbers here that the file does not give itself.

use std::sync::LazyLock;

use toml::de::{DeTable, DeValue};
use toml::Spanned;

use super::catalog::{files, Catalog, File, Files};
use super::{Earphone, Rig, Seal, Tip, TipKind, Wall};

/// The path of the key that names a kind of tip.
pub(super) const KIND_PATH: &str = "earphone.tip.kind";

/// The tables below `earphone` that a kind stands for.
pub(super) const PARTS: [&str; 3] = ["tip", "seal", "wall"];

/// A kind of tip with its numbers.
#[derive(Debug)]
pub struct Fit {
    /// The kind.
    pub kind: TipKind,
    /// Name as the user reads it.
    pub name: String,
    /// Description.
    pub notes: String,
    /// Bore and depth.
    pub tip: Tip,
    /// The usual leak.
    pub seal: Seal,
    /// Tip and shell as a wall.
    pub wall: Wall,
}

/// The files by the ids of their kinds, in the order in which users see them.
static FILES: Files = files![
    "tips/":
    "silicone-good",
    "silicone-average",
    "silicone-poor",
    "double-flange",
    "triple-flange",
    "foam",
    "acrylic-custom",
    "silicone-custom",
    "earbud",
];

static FITS: Catalog<Fit> = Catalog::new("tip", &[&FILES], |(_, toml)| {
    let rig = Rig::from_toml(toml)?;
    Ok(Fit {
        kind: rig.earphone.tip.kind,
        name: rig.name,
        notes: rig.notes,
        tip: rig.earphone.tip,
        seal: rig.earphone.seal,
        wall: rig.earphone.wall,
    })
});

/// All kinds but [`TipKind::Free`], in the order in which users see them.
pub fn all() -> &'static [Fit] {
    FITS.all()
}

/// The kind with this id, with its numbers.
pub(super) fn by_id(id: &str) -> Option<&'static Fit> {
    FITS.find(id)
}

/// The numbers of a kind; none for [`TipKind::Free`].
pub fn find(kind: TipKind) -> Option<&'static Fit> {
    by_id(kind.id())
}

/// Puts a kind of tip on an earphone: bore, depth, leak and wall. Does nothing for
/// [`TipKind::Free`] but to say so. Allocates nothing once [`all`] has been called.
pub fn apply(earphone: &mut Earphone, kind: TipKind) {
    match find(kind) {
        Some(fit) => {
            earphone.tip.clone_from(&fit.tip);
            earphone.seal.clone_from(&fit.seal);
            earphone.wall.clone_from(&fit.wall);
        }
        None => earphone.tip.kind = kind,
    }
}

/// The part of a kind's file below `earphone`.
fn fragment(kind: &str) -> Option<&'static DeTable<'static>> {
    static FRAGMENTS: LazyLock<Vec<(&str, Spanned<DeTable<'static>>)>> = LazyLock::new(|| {
        let parsed = |(id, toml): File| Some((id, DeTable::parse(toml).ok()?));
        FITS.files().filter_map(parsed).collect()
    });
    let (_, tree) = FRAGMENTS.iter().find(|(id, _)| *id == kind)?;
    inner(tree.get_ref(), "earphone")
}

/// The table under a key, if it is one.
fn inner<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Option<&'a DeTable<'i>> {
    match table.get(key)?.get_ref() {
        DeValue::Table(inner) => Some(inner),
        _ => None,
    }
}

/// The table under a key, made if there is nothing; none if there is something else.
fn inner_mut<'a, 'i>(table: &'a mut DeTable<'i>, key: &'static str) -> Option<&'a mut DeTable<'i>> {
    let spanned = |value| Spanned::new(0..0, value);
    let place = (table.entry(Spanned::new(0..0, key.into())))
        .or_insert_with(|| spanned(DeValue::Table(DeTable::new())));
    match place.get_mut() {
        DeValue::Table(inner) => Some(inner),
        _ => None,
    }
}

/// Fills in what the kind of tip in a file's tree stands for and the file does not say itself.
pub(super) fn fill(tree: &mut DeTable<'_>) {
    let kind = inner(tree, "earphone")
        .and_then(|earphone| inner(earphone, "tip"))
        .and_then(|tip| tip.get("kind"))
        .and_then(|kind| kind.get_ref().as_str());
    let Some(fragment) = kind.and_then(fragment) else {
        return;
    };
    let Some(earphone) = inner_mut(tree, "earphone") else {
        return;
    };
    for part in PARTS {
        let (Some(from), Some(to)) = (inner(fragment, part), inner_mut(earphone, part)) else {
            continue;
        };
        for (key, value) in from {
            to.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
}

/// Takes out of a tree what a kind of tip stands for, so that [`fill`] brings the kind's own.
pub(super) fn forget(tree: &mut DeTable<'_>, kind: &str) {
    let Some(fragment) = fragment(kind) else {
        return;
    };
    let Some(earphone) = inner_mut(tree, "earphone") else {
        return;
    };
    for part in PARTS {
        let (Some(from), Some(to)) = (inner(fragment, part), inner_mut(earphone, part)) else {
            continue;
        };
        for (key, _) in from.iter().filter(|(key, _)| key.get_ref() != "kind") {
            to.remove(key.get_ref().as_ref());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "format = 1\nname = \"Test\"\n";

    #[test]
    fn a_kind_stands_for_what_the_file_does_not_say() {
        let text = format!(
            "{HEAD}[earphone.tip]\nkind = \"foam\"\n[earphone.seal]\nleft_resistance_pa_s_m3 = 5e8\n"
        );
        let rig = Rig::from_toml(&text).unwrap();
        let foam = find(TipKind::Foam).unwrap();
        assert_eq!(rig.earphone.tip, foam.tip);
        assert_eq!(rig.earphone.wall, foam.wall);
        assert_eq!(rig.earphone.seal.left_resistance_pa_s_m3, 5e8);
        assert_eq!(
            rig.earphone.seal.right_resistance_pa_s_m3,
            foam.seal.right_resistance_pa_s_m3
        );
        assert_eq!(Rig::from_toml(&rig.to_toml()).unwrap(), rig);
    }

    #[test]
    fn setting_a_kind_brings_all_its_numbers() {
        for fit in all() {
            let mut rig = Rig::default();
            rig.set(KIND_PATH, fit.kind.id()).unwrap();
            let mut expected = Rig::default();
            apply(&mut expected.earphone, fit.kind);
            assert_eq!(rig, expected, "{}", fit.name);
            rig.set("earphone.wall.q", "0.5").unwrap();
            assert_eq!(rig.earphone.wall.q, 0.5);
            assert_eq!(rig.earphone.seal, fit.seal);
        }
    }

    #[test]
    fn every_kind_has_its_numbers_and_no_file_is_missing() {
        for &kind in TipKind::ALL {
            assert_eq!(find(kind).is_some(), kind != TipKind::Free, "{}", kind.id());
        }
        for (fit, (id, _)) in all().iter().zip(FILES.iter()) {
            assert_eq!(fit.kind.id(), *id, "{}", fit.name);
        }
        assert!(Rig::default().set(KIND_PATH, "glue").is_err());
    }
}
