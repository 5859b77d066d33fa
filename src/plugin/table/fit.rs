//! How the earphone sits in the ear.

use super::Place;
use crate::plugin::seal::{leak_of, seal_of};
use crate::plugin::text::Style;

/// A seal: its field is a resistance on a logarithmic scale.
macro_rules! seal {
    ($field:ident) => {
        Place {
            path: concat!("earphone.seal.", stringify!($field)),
            range: Some([0.0, 1.0]),
            get: |rig| seal_of(rig.earphone.seal.$field),
            set: |rig, value| rig.earphone.seal.$field = leak_of(value),
            keep: |from, to| to.earphone.seal.$field = from.earphone.seal.$field,
        }
    };
}

stage! {
    /// How the earphone sits in the ear.
    FitParams as fit in Fit;

    "seall" => seal_left: FloatParam {
        name: "Seal left",
        at: seal!(left_resistance_pa_s_m3),
        unit: " %",
        style: Style::Percent(1),
        tooltip: "How well the left tip seals: what leaks out in the bass is what the room gets in by.",
    }
    "sealr" => seal_right: FloatParam {
        name: "Seal right",
        at: seal!(right_resistance_pa_s_m3),
        unit: " %",
        style: Style::Percent(1),
        tooltip: "How well the right tip seals: what leaks out in the bass is what the room gets in by.",
    }
    "onfit" => power: BoolParam {
        name: "Fit power",
        power: "Off: the tip seals perfectly.",
    }
}
