//! The level at the two drums, by where it comes from.

use egui::{pos2, vec2, Align2, Color32, Painter, Rect, Stroke, Ui, WidgetInfo};

use crate::chain::meters::DrumLevels;
use crate::chain::Meters;
use crate::editor::context::View;
use crate::editor::theme::{self, Palette};
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;

/// Height of the levels, points.
pub const HEIGHT: f32 = 94.0;

/// Ends of the scale at the drum, dB(A).
const SCALE_DBA: [f32; 2] = [40.0, 120.0];

/// A level above this for long harms: an hour of it is a working week's dose, dB(A).
const LOUD_DBA: f32 = 100.0;

/// Room below the ceiling that one click makes, beyond what the limiter took away, dB.
const SPARE_DB: f32 = 1.0;

/// Shows the levels.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let meters = view.meters;
    let palette = theme::of(ui);
    let painter = ui.painter();
    for (side, name) in ["L", "R"].into_iter().enumerate() {
        let top = rect.top() + 28.0 * side as f32;
        let line = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), 22.0));
        drum(ui, line, name, meters, side);
    }
    scale(painter, rect, palette);
    legend(painter, rect, palette);
}

/// Width of the button that makes room, points.
const MAKE_ROOM: f32 = 84.0;

/// Gain reduction of the output limiter, and a button that makes room for it.
pub fn limiter(ui: &Ui, line: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let id = ui.scope_id().with("output limiter");
    let before: f32 = ui.data(|data| data.get_temp(id).unwrap_or(0.0));
    let now = view.meters.limiter_gain_db;
    let worst_db = if now.is_finite() {
        before.min(now)
    } else {
        before
    };
    ui.data_mut(|data| data.insert_temp(id, worst_db));
    let response = ui.interact(line, id, egui::Sense::hover());
    let works = worst_db < -0.05;
    let text = match works {
        true => format!("! limiter {worst_db:.1} dB").replace('-', "\u{2212}"),
        false => "limiter idle".to_owned(),
    };
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, "Output limiter");
        info.value = Some(f64::from(worst_db));
        info.current_text_value = Some(text.clone());
        info
    });
    let (end, ink) = match works {
        true => (line.right() - MAKE_ROOM - theme::STEP, palette.limit),
        false => (line.right(), palette.muted),
    };
    paint::text(
        ui.painter(),
        pos2(end, line.center().y),
        Align2::RIGHT_CENTER,
        text,
        theme::label(),
        ink,
    );
    response.on_hover_text(
        "The most that the limiter at the output has taken away. It is a safety net: make room for \
         what is louder.",
    );
    if !works {
        return;
    }
    let place = line.with_min_x(line.right() - MAKE_ROOM);
    let response = button::button(ui, place, "Make room", Style::plain(ui));
    if response.clicked() {
        let down_db = f64::from((SPARE_DB - worst_db).ceil());
        view.params.edit(view.gui, |rig| {
            let output_db = rig.listening.output_db - down_db;
            rig.listening.output_db = output_db.max(-40.0);
        });
        ui.data_mut(|data| data.insert_temp(id, 0.0_f32));
    }
    response
        .on_hover_text("Turns the output gain down until the limiter rests; undo brings it back.");
}

