//! *Check mix*: what plays, measured on many rigs: a matrix of rigs and findings, and what to change.

mod choice;
mod controls;
mod findings;
mod matrix;
mod state;
mod words;

use egui::{pos2, vec2, Key, Rect, Sense, Ui};

use crate::editor::context::View;
use crate::editor::panels::rig_loading;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;
use crate::report::Place;
use crate::worker::check::{Checked, News};
pub use state::State;

/// Name of the button that opens it.
pub const NAME: &str = "Check mix";

/// Width of the findings beside the matrix, points.
const FINDINGS: f32 = 384.0;

/// Opens the sheet and listens, or closes it; it goes on listening.
pub fn toggle(ui: &Ui, view: &View<'_>) {
    let open = {
        let mut state = view.desk.check.borrow_mut();
        state.open = !state.open;
        state.open
    };
    if open {
        view.designer.check().listen();
        let context = ui.ctx().clone();
        view.desk.library.refresh(move || context.request_repaint());
    } else if button::by_keys(ui) {
        let from = button::id(ui, NAME);
        ui.memory_mut(|memory| memory.request_focus(from));
    }
    ui.ctx().request_repaint();
}

/// Says what has come of measuring and writing.
pub fn hear_news(view: &View<'_>) {
    match view.designer.check().news() {
        Some(News::Problem(words)) => view.say(words),
        Some(News::Written(path)) => view.tell(format!("Written to {}", path.display())),
        None => {}
    }
}

/// Shows the sheet in place of what is below the header.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    // What lies below must not be reached through it.
    ui.interact(
        rect,
        ui.scope_id().with("check"),
        Sense::CLICK | Sense::DRAG,
    );
    let inner = paint::panel(ui, rect, NAME);
    let close = Rect::from_min_size(
        pos2(inner.right() - 72.0, inner.top() - 2.0),
        vec2(72.0, theme::BUTTON),
    );
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    let closed = button::named(ui, close, "Close", "Close the check", Style::plain(ui)).clicked();
    if closed || escaped {
        toggle(ui, view);
    }
    let status = view.designer.check().status();
    let top = inner.with_min_y(inner.top() + 36.0);
    controls::show(
        ui,
        top.with_max_y(top.top() + controls::HEIGHT),
        view,
        &status,
    );
    let body = top.with_min_y(top.top() + controls::HEIGHT + theme::GAP);
    let Some(checked) = &status.result else {
        words::explain(ui, body);
        return;
    };
    let divide = body.left() + FINDINGS;
    findings::show(ui, body.with_max_x(divide - theme::PADDING), view, checked);
    ui.painter()
        .vline(divide, body.y_range(), theme::outline(palette));
    matrix::show(ui, body.with_min_x(divide + theme::PADDING), view, checked);
}

/// Loads a rig of a result, as a step to undo, and says the place of what was found on it.
fn go_to(view: &View<'_>, checked: &Checked, rig: Option<usize>, what: &str, place: Place) {
    let place = words::place(checked, place);
    let named =
        rig.and_then(|rig| Some((checked.report.rigs.get(rig)?, checked.origins.get(rig)?)));
    let Some((on_rig, origin)) = named else {
        return view.tell(format!("{what}: worst from {place}."));
    };
    let name = &on_rig.candidate.rig.name;
    if origin.is_empty() {
        return view.tell(format!("{name}, {what}: worst from {place}."));
    }
    match view.listing.get(origin) {
        Some(item) => {
            view.tell(format!("Now on {name}. {what}: worst from {place}."));
            // Says what is wrong, if anything is.
            rig_loading::load(view, item);
        }
        None => view.say(format!("{name} is no longer one of your rigs.")),
    }
}
