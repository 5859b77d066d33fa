//! Figures that need the samples themselves: level, offset, flat tops, gaps.
//!
//! *Flat tops*: a clipped wave runs into its ceiling and out of it with the slope that it had, and stays
//! there without moving; the top of a slow wave is flat as well, but so is the way to it. A run of at
//! least three samples that stay within 0.02 %, with a slope of more than 0.3 % before or behind it, is
//! a clipped peak. A bus that was clipped before a coder or a filter has no such run left, but far too
//! many samples near its peak: music without a limiter has less than one in a thousand within 0.5 dB.

/// Parts of a run that count as standing still, and the slope that leads to it.
const STILL: f32 = 2e-4;
const STEEP: f32 = 3e-3;
const LEAST_RUN: usize = 3;
/// Share of the highest sample so far from which on a run can be a clipped peak.
const HIGH: f32 = 0.5;
/// Samples below this are no peaks.
const PEAK_FROM: f32 = 0.02;
/// Silence within music that is a gap, s, and the level before it from which it is one.
const GAP_S: [f64; 2] = [0.01, 1.0];
const NOTHING: f32 = 1e-6;
const SOUNDING: f32 = 2e-3;
/// Steps of the distribution of levels, dB, and the highest level it holds.
const STEP_DB: f64 = 0.1;
const TOP_DB: f64 = 40.0;
const STEPS: usize = 1600;

/// One channel.
#[derive(Clone, Debug)]
struct Channel {
    sum: f64,
    squares: f64,
    peak: f32,
    last: [f32; 2],
    run: usize,
    /// The sample before the run.
    before: f32,
    distribution: Vec<u64>,
}

impl Channel {
    fn new() -> Self {
        Self {
            sum: 0.0,
            squares: 0.0,
            peak: 0.0,
            last: [0.0; 2],
            run: 1,
            before: 0.0,
            distribution: vec![0; STEPS],
        }
    }

    /// Takes in a sample; says whether it ended a flat top.
    fn add(&mut self, x: f32) -> bool {
        let x = if x.is_finite() { x } else { 0.0 };
        self.sum += f64::from(x);
        self.squares += f64::from(x) * f64::from(x);
        self.peak = self.peak.max(x.abs());
        if x.abs() > PEAK_FROM {
            let down_db = TOP_DB - 20.0 * f64::from(x.abs()).log10();
            let step = (down_db / STEP_DB).max(0.0) as usize;
            self.distribution[step.min(STEPS - 1)] += 1;
        }
        let last = self.last[0];
        let still = (x - last).abs() <= STILL * last.abs() && last.abs() > PEAK_FROM;
        let mut flat_top = false;
        if still {
            self.run += 1;
        } else {
            let rises = last.abs() - self.before.abs();
            let falls = last.abs() - x.abs();
            // The first and the last sample of a clipped peak may lie just below it; one side shows the slope.
            let steep = rises.max(falls) > STEEP * last.abs();
            let high = last.abs() > HIGH * self.peak;
            flat_top = self.run >= LEAST_RUN && rises.min(falls) > 0.0 && steep && high;
            self.run = 1;
            self.before = last;
        }
        self.last = [x, last];
        flat_top
    }

    /// Share of all samples within half a decibel of the peak.
    fn top_share(&self, frames: u64) -> f64 {
        if self.peak <= PEAK_FROM {
            return 0.0;
        }
        let peak_db = TOP_DB - 20.0 * f64::from(self.peak).log10();
        let first = (peak_db / STEP_DB).max(0.0) as usize;
        let last = (first + (0.5 / STEP_DB) as usize).min(STEPS);
        let near: u64 = self.distribution[first.min(last)..last].iter().sum();
        near as f64 / frames.max(1) as f64
    }
}

/// Scans the samples of a mix.
#[derive(Clone, Debug)]
pub(super) struct Samples {
    sample_rate_hz: f64,
    channels: [Channel; 2],
    frames: u64,
    /// Moments of clipped peaks and gaps, s.
    pub(super) clipped_s: Vec<f32>,
    pub(super) gaps_s: Vec<f32>,
    silent: u64,
    sounded: f32,
    was_sounding: bool,
}

