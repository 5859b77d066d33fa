//! An entry of the table: a parameter and what it stands for.

use nice_plug::plugin::ParamValue;

use super::any_param::{limits, StageParam};
use super::place::Place;
use super::stage_id::StageId;
use crate::rig::Rig;
use crate::session::text::Style;

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
}

impl Number {
    /// The value on the parameter's own step that is nearest to what a rig says.
    pub fn value_of(&self, rig: &Rig) -> f32 {
        let range = self.at.range();
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

/// A few named values.
pub struct Choice {
    /// The stable identifier of the field's value.
    pub get: fn(&Rig) -> &'static str,
    /// Writes the value with an index to the last rig; the first is the one that the parameters start
    /// from.
    pub set: fn(usize, &Rig, &mut Rig),
}

/// On or off.
pub struct Switch {
    /// True if it switches a stage off and is no part of a rig.
    pub is_power: bool,
    /// The field.
    pub get: fn(&Rig) -> bool,
    /// Writes the parameter's value to the field.
    pub set: fn(&mut Rig, bool),
}

impl Entry {
    /// Value of the parameter for a rig; the switch of a stage has none.
    pub fn value_of(&self, rig: &Rig) -> ParamValue {
        match &self.kind {
            Kind::Number(number) => ParamValue::F32(number.value_of(rig)),
            Kind::Choice(choice) => ParamValue::String((choice.get)(rig).to_owned()),
            Kind::Switch(switch) => ParamValue::Bool((switch.get)(rig)),
        }
    }

    /// Writes what its parameter says to `live`, which started as a copy of `base`: a field that the
    /// parameter agrees with keeps the exact value of `base`. Allocates nothing.
    pub fn apply(&self, param: StageParam<'_>, base: &Rig, live: &mut Rig) {
        match (&self.kind, param) {
            (Kind::Choice(choice), StageParam::Choice(param)) => {
                (choice.set)(param.index(), base, live);
            }
            (Kind::Switch(switch), StageParam::Switch(param)) => (switch.set)(live, param.value()),
            (Kind::Number(number), StageParam::Number(param)) => {
                let range @ [lowest, highest] = limits(param);
                let value = param.value();
                if !value.is_finite() || number.agrees(value, base, range) {
                    (number.at.keep)(base, live);
                } else {
                    (number.at.set)(live, f64::from(value.clamp(lowest, highest)));
                }
            }
            // The declaration makes a parameter of the entry's kind.
            _ => {}
        }
    }
}
