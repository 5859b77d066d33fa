//! A parameter of whatever kind, as widgets and lists handle it.

use nice_plug::context::gui::GuiContext;
use nice_plug::prelude::Param;

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
