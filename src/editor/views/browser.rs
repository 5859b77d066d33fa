//! The rig browser: the factory's rigs and the user's own, to search, load, keep and hand on.

mod actions;
mod curves;
mod details;
mod list;

use egui::{pos2, vec2, Key, Rect, Sense, Ui};

use crate::editor::app::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;
use crate::session::library::Filter;

/// Width of the details beside the list, points.
const DETAILS: f32 = 420.0;

/// State of the browser while the window is open.
#[derive(Default)]
pub struct State {
    /// True if it is shown.
    pub open: bool,
    /// The search filter.
    pub filter: Filter,
    /// True if curves are searched, and not rigs.
    pub curves: bool,
    /// The last result among the curves.
    pub found: curves::Found,
    /// A name that is being typed, and what for.
    pub naming: Option<Naming>,
    /// True if the next click deletes.
    pub confirming: bool,
    /// True if it was opened by keys, which are led back then.
    pub by_keys: bool,
    /// True if the search field still has to get the focus.
    pub fresh: bool,
}

/// A name that is being typed.
pub struct Naming {
    /// The identifier of the rig that gets another name; none for a new file.
    pub of: Option<String>,
    /// True if it was begun by keys, which are led back then.
    pub by_keys: bool,
    /// The name so far.
    pub text: String,
    /// True if the field still has to get the focus.
    pub fresh: bool,
}

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
        let from = crate::editor::panels::chooser::id(ui);
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
