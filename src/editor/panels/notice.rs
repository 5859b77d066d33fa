//! Notices: what was done or went wrong, in one line above the contents. A notice makes its own room
//! and covers nothing; it goes by itself after some seconds, or at a click.

mod state;

use std::time::Duration;

use egui::{pos2, vec2, Align2, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::icon;
use crate::editor::widgets::paint;
use crate::session::library::LibraryError;
pub use state::Notices;

/// Height of a notice, points.
const HEIGHT: f32 = 32.0;
/// Duration of a notice, seconds: success, error.
const SECONDS: [f64; 2] = [5.0, 13.0];

impl View<'_> {
    /// Says something that went wrong, in one line.
    pub fn say(&self, problem: String) {
        self.desk.notices.put(problem, true);
    }

    /// Says what was done, in one line.
    pub fn tell(&self, done: String) {
        self.desk.notices.put(done, false);
    }

    /// Says what went wrong, if anything did.
    pub fn report(&self, outcome: Result<(), LibraryError>) {
        match outcome {
            Ok(()) => self.desk.notices.clear(),
            Err(error) => self.say(error.to_string()),
        }
    }
}

/// The room of a notice at the top of a place, if there is one, and the rest of the place.
pub fn split(rect: Rect, view: &View<'_>) -> (Option<Rect>, Rect) {
    if view.desk.notices.0.borrow().is_none() {
        return (None, rect);
    }
    let bottom = rect.top() + HEIGHT;
    let rest = rect.with_min_y(bottom + theme::GAP);
    (Some(rect.with_max_y(bottom)), rest)
}

/// Shows the notice, and takes it away when its time is over.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let (text, is_problem) = {
        let notice = view.desk.notices.0.borrow();
        let Some(notice) = notice.as_ref() else {
            return;
        };
        (notice.text.clone(), notice.is_problem)
    };
    let id = ui.scope_id().with("notice");
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Status, true, text.as_str()));
    let color = if is_problem {
        palette.limit
    } else {
        palette.fine
    };
    let painter = ui.painter();
    painter.rect(
        rect,
        theme::BUTTON_RADIUS,
        paint::surface(palette, &response),
        Stroke::new(1.5, color),
        StrokeKind::Inside,
    );
    let sign = rect.left_center() + vec2(18.0, 0.0);
    if is_problem {
        let font = theme::title();
        paint::text(painter, sign, Align2::CENTER_CENTER, "!", font, color);
    } else {
        icon::tick(painter, sign, color);
    }
    let words = Rect::from_min_max(
        pos2(rect.left() + 34.0, rect.top()),
        pos2(rect.right() - 12.0, rect.bottom()),
    );
    let (font, ink) = (theme::body(), palette.text);
    paint::text_within(painter, words, Align2::LEFT_CENTER, &text, font, ink);
    paint::focus_ring(ui, rect.shrink(2.0), &response);
    let over = is_over(ui, view, response.hovered() || response.has_focus());
    if response.clicked() || over {
        view.desk.notices.clear();
        ui.ctx().request_repaint();
    }
    response.on_hover_text(text);
}

/// Returns whether the time of the notice is over; it waits while it is looked at.
fn is_over(ui: &Ui, view: &View<'_>, looked_at: bool) -> bool {
    let now = ui.input(|input| input.time);
    let mut notice = view.desk.notices.0.borrow_mut();
    let Some(notice) = notice.as_mut() else {
        return false;
    };
    let until = *(notice.until).get_or_insert(now + SECONDS[usize::from(notice.is_problem)]);
    if looked_at {
        notice.until = Some(until.max(now + 1.0));
        return false;
    }
    let left = until - now;
    if left > 0.0 {
        ui.ctx()
            .request_repaint_after(Duration::from_secs_f64(left));
    }
    left <= 0.0
}

/// Has a notice that is new drawn soon: what says it comes after the place where it is shown.
pub fn show_soon(ui: &Ui, view: &View<'_>) {
    let notice = view.desk.notices.0.borrow();
    if notice.as_ref().is_some_and(|notice| notice.until.is_none()) {
        ui.ctx().request_repaint();
    }
}
