//! Places in time: the ten seconds in which something is at its worst.

use super::Layout;

/// Length of the place that is looked for, s.
const WINDOW_S: f64 = 10.0;

/// A stretch of time, s.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Its begin.
    pub from_s: f64,
    /// Its end.
    pub to_s: f64,
}

impl Place {
    /// Ten seconds, or less when there is less, in which a figure of each frame adds up to most; the
    /// first of several.
    #[must_use]
    pub(super) fn worst(layout: &Layout, badness: impl Iterator<Item = f64>) -> Self {
        let badness: Vec<f64> = badness.collect();
        let window = ((WINDOW_S * layout.frames_per_s()) as usize).max(1);
        let (mut sum, mut most, mut from) = (0.0, f64::NEG_INFINITY, 0);
        for (n, value) in badness.iter().enumerate() {
            sum += value;
            if n >= window {
                sum -= badness[n - window];
            }
            // Rounding leaves traces; only what is clearly worse counts.
            if (n + 1 >= window || n + 1 == badness.len()) && sum > most + 1e-9 {
                (most, from) = (sum, (n + 1).saturating_sub(window));
            }
        }
        let to = (from + window).min(badness.len());
        Self {
            from_s: layout.time_s(from),
            to_s: layout.time_s(to),
        }
    }

    /// The whole of so many frames.
    #[must_use]
    pub(super) fn whole(layout: &Layout, frames: usize) -> Self {
        Self {
            from_s: 0.0,
            to_s: layout.time_s(frames),
        }
    }

    /// The window around a moment.
    #[must_use]
    pub(super) fn around(time_s: f64, length_s: f64) -> Self {
        let from_s = (time_s - 0.5 * WINDOW_S).min(length_s - WINDOW_S).max(0.0);
        Self {
            from_s,
            to_s: (from_s + WINDOW_S).min(length_s),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let clock = |seconds: f64| {
            let whole = seconds.max(0.0).round() as u64;
            format!("{}:{:02}", whole / 60, whole % 60)
        };
        write!(f, "{} to {}", clock(self.from_s), clock(self.to_s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_ten_seconds_hold_the_burst() {
        let layout = Layout::new(48_000.0);
        let at = |time_s: f64| (time_s * layout.frames_per_s()) as usize;
        let badness = (0..at(60.0)).map(|n| {
            if (at(33.0)..at(41.0)).contains(&n) {
                1.0
            } else {
                0.0
            }
        });
        let place = Place::worst(&layout, badness);
        assert!(place.from_s <= 33.1 && place.to_s >= 40.9, "{place:?}");
        assert!((place.to_s - place.from_s - WINDOW_S).abs() < 0.1);
        let short = Place::worst(&layout, [1.0; 5].into_iter());
        assert_eq!(short.from_s, 0.0);
        assert_eq!(
            format!(
                "{}",
                Place {
                    from_s: 102.2,
                    to_s: 130.0
                }
            ),
            "1:42 to 2:10"
        );
    }
}
