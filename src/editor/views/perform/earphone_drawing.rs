//! A pair of earphones drawn large: a bud, a universal shell with a tip, or a molded one.

use egui::{vec2, Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2};

use crate::editor::theme::Palette;
use crate::editor::widgets::driver_icon;
use crate::editor::widgets::paint::{self, mix};
use crate::rig::{Port, Rig, TipKind, Transducer};

/// A tip with a bore of less than this is none: the shell itself is molded to the canal, mm.
const MOLDED_MM: f64 = 2.5;

/// A shell with a nozzle.
const UNIVERSAL: [(f32, f32); 13] = [
    (-0.86, 0.0),
    (-0.76, -0.44),
    (-0.36, -0.66),
    (0.04, -0.5),
    (0.24, -0.24),
    (0.44, -0.18),
    (0.62, -0.17),
    (0.62, 0.05),
    (0.44, 0.07),
    (0.24, 0.18),
    (0.0, 0.5),
    (-0.38, 0.62),
    (-0.74, 0.42),
];

/// A soft tip.
const TIP: [(f32, f32); 9] = [
    (0.44, -0.36),
    (0.60, -0.41),
    (0.82, -0.34),
    (0.96, -0.20),
    (1.0, -0.06),
    (0.96, 0.08),
    (0.82, 0.22),
    (0.60, 0.29),
    (0.44, 0.24),
];

/// The print of an ear: helix, body, and the part that fills the canal.
const CUSTOM: [(f32, f32); 16] = [
    (-0.84, -0.1),
    (-0.74, -0.56),
    (-0.42, -0.82),
    (-0.02, -0.76),
    (0.24, -0.52),
    (0.44, -0.40),
    (0.68, -0.42),
    (0.90, -0.42),
    (1.0, -0.26),
    (0.94, -0.06),
    (0.74, 0.02),
    (0.54, 0.08),
    (0.40, 0.28),
    (0.14, 0.62),
    (-0.34, 0.70),
    (-0.72, 0.36),
];

/// A bud.
const BUD: [(f32, f32); 8] = [
    (-0.50, -0.26),
    (-0.38, -0.62),
    (-0.08, -0.76),
    (0.16, -0.62),
    (0.24, -0.22),
    (0.16, 0.18),
    (-0.10, 0.32),
    (-0.40, 0.14),
];

/// More drivers than these would be no more than dots.
const MOST_DRAWN: usize = 20;

/// Every driver's motor, those of a group one by one.
pub fn motors(rig: &Rig) -> impl Iterator<Item = &Transducer> {
    let drivers = rig.earphone.drivers.iter();
    drivers.flat_map(|driver| (0..driver.count).map(|_| &driver.motor))
}

/// Shape of an earphone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In front of the canal.
    Bud,
    /// A shell with a soft tip.
    Universal,
    /// Molded to the ear.
    Custom,
}

impl Form {
    /// The form of a rig's earphone: as its kind of tip says, or else its bore.
    pub fn of(rig: &Rig) -> Self {
        let tip = &rig.earphone.tip;
        match tip.kind {
            TipKind::Earbud => Self::Bud,
            TipKind::AcrylicCustom | TipKind::SiliconeCustom => Self::Custom,
            TipKind::Free if tip.bore_length_mm < MOLDED_MM => Self::Custom,
            _ => Self::Universal,
        }
    }
}

/// Draws what a rig looks like.
pub fn draw(painter: &Painter, palette: &Palette, rect: Rect, rig: &Rig, lit: bool) {
    let scale = (rect.width() / 2.5).min(rect.height() / 2.45);
    let pen = Pen {
        painter,
        palette,
        center: rect.center() + vec2(0.06 * scale, 0.1 * scale),
        scale: Vec2::splat(scale),
        lit,
    };
    pen.earphone(rig, Form::of(rig));
}

