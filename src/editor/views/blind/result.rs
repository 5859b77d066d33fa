//! The result of a test with its trials, and the file that keeps it.

use egui::{pos2, vec2, Rect, RichText, ScrollArea, Ui, UiBuilder};

use super::label::label;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};

/// Keeps the result of a test that has ended, and shows it.
pub fn keep(view: &View<'_>, text: String) {
    view.designer.blind().stop();
    let kept = view.desk.library.keep_blind_test(&text);
    let path = match kept {
        Ok(path) => Some(path),
        Err(error) => {
            view.say(format!("The result is not kept: {error}"));
            None
        }
    };
    let mut state = view.desk.blind.borrow_mut();
    state.run = None;
    state.shown = Some((text, path));
}

/// Shows a result.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let shown = view.desk.blind.borrow().shown.clone();
    let Some((text, path)) = shown else { return };
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let line = |top: f32, height: f32| {
        Rect::from_min_size(rect.min + vec2(0.0, top), vec2(rect.width(), height))
    };
    let child = &mut ui.new_child(UiBuilder::new().max_rect(line(0.0, 44.0)).id_salt("first"));
    child.label(RichText::new(first).font(theme::title()));
    let buttons = line(52.0, theme::BUTTON);
    let at = |n: f32, width: f32| {
        Rect::from_min_size(
            pos2(buttons.left() + 152.0 * n, buttons.top()),
            vec2(width, theme::BUTTON),
        )
    };
    let plain = Style::plain(ui);
    if button::button(ui, at(0.0, 140.0), "Another test", plain).clicked() {
        let mut state = view.desk.blind.borrow_mut();
        state.shown = None;
        state.kept = view.desk.library.blind_tests();
        ui.ctx().request_repaint();
    }
    let name = "Show the folder of results";
    if button::named(ui, at(1.0, 140.0), "Show folder", name, plain).clicked() {
        view.report(view.desk.library.reveal_blind_tests());
    }
    if let Some(path) = path {
        let words = format!("Kept in {}", path.display());
        label(
            ui,
            buttons.with_min_x(at(2.0, 0.0).left()),
            "kept",
            &words,
            palette.muted,
        );
    }
    let body = rect.with_min_y(buttons.bottom() + theme::GAP);
    let child = &mut ui.new_child(UiBuilder::new().max_rect(body).id_salt("result"));
    child.set_clip_rect(body);
    ScrollArea::vertical()
        .max_height(body.height())
        .auto_shrink(false)
        .show(child, |ui| {
            ui.label(RichText::new(rest).font(theme::body()))
        });
}