impl Samples {
    pub(super) fn new(sample_rate_hz: f64) -> Self {
        Self {
            sample_rate_hz,
            channels: [Channel::new(), Channel::new()],
            frames: 0,
            clipped_s: Vec::new(),
            gaps_s: Vec::new(),
            silent: 0,
            sounded: 0.0,
            was_sounding: false,
        }
    }

    pub(super) fn add(&mut self, left: &[f32], right: &[f32]) {
        /// More moments than this say no more.
        const MOST: usize = 100_000;
        let [first, second] = &mut self.channels;
        for (&l, &r) in left.iter().zip(right) {
            let flat = first.add(l) | second.add(r);
            let time_s = (self.frames as f64 / self.sample_rate_hz) as f32;
            if flat && self.clipped_s.len() < MOST {
                self.clipped_s.push(time_s);
            }
            let level = l.abs().max(r.abs());
            if level < NOTHING {
                if self.silent == 0 {
                    self.was_sounding = self.sounded > SOUNDING;
                }
                self.silent += 1;
            } else {
                let silent_s = self.silent as f64 / self.sample_rate_hz;
                let gap = self.was_sounding && (GAP_S[0]..GAP_S[1]).contains(&silent_s);
                // Music that rings out does not come back at full level in one sample.
                if gap && level > SOUNDING && self.gaps_s.len() < MOST {
                    self.gaps_s.push(time_s - silent_s as f32);
                }
                self.silent = 0;
                self.sounded = level;
            }
            self.frames += 1;
        }
    }

    /// Length, s.
    pub(super) fn seconds(&self) -> f64 {
        self.frames as f64 / self.sample_rate_hz
    }

    /// Level of each channel, dBFS RMS, and of both together.
    pub(super) fn rms_dbfs(&self) -> ([f64; 2], f64) {
        let mean = |channel: &Channel| channel.squares / self.frames.max(1) as f64;
        let powers = self.channels.each_ref().map(mean);
        let both = 0.5 * (powers[0] + powers[1]);
        (powers.map(super::bands::db), super::bands::db(both))
    }

    /// Highest sample, dBFS.
    pub(super) fn peak_dbfs(&self) -> f64 {
        let peak = self
            .channels
            .iter()
            .fold(0.0_f32, |peak, c| peak.max(c.peak));
        super::bands::db(f64::from(peak).powi(2))
    }

    /// Constant part of the worse channel, dBFS.
    pub(super) fn offset_dbfs(&self) -> f64 {
        let mean = |c: &Channel| (c.sum / self.frames.max(1) as f64).abs();
        let worse = self.channels.iter().map(mean).fold(0.0, f64::max);
        super::bands::db(worse * worse)
    }

