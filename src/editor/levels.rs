//! How loud it is: at the two drums by source, and at the plugin's own input and output.

use egui::{pos2, vec2, Align2, Color32, FontId, Painter, Rect, Stroke, Ui};

use super::app::{panel, View};
use super::theme;
use crate::chain::{Meters, Plot};

/// Ends of the scale at the drum, dB SPL.
const DRUM_DBSPL: [f32; 2] = [40.0, 120.0];

/// Ends of the scale of input and output, dBFS.
const DIGITAL_DBFS: [f32; 2] = [-60.0, 0.0];

/// A level above this for long harms: an hour of it is a working week's dose, dB SPL.
const LOUD_DBSPL: f32 = 100.0;

/// Height of the figures at the bottom, points.
const FIGURES: f32 = 74.0;

/// Limiting by less than this is not worth a word, dB.
const LIMITING_DB: f32 = -0.1;

/// Shows the readings.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let meters = view.meters;
    let inner = panel(ui, rect, "At your ears");
    let painter = ui.painter();
    painter.text(
        pos2(inner.right(), inner.top() + 9.0),
        Align2::RIGHT_CENTER,
        "dB SPL at the drum",
        theme::label(),
        theme::MUTED,
    );
    let mut top = inner.top() + 34.0;
    for (side, name) in ["L", "R"].into_iter().enumerate() {
        drum(painter, line(inner, top), name, meters, side);
        top += 34.0;
    }
    scale(painter, line(inner, top), DRUM_DBSPL, 20.0);
    top += 24.0;
    legend(painter, inner, top);
    top += 22.0;
    let divider = [pos2(inner.left(), top), pos2(inner.right(), top)];
    painter.line_segment(divider, theme::outline());
    top += 12.0;
    top = digital(painter, inner, top, "Input", meters.input_peak, "dBFS peak");
    let limited = meters.limiter_gain_db < LIMITING_DB;
    let word = if limited {
        format!("limiting by {:.1} dB", -meters.limiter_gain_db)
    } else {
        "dBFS peak".to_owned()
    };
    top = digital(painter, inner, top, "Output", meters.output_peak, &word);
    // A low window has no room for them.
    if top + FIGURES <= inner.bottom() {
        if let Some(plot) = &view.designer.picture().plot {
            figures(painter, inner, top, plot);
        }
    }
}

/// What the fit does, in figures that one can act on.
fn figures(painter: &Painter, inner: Rect, top: f32, plot: &Plot) {
    let at = |frequency_hz: f64| {
        let index = plot.frequencies_hz.partition_point(|&f| f < frequency_hz);
        index.min(plot.frequencies_hz.len().saturating_sub(1))
    };
    let (bass, middle) = (at(50.0), at(1000.0));
    let lost = |side: usize| plot.programme_db[side][bass] - plot.sealed_db[bass];
    let room = |side: usize| plot.isolation_db[side][middle];
    let divider = [pos2(inner.left(), top), pos2(inner.right(), top)];
    painter.line_segment(divider, theme::outline());
    let half = inner.left() + 0.5 * inner.width();
    for (left, name, values, colour) in [
        (
            inner.left(),
            "Bass at 50 Hz",
            [lost(0), lost(1)],
            theme::MIX,
        ),
        (half, "Room at 1 kHz", [room(0), room(1)], theme::ROOM),
    ] {
        let name_at = pos2(left, top + 20.0);
        painter.text(
            name_at,
            Align2::LEFT_CENTER,
            name,
            theme::label(),
            theme::MUTED,
        );
        for (side, value) in values.into_iter().enumerate() {
            let line = top + 42.0 + 22.0 * side as f32;
            let side = ["L", "R"][side];
            let at = pos2(left, line);
            painter.text(at, Align2::LEFT_CENTER, side, theme::label(), theme::MUTED);
            // A loss of nothing has no sign.
            let text = format!("{:.1} dB", if value.abs() < 0.05 { 0.0 } else { value });
            let at = pos2(left + 18.0, line);
            painter.text(
                at,
                Align2::LEFT_CENTER,
                text,
                FontId::proportional(16.0),
                colour,
            );
        }
    }
}

/// A line of the panel, 22 points high.
fn line(inner: Rect, top: f32) -> Rect {
    Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), 22.0))
}

/// Where the bar of a line is: between the name and the number.
fn track(line: Rect) -> Rect {
    line.with_min_x(line.left() + 24.0)
        .with_max_x(line.right() - 56.0)
}

