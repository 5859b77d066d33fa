//! A measured earphone in place of the network's way from the pack to the drum.
//!
//! *In the real world* somebody puts an earphone on a coupler, sealed, and publishes its level over
//! frequency. A performer wears the same earphone in an ear, with a leak, perhaps a port, on a pack
//! with an output impedance.
//!
//! *Model*: the measurement says what the earphone does in the state in which it was measured. What
//! leak, port and output impedance change is a ratio of two answers of the rig's own network: as it
//! is worn now, over sealed, without a port, on the source of the measurement. From the coupler to the
//! ear that is worn, the level goes as it does at the end of a stiff source; the listening stage
//! takes the same difference out again. Everything is a level, and the response has the minimum
//! phase that belongs to it: most published measurements have no phase, and those with one have an
//! unknown delay in it.
//!
//! *Knobs*: the curve, what it was measured on and from which impedance, and the treble: a coupler says
//! little above 10 kHz, where the peaks are those of the tester's insertion depth, so what is
//! heard there is the trend over an octave unless the rig says otherwise.
//!
//! *Left out*: that a leak changes the measured earphone otherwise than the rig's drivers; they
//! should be of the same kind.
//!
//! *Tested* against the rendered response from 44.1 to 192 kHz (`tests/measured.rs`).

use super::level_band::mean_level;
use super::reference::ear_measured_on;
use crate::acoustics::ear::Ear;
use crate::curve::{Curve, Point};
use crate::design::adaptive_curve;
use crate::rig::measurement;
use crate::rig::{Measured, Rig, Side, Treble};

/// Band in which a measurement turns into its trend, Hz: a third of an octave.
const TREND_HZ: (f64, f64) = (10_000.0, 12_600.0);

/// Points of the trend, of what an ear adds and of what is heard, per octave.
pub(super) const PER_OCTAVE: f64 = 48.0;

/// The curve that a rig has embedded for one ear, if it is to be heard: level at the coupler, dB.
fn heard(rig: &Rig, side: Side) -> Option<(&Measured, Curve)> {
    let measured = rig.earphone.measured.as_ref().filter(|m| m.enabled)?;
    let curve = measurement::curve_of(measured.curve(side)?);
    let curve = match measured.treble {
        Treble::Measured => curve,
        Treble::Trend => with_trend(&curve),
    };
    Some((measured, curve))
}

/// Level at the drum of the worn ear in the state of the measurement, dB; 0 dB is its mean from
/// 300 to 1000 Hz. None when the network is heard.
pub(super) fn at_drum(rig: &Rig, side: Side, worn: &Ear) -> Option<Curve> {
    let (measured, curve) = heard(rig, side)?;
    let curve = match ear_measured_on(measured.coupler, rig, side) {
        (on, _) if on == rig.listening.ear => curve,
        (_, coupler) => curve.add(&difference(worn, &coupler)),
    };
    let mean = mean_level(|f| curve.response(f));
    Some(curve.raised_db(-20.0 * mean.log10()))
}

/// Difference of a stiff source's level in one ear and the other, dB.
fn difference(worn: &Ear, coupler: &Ear) -> Curve {
    let (low_hz, high_hz) = adaptive_curve::BAND_HZ;
    curve_through(adaptive_curve::log_grid(low_hz, high_hz, PER_OCTAVE), |f| {
        worn.stiff_source_level_db(f) - coupler.stiff_source_level_db(f)
    })
}

/// The curve with its trend over an octave above 10 kHz.
fn with_trend(curve: &Curve) -> Curve {
    let (from_hz, to_hz) = TREND_HZ;
    let below = curve.points().iter().map(|point| point.frequency_hz);
    let frequencies = below
        .filter(|&f| f < from_hz)
        .chain(adaptive_curve::log_grid(
            from_hz,
            adaptive_curve::BAND_HZ.1,
            PER_OCTAVE,
        ))
        .collect();
    let half_octave = std::f64::consts::SQRT_2;
    curve_through(frequencies, |f| {
        let level_db = curve.level_db(f);
        if f <= from_hz {
            return level_db;
        }
        let trend_db = curve.mean_db(f / half_octave, f * half_octave);
        let along = ((f / from_hz).ln() / (to_hz / from_hz).ln()).min(1.0);
        level_db + 0.5 * (1.0 - (std::f64::consts::PI * along).cos()) * (trend_db - level_db)
    })
}

fn curve_through(frequencies_hz: Vec<f64>, level_db: impl Fn(f64) -> f64) -> Curve {
    let points = frequencies_hz.into_iter().map(|frequency_hz| Point {
        frequency_hz,
        level_db: level_db(frequency_hz),
        phase_rad: None,
    });
    // The frequencies rise, and levels of curves and ears are finite.
    Curve::new(points.collect()).unwrap_or_else(|_| crate::curve::references::flat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trend_keeps_what_is_below_ten_kilohertz_and_smooths_what_is_above() {
        let mut levels = vec![(20.0, 3.0), (9000.0, 8.0), (9900.0, 2.0)];
        // A comb of ±10 dB.
        levels.extend((0..60).map(|n| {
            let up = if n % 2 == 0 { 10.0 } else { -10.0 };
            (10_000.0 * 2f64.powf(f64::from(n) / 40.0), up)
        }));
        let curve = Curve::from_levels(&levels).unwrap();
        let smooth = with_trend(&curve);
        for f in [20.0, 333.0, 9000.0, 9500.0] {
            assert!((smooth.level_db(f) - curve.level_db(f)).abs() < 1e-9, "{f}");
        }
        for f in [12_700.0, 14_000.0, 18_000.0] {
            assert!(
                smooth.level_db(f).abs() < 3.0,
                "{f}: {}",
                smooth.level_db(f)
            );
        }
    }
}
