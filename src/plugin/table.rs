//! Every parameter and the field of the rig that it stands for: the one place where the two meet.
//!
//! A parameter is a 32-bit number, a field of a rig file a 64-bit one. A field is therefore written
//! only when the parameter says something else than the field does, so that a rig that nobody has
//! touched sounds the same here, bit for bit, as on the command line.

use nice_plug::prelude::{FloatParam, FloatRange};

use super::choices::{choice_of, EarChoice, FeedChoice, LinkChoice, ReferenceChoice};
use super::params::BodypackParams;
use super::seal::{leak_of, seal_of};
use super::text::Style;
use crate::rig::{AnalogLink, BluetoothLink, DigitalLink, Link, Rig};

/// A parameter with a number, and the field that it stands for.
pub struct Number {
    /// Stable identifier, also the key in saved states.
    pub id: &'static str,
    /// Name as hosts and the editor show it.
    pub name: &'static str,
    /// Path of the field in a rig file.
    pub path: &'static str,
    /// Unit with its leading space, unless the text carries one by itself.
    pub unit: &'static str,
    /// How the number is written.
    pub style: Style,
    /// Factor of a skewed range: below 1, more of the knob's travel is spent on low values.
    pub skew: f32,
    /// What it does, in a sentence.
    pub tooltip: &'static str,
    /// The field as the parameter shows it.
    pub get: fn(&Rig) -> f64,
    /// Writes the parameter's value to the field.
    pub set: fn(&mut Rig, f64),
    /// Copies the field as it is from the first rig to the second.
    pub keep: fn(&Rig, &mut Rig),
    /// The parameter itself.
    pub param: fn(&BodypackParams) -> &FloatParam,
}

/// A parameter with a few named values, and the field that it stands for.
pub struct Choice {
    /// Stable identifier, also the key in saved states.
    pub id: &'static str,
    /// Name as hosts and the editor show it.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub tooltip: &'static str,
    /// The stable identifier of the field's value.
    pub get: fn(&Rig) -> &'static str,
    /// Copies the parameter's value to the field.
    pub apply: fn(&BodypackParams, &Rig, &mut Rig),
}

/// A parameter that is on or off, and the field that it stands for.
pub struct Switch {
    /// Stable identifier, also the key in saved states.
    pub id: &'static str,
    /// Name as hosts and the editor show it.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub tooltip: &'static str,
    /// The field.
    pub get: fn(&Rig) -> bool,
    /// Copies the parameter's value to the field.
    pub apply: fn(&BodypackParams, &mut Rig),
}

macro_rules! concat_path {
    ($first:ident $(. $rest:ident)*) => {
        concat!(stringify!($first) $(, ".", stringify!($rest))*)
    };
}

/// A number whose field is a plain `f64` of the rig.
macro_rules! number {
    ($id:literal, $name:literal, $($field:ident).+, $unit:literal, $style:expr, $skew:expr,
     $($param:ident).+, $tooltip:literal) => {
        Number {
            id: $id,
            name: $name,
            path: concat_path!($($field).+),
            unit: $unit,
            style: $style,
            skew: $skew,
            tooltip: $tooltip,
            get: |rig| rig.$($field).+,
            set: |rig, value| rig.$($field).+ = value,
            keep: |from, to| to.$($field).+ = from.$($field).+,
            param: |params| &params.$($param).+,
        }
    };
}

/// A seal: its field is a resistance on a logarithmic scale.
macro_rules! seal {
    ($id:literal, $name:literal, $field:ident, $param:ident, $tooltip:literal) => {
        Number {
            id: $id,
            name: $name,
            path: concat!("earphone.seal.", stringify!($field)),
            unit: " %",
            style: Style::Percent(1),
            skew: 1.0,
            tooltip: $tooltip,
            get: |rig| seal_of(rig.earphone.seal.$field),
            set: |rig, value| rig.earphone.seal.$field = leak_of(value),
            keep: |from, to| to.earphone.seal.$field = from.earphone.seal.$field,
            param: |params| &params.earphone.$param,
        }
    };
}

