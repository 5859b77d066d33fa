//! Which packets get lost.
//!
//! *Model*: three causes, any of which is enough. Losses in bursts whatever the radio does, after
//! Gilbert and Elliott: a chain of a good and a bad state whose chances follow from the share of
//! losses and the mean length of a burst. Others in the band: bursts of 1 to 5 ms that fill a share
//! of the time; a packet that meets one is lost. How much others are on air may move: every 2 to 8 s
//! towards another level, up to eight times more or less. And the carrier: a cliff 2 dB wide.

use crate::dsp::noise::Noise;
use crate::rig;

/// Width of the cliff, dB.
const CLIFF_DB: f64 = 2.0;

/// Shortest and longest burst of others, s.
const OTHERS_S: (f64, f64) = (0.001, 0.005);

/// Shortest and longest stay of the crowd at a level, s; time in which it gets there, s; and how much
/// more or less than usual it is at most.
const CROWD_S: (f64, f64) = (2.0, 8.0);
const CROWD_MOVES_S: f64 = 1.0;
const CROWD_FACTOR: f64 = 8.0;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Share of packets lost whatever the radio does, 0 to 1.
    pub loss: f64,
    /// Mean length of a burst of losses, s.
    pub burst_s: f64,
    /// Share of the time that others are on air, 0 to 1.
    pub congestion: f64,
    /// Swing of the congestion, 0 to 1: eight times more and less at 1.
    pub congestion_swing: f64,
    /// Carrier over noise below which packets get lost, dB.
    pub required_cnr_db: f64,
}

impl Settings {
    /// The settings of a rig's packets.
    #[must_use]
    pub fn new(packets: &rig::Packets) -> Self {
        Self {
            loss: 0.01 * packets.loss_percent,
            burst_s: 1e-3 * packets.burst_ms,
            congestion: 0.01 * packets.congestion_percent,
            congestion_swing: packets.congestion_swing,
            required_cnr_db: packets.required_cnr_db,
        }
    }
}

/// The fate of packets, one after the other.
#[derive(Clone, Debug)]
pub struct Packets {
    noise: Noise,
    bad: bool,
    /// Remaining duration of the present burst or pause of other traffic, s.
    others_s: f64,
    others_on_air: bool,
    crowd: Crowd,
}

/// Traffic of others, from packet to packet.
#[derive(Clone, Debug)]
struct Crowd {
    noise: Noise,
    /// Between −1 (least) and 1 (most), where it goes, and how long it stays there, s.
    level: f64,
    target: f64,
    left_s: f64,
}

impl Crowd {
    fn new(seed: u64) -> Self {
        Self {
            noise: Noise::with_stream(seed, 0x4372_6F77),
            level: 0.0,
            target: 0.0,
            left_s: 0.0,
        }
    }

    /// Factor of the congestion for a packet `frame_s` long.
    fn factor(&mut self, swing: f64, frame_s: f64) -> f64 {
        self.left_s -= frame_s;
        if self.left_s <= 0.0 {
            let (shortest, longest) = CROWD_S;
            self.left_s = shortest + (longest - shortest) * self.noise.uniform();
            self.target = 2.0 * self.noise.uniform() - 1.0;
        }
        self.level += (frame_s / CROWD_MOVES_S).min(1.0) * (self.target - self.level);
        CROWD_FACTOR.powf(swing * self.level)
    }
}

impl Packets {
    /// A stream of packets with its seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            noise: Noise::new(seed),
            bad: false,
            others_s: 0.0,
            others_on_air: false,
            crowd: Crowd::new(seed),
        }
    }

    /// Returns whether the next packet, `frame_s` long, is lost.
    pub fn is_lost(&mut self, settings: &Settings, frame_s: f64, cnr_db: f64) -> bool {
        let in_burst = self.in_burst(settings, frame_s);
        let mut congestion = settings.congestion;
        if settings.congestion_swing > 0.0 {
            congestion *= self.crowd.factor(settings.congestion_swing, frame_s);
        }
        let collides = self.collides(congestion, frame_s);
        let margin_db = cnr_db - settings.required_cnr_db;
        let weak = self.noise.uniform() * CLIFF_DB > margin_db + 0.5 * CLIFF_DB;
        in_burst || collides || weak
    }

    fn in_burst(&mut self, settings: &Settings, frame_s: f64) -> bool {
        let draw = self.noise.uniform();
        if settings.loss <= 0.0 || settings.loss >= 1.0 {
            self.bad = settings.loss >= 1.0;
            return self.bad;
        }
        let odds = settings.loss / (1.0 - settings.loss);
        // Bursts cannot be so short that good packets would have to be rarer than one at a time.
        let recovery = (frame_s / settings.burst_s).min(1.0).min(1.0 / odds);
        self.bad = if self.bad {
            draw >= recovery
        } else {
            draw < recovery * odds
        };
        self.bad
    }

    fn collides(&mut self, congestion: f64, frame_s: f64) -> bool {
        if congestion <= 0.0 {
            return false;
        }
        if congestion >= 1.0 {
            return true;
        }
        let mut met = self.others_on_air;
        self.others_s -= frame_s;
        // Each turn takes at least the shortest burst every other time, so this ends.
        for _ in 0..64 {
            if self.others_s > 0.0 {
                break;
            }
            self.others_on_air = !self.others_on_air;
            let (shortest, longest) = OTHERS_S;
            self.others_s += if self.others_on_air {
                shortest + (longest - shortest) * self.noise.uniform()
            } else {
                let pause_s = 0.5 * (shortest + longest) * (1.0 - congestion) / congestion;
                -pause_s * (1.0 - self.noise.uniform()).ln()
            };
            met |= self.others_on_air;
        }
        met
    }
}
