//! The curve as it was read, on the axes of the plot.

use egui::{vec2, Align2, Rect, Ui};

use super::super::paint;
use super::super::plot::axes::Axes;
use super::super::plot::traces::{stroke, Dash};
use super::super::theme;
use super::State;
use crate::curve::import::Imported;
use crate::curve::Curve;
use crate::plugin::BAND_HZ;

/// Points of a drawn curve.
const POINTS: usize = 240;

/// Shows both ears.
pub fn show(ui: &Ui, rect: Rect, state: &State) {
    let palette = theme::of(ui);
    let axes = Axes {
        rect: Rect::from_min_max(rect.min + vec2(34.0, 24.0), rect.max - vec2(4.0, 18.0)),
    };
    axes.draw(ui.painter(), palette);
    let right: &Imported = state.other.as_ref().unwrap_or(&state.first);
    let equaliser = state.first.kind.is_equaliser();
    let painter = &ui.painter_at(axes.rect);
    for (curve, dash) in [(&right.right, Dash::Thin), (&state.first.left, Dash::Solid)] {
        let (hz, db) = sampled(curve, equaliser);
        stroke(painter, axes.line(&hz, &db), dash, palette.mix);
    }
    let words = if equaliser {
        "gain of the equaliser"
    } else {
        "level about the mean from 300 to 1000 Hz"
    };
    paint::text(
        ui.painter(),
        rect.min + vec2(34.0, 8.0),
        Align2::LEFT_CENTER,
        words,
        theme::label(),
        palette.muted,
    );
}

/// A curve on the frequencies of the plot. A response counts from its own mean, as absolute levels
/// of a measurement mean nothing here.
fn sampled(curve: &Curve, as_it_is: bool) -> (Vec<f64>, Vec<f64>) {
    let [low, high] = BAND_HZ;
    let zero_db = if as_it_is {
        0.0
    } else {
        curve.mean_db(300.0, 1000.0)
    };
    (0..POINTS)
        .map(|index| {
            let share = index as f64 / (POINTS - 1) as f64;
            let frequency_hz = low * (high / low).powf(share);
            (frequency_hz, curve.level_db(frequency_hz) - zero_db)
        })
        .unzip()
}
