//! Says in words what the curves show.

use egui::{pos2, vec2, Align2, Color32, Painter, Pos2, Rect, Stroke};

use super::super::app::View;
use super::super::paint::{self, signed};
use super::super::theme::{self, Palette};
use super::axes::Axes;
use crate::chain::Plot;

/// A difference of less than this is not worth a word, dB.
const NEXT_TO_NOTHING_DB: f64 = 0.1;

/// Where a frequency is in the curves.
fn index_of(plot: &Plot, frequency_hz: f64) -> usize {
    let index = plot.frequencies_hz.partition_point(|&f| f < frequency_hz);
    index.min(plot.frequencies_hz.len().saturating_sub(1))
}

/// What the seal does at a place of the curves, in words.
fn seal(plot: &Plot, ear: usize, index: usize) -> String {
    let cost = plot.sealed_db[index] - plot.programme_db[ear][index];
    if cost.abs() < NEXT_TO_NOTHING_DB {
        "the seal costs nothing here".to_owned()
    } else if cost > 0.0 {
        format!("seal costs {cost:.1} dB here")
    } else {
        format!("leak adds {:.1} dB here", -cost)
    }
}

/// The whole picture in a sentence, for those who cannot see it.
pub fn in_words(plot: &Plot, ear: usize) -> String {
    let ear = ear.min(1);
    let (bass, middle) = (index_of(plot, 50.0), index_of(plot, 1000.0));
    format!(
        "50 Hz at {} dB, {}; room at 1 kHz {} dB",
        signed(plot.programme_db[ear][bass], 1),
        seal(plot, ear, bass),
        signed(plot.isolation_db[ear][middle], 1)
    )
}

/// The frequency in Hz or kHz.
pub fn frequency(frequency_hz: f64) -> String {
    if frequency_hz < 1e3 {
        format!("{frequency_hz:.0} Hz")
    } else {
        format!("{:.2} kHz", frequency_hz / 1e3)
    }
}

/// Shows what is under the pointer.
pub fn show(
    painter: &Painter,
    axes: &Axes,
    plot: &Plot,
    view: &View<'_>,
    palette: &Palette,
    at: Pos2,
) {
    let ear = view.look.ear.min(1);
    let frequency_hz = axes.frequency_hz(at.x);
    let index = index_of(plot, frequency_hz);
    let (now, room) = (plot.programme_db[ear][index], plot.isolation_db[ear][index]);
    painter.vline(at.x, axes.rect.y_range(), Stroke::new(1.0, palette.faint));
    let ringed = |level_db: f64, colour: Color32| {
        let at = pos2(at.x, axes.y(level_db));
        painter.circle(at, 4.0, colour, Stroke::new(2.0, palette.panel));
    };
    ringed(now, palette.mix);
    let mut lines = vec![
        (
            format!("{} \u{b7} {} dB", frequency(frequency_hz), signed(now, 1)),
            palette.text,
        ),
        (seal(plot, ear, index), palette.mix),
    ];
    if view.look.room {
        ringed(room, palette.room);
        lines.push((format!("room {} dB", signed(room, 1)), palette.room));
    }
    card(painter, axes.rect, palette, at, &lines);
}

fn card(painter: &Painter, within: Rect, palette: &Palette, at: Pos2, lines: &[(String, Color32)]) {
    let size = vec2(184.0, 14.0 + 19.0 * lines.len() as f32);
    let left = if at.x + size.x + 24.0 > within.right() {
        at.x - size.x - 12.0
    } else {
        at.x + 12.0
    };
    let top = (at.y + 12.0).min(within.bottom() - size.y - 8.0);
    let card = Rect::from_min_size(pos2(left, top), size);
    painter.rect(
        card,
        theme::BUTTON_RADIUS,
        palette.raised,
        theme::outline(palette),
        egui::StrokeKind::Inside,
    );
    for (row, (text, colour)) in lines.iter().enumerate() {
        let at = card.min + vec2(12.0, 16.0 + 19.0 * row as f32);
        let font = if row == 0 {
            theme::strong()
        } else {
            theme::label()
        };
        paint::text(painter, at, Align2::LEFT_CENTER, text, font, *colour);
    }
}
