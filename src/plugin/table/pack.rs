//! The receiver on the belt.

use crate::plugin::text::Style;

stage! {
    /// The receiver on the belt.
    PackParams as pack in Pack;

    "vol" => volume_db: FloatParam {
        name: "Volume",
        at: field!(pack.volume_db),
        unit: "",
        style: Style::OffAtLowest,
        tooltip: "The volume knob of the pack, relative to the listening level.",
    }
    "bal" => balance: FloatParam {
        name: "Balance",
        at: field!(pack.balance),
        unit: "",
        style: Style::Balance,
        tooltip: "The balance of the pack, from left only to right only.",
    }
    "zout" => output_impedance_ohm: FloatParam {
        name: "Output impedance",
        at: field!(pack.output_impedance_ohm),
        unit: " \u{3a9}",
        style: Style::Plain(1),
        skew: 0.5,
        tooltip: "Source impedance of the pack's headphone amplifier; with the earphone's own \
                  impedance it bends the response.",
    }
    "onpack" => power: BoolParam {
        name: "Pack power",
        power: "Off: an ideal amplifier with its knobs at the middle takes the place of the pack.",
    }
}
