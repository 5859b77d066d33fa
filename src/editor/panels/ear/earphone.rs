//! The shell, the nozzle and the tip, as deep and as tight as the rig says.

use egui::{pos2, vec2, Painter, Pos2, Rect, Shape, Stroke};

use super::anatomy::Anatomy;
use super::{bud, drivers};
use crate::editor::theme::Palette;
use crate::editor::views::perform::earphone_drawing::{motors, Form};
use crate::editor::widgets::paint::{self, mix};
use crate::rig::{Port, Rig, Side, TipKind, Transducer};
use crate::session::seal_of;

/// An earphone in one ear.
pub struct Worn<'a> {
    /// The drivers.
    pub motors: Vec<&'a Transducer>,
    /// Number of bores through the nozzle.
    pub bores: usize,
    /// True if the shell is molded to the canal.
    pub custom: bool,
    /// Number of flanges of the tip; none is an earbud that stays outside.
    pub flanges: usize,
    /// True if it hangs out of the ear.
    pub out: bool,
    /// Quality of the seal, 0 to 1.
    pub seal: f32,
    /// From the tip's face to the drum, mm.
    pub residual_mm: f32,
    /// The vent.
    pub port: Port,
}

impl<'a> Worn<'a> {
    /// The earphone a rig puts into an ear: 0 left, 1 right.
    pub fn of(rig: &'a Rig, ear: usize) -> Self {
        let earphone = &rig.earphone;
        let side = Side::BOTH[ear.min(1)];
        let form = Form::of(rig);
        Self {
            motors: motors(rig).collect(),
            bores: earphone.bores.len(),
            custom: form == Form::Custom,
            flanges: match earphone.tip.kind {
                TipKind::Earbud => 0,
                TipKind::DoubleFlange => 2,
                TipKind::TripleFlange => 3,
                _ => 1,
            },
            out: earphone.is_out(side),
            seal: seal_of(earphone.seal.resistance_pa_s_m3(side)) as f32,
            residual_mm: earphone.tip.canal_mm(side) as f32,
            port: earphone.port.clone(),
        }
    }

    /// Returns whether it rests in front of the canal.
    pub fn is_bud(&self) -> bool {
        !self.custom && self.flanges == 0
    }

    /// Position of the tip's face.
    pub fn face(&self, anatomy: &Anatomy) -> f32 {
        if self.is_bud() {
            anatomy.entrance - 0.07 * anatomy.rect().width()
        } else {
            anatomy.drum - self.residual_mm * anatomy.scale
        }
    }

    /// Gap between the tip and the lower wall of the canal.
    pub fn gap(&self) -> f32 {
        9.0 * (1.0 - self.seal)
    }

    /// The middle of the tip at a place: a leaky one lies against the upper wall.
    pub fn middle(&self, anatomy: &Anatomy, x: f32) -> f32 {
        anatomy.middle(x) - 0.5 * self.gap()
    }

    /// Half the width of a tip that touches all around, less the gap.
    pub fn radius(&self, anatomy: &Anatomy, x: f32) -> f32 {
        (anatomy.radius(x) - 0.5 * self.gap() - 1.0).max(5.0)
    }
}

/// Position of the shell: it moves with the insertion depth, so that the nozzle keeps its length.
pub fn shell(anatomy: &Anatomy, worn: &Worn<'_>) -> Rect {
    if worn.is_bud() {
        return bud::head(anatomy, worn);
    }
    let rect = anatomy.rect();
    let size = vec2(0.33 * rect.width(), 0.60 * rect.height());
    let reach = if worn.custom { 0.16 } else { 0.20 } * rect.width();
    let right = (worn.face(anatomy) - reach).clamp(
        rect.left() + size.x + 6.0,
        anatomy.entrance - 0.04 * rect.width(),
    );
    let center = pos2(right - 0.5 * size.x, rect.center().y - 2.0);
    Rect::from_center_size(center, size)
}

/// Draws the earphone.
pub fn draw(painter: &Painter, palette: &Palette, anatomy: &Anatomy, worn: &Worn<'_>) {
    if worn.is_bud() {
        bud::draw(painter, palette, anatomy, worn);
        return;
    }
    let shell = shell(anatomy, worn);
    let fill = mix(palette.panel, palette.mix, 0.14);
    let edge = Stroke::new(1.8, palette.mix);
    let outline = if worn.custom {
        molded(anatomy, worn, shell)
    } else {
        universal(anatomy, worn, shell)
    };
    let line = paint::smooth(&outline);
    paint::form(painter, line, shell.center(), fill, edge);
    if !worn.custom {
        tip(painter, palette, anatomy, worn);
    }
    bores(painter, palette, anatomy, worn, shell);
    // Many drivers reach into the corners, where the shell is round.
    let crowded = if worn.motors.len() > 6 { 4.0 } else { 0.0 };
    let room = shell.shrink2(vec2(14.0 + crowded, 18.0 + crowded));
    drivers::draw(painter, palette, room, &worn.motors);
}

