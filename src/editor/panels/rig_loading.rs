//! Loading a rig of the library, and the star that makes it a favorite.

use egui::{Rect, Sense, Ui, WidgetInfo};

use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::{icon, paint};
use crate::session::library::Item;

/// Keyboard id of the name.
pub fn id(ui: &Ui) -> egui::Id {
    ui.scope_id().with("rig")
}

/// The star of a rig that the library knows.
pub fn favorite(ui: &Ui, rect: Rect, view: &View<'_>, id: &str) {
    let Some(item) = view.listing.get(id) else {
        return;
    };
    let palette = theme::of(ui);
    let response = ui.interact(
        rect,
        ui.scope_id().with(("star", id)),
        Sense::CLICK | Sense::FOCUSABLE,
    );
    let on = item.favorite;
    let name = format!("Favorite {}", item.name);
    response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, on, &name));
    let color = if on || response.hovered() {
        palette.text
    } else {
        palette.faint
    };
    icon::star(ui.painter(), rect.center(), 8.0, on, color);
    paint::focus_ring(ui, rect.shrink(7.0), &response);
    if response.clicked() {
        view.report(view.desk.library.set_favorite(id, !on));
    }
    response.on_hover_text(if on {
        "One of your favorites"
    } else {
        "Make it a favorite"
    });
}

/// Loads a rig of the library, or says why it cannot be.
pub fn load(view: &View<'_>, item: &Item) {
    match &item.rig {
        Ok(rig) => {
            view.params.load(rig, &item.id, view.gui);
            view.designer.wake();
            // That it is remembered as the last one is not worth a complaint.
            let _ = view.desk.library.set_last(&item.id);
        }
        Err(problem) => view.say(problem.clone()),
    }
}
