//! Reasons for which a window needs the keyboard.

use egui::Context;

/// Reason for which the window needs the keyboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// Nothing: every key is the host's.
    #[default]
    Nothing,
    /// The user goes from control to control.
    Moving,
    /// A text is typed.
    Typing,
}

impl Need {
    /// The need at present.
    pub(super) fn of(context: &Context) -> Self {
        if context.text_edit_focused() {
            Self::Typing
        } else if context.memory(|memory| memory.focused().is_some()) {
            Self::Moving
        } else {
            Self::Nothing
        }
    }
}
