//! The drivers of the earphone in words and signs: what the network is solved with.

use egui::{pos2, vec2, Align2, Rect, Ui};

use super::ear::drivers::driver as sign;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::paint;
use crate::rig::Driver;

/// Least width of a driver's place, points: where there are few, and where there are many.
const WIDTHS: [f32; 2] = [220.0, 176.0];
/// Largest number that is called few.
const FEW: usize = 9;
/// Height of a driver's place, points.
const HEIGHT: f32 = 44.0;

/// Shows every driver.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let drivers = &view.rig.earphone.drivers;
    let [roomy, tight] = WIDTHS;
    let least = if drivers.len() <= FEW { roomy } else { tight };
    let columns = ((rect.width() / least) as usize).clamp(1, drivers.len().max(1));
    let rows = drivers.len().div_ceil(columns).max(1) as f32;
    let width = rect.width() / columns as f32;
    let height = (rect.height() / rows).min(HEIGHT + 8.0);
    for (index, driver) in drivers.iter().enumerate() {
        let (row, column) = (index / columns, index % columns);
        let at = rect.min + vec2(column as f32 * width, row as f32 * height);
        one(
            ui,
            Rect::from_min_size(at, vec2(width - theme::GAP, height - 4.0)),
            driver,
        );
    }
}

fn one(ui: &Ui, rect: Rect, driver: &Driver) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let middle = pos2(rect.left() + 20.0, rect.center().y);
    sign(
        painter,
        palette,
        middle,
        rect.height().min(36.0),
        &driver.motor,
    );
    let words = rect.with_min_x(rect.left() + 44.0);
    let half = 0.5 * rect.height();
    let line =
        |top: f32| Rect::from_min_size(words.min + vec2(0.0, top), vec2(words.width(), half));
    let left = Align2::LEFT_CENTER;
    let (font, ink) = (theme::strong(), palette.text);
    let name = paint::text_fitted(painter, line(0.0), left, &driver.name, font, ink);
    let rest = line(0.0).with_min_x(name.right() + theme::STEP);
    let (font, ink) = (theme::label(), palette.muted);
    paint::text_fitted(painter, rest, left, &treatment(driver), font.clone(), ink);
    paint::text_fitted(painter, line(half), left, &in_words(driver), font, ink);
}

/// Damper and polarity of a driver, beside its name.
fn treatment(driver: &Driver) -> String {
    let damped = driver.damper.is_some().then_some("damped");
    let reversed = driver.inverted.then_some("inv.");
    let words: Vec<&str> = damped.into_iter().chain(reversed).collect();
    words.join(", ")
}

/// Kind and tube of a driver.
fn in_words(driver: &Driver) -> String {
    let kind = driver.motor.kind().word();
    let mut words = vec![match driver.count {
        1 => kind.to_owned(),
        count => format!("{count} \u{d7} {kind}"),
    }];
    if let Some(tube) = &driver.tube {
        words.push(format!("tube {:.1} mm", tube.length_mm));
    }
    words.join(" \u{b7} ")
}
