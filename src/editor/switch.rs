//! A switch with a word on it.

use egui::{Align2, Color32, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo};
use nice_plug::context::gui::GuiContext;
use nice_plug::prelude::{BoolParam, Param};

use super::gesture::set_once;
use super::theme;

/// Shows a parameter as a switch in a place of its own.
pub fn switch(
    ui: &Ui,
    rect: Rect,
    gui: &GuiContext,
    param: &BoolParam,
    words: [&str; 2],
    colour: Color32,
    tooltip: &str,
) {
    let id = ui.scope_id().with(param.name());
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    let on = param.unmodulated_plain_value();
    response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, on, param.name()));
    let lit = response.hovered() || response.has_focus();
    let fill = if lit { theme::LINE } else { theme::RAISED };
    let edge = if on { colour } else { theme::LINE };
    ui.painter().rect(
        rect,
        theme::BUTTON_RADIUS,
        fill,
        Stroke::new(1.0, edge),
        StrokeKind::Inside,
    );
    let dot = rect.left_center() + egui::vec2(13.0, 0.0);
    if on {
        ui.painter().circle_filled(dot, 4.0, colour);
    } else {
        ui.painter()
            .circle_stroke(dot, 3.5, Stroke::new(1.0, theme::FAINT));
    }
    let word = if on { words[1] } else { words[0] };
    let ink = if on { theme::TEXT } else { theme::MUTED };
    let at = dot + egui::vec2(11.0, 0.0);
    ui.painter()
        .text(at, Align2::LEFT_CENTER, word, theme::label(), ink);
    if response.clicked() {
        set_once(gui, param, if on { 0.0 } else { 1.0 });
    }
    response.on_hover_text(tooltip);
}
