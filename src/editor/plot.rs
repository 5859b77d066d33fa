//! The response at the drum: what reaches it now, sealed, what it is held against, and how much of
//! the room gets in.

use egui::{
    pos2, vec2, Align2, Color32, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo,
};

use super::app::{panel, View};
use super::theme;
use crate::chain::Plot;
use crate::plugin::BAND_HZ;

/// Ends of the level axis, dB.
const LEVELS_DB: [f64; 2] = [-40.0, 30.0];

/// Frequencies with a number, Hz.
const LABELLED_HZ: [(f64, &str); 10] = [
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
];

/// Shows the curves of the newest picture.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let inner = panel(ui, rect, "Response at the drum");
    let axes = Axes {
        rect: Rect::from_min_max(inner.min + vec2(34.0, 32.0), inner.max - vec2(6.0, 20.0)),
    };
    axes.draw(ui.painter());
    let response = ui.interact(axes.rect, ui.scope_id().with("plot"), Sense::HOVER);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, "Response at the drum"));
    let picture = view.designer.picture();
    let Some(plot) = &picture.plot else {
        let text = picture.problem.as_deref().unwrap_or("solving\u{2026}");
        let at = axes.rect.center();
        ui.painter()
            .text(at, Align2::CENTER_CENTER, text, theme::body(), theme::MUTED);
        return;
    };
    let uneven = plot.programme_db[0] != plot.programme_db[1];
    curves(&ui.painter_at(axes.rect), &axes, plot, uneven);
    legend(ui.painter(), inner, uneven);
    if let Some(at) = response.hover_pos() {
        readout(&ui.painter_at(axes.rect), &axes, plot, at);
    }
}

/// Where frequencies and levels are on the screen.
struct Axes {
    rect: Rect,
}

impl Axes {
    fn x(&self, frequency_hz: f64) -> f32 {
        let [low, high] = BAND_HZ;
        let share = (frequency_hz / low).ln() / (high / low).ln();
        self.rect.left() + self.rect.width() * share as f32
    }

    fn y(&self, level_db: f64) -> f32 {
        let [low, high] = LEVELS_DB;
        self.rect.bottom() - self.rect.height() * ((level_db - low) / (high - low)) as f32
    }

    fn frequency_hz(&self, x: f32) -> f64 {
        let [low, high] = BAND_HZ;
        let share = f64::from((x - self.rect.left()) / self.rect.width());
        low * (high / low).powf(share)
    }

    fn draw(&self, painter: &Painter) {
        let thin = |colour: Color32| Stroke::new(1.0, colour);
        for decade in [10.0, 100.0, 1e3, 1e4] {
            for step in 1..10 {
                let frequency_hz = decade * f64::from(step);
                if (BAND_HZ[0]..=BAND_HZ[1]).contains(&frequency_hz) {
                    let x = self.x(frequency_hz);
                    let colour = if step == 1 {
                        theme::LINE
                    } else {
                        theme::RAISED
                    };
                    painter.vline(x, self.rect.y_range(), thin(colour));
                }
            }
        }
        let mut level_db = LEVELS_DB[0];
        while level_db <= LEVELS_DB[1] {
            let y = self.y(level_db);
            let colour = if level_db == 0.0 {
                theme::FAINT
            } else {
                theme::LINE
            };
            painter.hline(self.rect.x_range(), y, thin(colour));
            let sign = if level_db > 0.0 { "+" } else { "" };
            let text = format!("{sign}{level_db}").replace('-', "\u{2212}");
            let at = pos2(self.rect.left() - 8.0, y);
            painter.text(at, Align2::RIGHT_CENTER, text, theme::axis(), theme::MUTED);
            level_db += 10.0;
        }
        for (frequency_hz, name) in LABELLED_HZ {
            let at = pos2(self.x(frequency_hz), self.rect.bottom() + 12.0);
            painter.text(at, Align2::CENTER_CENTER, name, theme::axis(), theme::MUTED);
        }
        let corner = pos2(self.rect.left() + 6.0, self.rect.top() + 10.0);
        painter.text(
            corner,
            Align2::LEFT_CENTER,
            "dB",
            theme::axis(),
            theme::FAINT,
        );
        let below = pos2(self.rect.left() - 12.0, self.rect.bottom() + 12.0);
        painter.text(
            below,
            Align2::RIGHT_CENTER,
            "Hz",
            theme::axis(),
            theme::FAINT,
        );
    }

    fn line(&self, plot: &Plot, levels_db: &[f64]) -> Vec<Pos2> {
        let pairs = plot.frequencies_hz.iter().zip(levels_db);
        pairs
            .map(|(&hz, &db)| pos2(self.x(hz), self.y(db.clamp(-200.0, 200.0))))
            .collect()
    }
}

