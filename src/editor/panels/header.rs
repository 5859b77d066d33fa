//! The top of the window: the name, the choice of a rig, and what acts on the whole.

use std::sync::atomic::Ordering;

use egui::{pos2, vec2, Align2, FontId, Rect, Ui};

use super::{chooser, export_line, listening, menu, slots};
use crate::audio::Compare;
use crate::editor::context::View;
use crate::editor::fonts;
use crate::editor::theme;
use crate::editor::views::check;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::gesture::set_once;
use crate::editor::widgets::icon;
use crate::editor::widgets::paint;
use crate::session::SLOTS;

/// Width of the name, points.
const NAME: f32 = 128.0;

/// Shows the header.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    name(ui, rect, view);
    let mut row = Row {
        rect: rect.shrink2(vec2(0.0, 4.0)),
        right: rect.right(),
    };
    // From the right to the left; the keyboard goes the other way.
    let menu_at = row.take(32.0);
    let check_at = row.take(54.0);
    row.right += theme::STEP - 4.0;
    let engineer_at = row.take(70.0);
    row.right += theme::STEP - 4.0;
    let perform_at = row.take(66.0);
    row.space();
    let bypass_at = row.take(80.0);
    row.space();
    let compare_at = (!view.look.perform).then(|| {
        let delta_at = row.take(60.0);
        row.right += theme::STEP - 4.0;
        let match_at = row.take(64.0);
        row.space();
        [match_at, delta_at]
    });
    let redo_at = row.take(32.0);
    row.right += theme::STEP - 4.0;
    let undo_at = row.take(32.0);
    row.space();
    // A musician compares two.
    let shown = if view.look.perform { 2 } else { SLOTS };
    let slots_at = row.take(slots::width(shown));
    let chooser_at = Rect::from_min_max(
        pos2(rect.left() + NAME + theme::PADDING, rect.top()),
        pos2(slots_at.left() - theme::PADDING, rect.bottom()),
    );
    if view.look.perform {
        let (rig, own) = chooser_at.split_left_right_at_fraction(0.55);
        chooser::show(ui, rig.with_max_x(rig.right() - theme::STEP), view);
        listening::show(ui, own, view);
    } else {
        chooser::show(ui, chooser_at, view);
    }
    slots::show(ui, slots_at, view, shown);
    steps(ui, [undo_at, redo_at], view);
    if let Some([match_at, delta_at]) = compare_at {
        compare(ui, match_at, view, Compare::Input);
        compare(ui, delta_at, view, Compare::Difference);
    }
    bypass(ui, bypass_at, view);
    depth(ui, perform_at, view, "Perform", true);
    depth(ui, engineer_at, view, "Engineer", false);
    check(ui, check_at, view);
    menu::show(ui, menu_at, view);
}

