//! Readout of the curves at a frequency: names and values with units.

use crate::design::Plot;
use crate::editor::widgets::paint::signed;
use crate::order;
use crate::rig::{Earphone, Side};
use crate::session::view_settings::Look;
use crate::worker::{Spectra, FLOOR_DB};

/// A difference of less than this is not worth a word, dB.
const NEXT_TO_NOTHING_DB: f64 = 0.1;
/// More single drivers than these are not listed; the loudest are.
const MOST_DRIVERS: usize = 4;

/// Subject of a line; it sets the color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The mix at a drum.
    Mix,
    /// The room at a drum.
    Room,
    /// One driver alone.
    Driver,
    /// Reference curves, drawn in the background.
    Aside,
}

/// One line of the readout.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its name, or all that it says.
    pub word: String,
    /// Its figure with the unit; empty if the word says all.
    pub figure: String,
    /// The subject.
    pub meaning: Meaning,
    /// Position on the level axis, dB.
    pub level_db: Option<f64>,
}

impl Line {
    fn curve(word: &str, level_db: f64, meaning: Meaning) -> Self {
        Self {
            word: word.to_owned(),
            figure: format!("{} dB", signed(level_db, 1)),
            meaning,
            level_db: Some(level_db),
        }
    }

    fn words(word: String, meaning: Meaning) -> Self {
        Self {
            word,
            figure: String::new(),
            meaning,
            level_db: None,
        }
    }
}

/// The curves that are shown.
pub struct Shown<'a> {
    /// All curves.
    pub plot: &'a Plot,
    /// The earphone worn.
    pub earphone: &'a Earphone,
    /// Which curves are switched on, and which ear is looked at.
    pub look: Look,
}

impl Shown<'_> {
    fn ear(&self) -> usize {
        self.look.ear.min(1)
    }

    /// Returns whether nothing is in an ear: 0 left, 1 right.
    pub fn is_out(&self, ear: usize) -> bool {
        self.earphone.is_out(Side::BOTH[ear.min(1)])
    }

    /// Index of a frequency in the curves.
    fn index(&self, frequency_hz: f64) -> usize {
        let frequencies_hz = &self.plot.frequencies_hz;
        let index = frequencies_hz.partition_point(|&f| f < frequency_hz);
        index.min(frequencies_hz.len().saturating_sub(1))
    }

    /// The mix at the drum that is looked at, dB; none if the earphone is out.
    pub fn mix_db(&self, frequency_hz: f64) -> Option<f64> {
        let level_db = self.plot.programme_db[self.ear()][self.index(frequency_hz)];
        (!self.is_out(self.ear())).then_some(level_db)
    }

    /// The room at the drum that is looked at against the open ear, dB.
    pub fn room_db(&self, frequency_hz: f64) -> f64 {
        self.plot.isolation_db[self.ear()][self.index(frequency_hz)]
    }

    /// Effect of the seal, in words.
    pub fn seal(&self, frequency_hz: f64) -> String {
        let index = self.index(frequency_hz);
        let cost = self.plot.sealed_db[index] - self.plot.programme_db[self.ear()][index];
        if cost.abs() < NEXT_TO_NOTHING_DB {
            "the seal costs nothing here".to_owned()
        } else if cost > 0.0 {
            format!("seal costs {cost:.1} dB here")
        } else {
            format!("leak adds {:.1} dB here", -cost)
        }
    }

    /// Readout lines of all visible curves.
    pub fn lines(&self, frequency_hz: f64) -> Vec<Line> {
        let index = self.index(frequency_hz);
        let mut lines = Vec::new();
        for ear in [self.ear(), 1 - self.ear()] {
            let name = ["left", "right"][ear];
            if self.is_out(ear) {
                let text = format!("{name} out of the ear");
                lines.push(Line::words(text, Meaning::Aside));
            } else {
                let level_db = self.plot.programme_db[ear][index];
                lines.push(Line::curve(name, level_db, Meaning::Mix));
            }
        }
        if !self.is_out(self.ear()) {
            let words = Line::words(self.seal(frequency_hz), Meaning::Mix);
            lines.push(words);
        }
        if self.look.target {
            let level_db = self.plot.reference_db[index];
            lines.push(Line::curve("target", level_db, Meaning::Aside));
        }
        if self.look.room {
            let level_db = self.room_db(frequency_hz);
            lines.push(Line::curve("room", level_db, Meaning::Room));
        }
        if self.look.drivers {
            lines.extend(self.drivers(index));
        }
        lines
    }

    /// The single drivers, in the rig's order; of many, the loudest.
    fn drivers(&self, index: usize) -> Vec<Line> {
        if self.is_out(0) {
            // The curves are those of the left ear.
            return Vec::new();
        }
        let drivers = self.earphone.drivers.iter();
        let mut levels: Vec<(usize, &str, f64)> = drivers
            .zip(&self.plot.drivers_db)
            .enumerate()
            .map(|(at, (driver, levels_db))| (at, driver.name.as_str(), levels_db[index]))
            .collect();
        order::by(&mut levels, |a, b| b.2.total_cmp(&a.2));
        let more = levels.len().saturating_sub(MOST_DRIVERS);
        levels.truncate(MOST_DRIVERS);
        order::by_key(&mut levels, |level| level.0);
        let mut lines: Vec<Line> = levels
            .into_iter()
            .map(|(_, name, level_db)| Line::curve(name, level_db, Meaning::Driver))
            .collect();
        if more > 0 {
            let text = format!("{more} more below");
            lines.push(Line::words(text, Meaning::Aside));
        }
        lines
    }
}

