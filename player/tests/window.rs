//! The bar of the window, driven by accessible names and keys, with a device of ALSA that has no hardware.

mod common;

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use bodypack::chain::Meters;
use bodypack::editor::{apply_theme, draw, Bar, View, WindowState};
use bodypack::session::library::Library;
use bodypack_player::device::DeviceChoice;
use bodypack_player::host::Host;
use bodypack_player::playback::State;
use bodypack_player::player::Player;
use bodypack_player::set::Set;
use bodypack_player::window::{lock, PlayerBar};
use common::{noise, write_wav, Folder};
use egui::{Key, Modifiers, Rect, Vec2};
use egui_kittest::kittest::Queryable;
use egui_kittest::Harness;
use nice_plug::context::gui::GuiContext;

const SIZE: Vec2 = Vec2::new(1200.0, 1008.0);

struct Bench {
    harness: Harness<'static>,
    player: Arc<Mutex<Player>>,
    desk: Rc<WindowState>,
    bar: Rc<RefCell<PlayerBar>>,
    folder: Folder,
}

impl Bench {
    /// A window with a song of stems and one of a file.
    fn new() -> Self {
        let folder = Folder::new();
        // Only a clockless device: what is tested is the window.
        let config = folder.at("asound.conf");
        let text = "</usr/share/alsa/alsa.conf>\npcm.!default { type null }\n";
        std::fs::write(&config, text).unwrap();
        std::env::set_var("ALSA_CONFIG_PATH", &config);
        std::fs::create_dir(folder.at("Stems")).unwrap();
        for (seed, name) in [(1, "Drums"), (2, "Voice")] {
            write_wav(
                &folder.at(&format!("Stems/{name}.wav")),
                48_000,
                &noise(480_000, seed),
            );
        }
        write_wav(&folder.at("Second.wav"), 48_000, &noise(480_000, 3));
        let paths = [folder.at("Stems"), folder.at("Second.wav")];
        let set = Set::of(&paths);
        let player = Player::new(set, folder.path(), None, DeviceChoice::default()).unwrap();
        let player = Arc::new(Mutex::new(player));
        lock(&player).choose(0).unwrap();
        let bar = Rc::new(RefCell::new(PlayerBar::new(Arc::clone(&player))));
        let height = bar.borrow().height();
        let desk = Rc::new(WindowState {
            below: height,
            ..WindowState::new(Arc::new(Library::new(None)))
        });
        let (params, designer) = {
            let player = lock(&player);
            let hearing = player.hearing();
            (Arc::clone(&hearing.params), Arc::clone(&hearing.designer))
        };
        let gui = GuiContext::new(Arc::new(Host(Arc::clone(&params))));
        let (own_bar, own_desk) = (Rc::clone(&bar), Rc::clone(&desk));
        let mut themed = false;
        let harness = Harness::builder()
            .with_size(SIZE)
            .with_step_dt(0.05)
            .with_max_steps(4)
            .build_ui(move |ui| {
                if !std::mem::replace(&mut themed, true) {
                    apply_theme(ui.ctx());
                }
                let rig = params.rig();
                let meters = Meters::default();
                let view = View::new(&params, &gui, &designer, &meters, &rig, &own_desk);
                let mut bar = own_bar.borrow_mut();
                bar.take_keys(ui, &view);
                draw(ui, &view);
                let whole = ui.ctx().content_rect();
                let place = Rect::from_min_max(whole.min, whole.max);
                let place = place
                    .shrink2(Vec2::new(24.0, 0.0))
                    .with_min_y(whole.bottom() - height);
                bar.show(ui, place, &view);
            });
        let mut bench = Self {
            harness,
            player,
            desk,
            bar,
            folder,
        };
        bench.frames(3);
        bench
    }

    fn frames(&mut self, count: usize) {
        (0..count).for_each(|_| self.harness.step());
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.frames(2);
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::NONE, key);
        self.frames(2);
    }

    fn player(&self) -> MutexGuard<'_, Player> {
        lock(&self.player)
    }

    fn wait_for(&mut self, what: &str, is_so: impl Fn(&Player) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while !is_so(&self.player()) {
            assert!(
                Instant::now() < deadline,
                "{what}: {:?}",
                self.player().state()
            );
            std::thread::sleep(Duration::from_millis(5));
            self.frames(1);
        }
    }

    fn notice(&self) -> Option<String> {
        self.desk.notices.text()
    }
}

/// One after the other: they share the device that the environment names.
static ALONE: Mutex<()> = Mutex::new(());

