//! The curves of the user's collections: found by words, and opened as a curve that came in.

use egui::epaint::RectShape;
use egui::{
    pos2, vec2, Align2, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo,
};

use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::views::import;
use crate::editor::widgets::paint;
use crate::session::library::{CurveItem, Curves};

/// Height of a row, points.
const ROW: f32 = 46.0;

/// Shows what a search finds.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>, words: &str) {
    let palette = theme::of(ui);
    let curves = view.desk.library.curves();
    let places = view.desk.browser.borrow_mut().found.of(&curves, words);
    let (ink, says) = match (&curves.problem, curves.items.len(), places.len()) {
        (Some(problem), ..) => (palette.limit, format!("! {problem}")),
        (None, 0, _) => (
            palette.muted,
            "No collection is indexed yet: run bodypack import FOLDER on a folder of curves."
                .to_owned(),
        ),
        (None, _, 0) => (
            palette.muted,
            "No curve is like that. Take a word away.".to_owned(),
        ),
        (None, all, shown) => (palette.muted, format!("{shown} of {all} curves")),
    };
    let line = rect.with_max_y(rect.top() + 20.0);
    let response = ui.interact(line, ui.scope_id().with("curves"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Status, true, says.as_str()));
    paint::text_within(
        ui.painter(),
        line,
        Align2::LEFT_CENTER,
        &says,
        theme::label(),
        ink,
    );
    rows(
        ui,
        rect.with_min_y(line.bottom() + theme::STEP),
        view,
        &curves,
        &places,
    );
}

fn rows(ui: &mut Ui, rect: Rect, view: &View<'_>, curves: &Curves, places: &[usize]) {
    let child = &mut ui.new_child(UiBuilder::new().max_rect(rect).id_salt("curves"));
    child.set_clip_rect(rect.expand2(vec2(4.0, 0.0)));
    ScrollArea::vertical()
        .max_height(rect.height())
        .auto_shrink(false)
        .show_viewport(child, |ui, seen| {
            let size = vec2(ui.available_width(), ROW * places.len() as f32);
            let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
            // One row more at either end, for the keyboard to go on to.
            let first = ((seen.top() / ROW).floor() as usize).saturating_sub(1);
            let end = ((seen.bottom() / ROW).ceil() as usize + 1).min(places.len());
            for (position, &index) in places.iter().enumerate().take(end).skip(first) {
                let at = whole.min + vec2(0.0, ROW * position as f32);
                let place = Rect::from_min_size(at, vec2(size.x - 8.0, ROW));
                row(ui, place, view, index, &curves.items[index]);
            }
        });
}

fn row(ui: &Ui, rect: Rect, view: &View<'_>, index: usize, item: &CurveItem) {
    let palette = theme::of(ui);
    let rect = rect.shrink2(vec2(0.0, 1.0));
    let id = ui.scope_id().with(("curve", index));
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ListItem, true, &item.name));
    let fill = if response.hovered() {
        palette.hovered
    } else {
        palette.panel
    };
    let painter = ui.painter();
    let shape = RectShape::new(
        rect,
        theme::BUTTON_RADIUS,
        fill,
        Stroke::NONE,
        StrokeKind::Inside,
    );
    painter.add(shape);
    let line = |top: f32| {
        let at = pos2(rect.left() + 12.0, rect.top() + top);
        Rect::from_min_size(at, vec2(rect.width() - 24.0, 18.0))
    };
    let left = Align2::LEFT_CENTER;
    paint::text_within(
        painter,
        line(4.0),
        left,
        &item.name,
        theme::strong(),
        palette.text,
    );
    paint::text_within(
        painter,
        line(22.0),
        left,
        &item.facts,
        theme::label(),
        palette.muted,
    );
    paint::focus_ring(ui, rect.shrink(3.0), &response);
    if response.clicked() {
        import::open_measured(view, &item.path, item.measured_on);
        ui.ctx().request_repaint();
    }
}
