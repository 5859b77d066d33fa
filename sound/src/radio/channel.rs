//! From distance, walking and what stands in the way to a carrier-to-noise ratio.
//!
//! *In the real world* the carrier weakens with distance, bodies and walls take their share, and
//! walking through the room makes it rise and fall.
//!
//! *Model*: free-space loss plus 15 dB for antennas and body, a noise floor of −115 dBm (kTB in
//! 200 kHz and a noise figure of 6 dB), more by its width in a wide carrier; log-normal shadowing with a correlation length of 4 m;
//! fading after Clarke and Rice (`fading`); a turn of the body as a raised cosine in dB.
//!
//! *Knobs*: as in [`rig::Radio`].
//!
//! *Left out*: reflections that keep the field from falling as free space does; antenna patterns.
//!
//! *Tests*: `tests/link_radio.rs`.

use std::f64::consts::TAU;

use super::fading::{Conditions, Fader};
use crate::dsp::noise::Noise;
use crate::rig;

/// Thermal noise in the receiver's filter with its noise figure, dBm.
const NOISE_FLOOR_DBM: f64 = -115.0;

/// Antennas on body and in the rack against isotropic ones, dB.
const ANTENNA_LOSS_DB: f64 = 15.0;

/// Distance within which shadowing stays alike, m.
const SHADOWING_LENGTH_M: f64 = 4.0;

/// Speed of light, m/s.
const LIGHT_M_S: f64 = 299_792_458.0;

/// Direct over scattered power in line of sight: 8 dB.
const CLEAR_DIRECT: f64 = 6.31;

/// Correlation of the fields at two antennas on one pack: envelopes 0.5.
const ANTENNA_CORRELATION: f64 = 0.707;

/// Spread of the delays of reflections in a hall, s: 50 to 100 ns indoors, more in arenas (recalled).
const DELAY_SPREAD_S: f64 = 100e-9;

/// Width of the filter that the noise floor is stated for, MHz.
const NARROW_MHZ: f64 = 0.2;

/// Nearer than this the far field does not hold, m.
const NEAREST_M: f64 = 0.3;

/// Time in which a changed level settles, s.
const SETTLING_S: f64 = 0.05;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Mean received power without shadowing, dBm.
    pub mean_dbm: f64,
    /// Standard deviation of the shadowing, dB.
    pub shadowing_db: f64,
    /// Loss when the body is in the way, dB.
    pub body_loss_db: f64,
    /// Time of one turn, s; 0: the body stays in the way.
    pub turn_s: f64,
    /// Walking speed, m/s.
    pub speed_m_s: f64,
    /// Fading of the carrier.
    pub fading: Conditions,
    /// Noise that a wide filter lets in besides, dB.
    pub wide_noise_db: f64,
}

impl Settings {
    /// The settings of a rig's radio.
    #[must_use]
    pub fn new(radio: &rig::Radio) -> Self {
        let wavelength_m = LIGHT_M_S / (1e6 * radio.frequency_mhz);
        let distance_m = radio.distance_m.max(NEAREST_M);
        let free_space_db = 20.0 * (2.0 * TAU * distance_m / wavelength_m).log10();
        Self {
            mean_dbm: radio.power_dbm - free_space_db - ANTENNA_LOSS_DB - radio.extra_loss_db,
            shadowing_db: radio.shadowing_db,
            body_loss_db: radio.body_loss_db,
            turn_s: radio.turn_s,
            speed_m_s: radio.speed_m_s,
            fading: Conditions {
                doppler_hz: radio.speed_m_s / wavelength_m,
                direct: match radio.sight {
                    rig::Sight::Clear => CLEAR_DIRECT,
                    rig::Sight::Blocked => 0.0,
                },
                diversity: radio.diversity,
                correlation: ANTENNA_CORRELATION,
                spread: 1e6 * radio.width_mhz * DELAY_SPREAD_S,
            },
            wide_noise_db: 10.0 * (radio.width_mhz / NARROW_MHZ).max(1.0).log10(),
        }
    }

    /// Share of the shadowing that a step of so many seconds leaves, and how much of a new one it brings;
    /// none where there is none or nobody walks.
    fn shadowing(&self, step_s: f64) -> Option<[f64; 2]> {
        let walked = self.speed_m_s * step_s / SHADOWING_LENGTH_M;
        let kept = (-walked).exp();
        let fresh = (1.0 - kept * kept).sqrt();
        (walked > 0.0 && self.shadowing_db > 0.0).then_some([kept, fresh])
    }
}

/// The carrier as it arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// Received power, dBm.
    pub received_dbm: f64,
    /// Carrier over noise in the receiver's filter, dB.
    pub cnr_db: f64,
}

/// The way through the air, from tick to tick.
#[derive(Clone, Debug)]
pub struct Radio {
    settings: Settings,
    fader: Fader,
    noise: Noise,
    tick_s: f64,
    /// Share of its way that the mean level goes in a tick.
    settle: f64,
    /// Share of the shadowing that a tick leaves, and how much of a new one it brings.
    shadowing: Option<[f64; 2]>,
    /// Mean level on its way to the settings', dBm.
    mean_dbm: f64,
    /// Shadowing in standard deviations.
    shadow: f64,
    /// Rotation of the body, in turns.
    turned: f64,
}

impl Radio {
    /// A radio that ticks at a rate in Hz.
    #[must_use]
    pub fn new(settings: &Settings, tick_rate_hz: f64, seed: u64) -> Self {
        let mut noise = Noise::new(seed);
        let fader = Fader::new(settings.fading, tick_rate_hz, &mut noise);
        let shadow = f64::from(noise.gaussian());
        Self {
            settings: *settings,
            fader,
            noise,
            tick_s: 1.0 / tick_rate_hz,
            settle: -(-1.0 / tick_rate_hz / SETTLING_S).exp_m1(),
            shadowing: settings.shadowing(1.0 / tick_rate_hz),
            mean_dbm: settings.mean_dbm,
            shadow,
            turned: 0.0,
        }
    }

    /// Takes new settings.
    pub fn set(&mut self, settings: &Settings) {
        self.settings = *settings;
        self.shadowing = settings.shadowing(self.tick_s);
        self.fader.set(settings.fading);
    }

    /// The carrier at the next tick, with a loss of the receiver itself in dB.
    pub fn tick(&mut self, receiver_loss_db: f64) -> Reading {
        let settings = &self.settings;
        self.mean_dbm += self.settle * (settings.mean_dbm - self.mean_dbm);
        if let Some([kept, fresh]) = self.shadowing {
            self.shadow = kept * self.shadow + fresh * f64::from(self.noise.gaussian());
        }
        let in_the_way = if settings.turn_s > 0.0 {
            self.turned = (self.turned + self.tick_s / settings.turn_s).fract();
            0.5 - 0.5 * (TAU * self.turned).cos()
        } else {
            1.0
        };
        // A deep null is never perfectly empty.
        let faded_db = 10.0 * self.fader.tick().max(1e-9).log10();
        let received_dbm = self.mean_dbm + settings.shadowing_db * self.shadow
            - settings.body_loss_db * in_the_way
            + faded_db
            - receiver_loss_db;
        Reading {
            received_dbm,
            cnr_db: received_dbm - (NOISE_FLOOR_DBM + settings.wide_noise_db),
        }
    }
}
