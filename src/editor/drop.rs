//! Files that come in: dropped on the window, or chosen in a dialog.

use std::path::Path;

use egui::Ui;

use super::app::View;
use super::chooser;
use super::dialogs::Purpose;
use super::import;

/// Takes what came in this frame.
pub fn take(ui: &Ui, view: &View<'_>) {
    let dropped = ui.input(|input| input.raw.dropped_files.clone());
    let answer = view.desk.dialogs.take();
    if !dropped.is_empty() || answer.is_some() {
        // What comes of it is seen in the next frame.
        ui.ctx().request_repaint();
    }
    for file in &dropped {
        bring_in(view, file.path());
    }
    match answer {
        Some((Purpose::Import, path)) => bring_in(view, &path),
        Some((Purpose::Export, path)) => {
            view.report(view.desk.library.export(&view.params.rig(), &path));
        }
        None => {}
    }
}

/// Copies a rig file into the library and loads it, or opens a curve; says why not.
pub fn bring_in(view: &View<'_>, path: &Path) {
    let is_rig = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("toml"));
    if !is_rig {
        import::open(view, path);
        return;
    }
    match view.desk.library.import(path) {
        Ok(id) => {
            if let Some(item) = view.desk.library.listing().get(&id) {
                chooser::load(view, item);
            }
        }
        Err(error) => view.say(error.to_string()),
    }
}
