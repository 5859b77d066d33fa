//! One panel: its grid, its lines and their names.

use super::canvas::{Align, Brush, Rgb};
use super::scale::{self, Axis};
use super::{Look, Panel, PlotError, Scale, Trace};
use super::{GRID, GRID_FINE, PANEL, RIGHT, TEXT, TEXT_SOFT, TRACES};
use super::{HEIGHT, HIGHEST_HZ, LOWEST_HZ, MARGIN_LEFT, MARGIN_RIGHT, WIDTH};

/// Size of the names of lines in pixels, and of the space between two.
const NAME_SIZE: f64 = 19.0;
const NAME_GAP: f64 = 24.0;

/// A panel with its place and its axes.
pub struct PanelArea {
    top: f64,
    bottom: f64,
    values: Axis,
}

fn shown<'a>(traces: impl Iterator<Item = &'a Trace> + 'a) -> impl Iterator<Item = f64> + 'a {
    traces
        .flat_map(|trace| &trace.points)
        .filter(|(f, _)| (LOWEST_HZ..=HIGHEST_HZ).contains(f))
        .map(|(_, value)| *value)
}

fn x(frequency_hz: f64) -> f64 {
    let place = (frequency_hz / LOWEST_HZ).ln() / (HIGHEST_HZ / LOWEST_HZ).ln();
    MARGIN_LEFT + place * (WIDTH - MARGIN_LEFT - MARGIN_RIGHT)
}

impl PanelArea {
    pub fn new(panel: &Panel, top: f64, bottom: f64) -> Self {
        debug_assert!(bottom <= HEIGHT);
        let shown = shown(panel.traces.iter());
        let values = match panel.scale {
            Scale::Level => Axis::level(shown),
            Scale::FromZero => Axis::from_zero(shown),
            Scale::Degrees => Axis::degrees(),
        };
        Self {
            top,
            bottom,
            values,
        }
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - self.values.place(value) * (self.bottom - self.top)
    }

    pub fn draw(&self, brush: &Brush<'_>, panel: &Panel, last: bool) -> Result<(), PlotError> {
        let (left, right) = (MARGIN_LEFT, WIDTH - MARGIN_RIGHT);
        brush.fill((left, self.top), (right, self.bottom), PANEL)?;
        self.draw_grid(brush, last)?;
        let above = self.top - 29.0;
        brush.text(&panel.unit, (left, above), 18.0, TEXT_SOFT, Align::Left)?;
        let mut named = Vec::new();
        if let Some(axis) = &panel.right {
            self.draw_right(brush, &axis.trace)?;
            named.push((format!("{} ({})", axis.trace.name, axis.unit), RIGHT));
        }
        let mut colors = TRACES.iter().cycle();
        for trace in &panel.traces {
            let color = match trace.look {
                Look::Next => *colors.next().unwrap_or(&TEXT),
                Look::Main | Look::Dashed => TEXT,
                Look::Dotted => TEXT_SOFT,
            };
            for run in self.visible_runs(&trace.points) {
                draw_line(brush, &run, trace.look, color)?;
            }
            named.push((trace.name.clone(), color));
        }
        if named.len() > 1 {
            self.draw_names(brush, &named)?;
        }
        Ok(())
    }

    /// A line with its own axis, whose labels stand at the right.
    fn draw_right(&self, brush: &Brush<'_>, trace: &Trace) -> Result<(), PlotError> {
        let own = Self {
            values: Axis::from_zero(shown(std::iter::once(trace))),
            ..*self
        };
        for run in own.visible_runs(&trace.points) {
            brush.line(&run, 2.0, RIGHT)?;
        }
        let right = WIDTH - MARGIN_RIGHT;
        for value in own.values.steps().skip(1) {
            let y = own.y(value);
            brush.line(&[(right - 8.0, y), (right, y)], 2.0, RIGHT)?;
            let label = match own.values.step {
                1000.0.. => format!("{}k", value / 1e3),
                step => scale::label(value, step),
            };
            brush.text(&label, (right + 6.0, y), 16.0, RIGHT, Align::LeftMiddle)?;
        }
        Ok(())
    }

