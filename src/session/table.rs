//! Every parameter and the field of the rig that it stands for: the one place where the two meet.
//!
//! A parameter is a 32-bit number on a step of its own, a field of a rig file a 64-bit one. A field is
//! therefore written only when the parameter is more than half a step away from it, so that a rig that
//! nobody has touched sounds the same here, bit for bit, as on the command line, also where a host
//! hands rounded values back.
//!
//! # How to add a parameter
//!
//! One entry in the file of its stage (`table/feed.rs` and so on), at the end or where hosts are to
//! list it, and its line in `tests/golden/params.txt`. Nothing else: the host's parameter, the state
//! of old projects, the way to the rig and the editor's panel follow from the entry.
//!
//! - a number: `"id" => field: FloatParam { name, at, unit, style, [skew,] tooltip }`, where `at`
//!   says what it stands for: `field!(pack.volume_db)` for a plain number of the rig, whose range is
//!   that of the rig file's schema; `kind_field!` for a field that only some kinds of link have; a
//!   [`Place`] of its own for everything else. A `skew` below 1 spends more of the travel on low
//!   values.
//! - named values: `"id" => field: EnumParam<Choice> { name, at, tooltip }` with the path of a field
//!   whose type converts to and from the choice (`choices.rs`), or `get` and `apply` by hand.
//! - on or off: `"id" => field: BoolParam { name, at, tooltip }`. One with `power` in place of `at`
//!   switches its stage off and is no part of a rig ([`crate::session::stage_enable`]).
//!
//! Identifiers are at most six lower-case letters and never change; `at` is evaluated on the audio
//! thread and must not allocate.

#[macro_use]
mod declare;
mod any_param;
mod make;
mod short;

pub mod ambient;
pub mod earphone;
pub mod feed;
pub mod fit;
pub mod link;
pub mod listening;
pub mod own_voice;
pub mod pack;

pub use any_param::AnyParam;
pub use make::limits;
pub(super) use make::{range, switch};
pub use short::short_name;

use nice_plug::plugin::ParamValue;
use nice_plug::prelude::{BoolParam, FloatParam, Param};

use super::params::BodypackParams;
use super::rig_choice::{RIG_ID, RIG_TOOLTIP};
use super::text::Style;
use crate::rig::Rig;

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

    /// Its parameters, in the order in which hosts list them.
    pub fn entries(self) -> &'static [Entry] {
        match self {
            StageId::Feed => feed::ENTRIES,
            StageId::Link => link::ENTRIES,
            StageId::Pack => pack::ENTRIES,
            StageId::Earphone => earphone::ENTRIES,
            StageId::Fit => fit::ENTRIES,
            StageId::Ambient => ambient::ENTRIES,
            StageId::OwnVoice => own_voice::ENTRIES,
            StageId::Listening => listening::ENTRIES,
        }
    }
}

/// A parameter and what it stands for.
pub struct Entry {
    /// Stable identifier, also the key in saved states.
    pub id: &'static str,
    /// Name as hosts and the editor show it.
    pub name: &'static str,
    /// The stage that it belongs to.
    pub stage: StageId,
    /// Unit with its leading space, unless the text carries one by itself.
    pub unit: &'static str,
    /// Tooltip, one sentence.
    pub tooltip: &'static str,
    /// The parameter itself, of whatever kind.
    pub param: fn(&BodypackParams) -> &dyn AnyParam,
    /// Description.
    pub kind: Kind,
}

/// Type of a parameter and its mapping to the rig.
pub enum Kind {
    /// A number of the rig.
    Number(Number),
    /// One of a few named values.
    Choice(Choice),
    /// On or off.
    Switch(Switch),
}

/// A number.
pub struct Number {
    /// The field.
    pub at: Place,
    /// Text format.
    pub style: Style,
    /// Factor of a skewed range: below 1, more of the knob's travel is spent on low values.
    pub skew: f32,
    /// The parameter itself.
    pub param: fn(&BodypackParams) -> &FloatParam,
}

impl Number {
    /// The value on the parameter's own step that is nearest to what a rig says.
    pub fn value_of(&self, rig: &Rig) -> f32 {
        let range = range(&self.at);
        self.style.on_step(self.within(rig, range), range)
    }

    /// Returns whether a value of the parameter means what a rig says: within half a step, or as
    /// near as numbers of 32 bits can tell. The range is the parameter's. Allocates nothing.
    pub fn agrees(&self, value: f32, rig: &Rig, range: [f32; 2]) -> bool {
        let said = self.within(rig, range);
        let half_step = 0.501 * f64::from(self.style.step());
        (f64::from(value) - said).abs() <= half_step.max(1e-6 * said.abs())
    }

    /// Value of a rig within the parameter's range.
    fn within(&self, rig: &Rig, range: [f32; 2]) -> f64 {
        let [lowest, highest] = range.map(f64::from);
        (self.at.get)(rig).clamp(lowest, highest)
    }
}