fn drum(painter: &Painter, line: Rect, name: &str, meters: &Meters, side: usize) {
    let sources = [
        (meters.programme_dbspl[side], theme::MIX, 1.0),
        (meters.ambient_dbspl[side], theme::ROOM, 0.55),
        (meters.own_voice_dbspl[side], theme::VOICE, 0.2),
    ];
    let track = track(line);
    painter.text(
        line.left_center(),
        Align2::LEFT_CENTER,
        name,
        theme::body(),
        theme::MUTED,
    );
    painter.rect_filled(track.shrink2(vec2(0.0, 3.0)), 3.0, theme::RAISED);
    for (level, colour, share) in sources {
        let height = 16.0 * share;
        let bar = Rect::from_center_size(track.center(), vec2(track.width(), height));
        fill(painter, bar, level, DRUM_DBSPL, colour);
    }
    let total = sum_db(&sources.map(|(level, ..)| level));
    let colour = if total > LOUD_DBSPL {
        theme::LIMIT
    } else {
        theme::TEXT
    };
    reading(painter, line, total, DRUM_DBSPL[0], colour);
}

/// Levels of sounds that have nothing to do with one another, together.
fn sum_db(levels: &[f32]) -> f32 {
    10.0 * levels
        .iter()
        .map(|level| 10f32.powf(level / 10.0))
        .sum::<f32>()
        .max(1e-20)
        .log10()
}

fn reading(painter: &Painter, line: Rect, level: f32, lowest: f32, colour: Color32) {
    let text = if level > lowest {
        format!("{level:.1}")
    } else {
        "\u{2013}".to_owned()
    };
    painter.text(
        line.right_center(),
        Align2::RIGHT_CENTER,
        text,
        theme::title(),
        colour,
    );
}

fn fill(painter: &Painter, bar: Rect, level: f32, [low, high]: [f32; 2], colour: Color32) {
    let share = ((level - low) / (high - low)).clamp(0.0, 1.0);
    if share > 0.0 {
        painter.rect_filled(
            bar.with_max_x(bar.left() + share * bar.width()),
            2.0,
            colour,
        );
    }
}

fn scale(painter: &Painter, line: Rect, [low, high]: [f32; 2], step: f32) {
    let track = track(line);
    let mut at = low;
    while at <= high {
        let x = track.left() + track.width() * (at - low) / (high - low);
        let tick = [pos2(x, line.top() - 4.0), pos2(x, line.top())];
        painter.line_segment(tick, Stroke::new(1.0, theme::FAINT));
        let below = pos2(x, line.top() + 9.0);
        painter.text(
            below,
            Align2::CENTER_CENTER,
            at,
            theme::axis(),
            theme::MUTED,
        );
        at += step;
    }
}

fn legend(painter: &Painter, inner: Rect, top: f32) {
    let mut left = inner.left() + 24.0;
    for (word, colour) in [
        ("mix", theme::MIX),
        ("room", theme::ROOM),
        ("own voice", theme::VOICE),
    ] {
        let square = Rect::from_center_size(pos2(left + 5.0, top), vec2(10.0, 10.0));
        painter.rect_filled(square, 2.0, colour);
        let at = pos2(left + 16.0, top);
        let text = painter.text(at, Align2::LEFT_CENTER, word, theme::label(), theme::MUTED);
        left = text.right() + 20.0;
    }
}

fn digital(
    painter: &Painter,
    inner: Rect,
    top: f32,
    name: &str,
    peaks: [f32; 2],
    word: &str,
) -> f32 {
    let over = peaks.iter().any(|&peak| peak > 1.0) || word.starts_with("limiting");
    let heading = pos2(inner.left(), top + 8.0);
    painter.text(
        heading,
        Align2::LEFT_CENTER,
        name,
        theme::body(),
        theme::TEXT,
    );
    let ink = if over { theme::LIMIT } else { theme::MUTED };
    let side = pos2(inner.right(), top + 8.0);
    painter.text(side, Align2::RIGHT_CENTER, word, theme::label(), ink);
    for (index, peak) in peaks.into_iter().enumerate() {
        let line = line(inner, top + 18.0 + 17.0 * index as f32);
        let level = 20.0 * peak.max(1e-10).log10();
        let bar = track(line).shrink2(vec2(0.0, 7.0));
        let side = ["L", "R"][index];
        painter.text(
            line.left_center(),
            Align2::LEFT_CENTER,
            side,
            theme::axis(),
            theme::MUTED,
        );
        painter.rect_filled(bar, 3.0, theme::RAISED);
        let colour = if level > 0.0 {
            theme::LIMIT
        } else {
            theme::FINE
        };
        fill(painter, bar, level, DIGITAL_DBFS, colour);
        let text = if level > DIGITAL_DBFS[0] {
            format!("{level:.1}")
        } else {
            "\u{2013}".into()
        };
        let at = line.right_center();
        painter.text(at, Align2::RIGHT_CENTER, text, theme::label(), theme::TEXT);
    }
    top + 66.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_equal_levels_are_three_decibels_more() {
        assert!((sum_db(&[90.0, 90.0]) - 93.01).abs() < 0.01);
        assert!((sum_db(&[90.0, -200.0]) - 90.0).abs() < 0.01);
    }
}
