//! Gestures: a host hears exactly one beginning and one end around what a hand does to a parameter.

mod held;

use egui::{
    CursorIcon, Event, EventFilter, Id, Key, PointerButton, Rect, Response, Sense, Ui, WidgetInfo,
};

use super::control::Control;
use crate::editor::context::View;
use crate::session::entry;
pub use held::Held;

/// Factor by which Shift slows every gesture.
const FINE: f32 = 0.1;

/// The most quarters of a step that are added to one that is less than a control can tell.
const QUARTERS: u8 = 80;

/// Step of a wheel notch or an arrow key, as a share of the range.
const NOTCH: f32 = 0.02;

/// Sets a parameter in one gesture of its own, unless it is there already.
pub fn set_once(view: &View<'_>, control: &Control<'_>, position: f32) {
    if control.position() == position {
        return;
    }
    view.params.remember();
    control.param.begin(view.gui);
    control.param.set(view.gui, position);
    control.param.end(view.gui);
    view.desk.let_go();
}

impl Held {
    /// Takes hold of parameters, unless they are held already: one step to undo.
    pub fn begin(&self, view: &View<'_>, ids: &'static [&'static str]) {
        if self.0.get() != ids {
            self.release(view.gui, view.params);
            view.params.remember();
            for entry in ids.iter().filter_map(|id| entry(id)) {
                view.params.param(entry).any().begin(view.gui);
            }
            self.0.set(ids);
        }
    }

    /// Lets go of parameters, if they are held.
    pub fn end(&self, view: &View<'_>, ids: &'static [&'static str]) {
        if self.0.get() == ids {
            self.release(view.gui, view.params);
            view.desk.let_go();
        }
    }
}

/// A parameter alone, as [`Held`] takes it.
fn alone(control: &Control<'_>) -> &'static [&'static str] {
    entry(control.id).map_or(&[], |entry| std::slice::from_ref(&entry.id))
}

/// Which way a hand moves a control, and how many points are the whole range.
#[derive(Clone, Copy)]
pub enum Travel {
    /// Up is more.
    Vertical(f32),
    /// Right is more.
    Horizontal(f32),
}

/// A place that turns a parameter: gestures, and what a screen reader says of it.
pub fn turnable(
    ui: &Ui,
    (rect, id): (Rect, Id),
    view: &View<'_>,
    control: &Control<'_>,
    name: &str,
    travel: Travel,
) -> Response {
    let cursor = match travel {
        Travel::Vertical(_) => CursorIcon::ResizeVertical,
        Travel::Horizontal(_) => CursorIcon::ResizeHorizontal,
    };
    let response = ui
        .interact(rect, id, Sense::DRAG | Sense::FOCUSABLE)
        .on_hover_cursor(cursor);
    turn(ui, &response, view, control, travel);
    response.widget_info(|| {
        let position = f64::from(control.position());
        let mut info = WidgetInfo::slider(true, position, name);
        info.current_text_value = Some(control.text());
        info
    });
    response
}

/// Gestures of a knob or slider: drag (with Shift: fine), double-click for the rig's value (with
/// Ctrl: the default), wheel, arrow keys.
pub fn turn(ui: &Ui, response: &Response, view: &View<'_>, control: &Control<'_>, travel: Travel) {
    let fine = ui.input(|input| if input.modifiers.shift { FINE } else { 1.0 });
    let double_click = response.contains_pointer()
        && ui.input(|input| input.pointer.button_double_clicked(PointerButton::Primary));
    let button = PointerButton::Primary;
    if response.drag_stopped_by(button) || double_click {
        view.desk.held.end(view, alone(control));
        ui.data_mut(|data| data.remove::<f32>(response.id));
    } else if response.drag_started_by(button) {
        // What the pointer did on its way here, in the frame of the press, is no part of the drag.
        return;
    } else if response.dragged_by(button) {
        drag(ui, response, view, control, travel, fine);
        return;
    }
    if double_click {
        set_once(view, control, reset(ui, control));
        return;
    }
    if let Some(position) = jump(ui, response, control) {
        set_once(view, control, position);
        return;
    }
    let notches = notches(ui, response);
    if notches != 0.0 {
        step(view, control, notches, fine);
    }
}

/// The framework hands values to the host later, so the position is kept here and never read back.
fn drag(
    ui: &Ui,
    response: &Response,
    view: &View<'_>,
    control: &Control<'_>,
    travel: Travel,
    fine: f32,
) {
    let moved = response.drag_delta();
    let by = fine
        * match travel {
            Travel::Vertical(range) => -moved.y / range,
            Travel::Horizontal(range) => moved.x / range,
        };
    if by == 0.0 {
        return;
    }
    let from = ui.data(|data| data.get_temp::<f32>(response.id));
    let to = (from.unwrap_or_else(|| control.position()) + by).clamp(0.0, 1.0);
    ui.data_mut(|data| data.insert_temp(response.id, to));
    view.desk.held.begin(view, alone(control));
    control.param.set(view.gui, to);
}

fn step(view: &View<'_>, control: &Control<'_>, notches: f32, fine: f32) {
    let now = control.position();
    // A step of a few must not be smaller than one of them.
    let least = control.steps().map_or(0.0, |steps| 1.0 / steps as f32);
    let by = (NOTCH * fine).max(least) * notches;
    let at = |quarters: u8| {
        let share = 1.0 + 0.25 * f32::from(quarters);
        control.snapped((now + by * share).clamp(0.0, 1.0))
    };
    // A step that is less than the control can tell goes to the next place that it can.
    let here = control.snapped(now);
    let moved = (0..=QUARTERS).map(at).find(|&to| to != here);
    if let Some(to) = moved {
        set_once(view, control, to);
    }
}

/// The place that a key goes to at once, while the control has the focus: its ends, and where it is reset to.
fn jump(ui: &Ui, response: &Response, control: &Control<'_>) -> Option<f32> {
    if !response.has_focus() {
        return None;
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    if pressed(Key::Home) {
        Some(0.0)
    } else if pressed(Key::End) {
        Some(1.0)
    } else if pressed(Key::Delete) || pressed(Key::Backspace) {
        Some(reset(ui, control))
    } else {
        None
    }
}

/// Resets a control to the rig's value, with Ctrl to the default.
fn reset(ui: &Ui, control: &Control<'_>) -> f32 {
    if ui.input(|input| input.modifiers.command) {
        control.default_position()
    } else {
        control.home_position()
    }
}

/// Notches that the wheel and the arrow keys ask for.
pub fn notches(ui: &Ui, response: &Response) -> f32 {
    wheel(ui, response) + keys(ui, response)
}

/// Notches of the wheel, which then scrolls nothing else.
fn wheel(ui: &Ui, response: &Response) -> f32 {
    if !response.hovered() {
        return 0.0;
    }
    let notches = ui.input(|input| {
        let notch = |event: &Event| match event {
            // Shift turns a wheel sideways on some systems.
            Event::MouseWheel { delta, .. } if delta.y != 0.0 => delta.y.signum(),
            Event::MouseWheel { delta, .. } if delta.x != 0.0 => delta.x.signum(),
            _ => 0.0,
        };
        input.events.iter().map(notch).sum()
    });
    if notches != 0.0 {
        ui.input_mut(|input| input.smooth_scroll_delta = egui::Vec2::ZERO);
    }
    notches
}

/// Arrow keys, while the control has the focus; page keys move five times as far.
fn keys(ui: &Ui, response: &Response) -> f32 {
    if !response.has_focus() {
        return 0.0;
    }
    ui.memory_mut(|memory| {
        let arrows = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        memory.set_focus_lock_filter(response.id, arrows);
    });
    let pressed = |key| ui.input(|input| input.num_presses(key)) as f32;
    pressed(Key::ArrowUp) + pressed(Key::ArrowRight)
        - pressed(Key::ArrowDown)
        - pressed(Key::ArrowLeft)
        + 5.0 * (pressed(Key::PageUp) - pressed(Key::PageDown))
}
