//! The response at the drum: what reaches it now, sealed, what it is held against, each driver
//! alone, how much of the room gets in, and the sound itself.

pub mod axes;
mod legend;
mod readout;
mod readout_text;
pub mod traces;

use egui::{vec2, Align2, Rect, Sense, Ui, WidgetInfo};

use self::axes::Axes;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::paint;

/// Shows the curves of the newest picture.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let inner = paint::panel(ui, rect, "Response at the drum");
    legend::show(ui, inner.with_min_x(inner.left() + 172.0), view);
    let axes = Axes {
        rect: Rect::from_min_max(inner.min + vec2(34.0, 36.0), inner.max - vec2(4.0, 18.0)),
    };
    axes.draw(ui.painter(), palette);
    let id = ui.scope_id().with("plot");
    let response = ui.interact(axes.rect, id, Sense::HOVER);
    let picture = view.designer.picture();
    let Some(plot) = &picture.plot else {
        let text = picture.problem.as_deref().unwrap_or("solving\u{2026}");
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(egui::Role::Image, true, "Response at the drum");
            info.current_text_value = Some(text.to_owned());
            info
        });
        paint::rows_within(
            ui.painter(),
            axes.rect.shrink(theme::MARGIN),
            Align2::CENTER_CENTER,
            text,
            theme::body(),
            palette.muted,
            3,
        );
        return;
    };
    let shown = readout::shown(plot, view);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Image, true, "Response at the drum");
        info.current_text_value = Some(readout::in_words(&shown));
        info
    });
    let painter = &ui.painter_at(axes.rect);
    traces::show(painter, &axes, &shown, view, palette);
    if let Some(at) = response.hover_pos() {
        readout::show(painter, &axes, &shown, view, palette, at);
    }
}
