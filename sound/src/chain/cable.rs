//! The cable's rubbing and thumping in a closed ear.
//!
//! *In the real world* the cable shakes the shell whenever it touches the clothes, and a closed
//! canal makes of that what it makes of the own voice.
//!
//! *Model*: two kinds of noise in strokes at random times, thumps about 90 Hz and rubbing about
//! 500 Hz, which is a shell's motion in a closed volume: flat down to the corner of the leak, which
//! takes the bass of this as it takes that of the programme (first order). Worn over the ear, the
//! cable pulls less.
//!
//! *Knobs*: the mean level in a sealed ear, and the way of the cable. Both spectra and the 15 dB
//! that the way over the ear saves are estimates.
//!
//! *Left out*: footsteps.
//!
//! *Tests*: the laws of every stage; level, seal, way, seed (`tests/own_voice.rs`).

use num_complex::Complex64;

use super::rest::Rest;
use super::PART;
use crate::dsp::biquad::{self, Biquad, Coefficients};
use crate::dsp::noise::Noise;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::{Stage, Stereo};
use crate::dsp::{gain, units};
use crate::rig::{self, CableRoute};

/// Attenuation by routing over the ear, dB.
const OVER_EAR_DB: f64 = 15.0;
/// Middles of thumps and rubbing, Hz, their Q, times of decay in seconds, strokes in a second and
/// shares of the power.
const KINDS: [Kind; 2] = [
    Kind {
        middle_hz: 90.0,
        q: 1.0,
        decay_s: 0.08,
        strokes_hz: 1.5,
        share: 0.6,
    },
    Kind {
        middle_hz: 500.0,
        q: 0.5,
        decay_s: 0.25,
        strokes_hz: 2.5,
        share: 0.4,
    },
];

/// States below this are silence, Pa.
const SILENCE_PA: f64 = 1e-24;

struct Kind {
    middle_hz: f64,
    q: f64,
    decay_s: f64,
    strokes_hz: f64,
    share: f64,
}

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Mean pressure at a sealed drum, Pa RMS; 0 is off.
    pub pressure_pa: f32,
}

impl Settings {
    /// Settings taken from a rig; a level of 0 dB SPL is off.
    pub fn new(cable: &rig::Cable) -> Self {
        let saved_db = match cable.route {
            CableRoute::OverEar => OVER_EAR_DB,
            CableRoute::StraightDown => 0.0,
        };
        Self {
            pressure_pa: if cable.noise_dbspl > 0.0 {
                (units::REFERENCE_PA * units::gain(cable.noise_dbspl - saved_db)) as f32
            } else {
                0.0
            },
        }
    }
}

/// One kind of stroke in both ears.
struct Strokes {
    filters: [Biquad; 2],
    /// Scale to a mean power of the kind's share.
    scale: f64,
    kept: f64,
    chance: f64,
    power: f64,
}

impl Strokes {
    fn new(kind: &Kind, rate_hz: f64) -> Self {
        let band = Coefficients::bandpass(kind.middle_hz, kind.q, rate_hz);
        let kept = (-1.0 / (kind.decay_s * rate_hz)).exp();
        let chance = kind.strokes_hz / rate_hz;
        // A band of this width holds π/2 · f/Q of the white noise's rate/2.
        let width_hz = std::f64::consts::FRAC_PI_2 * kind.middle_hz / kind.q;
        let mean = chance / (1.0 - kept) * width_hz / (0.5 * rate_hz);
        Self {
            filters: [Biquad::new(band); 2],
            scale: (kind.share / mean).sqrt(),
            kept,
            chance,
            power: 0.0,
        }
    }
}

/// The noise of the cable: pascals at the drums in, and those with the noise out.
pub struct Cable {
    seed: u64,
    sample_rate_hz: f64,
    pressure: Smoothed,
    /// Share at each ear: zero when the earphone is out.
    ears: [Smoothed; 2],
    /// Shares of the new in the high-passes of the leaks, and their states.
    leaks: [f64; 2],
    states: [f64; 2],
    noise: Noise,
    strokes: [Strokes; 2],
    /// Strokes of the present part, and how many samples of them are gone.
    struck: [[f32; PART]; 2],
    at: usize,
    used: bool,
}

