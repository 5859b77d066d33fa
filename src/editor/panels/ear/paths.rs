//! The ways on which the bass gets out and the room gets in: the leak and the vent.

use egui::{pos2, vec2, Align2, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};

use super::anatomy::Anatomy;
use super::earphone::{shell, Worn};
use crate::editor::panels::summary;
use crate::editor::theme::{self, Palette};
use crate::editor::widgets::paint::{self, mix};
use crate::rig::Port;

/// A seal above this leaks nothing that could be drawn.
const TIGHT: f32 = 0.95;

/// Draws the leak and the vent.
pub fn draw(painter: &Painter, palette: &Palette, anatomy: &Anatomy, worn: &Worn<'_>) {
    if worn.seal < TIGHT {
        leak(painter, palette, anatomy, worn);
    }
    if worn.port != Port::None {
        port(painter, palette, anatomy, worn);
    }
}

/// Along the lower wall of the canal, wider the more it leaks.
fn leak(painter: &Painter, palette: &Palette, anatomy: &Anatomy, worn: &Worn<'_>) {
    let face = worn.face(anatomy);
    let outside = anatomy.entrance - 0.10 * anatomy.rect().width();
    let line: Vec<Pos2> = (0..=40)
        .map(|index| {
            let x = face + 16.0 + (outside - face - 16.0) * index as f32 / 40.0;
            let [_, below] = anatomy.walls(x);
            pos2(x, below - 2.0 - 0.5 * worn.gap())
        })
        .collect();
    let width = 1.4 + 2.6 * (1.0 - worn.seal);
    let (Some(&last), Some(&before)) = (line.last(), line.get(line.len() - 4)) else {
        return;
    };
    let stroke = Stroke::new(width, palette.room);
    painter.extend(Shape::dashed_line(&line, stroke, 6.0, 4.0));
    head(painter, last, last - before, stroke);
    // Beside the stem of a bud, which hangs in the way.
    let word = if worn.is_bud() {
        pos2(shell(anatomy, worn).center().x - 16.0, last.y)
    } else {
        last + vec2(-8.0, 6.0)
    };
    paint::text(
        painter,
        word,
        Align2::RIGHT_CENTER,
        "leak",
        theme::label(),
        palette.room,
    );
}

/// From the tip's face through the shell to the room.
fn port(painter: &Painter, palette: &Palette, anatomy: &Anatomy, worn: &Worn<'_>) {
    let shell = shell(anatomy, worn);
    let face = worn.face(anatomy);
    let out = pos2(shell.center().x + 4.0, shell.top());
    let from = pos2(face, worn.middle(anatomy, face) - 4.0);
    // Through the nozzle first, so that it stays inside the shell.
    let bend = pos2(shell.center().x + 0.3 * shell.width(), from.y);
    let curve: Vec<Pos2> = (0..=24)
        .map(|index| {
            let t = index as f32 / 24.0;
            let at = |a: f32, b: f32, c: f32| {
                (1.0 - t).powi(2) * a + 2.0 * t * (1.0 - t) * b + t * t * c
            };
            pos2(at(from.x, bend.x, out.x), at(from.y, bend.y, out.y))
        })
        .collect();
    let tube = Stroke::new(5.0, mix(palette.panel, palette.room, 0.3));
    painter.add(Shape::line(curve.clone(), tube));
    let stroke = Stroke::new(1.6, palette.room);
    painter.extend(Shape::dashed_line(&curve, stroke, 5.0, 4.0));
    let top = out - vec2(0.0, 20.0);
    painter.line_segment([out, top], stroke);
    head(painter, top, vec2(0.0, -1.0), stroke);
    if !matches!(worn.port, Port::Hole { .. } | Port::Open { .. }) {
        module(painter, palette, out);
    }
    let name = summary::vent(&worn.port).map_or("", |vent| vent.label);
    paint::text(
        painter,
        top + vec2(10.0, 4.0),
        Align2::LEFT_CENTER,
        name,
        theme::label(),
        palette.room,
    );
}

/// The module or plug in the vent of the shell.
fn module(painter: &Painter, palette: &Palette, at: Pos2) {
    let case = Rect::from_center_size(at + vec2(0.0, 4.0), vec2(22.0, 12.0));
    let fill = mix(palette.panel, palette.room, 0.25);
    painter.rect(
        case,
        3.0,
        fill,
        Stroke::new(1.4, palette.room),
        StrokeKind::Middle,
    );
    for index in 0..4 {
        let x = case.left() + 4.0 + 4.6 * index as f32;
        let line = [
            pos2(x, case.bottom() - 3.0),
            pos2(x + 3.0, case.top() + 3.0),
        ];
        painter.line_segment(line, Stroke::new(1.0, palette.room));
    }
}

/// The head of an arrow.
fn head(painter: &Painter, at: Pos2, along: Vec2, stroke: Stroke) {
    let along = along.normalized();
    let across = along.rot90();
    let back = 7.0;
    for side in [-1.0, 1.0] {
        let end = at - back * along + 0.6 * back * side * across;
        painter.line_segment([at, end], Stroke::new(1.8, stroke.color));
    }
}