#[test]
fn the_bar_plays_loops_clicks_and_mixes_by_keys_and_names() {
    let _alone = ALONE.lock();
    let mut bench = Bench::new();
    for name in [
        "Previous",
        "Play",
        "Stop",
        "Next",
        "Loop",
        "Click",
        "Tap",
        "Mute Drums",
    ] {
        assert!(bench.harness.query_by_label(name).is_some(), "{name}");
    }
    bench.click("Mute Drums");
    assert!(
        bench
            .player()
            .song()
            .unwrap()
            .fader("everybody", "Drums")
            .mute
    );
    bench.press(Key::M);
    assert!(bench.player().song().unwrap().click);
    bench.wait_for("the song is read through", |player| {
        player
            .chosen()
            .is_some_and(|chosen| chosen.overview.found().is_whole)
    });
    bench.press(Key::L);
    assert_eq!(
        bench.player().rounds().map(|r| (r.from, r.to)),
        Some((0, 480_000))
    );
    bench.press(Key::L);
    assert_eq!(bench.player().rounds(), None);
    bench.press(Key::ArrowRight);
    assert_eq!(bench.player().position(), 240_000);
    bench.press(Key::OpenBracket);
    bench.press(Key::ArrowRight);
    bench.press(Key::CloseBracket);
    let rounds = bench.player().rounds().map(|r| (r.from, r.to));
    assert_eq!(rounds, Some((240_000, 480_000)));
    bench.press(Key::Space);
    bench.wait_for("it plays", |player| player.state() == State::Playing);
    bench.press(Key::Space);
    bench.wait_for("it is paused", |player| player.state() == State::Paused);
    bench.press(Key::ArrowDown);
    assert_eq!(bench.player().chosen().map(|chosen| chosen.index), Some(1));
}

#[test]
fn dropped_songs_join_the_set_and_sets_are_saved_and_opened() {
    let _alone = ALONE.lock();
    let mut bench = Bench::new();
    let drop = |bench: &mut Bench, path: PathBuf| {
        let (params, designer) = {
            let player = bench.player();
            let hearing = player.hearing();
            (Arc::clone(&hearing.params), Arc::clone(&hearing.designer))
        };
        let gui = GuiContext::new(Arc::new(Host(Arc::clone(&params))));
        let (rig, meters) = (params.rig(), Meters::default());
        let view = View::new(&params, &gui, &designer, &meters, &rig, &bench.desk);
        let taken = bench.bar.borrow_mut().take_file(&path, &view);
        taken
    };
    write_wav(&bench.folder.at("Third.wav"), 44_100, &noise(4_410, 3));
    let third = bench.folder.at("Third.wav");
    assert!(drop(&mut bench, third));
    assert_eq!(bench.player().set.songs.len(), 3);
    // What is no sound is said, and no part of the set.
    let broken = bench.folder.at("broken.flac");
    std::fs::write(&broken, b"fLaC garbage").unwrap();
    assert!(drop(&mut bench, broken));
    bench.frames(1);
    assert!(bench
        .notice()
        .is_some_and(|text| text.contains("broken.flac")));
    assert_eq!(bench.player().set.songs.len(), 3);
    // A rig is the editor's.
    let rig = bench.folder.at("rig.toml");
    std::fs::write(&rig, bodypack::rig::Rig::default().to_toml()).unwrap();
    assert!(!drop(&mut bench, rig));
    let set = bench.folder.at("evening.toml");
    bench.player().save(&set).unwrap();
    let text = std::fs::read_to_string(&set).unwrap();
    assert!(text.contains("file = \"Second.wav\""), "{text}");
    bench.player().remove(0);
    assert!(drop(&mut bench, set));
    assert_eq!(bench.player().set.songs.len(), 3);
}

#[test]
fn the_next_song_brings_its_rig_and_begins_at_its_beginning() {
    let _alone = ALONE.lock();
    let mut bench = Bench::new();
    {
        let mut player = bench.player();
        player.set.songs[1].rig = Some("drummer".to_owned());
        player.begin(0).unwrap();
    }
    bench.wait_for("it plays", |player| player.state() == State::Playing);
    let before = bench.player().rig().name;
    bench.player().begin(1).unwrap();
    bench.wait_for("the next one plays", |player| {
        player.state() == State::Playing && player.chosen().is_some_and(|c| c.index == 1)
    });
    let drummer = bodypack::rig::presets::find("drummer").unwrap();
    assert_ne!(before, drummer.name);
    assert_eq!(bench.player().rig().name, drummer.name);
    let report = bench.player().report().unwrap();
    assert!(
        report.contains("Second") && report.contains(&drummer.name),
        "{report}"
    );
}