/// One earphone in units of its own, its tip pointing to the right.
struct Pen<'a> {
    painter: &'a Painter,
    palette: &'a Palette,
    center: Pos2,
    scale: Vec2,
    lit: bool,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> Pos2 {
        self.center + vec2(x * self.scale.x, y * self.scale.y)
    }

    fn points(&self, shape: impl IntoIterator<Item = (f32, f32)>) -> Vec<Pos2> {
        shape.into_iter().map(|(x, y)| self.at(x, y)).collect()
    }

    fn ink(&self) -> Stroke {
        let share = if self.lit { 1.0 } else { 0.8 };
        Stroke::new(2.0, mix(self.palette.panel, self.palette.mix, share))
    }

    fn fill(&self) -> Color32 {
        mix(self.palette.panel, self.palette.mix, 0.14)
    }

    fn earphone(&self, rig: &Rig, form: Form) {
        match form {
            Form::Bud => self.bud(),
            Form::Universal => {
                self.cable((-0.42, -0.6));
                self.blob(&UNIVERSAL, self.fill(), self.ink());
                self.tip();
            }
            Form::Custom => {
                self.cable((-0.40, -0.72));
                self.blob(&CUSTOM, self.fill(), self.ink());
            }
        }
        if form != Form::Bud {
            self.drivers(rig);
        }
        if rig.earphone.port != Port::None {
            self.vent();
        }
    }

    /// Over the ear and down.
    fn cable(&self, from: (f32, f32)) {
        let curve = (0..=24).map(|index| {
            let t = index as f32 / 24.0;
            let ends = [from, (-0.75, -1.25), (-1.15, -0.6), (-1.05, 1.1)];
            let weights = [
                (1.0 - t).powi(3),
                3.0 * t * (1.0 - t).powi(2),
                3.0 * t * t * (1.0 - t),
                t.powi(3),
            ];
            let sum = |of: fn((f32, f32)) -> f32| -> f32 {
                weights.iter().zip(ends).map(|(w, end)| w * of(end)).sum()
            };
            (sum(|p| p.0), sum(|p| p.1))
        });
        let line = self.points(curve);
        let stroke = Stroke::new(2.2, mix(self.palette.panel, self.palette.text, 0.4));
        self.painter.add(Shape::line(line, stroke));
    }

    /// A smooth form through some points.
    fn blob(&self, points: &[(f32, f32)], fill: Color32, edge: Stroke) {
        let outline = paint::smooth(&self.points(points.iter().copied()));
        let middle = points.iter().fold((0.0, 0.0), |sum, point| {
            let share = 1.0 / points.len() as f32;
            (sum.0 + share * point.0, sum.1 + share * point.1)
        });
        let from = self.at(middle.0, middle.1);
        paint::form(self.painter, outline, from, fill, edge);
    }

    fn tip(&self) {
        let fill = mix(self.palette.panel, self.palette.text, 0.22);
        let edge = Stroke::new(1.8, mix(self.palette.panel, self.palette.text, 0.6));
        self.blob(&TIP, fill, edge);
        let mouth = self.points([(0.99, -0.15), (0.99, 0.03)]);
        self.painter
            .add(Shape::line(mouth, Stroke::new(3.0, edge.color)));
    }

    fn bud(&self) {
        let stem = [(-0.34, 0.1), (-0.08, 0.1), (-0.14, 1.05), (-0.30, 1.05)];
        let stem = self.points(stem);
        self.painter
            .add(Shape::convex_polygon(stem, self.fill(), self.ink()));
        self.blob(&BUD, self.fill(), self.ink());
        let grille = (0..=24).map(|index| {
            let angle = std::f32::consts::PI * (index as f32 / 24.0 - 0.5);
            let (sin, cos) = angle.sin_cos();
            (0.14 + 0.24 * cos, -0.22 + 0.44 * sin)
        });
        let grille = self.points(grille);
        let fill = mix(self.palette.panel, self.palette.text, 0.22);
        let edge = Stroke::new(1.8, mix(self.palette.panel, self.palette.text, 0.6));
        self.painter.add(Shape::convex_polygon(grille, fill, edge));
        for y in [-0.42, -0.22, -0.02] {
            self.painter
                .circle_filled(self.at(0.24, y), 1.6, edge.color);
        }
    }

    /// Small drawings of the drivers inside: rings for coils, boxes for armatures, bars for
    /// electrostatics.
    fn drivers(&self, rig: &Rig) {
        let motors: Vec<&Transducer> = motors(rig).take(MOST_DRAWN).collect();
        let count = motors.len();
        let columns = match count {
            0..=1 => 1,
            2..=4 => 2,
            5..=9 => 3,
            _ => 4,
        };
        let rows = count.div_ceil(columns).max(1);
        let stroke = Stroke::new(1.4, mix(self.palette.panel, self.palette.text, 0.7));
        let step = (0.84 / columns as f32, 0.9 / rows as f32);
        let size = (step.0.min(step.1) * 0.38).min(0.25) * self.scale.y;
        for (index, motor) in motors.into_iter().enumerate() {
            let (row, column) = (index / columns, index % columns);
            let in_row = (count - row * columns).min(columns);
            let x = -0.32 + (column as f32 - 0.5 * (in_row - 1) as f32) * step.0 * 0.9;
            let y = -0.02 + (row as f32 - 0.5 * (rows - 1) as f32) * step.1;
            let at = self.at(x, y);
            let marks = motor.kind().icon().small;
            driver_icon::draw(self.painter, at, 2.0 * size, marks, stroke.color, stroke);
        }
    }

    /// An arrow of air through the shell.
    fn vent(&self) {
        let stroke = Stroke::new(2.0, self.palette.room);
        let at = self.at(-0.3, -0.66);
        let tip = at - vec2(0.0, 0.36 * self.scale.y);
        self.painter.line_segment([at, tip], stroke);
        for side in [-1.0, 1.0] {
            let barb = tip + vec2(side * 0.1, 0.12) * self.scale.y;
            self.painter.line_segment([tip, barb], stroke);
        }
    }
}
