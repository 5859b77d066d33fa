//! Links that carry numbers: digital radio, Bluetooth, and a wired pack with converters of its own.
//!
//! *In the real world* converters, a coder, packets, a receiver that waits and hides what is lost.
//!
//! *Model*: converters (`converters`), for Bluetooth its coder (`bluetooth`, `lc3`), then packets
//! that arrive or do not (`packets`) and what is heard instead (`concealment`). There is no hiss on
//! air: sound is clean or gone.
//!
//! *Knobs*: [`rig::DigitalLink`], [`rig::BluetoothLink`], [`rig::Converters`].
//!
//! Of two wireless buds the second one gets its packets from the first, through the head, and loses some
//! more of them: packets and concealment of its own for the right ear.
//!
//! *Left out*: coders other than Bluetooth's; clock drift and jitter.
//!
//! *Tests*: `tests/link_digital.rs`.

pub mod concealment;
pub mod converters;
pub mod packets;

use super::battery::Battery;
use super::bluetooth::{self, Bluetooth};
use super::channel::{self, Radio, Reading};
use super::lc3::{self, Lc3};
use super::ramp::Ramp;
use crate::dsp::stage::Stereo;
use crate::radio::Meters;
use crate::rig::{self, BluetoothLink, Converters, DigitalLink};
use concealment::Concealment;
use converters::ConverterPair;
use packets::Packets;

/// Time in which another output gain arrives, for a change by one, s.
const GAIN_RAMP_S: f64 = 0.02;

/// Length that the delay line after the link needs to interpolate between samples without loss of
/// highs.
const DELAY_LINE_SAMPLES: f64 = 16.0;

/// Mean length of a burst of losses between two buds, s (an estimate).
const RELAY_BURST_S: f64 = 0.03;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Settings that need a new link when they change.
    pub structure: Structure,
    /// Settings that may change while the link plays.
    pub live: Live,
}

/// Settings that need a new link when they change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Structure {
    /// Converters at both ends.
    pub converters: converters::Settings,
    /// Length of a packet, s; none without radio.
    pub frame_s: Option<f64>,
    /// Concealment of a lost packet.
    pub concealment: rig::Concealment,
    /// The coder; none on a link that sends samples as they are.
    pub coder: Option<Coder>,
    /// True if the right ear's packets come by way of the left ear's.
    pub relayed: bool,
}

/// Coder of a Bluetooth link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Coder {
    /// The sub-band coder.
    Sbc(bluetooth::Settings),
    /// LE Audio's coder.
    Lc3(lc3::Settings),
}

impl Coder {
    fn new(link: &BluetoothLink) -> Self {
        match link.coder {
            rig::Coder::Sbc => Self::Sbc(bluetooth::Settings::new(link)),
            rig::Coder::Lc3 => Self::Lc3(lc3::Settings::new(link)),
        }
    }
}

/// Settings that may change while the link plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Live {
    /// Packet loss.
    pub packets: packets::Settings,
    /// The way through the air.
    pub radio: channel::Settings,
    /// The receiver's battery.
    pub battery: Battery,
    /// Packet loss between two buds.
    pub relay: packets::Settings,
}

impl Settings {
    /// The settings of a digital radio link. Allocates nothing.
    #[must_use]
    pub fn new(link: &DigitalLink) -> Self {
        Self {
            structure: Structure {
                converters: converters::Settings::new(&link.converters),
                frame_s: Some(1e-3 * link.packets.frame_ms),
                concealment: link.packets.concealment,
                coder: None,
                relayed: false,
            },
            live: Live {
                packets: packets::Settings::new(&link.packets),
                radio: channel::Settings::new(&link.radio),
                battery: Battery::new(link.battery_percent),
                relay: relay(0.0),
            },
        }
    }

