//! The link by its price: four sets from the cheapest to a cable, and what one hears of each.

use egui::{pos2, vec2, Align2, Rect, Sense, Ui, WidgetInfo};

use super::names;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;
use crate::rig::parts::PartKind;
use crate::rig::{Link, Rig};

/// Height of the buttons and the sentence, points.
pub const HEIGHT: f32 = 92.0;

/// Word on a button, the tier that it puts in, and what one hears of it.
const TIERS: [(&str, &str, &str); 4] = [
    (
        "Budget",
        "budget-fm-stereo",
        "Hiss swells with the bass; cymbals splash and dull.",
    ),
    (
        "Club",
        "club-fm-stereo",
        "Less hiss, more highs, and still a breath behind each low note.",
    ),
    (
        "Touring",
        "touring-fm-diversity",
        "Still pauses, and bass that opens no hiss.",
    ),
    (
        "Wire",
        "wired-pack-pro",
        "A cable: no hiss from the air, no gaps, no delay.",
    ),
];

/// The button whose tier a rig has.
fn chosen(rig: &Rig) -> Option<usize> {
    if matches!(rig.link, Link::Wired | Link::WiredPack(_)) {
        return Some(TIERS.len() - 1);
    }
    let id = names::tier(rig)?.id;
    TIERS.iter().position(|(_, tier, _)| *tier == id)
}

/// The sound of the present link in one sentence.
fn sentence(rig: &Rig) -> String {
    if let Some(at) = chosen(rig) {
        return TIERS[at].2.to_owned();
    }
    let name = names::link(rig);
    let late_ms = rig.link.latency_ms();
    match rig.link {
        Link::AnalogFm(_) => format!("{name}: hiss that moves with the music, gaps far out."),
        Link::Digital(_) => format!("{name}: clean until it is gone, {late_ms:.1} ms late."),
        Link::Bluetooth(_) => {
            format!("{name}: coded, and {late_ms:.0} ms late: nobody performs on it.")
        }
        Link::Wired | Link::WiredPack(_) => name.to_owned(),
    }
}

/// Shows the buttons.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let top = rect.top() + 26.0;
    let each = (rect.width() - 3.0 * 6.0) / 4.0;
    let now = chosen(view.rig);
    for (index, (word, id, help)) in TIERS.into_iter().enumerate() {
        let left = rect.left() + index as f32 * (each + 6.0);
        let place = Rect::from_min_size(pos2(left, top), vec2(each, theme::BUTTON));
        let style = Style::plain(ui).down(now == Some(index)).color(palette.mix);
        let name = format!("{word} link");
        let response = button::named(ui, place, word, &name, style);
        if response.clicked() {
            let put = |rig: &mut Rig| {
                // The list has this tier; a misfit of its pack is no concern of the button.
                let _ = PartKind::Link.put(id, rig);
            };
            view.params.choose(view.gui, put);
            view.designer.wake();
        }
        response.on_hover_text(help);
    }
    let words = Rect::from_min_max(pos2(rect.left(), top + theme::BUTTON + 6.0), rect.max);
    let text = sentence(view.rig);
    let response = ui.interact(words, ui.scope_id().with("link sentence"), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, "Sound of the link");
        info.current_text_value = Some(text.clone());
        info
    });
    paint::rows_within(
        ui.painter(),
        words,
        Align2::LEFT_TOP,
        &text,
        theme::label(),
        palette.muted,
        2,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::links;

    #[test]
    fn every_button_puts_in_a_tier_that_there_is_and_is_lit_then() {
        for (at, (word, id, _)) in TIERS.into_iter().enumerate() {
            let mut rig = Rig::default();
            PartKind::Link.put(id, &mut rig).expect("it is in the list");
            assert_eq!(chosen(&rig), Some(at), "{word}");
        }
    }

    #[test]
    fn every_link_is_described() {
        for tier in links::all() {
            let mut rig = Rig::default();
            PartKind::Link
                .put(tier.id, &mut rig)
                .expect("it is in the list");
            let said = sentence(&rig);
            assert!((20..90).contains(&said.len()), "{said}");
        }
    }
}
