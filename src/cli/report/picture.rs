//! The matrix as a picture: a row for each rig, a column for each kind of finding.

use bodypack::report::{Kind, OnRig, Report, Severity};

use super::super::plot::canvas::{Align, Brush, Canvas, Rgb};
use super::super::plot::PlotError;

const BACKGROUND: Rgb = Rgb(0xff, 0xff, 0xff);
const TEXT: Rgb = Rgb(0x1d, 0x23, 0x29);
const SOFT: Rgb = Rgb(0x59, 0x62, 0x6b);
const FINE: Rgb = Rgb(0xee, 0xf1, 0xf3);
const NOTHING: Rgb = Rgb(0xff, 0xff, 0xff);
/// Width of the picture and of the names; height of a row and of everything above them.
const WIDTH: f64 = 1600.0;
const NAMES: f64 = 420.0;
const ROW: f64 = 26.0;
const HEAD: f64 = 250.0;
const MARGIN: f64 = 24.0;
/// Findings that are told in words.
const TOLD: usize = 3;

/// Color of a severity, and a mark that tells it without color.
fn look(severity: Option<Severity>) -> (Rgb, &'static str) {
    match severity {
        None => (FINE, ""),
        Some(Severity::Slight) => (Rgb(0xf6, 0xe3, 0xa1), "1"),
        Some(Severity::Clear) => (Rgb(0xf2, 0xb0, 0x66), "2"),
        Some(Severity::Severe) => (Rgb(0xe0, 0x7a, 0x64), "3"),
    }
}

/// The picture as the bytes of a PNG file.
///
/// # Errors
/// When it cannot be drawn.
pub fn png(report: &Report) -> Result<Vec<u8>, PlotError> {
    let height = HEAD + ROW * report.rigs.len() as f64 + MARGIN;
    let mut canvas = Canvas::new(WIDTH as u32, height as u32, BACKGROUND);
    let brush = canvas.brush()?;
    let title = format!("{} on {} rigs", report.mix, report.rigs.len());
    brush.text(&title, (MARGIN, MARGIN), 30.0, TEXT, Align::Left)?;
    let told: Vec<String> = match report.of_mix.is_empty() {
        true => vec!["Nothing is wrong with the mix itself.".to_owned()],
        false => report
            .of_mix
            .iter()
            .take(TOLD)
            .map(|finding| finding.sentence.clone())
            .collect(),
    };
    for (n, sentence) in told.iter().enumerate() {
        let text = cut(sentence, WIDTH - 2.0 * MARGIN, |text| {
            brush.text_width(text, 17.0)
        });
        brush.text(
            &text,
            (MARGIN, 70.0 + 24.0 * n as f64),
            17.0,
            TEXT,
            Align::Left,
        )?;
    }
    let legend = "Empty: fine.  1 slight, 2 clear, 3 severe.  White: nothing to measure.";
    brush.text(legend, (MARGIN, 148.0), 15.0, SOFT, Align::Left)?;
    let column = (WIDTH - NAMES - 2.0 * MARGIN) / Kind::OF_RIGS.len() as f64;
    let x = |n: usize| MARGIN + NAMES + column * n as f64;
    for (n, kind) in Kind::OF_RIGS.iter().enumerate() {
        let words: Vec<&str> = kind.title().split(' ').collect();
        let lines = balanced(&words);
        for (line, text) in lines.iter().enumerate() {
            let at = (
                x(n) + 0.5 * column,
                HEAD - 22.0 * (lines.len() - line) as f64 - 4.0,
            );
            brush.text(text, at, 14.0, TEXT, Align::Center)?;
        }
    }
    for (row, rig) in report.rigs.iter().enumerate() {
        draw_row(&brush, rig, HEAD + ROW * row as f64, column)?;
    }
    drop(brush);
    canvas.into_png()
}

/// Draws the name of a rig and its cells.
fn draw_row(brush: &Brush<'_>, rig: &OnRig, top: f64, column: f64) -> Result<(), PlotError> {
    let x = |n: usize| MARGIN + NAMES + column * n as f64;
    let name = cut(&rig.candidate.rig.name, NAMES - 10.0, |text| {
        brush.text_width(text, 16.0)
    });
    brush.text(
        &name,
        (MARGIN, top + 0.5 * ROW),
        16.0,
        TEXT,
        Align::LeftMiddle,
    )?;
    for (n, kind) in Kind::OF_RIGS.iter().enumerate() {
        let (color, mark) = cell(rig, *kind);
        brush.fill(
            (x(n) + 1.0, top + 1.0),
            (x(n) + column - 1.0, top + ROW - 1.0),
            color,
        )?;
        brush.text(
            mark,
            (x(n) + 0.5 * column, top + 5.0),
            16.0,
            TEXT,
            Align::Center,
        )?;
    }
    Ok(())
}

fn cell(rig: &OnRig, kind: Kind) -> (Rgb, &'static str) {
    match rig.cells.iter().find(|cell| cell.kind == kind) {
        Some(cell) if cell.value.is_some() => look(cell.severity()),
        _ => (NOTHING, ""),
    }
}

/// A heading in lines of about ten letters.
fn balanced(words: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < 10 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push((*word).to_owned()),
        }
    }
    lines
}

/// A text that is cut where it would be too wide.
fn cut(text: &str, most: f64, width: impl Fn(&str) -> f64) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while !kept.is_empty() && width(&format!("{} ...", kept.iter().collect::<String>())) > most {
        kept.pop();
    }
    format!("{} ...", kept.iter().collect::<String>().trim_end())
}
