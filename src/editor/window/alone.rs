//! A window of a program of its own: the editor, with a bar of that program below it.

use std::error::Error;
use std::sync::Arc;

use nice_plug::context::gui::{GuiContext, GuiContextInner};
use nice_plug::editor::EditorHandle;

use super::bar::Bar;
use super::{BodypackEditor, Handle};

/// Opens the window and comes back when it has been closed.
///
/// # Errors
/// When there is no screen, or no graphics on it.
pub fn run_alone(
    editor: &BodypackEditor,
    title: &str,
    host: Arc<dyn GuiContextInner>,
    bar: Box<dyn Bar>,
) -> Result<(), Box<dyn Error>> {
    let opened = editor.open(
        title,
        None,
        false,
        None,
        GuiContext::new(host),
        None,
        Some(bar),
    )?;
    Handle::run_until_closed(opened.window)?;
    Ok(())
}