/// The back of a shell, from below the nozzle to above it.
fn back(shell: Rect) -> [Pos2; 7] {
    let at = |x: f32, y: f32| {
        pos2(
            shell.left() + x * shell.width(),
            shell.top() + y * shell.height(),
        )
    };
    [
        at(0.80, 0.88),
        at(0.42, 1.0),
        at(0.10, 0.84),
        at(0.0, 0.5),
        at(0.10, 0.16),
        at(0.42, 0.0),
        at(0.80, 0.12),
    ]
}

/// A shell with the hard tube that carries the tip.
fn universal(anatomy: &Anatomy, worn: &Worn<'_>, shell: Rect) -> Vec<Pos2> {
    let end = worn.face(anatomy) - 6.0;
    let to = worn.middle(anatomy, end);
    let neck = shell.right() + 0.4 * (end - shell.right());
    let from = shell.center().y;
    let bend = from + 0.55 * (to - from);
    let mut outline = back(shell).to_vec();
    outline.extend([
        pos2(shell.right(), from - 0.17 * shell.height()),
        pos2(neck, bend - 11.0),
        pos2(end, to - 9.0),
        pos2(end, to + 9.0),
        pos2(neck, bend + 11.0),
        pos2(shell.right(), from + 0.17 * shell.height()),
    ]);
    outline
}

/// A shell that fills concha and canal.
fn molded(anatomy: &Anatomy, worn: &Worn<'_>, shell: Rect) -> Vec<Pos2> {
    let face = worn.face(anatomy);
    let from = shell.right() + 0.12 * shell.width();
    let along = |sign: f32, share: f32| {
        let x = from + (face - from) * share;
        let round = if share > 0.95 { 0.62 } else { 1.0 };
        let radius = worn.radius(anatomy, x) * round;
        pos2(x, worn.middle(anatomy, x) + sign * radius)
    };
    let mut outline = back(shell).to_vec();
    outline.extend([0.1, 0.5, 0.85, 1.0].map(|share| along(-1.0, share)));
    outline.extend([1.0, 0.85, 0.5, 0.1].map(|share| along(1.0, share)));
    outline
}

/// The soft tip: a dome over the nozzle's end, open at its face.
fn tip(painter: &Painter, palette: &Palette, anatomy: &Anatomy, worn: &Worn<'_>) {
    let face = worn.face(anatomy);
    let flanges = worn.flanges.max(1);
    // The smallest flange is the innermost; it is drawn last, over the others.
    for flange in (0..flanges).rev() {
        let inset = flange as f32 * 3.2 * anatomy.scale;
        let size = 1.0 - 0.12 * (flanges - 1 - flange) as f32;
        dome(painter, palette, anatomy, worn, face - inset, size);
    }
}

/// One flange whose face is at a place.
fn dome(
    painter: &Painter,
    palette: &Palette,
    anatomy: &Anatomy,
    worn: &Worn<'_>,
    face: f32,
    size: f32,
) {
    let length = 6.5 * anatomy.scale;
    let profile = |share: f32| {
        // From the skirt to the face: wide for most of its length, then round.
        let round = (1.0 - ((share - 0.45).max(0.0) / 0.55).powi(2))
            .max(0.0)
            .sqrt();
        0.45 + 0.55 * round
    };
    let side = |sign: f32| {
        (0..=20).map(move |index| {
            let share = index as f32 / 20.0;
            let x = face - length + length * share;
            let radius = size * worn.radius(anatomy, x) * profile(share);
            pos2(x, worn.middle(anatomy, x) + sign * radius)
        })
    };
    let mut points: Vec<Pos2> = side(-1.0).collect();
    let lower: Vec<Pos2> = side(1.0).collect();
    points.extend(lower.into_iter().rev());
    let fill = mix(palette.raised, palette.text, 0.16);
    let edge = Stroke::new(1.5, mix(palette.line, palette.text, 0.45));
    painter.add(Shape::convex_polygon(points, fill, edge));
}

/// The sound bores, from the drivers to the face.
fn bores(painter: &Painter, palette: &Palette, anatomy: &Anatomy, worn: &Worn<'_>, shell: Rect) {
    let face = worn.face(anatomy);
    let count = worn.bores.max(1);
    let stroke = Stroke::new(2.2, mix(palette.panel, palette.mix, 0.55));
    for bore in 0..count {
        let offset = (bore as f32 - 0.5 * (count - 1) as f32) * 5.0;
        let points: Vec<Pos2> = (0..=16)
            .map(|index| {
                let share = index as f32 / 16.0;
                let x = shell.right() - 14.0 + (face - shell.right() + 14.0) * share;
                let smooth = share * share * (3.0 - 2.0 * share);
                let middle = worn.middle(anatomy, x);
                let y = shell.center().y + (middle - shell.center().y) * smooth;
                pos2(x, y + offset * (1.6 - 0.6 * share))
            })
            .collect();
        painter.add(Shape::line(points, stroke));
    }
}
