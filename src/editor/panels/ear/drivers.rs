//! The drivers in the shell, each drawn as what it is.

use egui::{pos2, vec2, Painter, Pos2, Rect, Stroke};

use crate::editor::theme::Palette;
use crate::editor::widgets::driver_icon;
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
    let icon = motor.kind().icon();
    let size = size.min(icon.most_points);
    driver_icon::draw(painter, at, size, icon.drawn, fill, stroke);
}