    /// The settings of a wired pack.
    #[must_use]
    pub fn wired(pack: &Converters) -> Self {
        let mut settings = Self::new(&DigitalLink::default());
        settings.structure.converters = converters::Settings::new(pack);
        settings.structure.frame_s = None;
        settings
    }

    /// The settings of a Bluetooth link.
    #[must_use]
    pub fn bluetooth(link: &BluetoothLink) -> Self {
        Self {
            structure: Structure {
                converters: converters::Settings::new(&link.converters),
                frame_s: Some(1e-3 * link.packets.frame_ms),
                concealment: link.packets.concealment,
                coder: Some(Coder::new(link)),
                relayed: link.relay_loss_percent > 0.0,
            },
            live: Live {
                packets: packets::Settings::new(&link.packets),
                radio: channel::Settings::new(&link.radio),
                battery: Battery::new(link.battery_percent),
                relay: relay(link.relay_loss_percent),
            },
        }
    }
}

/// Losses between two buds: in bursts as long as a head is in the way of a hand or a shoulder.
fn relay(loss_percent: f64) -> packets::Settings {
    packets::Settings {
        loss: 0.01 * loss_percent,
        burst_s: RELAY_BURST_S,
        congestion: 0.0,
        congestion_swing: 0.0,
        required_cnr_db: 0.0,
    }
}

/// One digital link, both channels.
pub struct Digital {
    sample_rate_hz: f64,
    live: Option<Live>,
    converters: ConverterPair,
    sbc: Bluetooth,
    lc3: Lc3,
    coder: Option<Coder>,
    packets: Packets,
    /// Packet loss between two buds; none where both ears have one receiver.
    relay: Option<Packets>,
    relay_lost: bool,
    relay_concealment: Concealment,
    radio: Option<Radio>,
    reading: Reading,
    concealment: Concealment,
    output: Ramp,
    /// Samples of the present packet that are still to come.
    left: usize,
    frame_samples: usize,
    lost: bool,
    drop_outs: u32,
}

impl Digital {
    /// A link that waits for [`Self::restart`], with all the memory that it may need.
    #[must_use]
    pub fn new(sample_rate_hz: f64) -> Self {
        let none = converters::Settings::new(&Converters::default());
        let idle = BluetoothLink::default();
        Self {
            sample_rate_hz,
            live: None,
            converters: ConverterPair::new(&none, sample_rate_hz, 0),
            sbc: Bluetooth::new(&bluetooth::Settings::new(&idle), sample_rate_hz),
            lc3: Lc3::new(&lc3::Settings::new(&idle), sample_rate_hz),
            coder: None,
            packets: Packets::new(0),
            relay: None,
            relay_lost: false,
            relay_concealment: Concealment::new(sample_rate_hz),
            radio: None,
            reading: Reading::default(),
            concealment: Concealment::new(sample_rate_hz),
            output: Ramp::new(1.0, GAIN_RAMP_S, sample_rate_hz),
            left: 0,
            frame_samples: 1,
            lost: false,
            drop_outs: 0,
        }
    }

    /// Begins anew. Allocates nothing.
    pub fn restart(&mut self, settings: &Settings, latency_s: f64, seed: u64) {
        let Settings { structure, live } = settings;
        let rate = self.sample_rate_hz;
        self.live = Some(*live);
        self.converters = ConverterPair::new(&structure.converters, rate, seed);
        self.coder = structure.coder;
        match &structure.coder {
            None => {}
            Some(Coder::Sbc(settings)) => self.sbc.restart(settings),
            Some(Coder::Lc3(settings)) => self.lc3.restart(settings),
        }
        self.packets = Packets::new(seed ^ 0x5061_636b);
        self.frame_samples = structure
            .frame_s
            .map_or(0, |frame_s| (frame_s * rate).round().max(1.0) as usize);
        self.radio = structure.frame_s.map(|_| {
            let tick_rate_hz = rate / self.frame_samples as f64;
            Radio::new(&live.radio, tick_rate_hz, seed ^ 0x5261_6469_6f00)
        });
        let spare_samples = latency_s * rate - self.ends_delay_samples() - DELAY_LINE_SAMPLES;
        self.concealment
            .restart(structure.concealment, spare_samples);
        self.relay_concealment
            .restart(structure.concealment, spare_samples);
        self.relay = (structure.relayed).then(|| Packets::new(seed ^ 0x5265_6c61));
        self.relay_lost = false;
        self.output = Ramp::new(live.battery.output_gain(), GAIN_RAMP_S, rate);
        self.left = 0;
        self.lost = false;
        self.drop_outs = 0;
    }

