//! A list that drops down from a button: the arrow keys go through it, Enter chooses, Escape leaves
//! it, and then the keyboard is at the button again.

use egui::{Context, Id, Popup, PopupCloseBehavior, Response, ScrollArea, Ui};

use super::paint;

/// The greatest height of a list, points; a longer one scrolls.
const HEIGHT: f32 = 420.0;

/// Shows a list below a button while it is open.
pub fn under(ui: &Ui, button: &Response, width: f32, rows: impl FnOnce(&mut Ui)) {
    let context = ui.ctx();
    let popup = Popup::default_response_id(button);
    // Whether the keys were in the list, or on its button, when this frame began.
    let keys_id = popup.with("keys");
    let keys = context.data(|data| data.get_temp(keys_id).unwrap_or(false));
    let shown = Popup::menu(button)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .width(width)
        .show(|ui| {
            ScrollArea::vertical()
                .max_height(HEIGHT)
                .show(ui, |ui| rows(ui));
        });
    let Some(shown) = shown else {
        context.data_mut(|data| data.remove::<bool>(keys_id));
        return;
    };
    let focused = context.memory(|memory| memory.focused());
    let layer = shown.response.layer_id;
    let inside = focused.is_some_and(|id| id == button.id || lies_in(context, id, layer));
    if !Popup::is_id_open(context, popup) {
        if keys && (inside || focused.is_none()) {
            button.request_focus();
        }
        context.data_mut(|data| data.remove::<bool>(keys_id));
    } else if keys && focused.is_some() && !inside {
        // Tab has left it behind.
        Popup::close_id(context, popup);
    } else {
        context.data_mut(|data| data.insert_temp(keys_id, inside));
    }
}

fn lies_in(context: &Context, id: Id, layer: egui::LayerId) -> bool {
    let response = context.read_response(id);
    response.is_some_and(|response| response.layer_id == layer)
}

/// One row of a list; whether it was chosen.
pub fn row(ui: &mut Ui, on: bool, text: &str) -> Response {
    let response = ui.selectable_label(on, text);
    paint::focus_ring(ui, response.rect.shrink(3.0), &response);
    if response.clicked() {
        // By the keyboard too.
        ui.close();
    }
    response
}
