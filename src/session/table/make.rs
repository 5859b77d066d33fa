//! The framework's parameters, made from the table.

use std::sync::Arc;

use nice_plug::prelude::{BoolParam, Enum, EnumParam, FloatParam, FloatRange};

use super::entry::{Entry, Kind, Number};
use super::place::Place;
use crate::rig::{schema, Rig};
use crate::session::edits::Edits;

/// The entry of a parameter in its own stage.
pub fn find(entries: &'static [Entry], id: &str) -> &'static Entry {
    (entries.iter().find(|entry| entry.id == id)).expect("each field is declared with its entry")
}

/// The parameter of a number, at what a rig says.
pub fn float(entry: &Entry, rig: &Rig, edits: &Edits) -> FloatParam {
    let Kind::Number(number) = &entry.kind else {
        unreachable!("the declaration says that it is a number")
    };
    let [min, max] = number.at.range();
    let default = number.value_of(rig);
    FloatParam::new(entry.name, default, travel(number, min, max))
        .with_unit(entry.unit)
        .with_step_size(number.style.step())
        .with_value_to_string(number.style.writer(min))
        .with_string_to_value(number.style.reader(unit(entry, &number.at), [min, max]))
        .with_callback(edits.counter())
}

/// The unit that a typed value is in when it names none: the parameter's own, or that of its field.
fn unit(entry: &Entry, at: &Place) -> &'static str {
    match entry.unit.trim_start() {
        "" => schema::field(at.path).map_or("", |field| field.unit),
        unit => unit,
    }
}

/// The range of a number as the host's knob travels it.
fn travel(number: &Number, min: f32, max: f32) -> FloatRange {
    if number.skew == 1.0 {
        FloatRange::Linear { min, max }
    } else {
        FloatRange::Skewed {
            min,
            max,
            factor: number.skew,
        }
    }
}

/// The parameter of a few named values, at what a rig says.
pub fn choice<C: Enum + PartialEq + 'static>(
    entry: &Entry,
    rig: &Rig,
    edits: &Edits,
) -> EnumParam<C> {
    let Kind::Choice(choice) = &entry.kind else {
        unreachable!("the declaration says that it is a choice")
    };
    let id = (choice.get)(rig);
    let ids = C::ids().unwrap_or_default();
    let index = ids.iter().position(|known| *known == id).unwrap_or(0);
    EnumParam::new(host_name::<C>(entry.name), C::from_index(index)).with_callback(edits.counter())
}

/// The name of a choice as hosts show it. Many show one of two values as a bare switch, which must
/// then say what being on means.
fn host_name<C: Enum>(name: &str) -> String {
    match C::variants() {
        [_, on] => format!("{name} {}", on.to_lowercase()),
        _ => name.to_owned(),
    }
}

/// The parameter of a switch, at what a rig says.
pub fn on_off(entry: &Entry, rig: &Rig, edits: &Edits) -> BoolParam {
    let Kind::Switch(this) = &entry.kind else {
        unreachable!("the declaration says that it is a switch")
    };
    switch(entry.name, (this.get)(rig)).with_callback(edits.counter())
}

/// A parameter that reads `on` or `off`.
pub fn switch(name: &str, default: bool) -> BoolParam {
    BoolParam::new(name, default)
        .with_value_to_string(Arc::new(|on| if on { "on" } else { "off" }.to_owned()))
        .with_string_to_value(Arc::new(|text| match text.trim().to_lowercase().as_str() {
            "on" | "true" | "yes" | "1" => Some(true),
            "off" | "false" | "no" | "0" => Some(false),
            _ => None,
        }))
}
