//! The performer's own volume, and the hand that turns it up against the stage.

use egui::{pos2, vec2, Align2, Rect, Ui};

use crate::design::performer::Settings;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::paint::{self, signed};
use crate::editor::widgets::slider::slider;
use crate::editor::widgets::switch::toggle;

/// Height of it, points.
pub const HEIGHT: f32 = 86.0;

/// Shows the volume.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let line = rect.top() + 10.0;
    let at = pos2(rect.left(), line);
    let (font, ink) = (theme::title(), palette.text);
    paint::text(
        ui.painter(),
        at,
        Align2::LEFT_CENTER,
        "My volume",
        font,
        ink,
    );
    let note = match view.rig.listening.loudness_matched {
        true => "matched to the input",
        false => "as loud as it would be",
    };
    let at = pos2(rect.right(), line);
    let (font, ink) = (theme::label(), palette.muted);
    paint::text(ui.painter(), at, Align2::RIGHT_CENTER, note, font, ink);
    if let Some(volume) = view.control("vol") {
        let place = Rect::from_min_max(
            pos2(rect.left() - 2.0, rect.top() + 22.0),
            pos2(rect.right() + 12.0, rect.top() + 54.0),
        );
        slider(ui, place, view, volume, palette.mix);
    }
    let place = Rect::from_min_max(pos2(rect.left(), rect.bottom() - theme::BUTTON), rect.max);
    hand(ui, place.translate(vec2(0.0, 2.0)), view);
}

/// The switch of the performer's hand.
fn hand(ui: &Ui, rect: Rect, view: &View<'_>) {
    let on = view.rig.performer.turns_up;
    let id = ui.scope_id().with("performer's hand");
    let name = "I turn up until I hear it";
    let picture = view.designer.picture();
    let hearing = picture.hearing.as_ref().filter(|_| on);
    let turned = hearing.map(|hearing| {
        let settings = Settings::of(view.rig);
        let by_db = settings.turn_db(&settings.choice(hearing));
        let sign = if by_db >= 0.5 { "+" } else { "" };
        format!("{sign}{} dB", signed(by_db, 0))
    });
    let palette = theme::of(ui);
    let words = rect.with_max_x(rect.right() - if turned.is_some() { 52.0 } else { 0.0 });
    let response = toggle(ui, words, id, name, on, palette.room);
    if let Some(turned) = turned {
        let (at, font) = (rect.right_center(), theme::strong());
        paint::text(
            ui.painter(),
            at,
            Align2::RIGHT_CENTER,
            turned,
            font,
            palette.room,
        );
    }
    if response.clicked() {
        view.params
            .choose(view.gui, |rig| rig.performer.turns_up = !on);
        view.designer.wake();
    }
    response.on_hover_text(
        "The hand of a performer: as loud at the drum as one is used to, or louder, until the mix \
         stands clear of the room. You hear it as loud as before; the room falls back and the dose \
         rises.",
    );
}
