//! The system's clipboard, and what was copied last in a window without one.

use std::cell::RefCell;

use copypasta::{ClipboardContext, ClipboardProvider};

/// Clipboard for pasting.
#[derive(Default)]
pub struct Clipboard(RefCell<String>);

impl Clipboard {
    /// Copies a text.
    pub fn copy(&self, context: &egui::Context, text: &str) {
        context.copy_text(text.to_owned());
        *self.0.borrow_mut() = text.to_owned();
    }

    /// The text of the system's clipboard, or what was copied here.
    pub fn text(&self) -> String {
        let system = ClipboardContext::new().and_then(|mut system| system.get_contents());
        system.unwrap_or_else(|_| self.0.borrow().clone())
    }
}
