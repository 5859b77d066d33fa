//! The performer's own sound.

use crate::session::text::Style;

stage! {
    /// The performer's own sound.
    OwnVoiceParams in OwnVoice;

    "ownon" => enabled: BoolParam {
        name: "Own voice",
        at: own_voice.enabled,
        tooltip: "Whether the own-voice input is also heard through the skull, without any delay.",
    }
    "bone" => bone_level_db: FloatParam {
        name: "Bone conduction",
        at: field!(own_voice.bone_level_db),
        unit: " dB",
        style: Style::Plain(1),
        tooltip: "Level of one's own sound that reaches the ear through the skull, without any delay.",
    }
    "occl" => occlusion: FloatParam {
        name: "Occlusion",
        at: field!(own_voice.occlusion),
        unit: " %",
        style: Style::Percent(0),
        tooltip: "How much of the boom of one's own voice in a closed ear is heard.",
    }
}
