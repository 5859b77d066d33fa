//! One rig to choose: its drawing, its name, and how the mix gets to it.

use egui::{pos2, vec2, Align2, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::super::app::View;
use super::super::chooser;
use super::super::paint;
use super::super::theme;
use super::{badge, figure};
use crate::plugin::library::Item;

/// Shows a rig; a click loads it.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>, item: &Item, chosen: bool) {
    let Ok(rig) = &item.rig else { return };
    let palette = theme::of(ui);
    let id = ui.scope_id().with(("tile", item.id.as_str()));
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
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
    ui.painter()
        .rect(rect, theme::PANEL_RADIUS, fill, edge, StrokeKind::Inside);
    let inner = rect.shrink(theme::GAP);
    let words = inner.with_min_y(inner.bottom() - 56.0);
    let picture = inner.with_max_y(words.top() - 4.0);
    figure::draw(ui.painter(), palette, picture, rig, chosen);
    let (title, rest) = split(&item.name);
    paint::text_within(
        ui.painter(),
        Rect::from_min_size(words.min, vec2(words.width(), 18.0)),
        Align2::LEFT_CENTER,
        &title,
        theme::title(),
        palette.text,
    );
    paint::text_within(
        ui.painter(),
        Rect::from_min_size(
            pos2(words.left(), words.top() + 19.0),
            vec2(words.width(), 16.0),
        ),
        Align2::LEFT_CENTER,
        &rest,
        theme::label(),
        palette.muted,
    );
    badge::show(
        ui.painter(),
        palette,
        pos2(words.left(), words.bottom() - 7.0),
        &rig.link,
    );
    if chosen {
        tick(ui, rect.right_top() + vec2(-20.0, 20.0));
    }
    paint::focus_ring(ui, rect, &response);
    if response.clicked() {
        chooser::load(view, item);
    }
    if !item.notes.is_empty() {
        response.on_hover_text(item.notes.as_str());
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
fn split(name: &str) -> (String, String) {
    match name.split_once([':', ',']) {
        Some((title, rest)) => (title.trim().to_owned(), rest.trim().to_owned()),
        None => (name.to_owned(), String::new()),
    }
}
