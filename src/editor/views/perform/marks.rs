//! Small marks of a tile: how the mix gets there, and how it sits in the ear.

use egui::{pos2, vec2, Color32, Painter, Pos2, Shape, Stroke};

use crate::editor::views::perform::earphone_drawing::Form;
use crate::rig::{Link, Rig};

/// Width of a mark, points.
pub const WIDTH: f32 = 16.0;

/// Draws the mark of a link around a place.
pub fn link(painter: &Painter, at: Pos2, link: &Link, color: Color32) {
    let stroke = Stroke::new(1.4, color);
    match link {
        Link::Digital(_) => {
            let wave = [
                (-7.0, 3.5),
                (-3.5, 3.5),
                (-3.5, -3.5),
                (1.0, -3.5),
                (1.0, 3.5),
                (4.5, 3.5),
                (4.5, -3.5),
                (7.0, -3.5),
            ];
            line(painter, at, &wave, stroke);
        }
        Link::AnalogFm(_) => aerial(painter, at, stroke),
        Link::Bluetooth(_) => {
            let rune = [
                (-3.5, -3.0),
                (3.5, 3.0),
                (0.0, 6.0),
                (0.0, -6.0),
                (3.5, -3.0),
                (-3.5, 3.0),
            ];
            line(painter, at, &rune, stroke);
        }
        Link::Wired | Link::WiredPack(_) => {
            line(painter, at, &[(-7.0, 0.0), (-2.0, 0.0)], stroke);
            let plug = [(-2.0, -3.0), (4.0, -3.0), (4.0, 3.0), (-2.0, 3.0)];
            line(painter, at, &plug, stroke);
            line(painter, at, &[(-2.0, -3.0), (-2.0, 3.0)], stroke);
            line(painter, at, &[(4.0, 0.0), (7.0, 0.0)], stroke);
        }
    }
}

fn line(painter: &Painter, at: Pos2, points: &[(f32, f32)], stroke: Stroke) {
    let points = points.iter().map(|&(x, y)| at + vec2(x, y)).collect();
    painter.add(Shape::line(points, stroke));
}

/// A mast that radiates.
fn aerial(painter: &Painter, at: Pos2, stroke: Stroke) {
    line(painter, at, &[(0.0, -1.0), (0.0, 6.0)], stroke);
    painter.circle_filled(at - vec2(0.0, 2.0), 1.6, stroke.color);
    for side in [-1.0, 1.0] {
        for radius in [4.0, 7.0] {
            let arc: Vec<Pos2> = (0..=8)
                .map(|index| {
                    let angle = (index as f32 / 8.0 - 0.5) * 1.5;
                    pos2(
                        at.x + side * radius * angle.cos(),
                        at.y - 2.0 + radius * angle.sin(),
                    )
                })
                .collect();
            painter.add(Shape::line(arc, stroke));
        }
    }
}

/// Draws the mark of a fit around a place: a tip, a molded shell, a bud; struck out when an
/// earphone is out of its ear.
pub fn fit(painter: &Painter, at: Pos2, rig: &Rig, color: Color32) {
    let stroke = Stroke::new(1.4, color);
    match Form::of(rig) {
        Form::Universal => {
            let dome = [
                (-1.0, -5.0),
                (3.0, -4.6),
                (5.6, -2.4),
                (6.4, 0.0),
                (5.6, 2.4),
                (3.0, 4.6),
                (-1.0, 5.0),
                (-1.0, -5.0),
            ];
            line(painter, at, &dome, stroke);
            let nozzle = [(-1.0, -2.0), (-6.5, -2.0), (-6.5, 2.0), (-1.0, 2.0)];
            line(painter, at, &nozzle, stroke);
        }
        Form::Custom => {
            let shell = [
                (-6.5, -2.0),
                (-5.0, -5.5),
                (-1.0, -5.5),
                (2.0, -3.0),
                (6.5, -3.4),
                (6.5, 0.6),
                (2.6, 1.6),
                (-0.4, 5.5),
                (-4.8, 4.6),
                (-6.5, -2.0),
            ];
            line(painter, at, &shell, stroke);
        }
        Form::Bud => {
            painter.circle_stroke(at + vec2(0.0, -2.0), 4.0, stroke);
            line(painter, at, &[(0.0, 2.0), (0.0, 6.5)], stroke);
        }
    }
    if rig.earphone.left_out || rig.earphone.right_out {
        line(painter, at, &[(-7.0, 6.0), (7.0, -6.0)], stroke);
    }
}
