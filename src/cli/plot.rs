//! Pictures of frequency responses: dark, on a logarithmic axis from 20 Hz to 20 kHz, as PNG.

pub mod canvas;
mod panel;
mod scale;

pub use canvas::PlotError;

use canvas::{Align, Canvas, Rgb};
use panel::PanelArea;

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

const BACKGROUND: Rgb = Rgb(0x12, 0x15, 0x1a);
const PANEL: Rgb = Rgb(0x19, 0x1d, 0x24);
const GRID_FINE: Rgb = Rgb(0x23, 0x29, 0x32);
const GRID: Rgb = Rgb(0x36, 0x3e, 0x4a);
const TEXT: Rgb = Rgb(0xe9, 0xee, 0xf4);
const TEXT_SOFT: Rgb = Rgb(0x9f, 0xac, 0xba);
/// The colors of the traces, in turn; apart from each other for color-blind eyes too.
const TRACES: [Rgb; 6] = [
    Rgb(0x56, 0xb4, 0xe9),
    Rgb(0xf2, 0x9e, 0x38),
    Rgb(0x6f, 0xd0, 0xa5),
    Rgb(0xcc, 0x79, 0xa7),
    Rgb(0xe3, 0x5d, 0x3f),
    Rgb(0x8f, 0x8c, 0xf5),
];
/// Color of the right-hand axis.
const RIGHT: Rgb = Rgb(0xf0, 0xe4, 0x42);

/// Line style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// In the next color.
    Next,
    /// Thick and white: what the picture is about.
    Main,
    /// White dashes.
    Dashed,
    /// Gray dots.
    Dotted,
}

/// Type of value, which sets the ticks of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// A level in dB, over at least 40 dB and at most 80 dB.
    Level,
    /// A plain quantity from zero.
    FromZero,
    /// An angle.
    Degrees,
}

/// One line in a panel.
pub struct Trace {
    /// Name; shown when a panel has more than one line.
    pub name: String,
    /// Line style.
    pub look: Look,
    /// Frequency in Hz and value in the panel's unit, by rising frequency.
    pub points: Vec<(f64, f64)>,
}

/// Lines over one frequency axis.
pub struct Panel {
    /// Quantity with its unit.
    pub unit: String,
    /// Share of the height.
    pub weight: f64,
    /// Type of value.
    pub scale: Scale,
    /// The lines; the last one is on top.
    pub traces: Vec<Trace>,
    /// A line with an axis of its own.
    pub right: Option<RightAxis>,
}

/// A line from zero that is read on the right.
pub struct RightAxis {
    /// Quantity with its unit.
    pub unit: String,
    /// The line.
    pub trace: Trace,
}

impl Trace {
    /// The same line, drawn otherwise.
    pub fn look(mut self, look: Look) -> Self {
        self.look = look;
        self
    }
}

/// A picture.
pub struct Picture {
    /// Large, on top.
    pub title: String,
    /// Subtitle: the exact content in one line.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(scale: Scale, traces: Vec<Trace>) -> Panel {
        Panel {
            unit: "dB".into(),
            weight: 1.0,
            scale,
            traces,
            right: None,
        }
    }

    fn trace(name: &str, value: impl Fn(f64) -> f64) -> Trace {
        let points = (0..=480).map(|k| 20.0 * 1000f64.powf(f64::from(k) / 480.0));
        Trace {
            name: name.into(),
            look: Look::Next,
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
        let flat = panel(Scale::Level, vec![trace("flat", |_| 93.0)]);
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
        let Rgb(r, g, b) = TRACES[0];
        for x in [200, 800, 1500] {
            assert_eq!(pixels[row + x], [r, g, b], "at x = {x}");
        }
    }

    #[test]
    fn nothing_is_drawn_outside_a_panel() {
        let steep = panel(
            Scale::Level,
            vec![trace("steep", |f| 100.0 * (f / 1e3).log2())],
        );
        let picture = Picture {
            title: String::new(),
            subtitle: String::new(),
            panels: vec![steep],
        };
        let pixels = pixels(&png(&picture).unwrap());
        let above = &pixels[..(MARGIN_TOP as usize - 40) * WIDTH as usize];
        let Rgb(r, g, b) = BACKGROUND;
        assert!(above.iter().all(|p| *p == [r, g, b]));
    }

    #[test]
    fn a_picture_without_points_is_still_a_picture() {
        let empty = panel(Scale::FromZero, vec![trace("nothing", |_| f64::NAN)]);
        let picture = Picture {
            title: "None".into(),
            subtitle: String::new(),
            panels: vec![empty],
        };
        pixels(&png(&picture).unwrap());
    }

    #[test]
    fn the_right_axis_has_a_line_of_its_own() {
        let mut levels = panel(Scale::Level, vec![trace("flat", |_| 93.0)]);
        let without = Picture {
            title: String::new(),
            subtitle: String::new(),
            panels: vec![panel(Scale::Level, vec![trace("flat", |_| 93.0)])],
        };
        levels.right = Some(RightAxis {
            unit: "Ω".into(),
            trace: trace("impedance", |_| 8.0),
        });
        let with = Picture {
            title: String::new(),
            subtitle: String::new(),
            panels: vec![levels],
        };
        let Rgb(r, g, b) = RIGHT;
        let yellow = |picture: &Picture| {
            let pixels = pixels(&png(picture).unwrap());
            pixels.iter().filter(|p| **p == [r, g, b]).count()
        };
        assert_eq!(yellow(&without), 0);
        assert!(yellow(&with) > 1000);
    }
}
