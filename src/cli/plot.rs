//! Pictures of frequency responses: dark, on a logarithmic axis from 20 Hz to 20 kHz, as PNG.

mod canvas;
mod scale;

pub use canvas::PlotError;

use canvas::{Align, Canvas, Colour};
use scale::Axis;

/// Size of every picture in pixels.
const WIDTH: f64 = 1600.0;
const HEIGHT: f64 = 900.0;
/// Space around the panels in pixels: room for the title, and for the labels of the axes.
const MARGIN_LEFT: f64 = 96.0;
const MARGIN_RIGHT: f64 = 40.0;
const MARGIN_TOP: f64 = 150.0;
const MARGIN_BOTTOM: f64 = 64.0;
/// Space between two panels, which holds the lower one's unit.
const PANEL_GAP: f64 = 56.0;

const LOWEST_HZ: f64 = 20.0;
const HIGHEST_HZ: f64 = 20_000.0;

const BACKGROUND: Colour = Colour(0x12, 0x15, 0x1a);
const PANEL: Colour = Colour(0x19, 0x1d, 0x24);
const GRID_FINE: Colour = Colour(0x23, 0x29, 0x32);
const GRID: Colour = Colour(0x36, 0x3e, 0x4a);
const TEXT: Colour = Colour(0xe9, 0xee, 0xf4);
const TEXT_SOFT: Colour = Colour(0x9f, 0xac, 0xba);
/// The colours of the traces, in turn; apart from each other for colour-blind eyes too.
const TRACES: [Colour; 4] = [
    Colour(0x56, 0xb4, 0xe9),
    Colour(0xf2, 0x9e, 0x38),
    Colour(0x6f, 0xd0, 0xa5),
    Colour(0xcc, 0x79, 0xa7),
];

/// One line in a panel.
pub struct Trace {
    /// What it is; shown when a panel has more than one.
    pub name: String,
    /// Frequency in Hz and value in the panel's unit, by rising frequency.
    pub points: Vec<(f64, f64)>,
}

/// Lines over one frequency axis.
pub struct Panel {
    /// What the value is, with its unit.
    pub unit: String,
    /// Share of the height.
    pub weight: f64,
    /// Whether the value is a level, shown at least over 40 dB and at most over 80 dB, or a plain
    /// quantity from zero.
    pub level: bool,
    /// The lines.
    pub traces: Vec<Trace>,
}

/// A picture.
pub struct Picture {
    /// Large, on top.
    pub title: String,
    /// What exactly is shown, in one line.
    pub subtitle: String,
    /// One below the other.
    pub panels: Vec<Panel>,
}

/// Draws a picture and gives the bytes of a PNG file.
///
/// # Errors
///
/// When the picture cannot be drawn or encoded.
pub fn png(picture: &Picture) -> Result<Vec<u8>, PlotError> {
    let mut canvas = Canvas::new(WIDTH as u32, HEIGHT as u32, BACKGROUND);
    {
        let brush = canvas.brush()?;
        brush.text(&picture.title, (MARGIN_LEFT, 34.0), 38.0, TEXT, Align::Left)?;
        brush.text(
            &picture.subtitle,
            (MARGIN_LEFT, 84.0),
            20.0,
            TEXT_SOFT,
            Align::Left,
        )?;
        let gaps = PANEL_GAP * picture.panels.len().saturating_sub(1) as f64;
        let room = HEIGHT - MARGIN_TOP - MARGIN_BOTTOM - gaps;
        let weights: f64 = picture.panels.iter().map(|p| p.weight).sum();
        let mut top = MARGIN_TOP;
        for (i, panel) in picture.panels.iter().enumerate() {
            let bottom = top + room * panel.weight / weights;
            let last = i + 1 == picture.panels.len();
            PanelArea::new(panel, top, bottom).draw(&brush, panel, last)?;
            top = bottom + PANEL_GAP;
        }
    }
    canvas.into_png()
}

/// A panel with its place and its axes.
struct PanelArea {
    top: f64,
    bottom: f64,
    values: Axis,
}

impl PanelArea {
    fn new(panel: &Panel, top: f64, bottom: f64) -> Self {
        let shown = panel.traces.iter().flat_map(|t| &t.points);
        let shown = shown
            .filter(|(f, _)| (LOWEST_HZ..=HIGHEST_HZ).contains(f))
            .map(|(_, v)| *v);
        let values = if panel.level {
            Axis::level(shown)
        } else {
            Axis::from_zero(shown)
        };
        Self {
            top,
            bottom,
            values,
        }
    }

