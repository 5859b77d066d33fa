//! The top of the window: the name, the choice of a rig, and what acts on the whole.

use egui::{pos2, vec2, Align2, FontId, Rect, Ui};

use super::app::View;
use super::button::{self, Style};
use super::fonts;
use super::gesture::set_once;
use super::icon;
use super::paint;
use super::theme;
use super::{chooser, menu};

/// Width of the name, points.
const NAME: f32 = 132.0;
/// Width of the chooser, points.
const CHOOSER: f32 = 424.0;

/// Shows the header.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    icon::mark(painter, rect.left_center() + vec2(12.0, 0.0), palette);
    paint::text(
        painter,
        rect.left_center() + vec2(34.0, 0.0),
        Align2::LEFT_CENTER,
        "Bodypack",
        FontId::new(18.0, fonts::semibold()),
        palette.text,
    );
    let left = rect.left() + NAME + theme::PADDING;
    let chooser = Rect::from_min_size(pos2(left, rect.top()), vec2(CHOOSER, rect.height()));
    chooser::show(ui, chooser, view);
    let mut right = Row {
        rect: rect.shrink2(vec2(0.0, 4.0)),
        right: rect.right(),
    };
    menu::show(ui, right.take(32.0), view);
    depths(ui, &mut right, view);
    right.space();
    bypass(ui, right.take(80.0), view);
}

/// Places from the right to the left.
struct Row {
    rect: Rect,
    right: f32,
}

impl Row {
    fn take(&mut self, width: f32) -> Rect {
        let place = self.rect.with_max_x(self.right);
        let place = place.with_min_x(self.right - width);
        self.right -= width + theme::STEP;
        place
    }

    fn space(&mut self) {
        self.right -= theme::STEP;
    }
}

/// The two depths of the one window.
fn depths(ui: &Ui, row: &mut Row, view: &View<'_>) {
    let palette = theme::of(ui);
    for (word, perform) in [("Engineer", false), ("Perform", true)] {
        let on = view.look.perform == perform;
        let style = Style::plain(ui).down(on).colour(palette.text);
        if button::button(ui, row.take(80.0), word, style).clicked() {
            view.change(|look| look.perform = perform);
        }
        if !perform {
            row.right += theme::STEP - 4.0;
        }
    }
}

fn bypass(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let Some(control) = view.control("bypass") else {
        return;
    };
    let on = control.is_on();
    let word = if on { "Bypassed" } else { "Bypass" };
    let style = Style::plain(ui).down(on).colour(palette.limit);
    let response = button::named(ui, rect, word, "Bypass", style);
    if response.clicked() {
        set_once(view, control, if on { 0.0 } else { 1.0 });
    }
    response.on_hover_text(control.tooltip());
}
