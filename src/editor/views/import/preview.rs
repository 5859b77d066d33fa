//! The curve on the axes of the plot, over the rig's own response: as it was read, and what would
//! change.

use egui::{pos2, vec2, Align2, Color32, Rect, Sense, Ui, WidgetInfo};

use super::{State, Use};
use crate::curve::import::Imported;
use crate::curve::Curve;
use crate::editor::context::View;
use crate::editor::panels::plot::axes::Axes;
use crate::editor::panels::plot::traces::{stroke, Dash};
use crate::editor::theme;
use crate::editor::views::import::comparison;
use crate::editor::views::import::state::Found;
use crate::editor::widgets::paint;
use crate::worker::BAND_HZ;

/// Points of a drawn curve.
const POINTS: usize = 240;
/// Height of the legend and of the line below it, points.
const HEAD: f32 = 44.0;

/// A line of the preview.
struct Line {
    word: &'static str,
    dash: Dash,
    color: Color32,
    /// Frequencies in Hz and levels in dB.
    points: (Vec<f64>, Vec<f64>),
}

/// Shows what is there now, what was read, and what would be.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>, state: &State) {
    let palette = theme::of(ui);
    let axes = Axes {
        rect: Rect::from_min_max(rect.min + vec2(34.0, HEAD), rect.max - vec2(4.0, 18.0)),
    };
    axes.draw(ui.painter(), palette);
    let found = state.outlook.borrow_mut().of(ui.ctx(), view, state);
    let ear = view.look.ear.min(1);
    let lines = lines(state, found.as_deref(), ear, ui);
    let painter = &ui.painter_at(axes.rect);
    let mut left = rect.left() + 34.0;
    for line in lines {
        let (hz, db) = &line.points;
        stroke(painter, axes.line(hz, db), line.dash, line.color);
        left = legend(ui, pos2(left, rect.top() + 8.0), &line) + 16.0;
    }
    let says = in_words(found.as_deref(), ear);
    let at = rect.min + vec2(34.0, 28.0);
    let place = Rect::from_min_max(at - vec2(0.0, 8.0), pos2(rect.right(), at.y + 8.0));
    let font = theme::label();
    paint::text_within(
        ui.painter(),
        place,
        Align2::LEFT_CENTER,
        &says,
        font,
        palette.text,
    );
    let response = ui.interact(axes.rect, ui.scope_id().with("preview"), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Image, true, "Preview of the curve");
        info.current_text_value = Some(says.clone());
        info
    });
}

/// The lines drawn, the most important last.
fn lines(state: &State, found: Option<&Found>, ear: usize, ui: &Ui) -> Vec<Line> {
    let palette = theme::of(ui);
    let right: &Imported = state.other.as_ref().unwrap_or(&state.first);
    let curve = [&state.first.left, &right.right][ear];
    let equalizer = state.first.kind.is_equalizer();
    let mut lines = vec![Line {
        word: if equalizer {
            "the equalizer"
        } else {
            "as it was read"
        },
        dash: Dash::Dotted,
        color: palette.muted,
        points: sampled(curve, equalizer),
    }];
    let Some(found) = found else { return lines };
    let (Some(now), Some(then)) = (&found.now.plot, &found.then.plot) else {
        return lines;
    };
    let hz = || now.frequencies_hz.clone();
    let mut add = |word, dash, color, levels_db: &[f64]| {
        let points = (hz(), levels_db.to_vec());
        lines.push(Line {
            word,
            dash,
            color,
            points,
        });
    };
    add(
        "at the drum now",
        Dash::Thin,
        palette.text,
        &now.programme_db[ear],
    );
    if state.answers.purpose == Use::Earphone {
        add("with it", Dash::Solid, palette.mix, &then.programme_db[ear]);
    } else {
        add(
            "divided out now",
            Dash::Dashed,
            palette.muted,
            &now.reference_db,
        );
        add(
            "divided out with it",
            Dash::Solid,
            palette.mix,
            &then.reference_db,
        );
    }
    lines
}

/// One entry of the legend from a place; where it ends.
fn legend(ui: &Ui, at: egui::Pos2, line: &Line) -> f32 {
    let sample = vec![at, at + vec2(18.0, 0.0)];
    stroke(ui.painter(), sample, line.dash, line.color);
    let (place, ink) = (at + vec2(24.0, 0.0), theme::of(ui).muted);
    let align = Align2::LEFT_CENTER;
    paint::text(ui.painter(), place, align, line.word, theme::label(), ink).right()
}

/// The change in one line.
fn in_words(found: Option<&Found>, ear: usize) -> String {
    let Some(found) = found else {
        return "solving what would change\u{2026}".to_owned();
    };
    if let Some(problem) = found.then.problem.as_ref().or(found.now.problem.as_ref()) {
        return problem.clone();
    }
    let plots = found.now.plot.as_ref().zip(found.then.plot.as_ref());
    let change = plots.and_then(|(now, then)| comparison::largest_change(now, then, ear));
    match change {
        Some((hz, db)) if db.abs() >= 0.1 => {
            let sign = if db > 0.0 { "+" } else { "" };
            let db = paint::signed(db, 1);
            format!("What you hear changes by up to {sign}{db} dB, at {hz:.0} Hz.")
        }
        _ => "What you hear stays as it is.".to_owned(),
    }
}

/// A curve on the frequencies of the plot. A response counts from its own mean, as that of the rig
/// does; absolute levels of a measurement mean nothing here.
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
