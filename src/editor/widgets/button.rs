//! Buttons that are no parameters: pressed once, or one of a few that stays down.

use egui::{Align2, Color32, Id, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::paint;
use crate::editor::theme;

/// Appearance of a button.
#[derive(Clone, Copy)]
pub struct Style {
    /// True if it is down.
    pub on: bool,
    /// True if it can be pressed.
    pub enabled: bool,
    /// The color of its role, when it is down.
    pub color: Color32,
}

impl Style {
    /// A button that is pressed once.
    pub fn plain(ui: &Ui) -> Self {
        Self {
            on: false,
            enabled: true,
            color: theme::of(ui).text,
        }
    }

    /// A button that stays down.
    pub fn down(self, on: bool) -> Self {
        Self { on, ..self }
    }

    /// A button that may not be pressed at present.
    pub fn enabled(self, enabled: bool) -> Self {
        Self { enabled, ..self }
    }

    /// The color of its role.
    pub fn color(self, color: Color32) -> Self {
        Self { color, ..self }
    }
}

/// Keyboard id of a button.
pub fn id(ui: &Ui, name: &str) -> Id {
    ui.scope_id().with(("button", name))
}

/// Returns whether what happens in this frame is not the pointer's doing: then the focus has to be
/// led on from what goes away.
pub fn by_keys(ui: &Ui) -> bool {
    ui.input(|input| !input.pointer.any_released())
}

/// An empty button, for whoever draws on it. `name` is what a screen reader says.
pub fn blank(ui: &Ui, rect: Rect, name: &str, style: Style) -> Response {
    bare(ui, rect, name, id(ui, name), style)
}

fn bare(ui: &Ui, rect: Rect, name: &str, id: Id, style: Style) -> Response {
    let palette = theme::of(ui);
    let sense = if style.enabled {
        Sense::CLICK | Sense::FOCUSABLE
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, id, sense);
    response
        .widget_info(|| WidgetInfo::selected(egui::Role::Button, style.enabled, style.on, name));
    let fill = if style.on {
        palette.hovered
    } else if style.enabled {
        paint::surface(palette, &response)
    } else {
        palette.panel
    };
    let edge = if style.on {
        Stroke::new(1.5, style.color)
    } else {
        theme::outline(palette)
    };
    ui.painter()
        .rect(rect, theme::BUTTON_RADIUS, fill, edge, StrokeKind::Inside);
    paint::focus_ring(ui, rect, &response);
    response
}

/// A button with a word on it, which is also its name.
pub fn button(ui: &Ui, rect: Rect, word: &str, style: Style) -> Response {
    named(ui, rect, word, word, style)
}

/// A button with a word on it and a name of its own.
pub fn named(ui: &Ui, rect: Rect, word: &str, name: &str, style: Style) -> Response {
    kept(ui, rect, word, name, id(ui, name), style)
}

/// The same for one whose name changes while the keyboard is on it.
pub fn kept(ui: &Ui, rect: Rect, word: &str, name: &str, id: Id, style: Style) -> Response {
    let palette = theme::of(ui);
    let response = bare(ui, rect, name, id, style);
    let ink = if style.on {
        style.color
    } else if style.enabled {
        palette.text
    } else {
        palette.muted.gamma_multiply(0.4)
    };
    paint::text_within(
        ui.painter(),
        rect.shrink2(egui::vec2(4.0, 0.0)),
        Align2::CENTER_CENTER,
        word,
        theme::strong(),
        ink,
    );
    response
}