fn curves(painter: &Painter, axes: &Axes, plot: &Plot, uneven: bool) {
    let dotted = Stroke::new(1.5, theme::MUTED);
    painter.extend(Shape::dotted_line(
        &axes.line(plot, &plot.reference_db),
        dotted.color,
        5.0,
        1.0,
    ));
    let sealed = axes.line(plot, &plot.sealed_db);
    let pale = Stroke::new(1.5, theme::MIX.gamma_multiply(0.6));
    painter.extend(Shape::dashed_line(&sealed, pale, 6.0, 4.0));
    let sides = if uneven { 2 } else { 1 };
    for side in (0..sides).rev() {
        let strength = if side == 0 { 1.0 } else { 0.6 };
        let width = if side == 0 { 2.2 } else { 1.5 };
        let room = Stroke::new(width, theme::ROOM.gamma_multiply(strength));
        painter.line(axes.line(plot, &plot.isolation_db[side]), room);
        let mix = Stroke::new(width, theme::MIX.gamma_multiply(strength));
        painter.line(axes.line(plot, &plot.programme_db[side]), mix);
    }
}

fn legend(painter: &Painter, inner: Rect, uneven: bool) {
    let now: &[(&str, Color32, Dash)] = if uneven {
        &[
            ("left", theme::MIX, Dash::Solid),
            ("right", theme::MIX, Dash::Thin),
        ]
    } else {
        &[("now", theme::MIX, Dash::Solid)]
    };
    let others = [
        ("sealed", theme::MIX, Dash::Dashed),
        ("reference", theme::MUTED, Dash::Dotted),
        ("room let in", theme::ROOM, Dash::Solid),
    ];
    let mut left = inner.left() + 178.0;
    let y = inner.top() + 9.0;
    for &(word, colour, dash) in now.iter().chain(&others) {
        let line = [pos2(left, y), pos2(left + 22.0, y)];
        match dash {
            Dash::Solid => drop(painter.line_segment(line, Stroke::new(2.2, colour))),
            Dash::Thin => {
                painter.line_segment(line, Stroke::new(1.5, colour.gamma_multiply(0.6)));
            }
            Dash::Dashed => {
                let pale = Stroke::new(1.5, colour.gamma_multiply(0.6));
                painter.extend(Shape::dashed_line(&line, pale, 6.0, 4.0));
            }
            Dash::Dotted => painter.extend(Shape::dotted_line(&line, colour, 5.0, 1.0)),
        }
        let at = pos2(left + 28.0, y);
        let text = painter.text(at, Align2::LEFT_CENTER, word, theme::label(), theme::MUTED);
        left = text.right() + 20.0;
    }
}

/// How a line of the legend is drawn.
#[derive(Clone, Copy)]
enum Dash {
    Solid,
    Thin,
    Dashed,
    Dotted,
}

/// Says in words what the curves show under the pointer.
fn readout(painter: &Painter, axes: &Axes, plot: &Plot, at: Pos2) {
    let frequency_hz = axes.frequency_hz(at.x);
    let index = plot.frequencies_hz.partition_point(|&f| f < frequency_hz);
    let index = index.min(plot.frequencies_hz.len().saturating_sub(1));
    let (Some(&now), Some(&sealed), Some(&room)) = (
        plot.programme_db[0].get(index),
        plot.sealed_db.get(index),
        plot.isolation_db[0].get(index),
    ) else {
        return;
    };
    painter.vline(at.x, axes.rect.y_range(), Stroke::new(1.0, theme::FAINT));
    painter.circle_filled(pos2(at.x, axes.y(now)), 3.5, theme::MIX);
    painter.circle_filled(pos2(at.x, axes.y(room)), 3.5, theme::ROOM);
    let frequency = if frequency_hz < 1e3 {
        format!("{frequency_hz:.0} Hz")
    } else {
        format!("{:.2} kHz", frequency_hz / 1e3)
    };
    let cost = sealed - now;
    let seal = if cost.abs() < 0.1 {
        "the seal holds here".to_owned()
    } else if cost > 0.0 {
        format!("seal costs {cost:.1} dB here")
    } else {
        format!("leak adds {:.1} dB here", -cost)
    };
    let lines = [
        (format!("{frequency} \u{b7} {now:.1} dB"), theme::TEXT),
        (seal, theme::MUTED),
        (format!("room {room:.1} dB"), theme::ROOM),
    ];
    let size = vec2(160.0, 66.0);
    let left = if at.x + size.x + 20.0 > axes.rect.right() {
        at.x - size.x - 12.0
    } else {
        at.x + 12.0
    };
    let top = (axes.rect.bottom() - size.y - 10.0).min(at.y + 12.0);
    let card = Rect::from_min_size(pos2(left, top), size);
    painter.rect(
        card,
        theme::BUTTON_RADIUS,
        theme::RAISED,
        theme::outline(),
        egui::StrokeKind::Inside,
    );
    for (row, (text, colour)) in lines.into_iter().enumerate() {
        let at = card.min + vec2(12.0, 14.0 + 19.0 * row as f32);
        painter.text(at, Align2::LEFT_CENTER, text, theme::label(), colour);
    }
}
