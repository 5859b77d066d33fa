//! Gestures: a host hears exactly one beginning and one end around what a hand does to a parameter.

use nice_plug::context::gui::GuiContext;
use nice_plug::prelude::Param;

/// Sets a parameter in one gesture of its own, unless it is there already.
pub fn set_once<P: Param>(gui: &GuiContext, param: &P, normalised: f32) {
    if param.unmodulated_normalized_value() == normalised {
        return;
    }
    let setter = gui.param_setter();
    setter.begin_set_parameter(param);
    setter.set_parameter_normalized(param, normalised);
    setter.end_set_parameter(param);
}

/// A drag in progress. The framework hands values to the host later, so the position is kept here
/// and never read back.
#[derive(Clone, Copy, Default)]
pub struct Drag {
    position: f32,
    begun: bool,
}

impl Drag {
    /// A drag that starts where the parameter is.
    pub fn new<P: Param>(param: &P) -> Self {
        Self {
            position: param.unmodulated_normalized_value(),
            begun: false,
        }
    }

    /// Moves by a share of the whole range. The gesture begins with the first movement.
    pub fn shift<P: Param>(&mut self, gui: &GuiContext, param: &P, by: f32) {
        if by == 0.0 {
            return;
        }
        let setter = gui.param_setter();
        if !self.begun {
            setter.begin_set_parameter(param);
            self.begun = true;
        }
        self.position = (self.position + by).clamp(0.0, 1.0);
        setter.set_parameter_normalized(param, self.position);
    }

    /// Lets go.
    pub fn end<P: Param>(self, gui: &GuiContext, param: &P) {
        if self.begun {
            gui.param_setter().end_set_parameter(param);
        }
    }
}
