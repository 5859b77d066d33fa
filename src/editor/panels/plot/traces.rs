//! The curves.

use egui::{pos2, vec2, Color32, Painter, Pos2, Shape, Stroke};

use super::axes::Axes;
use crate::editor::context::View;
use crate::editor::panels::plot::readout_text::Shown;
use crate::editor::theme::Palette;
use crate::editor::widgets::paint;
use crate::worker::FLOOR_DB;

/// The range of levels that the spectra have from the upper end of the plot to the lower, dB.
const SPECTRUM_DB: f32 = 84.0;

/// Line style of a curve.
#[derive(Clone, Copy, PartialEq)]
pub enum Dash {
    /// The ear that is looked at.
    Solid,
    /// The other ear, and single drivers.
    Thin,
    /// Without leak and vent.
    Dashed,
    /// Reference curve.
    Dotted,
    /// The sound itself.
    Area,
}

/// Draws a line in one of the ways.
pub fn stroke(painter: &Painter, points: Vec<Pos2>, dash: Dash, color: Color32) {
    match dash {
        Dash::Solid => drop(painter.line(points, Stroke::new(2.4, color))),
        Dash::Thin => drop(painter.line(points, Stroke::new(1.4, color.gamma_multiply(0.65)))),
        Dash::Dashed => {
            let pale = Stroke::new(1.6, color.gamma_multiply(0.75));
            painter.extend(Shape::dashed_line(&points, pale, 7.0, 5.0));
        }
        Dash::Area => {
            let raised: Vec<Pos2> = points.iter().map(|at| *at - vec2(0.0, 5.0)).collect();
            let low = points.first().map_or(0.0, |at| at.y + 5.0);
            paint::area(painter, &raised, low, color.gamma_multiply(0.35));
        }
        Dash::Dotted => painter.extend(Shape::dotted_line(&points, color, 5.0, 1.1)),
    }
}

/// Draws the curves that are switched on, the most important one last.
pub fn show(painter: &Painter, axes: &Axes, shown: &Shown<'_>, view: &View<'_>, palette: &Palette) {
    let (look, plot) = (&shown.look, shown.plot);
    let curve = |levels_db: &[f64], dash: Dash, color: Color32| {
        let points = axes.line(&plot.frequencies_hz, levels_db);
        stroke(painter, points, dash, color);
    };
    if look.spectrum {
        spectra(painter, axes, view, palette);
    }
    if look.drivers && !shown.is_out(0) {
        // The curves are those of the left ear.
        for levels_db in &plot.drivers_db {
            curve(levels_db, Dash::Thin, palette.text);
        }
    }
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
        // An ear with nothing in it hears next to nothing of the mix.
        if !shown.is_out(side) {
            curve(&plot.programme_db[side], dash, palette.mix);
        }
    }
}

/// The sound itself, behind everything else: what comes in as a thin line, what is heard as an
/// area. A sine at full scale reaches the upper end of the axis.
fn spectra(painter: &Painter, axes: &Axes, view: &View<'_>, palette: &Palette) {
    let spectra = view.designer.spectra();
    let line = |levels_db: &[f32]| -> Vec<Pos2> {
        let pairs = spectra.frequencies_hz.iter().zip(levels_db);
        pairs
            .map(|(&hz, &db)| {
                let y = axes.rect.top() - axes.rect.height() * db / SPECTRUM_DB;
                pos2(axes.x(hz), y.min(axes.rect.bottom() + 2.0))
            })
            .collect()
    };
    if spectra.after_db.iter().all(|&db| db <= FLOOR_DB) {
        return;
    }
    let after = line(&spectra.after_db);
    let fill = palette.mix.gamma_multiply(0.13);
    paint::area(painter, &after, axes.rect.bottom(), fill);
    let before = line(&spectra.before_db);
    painter.line(before, Stroke::new(1.0, palette.faint.gamma_multiply(0.6)));
}
