//! Words of the sheet: places, ages, marks of severity, and what is shown before anything is measured.

use std::f32::consts::FRAC_PI_3;
use std::time::Duration;

use egui::{pos2, vec2, Color32, Painter, Pos2, Rect, Shape, Stroke, Ui};

use crate::editor::theme::{self, Palette};
use crate::editor::widgets::paint;
use crate::report::{Place, Severity};
use crate::worker::check::{Checked, Status, MOST_S};

/// Change of the input's level that is worth a word, dB.
const CHANGED_DB: f64 = 3.0;

/// A time as minutes and seconds.
pub fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

/// A place of the sound: on the host's timeline where that is known.
pub fn place(checked: &Checked, place: Place) -> String {
    match checked.held.song_s(place.from_s) {
        Some(song_s) => {
            let in_song = Place {
                from_s: song_s,
                to_s: song_s + place.to_s - place.from_s,
            };
            format!("{in_song} in the song")
        }
        None => format!("{place} of what was measured"),
    }
}

fn ago(age: Duration) -> String {
    match age.as_secs() {
        0..=59 => "just now".to_owned(),
        seconds @ 60..=7199 => format!("{} min ago", seconds / 60),
        seconds => format!("{} hours ago", seconds / 3600),
    }
}

/// Age of a result, and what is another now than it was then; true if anything is.
pub fn age(checked: &Checked, status: &Status) -> (String, bool) {
    let mut words = format!(
        "Measured {} on {} of sound, {} rigs.",
        ago(checked.at.elapsed()),
        clock(checked.held.seconds()),
        checked.report.rigs.len()
    );
    let mut other = false;
    let failed = checked.report.failed.len();
    if failed > 0 {
        words += &format!(" {failed} could not be played.");
    }
    if status.listens && status.window != status.of_window {
        words += " The input began anew since.";
        return (words, true);
    }
    if let Some(since_s) = status.since_s().filter(|since_s| *since_s >= 10.0) {
        words += &format!(" {} of new sound since.", clock(since_s));
        other = since_s >= MOST_S;
    }
    if let Some(change_db) = status.level_change_db().filter(|db| db.abs() >= CHANGED_DB) {
        let direction = if change_db > 0.0 { "louder" } else { "softer" };
        words += &format!(" The input is {:.0} dB {direction} now.", change_db.abs());
        other = true;
    }
    (words, other)
}

/// Fill of a cell by its severity.
fn fill(severity: Severity, palette: &Palette) -> Color32 {
    let share = match severity {
        Severity::Slight => 0.16,
        Severity::Clear => 0.38,
        Severity::Severe => 0.8,
    };
    paint::mix(palette.panel, palette.limit, share)
}

/// Ink on that fill.
fn ink(severity: Severity, palette: &Palette) -> Color32 {
    match severity {
        Severity::Severe => palette.background,
        _ => palette.text,
    }
}

/// Sign of a severity: its mark on its color.
pub fn sign(painter: &Painter, rect: Rect, severity: Severity, palette: &Palette) {
    painter.rect_filled(rect, 3.0, fill(severity, palette));
    mark(painter, rect.center(), severity, ink(severity, palette));
}

/// Mark of a severity, told from the others without color: a hollow triangle, a full one, a cross.
fn mark(painter: &Painter, at: Pos2, severity: Severity, ink: Color32) {
    const RADIUS: f32 = 5.0;
    let corner = |n: f32| {
        let angle = 2.0 * FRAC_PI_3 * n - 1.5 * FRAC_PI_3;
        at + vec2(0.0, 1.0) + RADIUS * vec2(angle.cos(), angle.sin())
    };
    let triangle = vec![corner(0.0), corner(1.0), corner(2.0)];
    let line = Stroke::new(1.5, ink);
    match severity {
        Severity::Slight => {
            painter.add(Shape::closed_line(triangle, line));
        }
        Severity::Clear => {
            painter.add(Shape::convex_polygon(triangle, ink, Stroke::NONE));
        }
        Severity::Severe => {
            let thick = Stroke::new(2.0, ink);
            for side in [-1.0, 1.0] {
                let arm = vec2(0.75 * RADIUS * side, 0.75 * RADIUS);
                painter.line_segment([at - arm, at + arm], thick);
            }
        }
    }
}

/// A line of text that a screen reader reads, too.
pub fn line(ui: &Ui, rect: Rect, id: &str, text: &str, ink: Color32) {
    paint::spoken(ui, rect, ui.scope_id().with(id), text, ink).on_hover_text(text);
}

/// Shows what the sheet is for.
pub fn explain(ui: &Ui, rect: Rect) {
    let palette = theme::of(ui);
    let lines = [
        "Let the host play: the last three minutes of the mix are kept, with room and own voice where they are connected.",
        "Measure then plays them on every rig that you choose and says, ranked, what is at risk: room over the mix, bass, sides, hiss, level.",
        "A click on a finding loads its rig and says where in the song it is worst. Undo brings the present one back.",
        "Nothing of the sound is kept on disk, unless you export the page.",
    ];
    for (n, text) in lines.iter().enumerate() {
        let top = rect.top() + 24.0 + 28.0 * n as f32;
        let place = Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), top + 20.0));
        line(ui, place, &format!("explain {n}"), text, palette.muted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_ages_read_well() {
        assert_eq!(clock(102.4), "1:42");
        assert_eq!(ago(Duration::from_secs(30)), "just now");
        assert_eq!(ago(Duration::from_secs(150)), "2 min ago");
        assert_eq!(ago(Duration::from_secs(7300)), "2 hours ago");
    }
}
