//! Active noise canceling of consumer earphones.
//!
//! *In the real world* microphones outside and inside the shell drive the earphone against what leaks
//! in. It works where the electronics are quick against the wave: best from 100 to 300 Hz, less below,
//! where the small driver ends, nothing above 1 to 2 kHz, where it rather adds a little; and it
//! hisses.
//!
//! *Model*: a minimum-phase filter on the room, as if at the drum: a wide dip at 160 Hz, Q 0.45, whose depth
//! is the knob's, and a rise at 2 kHz of 8 % of it in dB, which is the price of the dip in any feedback
//! loop (Bode's integral). Published measurements of such earphones agree in shape: 20 to 30 dB at 100
//! to 200 Hz and none above 1 to 2 kHz; the figures here are recalled from them, none is copied.
//! Besides, white noise of the electronics at the drum.
//!
//! *Knobs*: depth, own noise.
//!
//! *Left out*: wind; the limit at loud low frequencies; what it does to the own voice.
//!
//! *Tests*: the law of the response; attenuation by frequency on a rig, `tests/guide_effects.rs`.

use num_complex::Complex64;

use super::super::rest::Rest;
use crate::chain::PART;
use crate::dsp::biquad::{self, Biquad, Coefficients};
use crate::dsp::gain;
use crate::dsp::noise::Noise;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::Stereo;
use crate::dsp::units;
use crate::rig;

/// The dip, Hz and Q.
const DIP_HZ: f64 = 160.0;
const DIP_Q: f64 = 0.45;
/// The rise above it, Hz, Q, and its height as a share of the dip's depth in dB.
const RISE_HZ: f64 = 2000.0;
const RISE_Q: f64 = 0.9;
const RISE: f64 = 0.08;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Depth of the dip, dB; 0 is off.
    pub depth_db: f64,
    /// RMS pressure of its own noise at the drum, Pa.
    pub noise_pa: f32,
}

impl Settings {
    /// Settings taken from a rig.
    pub fn new(canceling: &rig::Canceling, enabled: bool) -> Self {
        let on = canceling.depth_db > 0.0;
        let noisy = on && enabled && canceling.noise_dbspl > 0.0;
        Self {
            depth_db: canceling.depth_db,
            noise_pa: if noisy {
                (units::REFERENCE_PA * units::gain(canceling.noise_dbspl)) as f32
            } else {
                0.0
            },
        }
    }
}

/// The canceling at both drums.
pub struct Canceling {
    seed: u64,
    sample_rate_hz: f64,
    depth_db: f64,
    dips: [Biquad; 2],
    rises: [Biquad; 2],
    /// Share of the filtered room in what is heard.
    share: Smoothed,
    level: Smoothed,
    noise: Noise,
    used: bool,
}

impl Canceling {
    /// Makes it for one sample rate in Hz. `seed` starts its noise.
    pub fn new(sample_rate_hz: f64, settings: &Settings, seed: u64) -> Self {
        let ramp_samples = gain::ramp_samples(sample_rate_hz);
        let mut canceling = Self {
            seed,
            sample_rate_hz,
            depth_db: 0.0,
            dips: [Biquad::new(Coefficients::PASS); 2],
            rises: [Biquad::new(Coefficients::PASS); 2],
            share: Smoothed::new(0.0, 4 * ramp_samples),
            level: Smoothed::new(settings.noise_pa, ramp_samples),
            noise: Self::noise(seed),
            used: false,
        };
        canceling.set(settings);
        canceling.reset();
        canceling
    }

    fn noise(seed: u64) -> Noise {
        Noise::with_stream(seed, 0x416E_6321)
    }

    /// Takes new settings; it fades in and out.
    pub fn set(&mut self, settings: &Settings) {
        self.rests();
        let on = settings.depth_db > 0.0;
        if on && settings.depth_db != self.depth_db {
            self.depth_db = settings.depth_db;
            let rate_hz = self.sample_rate_hz;
            let dip = Coefficients::peak(DIP_HZ, DIP_Q, -settings.depth_db, rate_hz);
            let rise = Coefficients::peak(RISE_HZ, RISE_Q, RISE * settings.depth_db, rate_hz);
            self.dips.iter_mut().for_each(|filter| filter.set(dip));
            self.rises.iter_mut().for_each(|filter| filter.set(rise));
        }
        self.share.set(f32::from(u8::from(on)));
        self.level.set(settings.noise_pa);
    }

    /// Forgets the past and jumps to the settings.
    pub fn reset(&mut self) {
        self.share.finish();
        self.level.finish();
        self.start_anew();
    }

    /// Works on the room, and adds its own noise to what is at the drums: blocks of at most `PART`
    /// samples.
    pub fn process(&mut self, block: &mut Stereo<'_>, at_drum: &mut Stereo<'_>) {
        if self.rests() {
            return;
        }
        self.used = true;
        let length = block[0].len().min(PART);
        let mut filtered = [[0.0_f32; PART]; 2];
        for (filtered, room) in filtered.iter_mut().zip(block.iter()) {
            filtered[..length].copy_from_slice(&room[..length]);
        }
        let [left, right] = &mut filtered;
        let (left, right) = (&mut left[..length], &mut right[..length]);
        biquad::process_pair(&mut self.dips, [left, right]);
        biquad::process_pair(&mut self.rises, [left, right]);
        let [room_left, room_right] = block;
        let rooms = room_left.iter_mut().zip(room_right.iter_mut());
        let [drum_left, drum_right] = at_drum;
        let drums = drum_left.iter_mut().zip(drum_right.iter_mut());
        let filtered = left.iter().zip(right.iter());
        for (((left, right), (room_left, room_right)), (drum_left, drum_right)) in
            filtered.zip(rooms).zip(drums)
        {
            let (share, noise_pa) = (self.share.tick(), self.level.tick());
            *room_left += share * (left - *room_left);
            *room_right += share * (right - *room_right);
            *drum_left += noise_pa * self.noise.white();
            *drum_right += noise_pa * self.noise.white();
        }
    }

    /// The response of the filter at a frequency in Hz; none while it hisses.
    pub fn response(&self, frequency_hz: f64) -> Option<Complex64> {
        if self.level.target() != 0.0 {
            return None;
        }
        if self.share.target() == 0.0 {
            return Some(Complex64::from(1.0));
        }
        let of = |filter: &Biquad| {
            filter
                .coefficients()
                .response(frequency_hz, self.sample_rate_hz)
        };
        Some(of(&self.dips[0]) * of(&self.rises[0]))
    }

    /// Length of the tail, samples.
    pub fn tail_samples(&self) -> usize {
        /// Time in which the dip's ringing falls below all that is heard, s.
        const RINGING_S: f64 = 0.15;
        if self.is_off() {
            0
        } else {
            (RINGING_S * self.sample_rate_hz) as usize
        }
    }
}

impl Rest for Canceling {
    fn is_off(&self) -> bool {
        self.share.is_zero() && self.level.is_zero()
    }

    fn is_used(&self) -> bool {
        self.used
    }

    fn start_anew(&mut self) {
        self.noise = Self::noise(self.seed);
        let filters = self.dips.iter_mut().chain(&mut self.rises);
        filters.for_each(Biquad::reset);
        self.used = false;
    }
}
