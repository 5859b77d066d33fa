//! Fit of the earphone in the ear.

use super::Place;
use crate::rig::{tips, Rig};
use crate::session::param_enums::{
    choice_of, BrokenConductor, CableRoute, Named, PortChoice, TipKind,
};
use crate::session::seal::{leak_of, seal_of};
use crate::session::text::Style;

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
    /// Fit of the earphone in the ear.
    FitParams in Fit;

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
    "tip" => tip: EnumParam<TipKind> {
        name: "Tip",
        get: |rig| {
            // Read here, where there is time to: what a host turns later must not wait.
            let _ = tips::all();
            choice_of::<TipKind, _>(rig.earphone.tip.kind)
        },
        set: fit_tip,
        tooltip: "The kind of tip or shell: its bore, its depth and what it keeps out; the seal stays.",
    }
    "port" => port: EnumParam<PortChoice> {
        name: "Port",
        get: |rig| choice_of::<PortChoice, _>(&rig.earphone.port),
        set: |choice, base, live| {
            let same = choice == PortChoice::from(&base.earphone.port);
            live.earphone.port = match same {
                true => base.earphone.port.clone(),
                false => choice.usual(),
            };
        },
        tooltip: "The vent from the ear to the room: it lets the bass out and the room in.",
    }
    "outl" => left_out: BoolParam {
        name: "Left out",
        at: earphone.left_out,
        tooltip: "Takes the left earphone out of its ear: the mix is gone, the room is open.",
    }
    "outr" => right_out: BoolParam {
        name: "Right out",
        at: earphone.right_out,
        tooltip: "Takes the right earphone out of its ear: the mix is gone, the room is open.",
    }
    "jaw" => jaw_decades: FloatParam {
        name: "Jaw",
        at: field!(earphone.jaw_decades),
        unit: " decades",
        style: Style::Plain(2),
        tooltip: "How far the jaw opens the seal while the performer sings; 0 keeps it shut.",
    }
    "cable" => cable_route: EnumParam<CableRoute> {
        name: "Cable",
        at: cable.route,
        tooltip: "How the cable is worn: over the ear it hardly pulls.",
    }
    "rub" => cable_noise_dbspl: FloatParam {
        name: "Cable noise",
        at: field!(cable.noise_dbspl),
        unit: " dB SPL",
        style: Style::OffAtLowest,
        tooltip: "Rubbing and thumps of the cable in a sealed ear, at the drum.",
    }
    "wear" => cable_wear: FloatParam {
        name: "Cable wear",
        at: field!(cable.wear),
        unit: " %",
        style: Style::Percent(0),
        tooltip: "How worn plug and strands are: contacts that open for moments crackle.",
    }
    "broken" => cable_broken: EnumParam<BrokenConductor> {
        name: "Broken wire",
        at: cable.broken,
        tooltip: "A broken wire of the cable: one side is silent, or half the difference is left.",
    }
    "slip" => slip_decades: FloatParam {
        name: "Tip slips",
        at: field!(earphone.slip_decades),
        unit: " decades",
        style: Style::Plain(2),
        tooltip: "How far a slipping tip opens the seal before it is pushed back; 0 stays put.",
    }
    "slips" => slip_s: FloatParam {
        name: "Slip time",
        at: field!(earphone.slip_s),
        unit: " s",
        style: Style::Plain(0),
        skew: 0.3,
        tooltip: "Time in which the tip slips before it is pushed back.",
    }
}

/// Puts another kind of tip on the earphone, or the rig's own back. How well it seals has knobs of
/// its own. Allocates nothing.
fn fit_tip(Named(kind): TipKind, base: &Rig, live: &mut Rig) {
    let own = &base.earphone;
    let found = (kind != own.tip.kind).then(|| tips::find(kind)).flatten();
    let (tip, wall, mass_kg_m4) = match found {
        Some(fit) => (&fit.tip, &fit.wall, fit.seal.mass_kg_m4),
        None => (&own.tip, &own.wall, own.seal.mass_kg_m4),
    };
    live.earphone.tip.clone_from(tip);
    live.earphone.tip.kind = kind;
    live.earphone.wall.clone_from(wall);
    live.earphone.seal.mass_kg_m4 = mass_kg_m4;
}
