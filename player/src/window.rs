//! The window: the editor of the plugin, with the player's bar below it.

mod deck;
mod devices;
mod keys;
mod mix;
mod playlist;
mod waveform;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bodypack::editor::widgets::paint;
use bodypack::editor::{run_alone, theme, Bar, BodypackEditor, View};
use egui::{vec2, Rect, Ui, UiBuilder};

use crate::click::Taps;
use crate::error::PlayerError;
use crate::host::Host;
use crate::playback::State;
use crate::player::Player;
use crate::transport::Loop;

/// Height of the bar, points.
const HEIGHT: f32 = 208.0;
/// Width of the playlist and of the mix, points.
const PLAYLIST: f32 = 246.0;
const MIX: f32 = 318.0;
/// Time between two frames while a song plays.
const FRAME: Duration = Duration::from_millis(33);
/// Time between two looks at what comes by itself.
const LOOK: Duration = Duration::from_millis(150);

/// Opens the window of a player, and comes back when it has been closed.
///
/// # Errors
/// When there is no screen.
pub fn run(player: &Arc<Mutex<Player>>) -> Result<(), PlayerError> {
    let (editor, host) = {
        let player = lock(player);
        let hearing = player.hearing();
        let editor = BodypackEditor::new(
            Arc::clone(&hearing.params),
            Arc::clone(&hearing.designer),
            Arc::clone(&hearing.meters),
            hearing.repaint.clone(),
        );
        (editor, Arc::new(Host(Arc::clone(&hearing.params))))
    };
    let bar = Box::new(PlayerBar::new(Arc::clone(player)));
    run_alone(&editor, "Bodypack player", host, bar).map_err(|error| {
        PlayerError::Said(format!(
            "the window cannot be opened ({error}); --no-window plays without one"
        ))
    })
}

/// The player, whatever happened to another thread that held it.
pub fn lock(player: &Mutex<Player>) -> MutexGuard<'_, Player> {
    player.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The player's part of the window.
pub struct PlayerBar {
    player: Arc<Mutex<Player>>,
    state: BarState,
}

/// State of the bar from frame to frame.
#[derive(Default)]
pub(crate) struct BarState {
    taps: Taps,
    /// Choice of devices that is being made.
    making: Option<devices::Making>,
    /// The loop that was left last, to come back to.
    last_loop: Option<Loop>,
    /// Path that is typed: a song to add, or where to save.
    path: String,
    /// Name of a performer that is typed.
    performer: String,
    /// Problem of this frame.
    problem: Option<String>,
    /// Success of this frame.
    done: Option<String>,
}

impl BarState {
    fn note(&mut self, outcome: Result<(), PlayerError>) {
        if let Err(error) = outcome {
            self.problem = Some(error.to_string());
        }
    }
}

impl PlayerBar {
    /// The bar of a player.
    pub fn new(player: Arc<Mutex<Player>>) -> Self {
        Self {
            player,
            state: BarState::default(),
        }
    }
}

impl Bar for PlayerBar {
    fn height(&self) -> f32 {
        HEIGHT
    }

    fn take_keys(&mut self, ui: &mut Ui, _: &View<'_>) {
        keys::take(ui, &mut lock(&self.player), &mut self.state);
    }

    fn take_file(&mut self, path: &Path, view: &View<'_>) -> bool {
        let mut player = lock(&self.player);
        let taken = playlist::take_file(&mut player, path, &mut self.state);
        tell(&mut self.state, view);
        taken
    }

    fn show(&mut self, ui: &mut Ui, rect: Rect, view: &View<'_>) {
        let player = Arc::clone(&self.player);
        let mut player = lock(&player);
        player.poll();
        for message in player.take_messages() {
            view.say(message);
        }
        let facts = player.facts();
        view.desk.round_trip_ms.set(facts.round_trip_ms);
        let inner = rect.with_max_y(rect.bottom() - theme::GAP);
        let list = inner.with_max_x(inner.left() + PLAYLIST);
        let mix = inner.with_min_x(inner.right() - MIX);
        let deck = inner
            .with_min_x(list.right() + theme::GAP)
            .with_max_x(mix.left() - theme::GAP);
        let state = &mut self.state;
        within(ui, list, "Set", |ui| playlist::show(ui, &mut player, state));
        within(ui, deck, "Song", |ui| {
            deck::show(ui, &mut player, state, &facts)
        });
        within(ui, mix, "Personal mix", |ui| {
            mix::show(ui, &mut player, state)
        });
        tell(state, view);
        let next = match player.state() {
            State::Playing | State::Waiting => FRAME,
            _ => LOOK,
        };
        ui.ctx().request_repaint_after(next);
    }
}

/// Says what was done or went wrong.
fn tell(state: &mut BarState, view: &View<'_>) {
    if let Some(done) = state.done.take() {
        view.tell(done);
    }
    if let Some(problem) = state.problem.take() {
        view.say(problem);
    }
}

/// A panel with something in it.
fn within(ui: &mut Ui, rect: Rect, name: &str, add: impl FnOnce(&mut Ui)) {
    paint::background(ui, rect);
    let inner = rect.shrink2(vec2(10.0, 8.0));
    let builder = UiBuilder::new().id_salt(name).max_rect(inner);
    ui.scope_builder(builder, |ui| {
        ui.set_clip_rect(inner.expand(3.0));
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        add(ui);
    });
}

/// A time of a song.
fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0) as u64;
    match whole {
        0..3600 => format!("{}:{:02}", whole / 60, whole % 60),
        _ => format!("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60),
    }
}
