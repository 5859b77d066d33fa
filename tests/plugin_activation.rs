//! Activation, and the meters on their way to a window.

use std::sync::Arc;

use bodypack::analysis::noise_dose::Exposure;
use bodypack::audio::engine::Engine;
use bodypack::chain::Io;
use bodypack::dsp::noise::Noise;
use bodypack::editor::Repaint;
use bodypack::session::BodypackParams;
use bodypack::worker::rig_update::AudioEndpoint;
use bodypack::worker::BackgroundWorker;
use bodypack_plugin::host::activation::{activate, MeterSender};

const RATE_HZ: f64 = 48_000.0;

struct Instance {
    params: Arc<BodypackParams>,
    designer: BackgroundWorker,
    port: AudioEndpoint,
}

impl Instance {
    fn new() -> Self {
        let params = Arc::new(BodypackParams::default());
        let (designer, port) = BackgroundWorker::new(Arc::clone(&params), || ());
        Self {
            params,
            designer,
            port,
        }
    }

    fn engine(&self, rate_hz: f64) -> Option<Box<Engine>> {
        activate(&self.params, &self.designer, rate_hz, true, 1)
    }

    fn play(&mut self, engine: &mut Engine, samples: usize) {
        let mut noise = Noise::new(1);
        let mut left: Vec<f32> = (0..samples).map(|_| 0.3 * noise.white()).collect();
        let mut right = left.clone();
        let io = Io {
            main: [&mut left, &mut right],
            ambient: None,
            own_voice: None,
        };
        engine.process(&self.params, &mut self.port, io);
    }
}

#[test]
fn meters_are_sent_thirty_times_a_second_where_they_differ() {
    let mut instance = Instance::new();
    let mut engine = instance.engine(RATE_HZ).expect("a usual rate");
    let (mut sender, out) = MeterSender::new(Repaint::default());
    let is_new = || out.lock().expect("nobody panicked").updated();
    let peak = || out.lock().expect("nobody panicked").read().input_peak[0];
    sender.set_rate(RATE_HZ);
    instance.play(&mut engine, 1_600);
    sender.read(&mut engine, &instance.params, 1_599);
    assert!(!is_new());
    sender.read(&mut engine, &instance.params, 1);
    assert!(is_new() && peak() > 0.2);
    // Nothing was played since: the peak falls back once, and then there is nothing to tell.
    sender.read(&mut engine, &instance.params, 1_599);
    assert!(!is_new());
    sender.read(&mut engine, &instance.params, 1);
    assert!(is_new() && peak() == 0.0);
    sender.read(&mut engine, &instance.params, 1_600);
    assert!(!is_new());
}

#[test]
fn the_dose_goes_from_the_project_to_the_engine_and_back() {
    let kept = Exposure {
        seconds: 5_400.0,
        ..Exposure::default()
    };
    let mut instance = Instance::new();
    instance.params.exposure.write(&kept);
    let mut engine = instance.engine(RATE_HZ).expect("a usual rate");
    assert_eq!(engine.meters().exposure.seconds, 5_400.0);
    let (mut sender, _out) = MeterSender::new(Repaint::default());
    sender.set_rate(RATE_HZ);
    instance.play(&mut engine, 48_000);
    sender.read(&mut engine, &instance.params, 48_000);
    assert!(instance.params.exposure.get().seconds > 5_400.5);
    // A window resets it.
    instance.params.exposure.replace(&Exposure::default());
    sender.read(&mut engine, &instance.params, 1_600);
    assert_eq!(engine.meters().exposure.seconds, 0.0);
    assert_eq!(instance.params.exposure.get().seconds, 0.0);
}

#[test]
fn a_rate_beyond_the_chains_range_gives_no_engine() {
    assert!(Instance::new().engine(1e6).is_none());
}

#[test]
fn only_an_engine_that_plays_in_real_time_is_served_by_the_worker() {
    for (rate_hz, offline, served) in [
        (RATE_HZ, false, Some(RATE_HZ)),
        (RATE_HZ, true, None),
        (1e6, false, None),
        (1e6, true, None),
    ] {
        let instance = Instance::new();
        // An activation before this one was served.
        instance.designer.check().set_rate(Some(44_100.0));
        let engine = activate(&instance.params, &instance.designer, rate_hz, offline, 1);
        assert_eq!(engine.is_some(), rate_hz == RATE_HZ);
        let status = instance.designer.check().status();
        assert_eq!(
            status.sample_rate_hz, served,
            "{rate_hz} Hz, offline {offline}"
        );
    }
}
