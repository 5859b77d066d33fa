//! The choice of a rig: its name, the next and the previous one, and the list behind it.

use egui::{
    pos2, vec2, Align2, Popup, PopupCloseBehavior, Rect, Response, RichText, ScrollArea, Sense,
    StrokeKind, Ui, WidgetInfo,
};

use super::app::View;
use super::icon;
use super::paint;
use super::rigs::{self, Entry};
use super::theme;
use crate::rig::Rig;

/// Width of the arrows at the ends, points.
const ARROW: f32 = 36.0;

/// Shows the chooser.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    ui.painter().rect(
        rect,
        theme::PANEL_RADIUS,
        palette.panel,
        theme::outline(palette),
        StrokeKind::Inside,
    );
    let base = view.params.base.get();
    let now = rigs::position(&base);
    let previous = rect.with_max_x(rect.left() + ARROW);
    let next = rect.with_min_x(rect.right() - ARROW);
    let entries = rigs::entries();
    let count = entries.len();
    if arrow(ui, previous, "Previous rig", -1.0) && count > 0 {
        let to = now.map_or(count - 1, |at| (at + count - 1) % count);
        load(view, &entries[to]);
    }
    if arrow(ui, next, "Next rig", 1.0) && count > 0 {
        let to = now.map_or(0, |at| (at + 1) % count);
        load(view, &entries[to]);
    }
    let name = Rect::from_x_y_ranges(previous.right()..=next.left(), rect.y_range());
    let id = ui.scope_id().with("rig");
    let response = ui.interact(name, id, Sense::CLICK | Sense::FOCUSABLE);
    let changed = view.params.differ_from_base();
    let title = if *base == Rig::default() {
        "Choose a rig"
    } else {
        base.name.as_str()
    };
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::ComboBox, true, "Rig");
        let mark = if changed { " (changed)" } else { "" };
        info.current_text_value = Some(format!("{title}{mark}"));
        info
    });
    draw_name(ui, name, &response, title, changed);
    Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(rect.width() - 16.0)
        .show(|ui| list(ui, view, now));
    if !Popup::is_any_open(ui.ctx()) && !base.notes.is_empty() {
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
    let words = rect.shrink2(vec2(28.0, 0.0));
    let text = paint::text_within(
        ui.painter(),
        words,
        Align2::CENTER_CENTER,
        title,
        theme::title(),
        palette.text,
    );
    if changed {
        let at = pos2(text.left() - 12.0, rect.center().y);
        ui.painter().circle_filled(at, 3.5, palette.room);
    }
    paint::chevron(
        ui.painter(),
        rect.right_center() - vec2(14.0, 0.0),
        palette.muted,
    );
    paint::focus_ring(ui, rect.shrink2(vec2(0.0, 6.0)), response);
}

/// A triangle that can be pressed; true when it was.
fn arrow(ui: &Ui, rect: Rect, name: &str, direction: f32) -> bool {
    let palette = theme::of(ui);
    let id = ui.scope_id().with(name);
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, name));
    let colour = if response.hovered() {
        palette.text
    } else {
        palette.muted
    };
    icon::triangle(ui.painter(), rect.center(), direction, colour);
    paint::focus_ring(ui, rect.shrink(7.0), &response);
    let clicked = response.clicked();
    response.on_hover_text(name);
    clicked
}

fn list(ui: &mut Ui, view: &View<'_>, now: Option<usize>) {
    let palette = theme::of(ui);
    ScrollArea::vertical().max_height(560.0).show(ui, |ui| {
        let mut group = None;
        for (index, entry) in rigs::entries().iter().enumerate() {
            if group != Some(entry.group) {
                group = Some(entry.group);
                ui.add_space(6.0);
                let heading = RichText::new(entry.group.name());
                ui.label(heading.size(12.0).color(palette.muted));
            }
            let chosen = now == Some(index);
            let row = ui.selectable_label(chosen, entry.rig.name.as_str());
            let row = if entry.rig.notes.is_empty() {
                row
            } else {
                row.on_hover_text(entry.rig.notes.as_str())
            };
            if row.clicked() {
                load(view, entry);
                ui.close();
            }
        }
    });
}

/// Loads a factory rig, but leaves alone what belongs to the listener and not to the performer.
pub fn load(view: &View<'_>, entry: &Entry) {
    view.gui.set_state(rigs::state_for(entry, view.params));
    view.designer.wake();
}
