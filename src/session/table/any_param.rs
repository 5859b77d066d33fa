//! A parameter of whatever kind, as widgets, lists and the table handle it.

use nice_plug::context::gui::GuiContext;
use nice_plug::plugin::ParamValue;
use nice_plug::prelude::{BoolParam, Enum, EnumParam, FloatParam, FloatRange, Param};

use crate::session::param_enums::choice_of;

/// The parameter of an entry, of the entry's kind.
#[derive(Clone, Copy)]
pub enum StageParam<'a> {
    /// A number.
    Number(&'a FloatParam),
    /// One of a few named values.
    Choice(&'a dyn NamedParam),
    /// On or off.
    Switch(&'a BoolParam),
}

impl<'a> StageParam<'a> {
    /// The parameter, of whatever kind.
    pub fn any(self) -> &'a dyn AnyParam {
        match self {
            Self::Number(param) => param,
            Self::Choice(param) => param,
            Self::Switch(param) => param,
        }
    }

    /// The parameter of a number.
    pub fn number(self) -> Option<&'a FloatParam> {
        match self {
            Self::Number(param) => Some(param),
            _ => None,
        }
    }

    /// Its value as kept in states.
    pub fn value(self) -> ParamValue {
        match self {
            Self::Number(param) => ParamValue::F32(param.unmodulated_plain_value()),
            Self::Choice(param) => ParamValue::String(param.id().to_owned()),
            Self::Switch(param) => ParamValue::Bool(param.unmodulated_plain_value()),
        }
    }
}

/// A parameter with a few named values.
pub trait NamedParam: AnyParam {
    /// Index of its value, with modulation.
    fn index(&self) -> usize;
    /// Stable identifier of its value, without modulation.
    fn id(&self) -> &'static str;
}

impl<C: Enum + PartialEq + 'static> NamedParam for EnumParam<C> {
    fn index(&self) -> usize {
        self.value().to_index()
    }

    fn id(&self) -> &'static str {
        choice_of::<C, C>(self.unmodulated_plain_value())
    }
}

/// The limits of a number's range.
pub fn limits(param: &FloatParam) -> [f32; 2] {
    match param.range() {
        FloatRange::Linear { min, max }
        | FloatRange::Skewed { min, max, .. }
        | FloatRange::SymmetricalSkewed { min, max, .. } => [min, max],
        FloatRange::Reversed(_) => [f32::MIN, f32::MAX],
    }
}

/// Common interface of number, choice and switch parameters. Values are normalized, 0 to 1.
pub trait AnyParam {
    /// The name that hosts show.
    fn name(&self) -> &str;
    /// The value, without modulation.
    fn normalized(&self) -> f32;
    /// The value after a double click.
    fn default_normalized(&self) -> f32;
    /// The number of steps between its ends: 1 for a switch, none for a number.
    fn steps(&self) -> Option<usize>;
    /// The text of a value, with its unit.
    fn text_at(&self, normalized: f32) -> String;
    /// The value that a text stands for, with or without its unit.
    fn parse(&self, text: &str) -> Option<f32>;
    /// Tells the host that a hand is on it; once before anything is set.
    fn begin(&self, gui: &GuiContext);
    /// Asks the host to set it. The value arrives later: never read it back within a gesture.
    fn set(&self, gui: &GuiContext, normalized: f32);
    /// Tells the host that the hand is off.
    fn end(&self, gui: &GuiContext);

    /// The text of the present value, with its unit.
    fn text(&self) -> String {
        self.text_at(self.normalized())
    }
}

impl<P: Param> AnyParam for P {
    fn name(&self) -> &str {
        Param::name(self)
    }

    fn normalized(&self) -> f32 {
        self.unmodulated_normalized_value()
    }

    fn default_normalized(&self) -> f32 {
        self.default_normalized_value()
    }

    fn steps(&self) -> Option<usize> {
        self.step_count()
    }

    fn text_at(&self, normalized: f32) -> String {
        self.normalized_value_to_string(normalized, true)
    }

    fn parse(&self, text: &str) -> Option<f32> {
        // The names of choices are compared letter by letter.
        self.string_to_normalized_value(text)
            .or_else(|| self.string_to_normalized_value(&in_plain_signs(text)))
    }

    fn begin(&self, gui: &GuiContext) {
        gui.param_setter().begin_set_parameter(self);
    }

    fn set(&self, gui: &GuiContext, normalized: f32) {
        gui.param_setter()
            .set_parameter_normalized(self, normalized);
    }

    fn end(&self, gui: &GuiContext) {
        gui.param_setter().end_set_parameter(self);
    }
}

/// The same text with plain spaces, and with hyphens for the minus signs that the window shows.
fn in_plain_signs(text: &str) -> String {
    let sign = |c: char| match c {
        '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    text.chars().map(sign).collect()
}
