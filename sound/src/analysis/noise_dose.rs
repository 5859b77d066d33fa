//! Noise dose of the ears: an estimate.
//!
//! *In the real world* hearing is harmed by level and time together. Three criteria are in use, all
//! for the diffuse field outside the ear: the recommended limit for work of NIOSH (85 dB(A) for 8 h,
//! half the time for each 3 dB), the legal one of OSHA (90 dB(A) for 8 h, half the time for each
//! 5 dB), and the weekly one of ITU-T H.870 (80 dB(A) for 40 h, by energy).
//!
//! *Model*: dose = Σ time ÷ time allowed at that level, for each ear. NIOSH and OSHA count levels
//! from 80 dB(A) up, as dosimeters do; OSHA's looks at the slow level.
//!
//! *Left out*: what the ears hear elsewhere, and everything that makes this more than an estimate:
//! the user's own earphones, fit and gain are not known. No clocks: samples are counted, so the
//! week is what has been played since the last reset.
//!
//! Time left and the projection of a set follow the mean level of the last minute
//! ([`crate::chain::meters::Meters::minute_dba`]), which a loud bar barely changes.
//!
//! *Tests*: `tests/exposure.rs`.

use serde::{Deserialize, Serialize};

/// Threshold level of work dosimeters, dB(A).
const COUNTED_FROM_DBA: f64 = 80.0;

/// Hours of a working day.
const DAY_H: f64 = 8.0;

/// A limit for exposure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// Recommended for work (NIOSH 98-126): 85 dB(A), 3 dB.
    Niosh,
    /// Legal for work in the United States (29 CFR 1910.95): 90 dB(A), 5 dB.
    Osha,
    /// For leisure (ITU-T H.870): 80 dB(A) for 40 hours a week, by energy.
    Weekly,
}

impl Criterion {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Niosh, Self::Osha, Self::Weekly];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Niosh => "NIOSH, 85 dB(A) for 8 h",
            Self::Osha => "OSHA, 90 dB(A) for 8 h",
            Self::Weekly => "WHO and ITU, 80 dB(A) for 40 h a week",
        }
    }

    /// Allowed duration at a level in dB(A) of the diffuse field, h.
    #[must_use]
    pub fn allowed_h(self, level_dba: f64) -> f64 {
        match self {
            Self::Niosh => DAY_H / 2_f64.powf((level_dba - 85.0) / 3.0),
            Self::Osha => DAY_H / 2_f64.powf((level_dba - 90.0) / 5.0),
            Self::Weekly => 40.0 * 10_f64.powf((80.0 - level_dba) / 10.0),
        }
    }

    /// The dose, as a share, that a level in dB(A) brings in some hours.
    #[must_use]
    pub fn dose(self, level_dba: f64, hours: f64) -> f64 {
        let counts = self == Self::Weekly || level_dba >= COUNTED_FROM_DBA;
        if counts && level_dba.is_finite() {
            hours / self.allowed_h(level_dba)
        } else {
            0.0
        }
    }

    /// The steady level over 8 hours that would have brought a dose, dB(A).
    #[must_use]
    pub fn mean_dba(self, dose: f64) -> f64 {
        match self {
            Self::Niosh => 3.0 * dose.log2() + 85.0,
            Self::Osha => 5.0 * dose.log2() + 90.0,
            Self::Weekly => 10.0 * dose.log10() + 80.0 + 10.0 * (40.0_f64 / DAY_H).log10(),
        }
    }
}

/// Hours as people say them: 45 min, 1 h 30.
#[must_use]
pub fn length(hours: f64) -> String {
    let minutes = (60.0 * hours.clamp(0.0, 1e4)).round() as u64;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}

/// The doses of both ears since the last reset, as shares of what is allowed. Plain data, to be kept
/// with a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exposure {
    /// Duration of sound, s.
    pub seconds: f64,
    /// By NIOSH's criterion.
    pub niosh: [f64; 2],
    /// By OSHA's criterion.
    pub osha: [f64; 2],
    /// By the weekly criterion.
    pub weekly: [f64; 2],
}

impl Exposure {
    /// Adds some seconds at the present level and at the slow level of each ear, dB(A) in the
    /// diffuse field.
    pub fn add(&mut self, level_dba: [f64; 2], slow_dba: [f64; 2], seconds: f64) {
        let hours = seconds / 3600.0;
        self.seconds += seconds;
        for ear in 0..2 {
            self.niosh[ear] += Criterion::Niosh.dose(level_dba[ear], hours);
            self.osha[ear] += Criterion::Osha.dose(slow_dba[ear], hours);
            self.weekly[ear] += Criterion::Weekly.dose(level_dba[ear], hours);
        }
    }

    /// The dose of the ear that has had more, as a share.
    #[must_use]
    pub fn dose(&self, criterion: Criterion) -> f64 {
        let [left, right] = match criterion {
            Criterion::Niosh => self.niosh,
            Criterion::Osha => self.osha,
            Criterion::Weekly => self.weekly,
        };
        left.max(right)
    }

    /// The dose of a whole day, or of a week of 40 hours, that goes on as it was so far.
    #[must_use]
    pub fn projected(&self, criterion: Criterion) -> f64 {
        let whole_h = if criterion == Criterion::Weekly {
            40.0
        } else {
            DAY_H
        };
        if self.seconds > 0.0 {
            self.dose(criterion) * whole_h * 3600.0 / self.seconds
        } else {
            0.0
        }
    }

    /// Hours until the limit is reached at a level in dB(A) of the diffuse field; 0 when it has
    /// been, infinite for a level that does not count.
    #[must_use]
    pub fn left_h(&self, criterion: Criterion, level_dba: f64) -> f64 {
        let per_hour = criterion.dose(level_dba, 1.0);
        let left = (1.0 - self.dose(criterion)).max(0.0);
        if left == 0.0 {
            0.0
        } else if per_hour > 0.0 {
            left / per_hour
        } else {
            f64::INFINITY
        }
    }

    /// The dose, as a share, after some more hours at a level in dB(A) of the diffuse field.
    #[must_use]
    pub fn after(&self, criterion: Criterion, level_dba: f64, hours: f64) -> f64 {
        self.dose(criterion) + criterion.dose(level_dba, hours)
    }

    /// Meaning of a set of some hours at a level in dB(A) of the diffuse field, in one sentence.
    #[must_use]
    pub fn meaning(&self, level_dba: f64, set_h: f64) -> String {
        let day = Criterion::Niosh;
        let set = length(set_h);
        let before = self.dose(day);
        let after = self.after(day, level_dba, set_h);
        if before >= 1.0 {
            return "The day's sound is used up: rest your ears now.".to_owned();
        }
        if !level_dba.is_finite() || day.dose(level_dba, 1.0) == 0.0 {
            return format!("At this level a set of {set} adds nothing that counts.");
        }
        if after <= 1.0 {
            let percent = (100.0 * after).round();
            return format!("After a set of {set} you have had {percent:.0} % of a day's sound.");
        }
        let left = length(self.left_h(day, level_dba));
        // 3 dB for each halving of the time.
        let down_db = (10.0 * ((after - before) / (1.0 - before)).log10()).ceil();
        format!(
            "Too loud for a set of {set}: it is enough after {left}, or turn down by {down_db:.0} dB."
        )
    }

    /// Returns whether the numbers can be: what a damaged file says is better forgotten.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let doses = self.niosh.iter().chain(&self.osha).chain(&self.weekly);
        let mut all = std::iter::once(&self.seconds).chain(doses);
        all.all(|x| x.is_finite() && *x >= 0.0)
    }
}