impl Cable {
    /// Makes it for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings, seed: u64) -> Self {
        let ramp_samples = gain::ramp_samples(sample_rate_hz);
        Self {
            seed,
            sample_rate_hz,
            pressure: Smoothed::new(settings.pressure_pa, ramp_samples),
            ears: [Smoothed::new(1.0, 16 * ramp_samples); 2],
            leaks: [0.0; 2],
            states: [0.0; 2],
            noise: Self::noise(seed),
            strokes: KINDS
                .each_ref()
                .map(|kind| Strokes::new(kind, sample_rate_hz)),
            struck: [[0.0; PART]; 2],
            at: PART,
            used: false,
        }
    }

    fn noise(seed: u64) -> Noise {
        Noise::with_stream(seed, 0x4361_626C)
    }

    /// Sits in the ears as a design says.
    pub fn fit(&mut self, leak_corners_hz: [f64; 2], out: [bool; 2]) {
        for (leak, corner_hz) in self.leaks.iter_mut().zip(leak_corners_hz) {
            *leak = 1.0 - (-std::f64::consts::TAU * corner_hz / self.sample_rate_hz).exp();
        }
        for (ear, out) in self.ears.iter_mut().zip(out) {
            ear.set(if out { 0.0 } else { 1.0 });
        }
    }

    /// Makes the next part of the strokes. Always a whole part, so that how the stream is cut plays no
    /// part.
    fn strike(&mut self) {
        self.at = 0;
        self.struck = [[0.0; PART]; 2];
        for strokes in &mut self.strokes {
            let mut own = [[0.0_f32; PART]; 2];
            let [left, right] = &mut own;
            for (left, right) in left.iter_mut().zip(right.iter_mut()) {
                strokes.power *= strokes.kept;
                if self.noise.uniform() < strokes.chance {
                    strokes.power += 1.0;
                }
                let amplitude = (strokes.scale * strokes.power.sqrt()) as f32;
                *left = amplitude * self.noise.white();
                *right = amplitude * self.noise.white();
            }
            biquad::process_pair(&mut strokes.filters, [left, right]);
            let struck = self.struck.as_flattened_mut().iter_mut();
            for (struck, own) in struck.zip(own.as_flattened()) {
                *struck += own;
            }
        }
    }

    /// Adds the noise to a block that does not go beyond the present part of the strokes.
    fn add_to(&mut self, block: &mut Stereo<'_>) {
        let length = block[0].len();
        for state in &mut self.states {
            if state.abs() < SILENCE_PA {
                *state = 0.0;
            }
        }
        let pressure = self.pressure;
        for (ear, channel) in block.iter_mut().enumerate() {
            let mut noise = self.struck[ear];
            let noise = &mut noise[self.at..self.at + length];
            self.pressure = pressure;
            self.pressure.multiply(noise);
            self.ears[ear].multiply(noise);
            let (mut state, leak) = (self.states[ear], self.leaks[ear]);
            for (sample, noise) in channel.iter_mut().zip(noise.iter()) {
                let x = f64::from(*noise);
                state += leak * (x - state);
                *sample += (x - state) as f32;
            }
            self.states[ear] = state;
        }
        self.at += length;
    }
}

impl Rest for Cable {
    fn is_off(&self) -> bool {
        self.pressure.is_zero()
    }

    fn is_used(&self) -> bool {
        self.used
    }

    fn start_anew(&mut self) {
        self.noise = Self::noise(self.seed);
        self.states = [0.0; 2];
        for strokes in &mut self.strokes {
            strokes.filters.iter_mut().for_each(Biquad::reset);
            strokes.power = 0.0;
        }
        self.at = PART;
        self.used = false;
    }
}

impl Stage for Cable {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        self.rests();
        self.pressure.set(settings.pressure_pa);
    }

    fn reset(&mut self) {
        self.pressure.finish();
        self.ears.iter_mut().for_each(Smoothed::finish);
        self.start_anew();
    }

    fn process_finite(&mut self, [left, right]: &mut Stereo<'_>) {
        let length = left.len().min(right.len());
        let (mut left, mut right) = (&mut left[..length], &mut right[..length]);
        while !left.is_empty() {
            if self.rests() {
                return;
            }
            self.used = true;
            if self.at == PART {
                self.strike();
            }
            let length = left.len().min(PART - self.at);
            let (left_part, right_part);
            (left_part, left) = left.split_at_mut(length);
            (right_part, right) = right.split_at_mut(length);
            self.add_to(&mut [left_part, right_part]);
        }
    }

    fn response(&self, _frequency_hz: f64) -> Option<[Complex64; 2]> {
        self.is_off().then_some([Complex64::ONE; 2])
    }
}