fn drum(ui: &Ui, line: Rect, name: &str, meters: &Meters, side: usize) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let levels = &meters.levels;
    let total = levels.total.fast_dba[side];
    let id = ui.scope_id().with(("drum", side));
    let response = ui.interact(line, id, egui::Sense::hover());
    response.widget_info(|| {
        let ear = ["left", "right"][side];
        let name = format!("Level at the {ear} drum");
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, name);
        info.value = Some(f64::from(total));
        info.current_text_value = Some(format!("{total:.1} dB(A)"));
        info
    });
    let at = line.left_center();
    paint::text(
        painter,
        at,
        Align2::LEFT_CENTER,
        name,
        theme::strong(),
        palette.muted,
    );
    let track = track(line);
    painter.rect_filled(track, 4.0, palette.raised);
    // One below the other, each in its own place, so that none hides another.
    for (level, color, top, height) in [
        (levels.programme.fast_dba[side], palette.mix, 2.0, 8.0),
        (levels.ambient.fast_dba[side], palette.room, 11.0, 5.0),
        (levels.own_voice.fast_dba[side], palette.voice, 17.0, 3.0),
    ] {
        let bar = Rect::from_min_size(
            pos2(track.left(), track.top() + top),
            vec2(track.width(), height),
        );
        fill(painter, bar, level, color);
    }
    let [low, _] = SCALE_DBA;
    let text = if total > low {
        format!("{total:.1}")
    } else {
        "\u{2013}".to_owned()
    };
    let loud = total > LOUD_DBA;
    let color = if loud { palette.limit } else { palette.text };
    let mark = if loud { "! " } else { "" };
    paint::text(
        painter,
        line.right_center(),
        Align2::RIGHT_CENTER,
        format!("{mark}{text}"),
        theme::title(),
        color,
    );
    response.on_hover_text(sources(levels, side));
}

/// Levels of the sources at one drum, in words.
fn sources(levels: &DrumLevels, side: usize) -> String {
    let [low, _] = SCALE_DBA;
    let part = |name: &str, level: f32| {
        let level = if level > low {
            format!("{level:.1}")
        } else {
            "\u{2013}".to_owned()
        };
        format!("{name} {level}")
    };
    format!(
        "Fast levels at the drum, dB(A): {}, {}, {}.",
        part("mix", levels.programme.fast_dba[side]),
        part("room", levels.ambient.fast_dba[side]),
        part("own voice", levels.own_voice.fast_dba[side]),
    )
}

/// Rectangle of a line's bar, between name and number.
fn track(line: Rect) -> Rect {
    line.with_min_x(line.left() + 20.0)
        .with_max_x(line.right() - 60.0)
}

fn fill(painter: &Painter, bar: Rect, level: f32, color: Color32) {
    let [low, high] = SCALE_DBA;
    let share = ((level - low) / (high - low)).clamp(0.0, 1.0);
    if share > 0.0 {
        let full = bar.with_max_x(bar.left() + share * bar.width());
        painter.rect_filled(full, 2.0, color);
    }
}

fn scale(painter: &Painter, rect: Rect, palette: &Palette) {
    let [low, high] = SCALE_DBA;
    let line = Rect::from_min_size(
        pos2(rect.left(), rect.top() + 54.0),
        vec2(rect.width(), 18.0),
    );
    let track = track(line);
    let mut at = low;
    while at <= high {
        let x = track.left() + track.width() * (at - low) / (high - low);
        let tick = [pos2(x, line.top() - 2.0), pos2(x, line.top() + 2.0)];
        painter.line_segment(tick, Stroke::new(1.0, palette.faint));
        let below = pos2(x, line.top() + 10.0);
        paint::text(
            painter,
            below,
            Align2::CENTER_CENTER,
            at,
            theme::label(),
            palette.muted,
        );
        at += 20.0;
    }
    let unit = pos2(line.right(), line.top() + 10.0);
    let (font, ink) = (theme::label(), palette.muted);
    paint::text(painter, unit, Align2::RIGHT_CENTER, "dB(A)", font, ink);
}

fn legend(painter: &Painter, rect: Rect, palette: &Palette) {
    let mut left = rect.left() + 20.0;
    let y = rect.bottom() - 10.0;
    // The bars are told apart by their heights too.
    for (word, color, height) in [
        ("mix", palette.mix, 10.0),
        ("room", palette.room, 6.0),
        ("own voice", palette.voice, 3.0),
    ] {
        let sign = Rect::from_center_size(pos2(left + 6.0, y), vec2(12.0, height));
        painter.rect_filled(sign, 2.0, color);
        let at = pos2(left + 18.0, y);
        let text = paint::text(
            painter,
            at,
            Align2::LEFT_CENTER,
            word,
            theme::label(),
            palette.muted,
        );
        left = text.right() + 16.0;
    }
}
