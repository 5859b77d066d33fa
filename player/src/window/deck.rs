//! The song: waveform, transport, loop, click, and the device that it is heard through.

use bodypack::editor::theme;
use egui::{Button, DragValue, RichText, Ui};

use super::keys::toggle_loop;
use super::{clock, devices, waveform, BarState};
use crate::click::TEMPO_BPM;
use crate::playback::State;
use crate::player::{Facts, Player};
use crate::set::{BeatsPerBar, CountIn, LevelDb, Tempo};
use crate::song::Channels;

/// Height of the waveform, points.
const WAVEFORM: f32 = 62.0;

/// Shows the song that is chosen.
pub fn show(ui: &mut Ui, player: &mut Player, state: &mut BarState, facts: &Facts) {
    let [now_s, length_s] = player.times_s();
    ui.horizontal(|ui| {
        let title = player.song().map(|song| song.title());
        let title = title.unwrap_or_else(|| "No song".to_owned());
        ui.label(RichText::new(title).font(theme::title()));
        let counts = if player.counts_in() { "count-in  " } else { "" };
        let times = format!("{counts}{} / {}", clock(now_s), clock(length_s));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(times);
            level_and_channels(ui, player, state);
        });
    });
    waveform::show(ui, WAVEFORM, player);
    ui.horizontal(|ui| transport(ui, player, state));
    ui.horizontal(|ui| click(ui, player, state));
    ui.horizontal(|ui| {
        devices::show(ui, player, state);
        device(ui, facts);
    });
}

fn transport(ui: &mut Ui, player: &mut Player, state: &mut BarState) {
    let has_song = player.song().is_some() || !player.set.songs.is_empty();
    let plays = matches!(player.state(), State::Playing | State::Waiting);
    if ui.add_enabled(has_song, Button::new("Previous")).clicked() {
        state.note(player.step(-1));
    }
    let word = if plays { "Pause" } else { "Play" };
    let play = Button::new(RichText::new(word).font(theme::strong())).selected(plays);
    let play = ui.add_enabled(has_song, play.min_size(egui::vec2(64.0, 0.0)));
    if play.on_hover_text("Space").clicked() {
        state.note(player.toggle());
    }
    if ui.add_enabled(has_song, Button::new("Stop")).clicked() {
        player.stop();
    }
    if ui.add_enabled(has_song, Button::new("Next")).clicked() {
        state.note(player.step(1));
    }
    ui.separator();
    let loops = player.rounds().is_some();
    let toggle = ui.add_enabled(has_song, Button::new("Loop").selected(loops));
    if toggle.on_hover_text("L").clicked() {
        toggle_loop(player, state);
    }
    let from = ui.add_enabled(has_song, Button::new("From here"));
    if from.on_hover_text("[").clicked() {
        player.loop_from_here();
    }
    let to = ui.add_enabled(has_song, Button::new("To here"));
    if to.on_hover_text("]").clicked() {
        player.loop_to_here();
    }
}

/// Level of the song, and the use of its channels.
fn level_and_channels(ui: &mut Ui, player: &mut Player, state: &mut BarState) {
    if let Some(song) = player.song() {
        let (mut level_db, before) = (song.level_db.0, song.channels);
        let is_file = song.file.is_some();
        let level = level_value(&mut level_db);
        let changed = ui.add(level).on_hover_text("Level of the song").changed();
        if changed {
            player.change_song(|song| song.level_db = LevelDb(level_db));
        }
        let mut channels = before;
        if is_file {
            choose_channels(ui, &mut channels);
        }
        if channels != before {
            player.change_song(|song| song.channels = channels);
            state.note(player.reload());
        }
    }
}

fn choose_channels(ui: &mut Ui, channels: &mut Channels) {
    let name = |wanted: Channels| {
        let found = Channels::ALL.iter().find(|(known, _)| *known == wanted);
        found.map_or("", |(_, name)| name)
    };
    let response = egui::ComboBox::from_id_salt("channels")
        .selected_text(name(*channels))
        .width(84.0)
        .show_ui(ui, |ui| {
            for (use_of, name) in Channels::ALL {
                ui.selectable_value(channels, use_of, name);
            }
        })
        .response;
    let words = "Use of the file's two channels";
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, words));
    response.on_hover_text(words);
}

/// A level to be turned.
pub fn level_value(level_db: &mut f64) -> DragValue<'_> {
    DragValue::new(level_db)
        .range(-80.0..=20.0)
        .speed(0.1)
        .fixed_decimals(1)
        .suffix(" dB")
}

fn click(ui: &mut Ui, player: &mut Player, state: &mut BarState) {
    let Some(song) = player.song() else { return };
    let before = song.clone();
    let mut song = before.clone();
    let clicks = ui.add(Button::new("Click").selected(song.click));
    if clicks.on_hover_text("M").clicked() {
        song.click = !song.click;
    }
    ui.add(level_value(&mut song.click_level_db.0))
        .on_hover_text("Level of the click");
    let tempo = DragValue::new(&mut song.tempo_bpm.0)
        .range(TEMPO_BPM)
        .speed(0.1);
    ui.add(tempo.max_decimals(2).suffix(" bpm"))
        .on_hover_text("Tempo");
    if ui.button("Tap").clicked() {
        let now_s = ui.input(|input| input.time);
        if let Some(tempo_bpm) = state.taps.tap(now_s) {
            song.tempo_bpm = Tempo((10.0 * tempo_bpm).round() / 10.0);
        }
    }
    let bar = DragValue::new(&mut song.beats_per_bar.0)
        .range(1..=32)
        .speed(0.05);
    song.beats_per_bar = match ui.add(bar.suffix(" / bar")).on_hover_text("Beats in a bar") {
        _ if song.beats_per_bar.0 >= 1 => song.beats_per_bar,
        _ => BeatsPerBar::default(),
    };
    let first = DragValue::new(&mut song.first_beat_s.0)
        .range(-60.0..=3600.0)
        .speed(0.005);
    ui.add(first.fixed_decimals(3).prefix("1st at ").suffix(" s"))
        .on_hover_text("Time of the first beat of a bar");
    let mut bars = song.count_in_bars.0;
    let count_in = DragValue::new(&mut bars).range(0..=8).speed(0.03);
    ui.add(count_in.prefix("in ").suffix(" bars"))
        .on_hover_text("Bars that are counted in before the song begins");
    song.count_in_bars = CountIn(bars);
    if song != before {
        player.change_song(|own| *own = song);
    }
}

fn device(ui: &mut Ui, facts: &Facts) {
    let palette = theme::of(ui);
    let mut text = match &facts.lost {
        Some(why) => format!("No sound: {why}"),
        None if facts.device.is_empty() => "No device is open yet".to_owned(),
        None => {
            let buffer = facts
                .buffer_frames
                .map_or(String::new(), |n| format!(", {n} frames"));
            format!("{}, {} Hz{buffer}", facts.device, facts.rate_hz)
        }
    };
    if let Some(round_trip_ms) = facts.round_trip_ms {
        let all_ms = round_trip_ms + facts.emulated_ms;
        text += &format!(
            "  \u{b7}  in to out {round_trip_ms:.1} ms + emulated {:.1} ms = {all_ms:.1} ms",
            facts.emulated_ms
        );
    }
    let late = facts.glitches + facts.starved.min(1);
    if late > 0 {
        let longest = facts.longest_percent;
        text += &format!("  \u{b7}  {late} late buffers, the longest {longest:.0} % of its time");
    }
    let ink = if facts.lost.is_some() {
        palette.limit
    } else {
        palette.muted
    };
    ui.label(RichText::new(text).font(theme::label()).color(ink));
}