    fn draw_grid(&self, brush: &Brush<'_>, last: bool) -> Result<(), PlotError> {
        let (left, right) = (MARGIN_LEFT, WIDTH - MARGIN_RIGHT);
        for (frequency_hz, label) in scale::frequencies() {
            let x = x(frequency_hz);
            let color = if label.is_some() { GRID } else { GRID_FINE };
            brush.line(&[(x, self.top), (x, self.bottom)], 1.0, color)?;
            if let (Some(label), true) = (label, last) {
                let below = (x, self.bottom + 12.0);
                brush.text(&label, below, 19.0, TEXT_SOFT, Align::Center)?;
            }
        }
        for value in self.values.steps() {
            let y = self.y(value);
            brush.line(&[(left, y), (right, y)], 1.0, GRID)?;
            let label = scale::label(value, self.values.step);
            let beside = (left - 12.0, y + 1.5);
            brush.text(&label, beside, 19.0, TEXT_SOFT, Align::RightMiddle)?;
        }
        if last {
            let below = (right, self.bottom + 36.0);
            brush.text("Hz", below, 18.0, TEXT_SOFT, Align::Right)?;
        }
        Ok(())
    }

    /// The names of the lines, in their colors, from the right above the panel.
    fn draw_names(&self, brush: &Brush<'_>, named: &[(String, Rgb)]) -> Result<(), PlotError> {
        let mut right = WIDTH - MARGIN_RIGHT;
        for (name, color) in named.iter().rev().filter(|(name, _)| !name.is_empty()) {
            let place = (right, self.top - 30.0);
            brush.text(name, place, NAME_SIZE, *color, Align::Right)?;
            right -= brush.text_width(name, NAME_SIZE) + NAME_GAP;
        }
        Ok(())
    }

    /// The parts of a line that lie in the panel, cut where it crosses the edge.
    fn visible_runs(&self, points: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
        let inside = |v: f64| (self.values.low..=self.values.high).contains(&v);
        let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut run = Vec::new();
        let mut previous: Option<(f64, f64)> = None;
        for &(frequency_hz, value) in points {
            if !(LOWEST_HZ..=HIGHEST_HZ).contains(&frequency_hz) || !value.is_finite() {
                continue;
            }
            let here = (x(frequency_hz), value);
            if let Some(before) = previous {
                if inside(before.1) != inside(value) {
                    run.push(self.crossing(before, here));
                }
            }
            if inside(value) {
                run.push((here.0, self.y(value)));
            } else if !run.is_empty() {
                runs.push(std::mem::take(&mut run));
            }
            previous = Some(here);
        }
        runs.push(run);
        runs.retain(|run| run.len() > 1);
        runs
    }

    /// Intersection of the line between two points with the upper or lower edge, in pixels.
    fn crossing(&self, a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
        let edge = if a.1.max(b.1) > self.values.high {
            self.values.high
        } else {
            self.values.low
        };
        let share = (edge - a.1) / (b.1 - a.1);
        (a.0 + share * (b.0 - a.0), self.y(edge))
    }
}

/// A line as its look has it.
fn draw_line(
    brush: &Brush<'_>,
    points: &[(f64, f64)],
    look: Look,
    color: Rgb,
) -> Result<(), PlotError> {
    match look {
        Look::Next => brush.line(points, 3.0, color),
        Look::Main => brush.line(points, 5.0, color),
        Look::Dashed => draw_dashes(brush, points, (14.0, 10.0), color),
        Look::Dotted => draw_dashes(brush, points, (4.0, 7.0), color),
    }
}

/// Pieces of a line, so many pixels drawn and so many not, along the line.
fn draw_dashes(
    brush: &Brush<'_>,
    points: &[(f64, f64)],
    (drawn, skipped): (f64, f64),
    color: Rgb,
) -> Result<(), PlotError> {
    let mut along = 0.0;
    let mut dash: Vec<(f64, f64)> = Vec::new();
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if along % (drawn + skipped) < drawn {
            if dash.is_empty() {
                dash.push(a);
            }
            dash.push(b);
        } else if dash.len() > 1 {
            brush.line(&dash, 3.0, color)?;
            dash.clear();
        }
        along += (b.0 - a.0).hypot(b.1 - a.1);
    }
    if dash.len() > 1 {
        brush.line(&dash, 3.0, color)?;
    }
    Ok(())
}
