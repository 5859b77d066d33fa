//! The choice of devices, channels, rate and buffer.

use egui::{Button, DragValue, TextEdit, Ui, WidgetInfo};

use super::BarState;
use crate::device::{devices, Backend, DeviceChoice, Listed};
use crate::player::Player;

/// Rates that are offered, Hz.
const RATES_HZ: [u32; 6] = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000];
/// Buffers that are offered, frames.
const BUFFERS: [u32; 7] = [32, 64, 128, 256, 512, 1024, 2048];

/// A choice that is being made.
#[derive(Default)]
pub(crate) struct Making {
    choice: DeviceChoice,
    own_voice: String,
    ambient: String,
    listed: Vec<Listed>,
}

impl Making {
    /// Begins with the present choice.
    fn of(choice: &DeviceChoice) -> Self {
        let listed = devices(choice.backend).unwrap_or_default();
        Self {
            own_voice: numbers(&choice.own_voice),
            ambient: numbers(&choice.ambient),
            choice: choice.clone(),
            listed,
        }
    }
}

/// Shows the button, and the choice while it is open.
pub fn show(ui: &mut Ui, player: &mut Player, state: &mut BarState) {
    let button = ui.add(Button::new("Sound\u{2026}").selected(state.making.is_some()));
    if button.clicked() {
        state.making = match state.making.take() {
            Some(_) => None,
            None => Some(Making::of(player.device_choice())),
        };
    }
    let Some(making) = &mut state.making else {
        return;
    };
    let (mut is_open, mut used) = (true, None);
    egui::Window::new("Sound")
        .open(&mut is_open)
        .collapsible(false)
        .resizable(false)
        .anchor(egui::Align2::CENTER_CENTER, egui::Vec2::ZERO)
        .show(ui.ctx(), |ui| {
            egui::Grid::new("devices")
                .num_columns(2)
                .show(ui, |ui| fields(ui, making));
            let channels = [channels_of(&making.own_voice), channels_of(&making.ambient)];
            let can = channels.iter().all(Option::is_some);
            if ui.add_enabled(can, Button::new("Use")).clicked() {
                let [own_voice, ambient] = channels.map(Option::unwrap_or_default);
                used = Some(DeviceChoice {
                    own_voice,
                    ambient,
                    ..making.choice.clone()
                });
            }
        });
    if let Some(choice) = used {
        state.making = None;
        let outcome = player.choose_device(choice);
        state.note(outcome);
    } else if !is_open {
        state.making = None;
    }
}

fn fields(ui: &mut Ui, making: &mut Making) {
    let before = making.choice.backend;
    ui.label("System");
    let names = [(Backend::System, "Usual"), (Backend::Jack, "JACK")];
    one_of(ui, "System", &mut making.choice.backend, &names);
    ui.end_row();
    if making.choice.backend != before {
        making.listed = devices(making.choice.backend).unwrap_or_default();
        (making.choice.output, making.choice.input) = (None, None);
    }
    for (word, plays) in [("Play on", true), ("Listen to", false)] {
        let listed = making.listed.iter();
        let suits = listed.filter(|device| if plays { device.plays } else { device.listens });
        let mut names: Vec<(Option<String>, String)> = suits
            .map(|device| {
                (
                    Some(device.id.clone()),
                    format!("{} ({})", device.name, device.id),
                )
            })
            .collect();
        names.insert(0, (None, "the usual one".to_owned()));
        ui.label(word);
        let chosen = if plays {
            &mut making.choice.output
        } else {
            &mut making.choice.input
        };
        one_of(ui, word, chosen, &names);
        ui.end_row();
    }
    ui.label("Ears on channels");
    let [mut left, mut right] = making
        .choice
        .output_channels
        .unwrap_or([0, 1])
        .map(|n| n + 1);
    ui.horizontal(|ui| {
        for channel in [&mut left, &mut right] {
            ui.add(DragValue::new(channel).range(1..=64).speed(0.05));
        }
    });
    making.choice.output_channels = match [left, right] {
        [1, 2] => None,
        chosen => Some(chosen.map(|n| n - 1)),
    };
    ui.end_row();
    numbers_of(ui, "Rate", &mut making.choice.rate_hz, &RATES_HZ, "Hz");
    numbers_of(
        ui,
        "Buffer",
        &mut making.choice.buffer_frames,
        &BUFFERS,
        "frames",
    );
    for (word, text) in [
        ("Own voice from channels", &mut making.own_voice),
        ("Stage from channels", &mut making.ambient),
    ] {
        ui.label(word);
        let field = ui.add(TextEdit::singleline(text).hint_text("none, or 1, or 3,4"));
        field.on_hover_text("One channel goes to both ears.");
        ui.end_row();
    }
    ui.label("Level of the inputs");
    ui.add(super::deck::level_value(&mut making.choice.input_level_db));
    ui.end_row();
}

fn numbers_of(ui: &mut Ui, word: &str, chosen: &mut Option<u32>, all: &[u32], unit: &str) {
    let mut names: Vec<(Option<u32>, String)> = all
        .iter()
        .map(|n| (Some(*n), format!("{n} {unit}")))
        .collect();
    names.insert(0, (None, "the usual one".to_owned()));
    ui.label(word);
    one_of(ui, word, chosen, &names);
    ui.end_row();
}

/// One of several values by name.
fn one_of<T: PartialEq + Clone>(
    ui: &mut Ui,
    word: &str,
    chosen: &mut T,
    all: &[(T, impl AsRef<str>)],
) {
    let present = all.iter().find(|(value, _)| value == chosen);
    let present = present.map_or("another one", |(_, name)| name.as_ref());
    let response = egui::ComboBox::from_id_salt(word)
        .selected_text(present)
        .width(220.0)
        .truncate()
        .show_ui(ui, |ui| {
            for (value, name) in all {
                ui.selectable_value(chosen, value.clone(), name.as_ref());
            }
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, word));
}

/// Channels from 1, as they are typed.
fn numbers(channels: &[usize]) -> String {
    let words: Vec<String> = channels.iter().map(|n| (n + 1).to_string()).collect();
    words.join(",")
}

/// None, one or two channels from 1; `None` for anything else.
fn channels_of(text: &str) -> Option<Vec<usize>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Vec::new());
    }
    let channels = text
        .split(',')
        .map(|part| match part.trim().parse::<usize>() {
            Ok(number @ 1..=64) => Some(number - 1),
            _ => None,
        });
    let channels: Vec<usize> = channels.collect::<Option<_>>()?;
    (channels.len() <= 2).then_some(channels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_typed_from_one() {
        assert_eq!(channels_of(" "), Some(vec![]));
        assert_eq!(channels_of("1"), Some(vec![0]));
        assert_eq!(channels_of("3, 4"), Some(vec![2, 3]));
        assert_eq!(channels_of("0"), None);
        assert_eq!(channels_of("1,2,3"), None);
        assert_eq!(numbers(&[2, 3]), "3,4");
    }
}
