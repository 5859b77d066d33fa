//! Legend of the lines; a click shows or hides one.

use egui::{pos2, vec2, Align2, Color32, Rect, Sense, Ui, WidgetInfo};

use super::traces::{stroke, Dash};
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::paint;
use crate::rig::Side;
use crate::session::view_settings::Look;

/// A line of the legend.
struct Entry {
    word: &'static str,
    help: &'static str,
    dash: Dash,
    color: Color32,
    /// The switch behind it; none for what is always shown.
    switch: Option<fn(&mut Look) -> &mut bool>,
    /// True if there is nothing to show, whatever the switch says.
    absent: bool,
}

/// Shows the legend from the right.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let mut left = rect.left();
    for entry in ears(ui, view).iter().chain(&switches(ui)) {
        left = line(ui, pos2(left, rect.top() + 10.0), view, entry) + 6.0;
    }
}

/// Entries of the two ears, the one that is drawn beside first.
fn ears(ui: &Ui, view: &View<'_>) -> [Entry; 2] {
    let palette = theme::of(ui);
    let ear = view.look.ear.min(1);
    let [now, other] = [["left", "right"], ["right", "left"]][ear];
    let out = |ear: usize| view.rig.earphone.is_out(Side::BOTH[ear]);
    let out_help = "Out of the ear: this drum hears the room and nothing of the mix.";
    [
        Entry {
            word: now,
            help: if out(ear) {
                out_help
            } else {
                "What reaches the drum of the ear that is drawn beside."
            },
            dash: Dash::Solid,
            color: palette.mix,
            switch: None,
            absent: out(ear),
        },
        Entry {
            word: other,
            help: if out(1 - ear) {
                out_help
            } else {
                "What reaches the other drum."
            },
            dash: Dash::Thin,
            color: palette.mix,
            switch: None,
            absent: out(1 - ear),
        },
    ]
}

/// Entries that can be switched on and off.
fn switches(ui: &Ui) -> [Entry; 5] {
    let palette = theme::of(ui);
    [
        Entry {
            word: "sealed",
            help: "The same earphone with an airtight tip and no vent.",
            dash: Dash::Dashed,
            color: palette.mix,
            switch: Some(|look| &mut look.sealed),
            absent: false,
        },
        Entry {
            word: "target",
            help: "What your own headphones are tuned to; a response on it sounds unchanged.",
            dash: Dash::Dotted,
            color: palette.muted,
            switch: Some(|look| &mut look.target),
            absent: false,
        },
        Entry {
            word: "drivers",
            help: "What each driver gives alone; together they are the whole.",
            dash: Dash::Thin,
            color: palette.text,
            switch: Some(|look| &mut look.drivers),
            absent: false,
        },
        Entry {
            word: "room",
            help: "The room at the drum against the open ear.",
            dash: Dash::Solid,
            color: palette.room,
            switch: Some(|look| &mut look.room),
            absent: false,
        },
        Entry {
            word: "spectrum",
            help:
                "The sound itself: a thin line comes in, the area is heard; full scale is at the \
                   top.",
            dash: Dash::Area,
            color: palette.mix,
            switch: Some(|look| &mut look.spectrum),
            absent: false,
        },
    ]
}

/// Shows one entry from a place; where it ends.
fn line(ui: &Ui, at: egui::Pos2, view: &View<'_>, entry: &Entry) -> f32 {
    let palette = theme::of(ui);
    let mut look = view.look;
    let chosen = entry.switch.is_none_or(|of| *of(&mut look));
    let on = chosen && !entry.absent;
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(entry.word.to_owned(), theme::label(), palette.muted);
    let width = 24.0 + galley.size().x;
    let place = Rect::from_min_size(at - vec2(4.0, 12.0), vec2(width + 8.0, 24.0));
    let id = ui.scope_id().with(("trace", entry.word));
    let sense = if entry.switch.is_some() {
        Sense::CLICK | Sense::FOCUSABLE
    } else {
        Sense::hover()
    };
    let response = ui.interact(place, id, sense);
    let name = format!("Show {}", entry.word);
    if entry.switch.is_some() {
        response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, chosen, &name));
        if response.hovered() {
            painter.rect_filled(place, theme::BUTTON_RADIUS, palette.raised);
        }
    }
    let strength = if on { 1.0 } else { 0.35 };
    let sample = vec![at, at + vec2(18.0, 0.0)];
    stroke(
        painter,
        sample,
        entry.dash,
        entry.color.gamma_multiply(strength),
    );
    let ink = if on { palette.text } else { palette.muted };
    let words = paint::text(
        painter,
        at + vec2(24.0, 0.0),
        Align2::LEFT_CENTER,
        entry.word,
        theme::label(),
        ink,
    );
    if !on {
        // A color must not be the only sign that it is off.
        painter.hline(words.x_range(), at.y + 1.0, (1.0, palette.muted));
    }
    paint::focus_ring(ui, place.shrink(3.0), &response);
    if let (Some(of), true) = (entry.switch, response.clicked()) {
        view.change(|look| *of(look) = !chosen);
    }
    response.on_hover_text(entry.help);
    place.right()
}
