//! The user's own headphones, and the levels at the drum.

use crate::session::param_enums::{Ear, Reference};
use crate::session::text::Style;

stage! {
    /// The user's own headphones, and the levels at the drum.
    ListeningParams in Listening;

    "level" => level_dbspl: FloatParam {
        name: "Listening level",
        at: field!(listening.level_dbspl),
        unit: " dB SPL",
        style: Style::Plain(1),
        tooltip: "Level at the drum that a program at -18 dBFS RMS gives; what you hear stays as \
                  loud as it is.",
    }
    "ref" => reference: EnumParam<Reference> {
        name: "Reference",
        at: listening.reference,
        tooltip: "What your own headphones are tuned to; this is divided out of what you hear.",
    }
    "amount" => amount: FloatParam {
        name: "Reference amount",
        at: field!(listening.amount),
        unit: " %",
        style: Style::Percent(0),
        tooltip: "How much of your own headphones' tuning is divided out.",
    }
    "ear" => ear: EnumParam<Ear> {
        name: "Ear",
        at: listening.ear,
        tooltip: "The ear that the earphone plays into: an average one, or the coupler of published \
                  graphs.",
    }
    "ceil" => ceiling_dbfs: FloatParam {
        name: "Ceiling",
        at: field!(listening.ceiling_dbfs),
        unit: " dBFS",
        style: Style::Plain(1),
        tooltip: "The highest output; a limiter without look-ahead holds it.",
    }
    "onlist" => power: BoolParam {
        name: "Listening power",
        power: "Off: the pressure at the drum is played as it is, without regard to your own headphones.",
    }
    "outgn" => output_db: FloatParam {
        name: "Output gain",
        at: field!(listening.output_db),
        unit: " dB",
        style: Style::Plain(1),
        tooltip: "Gain before the ceiling: makes room for a loud stage, so that the limiter rests.",
    }
}