pub(super) const TRIM: Number = number!(
    "trim",
    "Trim",
    feed.trim_db,
    " dB",
    Style::Plain(1),
    1.0,
    feed.trim_db,
    "Level of the mix before everything else."
);
pub(super) const WIDTH: Number = number!(
    "width",
    "Width",
    feed.width,
    " %",
    Style::Percent(0),
    1.0,
    feed.width,
    "Pan width of the mix: 100 % as mixed, 0 % mono."
);
pub(super) const DESK: Number = number!(
    "deskms",
    "Desk delay",
    feed.desk_delay_ms,
    " ms",
    Style::Plain(2),
    0.5,
    feed.desk_delay_ms,
    "Delay of the desk, in to out."
);
pub(super) const NETWORK: Number = number!(
    "netms",
    "Network delay",
    feed.network_delay_ms,
    " ms",
    Style::Plain(2),
    0.5,
    feed.network_delay_ms,
    "Delay of the audio network before and after the desk."
);
pub(super) const MORE_ME: Number = number!(
    "moreme",
    "More me",
    feed.more_me_db,
    "",
    Style::OffAtLowest,
    1.0,
    feed.more_me_db,
    "Adds the own-voice input to the mix, as a singer asks the desk for."
);
pub(super) const VOLUME: Number = number!(
    "vol",
    "Volume",
    pack.volume_db,
    "",
    Style::OffAtLowest,
    1.0,
    pack.volume_db,
    "The volume knob of the pack, relative to the listening level."
);
pub(super) const BALANCE: Number = number!(
    "bal",
    "Balance",
    pack.balance,
    "",
    Style::Balance,
    1.0,
    pack.balance,
    "The balance of the pack, from left only to right only."
);
pub(super) const OUTPUT_IMPEDANCE: Number = number!(
    "zout", "Output impedance", pack.output_impedance_ohm, " \u{3a9}", Style::Plain(1), 0.5,
    pack.output_impedance_ohm,
    "Source impedance of the pack's headphone amplifier; with the earphone's own impedance it bends \
     the response."
);
pub(super) const SEAL_LEFT: Number = seal!(
    "seall",
    "Seal left",
    left_resistance_pa_s_m3,
    seal_left,
    "How well the left tip seals: what leaks out in the bass is what the room gets in by."
);
pub(super) const SEAL_RIGHT: Number = seal!(
    "sealr",
    "Seal right",
    right_resistance_pa_s_m3,
    seal_right,
    "How well the right tip seals: what leaks out in the bass is what the room gets in by."
);
pub(super) const AMBIENT_LEVEL: Number = number!(
    "amblvl",
    "Room level",
    ambient.level_dbspl,
    " dB SPL",
    Style::Plain(1),
    1.0,
    ambient.level_dbspl,
    "Sound pressure level in the room of an ambient input at -18 dBFS RMS."
);
pub(super) const BONE: Number = number!(
    "bone",
    "Bone conduction",
    own_voice.bone_level_db,
    " dB",
    Style::Plain(1),
    1.0,
    own_voice.bone_level_db,
    "Level of the own sound that reaches the ear through the skull, without any delay."
);
pub(super) const LEVEL: Number = number!(
    "level", "Listening level", listening.level_dbspl, " dB SPL", Style::Plain(1), 1.0,
    listening.level_dbspl,
    "Level at the drum that a programme at -18 dBFS RMS gives; what you hear stays as loud as it is."
);
pub(super) const AMOUNT: Number = number!(
    "amount",
    "Reference amount",
    listening.amount,
    " %",
    Style::Percent(0),
    1.0,
    listening.amount,
    "How much of your own headphones' tuning is divided out."
);
pub(super) const CEILING: Number = number!(
    "ceil",
    "Ceiling",
    listening.ceiling_dbfs,
    " dBFS",
    Style::Plain(1),
    1.0,
    listening.ceiling_dbfs,
    "The highest output; a limiter without look-ahead holds it."
);
pub(super) const LINK_LATENCY: Number = Number {
    id: "linkms",
    name: "Link latency",
    path: "link.latency_ms",
    unit: " ms",
    style: Style::Plain(2),
    skew: 0.5,
    tooltip: "One-way latency of a digital link, converters included; a cable has none.",
    get: |rig| match &rig.link {
        Link::Digital(digital) => digital.latency_ms,
        _ => DigitalLink::default().latency_ms,
    },
    set: |rig, value| {
        if let Link::Digital(digital) = &mut rig.link {
            digital.latency_ms = value;
        }
    },
    keep: |from, to| {
        if let (Link::Digital(from), Link::Digital(to)) = (&from.link, &mut to.link) {
            to.latency_ms = from.latency_ms;
        }
    },
    param: |params| &params.link.latency_ms,
};

