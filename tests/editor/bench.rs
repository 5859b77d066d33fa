//! The editor on a bench: a host that writes down what it is told, and a place to look.

use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bodypack::chain::{Io, Meters};
use bodypack::design::DesignKey;
use bodypack::dsp::noise::Noise;
use bodypack::editor::{apply_theme, draw, Purpose, Stage, View, WindowState};
use bodypack::rig::{DigitalLink, Link, Rig};
use bodypack::session::library::Library;
use bodypack::session::{plugin_state_of, BodypackParams};
use bodypack::worker::rig_update::AudioEndpoint;
use bodypack::worker::sound_tap::Transport;
use bodypack::worker::{BackgroundWorker, Job};
use egui::{Role, Vec2};
use egui_kittest::kittest::{by, NodeT, Queryable};
use egui_kittest::Harness;
use nice_plug::context::gui::{GuiContext, GuiContextInner};
use nice_plug::context::PluginApi;
use nice_plug::params::{InternalParamMut, Param};
use nice_plug::prelude::{FloatParam, ParamPtr, PluginState};

use super::raster;

/// Call to a host.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Begin(String),
    Set(String, f32),
    End(String),
}

/// A host that does at once what it is asked for.
struct Host {
    params: Arc<BodypackParams>,
    calls: Mutex<Vec<Call>>,
}

impl Host {
    fn note(&self, call: Call) {
        self.calls.lock().expect("no test panicked here").push(call);
    }
}

fn name(param: ParamPtr) -> String {
    // SAFETY: the parameters outlive the host.
    unsafe { param.name() }.to_owned()
}

impl GuiContextInner for Host {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }

    unsafe fn raw_begin_set_parameter(&self, param: ParamPtr) {
        self.note(Call::Begin(name(param)));
    }

    unsafe fn raw_set_parameter_normalized(&self, param: ParamPtr, normalized: f32) {
        self.note(Call::Set(name(param), normalized));
        // SAFETY: the parameters outlive the host.
        unsafe { param._internal_set_normalized_value(normalized) };
    }

    unsafe fn raw_end_set_parameter(&self, param: ParamPtr) {
        self.note(Call::End(name(param)));
    }

    fn get_state(&self) -> PluginState {
        panic!("the editor does not ask for it")
    }

    fn set_state(&self, state: PluginState) {
        bodypack::session::put(&self.params, &state);
    }

    fn request_restart(&self) {}
}

/// An editor of an instance with a busy rig and something on its meters.
pub struct Bench {
    pub params: Arc<BodypackParams>,
    pub harness: Harness<'static>,
    pub library: Arc<Library>,
    pub designer: Arc<BackgroundWorker>,
    /// The audio thread's side, which no host runs here.
    port: AudioEndpoint,
    host: Arc<Host>,
    pub desk: Rc<WindowState>,
}

impl Bench {
    /// A window in the view for engineers.
    pub fn new() -> Self {
        Self::scaled(1.0)
    }

    /// A window as it is when it is opened for the first time, on the rig that a fresh instance has.
    pub fn fresh() -> Self {
        let params = BodypackParams::default();
        Self::of(1.0, Library::new(None), params)
    }

    /// A window of so many times the base size.
    pub fn scaled(scale: f32) -> Self {
        Self::with(scale, Library::new(None))
    }

    /// A window whose user keeps rigs in a folder.
    pub fn in_folder(folder: &std::path::Path) -> Self {
        Self::with(1.0, Library::new(Some(folder.to_owned())))
    }

    fn with(scale: f32, library: Library) -> Self {
        let mut rig = Rig {
            name: "On the bench".to_owned(),
            ..Rig::default()
        };
        rig.link = Link::Digital(DigitalLink {
            latency_ms: 4.0,
            ..DigitalLink::default()
        });
        rig.feed.desk_delay_ms = 1.2;
        rig.feed.network_delay_ms = 0.6;
        rig.earphone.seal.left_resistance_pa_s_m3 = 4e8;
        rig.earphone.seal.right_resistance_pa_s_m3 = 3e9;
        let params = BodypackParams::for_rig(rig);
        params.editor_look.change(|look| look.perform = false);
        Self::of(scale, library, params)
    }

    fn of(scale: f32, library: Library, params: BodypackParams) -> Self {
        let library = Arc::new(library);
        let params = Arc::new(params);
        let (designer, port) = BackgroundWorker::new(Arc::clone(&params), || ());
        let designer = Arc::new(designer);
        let host = Arc::new(Host {
            params: Arc::clone(&params),
            calls: Mutex::default(),
        });
        let mut meters = Meters {
            input_peak: [0.5, 0.42],
            output_peak: [0.7, 0.61],
            programme_dbspl: [93.1, 91.6],
            ambient_dbspl: [86.0, 84.4],
            own_voice_dbspl: [77.0, 76.5],
            ..Meters::default()
        };
        meters.levels.programme.fast_dba = [91.0, 89.5];
        meters.levels.ambient.fast_dba = [83.1, 81.9];
        meters.levels.own_voice.fast_dba = [74.0, 73.5];
        meters.levels.total.fast_dba = [91.7, 90.3];
        meters.levels.field_dba = [86.2, 84.8];
        meters.link.received_dbm = Some(-61.4);
        meters.link.cnr_db = Some(38.2);
        meters.link.drop_outs = 2;
        meters.exposure.seconds = 5400.0;
        meters.exposure.niosh = [0.23, 0.2];
        params.exposure.replace(&meters.exposure);
        let gui = GuiContext::new(host.clone());
        let (own_params, own_designer) = (Arc::clone(&params), Arc::clone(&designer));
        let desk = Rc::new(WindowState::new(Arc::clone(&library)));
        let own_desk = Rc::clone(&desk);
        let mut themed = false;
        let harness = Harness::builder()
            .with_size(Vec2::new(1200.0, 800.0))
            .with_pixels_per_point(scale)
            .with_step_dt(0.05)
            .with_max_steps(40)
            .build_ui(move |ui| {
                if !std::mem::replace(&mut themed, true) {
                    apply_theme(ui.ctx());
                }
                let rig = own_params.rig();
                let view = View::new(&own_params, &gui, &own_designer, &meters, &rig, &own_desk);
                draw(ui, &view);
            });
        let mut bench = Self {
            params,
            harness,
            library,
            designer,
            port,
            host,
            desk,
        };
        bench.harness.run();
        bench
    }

