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
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use bodypack::chain::Meters;
use bodypack::editor::{apply_theme, draw, Desk, Look, View, BASE_SIZE};
use bodypack::plugin::library::Library;
use bodypack::plugin::Bodypack;
use bodypack::rig::presets;
use egui::{pos2, Pos2, Vec2};
use egui_kittest::kittest::Queryable;
use egui_kittest::Harness;
use host::Host;
use nice_plug::audio_setup::{AuxiliaryBuffers, BufferConfig, ProcessMode};
use nice_plug::buffer::Buffer;
use nice_plug::context::process::Transport;
use nice_plug::prelude::Plugin;

/// The rig that is shown.
const RIG: &str = "dual-armature-digital";
/// What is played, seconds from the beginning: the whole band, no pause.
const FROM_S: f64 = 8.0;
const PLAYED_S: f64 = 4.0;
const BLOCK: usize = 256;
/// How long it takes at most until a change is seen in the curves.
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

/// One of the things that a window can show.
struct Scene {
    name: &'static str,
    perform: bool,
    /// What is clicked, by name.
    clicks: &'static [&'static str],
    /// Where the pointer is, points.
    pointer: Option<Pos2>,
}

const SCENES: [Scene; 13] = [
    Scene::new("engineer", false, &[]),
    Scene {
        pointer: Some(pos2(190.0, 300.0)),
        ..Scene::new("readout", false, &["Show drivers"])
    },
    Scene::new("one-ear-out", false, &["Stage Fit", "Left out"]),
    Scene::new("vented", true, &["Wear Single dynamic, vented", "Engineer"]),
    Scene::new(
        "twenty-drivers",
        true,
        &[
            "Custom rigs",
            "Wear All-out: twenty drivers",
            "Engineer",
            "Stage Earphone",
            "Show drivers",
        ],
    ),
    Scene::new("earbud", true, &["Wear Flat earbud, open", "Engineer"]),
    Scene::new("perform", true, &[]),
    Scene::new("perform-next", true, &["All rigs", "Next page"]),
    Scene::new("perform-yours", true, &["Yours rigs"]),
    Scene::new("perform-wireless", true, &["Wireless rigs"]),
    Scene::new("perform-custom", true, &["Custom rigs"]),
    Scene::new("perform-earbud", true, &["Earbud rigs"]),
    Scene::new("perform-universal", true, &["Universal rigs"]),
];

impl Scene {
    const fn new(name: &'static str, perform: bool, clicks: &'static [&'static str]) -> Self {
        Self {
            name,
            perform,
            clicks,
            pointer: None,
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
        let keeps = Desk::new(Arc::clone(library));
        let mut themed = false;
        let mut harness = Harness::builder()
            .with_size(Vec2::new(BASE_SIZE[0] as f32, BASE_SIZE[1] as f32))
            .with_pixels_per_point(scale)
            .build_ui(move |ui| {
                if !std::mem::replace(&mut themed, true) {
                    apply_theme(ui.ctx());
                }
                let rig = params.rig();
                let view = View::new(&params, &gui, &designer, &meters, &rig, &keeps);
                draw(ui, &view);
            });
        harness.run_steps(4);
        for name in self.clicks {
            harness.get_by_label(name).click();
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

/// A user's library: two rigs of the user's own, one of the factory's marked.
fn library(folder: &Path) -> Arc<Library> {
    let library = Library::new(Some(folder.to_owned()));
    for (name, like) in OWN_RIGS {
        let rig = presets::find(like).expect("a factory rig");
        library.save_as(&rig, name).expect("it is saved");
    }
    library
        .set_favourite("factory:drummer", true)
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
    for scene in &SCENES {
        for (theme, light) in [("dark", false), ("light", true)] {
            for (size, scale) in [("0.75x", 0.75), ("1x", 1.0), ("2x", 2.0)] {
                params.editor_look.change(|shown| {
                    *shown = Look {
                        perform: scene.perform,
                        light,
                        ..look
                    };
                });
                let path = folder.join(format!("{}-{theme}-{size}.png", scene.name));
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
