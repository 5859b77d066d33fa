//! The seven stages of the chain, as the strip of cards shows them.

use egui::Color32;

use super::theme::Palette;
use crate::session::StageId;

/// A stage, in the order of the signal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Signal sent by the mixing desk.
    Feed,
    /// The transmission.
    Link,
    /// The receiver on the belt.
    Pack,
    /// The drivers.
    Earphone,
    /// Fit of the earphone in the ear.
    #[default]
    Fit,
    /// The room, and the performer's own sound.
    Ambience,
    /// The user's own headphones.
    Listening,
}

impl Stage {
    /// The card that a window's settings choose.
    #[must_use]
    pub fn chosen(look: &crate::session::Look) -> Self {
        Self::ALL.get(look.stage).copied().unwrap_or_default()
    }

    /// All of them, in the order of the signal.
    pub const ALL: [Self; 7] = [
        Self::Feed,
        Self::Link,
        Self::Pack,
        Self::Earphone,
        Self::Fit,
        Self::Ambience,
        Self::Listening,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feed => "Feed",
            Self::Link => "Link",
            Self::Pack => "Pack",
            Self::Earphone => "Earphone",
            Self::Fit => "Fit",
            Self::Ambience => "Ambience",
            Self::Listening => "Listening",
        }
    }

    /// The card that shows a stage of the table of parameters.
    pub fn of(id: StageId) -> Self {
        match id {
            StageId::Feed => Self::Feed,
            StageId::Link => Self::Link,
            StageId::Pack => Self::Pack,
            StageId::Earphone => Self::Earphone,
            StageId::Fit => Self::Fit,
            StageId::Ambient | StageId::OwnVoice => Self::Ambience,
            StageId::Listening => Self::Listening,
        }
    }

    /// The stages of the table that a card shows; the first is switched on the card itself.
    pub fn parts(self) -> &'static [StageId] {
        match self {
            Self::Feed => &[StageId::Feed],
            Self::Link => &[StageId::Link],
            Self::Pack => &[StageId::Pack],
            Self::Earphone => &[StageId::Earphone],
            Self::Fit => &[StageId::Fit],
            Self::Ambience => &[StageId::Ambient, StageId::OwnVoice],
            Self::Listening => &[StageId::Listening],
        }
    }

    /// The parameter that switches a stage of the table.
    pub fn power(id: StageId) -> &'static str {
        match id {
            StageId::Feed => "onfeed",
            StageId::Link => "onlink",
            StageId::Pack => "onpack",
            StageId::Earphone => "onear",
            StageId::Fit => "onfit",
            StageId::Ambient => "ambon",
            StageId::OwnVoice => "ownon",
            StageId::Listening => "onlist",
        }
    }

    /// The parameter that says how much of the stage there is, where one does, and a word for it.
    pub fn amount(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Feed => Some(("trim", "trim")),
            Self::Pack => Some(("vol", "volume")),
            Self::Earphone => Some(("dist", "distortion")),
            Self::Ambience => Some(("amblvl", "room")),
            Self::Listening => Some(("amount", "reference")),
            Self::Link | Self::Fit => None,
        }
    }

    /// The color of what it carries.
    pub fn color(self, palette: &Palette) -> Color32 {
        if self == Self::Ambience {
            palette.room
        } else {
            palette.mix
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{entry, Kind};

    #[test]
    fn every_stage_is_on_one_card_and_has_a_switch() {
        for id in StageId::ALL {
            let on = |stage: &Stage| stage.parts().contains(&id);
            let cards: Vec<Stage> = Stage::ALL.into_iter().filter(on).collect();
            assert_eq!(cards, [Stage::of(id)]);
            let power = entry(Stage::power(id)).expect("it is in the table");
            assert_eq!(power.stage, id);
            assert!(matches!(power.kind, Kind::Switch(_)), "{}", power.id);
        }
    }

    #[test]
    fn an_amount_is_a_number_of_its_own_stage() {
        for stage in Stage::ALL {
            let Some((id, _)) = stage.amount() else {
                continue;
            };
            let amount = entry(id).expect("it is in the table");
            assert_eq!(Stage::of(amount.stage), stage);
            assert!(matches!(amount.kind, Kind::Number(_)), "{id}");
        }
    }
}
