//! Figures of both ears that a musician can act on, read off the solved curves.

use crate::design::Plot;
use crate::rig::{Rig, Side};

/// The band of kick and bass guitar, Hz.
const BASS_HZ: [f64; 2] = [40.0, 120.0];
/// The band in which the room masks a mix most, Hz.
const ROOM_HZ: [f64; 2] = [125.0, 2000.0];

/// Figures of one ear.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ear {
    /// True if the earphone is out of it.
    pub out: bool,
    /// The bass against the same earphone with an airtight tip and no vent, dB.
    pub bass_db: f64,
    /// The room at the drum against the open ear, dB.
    pub room_db: f64,
}

impl Ear {
    /// The loss of bass, dB; none without an earphone in the ear.
    pub fn lost_db(&self) -> Option<f64> {
        (!self.out).then_some(-self.bass_db)
    }

    /// The room at the drum against the open ear, dB, which an ear without an earphone is.
    pub fn let_in_db(&self) -> f64 {
        if self.out {
            0.0
        } else {
            self.room_db
        }
    }
}

/// Figures of both ears; none before the curves are there.
pub fn of(plot: Option<&Plot>, rig: &Rig) -> Option<[Ear; 2]> {
    let plot = plot?;
    let ear = |ear: usize| {
        let bass = (plot.programme_db[ear].iter().zip(&plot.sealed_db))
            .map(|(programme, sealed)| programme - sealed);
        Ear {
            out: rig.earphone.is_out(Side::BOTH[ear]),
            bass_db: mean(plot, bass, BASS_HZ),
            room_db: mean(plot, plot.isolation_db[ear].iter().copied(), ROOM_HZ),
        }
    };
    Some([ear(0), ear(1)])
}

/// The mean of a curve over a band; its points lie at steps of pitch.
fn mean(plot: &Plot, curve: impl Iterator<Item = f64>, [low_hz, high_hz]: [f64; 2]) -> f64 {
    let within = (plot.frequencies_hz.iter().zip(curve))
        .filter(|(hz, _)| (low_hz..=high_hz).contains(*hz))
        .map(|(_, db)| db);
    let (sum, count) = within.fold((0.0, 0), |(sum, count), db| (sum + db, count + 1));
    sum / f64::from(count.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::presets;

    fn figures(id: &str) -> [Ear; 2] {
        let rig = presets::find(id).unwrap();
        let frequencies_hz = (0..120).map(|n| 20.0 * 1000f64.powf(f64::from(n) / 119.0));
        let plot = Plot::new(&rig, frequencies_hz.collect()).unwrap();
        of(Some(&plot), &rig).unwrap()
    }

    #[test]
    fn a_poor_seal_costs_bass_and_lets_the_room_in() {
        let [sealed, _] = figures("neutral-reference");
        let [poor, _] = figures("fault-poor-seal-beside-the-kit");
        assert!(sealed.bass_db.abs() < 1.0, "{sealed:?}");
        assert!(poor.bass_db < -6.0, "{poor:?}");
        assert!(poor.room_db > sealed.room_db + 6.0, "{poor:?} {sealed:?}");
    }

    #[test]
    fn an_earphone_that_is_out_is_told_by_ear() {
        let [left, right] = figures("drummer-one-ear-out");
        assert!(left.out && !right.out);
    }
}
