//! The room.

use crate::plugin::text::Style;

stage! {
    /// The room.
    AmbientParams as ambient in Ambient;

    "ambon" => enabled: BoolParam {
        name: "Ambient",
        at: ambient.enabled,
        tooltip: "Whether the room of the ambient input is heard through tip, leak and port.",
    }
    "amblvl" => level_dbspl: FloatParam {
        name: "Room level",
        at: field!(ambient.level_dbspl),
        unit: " dB SPL",
        style: Style::Plain(1),
        tooltip: "Sound pressure level in the room of an ambient input at -18 dBFS RMS.",
    }
}
