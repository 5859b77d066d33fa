//! A choice among a few named values.

use egui::{
    pos2, vec2, Align2, Popup, PopupCloseBehavior, Rect, Response, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo,
};
use nice_plug::context::gui::GuiContext;
use nice_plug::prelude::Param;

use super::gesture::set_once;
use super::theme;
use crate::plugin::value_text;

/// Shows a parameter as a button that opens a list.
pub fn selector<P: Param>(ui: &Ui, rect: Rect, gui: &GuiContext, param: &P, tooltip: &str) {
    let id = ui.scope_id().with(param.name());
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    let now = value_text(param);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::ComboBox, true, param.name());
        info.current_text_value = Some(value_text(param));
        info
    });
    button(ui, rect, &response, &now);
    let last = param.step_count().unwrap_or(1).max(1);
    Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .width(rect.width())
        .show(|ui| {
            for index in 0..=last {
                let normalised = index as f32 / last as f32;
                let name = param.normalized_value_to_string(normalised, true);
                let chosen = name == now;
                if ui.selectable_label(chosen, name).clicked() {
                    set_once(gui, param, normalised);
                }
            }
        });
    if !Popup::is_any_open(ui.ctx()) {
        response.on_hover_text(tooltip);
    }
}

/// A button that shows a value and that more are behind it.
pub fn button(ui: &Ui, rect: Rect, response: &Response, text: &str) {
    let lit = response.hovered() || response.has_focus();
    let fill = if lit { theme::LINE } else { theme::RAISED };
    let painter = ui.painter();
    painter.rect(
        rect,
        theme::BUTTON_RADIUS,
        fill,
        theme::outline(),
        StrokeKind::Inside,
    );
    painter
        .with_clip_rect(rect.with_max_x(rect.right() - 20.0))
        .text(
            rect.left_center() + vec2(10.0, 0.0),
            Align2::LEFT_CENTER,
            text,
            theme::label(),
            theme::TEXT,
        );
    let at = pos2(rect.right() - 13.0, rect.center().y);
    let chevron = vec![
        at + vec2(-4.0, -2.0),
        at + vec2(0.0, 2.0),
        at + vec2(4.0, -2.0),
    ];
    painter.add(Shape::line(chevron, Stroke::new(1.5, theme::MUTED)));
}
