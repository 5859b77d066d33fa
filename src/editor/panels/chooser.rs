//! The choice of a rig: its name, the next and the previous one, whether it is a favorite, and the
//! browser behind it.

use egui::{pos2, vec2, Align2, FontId, Rect, Response, Sense, Ui, WidgetInfo};

use crate::editor::context::View;
use crate::editor::panels::rig_loading::{favorite, id, load};
use crate::editor::theme;
use crate::editor::views::perform::{names, rig_grid};
use crate::editor::widgets::icon;
use crate::editor::widgets::paint;
use crate::rig::Rig;

/// Width of the arrows at the ends, points.
const ARROW: f32 = 32.0;

/// Shows the chooser.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    paint::background(ui, rect);
    let previous = rect.with_max_x(rect.left() + ARROW);
    let next = rect.with_min_x(rect.right() - ARROW);
    if arrow(ui, previous, "Previous rig", -1.0) {
        step(view, true);
    }
    let origin = view.params.origin.get();
    let star = next.translate(vec2(-ARROW, 0.0));
    // In the order in which the keyboard goes through them.
    let known = view.listing.get(&origin).is_some();
    let end = if known { star.left() } else { next.left() };
    let name = Rect::from_x_y_ranges(previous.right()..=end, rect.y_range());
    title(ui, name, view);
    favorite(ui, star, view, &origin);
    if arrow(ui, next, "Next rig", 1.0) {
        step(view, false);
    }
}

/// The name; a click opens the browser.
fn title(ui: &Ui, rect: Rect, view: &View<'_>) {
    let base = view.params.base.get();
    let changed = view.params.is_changed(&view.listing);
    let title = if *base == Rig::default() {
        "Choose a rig"
    } else {
        base.name.as_str()
    };
    let response = ui.interact(rect, id(ui), Sense::CLICK | Sense::FOCUSABLE);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::ComboBox, true, "Rig");
        let mark = if changed { " (changed)" } else { "" };
        info.current_text_value = Some(format!("{title}{mark}"));
        info
    });
    draw_name(ui, rect, &response, title, changed);
    if response.clicked() {
        crate::editor::views::browser::toggle(ui, view);
    }
    if !base.notes.is_empty() {
        response.on_hover_text(base.notes.as_str());
    }
}

fn draw_name(ui: &Ui, rect: Rect, response: &Response, title: &str, changed: bool) {
    let palette = theme::of(ui);
    if response.hovered() {
        ui.painter().rect_filled(
            rect.shrink2(vec2(0.0, 4.0)),
            theme::BUTTON_RADIUS,
            palette.raised,
        );
    }
    let words = rect
        .with_min_x(rect.left() + 18.0)
        .with_max_x(rect.right() - 24.0);
    let text = in_one_row_or_two(ui, words, title);
    if changed {
        // A dot for those who see it; a screen reader says it in words.
        let at = pos2(text.left() - 12.0, rect.center().y);
        ui.painter().circle_filled(at, 3.5, palette.text);
    }
    paint::chevron(
        ui.painter(),
        rect.right_center() - vec2(12.0, 0.0),
        palette.muted,
    );
    paint::focus_ring(ui, rect.shrink2(vec2(2.0, 7.0)), response);
}

/// A name that is too long for one row has what follows its first comma below it. Returns its place.
fn in_one_row_or_two(ui: &Ui, rect: Rect, name: &str) -> Rect {
    let palette = theme::of(ui);
    let row = |rect: Rect, text: &str, font: FontId, ink| {
        paint::text_fitted(ui.painter(), rect, Align2::CENTER_CENTER, text, font, ink)
    };
    let whole = ui
        .painter()
        .layout_no_wrap(name.to_owned(), theme::title(), palette.text);
    let (title, rest) = names::split(name);
    if whole.size().x <= rect.width() || rest.is_empty() {
        return row(rect, name, theme::title(), palette.text);
    }
    let middle = rect.center().y;
    let upper = rect.with_min_y(middle - 18.0).with_max_y(middle + 1.0);
    let lower = rect.with_min_y(middle + 1.0).with_max_y(middle + 16.0);
    let below = row(lower, &rest, theme::label(), palette.muted);
    row(upper, &title, theme::strong(), palette.text).union(below)
}

/// A triangle that can be pressed; true when it was.
fn arrow(ui: &Ui, rect: Rect, name: &str, direction: f32) -> bool {
    let palette = theme::of(ui);
    let id = ui.scope_id().with(name);
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, name));
    let color = if response.hovered() {
        palette.text
    } else {
        palette.muted
    };
    icon::triangle(ui.painter(), rect.center(), direction, color);
    paint::focus_ring(ui, rect.shrink(7.0), &response);
    let clicked = response.clicked();
    response.on_hover_text(name);
    clicked
}

/// Loads the rig after or before the present one: among those that the browser shows, if it is open,
/// or those in the grid of Perform.
fn step(view: &View<'_>, back: bool) {
    let browser = view.desk.browser.borrow();
    let filter = browser.open.then(|| browser.filter.clone());
    drop(browser);
    let mut shown = match filter {
        Some(filter) => view.listing.search(&filter),
        None if view.look.perform => rig_grid::order(view),
        None => Vec::new(),
    };
    if shown.is_empty() {
        shown = (0..view.listing.items.len()).collect();
    }
    let origin = view.params.origin.get();
    if let Some(item) = view.listing.neighbor(&shown, &origin, back) {
        load(view, item);
    }
}