/// Level of the sound itself at a frequency, before and after the chain.
pub fn spectrum(spectra: &Spectra, frequency_hz: f64) -> Vec<Line> {
    let off = |hz: f64| (hz / frequency_hz).ln().abs();
    let bands = spectra.frequencies_hz.iter().enumerate();
    let Some((band, _)) = bands.min_by(|a, b| off(*a.1).total_cmp(&off(*b.1))) else {
        return Vec::new();
    };
    let line = |word: &str, level_db: f32, meaning| Line {
        word: word.to_owned(),
        figure: if level_db > FLOOR_DB {
            format!("{} dBFS", signed(f64::from(level_db), 0))
        } else {
            "silent".to_owned()
        },
        meaning,
        level_db: None,
    };
    let [before, after] = [spectra.before_db[band], spectra.after_db[band]];
    if before <= FLOOR_DB && after <= FLOOR_DB {
        return Vec::new();
    }
    vec![
        line("spectrum before", before, Meaning::Aside),
        line("spectrum after", after, Meaning::Mix),
    ]
}

/// The frequency in Hz or kHz.
pub fn frequency(frequency_hz: f64) -> String {
    if frequency_hz < 1e3 {
        format!("{frequency_hz:.0} Hz")
    } else {
        format!("{:.2} kHz", frequency_hz / 1e3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::presets;

    fn said(lines: &[Line]) -> Vec<String> {
        let line = |line: &Line| format!("{} {}", line.word, line.figure);
        lines
            .iter()
            .map(|one| line(one).trim().to_owned())
            .collect()
    }

    fn plot(drivers: usize) -> Plot {
        Plot {
            frequencies_hz: vec![50.0, 1000.0],
            programme_db: [vec![-3.0, 0.0], vec![1.0, 0.0]],
            drivers_db: (0..drivers).map(|at| vec![-(at as f64), -60.0]).collect(),
            sealed_db: vec![2.0, 0.0],
            reference_db: vec![4.0, 0.0],
            isolation_db: [vec![-12.0, -25.0], vec![-14.0, -25.0]],
        }
    }

    #[test]
    fn every_curve_that_is_on_is_said_with_its_unit() {
        let rig = presets::find("dual-armature").expect("a factory rig");
        let mut shown = Shown {
            plot: &plot(2),
            earphone: &rig.earphone,
            look: Look {
                drivers: true,
                ..Look::default()
            },
        };
        assert_eq!(
            said(&shown.lines(50.0)),
            [
                "left \u{2212}3.0 dB",
                "right 1.0 dB",
                "seal costs 5.0 dB here",
                "target 4.0 dB",
                "room \u{2212}12.0 dB",
                "woofer 0.0 dB",
                "full range \u{2212}1.0 dB",
            ]
        );
        shown.look = Look {
            ear: 1,
            target: false,
            room: false,
            ..Look::default()
        };
        assert_eq!(
            said(&shown.lines(50.0)),
            [
                "right 1.0 dB",
                "left \u{2212}3.0 dB",
                "seal costs 1.0 dB here"
            ]
        );
    }

    #[test]
    fn an_ear_with_nothing_in_it_has_no_figures_of_the_mix() {
        let mut rig = presets::find("dual-armature").expect("a factory rig");
        rig.earphone.left_out = true;
        let shown = Shown {
            plot: &plot(2),
            earphone: &rig.earphone,
            look: Look {
                drivers: true,
                target: false,
                ..Look::default()
            },
        };
        assert_eq!(shown.mix_db(50.0), None);
        assert_eq!(
            said(&shown.lines(50.0)),
            [
                "left out of the ear",
                "right 1.0 dB",
                "room \u{2212}12.0 dB"
            ]
        );
    }

    #[test]
    fn of_many_drivers_the_loudest_are_named() {
        let mut rig = presets::find("dual-armature").expect("a factory rig");
        let first = rig.earphone.drivers[0].clone();
        rig.earphone.drivers = vec![first; 6];
        let shown = Shown {
            plot: &plot(6),
            earphone: &rig.earphone,
            look: Look::default(),
        };
        let lines = shown.drivers(0);
        assert_eq!(lines.len(), MOST_DRIVERS + 1);
        assert_eq!(lines[MOST_DRIVERS].word, "2 more below");
    }

    #[test]
    fn the_sound_itself_is_said_against_full_scale_and_silence_is_not_said() {
        let mut spectra = Spectra::default();
        assert!(spectrum(&spectra, 100.0).is_empty());
        spectra.before_db.fill(-31.2);
        assert_eq!(
            said(&spectrum(&spectra, 100.0)),
            ["spectrum before \u{2212}31 dBFS", "spectrum after silent"]
        );
    }
}
