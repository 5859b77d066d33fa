//! The keys of the player: space, arrows, L, brackets and M, unless a text is being typed.

use egui::{Key, Modifiers, Ui};

use super::BarState;
use crate::player::Player;

/// Steps of the arrows, s.
const FAR_S: f64 = 5.0;
const NEAR_S: f64 = 1.0;

/// Takes the keys of this frame.
pub fn take(ui: &mut Ui, player: &mut Player, state: &mut BarState) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    // A control that has the keyboard keeps its own keys.
    let is_free = ui.memory(|memory| memory.focused().is_none());
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let plain = |key| pressed(Modifiers::NONE, key);
    if is_free {
        if plain(Key::Space) {
            state.note(player.toggle());
        }
        for (key, sign) in [(Key::ArrowLeft, -1.0), (Key::ArrowRight, 1.0)] {
            // What has more keys held comes first: the toolkit takes Shift for a detail.
            if pressed(Modifiers::SHIFT, key) {
                player.skip_s(sign * NEAR_S);
            } else if plain(key) {
                player.skip_s(sign * FAR_S);
            }
        }
        for (key, by) in [(Key::ArrowUp, -1), (Key::ArrowDown, 1)] {
            if plain(key) {
                state.note(player.step(by));
            }
        }
        if plain(Key::Home) {
            player.seek_s(0.0);
        }
    }
    if plain(Key::L) {
        toggle_loop(player, state);
    }
    if plain(Key::OpenBracket) {
        player.loop_from_here();
    }
    if plain(Key::CloseBracket) {
        player.loop_to_here();
    }
    if plain(Key::M) {
        player.change_song(|song| song.click = !song.click);
    }
}

/// Leaves the loop, or goes back to the one that was left last.
pub fn toggle_loop(player: &mut Player, state: &mut BarState) {
    match player.rounds() {
        Some(rounds) => {
            state.last_loop = Some(rounds);
            player.set_loop(None);
        }
        None => {
            let last = state.last_loop.map(|rounds| [rounds.from, rounds.to]);
            let whole = player.chosen().map(|chosen| [0, chosen.overview.frames()]);
            player.set_loop(last.or(whole));
        }
    }
}
