//! The stages that parameters belong to.

/// A stage of the chain as hosts and the editor group parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StageId {
    /// Signal sent by the mixing desk.
    Feed,
    /// Link parameters.
    Link,
    /// The receiver on the belt.
    Pack,
    /// The earphone itself.
    Earphone,
    /// Fit of the earphone in the ear.
    Fit,
    /// The room.
    Ambient,
    /// The performer's own sound.
    OwnVoice,
    /// The user's own headphones, and the levels at the drum.
    Listening,
}

impl StageId {
    /// Every stage, in signal order.
    pub const ALL: [StageId; 8] = [
        StageId::Feed,
        StageId::Link,
        StageId::Pack,
        StageId::Earphone,
        StageId::Fit,
        StageId::Ambient,
        StageId::OwnVoice,
        StageId::Listening,
    ];

    /// Its name, which is also the name of its group in hosts.
    pub fn name(self) -> &'static str {
        match self {
            StageId::Feed => "Feed",
            StageId::Link => "Link",
            StageId::Pack => "Pack",
            StageId::Earphone => "Earphone",
            StageId::Fit => "Fit",
            StageId::Ambient => "Ambience",
            StageId::OwnVoice => "Own voice",
            StageId::Listening => "Listening",
        }
    }
}
