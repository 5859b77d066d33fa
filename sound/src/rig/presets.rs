//! Factory rigs: rig files like any other, kept in `presets/` and built in.
//!
//! Situations come first (`situations`); earphones on a cable follow, which hold the drivers that
//! the situations refer to.

mod situations;

use super::catalog::{files, Catalog, Files};
use super::Rig;
use crate::rig::suggest::nearest;

/// The rig of a fresh instance, and of the command line when none is named: close to the reference
/// target, sealed, on a cable, in no room.
pub const DEFAULT_RIG_ID: &str = "neutral-reference";

/// A factory rig.
#[derive(Debug)]
pub struct Preset {
    /// Short name without blanks, which never changes: `single-dynamic-wired`.
    pub id: &'static str,
    /// The rig file, with its comments.
    pub toml: &'static str,
    /// The rig in the file.
    pub rig: Rig,
}

/// The files that hold an earphone of their own, in the order in which users see them.
pub(super) static EARPHONES: Files = files![
    "presets/":
    "single-dynamic-wired",
    "single-dynamic-poor-seal",
    "single-armature-deep",
    "dual-armature-digital",
    "single-dynamic-2g4",
    "hybrid-electrostatic-custom",
    "vented-dynamic",
    "drummer",
    // What is there before a rig is chosen.
    "neutral-reference",
    // Archetypes: what a kind of earphone is, on a cable.
    "flat-earbud",
    "v-shaped-consumer",
    "single-dynamic-rear-vented",
    "single-dynamic-closed",
    "single-armature-damped",
    "dual-armature",
    "triple-armature",
    "five-armature-custom",
    "eight-armature-custom",
    "hybrid-dynamic-four-armatures",
    "tribrid",
    "hybrid-two-dynamics-six-armatures-two-electrostatics",
    "all-out-twenty-drivers",
    "electrostatic-full-range",
];

/// A name that no factory rig has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no factory rig \"{name}\"; {hint}")]
pub struct UnknownRig {
    name: String,
    hint: String,
}

/// Returns whether a factory rig holds an earphone of its own, rather than referring to another's.
pub fn is_earphone(id: &str) -> bool {
    EARPHONES.iter().any(|(known, _)| *known == id)
}

static PRESETS: Catalog<Preset> =
    Catalog::new("rig", &[&situations::FILES, &EARPHONES], |(id, toml)| {
        let rig = Rig::from_toml(toml)?;
        Ok(Preset { id, toml, rig })
    });

/// All factory rigs, in the order in which users see them.
pub fn all() -> &'static [Preset] {
    PRESETS.all()
}

/// The factory rig with this id.
pub fn by_id(id: &str) -> Option<&'static Preset> {
    PRESETS.find(id)
}

/// The identifiers of the factory rigs in the order of their numbers, which never change; a line each.
pub const ORDER: &str = include_str!("presets/order.txt");

/// The identifiers in [`ORDER`].
pub fn order() -> impl Iterator<Item = &'static str> {
    ORDER.lines().filter(|line| !line.starts_with('#'))
}

/// The factory rig with this id or name, in capitals or not.
///
/// # Errors
/// There is none; says which one comes nearest.
pub fn find(name_or_id: &str) -> Result<Rig, UnknownRig> {
    let wanted = name_or_id.trim().to_lowercase();
    let found = (all().iter())
        .find(|preset| preset.id == wanted || preset.rig.name.to_lowercase() == wanted);
    match found {
        Some(preset) => Ok(preset.rig.clone()),
        None => Err(UnknownRig {
            name: name_or_id.to_owned(),
            hint: hint(&wanted),
        }),
    }
}

/// The rig that is there before one is chosen.
pub fn default_rig() -> &'static Rig {
    // A test holds that it is in the list, whose first rig has to do otherwise.
    &by_id(DEFAULT_RIG_ID).unwrap_or(&all()[0]).rig
}

fn hint(wanted: &str) -> String {
    let names = all()
        .iter()
        .flat_map(|preset| [preset.id, preset.rig.name.as_str()]);
    match nearest(wanted, names) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("`bodypack rigs` lists all {} of them", all().len()),
    }
}

#[cfg(test)]
mod tests;
