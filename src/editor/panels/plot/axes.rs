//! Axes of frequency and level, and the grid.

use egui::{pos2, vec2, Align2, Painter, Pos2, Rect, Stroke};

use crate::editor::theme::{self, Palette};
use crate::editor::widgets::paint;
use crate::worker::BAND_HZ;

/// Ends of the level axis, dB.
const LEVELS_DB: [f64; 2] = [-40.0, 30.0];

/// Frequencies with a number, Hz.
const LABELED_HZ: [(f64, &str); 10] = [
    (20.0, "20"),
    (50.0, "50"),
    (100.0, "100"),
    (200.0, "200"),
    (500.0, "500"),
    (1e3, "1k"),
    (2e3, "2k"),
    (5e3, "5k"),
    (1e4, "10k"),
    (2e4, "20k"),
];

/// The axes of the plot.
pub struct Axes {
    /// The inside of the plot.
    pub rect: Rect,
}

impl Axes {
    /// The place of a frequency in Hz.
    pub fn x(&self, frequency_hz: f64) -> f32 {
        let [low, high] = BAND_HZ;
        let share = (frequency_hz / low).ln() / (high / low).ln();
        self.rect.left() + self.rect.width() * share as f32
    }

    /// The place of a level in dB.
    pub fn y(&self, level_db: f64) -> f32 {
        let [low, high] = LEVELS_DB;
        self.rect.bottom() - self.rect.height() * ((level_db - low) / (high - low)) as f32
    }

    /// The frequency of a place, Hz.
    pub fn frequency_hz(&self, x: f32) -> f64 {
        let [low, high] = BAND_HZ;
        let share = f64::from((x - self.rect.left()) / self.rect.width());
        low * (high / low).powf(share)
    }

    /// The points of a curve.
    pub fn line(&self, frequencies_hz: &[f64], levels_db: &[f64]) -> Vec<Pos2> {
        let pairs = frequencies_hz.iter().zip(levels_db);
        pairs
            .map(|(&hz, &db)| pos2(self.x(hz), self.y(db.clamp(-200.0, 200.0))))
            .collect()
    }

    /// Draws the grid with its numbers.
    pub fn draw(&self, painter: &Painter, palette: &Palette) {
        self.columns(painter, palette);
        self.rows(painter, palette);
        let unit = |at: Pos2, align: Align2, text: &str| {
            paint::text(painter, at, align, text, theme::label(), palette.muted);
        };
        unit(
            self.rect.left_top() + vec2(6.0, 10.0),
            Align2::LEFT_CENTER,
            "dB",
        );
        unit(
            pos2(self.rect.left() - 16.0, self.rect.bottom() + 12.0),
            Align2::RIGHT_CENTER,
            "Hz",
        );
    }

    fn columns(&self, painter: &Painter, palette: &Palette) {
        for decade in [10.0, 100.0, 1e3, 1e4] {
            for step in 1..10 {
                let frequency_hz = decade * f64::from(step);
                if !(BAND_HZ[0]..=BAND_HZ[1]).contains(&frequency_hz) {
                    continue;
                }
                let strength = if step == 1 { 1.0 } else { 0.45 };
                let stroke = Stroke::new(1.0, palette.line.gamma_multiply(strength));
                painter.vline(self.x(frequency_hz), self.rect.y_range(), stroke);
            }
        }
        for (frequency_hz, name) in LABELED_HZ {
            // The last one would reach beyond the panel.
            let x = self.x(frequency_hz).min(self.rect.right() - 9.0);
            let at = pos2(x, self.rect.bottom() + 12.0);
            paint::text(
                painter,
                at,
                Align2::CENTER_CENTER,
                name,
                theme::label(),
                palette.muted,
            );
        }
    }

    fn rows(&self, painter: &Painter, palette: &Palette) {
        let mut level_db = LEVELS_DB[0];
        while level_db <= LEVELS_DB[1] {
            let y = self.y(level_db);
            let color = if level_db == 0.0 {
                palette.faint
            } else {
                palette.line.gamma_multiply(0.8)
            };
            painter.hline(self.rect.x_range(), y, Stroke::new(1.0, color));
            let sign = if level_db > 0.0 { "+" } else { "" };
            let text = format!("{sign}{}", paint::signed(level_db, 0));
            let at = pos2(self.rect.left() - 8.0, y);
            paint::text(
                painter,
                at,
                Align2::RIGHT_CENTER,
                text,
                theme::label(),
                palette.muted,
            );
            level_db += 10.0;
        }
    }
}
