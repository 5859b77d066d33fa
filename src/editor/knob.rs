//! A knob with its value and its name.
//!
//! Drag up and down (with Shift: fine), turn the wheel, use the arrow keys, double-click for the
//! default, or click the value and type.

use egui::{
    pos2, vec2, Align2, Color32, Event, Id, Key, Painter, PointerButton, Pos2, Rect, Response,
    Sense, Shape, Stroke, TextEdit, Ui, WidgetInfo,
};
use nice_plug::context::gui::GuiContext;
use nice_plug::prelude::Param;

use super::gesture::{set_once, Drag};
use super::theme;
use crate::plugin::value_text;

/// Space that a knob takes.
pub const SIZE: egui::Vec2 = vec2(78.0, 102.0);

/// Points of vertical drag for the whole range.
const TRAVEL: f32 = 180.0;

/// How much slower Shift makes everything.
const FINE: f32 = 0.1;

/// Radius of the ring.
const RADIUS: f32 = 24.0;

/// The ring's two ends, radians clockwise from three o'clock.
const FIRST: f32 = 0.75 * std::f32::consts::PI;
const LAST: f32 = 2.25 * std::f32::consts::PI;

/// Shows a parameter as a knob under a short `label`. `from` is the place of its neutral value, 0 to 1, where the ring
/// starts to fill.
pub fn knob<P: Param>(
    ui: &mut Ui,
    gui: &GuiContext,
    param: &P,
    label: &str,
    colour: Color32,
    from: f32,
    tooltip: &str,
) {
    let (rect, _) = ui.allocate_exact_size(SIZE, Sense::hover());
    let id = ui.scope_id().with(param.name());
    let centre = pos2(rect.center().x, rect.top() + RADIUS + 6.0);
    let ring = Rect::from_center_size(centre, vec2(2.0 * RADIUS + 12.0, 2.0 * RADIUS + 8.0));
    let response = ui
        .interact(ring, id, Sense::DRAG | Sense::FOCUSABLE)
        .on_hover_cursor(egui::CursorIcon::ResizeVertical);
    turn(ui, &response, gui, param);
    response.widget_info(|| {
        let mut info = WidgetInfo::slider(
            true,
            f64::from(param.unmodulated_normalized_value()),
            param.name(),
        );
        info.current_text_value = Some(value_text(param));
        info
    });
    let lit = response.hovered() || response.dragged() || response.has_focus();
    draw(
        ui.painter(),
        centre,
        param.unmodulated_normalized_value(),
        from,
        colour,
        lit,
    );
    if !response.dragged() {
        response.on_hover_text(tooltip);
    }
    let value = Rect::from_center_size(pos2(centre.x, rect.bottom() - 31.0), vec2(SIZE.x, 18.0));
    entry(ui, value, id, gui, param);
    ui.painter().text(
        pos2(centre.x, rect.bottom() - 12.0),
        Align2::CENTER_CENTER,
        label,
        theme::label(),
        theme::MUTED,
    );
}

/// What hands do to a knob.
fn turn<P: Param>(ui: &Ui, response: &Response, gui: &GuiContext, param: &P) {
    let fine = if ui.input(|input| input.modifiers.shift) {
        FINE
    } else {
        1.0
    };
    let double_click = response.contains_pointer()
        && ui.input(|input| input.pointer.button_double_clicked(PointerButton::Primary));
    let drag: Option<Drag> = ui.data(|data| data.get_temp(response.id));
    if response.drag_stopped() || double_click {
        drag.unwrap_or_default().end(gui, param);
        ui.data_mut(|data| data.remove::<Drag>(response.id));
    } else if response.dragged() {
        let mut drag = drag.unwrap_or_else(|| Drag::new(param));
        drag.shift(gui, param, -response.drag_delta().y / TRAVEL * fine);
        ui.data_mut(|data| data.insert_temp(response.id, drag));
        return;
    }
    if double_click {
        set_once(gui, param, param.default_normalized_value());
        return;
    }
    let steps = wheel(ui, response) + keys(ui, response);
    if steps != 0.0 {
        let now = param.unmodulated_normalized_value();
        let moved = (now + 0.02 * fine * steps).clamp(0.0, 1.0);
        set_once(
            gui,
            param,
            param.preview_normalized(param.preview_plain(moved)),
        );
    }
}

