//! Drawings of drivers, from the marks that each kind states.

use egui::{pos2, vec2, Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind};

use crate::rig::Mark;

/// Draws marks around a place, at a size in points.
pub fn draw(painter: &Painter, at: Pos2, size: f32, marks: &[Mark], fill: Color32, stroke: Stroke) {
    let place = |[x, y]: [f32; 2]| pos2(at.x + x * size, at.y + y * size);
    let case = |[x, y]: [f32; 2]| Rect::from_center_size(at, vec2(2.0 * x, 2.0 * y) * size);
    let wide = |width: f32| Stroke::new(width, stroke.color);
    for mark in marks {
        match *mark {
            Mark::Disk(radius) => {
                painter.circle(at, radius * size, fill, stroke);
            }
            Mark::Ring(radius, width) => {
                painter.circle_stroke(at, radius * size, wide(width));
            }
            Mark::Dot(radius) => {
                painter.circle_filled(at, radius * size, stroke.color);
            }
            Mark::Case(half) => {
                painter.rect(case(half), 2.5, fill, stroke, StrokeKind::Middle);
            }
            Mark::Frame(half) => {
                painter.rect_stroke(case(half), 2.0, stroke, StrokeKind::Middle);
            }
            Mark::Line(from, to, width) => {
                painter.line_segment([place(from), place(to)], wide(width));
            }
            Mark::Dashes(from, to) => {
                let line = [place(from), place(to)];
                painter.extend(Shape::dashed_line(&line, wide(1.2), 2.5, 2.0));
            }
        }
    }
}