    fn x(frequency_hz: f64) -> f64 {
        let place = (frequency_hz / LOWEST_HZ).ln() / (HIGHEST_HZ / LOWEST_HZ).ln();
        MARGIN_LEFT + place * (WIDTH - MARGIN_LEFT - MARGIN_RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - self.values.place(value) * (self.bottom - self.top)
    }

    fn draw(&self, brush: &canvas::Brush<'_>, panel: &Panel, last: bool) -> Result<(), PlotError> {
        let (left, right) = (MARGIN_LEFT, WIDTH - MARGIN_RIGHT);
        brush.fill((left, self.top), (right, self.bottom), PANEL)?;
        self.draw_grid(brush, last)?;
        brush.text(
            &panel.unit,
            (left, self.top - 29.0),
            18.0,
            TEXT_SOFT,
            Align::Left,
        )?;
        for (trace, colour) in panel.traces.iter().zip(TRACES.iter().cycle()) {
            for run in self.visible_runs(&trace.points) {
                brush.line(&run, 3.0, *colour)?;
            }
        }
        if panel.traces.len() > 1 {
            self.draw_names(brush, panel)?;
        }
        Ok(())
    }

    fn draw_grid(&self, brush: &canvas::Brush<'_>, last: bool) -> Result<(), PlotError> {
        let (left, right) = (MARGIN_LEFT, WIDTH - MARGIN_RIGHT);
        for (frequency_hz, label) in scale::frequencies() {
            let x = Self::x(frequency_hz);
            let colour = if label.is_some() { GRID } else { GRID_FINE };
            brush.line(&[(x, self.top), (x, self.bottom)], 1.0, colour)?;
            if let (Some(label), true) = (label, last) {
                brush.text(
                    &label,
                    (x, self.bottom + 12.0),
                    19.0,
                    TEXT_SOFT,
                    Align::Centre,
                )?;
            }
        }
        for value in self.values.steps() {
            let y = self.y(value);
            brush.line(&[(left, y), (right, y)], 1.0, GRID)?;
            let label = scale::label(value, self.values.step);
            brush.text(
                &label,
                (left - 12.0, y + 1.5),
                19.0,
                TEXT_SOFT,
                Align::RightMiddle,
            )?;
        }
        if last {
            brush.text(
                "Hz",
                (right, self.bottom + 36.0),
                18.0,
                TEXT_SOFT,
                Align::Right,
            )?;
        }
        Ok(())
    }

    /// The names of the traces, in their colours, from the right above the panel.
    fn draw_names(&self, brush: &canvas::Brush<'_>, panel: &Panel) -> Result<(), PlotError> {
        let mut right = WIDTH - MARGIN_RIGHT;
        let named: Vec<_> = panel.traces.iter().zip(TRACES.iter().cycle()).collect();
        for (trace, colour) in named.into_iter().rev() {
            brush.text(
                &trace.name,
                (right, self.top - 30.0),
                19.0,
                *colour,
                Align::Right,
            )?;
            right -= brush.text_width(&trace.name, 19.0) + 24.0;
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
            let here = (Self::x(frequency_hz), value);
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

    /// Where the line between two points meets the upper or lower edge, in pixels.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(level: bool, traces: Vec<Trace>) -> Panel {
        Panel {
            unit: "dB".into(),
            weight: 1.0,
            level,
            traces,
        }
    }

    fn trace(name: &str, value: impl Fn(f64) -> f64) -> Trace {
        let points = (0..=480).map(|k| 20.0 * 1000f64.powf(f64::from(k) / 480.0));
        Trace {
            name: name.into(),
            points: points.map(|f| (f, value(f))).collect(),
        }
    }

    /// Red, green and blue of every pixel.
    fn pixels(bytes: &[u8]) -> Vec<[u8; 3]> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(
            (f64::from(frame.width), f64::from(frame.height)),
            (WIDTH, HEIGHT)
        );
        pixels.chunks_exact(3).map(|p| [p[0], p[1], p[2]]).collect()
    }

    #[test]
    fn a_flat_trace_is_drawn_at_its_level() {
        let flat = panel(true, vec![trace("flat", |_| 93.0)]);
        let picture = Picture {
            title: "Flat".into(),
            subtitle: "94 dB".into(),
            panels: vec![flat],
        };
        let pixels = pixels(&png(&picture).unwrap());
        // The axis shows 60 to 100 dB.
        let y =
            HEIGHT - MARGIN_BOTTOM - (93.0 - 60.0) / 40.0 * (HEIGHT - MARGIN_TOP - MARGIN_BOTTOM);
        let row = y.round() as usize * WIDTH as usize;
        let Colour(r, g, b) = TRACES[0];
        for x in [200, 800, 1500] {
            assert_eq!(pixels[row + x], [r, g, b], "at x = {x}");
        }
    }

    #[test]
    fn nothing_is_drawn_outside_a_panel() {
        let steep = panel(true, vec![trace("steep", |f| 100.0 * (f / 1e3).log2())]);
        let picture = Picture {
            title: String::new(),
            subtitle: String::new(),
            panels: vec![steep],
        };
        let pixels = pixels(&png(&picture).unwrap());
        let above = &pixels[..(MARGIN_TOP as usize - 40) * WIDTH as usize];
        let Colour(r, g, b) = BACKGROUND;
        assert!(above.iter().all(|p| *p == [r, g, b]));
    }

    #[test]
    fn a_picture_without_points_is_still_a_picture() {
        let empty = panel(false, vec![trace("nothing", |_| f64::NAN)]);
        let picture = Picture {
            title: "None".into(),
            subtitle: String::new(),
            panels: vec![empty],
        };
        pixels(&png(&picture).unwrap());
    }
}
