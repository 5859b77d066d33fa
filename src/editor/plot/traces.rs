//! The curves.

use egui::{Color32, Painter, Shape, Stroke};

use super::super::app::View;
use super::super::theme::Palette;
use super::axes::Axes;
use crate::chain::Plot;

/// How the line of a curve is drawn.
#[derive(Clone, Copy, PartialEq)]
pub enum Dash {
    /// The ear that is looked at.
    Solid,
    /// The other ear, and single drivers.
    Thin,
    /// Without leak and vent.
    Dashed,
    /// What it is held against.
    Dotted,
}

/// Draws a line in one of the ways.
pub fn stroke(painter: &Painter, points: Vec<egui::Pos2>, dash: Dash, colour: Color32) {
    match dash {
        Dash::Solid => drop(painter.line(points, Stroke::new(2.4, colour))),
        Dash::Thin => drop(painter.line(points, Stroke::new(1.4, colour.gamma_multiply(0.65)))),
        Dash::Dashed => {
            let pale = Stroke::new(1.6, colour.gamma_multiply(0.75));
            painter.extend(Shape::dashed_line(&points, pale, 7.0, 5.0));
        }
        Dash::Dotted => painter.extend(Shape::dotted_line(&points, colour, 5.0, 1.1)),
    }
}

/// Draws the curves that are switched on, the most important one last.
pub fn show(painter: &Painter, axes: &Axes, plot: &Plot, view: &View<'_>, palette: &Palette) {
    let look = &view.look;
    let curve = |levels_db: &[f64], dash: Dash, colour: Color32| {
        let points = axes.line(&plot.frequencies_hz, levels_db);
        stroke(painter, points, dash, colour);
    };
    if look.target {
        curve(&plot.reference_db, Dash::Dotted, palette.muted);
    }
    if look.sealed {
        curve(&plot.sealed_db, Dash::Dashed, palette.mix);
    }
    let near = look.ear.min(1);
    for (side, dash) in [(1 - near, Dash::Thin), (near, Dash::Solid)] {
        if look.room {
            curve(&plot.isolation_db[side], dash, palette.room);
        }
    }
    for (side, dash) in [(1 - near, Dash::Thin), (near, Dash::Solid)] {
        curve(&plot.programme_db[side], dash, palette.mix);
    }
}
