//! The outer ear cut open: concha, canal and drum.

use egui::{pos2, Align2, Painter, Pos2, Rect, Shape, Stroke};

use crate::editor::theme::{self, Palette};
use crate::editor::widgets::paint::{self, mix};

/// Length of the canal from its entrance to the drum, mm.
const CANAL_MM: f32 = 26.0;

/// Width by which the walls overlap what is behind the drum, points.
const OVERLAP: f32 = 2.0;

/// Points of a drawn wall.
const POINTS: usize = 96;

/// The places of the drawing.
pub struct Anatomy {
    rect: Rect,
    /// Points per mm along the canal.
    pub scale: f32,
    /// Entrance of the canal.
    pub entrance: f32,
    /// Position of the drum.
    pub drum: f32,
}

impl Anatomy {
    /// An ear that fills a place.
    pub fn new(rect: Rect) -> Self {
        let entrance = rect.left() + 0.50 * rect.width();
        let drum = rect.right() - 22.0;
        Self {
            rect,
            scale: (drum - entrance) / CANAL_MM,
            entrance,
            drum,
        }
    }

    /// The whole drawing.
    pub fn rect(&self) -> Rect {
        self.rect
    }

    /// The middle of the canal, which bends a little.
    pub fn middle(&self, x: f32) -> f32 {
        let share = ((x - self.entrance) / (self.drum - self.entrance)).clamp(0.0, 1.0);
        let bend = (share * std::f32::consts::PI).sin();
        self.rect.center().y - 7.0 * bend + 2.0
    }

    /// Half the width of the canal.
    pub fn radius(&self, x: f32) -> f32 {
        let share = ((x - self.entrance) / (self.drum - self.entrance)).clamp(0.0, 1.0);
        0.115 * self.rect.height() * (1.12 - 0.22 * share)
    }

    /// The walls above and below a place: the canal, and before it the concha that opens outwards.
    pub fn walls(&self, x: f32) -> [f32; 2] {
        let (middle, radius) = (self.middle(x), self.radius(x));
        let out = ((self.entrance - x) / (0.13 * self.rect.width())).max(0.0);
        let flare = 0.36 * self.rect.height() * out.powf(1.7);
        [middle - radius - 1.15 * flare, middle + radius + flare]
    }

    /// Draws the flesh.
    pub fn draw(&self, painter: &Painter, palette: &Palette) {
        let left = self.entrance - 0.16 * self.rect.width();
        let [top, bottom] = [self.rect.top() + 4.0, self.rect.bottom() - 4.0];
        let xs: Vec<f32> = (0..=POINTS)
            .map(|index| left + (self.drum + OVERLAP - left) * index as f32 / POINTS as f32)
            .collect();
        // The walls overlap what is behind the drum, so that no seam is seen between the two at sizes
        // that put it between two pixels.
        let behind = Rect::from_min_max(pos2(self.drum, top), pos2(self.rect.right(), bottom));
        painter.rect_filled(behind, 0.0, palette.flesh);
        let edge = Stroke::new(1.5, mix(palette.flesh, palette.text, 0.25));
        for (upper, outside) in [(true, top), (false, bottom)] {
            let wall: Vec<Pos2> = xs
                .iter()
                .map(|&x| {
                    let [above, below] = self.walls(x);
                    let y = if upper {
                        above.max(top)
                    } else {
                        below.min(bottom)
                    };
                    pos2(x, y)
                })
                .collect();
            paint::area(painter, &wall, outside, palette.flesh);
            let seen = |point: &Pos2| (point.y - outside).abs() > 0.5;
            painter.add(Shape::line(wall.into_iter().filter(seen).collect(), edge));
        }
    }

    /// Draws the drum.
    pub fn draw_drum(&self, painter: &Painter, palette: &Palette) {
        let [above, below] = self.walls(self.drum);
        let drum: Vec<Pos2> = (0..=16)
            .map(|index| {
                let share = index as f32 / 16.0;
                let bow = (share * std::f32::consts::PI).sin();
                pos2(self.drum - 2.0 + 7.0 * bow, above + (below - above) * share)
            })
            .collect();
        painter.add(Shape::line(drum, Stroke::new(3.0, palette.text)));
        paint::text(
            painter,
            pos2(self.rect.right() - 6.0, below + 14.0),
            Align2::RIGHT_CENTER,
            "drum",
            theme::label(),
            palette.text,
        );
    }
}
