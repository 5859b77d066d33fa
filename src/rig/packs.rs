//! Factory packs under generic names, to put into any rig.
//!
//! Each is a rig file that says nothing but its pack.

use std::sync::LazyLock;

use super::{Pack, Rig};

/// A pack of a class.
#[derive(Debug)]
pub struct Model {
    /// Short name without blanks, which never changes: `wired-basic`.
    pub id: &'static str,
    /// Name as the user reads it.
    pub name: String,
    /// Description.
    pub notes: String,
    /// The pack.
    pub pack: Pack,
}

/// The files, in the order in which users see them.
const FILES: &[(&str, &str)] = &[
    ("wired-basic", include_str!("packs/wired-basic.toml")),
    ("wired-pro", include_str!("packs/wired-pro.toml")),
    (
        "wireless-receiver",
        include_str!("packs/wireless-receiver.toml"),
    ),
];

/// Ids and files.
pub(super) fn files() -> Vec<(&'static str, &'static str)> {
    FILES.to_vec()
}

/// All packs, in the order in which users see them.
pub fn all() -> &'static [Model] {
    static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| {
        (FILES.iter())
            .map(|&(id, toml)| {
                let rig = Rig::from_toml(toml)
                    .unwrap_or_else(|error| panic!("the factory pack {id} is broken: {error}"));
                Model {
                    id,
                    name: rig.name,
                    notes: rig.notes,
                    pack: rig.pack,
                }
            })
            .collect()
    });
    &MODELS
}

/// The pack with this id.
pub fn find(id: &str) -> Option<&'static Model> {
    all().iter().find(|model| model.id == id)
}

/// Returns whether a pack says of itself that it has an energizer; others have one where a rig
/// needs it.
pub(super) fn brings_energizer(id: &str) -> bool {
    let says = |(_, toml): &&(&str, &str)| {
        toml.lines()
            .any(|line| line.replace(' ', "").starts_with("energizer=true"))
    };
    let file = FILES.iter().find(|(known, _)| *known == id);
    file.as_ref().is_some_and(says)
}
