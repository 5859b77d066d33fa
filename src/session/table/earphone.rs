//! The earphone itself.

use crate::session::text::Style;

stage! {
    /// The earphone itself.
    EarphoneParams in Earphone;

    "dist" => distortion: FloatParam {
        name: "Distortion",
        at: field!(earphone.distortion),
        unit: " %",
        style: Style::Percent(0),
        tooltip: "How much of what the drivers distort at this listening level is heard: 0 % is none, 100 % all.",
    }
    "onear" => power: BoolParam {
        name: "Earphone power",
        power: "Off: an earphone that meets your reference takes the place of this one; its fit stays.",
    }
}
