//! A list that drops down from a button or opens at the pointer: the arrow keys go through it, Enter
//! chooses, Escape leaves it, and then the keyboard is at the button again.

use egui::{
    Context, Id, Popup, PopupCloseBehavior, Pos2, Rect, RectAlign, Response, ScrollArea,
    SetOpenCommand, TextWrapMode, Ui,
};

use super::paint;

/// Room around the rows of a list, points: its frame, and a margin to the edge of the window.
const AROUND: f32 = 24.0;

/// Shows a list below a button while it is open, or above it where there is more room.
pub fn under(ui: &Ui, button: &Response, width: f32, rows: impl FnOnce(&mut Ui)) {
    let popup = Popup::menu(button).width(width);
    let id = Popup::default_response_id(button);
    show(ui, button, popup, id, button.rect, rows);
}

/// Shows a list that belongs to a control while it is open; it opens at a place.
pub fn at(ui: &Ui, control: &Response, open: Option<Pos2>, width: f32, rows: impl FnOnce(&mut Ui)) {
    let id = control.id.with("context");
    if let Some(at) = open {
        ui.data_mut(|data| data.insert_temp(id, at));
        Popup::open_id(ui.ctx(), id);
    }
    if !Popup::is_id_open(ui.ctx(), id) {
        return;
    }
    let at = ui
        .data(|data| data.get_temp(id))
        .unwrap_or(control.rect.center());
    let popup = Popup::menu(control)
        .id(id)
        .open_memory(None::<SetOpenCommand>)
        .at_position(at)
        .width(width);
    show(ui, control, popup, id, Rect::from_pos(at), rows);
}

fn show(
    ui: &Ui,
    button: &Response,
    popup: Popup<'_>,
    id: Id,
    anchor: Rect,
    rows: impl FnOnce(&mut Ui),
) {
    let context = ui.ctx();
    // Whether the keys were in the list, or on its button, when this frame began.
    let keys_id = id.with("keys");
    let keys = context.data(|data| data.get_temp(keys_id).unwrap_or(false));
    let height_id = id.with("height");
    let (align, room) = place(context, anchor, height_id);
    let shown = popup
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .align(align)
        .align_alternatives(&[])
        .show(|ui| {
            // A row is as wide as its words need.
            ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
            let area = ScrollArea::vertical()
                .max_height(room)
                .min_scrolled_height(room);
            let height = area.show(ui, |ui| rows(ui)).content_size.y;
            ui.data_mut(|data| data.insert_temp(height_id, height));
        });
    let Some(shown) = shown else {
        context.data_mut(|data| data.remove::<bool>(keys_id));
        return;
    };
    let focused = context.memory(|memory| memory.focused());
    let layer = shown.response.layer_id;
    let inside = focused.is_some_and(|id| id == button.id || lies_in(context, id, layer));
    if !Popup::is_id_open(context, id) {
        if keys && (inside || focused.is_none()) {
            button.request_focus();
        }
        context.data_mut(|data| data.remove::<bool>(keys_id));
    } else if keys && focused.is_some() && !inside {
        // Tab has left it behind.
        Popup::close_id(context, id);
    } else {
        context.data_mut(|data| data.insert_temp(keys_id, inside));
    }
}

/// Rectangle of an open list and its height: below if it fits or there is more room.
fn place(context: &Context, anchor: Rect, height_id: Id) -> (RectAlign, f32) {
    let window = context.content_rect();
    let below = window.bottom() - anchor.bottom() - AROUND;
    let above = anchor.top() - window.top() - AROUND;
    let height = context.data(|data| data.get_temp::<f32>(height_id));
    if height.is_none_or(|height| height <= below) || below >= above {
        (RectAlign::BOTTOM_START, below.max(0.0))
    } else {
        (RectAlign::TOP_START, above)
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