    /// Takes settings of the same structure.
    pub fn set(&mut self, live: &Live) {
        self.live = Some(*live);
        if let Some(radio) = &mut self.radio {
            radio.set(&live.radio);
        }
    }

    /// Delay of converters and look-ahead, samples.
    #[must_use]
    pub fn delay_samples(&self) -> f64 {
        self.ends_delay_samples() + self.look_ahead_samples() as f64
    }

    /// Delay of what stands at the two ends, samples.
    fn ends_delay_samples(&self) -> f64 {
        let coder = match self.coder {
            None => 0,
            Some(Coder::Sbc(_)) => self.sbc.delay_samples(),
            Some(Coder::Lc3(_)) => self.lc3.delay_samples(),
        };
        self.converters.delay_samples() + coder as f64
    }

    fn look_ahead_samples(&self) -> usize {
        if self.radio.is_some() {
            self.concealment.look_ahead_samples()
        } else {
            0
        }
    }

    /// The delay, if the link does nothing else as long as packets arrive.
    #[must_use]
    pub fn plain_delay_samples(&self) -> Option<f64> {
        (self.converters.is_plain() && self.coder.is_none())
            .then(|| self.look_ahead_samples() as f64)
    }

    /// Readings of the receiver.
    #[must_use]
    pub fn meters(&self) -> Meters {
        match &self.radio {
            Some(_) => Meters::new(self.reading, !self.lost, self.drop_outs),
            None => Meters::default(),
        }
    }

    /// Processes a block of any length in place.
    pub fn process(&mut self, block: &mut Stereo<'_>) {
        let Some(live) = self.live else { return };
        self.converters.process(block);
        match self.coder {
            None => {}
            Some(Coder::Sbc(_)) => self.sbc.process(block),
            Some(Coder::Lc3(_)) => self.lc3.process(block),
        }
        if self.radio.is_none() {
            return;
        }
        let output_gain = live.battery.output_gain();
        let [left, right] = block;
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            if self.left == 0 {
                self.next_packet(&live);
            }
            self.left -= 1;
            let sent = [*left, *right];
            let [l, mut r] = self.concealment.next(sent, self.lost);
            if self.relay.is_some() {
                let lost = self.lost || self.relay_lost;
                [_, r] = self.relay_concealment.next(sent, lost);
            }
            let gain = self.output.tick(output_gain) as f32;
            *left = gain * l;
            *right = gain * r;
        }
    }

    fn next_packet(&mut self, live: &Live) {
        self.left = self.frame_samples;
        if let Some(radio) = &mut self.radio {
            self.reading = radio.tick(live.battery.sensitivity_loss_db);
        }
        let frame_s = self.frame_samples as f64 / self.sample_rate_hz;
        let cnr_db = if live.battery.alive {
            self.reading.cnr_db
        } else {
            f64::NEG_INFINITY
        };
        let was_lost = self.lost;
        self.lost = self.packets.is_lost(&live.packets, frame_s, cnr_db);
        if let Some(relay) = &mut self.relay {
            self.relay_lost = relay.is_lost(&live.relay, frame_s, f64::INFINITY);
        }
        let drop_out = self.lost && !was_lost;
        self.drop_outs = self.drop_outs.saturating_add(u32::from(drop_out));
    }
}
