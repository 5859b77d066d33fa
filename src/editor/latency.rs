//! What the emulated way to the ear takes, against what can be worked with.

use egui::{pos2, vec2, Align2, Color32, Rect, Stroke, Ui};

use super::app::panel;
use super::theme;
use crate::rig::Rig;

/// Where the trade draws the line between usable and late, ms.
const LIMIT_MS: f64 = 7.0;

/// The bar is at least this long, ms.
const SHORTEST_MS: f64 = 10.0;

/// The parts of the way to the ear with a delay, ms.
pub fn parts_ms(rig: &Rig) -> [(&'static str, f64); 3] {
    [
        ("desk", rig.feed.desk_delay_ms),
        ("network", rig.feed.network_delay_ms),
        ("link", rig.link.latency_ms()),
    ]
}

/// Shows the latency of a rig.
pub fn show(ui: &Ui, rect: Rect, rig: &Rig) {
    let inner = panel(ui, rect, "Latency");
    let parts = parts_ms(rig);
    let total_ms: f64 = parts.iter().map(|(_, ms)| ms).sum();
    let late = total_ms > LIMIT_MS;
    let painter = ui.painter();
    painter.text(
        pos2(inner.right(), inner.top() + 9.0),
        Align2::RIGHT_CENTER,
        "the plugin itself adds none",
        theme::label(),
        theme::MUTED,
    );
    let reading = painter.text(
        pos2(inner.left(), inner.top() + 40.0),
        Align2::LEFT_CENTER,
        format!("{total_ms:.1} ms"),
        theme::readout(),
        if late { theme::LIMIT } else { theme::TEXT },
    );
    let verdict = if late {
        "late: most players notice"
    } else {
        "on the way to the ear"
    };
    painter.text(
        pos2(reading.right() + 12.0, reading.center().y + 2.0),
        Align2::LEFT_CENTER,
        verdict,
        theme::label(),
        theme::MUTED,
    );
    bar(ui, inner, &parts, total_ms);
}

fn bar(ui: &Ui, inner: Rect, parts: &[(&'static str, f64)], total_ms: f64) {
    let painter = ui.painter();
    let track = Rect::from_min_size(
        pos2(inner.left(), inner.top() + 66.0),
        vec2(inner.width(), 12.0),
    );
    let longest = SHORTEST_MS.max(1.15 * total_ms);
    let x = |ms: f64| track.left() + track.width() * (ms / longest) as f32;
    painter.rect_filled(track, 4.0, theme::RAISED);
    let mut from_ms = 0.0;
    let mut words = Vec::new();
    for (index, &(name, ms)) in parts.iter().enumerate() {
        let place = Rect::from_x_y_ranges(x(from_ms)..=x(from_ms + ms), track.y_range());
        painter.rect_filled(place, 2.0, shade(index));
        from_ms += ms;
        words.push(format!("{name} {ms:.2}"));
    }
    let limit = [
        pos2(x(LIMIT_MS), track.top() - 5.0),
        pos2(x(LIMIT_MS), track.bottom() + 5.0),
    ];
    painter.line_segment(limit, Stroke::new(1.5, theme::LIMIT));
    let under = track.bottom() + 16.0;
    painter.text(
        pos2(x(LIMIT_MS).min(track.right() - 16.0), under),
        Align2::CENTER_CENTER,
        "7 ms",
        theme::axis(),
        theme::LIMIT,
    );
    let mut left = track.left();
    for (index, word) in words.iter().enumerate() {
        let at = pos2(left, under + 20.0);
        painter.rect_filled(
            Rect::from_center_size(at + vec2(4.0, 0.0), vec2(8.0, 8.0)),
            2.0,
            shade(index),
        );
        let at = at + vec2(14.0, 0.0);
        let text = painter.text(at, Align2::LEFT_CENTER, word, theme::label(), theme::MUTED);
        left = text.right() + 18.0;
    }
}

/// The mix's colour, lighter part by part.
fn shade(index: usize) -> Color32 {
    theme::MIX.gamma_multiply([0.45, 0.7, 1.0][index.min(2)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::{DigitalLink, Link};

    #[test]
    fn only_what_is_there_counts() {
        let mut rig = Rig::default();
        assert!(parts_ms(&rig).iter().all(|&(_, ms)| ms == 0.0));
        rig.link = Link::Digital(DigitalLink {
            latency_ms: 5.0,
            ..DigitalLink::default()
        });
        rig.feed.desk_delay_ms = 1.5;
        assert_eq!(
            parts_ms(&rig),
            [("desk", 1.5), ("network", 0.0), ("link", 5.0)]
        );
    }
}
