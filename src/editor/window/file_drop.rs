//! Files that come in: dropped on the window, or chosen in a dialog.

use std::path::Path;

use egui::Ui;

use super::dialogs::Purpose;
use crate::editor::context::View;
use crate::editor::panels::rig_loading;
use crate::editor::views::import;
use crate::editor::widgets::path_entry;

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
        Some((Purpose::Curve(aim), path)) => import::open(view, &path, Some(aim)),
        Some((Purpose::Export, path)) => write(view, &path),
        Some((Purpose::Page, path)) => view.designer.check().export(path.with_extension("html")),
        None => {}
    }
    if let Some(question) = view.desk.dialogs.take_unasked() {
        *view.desk.path.borrow_mut() = Some(path_entry::State::new(question));
        ui.ctx().request_repaint();
    }
}

fn write(view: &View<'_>, path: &Path) {
    match view.desk.library.export(&view.params.rig(), path) {
        Ok(()) => view.tell(format!("Written to {}", path.display())),
        Err(error) => view.say(error.to_string()),
    }
}

/// Copies a rig file into the library and loads it, or opens a curve; says why not.
pub fn bring_in(view: &View<'_>, path: &Path) {
    let is_rig = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("toml"));
    if !is_rig {
        import::open(view, path, None);
        return;
    }
    match view.desk.library.import(path) {
        Ok(id) => {
            if let Some(item) = view.desk.library.listing().get(&id) {
                view.tell(format!(
                    "\u{201c}{}\u{201d} is now one of your rigs.",
                    item.name
                ));
                rig_loading::load(view, item);
            }
        }
        Err(error) => view.say(error.to_string()),
    }
}
