//! One rig to choose: its drawing, its name, and how the mix gets to it.

use egui::{vec2, Align2, FontId, Id, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::badge;
use crate::editor::app::View;
use crate::editor::panels::chooser;
use crate::editor::panels::summary;
use crate::editor::theme;
use crate::editor::views::perform::earphone_drawing;
use crate::editor::widgets::icon;
use crate::editor::widgets::paint;
use crate::session::library::Item;

/// Height of the name and what follows it, points.
const WORDS: f32 = 62.0;
/// A tile that is at least so high has room for the notes too, points.
const ROOMY: f32 = 400.0;
/// A tile that is at least so many times as wide as it is high has the words beside the drawing.
const WIDE: f32 = 1.5;
/// A name that is at least so high has two rows, points.
const TWO_ROWS: f32 = 24.0;
/// Height of the notes, points.
const NOTES: f32 = 104.0;

/// Id of a tile while the window is open.
pub fn id(ui: &Ui, item: &Item) -> Id {
    ui.scope_id().with(("tile", item.id.as_str()))
}

/// Shows a rig; a click loads it.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>, item: &Item, chosen: bool) {
    let Ok(rig) = &item.rig else { return };
    let palette = theme::of(ui);
    let response = ui.interact(rect, id(ui, item), Sense::CLICK | Sense::FOCUSABLE);
    response.widget_info(|| {
        let name = format!("Wear {}", item.name);
        WidgetInfo::selected(egui::Role::RadioButton, true, chosen, name)
    });
    let fill = if chosen {
        palette.raised
    } else if response.hovered() {
        palette.hovered
    } else {
        palette.panel
    };
    let edge = if chosen {
        Stroke::new(2.0, palette.mix)
    } else {
        theme::outline(palette)
    };
    let painter = ui.painter();
    painter.rect(rect, theme::PANEL_RADIUS, fill, edge, StrokeKind::Inside);
    let inner = rect.shrink(theme::GAP);
    badge::show(
        painter,
        palette,
        inner.left_top() + vec2(0.0, 8.0),
        &rig.link,
    );
    marks(ui, inner, item, chosen);
    let roomy = rect.height() > ROOMY && !item.notes.is_empty();
    let (picture, words) = divide(inner, roomy);
    earphone_drawing::draw(painter, palette, picture, rig, chosen);
    let rest = name(ui, words.with_max_y(words.top() + WORDS), item);
    if roomy {
        let below = words.with_min_y(rest.bottom() + theme::STEP);
        note(ui, below, item);
    }
    paint::focus_ring(ui, rect, &response);
    if response.clicked() {
        chooser::load(view, item);
    }
    if !item.notes.is_empty() && !roomy {
        response.on_hover_text(item.notes.as_str());
    }
}

/// Rectangles of the drawing and of the text.
fn divide(inner: Rect, roomy: bool) -> (Rect, Rect) {
    let below_marks = inner.with_min_y(inner.top() + 22.0);
    let height = WORDS + if roomy { NOTES } else { 0.0 };
    if inner.width() > WIDE * inner.height() {
        let (left, right) = below_marks.split_left_right_at_fraction(0.55);
        let words = right.with_min_y(inner.center().y - 0.5 * height);
        return (left, words.shrink2(vec2(theme::MARGIN, 0.0)));
    }
    let words = inner.with_min_y(inner.bottom() - height);
    let picture = below_marks.with_max_y(words.top() - theme::STEP);
    (picture, words)
}

/// The name in two rows at most, and below it what sets the rig apart, four rows together; where that
/// ends.
fn name(ui: &Ui, rect: Rect, item: &Item) -> Rect {
    let (title, rest) = split(&item.name);
    let rest = match (&item.rig, rest.is_empty()) {
        (Ok(rig), true) => summary::drivers(rig),
        _ => rest,
    };
    let palette = theme::of(ui);
    let rows = |rect: Rect, text: &str, font: FontId, ink, most: usize| {
        paint::rows_within(ui.painter(), rect, Align2::LEFT_TOP, text, font, ink, most)
    };
    let title = rows(rect, &title, theme::title(), palette.text, 2);
    let most = if title.height() > TWO_ROWS { 2 } else { 3 };
    let below = rect.with_min_y(title.bottom() + 1.0);
    rows(below, &rest, theme::body(), palette.muted, most)
}

fn note(ui: &Ui, rect: Rect, item: &Item) {
    let rows = (rect.height() / 17.0) as usize;
    paint::rows_within(
        ui.painter(),
        rect,
        Align2::LEFT_TOP,
        &item.notes,
        theme::body(),
        theme::of(ui).muted,
        rows,
    );
}

/// Returns whether it is worn, a favorite, or the user's own.
fn marks(ui: &Ui, inner: Rect, item: &Item, chosen: bool) {
    let palette = theme::of(ui);
    let mut at = inner.right_top() + vec2(-8.0, 8.0);
    if chosen {
        tick(ui, at);
        at.x -= 22.0;
    }
    if item.favorite {
        icon::star(ui.painter(), at, 7.0, true, palette.text);
        at.x -= 20.0;
    }
    if item.is_user() && !item.favorite {
        paint::text(
            ui.painter(),
            at + vec2(8.0, 0.0),
            Align2::RIGHT_CENTER,
            "yours",
            theme::label(),
            palette.muted,
        );
    }
}

/// The chosen rig is told by a tick too, not by its outline alone.
fn tick(ui: &Ui, at: egui::Pos2) {
    let palette = theme::of(ui);
    ui.painter().circle_filled(at, 9.0, palette.mix);
    let points = vec![
        at + vec2(-4.0, 0.0),
        at + vec2(-1.0, 3.0),
        at + vec2(4.0, -3.0),
    ];
    let stroke = Stroke::new(2.0, palette.background);
    ui.painter().line(points, stroke);
}

/// The name and what follows its first comma or colon.
pub fn split(name: &str) -> (String, String) {
    match name.split_once([':', ',']) {
        Some((title, rest)) => (title.trim().to_owned(), rest.trim().to_owned()),
        None => (name.to_owned(), String::new()),
    }
}
