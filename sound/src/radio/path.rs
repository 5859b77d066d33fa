//! One way from transmitter to pack, of whatever kind, with its delay.

use num_complex::Complex64;

use super::analog::{self, Analog};
use super::digital::{self, Digital};
use crate::dsp::stage::Stereo;
use crate::dsp::stereo_delay::StereoDelay;
use crate::radio::Meters;

/// The longest latency, seconds.
pub const MAX_LATENCY_S: f64 = 0.3;

/// Until a new path is in full swing besides its latency, s: companders and filters have settled.
const WARMING_S: f64 = 0.08;

/// Kind of link, with all its settings.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(clippy::large_enum_variant)] // it is copied once a change
pub enum Kind {
    /// A cable.
    Wired,
    /// Frequency modulation.
    Analog(analog::Settings),
    /// Packets, Bluetooth, or a pack with converters of its own.
    Digital(digital::Settings),
}

impl Kind {
    /// Returns whether only what may change while the link plays is different.
    pub fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Wired, Self::Wired) => true,
            (Self::Analog(one), Self::Analog(other)) => one.structure == other.structure,
            (Self::Digital(one), Self::Digital(other)) => one.structure == other.structure,
            _ => false,
        }
    }
}

/// One way from transmitter to pack.
pub struct Path {
    sample_rate_hz: f64,
    seed: u64,
    kind: Kind,
    analog: Analog,
    digital: Digital,
    lag: StereoDelay,
}

impl Path {
    /// A path at rest. The parts that the kind does not use wait for another one.
    pub fn new(kind: &Kind, latency_s: f64, sample_rate_hz: f64, seed: u64) -> Self {
        let idle_analog = analog::Settings::new(&crate::rig::AnalogLink::default());
        let mut path = Self {
            sample_rate_hz,
            seed,
            kind: *kind,
            analog: Analog::new(&idle_analog, sample_rate_hz, seed),
            digital: Digital::new(sample_rate_hz),
            lag: StereoDelay::new(sample_rate_hz, MAX_LATENCY_S, 0.0),
        };
        path.restart(kind, latency_s);
        path
    }

    /// Begins anew as any kind. Allocates nothing.
    pub fn restart(&mut self, kind: &Kind, latency_s: f64) {
        self.kind = *kind;
        let rate = self.sample_rate_hz;
        let own_samples = match kind {
            Kind::Wired => 0.0,
            Kind::Analog(settings) => {
                self.analog.restart(settings, rate, self.seed);
                self.analog.delay_samples()
            }
            Kind::Digital(settings) => {
                self.digital.restart(settings, latency_s, self.seed);
                self.digital.delay_samples()
            }
        };
        self.lag.set((latency_s - own_samples / rate).max(0.0));
        self.lag.reset();
    }

    /// Takes settings of the same structure.
    pub fn set(&mut self, kind: &Kind) {
        self.kind = *kind;
        match kind {
            Kind::Wired => {}
            Kind::Analog(settings) => self.analog.set(&settings.live),
            Kind::Digital(settings) => self.digital.set(&settings.live),
        }
    }

    /// Processes a block of any length in place.
    pub fn process(&mut self, block: &mut Stereo<'_>) {
        match self.kind {
            Kind::Wired => {}
            Kind::Analog(_) => self.analog.process(block),
            Kind::Digital(_) => self.digital.process(block),
        }
        // A cable without latency has nothing to keep: its delay changes by starting anew.
        if !(matches!(self.kind, Kind::Wired) && self.lag.samples() == 0.0) {
            self.lag.process(block);
        }
    }

    /// The whole delay, samples.
    pub fn delay_samples(&self) -> f64 {
        self.lag.samples()
            + match self.kind {
                Kind::Wired => 0.0,
                Kind::Analog(_) => self.analog.delay_samples(),
                Kind::Digital(_) => self.digital.delay_samples(),
            }
    }

    /// Samples until a path that has just begun sounds as it will.
    pub fn warming_samples(&self) -> usize {
        self.delay_samples().ceil() as usize + (WARMING_S * self.sample_rate_hz) as usize
    }

    /// The response, where the path is nothing but a delay.
    pub fn response(&self, frequency_hz: f64) -> Option<Complex64> {
        match self.kind {
            Kind::Wired => Some(self.lag.response(frequency_hz)),
            Kind::Analog(_) => None,
            Kind::Digital(_) => {
                let whole = self.digital.plain_delay_samples()?;
                let turn = -std::f64::consts::TAU * frequency_hz / self.sample_rate_hz;
                Some(self.lag.response(frequency_hz) * Complex64::cis(turn * whole))
            }
        }
    }

    /// Length of the tail after the input has ended, in samples.
    pub fn tail_samples(&self) -> usize {
        /// Ringing of the band edges and of what conceals a lost packet, s.
        const RINGING_S: f64 = 0.2;
        let own = match self.kind {
            Kind::Wired => 0,
            Kind::Digital(_) if self.digital.plain_delay_samples().is_some() => {
                self.digital.delay_samples() as usize
            }
            _ => (RINGING_S * self.sample_rate_hz) as usize,
        };
        self.lag.tail_samples() + own
    }

    /// Readings of the receiver.
    pub fn meters(&self) -> Meters {
        match self.kind {
            Kind::Wired => Meters::default(),
            Kind::Analog(_) => {
                let (reading, open, drop_outs) = self.analog.reading();
                Meters {
                    companded: Some(self.analog.companded()),
                    ..Meters::new(reading, open, drop_outs)
                }
            }
            Kind::Digital(_) => self.digital.meters(),
        }
    }
}
