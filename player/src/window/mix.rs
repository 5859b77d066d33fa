//! The personal mix: a fader with mute and solo for each stem, for the performer who is chosen.

use bodypack::editor::theme;
use egui::{Button, RichText, ScrollArea, Slider, Ui, WidgetInfo};

use super::BarState;
use crate::player::Player;
use crate::set::{Fader, LevelDb};

/// Shows the faders.
pub fn show(ui: &mut Ui, player: &mut Player, state: &mut BarState) {
    ui.horizontal(|ui| performer(ui, player, state));
    let Some(chosen) = player.chosen() else {
        ui.label(RichText::new("A folder of stems has a fader for each of them.").weak());
        return;
    };
    let names: Vec<String> = chosen
        .tracks
        .iter()
        .map(|track| track.name.clone())
        .collect();
    let performer = player.set.performer().to_owned();
    let mut changes: Vec<(String, Fader)> = Vec::new();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for name in &names {
            let before = player.song().map(|song| song.fader(&performer, name));
            let before = before.unwrap_or_default();
            let after = ui.horizontal(|ui| row(ui, name, before)).inner;
            if after != before {
                changes.push((name.clone(), after));
            }
        }
    });
    for (name, fader) in changes {
        player.change_song(|song| song.change_fader(&performer, &name, |own| *own = fader));
    }
}

fn row(ui: &mut Ui, name: &str, mut fader: Fader) -> Fader {
    let label = egui::Label::new(name).truncate();
    let left = egui::Layout::left_to_right(egui::Align::Center);
    let size = egui::vec2(80.0, 20.0);
    ui.allocate_ui_with_layout(size, left, |ui| {
        ui.set_min_width(size.x);
        ui.add(label).on_hover_text(name);
    });
    for (word, what, on) in [
        ("M", "Mute", &mut fader.mute),
        ("S", "Solo", &mut fader.solo),
    ] {
        let response = ui.add(Button::new(word).selected(*on));
        response.widget_info(|| {
            let words = format!("{what} {name}");
            WidgetInfo::selected(egui::Role::Button, true, *on, words)
        });
        if response.on_hover_text(what).clicked() {
            *on = !*on;
        }
    }
    ui.spacing_mut().slider_width = 84.0;
    let mut level_db = fader.level_db.0.max(-60.0);
    let slider = Slider::new(&mut level_db, -60.0..=12.0)
        .fixed_decimals(1)
        .suffix(" dB");
    let response = ui.add(slider);
    if response.double_clicked() {
        level_db = 0.0;
    }
    if level_db != fader.level_db.0.max(-60.0) {
        fader.level_db = LevelDb((10.0 * level_db).round() / 10.0);
    }
    response.on_hover_text(format!("Level of {name}"));
    fader
}

/// Chooses whose mix is heard, and begins another one as a copy of it.
fn performer(ui: &mut Ui, player: &mut Player, state: &mut BarState) {
    ui.label(RichText::new("Mix of").font(theme::title()));
    let present = player.set.performer().to_owned();
    let mut wanted = present.clone();
    let all = player.set.performers();
    egui::ComboBox::from_id_salt("performer")
        .selected_text(present.as_str())
        .width(92.0)
        .show_ui(ui, |ui| {
            for name in all {
                ui.selectable_value(&mut wanted, name.clone(), name);
            }
        })
        .response
        .widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, "Mix of"));
    let field = egui::TextEdit::singleline(&mut state.performer).hint_text("another");
    ui.add_sized([72.0, 20.0], field);
    let name = state.performer.trim().to_owned();
    let copy = ui.add_enabled(!name.is_empty(), Button::new("Copy to"));
    if copy
        .on_hover_text("Begins another performer's mix with a copy of this one")
        .clicked()
    {
        player.set.copy_mixes(&present, &name);
        state.performer.clear();
        wanted = name;
    }
    if wanted != present {
        player.set.performer = Some(wanted);
        player.is_changed = true;
        player.follow();
    }
}
