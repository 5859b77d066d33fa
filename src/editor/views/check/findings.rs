//! Ranked findings: changes in the mix, then changes on the performers.

use std::sync::Arc;

use egui::{pos2, vec2, Galley, Rect, ScrollArea, Sense, StrokeKind, Ui, UiBuilder, WidgetInfo};

use super::words;
use crate::editor::app::View;
use crate::editor::theme;
use crate::editor::widgets::paint;
use crate::report::{Finding, Fix};
use crate::worker::check::Checked;

/// Space inside a card, points.
const INSIDE: f32 = 10.0;

/// Shows both lists.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>, checked: &Checked) {
    let child = &mut ui.new_child(UiBuilder::new().max_rect(rect).id_salt("findings"));
    child.set_clip_rect(rect.expand2(vec2(4.0, 0.0)));
    ScrollArea::vertical()
        .max_height(rect.height())
        .auto_shrink(false)
        .show(child, |ui| {
            let width = rect.width() - 12.0;
            for fix in [Fix::Mix, Fix::Performer] {
                section(ui, width, view, checked, fix);
            }
        });
}

fn section(ui: &mut Ui, width: f32, view: &View<'_>, checked: &Checked, fix: Fix) {
    let palette = theme::of(ui);
    let (title, list) = match fix {
        Fix::Mix => ("To change in the mix", &checked.report.of_mix),
        Fix::Performer => ("To change on the performers", &checked.report.of_performers),
    };
    let (place, _) = ui.allocate_exact_size(vec2(width, 22.0), Sense::hover());
    paint::text(
        ui.painter(),
        place.left_center(),
        egui::Align2::LEFT_CENTER,
        title,
        theme::strong(),
        palette.text,
    );
    if list.is_empty() {
        let (place, _) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
        words::line(ui, place, title, "Nothing was found.", palette.muted);
    }
    for (n, finding) in list.iter().enumerate() {
        card(ui, width, view, checked, (n + 1, finding));
    }
    ui.add_space(6.0);
}

/// One finding; a click loads the rig on which it is worst.
fn card(
    ui: &mut Ui,
    width: f32,
    view: &View<'_>,
    checked: &Checked,
    (rank, finding): (usize, &Finding),
) {
    let palette = theme::of(ui);
    let text_width = width - 2.0 * INSIDE;
    let lay = |text: String, font, ink| -> Arc<Galley> {
        ui.painter().layout(text, font, ink, text_width)
    };
    let severity = finding.severity();
    let place = words::place(checked, finding.place);
    let head_text = format!("{rank}. {}, {}", finding.kind.title(), severity.word());
    let head_width = text_width - 20.0;
    let head = ui
        .painter()
        .layout(head_text.clone(), theme::strong(), palette.text, head_width);
    let parts = [
        lay(finding.sentence.clone(), theme::body(), palette.text),
        lay(finding.change.clone(), theme::label(), palette.muted),
        lay(
            format!("Worst from {place}."),
            theme::label(),
            palette.muted,
        ),
    ];
    let inside = parts.iter().map(|part| part.size().y + 3.0).sum::<f32>();
    let height = head.size().y + inside + 2.0 * INSIDE;
    let (whole, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let id = ui.scope_id().with(("finding", finding.kind.id(), rank));
    let rect = whole.shrink2(vec2(3.0, 2.0));
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    let said = format!("{head_text}. {} Worst from {place}.", finding.sentence);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &said));
    let painter = ui.painter();
    let surface = paint::surface(palette, &response);
    painter.rect(
        rect,
        theme::BUTTON_RADIUS,
        surface,
        theme::outline(palette),
        StrokeKind::Inside,
    );
    let mut at = rect.min + vec2(INSIDE - 3.0, INSIDE - 2.0);
    let sign = Rect::from_min_size(at, vec2(16.0, 16.0));
    painter.rect_filled(sign, 3.0, words::fill(severity, palette));
    words::mark(
        painter,
        sign.center(),
        severity,
        words::ink(severity, palette),
    );
    painter.galley(pos2(at.x + 22.0, at.y), Arc::clone(&head), palette.text);
    at.y += head.size().y + 3.0;
    for part in parts {
        let height = part.size().y;
        painter.galley(at, part, palette.text);
        at.y += height + 3.0;
    }
    paint::focus_ring(ui, rect.shrink(3.0), &response);
    if response.clicked() {
        let rig = finding.rigs.first().copied();
        super::go_to(view, checked, rig, finding.kind.title(), finding.place);
    }
}
