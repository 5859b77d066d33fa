//! The set: its songs to choose from, more to add, and the file that keeps it.

use std::path::{Path, PathBuf};

use bodypack::editor::theme;
use egui::{Button, RichText, ScrollArea, Ui};

use super::BarState;
use crate::player::Player;
use crate::song::is_sound;

/// Shows the set.
pub fn show(ui: &mut Ui, player: &mut Player, state: &mut BarState) {
    ui.horizontal(|ui| heading(ui, player));
    let chosen = player.chosen().map(|chosen| chosen.index);
    let titles: Vec<String> = player.set.songs.iter().map(|song| song.title()).collect();
    let height = ui.available_height() - 28.0;
    let (mut wanted, mut gone) = (None, None);
    ScrollArea::vertical()
        .auto_shrink(false)
        .max_height(height)
        .show(ui, |ui| {
            for (index, title) in titles.iter().enumerate() {
                ui.horizontal(|ui| {
                    let words = format!("{}  {title}", index + 1);
                    let row = Button::selectable(chosen == Some(index), words).truncate();
                    let width = ui.available_width() - 30.0;
                    let left = egui::Layout::left_to_right(egui::Align::Center);
                    let row = ui.allocate_ui_with_layout(egui::vec2(width, 20.0), left, |ui| {
                        ui.set_min_width(width);
                        ui.add(row)
                    });
                    if row.inner.clicked() {
                        wanted = Some(index);
                    }
                    let out = ui.small_button("\u{d7}");
                    let said = format!("Take {title} out of the set");
                    out.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &said));
                    if out.on_hover_text(said).clicked() {
                        gone = Some(index);
                    }
                });
            }
        });
    if let Some(index) = wanted {
        player.stop();
        state.note(player.choose(index));
    }
    if let Some(index) = gone {
        player.remove(index);
    }
    ui.horizontal(|ui| paths(ui, player, state));
}

/// Name of the set, and whether songs follow by themselves.
fn heading(ui: &mut Ui, player: &mut Player) {
    let name = match (&player.set.name, &player.set_path) {
        (name, _) if !name.is_empty() => name.clone(),
        (_, Some(path)) => crate::song::stem_of(path),
        _ => "Set".to_owned(),
    };
    let name = if player.is_changed {
        format!("{name} *")
    } else {
        name
    };
    ui.label(RichText::new(name).font(theme::title()));
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let mut continuous = player.set.continuous;
        let toggle = ui.checkbox(&mut continuous, "play on");
        if toggle
            .on_hover_text("The next song follows by itself")
            .changed()
        {
            player.set.continuous = continuous;
            player.is_changed = true;
        }
    });
}

/// A path that is typed: songs to add, or where to save the set.
fn paths(ui: &mut Ui, player: &mut Player, state: &mut BarState) {
    let hint = "Path of a song, folder or set";
    let field = egui::TextEdit::singleline(&mut state.path).hint_text(hint);
    ui.add_sized([ui.available_width() - 104.0, 20.0], field);
    let path = PathBuf::from(state.path.trim());
    let typed = !state.path.trim().is_empty();
    if ui.add_enabled(typed, Button::new("Add")).clicked() && take_file(player, &path, state) {
        state.path.clear();
    }
    let target = match typed {
        true => Some(path),
        false => player.set_path.clone(),
    };
    let can_save = target.is_some() && !player.set.songs.is_empty();
    let save = ui.add_enabled(can_save, Button::new("Save"));
    let save = save.on_hover_text("Writes the set to this path, or to where it is");
    if let (true, Some(target)) = (save.clicked(), target) {
        let target = match target.extension() {
            Some(_) => target,
            None => target.with_extension("toml"),
        };
        match player.save(&target) {
            Ok(()) => {
                state.path.clear();
                state.done = Some(format!("The set was written to {}", target.display()));
            }
            Err(error) => state.problem = Some(error.to_string()),
        }
    }
}

/// Takes a song, a folder of stems or a set. False for files that are none of these, such as rigs.
pub fn take_file(player: &mut Player, path: &Path, state: &mut BarState) -> bool {
    let is_toml = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("toml"));
    if is_toml {
        return match player.open_set(path) {
            Ok(is_set) => is_set,
            Err(error) => {
                state.problem = Some(error.to_string());
                true
            }
        };
    }
    if !path.is_dir() && !is_sound(path) && path.exists() {
        return false;
    }
    state.note(player.add(&[path.to_owned()]));
    true
}
