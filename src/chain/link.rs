//! The way from the transmitter to the pack.
//!
//! *In the real world* this is a cable or a radio link.
//!
//! *Model*: a cable is transparent. A digital link delivers what it was given, later: converters,
//! codec frames, interleaving and the wait for a slot on air add up to one delay, here exact to a
//! fraction of a sample.
//!
//! *Knobs*: the kind of link; the one-way latency of a digital one.
//!
//! *Left out*: what analog links add (companding, noise, fading), and loss of packets.
//!
//! *Tests*: the laws of every stage, of which the latency law is the one that matters here.

pub mod compander;
pub mod emphasis;
pub mod limiter;

use num_complex::Complex64;

use super::lag::Lag;
use super::stage::{self, Stage, Stereo};
use crate::rig;

/// The longest latency, seconds.
const MAX_LATENCY_S: f64 = 0.3;

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// One-way latency, seconds.
    pub latency_s: f64,
}

impl Settings {
    /// The latency of a link.
    pub fn new(link: &rig::Link) -> Self {
        Self {
            latency_s: match link {
                rig::Link::Wired => 0.0,
                rig::Link::Digital(digital) => 1e-3 * digital.latency_ms,
            },
        }
    }
}

/// The transmission.
pub struct Link {
    lag: Lag,
}

impl Link {
    /// Makes the stage for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings) -> Self {
        Self {
            lag: Lag::new(sample_rate_hz, MAX_LATENCY_S, settings.latency_s),
        }
    }
}

impl Stage for Link {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.lag.set(settings.latency_s);
    }

    fn reset(&mut self) {
        self.lag.reset();
    }

    fn process(&mut self, block: &mut Stereo<'_>) {
        stage::sanitise(block);
        self.lag.process(block);
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        Some([self.lag.response(frequency_hz); 2])
    }

    fn emulated_latency_samples(&self) -> f64 {
        self.lag.samples()
    }

    fn tail_samples(&self) -> usize {
        self.lag.tail_samples()
    }
}
