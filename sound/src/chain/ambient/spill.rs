//! The public address as it comes back to the stage.
//!
//! *In the real world* the stage is behind the loudspeakers: what spills back is late, mostly low,
//! and half of it is the hall.
//!
//! *Model*: the middle of the mix, delayed by the distance at 343 m/s, from 35 Hz up, with a
//! shelf that favors the lows; from there directly to both ears alike, and through a hall of four
//! feedback delays, to each ear differently. The powers of both ways for pink noise are known, and
//! the level is what the setting says.
//!
//! *Knobs*: level, distance, weight of the lows, share and length of the hall.
//!
//! *Left out*: the image of the loudspeakers, the first reflections.
//!
//! *Tests*: level, delay and length (`tests/ambient.rs`).

mod hall;

use num_complex::Complex64;

use super::super::rest::Rest;
use crate::chain::PART;
use crate::dsp::biquad::{self, Biquad, Coefficients};
use crate::dsp::delay::Delay;
use crate::dsp::gain;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::Stereo;
use crate::dsp::units;
use crate::rig;
use hall::{images, Hall, LINES_S};

/// Speed of sound in a warm hall, m/s.
const SPEED_M_S: f64 = 343.0;
/// The farthest loudspeakers, m.
const FARTHEST_M: f64 = 100.0;
/// Below this no loudspeaker plays, Hz.
const LOWEST_HZ: f64 = 35.0;
/// Half-gain frequency of the shelf, Hz.
const SHELF_HZ: f64 = 300.0;
/// The highs' share of the hall's length, and where it is reached, Hz.
const HIGHS: f64 = 0.4;
const HIGHS_HZ: f64 = 5000.0;
/// The band of the pink noise that levels are for, Hz.
const BAND_HZ: (f64, f64) = (20.0, 20_000.0);

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Pascals on the stage for a full-scale unit of pink noise, RMS; 0 is off.
    pub gain_pa: f32,
    /// Delay of the distance, seconds.
    pub delay_s: f64,
    /// The shelf of the lows, dB.
    pub low_weight_db: f64,
    /// Share of the hall in the power.
    pub hall_share: f64,
    /// Time of 60 dB, seconds.
    pub hall_s: f64,
}

impl Settings {
    /// Settings taken from a rig; a level of 0 dB SPL is off.
    pub fn new(spill: &rig::Spill) -> Self {
        Self {
            gain_pa: if spill.level_dbspl > 0.0 {
                units::gain(units::pascals_per_unit_db(spill.level_dbspl)) as f32
            } else {
                0.0
            },
            delay_s: spill.distance_m / SPEED_M_S,
            low_weight_db: spill.low_weight_db,
            hall_share: spill.hall_share,
            hall_s: spill.hall_s,
        }
    }
}

/// The spill.
pub struct Spill {
    sample_rate_hz: f64,
    settings: Settings,
    distance: Delay,
    lowest: Biquad,
    shelf: Biquad,
    hall: Hall,
    direct_gain: Smoothed,
    hall_gain: Smoothed,
    used: bool,
    /// The powers of the two ways, and the weight and the hall that they are for.
    powers: [f64; 2],
    powers_of: Option<(f64, f64)>,
}

