//! Ranked findings: changes in the mix, then changes on the performers.

use std::sync::Arc;

use egui::{vec2, Galley, Pos2, Rect, ScrollArea, Sense, StrokeKind, Ui, UiBuilder, WidgetInfo};

use super::words;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::paint;
use crate::report::{Finding, Fix, Severity};
use crate::worker::check::Checked;

/// Space inside a card, points.
const INSIDE: f32 = 10.0;
/// Space between its texts, and width of the mark before the heading, points.
const BETWEEN: f32 = 3.0;
const SIGN: f32 = 22.0;

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

/// Texts of a finding as they are laid out: its heading, and what follows.
struct Laid {
    head: Arc<Galley>,
    parts: [Arc<Galley>; 3],
}

impl Laid {
    fn new(ui: &Ui, width: f32, head: &str, place: &str, finding: &Finding) -> Self {
        let palette = theme::of(ui);
        let lay = |text: &str, font, ink, width: f32| {
            ui.painter().layout(text.to_owned(), font, ink, width)
        };
        let place = format!("Worst from {place}.");
        Self {
            head: lay(head, theme::strong(), palette.text, width - SIGN),
            parts: [
                lay(&finding.sentence, theme::body(), palette.text, width),
                lay(&finding.change, theme::label(), palette.muted, width),
                lay(&place, theme::label(), palette.muted, width),
            ],
        }
    }

    fn height(&self) -> f32 {
        let all = self.parts.iter().chain([&self.head]);
        all.map(|part| part.size().y + BETWEEN).sum()
    }

    fn draw(self, ui: &Ui, mut at: Pos2, severity: Severity) {
        let palette = theme::of(ui);
        let painter = ui.painter();
        let sign = Rect::from_min_size(at, vec2(16.0, 16.0));
        words::sign(painter, sign, severity, palette);
        let below = self.head.size().y + BETWEEN;
        painter.galley(at + vec2(SIGN, 0.0), self.head, palette.text);
        at.y += below;
        for part in self.parts {
            let below = part.size().y + BETWEEN;
            painter.galley(at, part, palette.text);
            at.y += below;
        }
    }
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
    let severity = finding.severity();
    let place = words::place(checked, finding.place);
    let head = format!("{rank}. {}, {}", finding.kind.title(), severity.word());
    let laid = Laid::new(ui, width - 2.0 * INSIDE, &head, &place, finding);
    let size = vec2(width, laid.height() + 2.0 * INSIDE);
    let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
    let id = ui.scope_id().with(("finding", finding.kind.id(), rank));
    let rect = whole.shrink2(vec2(3.0, 2.0));
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    let said = format!("{head}. {} Worst from {place}.", finding.sentence);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &said));
    ui.painter().rect(
        rect,
        theme::BUTTON_RADIUS,
        paint::surface(palette, &response),
        theme::outline(palette),
        StrokeKind::Inside,
    );
    laid.draw(ui, rect.min + vec2(INSIDE - 3.0, INSIDE - 2.0), severity);
    paint::focus_ring(ui, rect.shrink(3.0), &response);
    if response.clicked() {
        let rig = finding.rigs.first().copied();
        super::go_to(view, checked, rig, finding.kind.title(), finding.place);
    }
}
