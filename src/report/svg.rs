//! Charts of the page: spectra at the drum, level over time. Colors come from the page's style.

use std::fmt::Write;

use super::{Place, CENTERS_HZ};

/// Size of a chart in its own units.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 40.0;
const BOTTOM: f64 = 26.0;
const TOP: f64 = 10.0;
/// Points of a line over time.
const MOST_POINTS: usize = 300;

/// One line: what it is, class of its style, values from left to right.
pub(super) struct Line<'a> {
    pub(super) class: &'static str,
    pub(super) values: &'a [f64],
}

fn y(value: f64, low: f64, high: f64) -> f64 {
    let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
    HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)
}

/// Levels from the lowest to the highest worth drawing, in tens.
fn span(lines: &[Line<'_>]) -> (f64, f64) {
    let values = lines.iter().flat_map(|line| line.values);
    let highest = values.fold(f64::NEG_INFINITY, |high, value| high.max(*value));
    let high = (10.0 * (highest / 10.0).ceil()).max(10.0);
    (high - 70.0, high)
}

fn begin(label: &str, (low, high): (f64, f64), unit: &str) -> String {
    let mut out = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        super::page::escaped(label)
    );
    let mut level = low;
    while level <= high {
        let at = y(level, low, high);
        // Writing to a text cannot fail.
        let _ = write!(out, "<path class=\"g\" d=\"M{LEFT} {at:.1}H{WIDTH}\"/>");
        if ((level - low) / 10.0) as i64 % 2 == 0 {
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{level:.0}</text>",
                LEFT - 5.0,
                at + 4.0
            );
        }
        level += 10.0;
    }
    let _ = write!(out, "<text x=\"2\" y=\"{:.0}\">{unit}</text>", HEIGHT - 8.0);
    out
}

fn path(out: &mut String, class: &str, points: impl Iterator<Item = (f64, f64)>) {
    let mut shape = String::new();
    for (n, (x, y)) in points.enumerate() {
        let _ = write!(shape, "{}{x:.1} {y:.1}", if n == 0 { 'M' } else { 'L' });
    }
    let _ = write!(out, "<path class=\"{class}\" d=\"{shape}\"/>");
}

/// Levels by band.
pub(super) fn spectrum(label: &str, lines: &[Line<'_>]) -> String {
    let (low, high) = span(lines);
    let x =
        |band: usize| LEFT + (WIDTH - LEFT - 10.0) * band as f64 / (CENTERS_HZ.len() - 1) as f64;
    let mut out = begin(label, (low, high), "dB");
    for (band, text) in [
        (1, "50"),
        (4, "100"),
        (7, "200"),
        (11, "500"),
        (14, "1k"),
        (17, "2k"),
        (21, "5k"),
        (24, "10k"),
    ] {
        let _ = write!(
            out,
            "<path class=\"g\" d=\"M{0:.1} {TOP}V{1}\"/>",
            x(band),
            HEIGHT - BOTTOM
        );
        let _ = write!(
            out,
            "<text x=\"{:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{text}</text>",
            x(band),
            HEIGHT - 8.0
        );
    }
    for line in lines {
        let points = line
            .values
            .iter()
            .enumerate()
            .map(|(band, level)| (x(band), y(*level, low, high)));
        path(&mut out, line.class, points);
    }
    out + "</svg>"
}

/// Levels second by second, with the worst stretch shaded.
pub(super) fn over_time(label: &str, lines: &[Line<'_>], worst: Option<Place>) -> String {
    let (low, high) = span(lines);
    let seconds = lines
        .iter()
        .map(|line| line.values.len())
        .max()
        .unwrap_or(1)
        .max(1);
    let x = |second: f64| LEFT + (WIDTH - LEFT - 10.0) * second / seconds as f64;
    let mut out = begin(label, (low, high), "dB");
    if let Some(place) = worst {
        let (from, to) = (x(place.from_s), x(place.to_s.min(seconds as f64)));
        let _ = write!(
            out,
            "<path class=\"w\" d=\"M{from:.1} {TOP}H{to:.1}V{0}H{from:.1}Z\"/>",
            HEIGHT - BOTTOM
        );
    }
    let step = [5, 10, 30, 60, 120, 300, 600, 1800]
        .into_iter()
        .find(|step| seconds / step <= 8)
        .unwrap_or(3600);
    for second in (0..seconds).step_by(step) {
        let text = format!("{}:{:02}", second / 60, second % 60);
        let _ = write!(
            out,
            "<text x=\"{:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{text}</text>",
            x(second as f64) + 8.0,
            HEIGHT - 8.0
        );
    }
    let stride = seconds.div_ceil(MOST_POINTS).max(1);
    for line in lines {
        let parts = line.values.chunks(stride).enumerate();
        let points = parts.map(|(n, part)| {
            let highest = part.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            (
                x(((n * stride) as f64 + 0.5 * stride as f64).min(seconds as f64)),
                y(highest, low, high),
            )
        });
        path(&mut out, line.class, points);
    }
    out + "</svg>"
}
