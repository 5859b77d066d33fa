//! The drivers in the shell, each drawn as what it is.

use egui::{pos2, vec2, Painter, Pos2, Rect, Shape, Stroke, StrokeKind};

use crate::editor::theme::Palette;
use crate::editor::widgets::paint::mix;
use crate::rig::Transducer;

/// Draws drivers side by side in a place.
pub fn draw(painter: &Painter, palette: &Palette, rect: Rect, motors: &[&Transducer]) {
    if motors.is_empty() {
        return;
    }
    let columns = match motors.len() {
        1 => 1,
        2..=6 => 2,
        7..=12 => 3,
        _ => 4,
    };
    let rows = motors.len().div_ceil(columns);
    let cell = vec2(rect.width() / columns as f32, rect.height() / rows as f32);
    for (index, motor) in motors.iter().enumerate() {
        let (row, column) = (index / columns, index % columns);
        let in_row = (motors.len() - row * columns).min(columns);
        let indent = 0.5 * (columns - in_row) as f32 * cell.x;
        let at = pos2(
            rect.left() + indent + (column as f32 + 0.5) * cell.x,
            rect.top() + (row as f32 + 0.5) * cell.y,
        );
        let size = cell.x.min(1.3 * cell.y) - 6.0;
        driver(painter, palette, at, size.clamp(8.0, 72.0), motor);
    }
}

/// Draws one driver.
pub fn driver(painter: &Painter, palette: &Palette, at: Pos2, size: f32, motor: &Transducer) {
    let fill = mix(palette.panel, palette.text, 0.14);
    let stroke = Stroke::new(1.4, mix(palette.panel, palette.text, 0.75));
    match motor {
        Transducer::Dynamic(_) => {
            let radius = 0.46 * size;
            painter.circle(at, radius, fill, stroke);
            painter.circle_stroke(at, 0.62 * radius, Stroke::new(1.0, stroke.color));
            painter.circle_filled(at, 0.28 * radius, stroke.color);
        }
        Transducer::BalancedArmature(_) => {
            let size = size.min(34.0);
            let case = Rect::from_center_size(at, vec2(size, 0.62 * size));
            painter.rect(case, 2.5, fill, stroke, StrokeKind::Middle);
            let reed = [
                case.left_center() + vec2(3.0, 0.0),
                case.right_center() - vec2(0.28 * size, 0.0),
            ];
            painter.line_segment(reed, Stroke::new(1.0, stroke.color));
            let spout = [case.right_center(), case.right_center() + vec2(4.0, 0.0)];
            painter.line_segment(spout, Stroke::new(3.0, stroke.color));
        }
        Transducer::Electrostatic(_) => {
            let size = size.min(40.0);
            let case = Rect::from_center_size(at, vec2(0.6 * size, 0.8 * size));
            painter.rect(case, 2.5, fill, stroke, StrokeKind::Middle);
            // Two stators with holes, and the membrane between.
            for x in [0.3, 0.7] {
                let x = case.left() + x * case.width();
                let line = [pos2(x, case.top() + 3.0), pos2(x, case.bottom() - 3.0)];
                let dashes = Shape::dashed_line(&line, Stroke::new(1.2, stroke.color), 2.5, 2.0);
                painter.extend(dashes);
            }
            let middle = case.center().x;
            painter.vline(
                middle,
                case.top() + 2.0..=case.bottom() - 2.0,
                Stroke::new(1.0, stroke.color),
            );
        }
    }
}