/// The product's sign and name, and what an export holds.
fn name(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    icon::mark(painter, rect.left_center() + vec2(12.0, 0.0), palette);
    paint::text(
        painter,
        rect.left_center() + vec2(34.0, -8.0),
        Align2::LEFT_CENTER,
        "Bodypack",
        FontId::new(18.0, fonts::semibold()),
        palette.text,
    );
    export_line::show(ui, export_line::place(rect, NAME - 20.0), view);
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

/// One of the two depths of the window.
fn depth(ui: &Ui, rect: Rect, view: &View<'_>, word: &str, perform: bool) {
    let covered = view.desk.check.borrow().open;
    let on = view.look.perform == perform && !covered;
    let style = Style::plain(ui).down(on);
    if button::button(ui, rect, word, style).clicked() {
        view.change(|look| look.perform = perform);
        view.desk.check.borrow_mut().open = false;
    }
}

/// The mix on many rigs.
fn check(ui: &Ui, rect: Rect, view: &View<'_>) {
    let open = view.desk.check.borrow().open;
    let style = Style::plain(ui).down(open);
    let response = button::named(ui, rect, "Check", check::NAME, style);
    if response.clicked() {
        check::toggle(ui, view);
    }
    response
        .on_hover_text("Measures what plays on every performer's rig, and says what is at risk.");
}

/// One step back and one forward.
fn steps(ui: &Ui, [undo, redo]: [Rect; 2], view: &View<'_>) {
    for (rect, name, direction, possible) in [
        (undo, "Undo", -1.0, view.params.can_undo()),
        (redo, "Redo", 1.0, view.params.can_redo()),
    ] {
        let palette = theme::of(ui);
        let response = button::blank(ui, rect, name, Style::plain(ui).enabled(possible));
        let ink = if possible {
            palette.text
        } else {
            palette.muted.gamma_multiply(0.4)
        };
        icon::turn(ui.painter(), rect.center(), direction, ink);
        if response.clicked() {
            if direction < 0.0 {
                view.params.undo(view.gui);
            } else {
                view.params.redo(view.gui);
            }
            view.designer.wake();
        }
        response.on_hover_text(name);
    }
}

/// Hears the input as loud as the chain, or the difference alone.
fn compare(ui: &Ui, rect: Rect, view: &View<'_>, what: Compare) {
    let palette = theme::of(ui);
    let on = view.params.compare.get() == what;
    let (word, help) = match what {
        Compare::Difference => ("Delta", "Hear only what the chain adds and takes away."),
        _ => (
            "Match",
            "Hear the mix as it came in, as loud as the chain makes it.",
        ),
    };
    let style = Style::plain(ui).down(on).color(palette.limit);
    let response = button::button(ui, rect, word, style);
    if response.clicked() {
        let next = if on { Compare::Chain } else { what };
        view.params.compare.set(next);
    }
    response.on_hover_text(help);
}

/// A sign that cannot be overlooked while something else than the chain is heard; a click brings
/// the chain back.
pub fn warning(ui: &Ui, window: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let bypass = view.control("bypass").filter(|bypass| bypass.is_on());
    let compare = view.params.compare.get();
    if view.params.blind.runs() {
        return;
    }
    let gain = || paint::signed(f64::from(view.params.compare.gain_db()), 1);
    let text = match (bypass, compare) {
        (Some(_), _) if view.params.bypass_match.load(Ordering::Relaxed) => format!(
            "Bypassed, the mix with {} dB to match \u{b7} click to hear the chain",
            gain()
        ),
        (Some(_), _) => "Bypassed, the mix as it came in \u{b7} click to hear the chain".to_owned(),
        (None, Compare::Chain) => return,
        (None, Compare::Input) => format!(
            "Input, {} dB to match \u{b7} click to hear the chain",
            gain()
        ),
        (None, Compare::Difference) => "Difference only \u{b7} click to hear the chain".to_owned(),
    };
    let painter = ui.painter();
    let frame = egui::Stroke::new(3.0, palette.limit);
    painter.rect_stroke(window, 0.0, frame, egui::StrokeKind::Inside);
    // As wide as the window, over the margin and what is empty of the panels above it.
    let place = window.with_min_y(window.bottom() - 22.0);
    let response = ui.interact(
        place,
        ui.scope_id().with("compared"),
        egui::Sense::CLICK | egui::Sense::FOCUSABLE,
    );
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Button, true, "Hear the chain again")
    });
    painter.rect_filled(place, 0.0, palette.limit);
    paint::focus_ring(ui, place.shrink(6.0), &response);
    paint::text(
        painter,
        place.center(),
        Align2::CENTER_CENTER,
        text,
        theme::strong(),
        palette.background,
    );
    if response.clicked() {
        view.params.compare.set(Compare::Chain);
        if let Some(bypass) = bypass {
            set_once(view, bypass, 0.0);
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
    let style = Style::plain(ui).down(on).color(palette.limit);
    let response = button::named(ui, rect, word, "Bypass", style);
    if response.clicked() {
        set_once(view, control, if on { 0.0 } else { 1.0 });
    }
    response.on_hover_text(control.tooltip());
}
