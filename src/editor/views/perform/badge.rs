//! Badge of the link: a symbol and a word.

use egui::{pos2, vec2, Align2, Painter, Pos2, Shape, Stroke};

use crate::editor::theme::{self, Palette};
use crate::editor::widgets::paint;
use crate::rig::Link;

/// Shows the badge from a place on its left.
pub fn show(painter: &Painter, palette: &Palette, at: Pos2, link: &Link) {
    let stroke = Stroke::new(1.5, palette.muted);
    let middle = at + vec2(9.0, 0.0);
    let word = match link {
        Link::Digital(_) => {
            wave(painter, middle, stroke);
            "digital"
        }
        Link::AnalogFm(_) => {
            aerial(painter, middle, stroke);
            "analog FM"
        }
        Link::Bluetooth(_) => {
            rune(painter, middle, stroke);
            "Bluetooth"
        }
        _ => {
            plug(painter, middle, stroke);
            "wire"
        }
    };
    let late_ms = link.latency_ms();
    let word = if late_ms > 0.0 {
        format!("{word} \u{b7} {late_ms:.1} ms")
    } else {
        word.to_owned()
    };
    let words = at + vec2(24.0, 0.0);
    paint::text(
        painter,
        words,
        Align2::LEFT_CENTER,
        word,
        theme::label(),
        palette.muted,
    );
}

fn line(painter: &Painter, at: Pos2, points: &[(f32, f32)], stroke: Stroke) {
    let points = points.iter().map(|&(x, y)| at + vec2(x, y)).collect();
    painter.add(Shape::line(points, stroke));
}

/// A rectangular wave.
fn wave(painter: &Painter, at: Pos2, stroke: Stroke) {
    let points = [
        (-8.0, 4.0),
        (-4.0, 4.0),
        (-4.0, -4.0),
        (1.0, -4.0),
        (1.0, 4.0),
        (5.0, 4.0),
        (5.0, -4.0),
        (8.0, -4.0),
    ];
    line(painter, at, &points, stroke);
}

/// A mast that radiates.
fn aerial(painter: &Painter, at: Pos2, stroke: Stroke) {
    line(painter, at, &[(0.0, -2.0), (0.0, 6.0)], stroke);
    painter.circle_filled(at - vec2(0.0, 2.0), 1.8, stroke.color);
    for side in [-1.0, 1.0] {
        for radius in [4.5, 8.0] {
            let arc: Vec<Pos2> = (0..=8)
                .map(|index| {
                    let angle = (index as f32 / 8.0 - 0.5) * 1.5;
                    pos2(
                        at.x + side * radius * angle.cos(),
                        at.y - 2.0 + radius * angle.sin(),
                    )
                })
                .collect();
            painter.add(Shape::line(arc, stroke));
        }
    }
}

/// The rune of the trade's short-range radio.
fn rune(painter: &Painter, at: Pos2, stroke: Stroke) {
    let points = [
        (-4.0, -3.5),
        (4.0, 3.5),
        (0.0, 7.0),
        (0.0, -7.0),
        (4.0, -3.5),
        (-4.0, 3.5),
    ];
    line(painter, at, &points, stroke);
}

/// A plug on a cable.
fn plug(painter: &Painter, at: Pos2, stroke: Stroke) {
    line(painter, at, &[(-8.0, 0.0), (-2.0, 0.0)], stroke);
    line(
        painter,
        at,
        &[
            (-2.0, -3.0),
            (4.0, -3.0),
            (4.0, 3.0),
            (-2.0, 3.0),
            (-2.0, -3.0),
        ],
        stroke,
    );
    line(painter, at, &[(4.0, 0.0), (8.0, 0.0)], stroke);
}
