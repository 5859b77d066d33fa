//! What a listener wants to read: levels in and out, and sound pressure at the drum.

use super::level;
use super::stage::Stereo;

/// Time constant of the level meters, seconds: the standard "fast".
const FAST_S: f64 = 0.125;

/// Mean squares below this count as silence, Pa² or full scale².
const SILENCE: f64 = 1e-30;

/// One reading.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meters {
    /// Highest absolute input sample of each channel since the last reading.
    pub input_peak: [f32; 2],
    /// Highest absolute output sample of each channel since the last reading.
    pub output_peak: [f32; 2],
    /// Level of the programme at each drum, dB SPL unweighted, fast.
    pub programme_dbspl: [f32; 2],
    /// Level of the room at each drum, dB SPL unweighted, fast.
    pub ambient_dbspl: [f32; 2],
    /// Level of the own voice at each drum, dB SPL unweighted, fast.
    pub own_voice_dbspl: [f32; 2],
    /// What the receiver shows.
    pub link: super::link::Meters,
    /// Lowest gain of the output limiter since the last reading, dB (0 or less).
    pub limiter_gain_db: f32,
}

/// The highest absolute samples of both channels until they are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct PeakMeter {
    peaks: [f32; 2],
}

impl PeakMeter {
    /// Takes in a block. Non-finite samples are left out.
    pub fn add(&mut self, block: &Stereo<'_>) {
        for (peak, channel) in self.peaks.iter_mut().zip(block) {
            *peak = channel.iter().fold(*peak, |peak, x| peak.max(x.abs()));
        }
    }

    /// The peaks since the last call.
    pub fn take(&mut self) -> [f32; 2] {
        std::mem::take(&mut self.peaks)
    }
}

/// Fast mean-square levels of both channels.
#[derive(Clone, Copy, Debug)]
pub struct LevelMeter {
    sample_rate_hz: f64,
    mean_squares: [f64; 2],
}

impl LevelMeter {
    /// A meter for one sample rate in Hz.
    pub fn new(sample_rate_hz: f64) -> Self {
        Self {
            sample_rate_hz,
            mean_squares: [0.0; 2],
        }
    }

    /// Takes in a block of pressures in Pa.
    pub fn add(&mut self, block: &Stereo<'_>) {
        let length = block[0].len();
        if length == 0 {
            return;
        }
        let kept = (-(length as f64) / (FAST_S * self.sample_rate_hz)).exp();
        for (mean_square, channel) in self.mean_squares.iter_mut().zip(block) {
            let energy: f64 = channel.iter().map(|&x| f64::from(x) * f64::from(x)).sum();
            let next = kept * *mean_square + (1.0 - kept) * energy / length as f64;
            *mean_square = if next < SILENCE { 0.0 } else { next };
        }
    }

    /// The levels in dB SPL.
    pub fn dbspl(&self) -> [f32; 2] {
        self.mean_squares
            .map(|mean_square| level::dbspl(mean_square.sqrt()) as f32)
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.mean_squares = [0.0; 2];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_tone_reads_its_level() {
        let mut meter = LevelMeter::new(48_000.0);
        let amplitude = std::f32::consts::SQRT_2; // 1 Pa RMS, 93.98 dB SPL
        for block in 0..2000 {
            let mut tone: Vec<f32> = (0..64)
                .map(|n| amplitude * ((block * 64 + n) as f32 * 0.2).sin())
                .collect();
            let mut silence = vec![0.0; 64];
            meter.add(&[&mut tone, &mut silence]);
        }
        let [left, right] = meter.dbspl();
        assert!((left - 93.98).abs() < 0.05, "{left}");
        assert_eq!(right, -200.0);
    }
}
