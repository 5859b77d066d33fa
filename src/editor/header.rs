//! The top of the window: the name, the choice of a rig, the bypass.

use egui::{
    pos2, vec2, Align2, FontId, Popup, Rect, Response, RichText, ScrollArea, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo,
};

use super::app::View;
use super::rigs::{self, Entry};
use super::switch::switch;
use super::theme;
use crate::plugin::tooltip;
use crate::rig::Rig;

/// Width of the chooser, points.
const CHOOSER: f32 = 460.0;
/// Width of the arrows at its ends, points.
const ARROW: f32 = 40.0;

/// Shows the header.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    ui.painter().text(
        rect.left_center(),
        Align2::LEFT_CENTER,
        "Bodypack",
        FontId::proportional(19.0),
        theme::TEXT,
    );
    chooser(
        ui,
        Rect::from_center_size(rect.center(), vec2(CHOOSER, rect.height())),
        view,
    );
    let place = Rect::from_min_max(pos2(rect.right() - 104.0, rect.top() + 4.0), rect.max)
        .with_max_y(rect.bottom() - 4.0);
    let words = ["Bypass", "Bypassed"];
    let help = tooltip("bypass");
    switch(
        ui,
        place,
        view.gui,
        &view.params.bypass,
        words,
        theme::LIMIT,
        help,
    );
}

fn chooser(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    ui.painter().rect(
        rect,
        theme::PANEL_RADIUS,
        theme::PANEL,
        theme::outline(),
        StrokeKind::Inside,
    );
    let base = view.params.base.get();
    let now = rigs::position(&base);
    let previous = rect.with_max_x(rect.left() + ARROW);
    let next = rect.with_min_x(rect.right() - ARROW);
    let count = rigs::entries().len();
    if arrow(ui, previous, "Previous rig", -1.0) && count > 0 {
        load(
            view,
            &rigs::entries()[now.map_or(count - 1, |at| (at + count - 1) % count)],
        );
    }
    if arrow(ui, next, "Next rig", 1.0) && count > 0 {
        load(view, &rigs::entries()[now.map_or(0, |at| (at + 1) % count)]);
    }
    let name = Rect::from_x_y_ranges(previous.right()..=next.left(), rect.y_range());
    let response = ui.interact(
        name,
        ui.scope_id().with("rig"),
        Sense::CLICK | Sense::FOCUSABLE,
    );
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
        .width(CHOOSER - 16.0)
        .show(|ui| list(ui, view, now));
    if !Popup::is_any_open(ui.ctx()) && !base.notes.is_empty() {
        response.on_hover_text(base.notes.as_str());
    }
}

fn draw_name(ui: &Ui, rect: Rect, response: &Response, title: &str, changed: bool) {
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(
            rect.shrink2(vec2(0.0, 4.0)),
            theme::BUTTON_RADIUS,
            theme::RAISED,
        );
    }
    let text = ui.painter().with_clip_rect(rect.shrink(8.0)).text(
        rect.center(),
        Align2::CENTER_CENTER,
        title,
        theme::title(),
        theme::TEXT,
    );
    if changed {
        let x = (text.left() - 14.0).max(rect.left() + 8.0);
        ui.painter()
            .circle_filled(pos2(x, rect.center().y), 3.5, theme::ROOM);
    }
    let at = rect.right_center() - vec2(14.0, 0.0);
    let chevron = vec![
        at + vec2(-4.0, -2.0),
        at + vec2(0.0, 2.0),
        at + vec2(4.0, -2.0),
    ];
    ui.painter()
        .add(Shape::line(chevron, Stroke::new(1.5, theme::MUTED)));
}

/// A triangle that can be pressed; true when it was.
fn arrow(ui: &Ui, rect: Rect, name: &str, direction: f32) -> bool {
    let response = ui.interact(
        rect,
        ui.scope_id().with(name),
        Sense::CLICK | Sense::FOCUSABLE,
    );
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, name));
    let lit = response.hovered() || response.has_focus();
    let colour = if lit { theme::TEXT } else { theme::MUTED };
    let at = rect.center();
    let points = vec![
        at + vec2(5.0 * direction, 0.0),
        at + vec2(-4.0 * direction, -6.0),
        at + vec2(-4.0 * direction, 6.0),
    ];
    ui.painter()
        .add(Shape::convex_polygon(points, colour, Stroke::NONE));
    let clicked = response.clicked();
    response.on_hover_text(name);
    clicked
}

fn list(ui: &mut Ui, view: &View<'_>, now: Option<usize>) {
    ScrollArea::vertical().max_height(520.0).show(ui, |ui| {
        let mut group = None;
        for (index, entry) in rigs::entries().iter().enumerate() {
            if group != Some(entry.group) {
                group = Some(entry.group);
                ui.add_space(4.0);
                ui.label(
                    RichText::new(entry.group.name())
                        .size(11.0)
                        .color(theme::MUTED),
                );
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
fn load(view: &View<'_>, entry: &Entry) {
    view.gui.set_state(rigs::state_for(entry, view.params));
    view.designer.wake();
}
