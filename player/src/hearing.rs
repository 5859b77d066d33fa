//! The chain as the plugin runs it: parameters, the thread that designs responses, and the engine on the
//! audio thread.

use std::sync::{Arc, Mutex};

use bodypack::audio::engine::Engine;
use bodypack::chain::{Io, Meters};
use bodypack::editor::Repaint;
use bodypack::rig::Rig;
use bodypack::session::stack::on_large_stack;
use bodypack::session::BodypackParams;
use bodypack::worker::rig_update::AudioEndpoint;
use bodypack::worker::sound_tap::Transport;
use bodypack::worker::BackgroundWorker;
use bodypack_plugin::host::activation::{activate, MeterSender};

/// Half of the chain that the window and the program hold.
pub struct Hearing {
    /// The parameters, which are the rig.
    pub params: Arc<BodypackParams>,
    /// Designs responses and draws curves.
    pub designer: Arc<BackgroundWorker>,
    /// The newest readings.
    pub meters: Arc<Mutex<triple_buffer::Output<Meters>>>,
    /// Has the window drawn anew.
    pub repaint: Repaint,
    epoch: u64,
}

/// Half of the chain that the audio thread holds.
pub struct HearingEnd {
    params: Arc<BodypackParams>,
    port: AudioEndpoint,
    engine: Option<Box<Engine>>,
    meters: MeterSender,
}

/// Both halves, with a rig.
pub fn hearing(rig: Rig) -> (Hearing, HearingEnd) {
    let params = on_large_stack(|| Arc::new(BodypackParams::for_rig(rig)));
    let repaint = Repaint::default();
    let notifier = repaint.clone();
    let (designer, port) = BackgroundWorker::new(Arc::clone(&params), move || notifier.request());
    let (sender, meters) = MeterSender::new(repaint.clone());
    let end = HearingEnd {
        params: Arc::clone(&params),
        port,
        engine: None,
        meters: sender,
    };
    let hearing = Hearing {
        params,
        designer: Arc::new(designer),
        meters,
        repaint,
        epoch: 0,
    };
    (hearing, end)
}

impl Hearing {
    /// Designs the present rig, and makes an engine that begins as any other one: the first sample that
    /// it hears is heard through the finished design. `None` at a rate beyond the chain's range.
    pub fn engine(&mut self, sample_rate_hz: f64, offline: bool) -> Option<Box<Engine>> {
        self.epoch += 1;
        let (params, designer, epoch) = (&self.params, &self.designer, self.epoch);
        on_large_stack(|| activate(params, designer, sample_rate_hz, offline, epoch))
    }
}

impl HearingEnd {
    /// Takes an engine for a sample rate, and gives back the one before.
    pub fn install(&mut self, engine: Box<Engine>, sample_rate_hz: f64) -> Option<Box<Engine>> {
        self.port.tap.tune(sample_rate_hz);
        self.meters.set_rate(sample_rate_hz);
        let mut engine = engine;
        // What was counted since the new one was made counts.
        engine.set_exposure(self.params.exposure.get());
        self.engine.replace(engine)
    }

    /// Returns whether there is anything to hear with.
    pub fn is_ready(&self) -> bool {
        self.engine.is_some()
    }

    /// Frees what was attached at the rate before. Not for the audio thread.
    pub fn forget_rate(&mut self) {
        self.port.attached.clear();
        self.engine = None;
    }

    /// Says where in the song the next block begins, s.
    pub fn set_place(&mut self, plays: bool, song_s: Option<f64>) {
        self.port.attached.transport = Transport { plays, song_s };
    }

    /// Says whether a song plays: the pack's battery runs down only then.
    pub fn set_running(&mut self, runs: bool) {
        if let Some(engine) = &mut self.engine {
            engine.set_running(runs);
        }
        self.params.activity.set_plays(runs);
    }

    /// Hears a block in place; without an engine it is silent.
    pub fn process(&mut self, io: Io<'_>) {
        let Some(engine) = &mut self.engine else {
            for channel in io.main {
                channel.fill(0.0);
            }
            return;
        };
        let samples = io.main[0].len();
        engine.process(&self.params, &mut self.port, io);
        self.meters.read(engine, &self.params, samples);
    }
}