    /// Share of the samples near the peak, in the worse channel.
    pub(super) fn top_share(&self) -> f64 {
        let shares = self.channels.iter().map(|c| c.top_share(self.frames));
        shares.fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(sample: impl Fn(f64) -> f64) -> Samples {
        let mut samples = Samples::new(48_000.0);
        let sound: Vec<f32> = (0..96_000)
            .map(|n| sample(f64::from(n) / 48_000.0) as f32)
            .collect();
        samples.add(&sound, &sound);
        samples
    }

    fn sine(frequency_hz: f64, t: f64) -> f64 {
        (std::f64::consts::TAU * frequency_hz * t).sin()
    }

    #[test]
    fn clipped_peaks_are_counted_and_round_ones_are_not() {
        for frequency_hz in [31.0, 50.0, 100.0, 440.0, 1000.0] {
            let round = scanned(|t| 0.7 * sine(frequency_hz, t));
            assert!(
                round.clipped_s.is_empty(),
                "{frequency_hz}: {}",
                round.clipped_s.len()
            );
            // 16 bits make steps, and steps are no flat tops either.
            let coarse = scanned(|t| (0.7 * sine(frequency_hz, t) * 32_768.0).round() / 32_768.0);
            assert!(
                coarse.clipped_s.is_empty(),
                "{frequency_hz}: {}",
                coarse.clipped_s.len()
            );
            let flat = scanned(|t| (1.4 * sine(frequency_hz, t)).clamp(-0.5, 0.5));
            let expected = 4.0 * frequency_hz;
            let counted = flat.clipped_s.len() as f64;
            assert!(
                (counted / expected - 1.0).abs() < 0.2,
                "{frequency_hz}: {counted}"
            );
        }
    }

    #[test]
    fn a_gap_is_found_where_it_is() {
        let gap = scanned(|t| {
            if (1.2..1.25).contains(&t) {
                0.0
            } else {
                0.3 * sine(300.0, t) + 0.05
            }
        });
        assert_eq!(gap.gaps_s.len(), 1);
        assert!((gap.gaps_s[0] - 1.2).abs() < 0.01, "{:?}", gap.gaps_s);
        assert!(
            (gap.offset_dbfs() + 26.2).abs() < 0.3,
            "{}",
            gap.offset_dbfs()
        );
        assert!(scanned(|t| 0.3 * sine(300.0, t)).gaps_s.is_empty());
    }

    /// A sine of 0.5 has 0.125 of full scale's power, its half a quarter of that.
    #[test]
    fn levels_are_told_by_channel_and_together() {
        let mut samples = Samples::new(48_000.0);
        let left: Vec<f32> = (0..96_000)
            .map(|n| (0.5 * sine(1000.0, f64::from(n) / 48_000.0)) as f32)
            .collect();
        let right: Vec<f32> = left.iter().map(|x| 0.5 * x).collect();
        samples.add(&left, &right);
        let ([left_dbfs, right_dbfs], both_dbfs) = samples.rms_dbfs();
        for (found, expected) in [
            (left_dbfs, -9.03),
            (right_dbfs, -15.05),
            (both_dbfs, -11.07),
            (samples.peak_dbfs(), -6.02),
            (samples.seconds(), 2.0),
        ] {
            assert!((found - expected).abs() < 0.01, "{found}, not {expected}");
        }
        // |sin| is within half a decibel of its peak for 2/π · acos(10^-0.025) of the time.
        let share = samples.top_share();
        assert!((share - 0.214).abs() < 0.02, "{share}");
        assert_eq!(Samples::new(48_000.0).top_share(), 0.0);
    }

    /// Shorter than 10 ms is a click, longer than a second a pause, and what fades out is no gap.
    #[test]
    fn what_is_too_short_or_too_long_is_no_gap() {
        let gaps = |from_s: f64, to_s: f64, level: f64| {
            let silent = from_s..to_s;
            let sound = |t| match silent.contains(&t) {
                true => 0.0,
                false => level * (0.3 * sine(300.0, t) + 0.5),
            };
            scanned(sound).gaps_s.len()
        };
        assert_eq!(gaps(0.4, 0.408, 1.0), 0);
        assert_eq!(gaps(0.4, 0.412, 1.0), 1);
        assert_eq!(gaps(0.4, 1.39, 1.0), 1);
        assert_eq!(gaps(0.4, 1.41, 1.0), 0);
        assert_eq!(gaps(0.4, 0.45, 2e-3), 0);
        // Silence before the first sound.
        assert_eq!(gaps(0.0, 0.5, 1.0), 0);
    }

    #[test]
    fn samples_that_are_no_numbers_count_as_silence() {
        let mut samples = Samples::new(48_000.0);
        samples.add(&[f32::NAN, 0.5, f32::INFINITY], &[0.0, 0.5, 0.0]);
        assert!((samples.peak_dbfs() + 6.02).abs() < 0.01);
        let ([left_dbfs, right_dbfs], _) = samples.rms_dbfs();
        assert_eq!(left_dbfs, right_dbfs);
    }
}
