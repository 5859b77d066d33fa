//! Which values the axes show, and where they carry labels.

/// The range of an axis and the distance of its lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// From line to line.
    pub step: f64,
}

impl Axis {
    /// For levels in dB: whole tens around the data, at least 40 dB and at most 80 dB.
    pub fn level(values: impl Iterator<Item = f64>) -> Self {
        const STEP_DB: f64 = 10.0;
        let (low, high) = ends(values);
        let high = ((high + 2.0) / STEP_DB).ceil() * STEP_DB;
        let low = ((low - 2.0) / STEP_DB).floor() * STEP_DB;
        let low = low.clamp(high - 80.0, high - 40.0);
        Self {
            low,
            high,
            step: STEP_DB,
        }
    }

    /// For quantities that cannot be negative: from zero to a round figure above the data.
    pub fn from_zero(values: impl Iterator<Item = f64>) -> Self {
        let high = ends(values).1.max(1e-9) * 1.05;
        let decade = 10f64.powf(high.log10().floor());
        // Three to six lines: enough to read a value, few enough for a low panel.
        let steps = [0.2, 0.5, 1.0, 2.0].map(|s| s * decade);
        let step = steps
            .into_iter()
            .find(|s| high / s <= 5.0)
            .unwrap_or(2.0 * decade);
        Self {
            low: 0.0,
            high: (high / step).ceil() * step,
            step,
        }
    }

    /// For angles: once around.
    pub fn degrees() -> Self {
        Self {
            low: -180.0,
            high: 180.0,
            step: 90.0,
        }
    }

    /// Place of a value: 0 is the lower end, 1 the upper.
    pub fn place(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    /// The values that carry lines.
    pub fn steps(&self) -> impl Iterator<Item = f64> + use<> {
        let Self { low, high, step } = *self;
        let count = ((high - low) / step).round() as u32;
        (0..=count).map(move |i| low + f64::from(i) * step)
    }
}

/// Smallest and largest finite value; 0 to 0 when there is none.
fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|v| v.is_finite());
    finite
        .map(|v| (v, v))
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        .unwrap_or((0.0, 0.0))
}

/// The lines of the frequency axis, and the label of each that carries one.
pub fn frequencies() -> impl Iterator<Item = (f64, Option<String>)> {
    let all = [10.0, 100.0, 1e3, 1e4].into_iter();
    let all = all.flat_map(|decade| (1..10).map(move |digit| (digit, f64::from(digit) * decade)));
    all.filter(|(_, f)| (20.0..=20_000.0).contains(f))
        .map(|(digit, frequency_hz)| {
            let labeled = matches!(digit, 1 | 2 | 5);
            (frequency_hz, labeled.then(|| frequency_label(frequency_hz)))
        })
}

fn frequency_label(frequency_hz: f64) -> String {
    if frequency_hz >= 1e3 {
        format!("{}k", frequency_hz / 1e3)
    } else {
        format!("{frequency_hz}")
    }
}

/// A value with the decimals that its step needs, and a real minus sign.
pub fn label(value: f64, step: f64) -> String {
    let decimals = usize::from(step < 1.0) + usize::from(step < 0.1);
    format!("{value:.decimals$}").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_axis_holds_the_data_in_whole_tens() {
        let axis = Axis::level([63.0, 101.0].into_iter());
        assert_eq!(
            axis,
            Axis {
                low: 60.0,
                high: 110.0,
                step: 10.0
            }
        );
        let flat = Axis::level([94.0, 94.0].into_iter());
        assert_eq!((flat.low, flat.high), (60.0, 100.0));
        let deep = Axis::level([-300.0, 12.0].into_iter());
        assert_eq!((deep.low, deep.high), (-60.0, 20.0));
        let nothing = Axis::level([f64::NAN].into_iter());
        assert!(nothing.high > nothing.low);
    }

    #[test]
    fn an_axis_from_zero_ends_above_the_data() {
        for top in [0.3, 1.0, 7.2, 18.0, 36.8, 150.0, 4000.0] {
            let axis = Axis::from_zero([top].into_iter());
            let lines = axis.steps().count();
            assert!(axis.high >= top && axis.high < 2.0 * top, "{top}: {axis:?}");
            assert!((3..=7).contains(&lines), "{top}: {lines} lines");
        }
    }

    #[test]
    fn the_frequency_axis_is_labeled_in_ones_twos_and_fives() {
        let labels: Vec<_> = frequencies().filter_map(|(_, label)| label).collect();
        assert_eq!(
            labels,
            ["20", "50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k"]
        );
    }
}