/// Notches of the wheel, which then scrolls nothing else.
fn wheel(ui: &Ui, response: &Response) -> f32 {
    if !response.hovered() {
        return 0.0;
    }
    ui.input(|input| {
        let notch = |event: &Event| match event {
            // Shift turns a wheel sideways on some systems.
            Event::MouseWheel { delta, .. } if delta.y != 0.0 => delta.y.signum(),
            Event::MouseWheel { delta, .. } if delta.x != 0.0 => delta.x.signum(),
            _ => 0.0,
        };
        input.events.iter().map(notch).sum()
    })
}

/// Arrow keys, while the knob has the focus.
fn keys(ui: &Ui, response: &Response) -> f32 {
    if !response.has_focus() {
        return 0.0;
    }
    ui.memory_mut(|memory| {
        let arrows = egui::EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..Default::default()
        };
        memory.set_focus_lock_filter(response.id, arrows);
    });
    let pressed = |key| ui.input(|input| input.num_presses(key)) as f32;
    pressed(Key::ArrowUp) + pressed(Key::ArrowRight)
        - pressed(Key::ArrowDown)
        - pressed(Key::ArrowLeft)
}

/// The value, and in its place a field to type in once it has been clicked.
fn entry<P: Param>(ui: &mut Ui, rect: Rect, knob: Id, gui: &GuiContext, param: &P) {
    let id = knob.with("entry");
    let Some(mut text) = ui.data(|data| data.get_temp::<String>(id)) else {
        let response = ui.interact(rect, knob.with("value"), Sense::CLICK);
        let label = format!("Type {}", param.name());
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &label));
        let colour = if response.hovered() {
            theme::MIX
        } else {
            theme::TEXT
        };
        let text = value_text(param);
        ui.painter().text(
            rect.center(),
            Align2::CENTER_CENTER,
            &text,
            theme::body(),
            colour,
        );
        if response.clicked() {
            ui.data_mut(|data| data.insert_temp(id, text));
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        response.on_hover_cursor(egui::CursorIcon::Text);
        return;
    };
    let field = TextEdit::singleline(&mut text)
        .id(id)
        .font(theme::body())
        .align(Align2::CENTER_CENTER)
        .margin(vec2(2.0, 1.0));
    let response = ui
        .put(rect, field)
        .accessible_name(format!("{} as text", param.name()));
    if response.lost_focus() {
        if ui.input(|input| !input.key_pressed(Key::Escape)) {
            if let Some(normalised) = param.string_to_normalized_value(&text) {
                set_once(gui, param, normalised);
            }
        }
        ui.data_mut(|data| data.remove::<String>(id));
    } else {
        ui.data_mut(|data| data.insert_temp(id, text));
    }
}

fn draw(painter: &Painter, centre: Pos2, at: f32, from: f32, colour: Color32, lit: bool) {
    arc(painter, centre, 0.0, 1.0, Stroke::new(5.0, theme::LINE));
    let (low, high) = if at < from { (at, from) } else { (from, at) };
    if high > low {
        arc(painter, centre, low, high, Stroke::new(5.0, colour));
    } else {
        painter.circle_filled(on_ring(centre, from, RADIUS), 2.5, colour);
    }
    let body = if lit { theme::LINE } else { theme::RAISED };
    painter.circle_filled(centre, RADIUS - 6.0, body);
    let tip = on_ring(centre, at, RADIUS - 9.0);
    let root = on_ring(centre, at, 5.0);
    painter.line_segment([root, tip], Stroke::new(2.0, theme::TEXT));
}

fn arc(painter: &Painter, centre: Pos2, from: f32, to: f32, stroke: Stroke) {
    let points = ((to - from) * 48.0).ceil().max(1.0) as usize;
    let line = (0..=points)
        .map(|index| {
            on_ring(
                centre,
                from + (to - from) * index as f32 / points as f32,
                RADIUS,
            )
        })
        .collect();
    painter.add(Shape::line(line, stroke));
    for end in [from, to] {
        painter.circle_filled(
            on_ring(centre, end, RADIUS),
            0.5 * stroke.width,
            stroke.color,
        );
    }
}

fn on_ring(centre: Pos2, at: f32, radius: f32) -> Pos2 {
    let angle = FIRST + (LAST - FIRST) * at;
    centre + radius * vec2(angle.cos(), angle.sin())
}