/// Mapping between a number parameter and a rig field.
pub struct Place {
    /// Path of the field in a rig file.
    pub path: &'static str,
    /// The range of the parameter where it is not the field's own.
    pub range: Option<[f32; 2]>,
    /// The field as the parameter shows it.
    pub get: fn(&Rig) -> f64,
    /// Writes the parameter's value to the field.
    pub set: fn(&mut Rig, f64),
    /// Copies the field as it is from the first rig to the second.
    pub keep: fn(&Rig, &mut Rig),
}

/// A few named values.
pub struct Choice {
    /// The stable identifier of the field's value.
    pub get: fn(&Rig) -> &'static str,
    /// The stable identifier of the parameter's value.
    pub id: fn(&BodypackParams) -> &'static str,
    /// Copies the parameter's value to the last rig; the first is the one that the parameters start
    /// from.
    pub apply: fn(&BodypackParams, &Rig, &mut Rig),
}

/// On or off.
pub struct Switch {
    /// True if it switches a stage off and is no part of a rig.
    pub is_power: bool,
    /// The field.
    pub get: fn(&Rig) -> bool,
    /// Copies the parameter's value to the field.
    pub apply: fn(&BodypackParams, &mut Rig),
    /// The parameter itself.
    pub param: fn(&BodypackParams) -> &BoolParam,
}

/// Tooltip of the bypass.
pub const BYPASS_TOOLTIP: &str = "Fades to the mix as it came in.";
/// Identifier of the host's bypass parameter.
pub const BYPASS_ID: &str = "bypass";

/// Returns whether two rigs say the same as far as their parameters can tell.
pub fn alike(a: &Rig, b: &Rig) -> bool {
    let mut there = b.clone();
    for entry in entries() {
        if let Kind::Number(number) = &entry.kind {
            if number.agrees(number.value_of(a), b, range(&number.at)) {
                (number.at.keep)(a, &mut there);
            }
        }
    }
    *a == there
}

/// Every parameter but the host's bypass and the choice of a rig, in the order in which hosts list
/// them.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    StageId::ALL.into_iter().flat_map(StageId::entries)
}

/// The identifier of the parameter at a place in the hosts' list, and whether its values are a list
/// of names.
pub fn described(index: usize) -> Option<(&'static str, bool)> {
    match index {
        0 => Some((BYPASS_ID, false)),
        1 => Some((RIG_ID, true)),
        _ => {
            let entry = entries().nth(index - 2)?;
            Some((entry.id, matches!(entry.kind, Kind::Choice(_))))
        }
    }
}

/// The parameter with this identifier.
pub fn entry(id: &str) -> Option<&'static Entry> {
    entries().find(|entry| entry.id == id)
}

/// Tooltip of a parameter.
pub fn tooltip(id: &str) -> &'static str {
    match id {
        BYPASS_ID => return BYPASS_TOOLTIP,
        RIG_ID => return RIG_TOOLTIP,
        _ => {}
    }
    entry(id).map_or("", |entry| entry.tooltip)
}

impl Entry {
    /// Value of the parameter as kept in states.
    pub fn value(&self, params: &BodypackParams) -> ParamValue {
        match &self.kind {
            Kind::Number(number) => {
                ParamValue::F32((number.param)(params).unmodulated_plain_value())
            }
            Kind::Choice(choice) => ParamValue::String((choice.id)(params).to_owned()),
            Kind::Switch(switch) => {
                ParamValue::Bool((switch.param)(params).unmodulated_plain_value())
            }
        }
    }

    /// Value of the parameter for a rig; the switch of a stage has none.
    pub fn value_of(&self, rig: &Rig) -> ParamValue {
        match &self.kind {
            Kind::Number(number) => ParamValue::F32(number.value_of(rig)),
            Kind::Choice(choice) => ParamValue::String((choice.get)(rig).to_owned()),
            Kind::Switch(switch) => ParamValue::Bool((switch.get)(rig)),
        }
    }

    /// Writes what the parameter says to `live`, which started as a copy of `base`: a field that the
    /// parameter agrees with keeps the exact value of `base`. Allocates nothing.
    pub fn apply(&self, params: &BodypackParams, base: &Rig, live: &mut Rig) {
        match &self.kind {
            Kind::Choice(choice) => (choice.apply)(params, base, live),
            Kind::Switch(switch) => (switch.apply)(params, live),
            Kind::Number(number) => {
                let param = (number.param)(params);
                let range @ [lowest, highest] = limits(param);
                let value = param.value();
                if !value.is_finite() || number.agrees(value, base, range) {
                    (number.at.keep)(base, live);
                } else {
                    (number.at.set)(live, f64::from(value.clamp(lowest, highest)));
                }
            }
        }
    }
}