/// Every number, in the order in which hosts list them; after [`CHOICES`], since the latency of a
/// link is there only once the kind of link is known.
pub const NUMBERS: [Number; 16] = [
    TRIM,
    WIDTH,
    DESK,
    NETWORK,
    MORE_ME,
    LINK_LATENCY,
    VOLUME,
    BALANCE,
    OUTPUT_IMPEDANCE,
    SEAL_LEFT,
    SEAL_RIGHT,
    AMBIENT_LEVEL,
    BONE,
    LEVEL,
    AMOUNT,
    CEILING,
];

pub(super) const MODE: Choice = Choice {
    id: "mode",
    name: "Feed mode",
    tooltip: "Which of the two channels of the mix go to which ear.",
    get: |rig| choice_of::<FeedChoice, _>(rig.feed.mode),
    apply: |params, _, live| live.feed.mode = params.feed.mode.value().into(),
};
pub(super) const LINK: Choice = Choice {
    id: "link",
    name: "Link",
    tooltip: "How the mix travels from the desk to the pack.",
    get: |rig| choice_of::<LinkChoice, _>(&rig.link),
    apply: |params, base, live| {
        live.link = match (params.link.kind.value(), &base.link) {
            // What the rig says of this kind of link, beyond what has a knob, is kept.
            (choice, base) if choice == base.into() => base.clone(),
            (LinkChoice::Wired, _) => Link::Wired,
            (LinkChoice::Digital, _) => Link::Digital(DigitalLink::default()),
            (LinkChoice::AnalogFm, _) => Link::AnalogFm(AnalogLink::default()),
            (LinkChoice::Bluetooth, _) => Link::Bluetooth(BluetoothLink::default()),
        }
    },
};
pub(super) const REFERENCE: Choice = Choice {
    id: "ref",
    name: "Reference",
    tooltip: "What your own headphones are tuned to; this is divided out of what you hear.",
    get: |rig| choice_of::<ReferenceChoice, _>(rig.listening.reference),
    apply: |params, _, live| live.listening.reference = params.listening.reference.value().into(),
};
pub(super) const EAR: Choice = Choice {
    id: "ear",
    name: "Ear",
    tooltip:
        "The ear that the earphone plays into: an average one, or the coupler of published graphs.",
    get: |rig| choice_of::<EarChoice, _>(rig.listening.ear),
    apply: |params, _, live| live.listening.ear = params.listening.ear.value().into(),
};

/// Every parameter with named values.
pub const CHOICES: [Choice; 4] = [MODE, LINK, REFERENCE, EAR];

pub(super) const AMBIENT_ON: Switch = Switch {
    id: "ambon",
    name: "Ambient",
    tooltip: "Whether the room of the ambient input is heard through tip, leak and port.",
    get: |rig| rig.ambient.enabled,
    apply: |params, live| live.ambient.enabled = params.ambient.enabled.value(),
};
pub(super) const OWN_VOICE_ON: Switch = Switch {
    id: "ownon",
    name: "Own voice",
    tooltip: "Whether the own-voice input is also heard through the skull, without any delay.",
    get: |rig| rig.own_voice.enabled,
    apply: |params, live| live.own_voice.enabled = params.own_voice.enabled.value(),
};

/// Every parameter that is on or off, the host's bypass apart.
pub const SWITCHES: [Switch; 2] = [AMBIENT_ON, OWN_VOICE_ON];

/// What the bypass does, in a sentence.
pub const BYPASS_TOOLTIP: &str = "Fades to the mix as it came in.";
/// Identifier of the host's bypass parameter.
pub const BYPASS_ID: &str = "bypass";

/// What a parameter does, in a sentence.
pub fn tooltip(id: &str) -> &'static str {
    let numbers = NUMBERS.iter().map(|number| (number.id, number.tooltip));
    let choices = CHOICES.iter().map(|choice| (choice.id, choice.tooltip));
    let switches = SWITCHES.iter().map(|switch| (switch.id, switch.tooltip));
    numbers
        .chain(choices)
        .chain(switches)
        .chain([(BYPASS_ID, BYPASS_TOOLTIP)])
        .find(|(known, _)| *known == id)
        .map_or("", |(_, tooltip)| tooltip)
}

/// The limits of a parameter's range.
pub fn limits(param: &FloatParam) -> [f32; 2] {
    match param.range() {
        FloatRange::Linear { min, max }
        | FloatRange::Skewed { min, max, .. }
        | FloatRange::SymmetricalSkewed { min, max, .. } => [min, max],
        FloatRange::Reversed(_) => [f32::MIN, f32::MAX],
    }
}
