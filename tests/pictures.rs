//! Draws the editor while music plays, for people to look at: `cargo xtask pictures` runs this.

// Where the pictures are is told to the person at the terminal.
#![allow(clippy::print_stdout)]

#[path = "live/desk.rs"]
mod desk;
#[path = "live/host.rs"]
mod host;
#[path = "editor/raster.rs"]
mod raster;

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use bodypack::chain::Meters;
use bodypack::editor::{apply_theme, draw, Purpose, Question, Use, View, WindowState, BASE_SIZE};
use bodypack::rig::presets;
use bodypack::session::library::Library;
use bodypack::session::Look;
use bodypack_plugin::host::Bodypack;
use egui::{pos2, Event, Key, Modifiers, PointerButton, Pos2, Vec2};
use egui_kittest::kittest::Queryable;
use egui_kittest::Harness;
use host::Host;
use nice_plug::audio_setup::{AuxiliaryBuffers, BufferConfig, ProcessMode};
use nice_plug::buffer::Buffer;
use nice_plug::context::process::Transport;
use nice_plug::prelude::Plugin;

/// The rig that is shown.
const RIG: &str = "dual-armature-digital";
/// Start of the excerpt, seconds: the whole band, no pause.
const FROM_S: f64 = 8.0;
const PLAYED_S: f64 = 4.0;
const BLOCK: usize = 256;
/// Longest wait for a change to appear in the curves.
const SOLVED: Duration = Duration::from_millis(120);

/// Names of the user's own rigs, and the factory's rigs that they are like.
const OWN_RIGS: [(&str, &str); 2] = [
    ("Tuesday's singer", "five-armature-custom"),
    ("Festival: spare pack", "single-dynamic-2g4"),
];

/// Both channels of one of the plugin's inputs.
type Stereo = [Vec<f32>; 2];

fn sound(path: &Path) -> (f64, Stereo) {
    let mut file = hound::WavReader::open(path).expect("a WAV file");
    let format = file.spec();
    let samples: Vec<f32> = match format.sample_format {
        hound::SampleFormat::Float => file.samples().map(|x| x.expect("a sample")).collect(),
        hound::SampleFormat::Int => {
            let scale = 1.0 / (1u32 << (format.bits_per_sample - 1)) as f32;
            let whole = file.samples::<i32>();
            whole.map(|x| x.expect("a sample") as f32 * scale).collect()
        }
    };
    let channels = usize::from(format.channels);
    let channel = |at: usize| -> Vec<f32> {
        samples
            .iter()
            .skip(at.min(channels - 1))
            .step_by(channels)
            .copied()
            .collect()
    };
    (f64::from(format.sample_rate), [channel(0), channel(1)])
}

/// Plays a few seconds at the pace of a live host, a little faster.
fn play(plugin: &mut Bodypack, rate_hz: f64, inputs: &[Stereo; 3]) {
    let mut host = Host(Transport::new(rate_hz as f32));
    let config = BufferConfig {
        sample_rate: rate_hz as f32,
        min_buffer_size: None,
        max_buffer_size: BLOCK as u32,
        process_mode: ProcessMode::Realtime,
    };
    assert!(plugin.activate(&Bodypack::AUDIO_IO_LAYOUTS[0], &config, &mut host));
    plugin.reset();
    let length = inputs[0][0].len();
    let start = ((FROM_S * rate_hz) as usize).min(length / 2);
    let end = (start + (PLAYED_S * rate_hz) as usize).min(length);
    for from in (start..end).step_by(BLOCK) {
        let to = (from + BLOCK).min(end);
        let mut copies = inputs.each_ref().map(|pair| {
            pair.each_ref().map(|channel| {
                channel
                    .get(from..to)
                    .map_or(vec![0.0; to - from], <[f32]>::to_vec)
            })
        });
        let [main, ambient, voice] = &mut copies;
        let mut buffers = [main, ambient, voice].map(|pair| {
            let [left, right] = pair;
            let mut buffer = Buffer::default();
            // SAFETY: the slices outlive the buffer and have that length.
            unsafe { buffer.set_slices(to - from, |slices| *slices = vec![left, right]) };
            buffer
        });
        let (main, aux) = buffers.split_at_mut(1);
        let mut aux = AuxiliaryBuffers {
            inputs: aux,
            outputs: &mut [],
        };
        plugin.process(&mut main[0], &mut aux, &mut host);
        std::thread::sleep(Duration::from_secs_f64(0.4 * BLOCK as f64 / rate_hz));
    }
}

