//! Emulated latency, beside the latency that players of each instrument tolerate.

use egui::{pos2, vec2, Align2, Color32, FontId, Painter, Rect, Stroke, Ui, WidgetInfo};

use crate::analysis::latency_budget::{Budget, Role, Verdict, TRADE_LINE_MS};
use crate::editor::fonts;
use crate::editor::theme::{self, Palette};
use crate::editor::widgets::icon::{self, Sign};
use crate::editor::widgets::paint;
use crate::rig::Rig;

/// Height of the reading, points.
pub const HEIGHT: f32 = 68.0;

/// The bar is at least this long, ms.
const SHORTEST_MS: f64 = 10.0;

/// Shows the latency of a rig.
pub fn show(ui: &Ui, rect: Rect, rig: &Rig) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let budget = Budget::of(rig);
    let parts = budget.parts_ms();
    let total_ms = budget.total_ms();
    let response = ui.interact(rect, ui.scope_id().with("latency"), egui::Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, "Latency");
        info.value = Some(total_ms);
        info.current_text_value = Some(in_words(&budget));
        info
    });
    let late = total_ms > TRADE_LINE_MS;
    let first = pos2(rect.left(), rect.top() + 14.0);
    let name = paint::text(
        painter,
        first,
        Align2::LEFT_CENTER,
        "Latency",
        theme::label(),
        palette.muted,
    );
    let reading = if late { palette.limit } else { palette.text };
    let text = format!("{}{total_ms:.1} ms", if late { "! " } else { "" });
    let font = FontId::new(16.0, fonts::medium());
    let at = pos2(rect.left(), rect.top() + 34.0);
    paint::text(painter, at, Align2::LEFT_CENTER, text, font, reading);
    let bar_left = name.right().max(rect.left() + 84.0) + theme::STEP;
    let track = Rect::from_min_max(
        pos2(bar_left, rect.top() + 8.0),
        pos2(rect.right(), rect.top() + 20.0),
    );
    bar(painter, track, &parts, total_ms, palette);
    let roles = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 18.0), rect.max);
    verdicts(painter, roles, &budget, palette);
    response.on_hover_text(
        "Desk, network, link and pack together; where a floor wedge alone is heard, desk, network and \
         the air. The plugin itself adds nothing. Below: what players \
         of each instrument make of it on in-ear monitors.",
    );
}

fn in_words(budget: &Budget) -> String {
    let roles = Role::ALL.map(|role| {
        let verdict = budget.verdict(role).name();
        format!("{} {verdict}", role.name())
    });
    format!("{:.1} ms; {}", budget.total_ms(), roles.join(", "))
}

fn bar(
    painter: &Painter,
    track: Rect,
    parts: &[(&'static str, f64)],
    total_ms: f64,
    palette: &Palette,
) {
    let longest = SHORTEST_MS.max(1.15 * total_ms);
    let x = |ms: f64| track.left() + track.width() * (ms / longest) as f32;
    painter.rect_filled(track, 4.0, palette.raised);
    let mut from_ms = 0.0;
    let mut left = track.left();
    for (index, &(name, ms)) in parts.iter().enumerate() {
        if ms <= 0.0 {
            continue;
        }
        let place = Rect::from_x_y_ranges(x(from_ms)..=x(from_ms + ms), track.y_range());
        let color = shade(index, palette);
        // A thin gap tells the parts apart without their shades.
        painter.rect_filled(place.with_max_x(place.right() - 1.0), 2.0, color);
        from_ms += ms;
        let at = pos2(left, track.bottom() + 14.0);
        let sign = Rect::from_center_size(at + vec2(4.0, 0.0), vec2(8.0, 8.0));
        painter.rect_filled(sign, 2.0, color);
        let text = format!("{name} {ms:.1}");
        let at = at + vec2(12.0, 0.0);
        let word = paint::text(
            painter,
            at,
            Align2::LEFT_CENTER,
            text,
            theme::label(),
            palette.muted,
        );
        left = word.right() + 12.0;
    }
    let limit = x(TRADE_LINE_MS);
    painter.vline(
        limit,
        track.top() - 4.0..=track.bottom() + 4.0,
        Stroke::new(1.5, palette.limit),
    );
    let at = pos2(
        limit.max(left + 18.0).min(track.right() - 14.0),
        track.bottom() + 14.0,
    );
    paint::text(
        painter,
        at,
        Align2::CENTER_CENTER,
        "7 ms",
        theme::label(),
        palette.limit,
    );
}

/// The mix's color, lighter part by part.
fn shade(index: usize, palette: &Palette) -> Color32 {
    palette
        .mix
        .gamma_multiply([0.4, 0.6, 1.0, 0.8][index.min(3)])
}

fn verdicts(painter: &Painter, rect: Rect, budget: &Budget, palette: &Palette) {
    let each = rect.width() / Role::ALL.len() as f32;
    for (index, role) in Role::ALL.into_iter().enumerate() {
        let left = rect.left() + index as f32 * each;
        let at = pos2(left + 6.0, rect.center().y);
        let verdict = budget.verdict(role);
        let ink = match verdict {
            Verdict::Good => palette.fine,
            Verdict::Fair => palette.muted,
            Verdict::Worse => palette.limit,
        };
        icon::sign(painter, at, sign_of(verdict), ink);
        let words = Rect::from_min_size(at + vec2(9.0, -8.0), vec2(each - 15.0, 16.0));
        paint::text_within(
            painter,
            words,
            Align2::LEFT_CENTER,
            role.name(),
            theme::label(),
            palette.muted,
        );
    }
}

/// The sign of a verdict.
pub fn sign_of(verdict: Verdict) -> Sign {
    match verdict {
        Verdict::Good => Sign::Good,
        Verdict::Fair => Sign::Fair,
        Verdict::Worse => Sign::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_milliseconds_beside_the_own_voice_are_fair_for_a_singer_and_good_for_a_drummer() {
        let budget = Budget {
            desk_ms: 2.0,
            link_ms: 4.0,
            own_sound: true,
            ..Budget::default()
        };
        let said = in_words(&budget);
        assert!(said.contains("voice fair"), "{said}");
        assert!(said.contains("sax worse"), "{said}");
        assert!(said.contains("drums good"), "{said}");
    }
}
