//! A window of a program of its own: the editor, with a bar of that program below it.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use egui::{Rect, Ui};
use nice_plug::context::gui::{GuiContext, GuiContextInner};
use nice_plug::editor::EditorHandle;

use super::{BodypackEditor, Handle};
use crate::editor::app::View;

/// Part of the window that belongs to the program around the editor.
pub trait Bar: Send + 'static {
    /// Height, points.
    fn height(&self) -> f32;
    /// Takes the keys that are meant for the program, before the editor sees them.
    fn take_keys(&mut self, ui: &mut Ui, view: &View<'_>);
    /// Takes a file that was dropped on the window; false leaves it to the editor.
    fn take_file(&mut self, path: &Path, view: &View<'_>) -> bool;
    /// Draws the bar.
    fn show(&mut self, ui: &mut Ui, rect: Rect, view: &View<'_>);
}

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
