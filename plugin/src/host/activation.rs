//! Activation at a sample rate, and the meters on their way to a window: the same for the plugin and for
//! the player.

use std::sync::{Arc, Mutex};

use crate::audio::engine::Engine;
use crate::chain::Meters;
use crate::design::DesignKey;
use crate::editor::Repaint;
use crate::session::params::BodypackParams;
use crate::worker::{BackgroundWorker, Job};

/// Rate at which meters are sent to a window, Hz.
const METER_RATE_HZ: f64 = 30.0;

/// Designs the present rig and makes an engine, so that the first sample is heard through the finished
/// design; the worker then serves that engine, unless it renders offline. `None` at a rate beyond the
/// chain's range, and the worker serves nobody. Wants a large stack.
pub fn activate(
    params: &Arc<BodypackParams>,
    designer: &BackgroundWorker,
    sample_rate_hz: f64,
    offline: bool,
    epoch: u64,
) -> Option<Box<Engine>> {
    // Read before the rig: one that is loaded in between is then sent once more.
    let generation = params.base.generation();
    // For the worker, which serves no engine that renders offline.
    let needs = DesignKey::of(&params.effective_rig());
    let mut engine = Engine::new(params, sample_rate_hz, offline, epoch).ok();
    if let Some(engine) = &mut engine {
        engine.set_exposure(params.exposure.get());
    }
    let job = Job {
        epoch,
        sample_rate_hz,
        needs,
        generation,
    };
    designer.serve((engine.is_some() && !offline).then_some(job));
    engine
}

/// Sends an engine's meters to a window some times a second. Real-time safe.
pub struct MeterSender {
    meters: triple_buffer::Input<Meters>,
    repaint: Repaint,
    samples_per_reading: usize,
    samples_since_reading: usize,
    last_reading: Meters,
}

impl MeterSender {
    /// Makes the sender and the end that a window reads. Each reading that differs asks for a repaint.
    pub fn new(repaint: Repaint) -> (Self, Arc<Mutex<triple_buffer::Output<Meters>>>) {
        let (meters, out) = triple_buffer::triple_buffer(&Meters::default());
        let sender = Self {
            meters,
            repaint,
            samples_per_reading: usize::MAX,
            samples_since_reading: 0,
            last_reading: Meters::default(),
        };
        (sender, Arc::new(Mutex::new(out)))
    }

    /// Sets the sample rate, Hz.
    pub fn set_rate(&mut self, sample_rate_hz: f64) {
        self.samples_per_reading = (sample_rate_hz / METER_RATE_HZ) as usize;
    }

    /// Reads an engine's meters after a block of so many samples, when it is time to. A dose that a
    /// window has replaced goes to the engine, and the engine's goes to be kept.
    pub fn read(&mut self, engine: &mut Engine, params: &BodypackParams, samples: usize) {
        self.samples_since_reading += samples;
        if self.samples_since_reading < self.samples_per_reading {
            return;
        }
        self.samples_since_reading = 0;
        if let Some(exposure) = params.exposure.take_replaced() {
            engine.set_exposure(exposure);
        }
        let reading = engine.meters();
        params.exposure.write(&reading.exposure);
        if reading != self.last_reading {
            self.last_reading = reading;
            self.meters.write(reading);
            self.repaint.request();
        }
    }
}
