//! A bud: a head that rests in the concha, its grille towards the canal, and a stem.

use egui::{pos2, vec2, Painter, Pos2, Rect, Shape, Stroke};

use super::anatomy::Anatomy;
use super::drivers;
use super::earphone::Worn;
use crate::editor::theme::Palette;
use crate::editor::widgets::paint::{self, mix};

/// Position of the earbud's head.
pub fn head(anatomy: &Anatomy, worn: &Worn<'_>) -> Rect {
    let rect = anatomy.rect();
    let size = vec2(0.22 * rect.width(), 0.46 * rect.height());
    let face = worn.face(anatomy);
    let middle = pos2(face - 0.5 * size.x, anatomy.middle(face));
    Rect::from_center_size(middle, size)
}

/// Draws it.
pub fn draw(painter: &Painter, palette: &Palette, anatomy: &Anatomy, worn: &Worn<'_>) {
    let head = head(anatomy, worn);
    let fill = mix(palette.panel, palette.mix, 0.14);
    let edge = Stroke::new(1.8, palette.mix);
    stem(painter, head, anatomy.rect().bottom(), fill, edge);
    let body = head.with_max_x(head.right() - 0.2 * head.width());
    paint::form(painter, half(body, -1.0), body.center(), fill, edge);
    grille(painter, palette, head.with_min_x(body.right()));
    drivers::draw(painter, palette, body.shrink(8.0), &worn.motors);
}

/// From the head down, narrower where it ends.
fn stem(painter: &Painter, head: Rect, bottom: f32, fill: egui::Color32, edge: Stroke) {
    let middle = head.left() + 0.5 * head.width();
    let top = head.bottom() - 0.1 * head.height();
    let bottom = (top + 0.62 * head.height()).min(bottom - 2.0);
    let points = [(-11.0, top), (11.0, top), (8.0, bottom), (-8.0, bottom)];
    let points = points.map(|(x, y)| pos2(middle + x, y)).to_vec();
    painter.add(Shape::convex_polygon(points, fill, edge));
}

/// A half of an ellipse, closed by a straight line: the left one (−1) or the right one (1).
fn half(rect: Rect, side: f32) -> Vec<Pos2> {
    let straight = if side < 0.0 {
        rect.right()
    } else {
        rect.left()
    };
    (0..=32)
        .map(|index| {
            let angle = std::f32::consts::PI * (index as f32 / 32.0 - 0.5);
            let (sin, cos) = angle.sin_cos();
            pos2(
                straight + side * rect.width() * cos,
                rect.center().y + 0.5 * rect.height() * sin,
            )
        })
        .collect()
}

/// Grille of the sound outlet.
fn grille(painter: &Painter, palette: &Palette, rect: Rect) {
    let fill = mix(palette.raised, palette.text, 0.16);
    let edge = Stroke::new(1.5, mix(palette.line, palette.text, 0.45));
    painter.add(Shape::convex_polygon(half(rect, 1.0), fill, edge));
    for share in [0.3, 0.5, 0.7] {
        let at = pos2(
            rect.left() + 0.45 * rect.width(),
            rect.top() + share * rect.height(),
        );
        painter.circle_filled(at, 1.6, edge.color);
    }
}
