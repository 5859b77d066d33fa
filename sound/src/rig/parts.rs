//! Every list of ready-made parts, and one way to put any of them into a rig without touching the
//! rest of it.

use std::sync::LazyLock;

use super::{desks, links, packs, presets, stages, wearings, Earphone, Link, Rig, TipKind};
use crate::rig::suggest::nearest;
use crate::rig::tips;

/// A kind of part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// Drivers, bores and vent.
    Earphone,
    /// A tier of transmission with the pack that goes with it.
    Link,
    /// The pack on the belt.
    Pack,
    /// The tip or shell, with its usual seal.
    Tip,
    /// Seal, depth, and which ears wear the earphone.
    Fit,
    /// The desk with its network.
    Desk,
    /// Sound around the performer.
    Stage,
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Short name without blanks, which never changes.
    pub id: &'static str,
    /// Name as the user reads it.
    pub name: String,
    /// Description.
    pub notes: String,
}

impl Part {
    fn new(id: &'static str, name: &str, notes: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            notes: notes.trim().to_owned(),
        }
    }
}

/// A name that no part of a kind has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no {kind} \"{name}\"{hint}; {kind}s are {known}")]
pub struct UnknownPart {
    kind: &'static str,
    name: String,
    hint: String,
    known: String,
}

impl PartKind {
    /// All kinds, in signal order but for the earphone, which comes first.
    pub const ALL: [Self; 7] = [
        Self::Earphone,
        Self::Link,
        Self::Pack,
        Self::Tip,
        Self::Fit,
        Self::Desk,
        Self::Stage,
    ];

