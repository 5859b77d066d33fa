//! Factory rigs: rig files like any other, kept in `presets/` and built in.
//!
//! Situations come first (`situations`); earphones on a cable follow, which hold the drivers that
//! the situations refer to.

mod situations;

use std::sync::LazyLock;

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

macro_rules! factory {
    ($id:literal) => {
        ($id, include_str!(concat!("presets/", $id, ".toml")))
    };
}

/// The files that hold an earphone of their own, in the order in which users see them.
const EARPHONES: &[(&str, &str)] = &[
    factory!("single-dynamic-wired"),
    factory!("single-dynamic-poor-seal"),
    factory!("single-armature-deep"),
    factory!("dual-armature-digital"),
    factory!("single-dynamic-2g4"),
    factory!("hybrid-electrostatic-custom"),
    factory!("vented-dynamic"),
    factory!("drummer"),
    // What is there before a rig is chosen.
    factory!("neutral-reference"),
    // Archetypes: what a kind of earphone is, on a cable.
    factory!("flat-earbud"),
    factory!("v-shaped-consumer"),
    factory!("single-dynamic-rear-vented"),
    factory!("single-dynamic-closed"),
    factory!("single-armature-damped"),
    factory!("dual-armature"),
    factory!("triple-armature"),
    factory!("five-armature-custom"),
    factory!("eight-armature-custom"),
    factory!("hybrid-dynamic-four-armatures"),
    factory!("tribrid"),
    factory!("hybrid-two-dynamics-six-armatures-two-electrostatics"),
    factory!("all-out-twenty-drivers"),
    factory!("electrostatic-full-range"),
];

/// A name that no factory rig has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no factory rig \"{name}\"; {hint}")]
pub struct UnknownRig {
    name: String,
    hint: String,
}

/// Ids and files of the rigs that hold an earphone of their own.
pub(super) fn earphones() -> Vec<(&'static str, &'static str)> {
    EARPHONES.to_vec()
}

/// Returns whether a factory rig holds an earphone of its own, rather than referring to another's.
pub fn is_earphone(id: &str) -> bool {
    EARPHONES.iter().any(|(known, _)| *known == id)
}

/// All factory rigs, in the order in which users see them.
pub fn all() -> &'static [Preset] {
    static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
        (situations::FILES.iter().chain(EARPHONES))
            .map(|&(id, toml)| Preset {
                id,
                toml,
                rig: Rig::from_toml(toml)
                    .unwrap_or_else(|error| panic!("the factory rig {id} is broken: {error}")),
            })
            .collect()
    });
    &PRESETS
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
    let default = all().iter().find(|preset| preset.id == DEFAULT_RIG_ID);
    // A test holds that it is in the list, whose first rig has to do otherwise.
    &default.unwrap_or(&all()[0]).rig
}

fn hint(wanted: &str) -> String {
    let names = all()
        .iter()
        .flat_map(|preset| [preset.id, preset.rig.name.as_str()]);
    match nearest(wanted, names) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => {
            let ids: Vec<&str> = all().iter().map(|preset| preset.id).collect();
            format!("there are {}", ids.join(", "))
        }
    }
}

#[cfg(test)]
mod tests;
