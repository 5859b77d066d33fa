//! The waveform of the song, its loop, and the place that is played.

use bodypack::editor::theme;
use egui::{pos2, vec2, Painter, Rect, Sense, Stroke, Ui, WidgetInfo};

use super::clock;
use crate::overview::Found;
use crate::player::Player;

/// Steps of the keyboard on it, s.
const STEP_S: f64 = 5.0;

/// Shows the waveform; a click or a drag goes there.
pub fn show(ui: &mut Ui, height: f32, player: &mut Player) {
    let size = vec2(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let [now_s, length_s] = player.times_s();
    response.widget_info(|| {
        let mut info = WidgetInfo::slider(true, now_s, "Place in the song");
        info.current_text_value = Some(format!("{} of {}", clock(now_s), clock(length_s)));
        info
    });
    if response.has_focus() {
        let step = ui.input_mut(|input| {
            let none = egui::Modifiers::NONE;
            let right = input.consume_key(none, egui::Key::ArrowRight);
            let left = input.consume_key(none, egui::Key::ArrowLeft);
            f64::from(i8::from(right) - i8::from(left))
        });
        if step != 0.0 {
            player.skip_s(step * STEP_S);
        }
    }
    let palette = theme::of(ui);
    let painter = ui.painter().with_clip_rect(rect);
    painter.rect_filled(rect, theme::BUTTON_RADIUS, palette.background);
    let Some(chosen) = player.chosen() else {
        let hint = "Drop songs, folders of stems or a set here";
        let (align, font) = (egui::Align2::CENTER_CENTER, theme::body());
        painter.text(rect.center(), align, hint, font, palette.muted);
        return;
    };
    let found = chosen.overview.found();
    draw(ui, &painter, rect, player, &found);
    if response.has_focus() {
        let ring = Stroke::new(2.0, palette.text);
        let inside = egui::StrokeKind::Inside;
        painter.rect_stroke(rect, theme::BUTTON_RADIUS, ring, inside);
    }
    let went = response.clicked() || response.drag_stopped();
    if let (true, Some(pointer)) = (went, response.interact_pointer_pos()) {
        let share = f64::from((pointer.x - rect.left()) / rect.width()).clamp(0.0, 1.0);
        player.seek_s(share * length_s);
    }
}

fn draw(ui: &Ui, painter: &Painter, rect: Rect, player: &Player, found: &Found) {
    let palette = theme::of(ui);
    let frames = found.frames.max(1) as f32;
    let x = |frame: f32| rect.left() + rect.width() * (frame / frames).clamp(0.0, 1.0);
    if let Some(rounds) = player.rounds() {
        let range = x(rounds.from as f32)..=x(rounds.to as f32);
        let place = Rect::from_x_y_ranges(range, rect.y_range());
        painter.rect_filled(place, 0.0, palette.voice.gamma_multiply(0.25));
        for edge in [place.left(), place.right()] {
            painter.vline(edge, rect.y_range(), Stroke::new(1.5, palette.voice));
        }
    }
    if let Some(from) = player.loop_from() {
        painter.vline(
            x(from as f32),
            rect.y_range(),
            Stroke::new(1.0, palette.voice),
        );
    }
    let at = x(player.position() as f32);
    let columns = rect.width() as usize;
    for column in 0..columns {
        let [from, to] = [column, column + 1]
            .map(|n| n as f32 / columns as f32 * frames / found.frames_per_peak.max(1) as f32);
        let (from, to) = (from as usize, (to as usize).max(from as usize + 1));
        let range = from.min(found.peaks.len())..to.min(found.peaks.len());
        let peak = found.peaks[range].iter().fold(0.0_f32, |a, b| a.max(*b));
        let half = (0.5 * rect.height() - 3.0) * peak.min(1.0).sqrt();
        let left = rect.left() + column as f32 + 0.5;
        let ink = if left < at {
            palette.mix
        } else {
            palette.faint
        };
        let ends = [
            rect.center().y - half.max(0.5),
            rect.center().y + half.max(0.5),
        ];
        painter.line_segment(ends.map(|y| pos2(left, y)), Stroke::new(1.0, ink));
    }
    painter.vline(at, rect.y_range(), Stroke::new(1.5, palette.text));
}
