//! A picture of what a rig does to the mix and to the room, on the same scale for every rig.

use std::fmt::Write;

use anyhow::Result;
use bodypack::design::Plot;
use bodypack::rig::Rig;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 28.0;
/// The scales of every picture.
const BAND_HZ: [f64; 2] = [20.0, 20_000.0];
const LEVELS_DB: [f64; 2] = [-60.0, 20.0];
const POINTS: u32 = 240;

/// The picture as SVG. Colors come from the page's own style.
pub fn svg(rig: &Rig) -> Result<String> {
    let octaves = (BAND_HZ[1] / BAND_HZ[0]).log2();
    let frequencies_hz = (0..=POINTS)
        .map(|n| BAND_HZ[0] * 2f64.powf(octaves * f64::from(n) / f64::from(POINTS)))
        .collect();
    let plot = Plot::new(rig, frequencies_hz)?;
    let mut out = String::new();
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         font-family=\"sans-serif\" font-size=\"11\">\n\
         <title>{}: mix and room at the drum</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>",
        super::page::escaped(&rig.name)
    )?;
    grid(&mut out)?;
    let differ = !rig.earphone.is_symmetric();
    let ears: &[usize] = if differ { &[0, 1] } else { &[0] };
    for &ear in ears {
        let dash = if ear == 1 {
            " stroke-dasharray=\"6 4\""
        } else {
            ""
        };
        let curves = [
            (&plot.programme_db[ear], "#1b6ac9"),
            (&plot.isolation_db[ear], "#c2571a"),
        ];
        for (levels_db, color) in curves {
            let points = points(&plot.frequencies_hz, levels_db);
            writeln!(
                out,
                "<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"{dash} points=\"{points}\"/>"
            )?;
        }
    }
    out.push_str("</svg>\n");
    Ok(out)
}

fn x(frequency_hz: f64) -> f64 {
    let share = (frequency_hz / BAND_HZ[0]).ln() / (BAND_HZ[1] / BAND_HZ[0]).ln();
    LEFT + share * (WIDTH - LEFT - RIGHT)
}

fn y(level_db: f64) -> f64 {
    let share = (level_db - LEVELS_DB[0]) / (LEVELS_DB[1] - LEVELS_DB[0]);
    HEIGHT - BOTTOM - share.clamp(0.0, 1.0) * (HEIGHT - TOP - BOTTOM)
}

fn points(frequencies_hz: &[f64], levels_db: &[f64]) -> String {
    let point = |(f, level_db): (&f64, &f64)| format!("{:.1},{:.1}", x(*f), y(*level_db));
    let points: Vec<String> = frequencies_hz.iter().zip(levels_db).map(point).collect();
    points.join(" ")
}

fn grid(out: &mut String) -> Result<()> {
    let (bottom, right) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
    let mut level_db = LEVELS_DB[0];
    while level_db <= LEVELS_DB[1] {
        let y = y(level_db);
        let width = if level_db == 0.0 { 1.2 } else { 0.5 };
        writeln!(
            out,
            "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\" stroke=\"#9aa3ad\" stroke-width=\"{width}\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#454c54\">{level_db}</text>",
            LEFT - 6.0,
            y + 4.0
        )?;
        level_db += 20.0;
    }
    for (frequency_hz, label) in [
        (20.0, "20"),
        (50.0, "50"),
        (100.0, "100"),
        (200.0, "200"),
        (500.0, "500"),
        (1e3, "1k"),
        (2e3, "2k"),
        (5e3, "5k"),
        (1e4, "10k"),
        (2e4, "20k"),
    ] {
        let x = x(frequency_hz);
        writeln!(
            out,
            "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"#9aa3ad\" stroke-width=\"0.5\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#454c54\">{label}</text>",
            bottom + 16.0
        )?;
    }
    Ok(())
}
