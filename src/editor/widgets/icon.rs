//! Signs that are drawn, so that no font has to have them.

use egui::{vec2, Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind};

use crate::editor::theme::Palette;

/// The sign of the product: a pack on a belt, its aerial up.
pub fn mark(painter: &Painter, at: Pos2, palette: &Palette) {
    let body = Rect::from_center_size(at + vec2(0.0, 3.0), vec2(15.0, 19.0));
    let stroke = Stroke::new(2.0, palette.mix);
    painter.rect_stroke(body, 4.0, stroke, StrokeKind::Middle);
    painter.line_segment([at + vec2(4.0, -7.0), at + vec2(4.0, -14.0)], stroke);
    painter.circle_filled(at + vec2(0.0, 6.0), 2.5, palette.room);
    painter.line_segment([at + vec2(-3.5, -2.0), at + vec2(3.5, -2.0)], stroke);
}

/// A triangle that points left (−1) or right (1).
pub fn triangle(painter: &Painter, at: Pos2, direction: f32, color: Color32) {
    let points = vec![
        at + vec2(5.0 * direction, 0.0),
        at + vec2(-4.0 * direction, -6.0),
        at + vec2(-4.0 * direction, 6.0),
    ];
    painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
}

/// A star, filled or not.
pub fn star(painter: &Painter, at: Pos2, radius: f32, filled: bool, color: Color32) {
    let points: Vec<Pos2> = (0..10)
        .map(|index| {
            let angle = std::f32::consts::PI * (index as f32 / 5.0 - 0.5);
            let radius = if index % 2 == 0 {
                radius
            } else {
                0.45 * radius
            };
            at + radius * vec2(angle.cos(), angle.sin())
        })
        .collect();
    if filled {
        for index in (0..10).step_by(2) {
            let before = points[(index + 9) % 10];
            let spike = vec![at, before, points[index], points[(index + 1) % 10]];
            painter.add(Shape::convex_polygon(spike, color, Stroke::new(0.5, color)));
        }
    } else {
        painter.add(Shape::closed_line(points, Stroke::new(1.4, color)));
    }
}

/// An arrow that bends back, for undo (−1) and redo (1).
pub fn turn(painter: &Painter, at: Pos2, direction: f32, color: Color32) {
    let stroke = Stroke::new(1.6, color);
    let arc: Vec<Pos2> = (0..=12)
        .map(|index| {
            let angle = std::f32::consts::PI * (index as f32 / 12.0 - 0.5);
            at + vec2(
                direction * (-1.0 - -4.5 * -angle.cos()),
                0.5 + 4.5 * angle.sin(),
            )
        })
        .collect();
    painter.add(Shape::line(arc, stroke));
    let head = at + vec2(direction * 6.0, -4.0);
    for dy in [-3.5, 3.5] {
        painter.line_segment([head, head + vec2(direction * -3.5, dy)], stroke);
    }
    painter.line_segment([head, at + vec2(-direction, -4.0)], stroke);
    painter.line_segment(
        [at + vec2(-direction, 5.0), at + vec2(direction * 4.0, 5.0)],
        stroke,
    );
}

/// The sign of a power switch; its stroke is missing when off.
pub fn power(painter: &Painter, at: Pos2, color: Color32, on: bool) {
    let stroke = Stroke::new(1.8, color);
    let arc: Vec<Pos2> = (0..=20)
        .map(|index| {
            let angle = std::f32::consts::PI * (-0.32 + 1.64 * index as f32 / 20.0);
            at + 5.5 * vec2(angle.cos(), angle.sin())
        })
        .collect();
    painter.add(Shape::line(arc, stroke));
    if on {
        painter.line_segment([at - vec2(0.0, 7.0), at - vec2(0.0, 0.5)], stroke);
    }
}

/// A tick: done.
pub fn tick(painter: &Painter, at: Pos2, color: Color32) {
    let points = vec![
        at + vec2(-5.0, 0.0),
        at + vec2(-1.5, 4.0),
        at + vec2(5.5, -4.5),
    ];
    painter.add(Shape::line(points, Stroke::new(2.0, color)));
}

/// Three dots: more to choose from.
pub fn dots(painter: &Painter, at: Pos2, color: Color32) {
    for dy in [-5.0, 0.0, 5.0] {
        painter.circle_filled(at + vec2(0.0, dy), 1.7, color);
    }
}

/// A verdict: a tick, a wave or a cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// All is well.
    Good,
    /// It will do.
    Fair,
    /// It will not do.
    Bad,
}

/// Draws the sign of a verdict.
pub fn sign(painter: &Painter, at: Pos2, sign: Sign, ink: Color32) {
    let stroke = Stroke::new(1.8, ink);
    let line = |points: &[(f32, f32)]| {
        let points = points.iter().map(|&(x, y)| at + vec2(x, y)).collect();
        painter.line(points, stroke);
    };
    match sign {
        Sign::Good => line(&[(-4.0, 0.0), (-1.0, 3.0), (4.0, -3.5)]),
        Sign::Fair => line(&[(-4.0, 1.0), (-2.0, -1.0), (1.5, 1.0), (4.0, -1.0)]),
        Sign::Bad => {
            line(&[(-3.5, -3.5), (3.5, 3.5)]);
            line(&[(-3.5, 3.5), (3.5, -3.5)]);
        }
    }
}
