//! Export line: the quiet line below the name that states what an export will hold, and its menu.

use std::sync::atomic::Ordering;

use egui::{pos2, vec2, Align2, FontId, Rect, RichText, Role, Sense, Ui, WidgetInfo};

use crate::editor::context::View;
use crate::editor::widgets::{button, list, paint};
use crate::editor::{fonts, theme};
use crate::session::Mode;

/// Name for screen readers.
const NAME: &str = "Export";

/// Width of the choice, points.
const WIDTH: f32 = 300.0;

/// The line for what is set, or for what has happened.
fn words(view: &View<'_>) -> &'static str {
    let export = &view.params.export;
    match export.mode() {
        _ if export.has_passed() => "Exported: mix as it is",
        Mode::Print => "Export: as heard",
        Mode::PassThrough | Mode::PassThroughAndSay => "Export: mix as it is",
    }
}

/// One mode in the choice.
fn row_of(mode: Mode) -> &'static str {
    match mode {
        Mode::Print => "As heard: through the rig",
        Mode::PassThrough => "The mix as it is, bit for bit",
        Mode::PassThroughAndSay => "The mix as it is, and say so afterwards",
    }
}

/// Shows the line; a click opens the choice, or takes note of what has happened.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let export = &view.params.export;
    let told = export.has_passed();
    let response = ui.interact(rect, button::id(ui, NAME), Sense::CLICK | Sense::FOCUSABLE);
    let words = words(view);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Button, true, NAME);
        info.current_text_value = Some(words.to_owned());
        info
    });
    let ink = match (told, response.hovered()) {
        (true, _) => palette.limit,
        (false, true) => palette.text,
        (false, false) => palette.muted,
    };
    paint::text_within(
        ui.painter(),
        rect,
        Align2::LEFT_CENTER,
        words,
        FontId::new(10.5, fonts::medium()),
        ink,
    );
    paint::focus_ring(ui, rect.expand2(vec2(3.0, 1.0)), &response);
    if told && response.clicked() {
        export.forget_pass();
    }
    list::under(ui, &response, WIDTH, |ui| rows(ui, view));
    response.on_hover_text(if told {
        "The last export was handed the mix as it is: Bodypack is not in it."
    } else {
        "What an offline export holds. The difference, the match and a soloed stage are never in it."
    });
}

fn rows(ui: &mut Ui, view: &View<'_>) {
    let palette = theme::of(ui);
    let heading = |text: &str| RichText::new(text).size(12.0).color(palette.muted);
    let export = &view.params.export;
    ui.label(heading("An export holds"));
    for mode in Mode::ALL {
        if list::row(ui, export.mode() == mode, row_of(mode)).clicked() {
            export.set_mode(mode);
            export.forget_pass();
        }
    }
    ui.add_space(6.0);
    ui.label(heading("The bypass plays the mix"));
    let matched = view.params.bypass_match.load(Ordering::Relaxed);
    for (words, on) in [("As it is", false), ("As loud as the rig", true)] {
        if list::row(ui, matched == on, words).clicked() {
            let set = &view.params.bypass_match;
            set.store(on, Ordering::Relaxed);
        }
    }
}

/// Rectangle of the line in the header, below the name.
pub fn place(header: Rect, width: f32) -> Rect {
    let left = header.left() + 34.0;
    let top = header.center().y + 4.0;
    Rect::from_min_max(pos2(left, top), pos2(left + width, top + 16.0))
}
