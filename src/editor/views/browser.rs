//! The rig browser: the factory's rigs and the user's own, to search, load, keep and hand on.

mod actions;
mod curves;
mod details;
mod list;
mod state;

use egui::{pos2, vec2, Key, Rect, Sense, Ui};

use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;
pub use state::{Naming, State};

/// Width of the details beside the list, points.
const DETAILS: f32 = 420.0;

/// Opens the browser, or closes it.
pub fn toggle(ui: &Ui, view: &View<'_>) {
    let mut state = view.desk.browser.borrow_mut();
    state.open = !state.open;
    state.fresh = state.open;
    state.naming = None;
    state.confirming = false;
    if state.open {
        state.by_keys = button::by_keys(ui);
        let context = ui.ctx().clone();
        view.desk.library.refresh(move || context.request_repaint());
    } else if state.by_keys && button::by_keys(ui) {
        // Keys are back where they opened it.
        let from = crate::editor::panels::rig_loading::id(ui);
        ui.memory_mut(|memory| memory.request_focus(from));
    }
}

/// Shows the browser in place of what is below the header, if it is open.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    // What lies below must not be reached through it.
    let id = ui.scope_id().with("browser");
    ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
    let inner = paint::panel(ui, rect, "Rigs");
    let close = Rect::from_min_size(
        pos2(inner.right() - 72.0, inner.top() - 2.0),
        vec2(72.0, theme::BUTTON),
    );
    let body = inner.with_min_y(inner.top() + 40.0);
    let divide = body.right() - DETAILS;
    list::show(ui, body.with_max_x(divide - theme::PADDING), view);
    ui.painter()
        .vline(divide, body.y_range(), theme::outline(palette));
    details::show(ui, body.with_min_x(divide + theme::PADDING), view);
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    if button::named(ui, close, "Close", "Close the browser", Style::plain(ui)).clicked()
        || (escaped && view.desk.browser.borrow().naming.is_none())
    {
        toggle(ui, view);
    }
}
