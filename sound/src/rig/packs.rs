//! Factory packs under generic names, to put into any rig.
//!
//! Each is a rig file that says nothing but its pack.

use super::catalog::{files, Catalog, Files};
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
pub(super) static FILES: Files = files![
    "packs/":
    "wired-basic",
    "wired-pro",
    "wireless-receiver",
];

static MODELS: Catalog<Model> = Catalog::new("pack", &[&FILES], |(id, toml)| {
    let rig = Rig::from_toml(toml)?;
    Ok(Model {
        id,
        name: rig.name,
        notes: rig.notes,
        pack: rig.pack,
    })
});

/// All packs, in the order in which users see them.
pub fn all() -> &'static [Model] {
    MODELS.all()
}

/// The pack with this id.
pub fn find(id: &str) -> Option<&'static Model> {
    MODELS.find(id)
}

/// Returns whether a pack says of itself that it has an energizer; others have one where a rig
/// needs it.
pub(super) fn brings_energizer(id: &str) -> bool {
    let file = MODELS.files().find(|(known, _)| *known == id);
    file.is_some_and(|(_, toml)| {
        toml.lines()
            .any(|line| line.replace(' ', "").starts_with("energizer=true"))
    })
}
