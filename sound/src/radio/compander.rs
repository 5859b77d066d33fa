//! Compressor at the transmitter, expander at the receiver.
//!
//! *In the real world* an FM channel has less than 60 dB of useful range, so the transmitter
//! squeezes the programme and the receiver undoes it: gain cells with a mean rectifier (NE570 and
//! its kin), log-RMS detectors with a VCA (dbx, THAT), separate attack and recovery (NE572), and
//! laws that leave quiet sound alone and compress only what is loud.
//!
//! *Model*: both halves read the *link* signal: the compressor its own output, the expander its
//! input. So both detectors see the same waveform and a matched pair cancels exactly; what is heard
//! of companding is what happens between the halves, and mismatch. In each half the gain is taken
//! from the detector *before* the current sample goes in, which keeps this true at any sample rate.
//! Levels are relative to unity: the peak of a sine that leaves the gain at one.
//! Detector equations: mean d' = ((π/2)|y| − d)/τ, RMS m' = (2y² − m)/τ.
//!
//! *Knobs*: ratio, range below unity within which the law works, hard or soft end of that range,
//! times, emphasis in the detector's path, two bands.
//!
//! *Left out*: the gain cell's own distortion and noise.
//!
//! *Tests*: `tests/link_compander.rs`: static law, published vectors, overshoot, tails, ripple
//! distortion and mistracking against closed forms.

mod power;

use std::f64::consts::FRAC_PI_2;

use super::emphasis::{FirstOrder, Shape, DC_OFFSET};
use crate::dsp::lanes::Lane;

/// Averaging of the detector. Times are time constants in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Detector {
    /// Rectifier and capacitor.
    Mean {
        /// Time constant, s.
        time_s: f64,
    },
    /// Mean square.
    Rms {
        /// Time constant of the square, s.
        time_s: f64,
    },
    /// A rectifier with a fast filter, then one that follows upwards at once and falls slowly.
    Split {
        /// Time constant of the rectifier's filter, s.
        attack_s: f64,
        /// Time constant of the fall, s.
        recovery_s: f64,
    },
}

impl Detector {
    /// The same detector with all times multiplied.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        match self {
            Self::Mean { time_s } => Self::Mean {
                time_s: factor * time_s,
            },
            Self::Rms { time_s } => Self::Rms {
                time_s: factor * time_s,
            },
            Self::Split {
                attack_s,
                recovery_s,
            } => Self::Split {
                attack_s: factor * attack_s,
                recovery_s: factor * recovery_s,
            },
        }
    }
}

/// The static law, seen from the link: the expander's gain as a function of the link level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Law {
    /// Decibels of programme for each decibel on the link, 1 to 10.
    pub ratio: f64,
    /// Range below unity within which the ratio holds, in dB of *link* level.
    pub link_range_db: f64,
    /// True if the range ends in a smooth bend, 3 dB off at its corner, instead of a corner.
    pub soft: bool,
}

/// One description of a compander, for both halves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Design {
    /// The static law.
    pub law: Law,
    /// The detector.
    pub detector: Detector,
    /// True if the detector hears the highs up to 10 dB louder, from 2.9 to 9.2 kHz on.
    pub detector_emphasis: bool,
}

/// Corners of the emphasis in the detector's path, Hz (THAT 4320 data sheet, fig. 12).
const DETECTOR_ZERO_HZ: f64 = 2_900.0;
const DETECTOR_POLE_HZ: f64 = 9_200.0;

/// The power to which the detected amplitude is raised, ratio − 1, with the cheap ones apart.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Power {
    One,
    Two,
    Four,
    Any(f64),
}

impl Power {
    fn new(exponent: f64) -> Self {
        if exponent == 1.0 {
            Self::One
        } else if exponent == 2.0 {
            Self::Two
        } else if exponent == 4.0 {
            Self::Four
        } else {
            Self::Any(exponent)
        }
    }

    #[inline(always)]
    fn of_amplitude<T: Lane>(self, amplitude: T) -> T {
        match self {
            Self::One => amplitude,
            Self::Two => amplitude * amplitude,
            Self::Four => (amplitude * amplitude) * (amplitude * amplitude),
            Self::Any(exponent) => amplitude.map(|x| power::of(x, exponent)),
        }
    }

