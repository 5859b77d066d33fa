//! The way from the transmitter to the pack.
//!
//! *In the real world* this is a cable, an analog or a digital radio link, or Bluetooth.
//!
//! *Model*: a cable is transparent. The others have files of their own: [`analog`] with its
//! companders and the noise of frequency modulation, [`digital`] with converters, packets and, for
//! Bluetooth, the sub-band coder ([`crate::radio::bluetooth`]). Every kind ends in one delay that brings the whole link to the
//! latency it is set to, exact to a fraction of a sample; a link that cannot be that quick has the
//! delay of its own filters.
//!
//! *Knobs*: [`rig::Link`]. Where the performer is, what is on air and the battery may change at
//! any time. Whatever changes the structure starts a second path beside the first, waits until it
//! is in full swing, and cross-fades.
//!
//! *Left out*: see the kinds.
//!
//! *Tests*: the laws of every stage; `tests/link_*.rs`.

use super::on_heap::on_heap;
use crate::radio::analog;
use crate::radio::battery;
use crate::radio::digital;
use num_complex::Complex64;

use crate::dsp::crossfade;
use crate::dsp::stage::{Stage, Stereo};
use crate::radio::path::Kind;
use crate::radio::path::Path;
use crate::radio::Meters;
use crate::rig;

/// Time of the cross-fade between two paths, s.
const FADE_S: f64 = 0.03;

/// Samples that are faded at a time.
const PART: usize = 64;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// One-way latency, seconds.
    pub latency_s: f64,
    /// Kind of link.
    pub kind: Kind,
}

impl Settings {
    /// The settings of a rig's link. Allocates nothing.
    pub fn new(link: &rig::Link) -> Self {
        let (latency_ms, kind) = match link {
            rig::Link::Wired => (0.0, Kind::Wired),
            rig::Link::WiredPack(pack) => (0.0, Kind::Digital(digital::Settings::wired(pack))),
            rig::Link::Digital(link) => {
                (link.latency_ms, Kind::Digital(digital::Settings::new(link)))
            }
            rig::Link::Bluetooth(link) => (
                link.latency_ms,
                Kind::Digital(digital::Settings::bluetooth(link)),
            ),
            rig::Link::AnalogFm(link) => {
                (link.latency_ms, Kind::Analog(analog::Settings::new(link)))
            }
        };
        Self {
            latency_s: 1e-3 * latency_ms,
            kind,
        }
    }

    /// The same with another charge of the battery, %; a cable has none.
    #[must_use]
    pub fn with_charge(mut self, percent: f64) -> Self {
        let battery = battery::Battery::new(percent);
        match &mut self.kind {
            Kind::Wired => {}
            Kind::Analog(settings) => settings.live.battery = battery,
            Kind::Digital(settings) => settings.live.battery = battery,
        }
        self
    }

    fn is_alike(&self, other: &Self) -> bool {
        self.latency_s == other.latency_s && self.kind.is_alike(&other.kind)
    }
}

/// Progress of a change of path, in samples left.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    None,
    Warming(usize),
    Fading(usize),
}

/// The transmission.
pub struct Link {
    /// The path that is heard, and the one that takes over or waits.
    paths: [Box<Path>; 2],
    settings: Settings,
    /// Settings of another structure that came during a change.
    waiting: Option<Settings>,
    change: Change,
    fade_samples: usize,
}

impl Link {
    /// Makes the stage for one sample rate in Hz. `seed` starts noise and fading.
    pub fn new(sample_rate_hz: f64, settings: &Settings, seed: u64) -> Self {
        let path =
            || on_heap(|| Path::new(&settings.kind, settings.latency_s, sample_rate_hz, seed));
        Self {
            paths: [path(), path()],
            settings: *settings,
            waiting: None,
            change: Change::None,
            fade_samples: ((FADE_S * sample_rate_hz) as usize).max(1),
        }
    }

    /// Readings of the receiver.
    pub fn meters(&self) -> Meters {
        self.paths[0].meters()
    }

    /// The path that the settings belong to.
    fn newest(&self) -> &Path {
        if self.change == Change::None {
            &self.paths[0]
        } else {
            &self.paths[1]
        }
    }

    fn begin(&mut self, settings: &Settings) {
        self.settings = *settings;
        let next = &mut self.paths[1];
        next.restart(&settings.kind, settings.latency_s);
        self.change = Change::Warming(next.warming_samples());
    }

    /// Processes at most [`PART`] samples within which no step of a change ends.
    fn process_part(&mut self, left: &mut [f32], right: &mut [f32]) {
        let mut copies = [[0.0; PART]; 2];
        let length = left.len().min(PART);
        let [a, b] = &mut copies;
        let (a, b) = (&mut a[..length], &mut b[..length]);
        a.copy_from_slice(&left[..length]);
        b.copy_from_slice(&right[..length]);
        let [playing, next] = &mut self.paths;
        playing.process(&mut [left, right]);
        next.process(&mut [a, b]);
        if let Change::Fading(left_samples) = self.change {
            let scale = 1.0 / self.fade_samples as f32;
            let done = self.fade_samples - left_samples;
            for (old, new) in [(left, a), (right, b)] {
                for (n, (old, new)) in old.iter_mut().zip(new.iter()).enumerate() {
                    *old += crossfade::gain((done + n + 1) as f32 * scale) * (new - *old);
                }
            }
        }
        self.advance(length);
    }

    fn advance(&mut self, length: usize) {
        self.change = match self.change {
            Change::None => Change::None,
            Change::Warming(left) if left > length => Change::Warming(left - length),
            Change::Warming(_) => Change::Fading(self.fade_samples),
            Change::Fading(left) if left > length => Change::Fading(left - length),
            Change::Fading(_) => {
                self.paths.swap(0, 1);
                Change::None
            }
        };
        if self.change == Change::None {
            if let Some(settings) = self.waiting.take() {
                self.set(&settings);
            }
        }
    }
}

impl Stage for Link {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        let changing = self.change != Change::None;
        if settings.is_alike(&self.settings) {
            self.waiting = None;
            if *settings != self.settings {
                self.settings = *settings;
                self.paths[usize::from(changing)].set(&settings.kind);
            }
        } else if changing {
            self.waiting = Some(*settings);
        } else {
            self.begin(settings);
        }
    }

    fn reset(&mut self) {
        let settings = self.waiting.take().unwrap_or(self.settings);
        self.settings = settings;
        self.change = Change::None;
        self.paths[0].restart(&settings.kind, settings.latency_s);
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        let [left, right] = block;
        let (mut left, mut right) = (&mut **left, &mut **right);
        while !left.is_empty() {
            let length = match self.change {
                Change::None => {
                    self.paths[0].process(&mut [left, right]);
                    return;
                }
                Change::Warming(rest) | Change::Fading(rest) => rest.max(1),
            };
            let length = length.min(PART).min(left.len()).min(right.len());
            if length == 0 {
                return;
            }
            let (part_left, rest_left) = left.split_at_mut(length);
            let (part_right, rest_right) = right.split_at_mut(length);
            (left, right) = (rest_left, rest_right);
            self.process_part(part_left, part_right);
        }
    }

    fn response(&self, frequency_hz: f64) -> Option<[Complex64; 2]> {
        Some([self.newest().response(frequency_hz)?; 2])
    }

    fn emulated_latency_samples(&self) -> f64 {
        self.newest().delay_samples()
    }

    fn tail_samples(&self) -> usize {
        self.newest().tail_samples()
    }
}