impl Spill {
    /// Makes it for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings) -> Self {
        let ramp_samples = gain::ramp_samples(sample_rate_hz);
        let longest = (FARTHEST_M / SPEED_M_S * sample_rate_hz).ceil() as usize;
        let mut spill = Self {
            sample_rate_hz,
            settings: *settings,
            distance: Delay::new(longest, ramp_samples),
            lowest: Biquad::new(Coefficients::highpass(
                LOWEST_HZ,
                std::f64::consts::FRAC_1_SQRT_2,
                sample_rate_hz,
            )),
            shelf: Biquad::new(Coefficients::PASS),
            hall: Hall::new(sample_rate_hz),
            direct_gain: Smoothed::new(0.0, ramp_samples),
            hall_gain: Smoothed::new(0.0, ramp_samples),
            used: false,
            powers: [1.0; 2],
            powers_of: None,
        };
        spill.take(settings);
        spill.reset();
        spill
    }

    /// Takes new settings; levels ramp, the distance cross-fades.
    pub fn set(&mut self, settings: &Settings) {
        self.rests();
        if *settings != self.settings {
            self.take(settings);
        }
    }

    fn take(&mut self, settings: &Settings) {
        self.settings = *settings;
        let rate_hz = self.sample_rate_hz;
        self.distance.set((settings.delay_s * rate_hz).round());
        self.shelf.set(Coefficients::low_shelf_1(
            SHELF_HZ,
            settings.low_weight_db,
            rate_hz,
        ));
        for (line, length_s) in self.hall.lines.iter_mut().zip(LINES_S) {
            let loss = |hall_s: f64| 10f64.powf(-3.0 * length_s / hall_s);
            line.gain = loss(settings.hall_s);
            line.pole = pole(loss(settings.hall_s * HIGHS) / line.gain, rate_hz);
        }
        let shape = (settings.low_weight_db, settings.hall_s);
        if self.powers_of != Some(shape) {
            self.powers_of = Some(shape);
            self.powers = self.powers();
        }
        let [direct, hall] = self.powers;
        let pa = f64::from(settings.gain_pa);
        self.direct_gain
            .set((pa * ((1.0 - settings.hall_share) / direct).sqrt()) as f32);
        self.hall_gain
            .set((pa * (settings.hall_share / hall).sqrt()) as f32);
    }

    /// Power of pink noise of power one behind the shelf, and behind shelf and hall as the mean of
    /// the two ears. The hall's four delays and their matrix I − ½·11ᵀ are solved exactly: each line
    /// gives m ÷ (1 + ½·Σm) with m = 1 ÷ (1/d − 1), d being its delay and loss.
    fn powers(&self) -> [f64; 2] {
        // Enough for the mean over the hall's modes.
        const POINTS: i32 = 1500;
        let rate_hz = self.sample_rate_hz;
        let (low_hz, high_hz) = (BAND_HZ.0, BAND_HZ.1.min(0.49 * rate_hz));
        let ratio = (high_hz / low_hz).powf(1.0 / f64::from(POINTS));
        let mut hz = low_hz * ratio.sqrt();
        let mut sums = [0.0; 2];
        for _ in 0..POINTS {
            let step = -std::f64::consts::TAU * hz / rate_hz;
            let turn = Complex64::cis(step);
            let shelf = self.shelf.coefficients().response(hz, rate_hz)
                * self.lowest.coefficients().response(hz, rate_hz);
            let lines = self.hall.lines.each_ref().map(|line| {
                let loss = (1.0 - line.pole) * line.gain / (1.0 - line.pole * turn);
                let passed = loss * Complex64::cis(step * line.length() as f64);
                passed / (1.0 - passed)
            });
            let [a, b, c, d] = lines;
            let common = (1.0 + 0.5 * (a + b + c + d)).norm_sqr();
            let [left, right] = images([a, b, c, d]).map(|ear| ear.norm_sqr());
            let power = shelf.norm_sqr() / f64::from(POINTS);
            sums[0] += power;
            sums[1] += power * 0.5 * (left + right) / common;
            hz *= ratio;
        }
        sums
    }

    /// Forgets the past and jumps to the settings.
    pub fn reset(&mut self) {
        self.direct_gain.finish();
        self.hall_gain.finish();
        self.start_anew();
    }

    /// Adds pascals to a block of at most `PART` samples, from the mix that went in.
    pub fn add_to(&mut self, block: &mut Stereo<'_>, mix: &[[f32; PART]; 2]) {
        if self.rests() {
            return;
        }
        self.used = true;
        let [left, right] = block;
        let length = left.len().min(right.len()).min(PART);
        let mut middle = [0.0_f32; PART];
        let middle = &mut middle[..length];
        for (middle, (left, right)) in middle.iter_mut().zip(mix[0].iter().zip(&mix[1])) {
            *middle = 0.5 * (left + right);
        }
        self.distance.process(middle);
        biquad::process_in_row([&mut self.lowest, &mut self.shelf], middle);
        // Behind the hall, so that it goes with the rest when the spill is switched off.
        let [hall_left, hall_right] = self.hall.process(middle);
        let mut hall_gains = [1.0; PART];
        self.hall_gain.multiply(&mut hall_gains[..length]);
        self.direct_gain.multiply(middle);
        for n in 0..length {
            left[n] += middle[n] + hall_gains[n] * hall_left[n];
            right[n] += middle[n] + hall_gains[n] * hall_right[n];
        }
    }

    /// Length of the tail after the mix has ended, samples.
    pub fn tail_samples(&self) -> usize {
        if self.is_off() {
            return 0;
        }
        // From well over full scale down to silence.
        const FALL_DB: f64 = 300.0;
        self.distance.tail_samples()
            + (FALL_DB / 60.0 * self.settings.hall_s * self.sample_rate_hz) as usize
    }
}

impl Rest for Spill {
    fn is_off(&self) -> bool {
        self.direct_gain.is_zero() && self.hall_gain.is_zero()
    }

    fn is_used(&self) -> bool {
        self.used
    }

    fn start_anew(&mut self) {
        self.distance.reset();
        self.lowest.reset();
        self.shelf.reset();
        self.hall.reset();
        self.used = false;
    }
}

/// The pole of a first-order low-pass that has lost `ratio` at [`HIGHS_HZ`].
fn pole(ratio: f64, rate_hz: f64) -> f64 {
    // |H|² = (1 − p)² / (1 − 2·p·cos w + p²) = ratio²
    let cosine = (std::f64::consts::TAU * (HIGHS_HZ / rate_hz).min(0.45)).cos();
    let power = ratio * ratio;
    let half = (1.0 - power * cosine) / (1.0 - power).max(1e-9);
    half - (half * half - 1.0).max(0.0).sqrt()
}
