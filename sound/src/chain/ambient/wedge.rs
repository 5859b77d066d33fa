//! A floor wedge of one's own: the monitor mix through a loudspeaker in place of in-ears.
//!
//! *In the real world* a wedge lies one to two meters in front of the performer and plays the monitor
//! mix into the room: to the ears with the delay of the way, without much below 70 Hz, and only as
//! loud as the stage and the microphones allow.
//!
//! *Model*: the middle of what the desk sends, delayed by the distance at 343 m/s, through the band of
//! a wedge with a 12-inch woofer and a horn (second-order high-pass at 65 Hz, first-order low-pass at
//! 15 kHz), as pressure at the listener's place, alike at both ears. From there it goes the way of
//! everything in the room: past an earphone that is worn, or into the open ear.
//!
//! *Knobs*: level and distance. The level is that of pink noise at nominal line level.
//!
//! *Left out*: reflections from the floor; feedback; distortion and power compression.
//!
//! *Tests*: level, delay and band here; against in-ears on a loud stage, `tests/guide_effects.rs`.

use super::super::rest::Rest;
use crate::chain::PART;
use crate::design::wedge_spectrum::{band, pink_power};
use crate::dsp::biquad::Biquad;
use crate::dsp::delay::Delay;
use crate::dsp::gain;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::Stereo;
use crate::dsp::units;
use crate::rig;

/// The farthest wedge, m.
const FARTHEST_M: f64 = 10.0;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Pascals at the ears for a full-scale unit of pink noise, RMS; 0 is off.
    pub gain_pa: f32,
    /// Delay of the distance, seconds.
    pub delay_s: f64,
}

impl Settings {
    /// Settings taken from a rig; a level of 0 dB SPL is off.
    pub fn new(wedge: &rig::Wedge) -> Self {
        Self {
            gain_pa: if wedge.level_dbspl > 0.0 {
                units::gain(units::pascals_per_unit_db(wedge.level_dbspl)) as f32
            } else {
                0.0
            },
            delay_s: wedge.delay_s(),
        }
    }
}

/// The wedge.
pub struct Wedge {
    sample_rate_hz: f64,
    gain: Smoothed,
    distance: Delay,
    band: [Biquad; 2],
    /// Brings pink noise behind the band to a power of one.
    scale: f32,
    used: bool,
}

impl Wedge {
    /// Makes it for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64, settings: &Settings) -> Self {
        let ramp_samples = gain::ramp_samples(sample_rate_hz);
        let longest = (FARTHEST_M / rig::Wedge::SPEED_M_S * sample_rate_hz).ceil() as usize;
        let band = band(sample_rate_hz);
        let mut wedge = Self {
            sample_rate_hz,
            gain: Smoothed::new(settings.gain_pa, ramp_samples),
            distance: Delay::new(longest, ramp_samples),
            band: band.map(Biquad::new),
            scale: (1.0 / pink_power(&band, sample_rate_hz).sqrt()) as f32,
            used: false,
        };
        wedge.set(settings);
        wedge.reset();
        wedge
    }

    /// Takes new settings; the level ramps, the distance cross-fades.
    pub fn set(&mut self, settings: &Settings) {
        self.rests();
        self.gain.set(settings.gain_pa);
        self.distance
            .set((settings.delay_s * self.sample_rate_hz).round());
    }

    /// Forgets the past and jumps to the settings.
    pub fn reset(&mut self) {
        self.gain.finish();
        self.start_anew();
    }

    /// Adds pascals to a block of at most `PART` samples, from what the desk sends.
    pub fn add_to(&mut self, block: &mut Stereo<'_>, sent: &[[f32; PART]; 2]) {
        if self.rests() {
            return;
        }
        self.used = true;
        let [left, right] = block;
        let length = left.len().min(right.len()).min(PART);
        let mut middle = [0.0_f32; PART];
        let middle = &mut middle[..length];
        for (middle, (left, right)) in middle.iter_mut().zip(sent[0].iter().zip(&sent[1])) {
            *middle = 0.5 * self.scale * (left + right);
        }
        self.distance.process(middle);
        for filter in &mut self.band {
            filter.process(middle);
        }
        for ((left, right), middle) in left.iter_mut().zip(right.iter_mut()).zip(middle.iter()) {
            let heard = self.gain.tick() * middle;
            *left += heard;
            *right += heard;
        }
    }

    /// Length of the tail after the mix has ended, samples.
    pub fn tail_samples(&self) -> usize {
        /// Ringing of the band, s.
        const RINGING_S: f64 = 0.2;
        if self.is_off() {
            return 0;
        }
        self.distance.tail_samples() + (RINGING_S * self.sample_rate_hz) as usize
    }
}

impl Rest for Wedge {
    fn is_off(&self) -> bool {
        self.gain.is_zero()
    }

    fn is_used(&self) -> bool {
        self.used
    }

    fn start_anew(&mut self) {
        self.distance.reset();
        self.band.iter_mut().for_each(Biquad::reset);
        self.used = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::wedge_spectrum::BAND_HZ;
    use crate::dsp::biquad::Coefficients;
    use crate::dsp::noise::Pink;

    const RATE_HZ: f64 = 48_000.0;

    fn wedge(level_dbspl: f64, distance_m: f64) -> Wedge {
        let wedge = rig::Wedge {
            level_dbspl,
            distance_m,
        };
        Wedge::new(RATE_HZ, &Settings::new(&wedge))
    }

    /// Output for a mono signal.
    fn played(wedge: &mut Wedge, mix: &[f32]) -> Vec<f32> {
        let mut out = Vec::new();
        for part in mix.chunks(PART) {
            let mut sent = [[0.0_f32; PART]; 2];
            sent.iter_mut()
                .for_each(|channel| channel[..part.len()].copy_from_slice(part));
            let (mut left, mut right) = (vec![0.0; part.len()], vec![0.0; part.len()]);
            wedge.add_to(&mut [&mut left, &mut right], &sent);
            assert_eq!(left, right);
            out.extend(left);
        }
        out
    }

    #[test]
    fn pink_noise_at_nominal_level_gives_the_stated_level() {
        let power = |sound: &[f32]| {
            sound.iter().map(|x| f64::from(x * x)).sum::<f64>() / sound.len() as f64
        };
        // Levels are of the noise from 20 Hz up; the generator's reaches far below, where a quarter
        // of its power lies that no wedge plays.
        let mut pink = Pink::new(3, RATE_HZ);
        let mut mix: Vec<f32> = (0..20 * 48_000).map(|_| pink.tick()).collect();
        for q in [0.541, 1.307] {
            Biquad::new(Coefficients::highpass(BAND_HZ.0, q, RATE_HZ)).process(&mut mix);
        }
        let nominal = units::gain(units::NOMINAL_DBFS) / power(&mix).sqrt();
        mix.iter_mut().for_each(|x| *x *= nominal as f32);
        let heard = played(&mut wedge(94.0, 1.5), &mix);
        let found_dbspl = units::dbspl(power(&heard).sqrt());
        assert!((found_dbspl - 94.0).abs() < 0.5, "{found_dbspl}");
    }

    #[test]
    fn the_way_takes_its_time() {
        let mut impulse = vec![0.0_f32; 2000];
        impulse[0] = 1.0;
        let heard = played(&mut wedge(94.0, 3.43), &impulse);
        let peak = (heard.iter().enumerate())
            .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
            .unwrap();
        assert_eq!(peak.0, 480);
        assert!(heard[..480].iter().all(|x| *x == 0.0));
    }
}