/// User action before the picture is taken.
#[derive(Clone, Copy)]
enum Act {
    /// Clicks on what has this name.
    Click(&'static str),
    /// Clicks on it with the other button.
    RightClick(&'static str),
    /// Presses a key.
    Press(Key),
    /// Types a text and presses Enter.
    Type(&'static str),
    /// Brings in a curve for what is named.
    Curve(Use),
    /// Is asked for a file on a system without dialogs.
    Path(Purpose),
}

use Act::{Click, Curve, Path as AskPath, Press, RightClick, Type};

/// One of the things that a window can show.
struct Scene {
    name: &'static str,
    perform: bool,
    acts: &'static [Act],
    /// Position of the pointer, points.
    pointer: Option<Pos2>,
    /// Sizes of the window, of the base size.
    sizes: &'static [f32],
}

/// Sizes at which whole views are looked at.
const VIEWS: &[f32] = &[0.75, 0.8, 1.0, 1.5];
/// Sizes at which panels, lists and sheets are looked at.
const PARTS: &[f32] = &[1.0, 1.5];

const SCENES: [Scene; 47] = [
    Scene::new("engineer", false, &[]),
    Scene {
        pointer: Some(pos2(190.0, 300.0)),
        ..Scene::new("readout", false, &[Click("Show drivers")])
    },
    Scene::new(
        "one-ear-out",
        false,
        &[Click("Stage Fit"), Click("Left out")],
    ),
    Scene::new(
        "vented",
        true,
        &[
            Click("Search rigs"),
            Type("single dynamic vented"),
            Click("Wear Single dynamic, vented"),
            Click("Engineer"),
        ],
    ),
    Scene::new(
        "twenty-drivers",
        true,
        &[
            Click("Search rigs"),
            Type("twenty"),
            Click("Wear All-out: twenty drivers"),
            Click("Engineer"),
            Click("Stage Earphone"),
            Click("Show drivers"),
        ],
    ),
    Scene::new(
        "earbud",
        true,
        &[
            Click("Search rigs"),
            Type("earbud open"),
            Click("Wear Flat earbud, open"),
            Click("Engineer"),
        ],
    ),
    Scene::new(
        "perform",
        true,
        &[
            Click("Show Roles"),
            Click("Wear Singer: club stage beside the kit"),
        ],
    ),
    Scene::new(
        "perform-next",
        true,
        &[Click("Show Roles"), Press(Key::PageDown)],
    ),
    Scene::new("perform-places", true, &[Click("Show Places")]),
    Scene::new(
        "perform-places-next",
        true,
        &[Click("Show Places"), Press(Key::PageDown)],
    ),
    Scene::new("perform-links", true, &[Click("Show Links")]),
    Scene::new(
        "perform-links-next",
        true,
        &[
            Click("Show Links"),
            Press(Key::PageDown),
            Press(Key::PageDown),
        ],
    ),
    Scene::new("perform-earphones", true, &[Click("Show Earphones")]),
    Scene::new("perform-faults", true, &[Click("Show What goes wrong")]),
    Scene::new(
        "perform-faults-2",
        true,
        &[Click("Show What goes wrong"), Press(Key::PageDown)],
    ),
    Scene::new(
        "perform-faults-3",
        true,
        &[
            Click("Show What goes wrong"),
            Press(Key::PageDown),
            Press(Key::PageDown),
        ],
    ),
    Scene::new(
        "perform-faults-4",
        true,
        &[
            Click("Show What goes wrong"),
            Press(Key::PageDown),
            Press(Key::PageDown),
            Press(Key::PageDown),
        ],
    ),
    Scene::new("perform-yours", true, &[Click("Show Yours")]),
    Scene::new(
        "perform-search",
        true,
        &[Click("Search rigs"), Type("drummer")],
    ),
    Scene::new(
        "perform-one-ear-out",
        true,
        &[
            Click("Show Roles"),
            Click("Wear Drummer: on a cable behind the kit"),
            Click("Left out"),
            Click("I turn up until I hear it"),
        ],
    ),
    Scene::new("perform-listening", true, &[Click("I am listening on")]),
    Scene::part("panel-feed", &[Click("Stage Feed")]),
    Scene::part("panel-link", &[Click("Stage Link")]),
    Scene::part("panel-pack", &[Click("Stage Pack")]),
    Scene::part("panel-earphone", &[Click("Stage Earphone")]),
    Scene::part("panel-fit", &[Click("Stage Fit")]),
    Scene::part("panel-ambience", &[Click("Stage Ambience")]),
    Scene::part("panel-listening", &[Click("Stage Listening")]),
    Scene::part(
        "panel-ambience-off",
        &[Click("Stage Ambience"), Click("Ambient")],
    ),
    Scene::part(
        "panel-pack-off",
        &[Click("Stage Pack"), Click("Pack power")],
    ),
    Scene::part("menu", &[Click("Window menu")]),
    Scene::part(
        "menu-systems",
        &[Click("Stage Link"), Click("Kind of system")],
    ),
    Scene::part("menu-fits", &[Click("Stage Fit"), Click("Kind of fit")]),
    Scene::part("menu-choice", &[Click("Stage Fit"), Click("Port")]),
    Scene::part("menu-value", &[RightClick("Seal left")]),
    Scene::part("help", &[Click("Window menu"), Click("Help\u{2026}")]),
    Scene::part(
        "keys",
        &[Click("Window menu"), Click("Mouse and keys\u{2026}")],
    ),
    Scene::part("browser", &[Click("Rig")]),
    Scene::part("browser-save", &[Click("Rig"), Click("Save as\u{2026}")]),
    Scene::part("browser-search", &[Click("Rig"), Type("hybrid")]),
    Scene::part("import", &[Curve(Use::Headphones)]),
    Scene::part("import-earphone", &[Curve(Use::Earphone)]),
    Scene::part("path", &[AskPath(Purpose::Export)]),
    Scene::part(
        "value-refused",
        &[
            Click("Stage Pack"),
            Click("Type Highest output"),
            Type("1e99 dB"),
        ],
    ),
    Scene::part("notice", &[Curve(Use::Headphones), Click("Use it")]),
    Scene::part("delta", &[Click("Delta")]),
    Scene::part("export", &[Click("Export")]),
];

/// A measurement with a line that cannot be read.
const CURVE: &str = "frequency,raw\n20,4.0\n100,2.0\n500,0.0\nten,1\n1000,0.5\n3000,9.0\n\
                     5000,6.0\n8000,3.0\n10000,-2.0\n20000,-8.0\n";

impl Scene {
    const fn new(name: &'static str, perform: bool, acts: &'static [Act]) -> Self {
        Self {
            name,
            perform,
            acts,
            pointer: None,
            sizes: VIEWS,
        }
    }

    const fn part(name: &'static str, acts: &'static [Act]) -> Self {
        Self {
            sizes: PARTS,
            ..Self::new(name, false, acts)
        }
    }

    /// A picture of it, in a window of so many times the base size.
    fn picture(&self, plugin: &Bodypack, library: &Arc<Library>, scale: f32) -> image::RgbaImage {
        let params = plugin.shared_params();
        let (gui, _) = desk::desk(&params);
        let designer = Arc::clone(plugin.designer());
        let readings = plugin.readings();
        let meters: Meters = *readings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .read();
        let keeps = Rc::new(WindowState::new(Arc::clone(library)));
        let own = Rc::clone(&keeps);
        let mut themed = false;
        let mut harness = Harness::builder()
            .with_size(Vec2::new(BASE_SIZE[0] as f32, BASE_SIZE[1] as f32))
            .with_pixels_per_point(scale)
            .build_ui(move |ui| {
                if !std::mem::replace(&mut themed, true) {
                    apply_theme(ui.ctx());
                }
                let rig = params.rig();
                let view = View::new(&params, &gui, &designer, &meters, &rig, &own);
                draw(ui, &view);
            });
        harness.run_steps(4);
        for act in self.acts {
            do_it(&mut harness, &keeps, *act);
            harness.run_steps(4);
        }
        match self.pointer {
            Some(at) => harness.hover_at(at),
            None => harness.remove_cursor(),
        }
        std::thread::sleep(SOLVED);
        harness.run_steps(12);
        raster::render(&harness.ctx, harness.output())
    }
}

fn do_it(harness: &mut Harness<'_>, desk: &WindowState, act: Act) {
    match act {
        Click(name) => harness.get_by_label(name).click(),
        Press(key) => harness.key_press(key),
        RightClick(name) => {
            let at = harness.get_by_label(name).rect().center();
            harness.hover_at(at);
            harness.run_steps(2);
            for pressed in [true, false] {
                harness.event(Event::PointerButton {
                    pos: at,
                    button: PointerButton::Secondary,
                    pressed,
                    modifiers: Modifiers::NONE,
                });
                harness.step();
            }
        }
        Type(text) => {
            harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
            harness.event(Event::Text(text.into()));
            harness.run_steps(2);
            harness.key_press(Key::Enter);
        }
        Curve(aim) => {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("My headphones.csv");
            std::fs::write(&path, CURVE).expect("written");
            desk.dialogs.answer(Some((Purpose::Curve(aim), path)));
            harness.run_steps(4);
        }
        AskPath(purpose) => desk.dialogs.cannot_ask(Question {
            purpose,
            file_name: "Tuesday.toml".to_owned(),
        }),
    }
}

/// A user's library: two rigs of the user's own, one of the factory's marked.
fn library(folder: &Path) -> Arc<Library> {
    let library = Library::new(Some(folder.to_owned()));
    for (name, like) in OWN_RIGS {
        let rig = presets::find(like).expect("a factory rig");
        library.save_as(&rig, name).expect("it is saved");
    }
    library
        .set_favorite("factory:drummer", true)
        .expect("it is marked");
    Arc::new(library)
}

#[test]
#[ignore = "draws pictures for people; cargo xtask pictures runs it"]
fn the_window_at_every_size_in_every_light_for_everyone() {
    let folder = std::env::var_os("BODYPACK_PICTURES").expect("cargo xtask pictures says where");
    let folder = PathBuf::from(folder);
    let inputs =
        ["mix", "mix-room", "mix-own-voice"].map(|name| sound(&folder.join(format!("{name}.wav"))));
    let rate_hz = inputs[0].0;
    let inputs = inputs.map(|(_, sound)| sound);
    let own = tempfile::tempdir().expect("a folder");
    let library = library(own.path());

    let mut plugin = Bodypack::default();
    let params = plugin.shared_params();
    let rig = presets::find(RIG).expect("a factory rig");
    let (gui, _) = desk::desk(&params);
    let origin = format!("factory:{RIG}");
    params.load(&rig, &origin, &gui);
    plugin.designer().window_opened();
    play(&mut plugin, rate_hz, &inputs);
    let deadline = Instant::now() + Duration::from_secs(20);
    while plugin.designer().picture().plot.is_none() {
        assert!(Instant::now() < deadline, "no curves come");
        std::thread::sleep(Duration::from_millis(5));
    }
    let look = params.editor_look.get();
    // Only those that are asked for, where that is said.
    let only = std::env::var("BODYPACK_SCENES").unwrap_or_default();
    let wanted = |scene: &&Scene| only.is_empty() || only.split(',').any(|name| name == scene.name);
    for scene in SCENES.iter().filter(wanted) {
        for (theme, light) in [("dark", false), ("light", true)] {
            for &scale in scene.sizes {
                params.editor_look.change(|shown| {
                    *shown = Look {
                        perform: scene.perform,
                        light,
                        ..look
                    };
                });
                let path = folder.join(format!("{}-{theme}-{scale}x.png", scene.name));
                scene
                    .picture(&plugin, &library, scale)
                    .save(&path)
                    .expect("the picture is written");
                println!("{}", path.display());
                params.load(&rig, &origin, &gui);
                plugin.designer().wake();
            }
        }
    }
}