    /// Its name, as an option and in sentences.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Earphone => "earphone",
            Self::Link => "link",
            Self::Pack => "pack",
            Self::Tip => "tip",
            Self::Fit => "fit",
            Self::Desk => "desk",
            Self::Stage => "stage",
        }
    }

    /// Description of its parts, in one sentence.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Earphone => "Drivers, bores and vent; how it sits in the ear stays.",
            Self::Link => "Links of a class with the pack that goes with them; the volume stays.",
            Self::Pack => "Packs of a class; the volume stays.",
            Self::Tip => "Tips and shells with the seal that they usually have.",
            Self::Fit => "How tight the tip sits, and whether it is in the ear.",
            Self::Desk => "Desks of a class with their networks.",
            Self::Stage => "What sounds around the performer.",
        }
    }

    /// Its parts, in the order in which users see them.
    #[must_use]
    pub fn parts(self) -> Vec<Part> {
        match self {
            Self::Earphone => (earphones())
                .map(|rig| Part::new(rig.id, &rig.rig.name, &rig.rig.notes))
                .collect(),
            Self::Link => links::offered()
                .map(|tier| Part::new(tier.id, &tier.name, &tier.notes))
                .collect(),
            Self::Pack => (packs::all().iter())
                .map(|model| Part::new(model.id, &model.name, &model.notes))
                .collect(),
            Self::Tip => (tips::all().iter())
                .map(|fit| Part::new(fit.kind.id(), &fit.name, &fit.notes))
                .collect(),
            Self::Fit => (wearings::ALL.iter())
                .map(|wearing| Part::new(wearing.id, wearing.name, wearing.notes))
                .collect(),
            Self::Desk => (desks::ALL.iter())
                .map(|desk| Part::new(desk.id, desk.name, &delays(desk)))
                .collect(),
            Self::Stage => (stages::ALL.iter())
                .map(|stage| Part::new(stage.id, stage.name, stage.notes))
                .collect(),
        }
    }

    /// The id of the part with this id or name, in capitals or not.
    ///
    /// # Errors
    /// There is none; says which one comes nearest, and which there are.
    pub fn find(self, name: &str) -> Result<&'static str, UnknownPart> {
        let parts = self.parts();
        let wanted = name.trim().to_lowercase();
        let found = parts
            .iter()
            .find(|part| part.id == wanted || part.name.to_lowercase() == wanted);
        if let Some(part) = found {
            return Ok(part.id);
        }
        if let (Self::Link, Some(tier)) = (self, links::find(&wanted)) {
            return Ok(tier.id);
        }
        let names = parts.iter().flat_map(|part| [part.id, part.name.as_str()]);
        let near = nearest(&wanted, names);
        let known: Vec<&str> = parts.iter().map(|part| part.id).collect();
        Err(UnknownPart {
            kind: self.name(),
            name: name.to_owned(),
            hint: near.map_or(String::new(), |near| format!(", did you mean \"{near}\"?")),
            known: known.join(", "),
        })
    }

    /// Puts the part with this id or name into a rig and leaves the rest as it is. Gives a sentence
    /// for whatever does not fit what is there.
    ///
    /// # Errors
    /// See [`Self::find`].
    pub fn put(self, name: &str, rig: &mut Rig) -> Result<Vec<String>, UnknownPart> {
        let id = self.find(name)?;
        match self {
            Self::Earphone => {
                if let Some(from) = earphones().find(|preset| preset.id == id) {
                    put_earphone(&from.rig.earphone, &mut rig.earphone);
                }
            }
            Self::Link => {
                if let Some(tier) = links::find(id) {
                    rig.link.clone_from(&tier.link);
                    id.clone_into(&mut rig.about.link_tier);
                    put_pack(&tier.pack, rig);
                }
            }
            Self::Pack => {
                if let Some(model) = packs::find(id) {
                    put_pack(&model.pack, rig);
                }
            }
            Self::Tip => {
                if let Some(fit) = tips::by_id(id) {
                    tips::apply(&mut rig.earphone, fit.kind);
                }
            }
            Self::Fit => {
                if let Some(wearing) = wearings::find(id) {
                    wearing.apply(&mut rig.earphone);
                }
            }
            Self::Desk => {
                if let Some(desk) = desks::find(id) {
                    desk.apply(&mut rig.feed);
                }
            }
            Self::Stage => {
                if let Some(stage) = stages::find(id) {
                    stage.apply(&mut rig.ambient);
                }
            }
        }
        Ok(self.misfits(id, rig))
    }

    /// Returns whether a rig has the part with this id.
    #[must_use]
    pub fn is_in(self, id: &str, rig: &Rig) -> bool {
        match self {
            Self::Earphone => earphones().any(|preset| {
                let from = &preset.rig.earphone;
                preset.id == id && is_same_earphone(from, &rig.earphone)
            }),
            Self::Link => links::find(id).is_some_and(|tier| tier.link == rig.link),
            Self::Pack => packs::find(id).is_some_and(|model| {
                let mut pack = model.pack.clone();
                (pack.volume_db, pack.balance) = (rig.pack.volume_db, rig.pack.balance);
                pack == rig.pack
            }),
            Self::Tip => tips::by_id(id).is_some_and(|fit| fit.tip == rig.earphone.tip),
            Self::Fit => wearings::find(id).is_some_and(|one| one.is_worn(&rig.earphone)),
            Self::Desk => desks::find(id).is_some_and(|desk| {
                desk.desk_delay_ms == rig.feed.desk_delay_ms
                    && desk.network_delay_ms == rig.feed.network_delay_ms
            }),
            Self::Stage => stages::find(id).is_some_and(|stage| stage.is_around(&rig.ambient)),
        }
    }

    /// Sentences about a part that has just been put in and does not fit the rest.
    fn misfits(self, id: &str, rig: &Rig) -> Vec<String> {
        let mut misfits = Vec::new();
        let electrostatic = has_electrostatics(rig);
        match self {
            Self::Pack if packs::brings_energizer(id) && !electrostatic => misfits.push(format!(
                "the pack \"{id}\" has an energizer, and the earphone has no electrostatic driver \
                 for it: it does nothing"
            )),
            Self::Pack if id == "wireless-receiver" && rig.link == Link::Wired => {
                misfits.push(
                    "the pack is a wireless receiver, and the link is a cable: only its amplifier \
                     is heard"
                        .to_owned(),
                );
            }
            Self::Pack if id.starts_with("wired-") && rig.link.radio().is_some() => misfits.push(
                format!("the pack \"{id}\" takes a cable, and the link is a radio"),
            ),
            Self::Tip | Self::Fit => {
                let kind = rig.earphone.tip.kind;
                if self == Self::Fit && kind == TipKind::Earbud && id != "poor" {
                    misfits
                        .push("an earbud rests in the concha and cannot seal like that".to_owned());
                }
            }
            _ => {}
        }
        misfits
    }
}