    #[inline(always)]
    fn of_square<T: Lane>(self, square: T) -> T {
        match self {
            Self::One => square.sqrt(),
            Self::Two => square,
            Self::Four => square * square,
            Self::Any(exponent) => square.map(|x| power::of(x, 0.5 * exponent)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Mean,
    Rms,
    Split,
}

/// Detector and law of one half, in one channel or in two side by side.
#[derive(Clone, Copy, Debug)]
pub struct Half<T = f64> {
    kind: Kind,
    /// Share of the average that a sample leaves, and what the sample's magnitude or square brings.
    kept: T,
    brought: T,
    /// Share of the new value in the fall of a split detector.
    fall: T,
    /// Average of the rectified or squared link signal, and what a split detector has held.
    average: T,
    held: T,
    /// The least `average` and `held`: where the detector's range ends.
    least: T,
    power: Power,
    /// Square of the gain at the end of the range, where that is a bend.
    least_square: T,
    soft: bool,
    emphasis: Option<FirstOrder<T>>,
    /// True for a detector of the mean square without emphasis whose root is the gain.
    is_root: bool,
}

impl<T: Lane> Half<T> {
    /// A half at rest, for a sample rate in Hz.
    #[must_use]
    pub fn new(design: &Design, sample_rate_hz: f64) -> Self {
        let share = |time_s: f64| -(-1.0 / (time_s.max(1e-6) * sample_rate_hz)).exp_m1();
        let (kind, step, fall) = match design.detector {
            Detector::Mean { time_s } => (Kind::Mean, share(time_s), 0.0),
            Detector::Rms { time_s } => (Kind::Rms, share(time_s), 0.0),
            Detector::Split {
                attack_s,
                recovery_s,
            } => (Kind::Split, share(attack_s), share(recovery_s)),
        };
        // A sine at unity has an average of one.
        let brought = match kind {
            Kind::Rms => 2.0 * step,
            Kind::Mean | Kind::Split => FRAC_PI_2 * step,
        };
        let exponent = design.law.ratio - 1.0;
        let least_amplitude = 10_f64.powf(-design.law.link_range_db / 20.0);
        // A soft end lets the detector go on below; the gain no longer follows it there.
        let end = if design.law.soft {
            DC_OFFSET
        } else {
            least_amplitude
        };
        let least = if kind == Kind::Rms { end * end } else { end };
        let emphasis = design.detector_emphasis.then(|| {
            let shape = Shape::rise(DETECTOR_ZERO_HZ, DETECTOR_POLE_HZ, sample_rate_hz);
            FirstOrder::new(shape)
        });
        Self {
            kind,
            kept: T::splat(1.0 - step),
            brought: T::splat(brought),
            fall: T::splat(fall),
            average: T::splat(least),
            held: T::splat(least),
            least: T::splat(least),
            power: Power::new(exponent),
            least_square: T::splat(least_amplitude.powf(2.0 * exponent)),
            soft: design.law.soft,
            is_root: kind == Kind::Rms && exponent == 1.0 && !design.law.soft && emphasis.is_none(),
            emphasis,
        }
    }

    /// Forgets all input.
    pub fn reset(&mut self) {
        self.average = self.least;
        self.held = self.least;
        if let Some(emphasis) = &mut self.emphasis {
            emphasis.reset();
        }
    }

    /// The gain that the expander applies now; the compressor applies its reciprocal.
    #[inline(always)]
    #[must_use]
    pub fn expansion(&self) -> T {
        let gain = match self.kind {
            Kind::Mean => self.power.of_amplitude(self.average),
            Kind::Rms => self.power.of_square(self.average),
            Kind::Split => self.power.of_amplitude(self.held),
        };
        if self.soft {
            (gain * gain + self.least_square).sqrt()
        } else {
            gain
        }
    }

    /// Takes in one sample of the link signal.
    #[inline(always)]
    pub fn hear(&mut self, link: T) {
        let heard = match &mut self.emphasis {
            Some(emphasis) => emphasis.next(link),
            None => link,
        };
        let size = match self.kind {
            Kind::Rms => heard * heard,
            Kind::Mean | Kind::Split => heard.abs(),
        };
        self.average = (self.kept * self.average + self.brought * size).max(self.least);
        if self.kind == Kind::Split {
            let fallen = self.held + self.fall * (self.average - self.held);
            self.held = self.average.max(fallen);
        }
    }

    /// Takes in the square of one sample of the link signal.
    #[inline(always)]
    fn hear_square(&mut self, square: T) {
        self.average = (self.kept * self.average + self.brought * square).max(self.least);
    }

    /// Compresses one sample.
    #[inline(always)]
    pub fn compress(&mut self, input: T) -> T {
        if self.is_root {
            // The detector's next value waits for one division, and not for a root besides.
            let link = input / self.average.sqrt();
            self.hear_square((input * input) / self.average);
            return link;
        }
        let link = input / self.expansion();
        self.hear(link);
        link
    }

    /// Compresses one sample through what stands in the loop: from the link signal it makes what
    /// leaves the loop, and what the expander will hear of it.
    #[inline(always)]
    pub fn compress_through(&mut self, input: T, through: impl FnOnce(T) -> (T, T)) -> T {
        let link = input / self.expansion();
        let (output, heard) = through(link);
        self.hear(heard);
        output
    }

    /// Expands one sample.
    #[inline(always)]
    pub fn expand(&mut self, link: T) -> T {
        if self.is_root {
            let output = link * self.average.sqrt();
            self.hear_square(link * link);
            return output;
        }
        let output = link * self.expansion();
        self.hear(link);
        output
    }
}

/// A half of a compander that works on two bands, split by a complementary first-order filter.
///
/// The expander splits the sum anew, which is not quite what the compressor summed: with both bands
/// at work the pair is off by a decibel around the crossover, as such systems are.
#[derive(Clone, Copy, Debug)]
pub struct DualBand<T = f64> {
    split: FirstOrder<T>,
    /// The same filter for what a loop adds.
    besides_split: FirstOrder<T>,
    low: Half<T>,
    high: Half<T>,
}

impl<T: Lane> DualBand<T> {
    /// A half at rest with its band edge in Hz.
    #[must_use]
    pub fn new(low: &Design, high: &Design, split_hz: f64, sample_rate_hz: f64) -> Self {
        let split = FirstOrder::new(Shape::low_pass(split_hz, sample_rate_hz));
        Self {
            split,
            besides_split: split,
            low: Half::new(low, sample_rate_hz),
            high: Half::new(high, sample_rate_hz),
        }
    }

    /// Forgets all input.
    pub fn reset(&mut self) {
        self.split.reset();
        self.besides_split.reset();
        self.low.reset();
        self.high.reset();
    }

    /// The gains that the expander applies now to lows and highs.
    #[must_use]
    pub fn expansions(&self) -> [T; 2] {
        [self.low.expansion(), self.high.expansion()]
    }

    /// Compresses one sample.
    #[inline(always)]
    pub fn compress(&mut self, input: T) -> T {
        let low = self.split.next(input);
        self.low.compress(low) + self.high.compress(input - low)
    }

    /// Compresses one sample through what stands in the loop, as [`Half::compress_through`].
    #[inline(always)]
    pub fn compress_through(&mut self, input: T, through: impl FnOnce(T) -> (T, T)) -> T {
        let low = self.split.next(input);
        let [low_gain, high_gain] = self.expansions();
        let (low, high) = (low / low_gain, (input - low) / high_gain);
        let (output, heard) = through(low + high);
        let besides = heard - (low + high);
        let low_besides = self.besides_split.next(besides);
        self.low.hear(low + low_besides);
        self.high.hear(high + (besides - low_besides));
        output
    }

    /// Expands one sample.
    #[inline(always)]
    pub fn expand(&mut self, link: T) -> T {
        let low = self.split.next(link);
        self.low.expand(low) + self.high.expand(link - low)
    }
}