    /// Shows the panel of a stage, by a click on its card.
    pub fn open(&mut self, stage: Stage) {
        self.click(&format!("Stage {}", stage.name()));
    }

    /// Clicks a widget of a name.
    pub fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.harness.run();
    }

    /// Lines that the window announces: what a screen reader reads out by itself.
    pub fn said(&self) -> Vec<String> {
        let status = by().predicate(|node| node.role() == Role::Status);
        let found = self.harness.query_all(status);
        found
            .filter_map(|node| node.accesskit_node().label())
            .collect()
    }

    /// Answers the file dialog with a file to bring in.
    pub fn bring_in(&mut self, path: &std::path::Path) {
        let answer = Some((Purpose::Import, path.to_owned()));
        self.desk.dialogs.answer(answer);
        self.harness.run();
    }

    /// Loads a project while the window is open, as its host does.
    pub fn load(&mut self, rig: &Rig) {
        self.host.set_state(plugin_state_of(rig));
        self.harness.run();
    }

    /// Closes the window as its owner does.
    pub fn close(&self) {
        let gui = GuiContext::new(self.host.clone());
        self.desk.held.release(&gui, &self.params);
    }

    /// Name of the focused widget.
    pub fn focused(&self) -> Option<String> {
        let node = self
            .harness
            .query(by().predicate(|node| node.is_focused()))?;
        node.accesskit_node().label()
    }

    /// Everything that the host has heard.
    pub fn calls(&self) -> Vec<Call> {
        self.host
            .calls
            .lock()
            .expect("no test panicked here")
            .clone()
    }

    /// The same, and forgets it.
    pub fn take_calls(&self) -> Vec<Call> {
        std::mem::take(&mut *self.host.calls.lock().expect("no test panicked here"))
    }

    /// Sets a parameter as a host would.
    pub fn set(&mut self, param: impl Fn(&BodypackParams) -> &FloatParam, normalized: f32) {
        let param = param(&self.params);
        // SAFETY: this is what a host's automation does.
        unsafe { param._internal_set_plain_value(param.preview_plain(normalized)) };
        self.harness.run();
    }

    /// Lets the designer draw.
    pub fn wait_for_curves(&mut self) {
        self.designer.window_opened();
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.designer.picture().plot.is_none() {
            assert!(Instant::now() < deadline, "no curves come");
            std::thread::sleep(Duration::from_millis(5));
        }
        self.harness.run();
    }

    /// Lets the designer draw what has changed.
    pub fn settle(&mut self) {
        self.designer.wake();
        std::thread::sleep(Duration::from_millis(300));
        self.harness.run();
    }

    /// Has the worker know that a host plays at 48 kHz.
    pub fn start_sound(&mut self) {
        self.designer.window_opened();
        self.designer.serve(Some(Job {
            epoch: 1,
            sample_rate_hz: 48_000.0,
            needs: DesignKey::of(&self.params.effective_rig()),
            generation: self.params.base.generation(),
        }));
    }

    /// Passes a block of the mix on as the audio thread does. True if a tap took it.
    pub fn pass(&mut self, sound: [&[f32]; 2]) -> bool {
        let port = &mut self.port;
        port.attached.receive(&mut port.outbox);
        let mut transport = Transport {
            plays: true,
            song_s: None,
        };
        let tap = port.attached.tap.as_mut();
        tap.map(|tap| tap.pass(sound, [None; 2], &mut transport))
            .is_some()
    }

    /// Plays a blind test for so many blocks of a tenth of a second, as the audio thread does.
    pub fn play_blind(&mut self, blocks: usize) {
        let port = &mut self.port;
        port.attached.receive(&mut port.outbox);
        let Some(pair) = port.attached.pair.as_mut() else {
            self.params.blind.note(false, None);
            return;
        };
        let mut noise = Noise::new(4);
        for _ in 0..blocks {
            let mut left: Vec<f32> = (0..4800).map(|_| 0.1 * noise.gaussian()).collect();
            let mut right = left.clone();
            let (sound, presses) = self.params.blind.wanted();
            pair.want(sound, presses);
            pair.process(&mut Io {
                main: [&mut left, &mut right],
                ambient: None,
                own_voice: None,
            });
        }
        self.params.blind.note(true, pair.apart_lu());
    }

    /// A picture of what is on the screen.
    pub fn render(&mut self) -> image::RgbaImage {
        self.harness.step();
        raster::render(&self.harness.ctx, self.harness.output())
    }
}
