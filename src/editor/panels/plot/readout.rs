//! Says in words what the curves show.

use egui::{pos2, vec2, Align2, Color32, Painter, Pos2, Rect, Stroke};

use super::axes::Axes;
use crate::design::Plot;
use crate::editor::context::View;
use crate::editor::panels::plot::readout_text::{self, Line, Meaning, Shown};
use crate::editor::theme::{self, Palette};
use crate::editor::widgets::paint::{self, signed};

/// Height of a line, points.
const LINE: f32 = 18.0;
/// Space between the words and the figures, points.
const BETWEEN: f32 = 20.0;

/// Curves of a plot that are shown at present.
pub fn shown<'a>(plot: &'a Plot, view: &'a View<'_>) -> Shown<'a> {
    Shown {
        plot,
        earphone: &view.rig.earphone,
        look: view.look,
    }
}

/// Shows what is under the pointer.
pub fn show(
    painter: &Painter,
    axes: &Axes,
    shown: &Shown<'_>,
    view: &View<'_>,
    palette: &Palette,
    at: Pos2,
) {
    let frequency_hz = axes.frequency_hz(at.x);
    painter.vline(at.x, axes.rect.y_range(), Stroke::new(1.0, palette.faint));
    let mut lines = shown.lines(frequency_hz);
    for line in &lines {
        if let Some(level_db) = line.level_db {
            let at = pos2(at.x, axes.y(level_db));
            let color = ink(line.meaning, palette);
            painter.circle(at, 4.0, color, Stroke::new(2.0, palette.panel));
        }
    }
    if view.look.spectrum {
        lines.extend(readout_text::spectrum(
            &view.designer.spectra(),
            frequency_hz,
        ));
    }
    card(painter, axes.rect, palette, at, frequency_hz, &lines);
}

fn ink(meaning: Meaning, palette: &Palette) -> Color32 {
    match meaning {
        Meaning::Mix => palette.mix,
        Meaning::Room => palette.room,
        Meaning::Driver => palette.text,
        Meaning::Aside => palette.muted,
    }
}

fn card(
    painter: &Painter,
    within: Rect,
    palette: &Palette,
    at: Pos2,
    frequency_hz: f64,
    lines: &[Line],
) {
    let width = |text: &str| {
        let text = text.to_owned();
        let galley = painter.layout_no_wrap(text, theme::label(), palette.text);
        galley.size().x
    };
    let widest = |of: &dyn Fn(&Line) -> f32| lines.iter().map(of).fold(0.0, f32::max);
    let figures = widest(&|line| width(&line.figure));
    let words = widest(&|line| match line.figure.as_str() {
        "" => width(&line.word) - figures - BETWEEN,
        _ => width(&line.word),
    });
    let size = vec2(
        words + BETWEEN + figures + 24.0,
        16.0 + LINE * (lines.len() + 1) as f32,
    );
    let left = if at.x + size.x + 24.0 > within.right() {
        at.x - size.x - 12.0
    } else {
        at.x + 12.0
    };
    let top = (at.y + 12.0).min(within.bottom() - size.y - 8.0);
    let card = Rect::from_min_size(pos2(left, top.max(within.top())), size);
    painter.rect(
        card,
        theme::BUTTON_RADIUS,
        palette.raised,
        theme::outline(palette),
        egui::StrokeKind::Inside,
    );
    let inner = card.shrink2(vec2(12.0, 8.0));
    let row = |index: usize| inner.top() + LINE * (index as f32 + 0.5);
    paint::text(
        painter,
        pos2(inner.left(), row(0)),
        Align2::LEFT_CENTER,
        readout_text::frequency(frequency_hz),
        theme::strong(),
        palette.text,
    );
    for (index, line) in lines.iter().enumerate() {
        let color = ink(line.meaning, palette);
        for (x, align, text) in [
            (inner.left(), Align2::LEFT_CENTER, &line.word),
            (inner.right(), Align2::RIGHT_CENTER, &line.figure),
        ] {
            let at = pos2(x, row(index + 1));
            paint::text(painter, at, align, text, theme::label(), color);
        }
    }
}

/// The whole picture in a sentence, for those who cannot see it.
pub fn in_words(shown: &Shown<'_>) -> String {
    let room_db = shown.room_db(1000.0);
    let room = format!("room at 1 kHz {} dB", signed(room_db, 1));
    match shown.mix_db(50.0) {
        Some(level_db) => format!(
            "50 Hz at {} dB, {}; {room}",
            signed(level_db, 1),
            shown.seal(50.0)
        ),
        None => format!("out of the ear; {room}"),
    }
}