/// Returns whether a rig has a driver that needs an energizer.
#[must_use]
pub fn has_electrostatics(rig: &Rig) -> bool {
    let drivers = &rig.earphone.drivers;
    drivers.iter().any(|driver| driver.motor.kind().is_biased())
}

/// The factory rigs that hold an earphone which no rig before them has.
fn earphones() -> impl Iterator<Item = &'static presets::Preset> {
    static EARPHONES: LazyLock<Vec<&presets::Preset>> = LazyLock::new(|| {
        let mut own: Vec<&presets::Preset> = Vec::new();
        for preset in (presets::all().iter()).filter(|preset| presets::is_earphone(preset.id)) {
            let same = |other: &&presets::Preset| {
                is_same_earphone(&other.rig.earphone, &preset.rig.earphone)
            };
            if !own.iter().any(same) {
                own.push(preset);
            }
        }
        own
    });
    EARPHONES.iter().copied()
}

/// Returns whether two earphones are the same but for how they sit in the ear.
fn is_same_earphone(one: &Earphone, other: &Earphone) -> bool {
    one.drivers == other.drivers && one.bores == other.bores && one.port == other.port
}

fn put_earphone(from: &Earphone, to: &mut Earphone) {
    to.drivers.clone_from(&from.drivers);
    to.bores.clone_from(&from.bores);
    to.port.clone_from(&from.port);
    to.measured.clone_from(&from.measured);
}

/// Exchanges the pack but for what its knobs are turned to.
fn put_pack(from: &super::Pack, rig: &mut Rig) {
    rig.pack = super::Pack {
        volume_db: rig.pack.volume_db,
        balance: rig.pack.balance,
        ..from.clone()
    };
}

fn delays(desk: &desks::Desk) -> String {
    format!(
        "Desk {} ms, network {} ms.",
        desk.desk_delay_ms, desk.network_delay_ms
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_every_list_is_found_put_in_and_seen_in_the_rig() {
        for kind in PartKind::ALL {
            let parts = kind.parts();
            assert!(parts.len() >= 3, "{}", kind.name());
            for part in &parts {
                let mut rig = Rig::default();
                rig.pack.volume_db = -7.0;
                kind.put(part.id, &mut rig).unwrap();
                assert!(kind.is_in(part.id, &rig), "{} {}", kind.name(), part.id);
                assert_eq!(kind.find(&part.name.to_uppercase()).unwrap(), part.id);
                assert_eq!(rig.pack.volume_db, -7.0, "{} {}", kind.name(), part.id);
                rig.validate().unwrap();
            }
            let mut ids: Vec<&str> = parts.iter().map(|part| part.id).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), parts.len(), "{}: ids are unique", kind.name());
        }
    }

    #[test]
    fn a_part_leaves_the_rest_of_the_rig_alone() {
        let before = presets::find("drummer").unwrap();
        let mut rig = before.clone();
        PartKind::Earphone.put("tribrid", &mut rig).unwrap();
        assert_eq!(rig.earphone.seal, before.earphone.seal);
        assert_eq!(rig.earphone.tip, before.earphone.tip);
        rig.earphone = before.earphone.clone();
        assert_eq!(rig, before);
        PartKind::Stage.put("arena", &mut rig).unwrap();
        assert_eq!(rig.ambient.level_dbspl, before.ambient.level_dbspl);
        rig.ambient = before.ambient.clone();
        assert_eq!(rig, before);
    }

    #[test]
    fn an_unknown_part_gets_the_nearest_and_the_list() {
        let error = PartKind::Link.find("club-fm").unwrap_err().to_string();
        assert!(
            error.starts_with("there is no link \"club-fm\", did you mean \"club-fm-stereo\"?"),
            "{error}"
        );
        assert!(error.contains("bluetooth-classic"), "{error}");
        let error = PartKind::Tip.find("qqq").unwrap_err().to_string();
        assert!(
            !error.contains("did you mean") && error.contains("foam"),
            "{error}"
        );
    }
}
