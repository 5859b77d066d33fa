//! Lists of ready-made parts beside the heading, and buttons that hear a part alone.

use super::super::pickers;
use super::{IMPORT, LIST, SOLO, TAKE_AWAY};
use crate::editor::context::View;
use crate::editor::stage::Stage;
use crate::editor::theme::{self};
use crate::editor::views::import::{self, Use};
use crate::editor::widgets::button::{self, Style};
use crate::editor::window::dialogs::Purpose;
use crate::session::can_solo;
use egui::{pos2, vec2, Rect, Ui};

/// Lists of ready-made parts, beside the heading.
pub(super) fn ready_made(ui: &Ui, inner: Rect, view: &View<'_>, stage: Stage) {
    let mut left = inner.left() + 96.0;
    let lists = pickers::of(stage, view.rig);
    // What else stands in the line.
    let others = match stage {
        Stage::Earphone | Stage::Listening => IMPORT + TAKE_AWAY + 2.0 * theme::GAP,
        Stage::Ambience => SOLO + theme::GAP,
        _ => 0.0,
    };
    let each = (inner.right() - others - left) / lists.len().max(1) as f32 - theme::GAP;
    let size = vec2(each.min(LIST), theme::BUTTON);
    for picker in lists {
        let place = Rect::from_min_size(pos2(left, inner.top() - 4.0), size);
        pickers::show(ui, place, view, &picker);
        left = place.right() + theme::GAP;
    }
    if matches!(stage, Stage::Earphone | Stage::Listening) {
        let at = pos2(left, inner.top() - 4.0);
        let place = Rect::from_min_size(at, vec2(IMPORT, theme::BUTTON));
        let response = button::button(ui, place, import::IMPORT, Style::plain(ui));
        let (aim, help) = if stage == Stage::Earphone {
            let help = "A measurement of the performer's earphone; or drop the file on the window.";
            (Use::Earphone, help)
        } else {
            let help =
                "A measurement of your own headphones, or an equalizer for them; or drop the \
                        file on the window.";
            (Use::Headphones, help)
        };
        if response.clicked() {
            (view.desk.dialogs).ask(ui.ctx(), Purpose::Curve(aim), "");
        }
        response.on_hover_text(help);
        let at = pos2(place.right() + theme::GAP, place.top());
        take_away(
            ui,
            Rect::from_min_size(at, vec2(TAKE_AWAY, theme::BUTTON)),
            view,
            stage,
        );
    }
}

/// Takes an imported curve out of the rig, if there is one, as one step to undo.
fn take_away(ui: &Ui, rect: Rect, view: &View<'_>, stage: Stage) {
    let (there, help) = if stage == Stage::Earphone {
        let there = view.rig.earphone.measured.is_some();
        (
            there,
            "Takes the imported curve away; the rig's own drivers are heard.",
        )
    } else {
        let there = view.rig.listening.device.is_some();
        (
            there,
            "Takes the imported curve away; the reference alone is divided out.",
        )
    };
    if !there {
        return;
    }
    let style = Style::plain(ui);
    let response = button::named(ui, rect, "Take away", "Take the curve away", style);
    if response.clicked() {
        view.params.choose(view.gui, |rig| match stage {
            Stage::Earphone => rig.earphone.measured = None,
            _ => rig.listening.device = None,
        });
        view.designer.wake();
    }
    response.on_hover_text(help);
}

/// Buttons to hear alone what shares a card with something else; the first has its button there.
pub(super) fn solos(ui: &Ui, inner: Rect, view: &View<'_>, stage: Stage) {
    let palette = theme::of(ui);
    let mut right = inner.right();
    for &part in stage.parts().iter().skip(1).filter(|&&part| can_solo(part)) {
        let word = format!("Solo {}", part.name().to_lowercase());
        let place = Rect::from_min_size(
            pos2(right - SOLO, inner.top() - 2.0),
            vec2(SOLO, theme::BUTTON - 4.0),
        );
        let on = view.params.solo.get() == Some(part);
        let style = Style::plain(ui).down(on).color(stage.color(palette));
        let name = format!("Solo {}", part.name());
        let response = button::named(ui, place, &word, &name, style);
        if response.clicked() {
            view.params.solo.set((!on).then_some(part));
        }
        response.on_hover_text("Hear what this stage does alone; nothing of it is saved.");
        right = place.left() - theme::STEP;
    }
}
