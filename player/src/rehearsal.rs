//! The rehearsal so far: songs played, time, and the dose of the ears, for the report at its end.

use std::fmt::Write;

use bodypack::analysis::noise_dose::{length, Criterion, Exposure};

/// A song that has been played.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// Title.
    pub title: String,
    /// Name of the rig.
    pub rig: String,
    /// Time that it was heard, s.
    pub seconds: f64,
    /// Number of times that it was begun.
    pub times: u32,
}

/// All that has been played.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rehearsal {
    songs: Vec<Played>,
}

impl Rehearsal {
    /// A song begins.
    pub fn begin(&mut self, title: &str, rig: &str) {
        match self.of(title, rig) {
            Some(song) => song.times += 1,
            None => self.songs.push(Played {
                title: title.to_owned(),
                rig: rig.to_owned(),
                seconds: 0.0,
                times: 1,
            }),
        }
    }

    /// A song has been heard for some seconds more.
    pub fn add(&mut self, title: &str, rig: &str, seconds: f64) {
        if let Some(song) = self.of(title, rig) {
            song.seconds += seconds;
        }
    }

    fn of(&mut self, title: &str, rig: &str) -> Option<&mut Played> {
        let is_it = |song: &&mut Played| song.title == title && song.rig == rig;
        self.songs.iter_mut().find(is_it)
    }

    /// Returns whether nothing has been played.
    pub fn is_empty(&self) -> bool {
        self.songs.is_empty()
    }

    /// The report: songs, and what the ears have had.
    pub fn report(&self, name: &str, exposure: &Exposure) -> String {
        let mut text = String::new();
        let title = if name.is_empty() { "Rehearsal" } else { name };
        let seconds: f64 = self.songs.iter().map(|song| song.seconds).sum();
        let _ = writeln!(text, "{title}: {} of songs\n", minutes(seconds));
        for song in &self.songs {
            let times = match song.times {
                1 => "once".to_owned(),
                times => format!("{times} times"),
            };
            let heard = minutes(song.seconds);
            let _ = writeln!(
                text,
                "  {heard:>9}  {} ({}), begun {times}",
                song.title, song.rig
            );
        }
        let heard = minutes(exposure.seconds);
        let _ = writeln!(text, "\nYour ears, in {heard} of sound (an estimate):");
        for criterion in Criterion::ALL {
            let percent = 100.0 * exposure.dose(criterion);
            let _ = writeln!(text, "  {percent:>5.1} % of {}", criterion.name());
        }
        let dose = exposure.dose(Criterion::Niosh);
        let at = Criterion::Niosh.mean_dba(dose / (exposure.seconds / 28_800.0).max(1e-9));
        let left_h = exposure.left_h(Criterion::Niosh, at);
        let left = match left_h {
            h if dose >= 1.0 || h == 0.0 => "the day's sound is used up: rest your ears".to_owned(),
            h if h.is_finite() && exposure.seconds > 0.0 => {
                format!("at the same level {} are left today", length(h))
            }
            _ => "at this level nothing counts toward the day's limit".to_owned(),
        };
        let _ = writeln!(text, "  {left}");
        text
    }
}

/// Minutes and seconds.
pub fn minutes(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    match whole {
        0..3600 => format!("{}:{:02} min", whole / 60, whole % 60),
        _ => format!(
            "{}:{:02}:{:02} h",
            whole / 3600,
            whole / 60 % 60,
            whole % 60
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_names_songs_times_and_doses() {
        let mut rehearsal = Rehearsal::default();
        rehearsal.begin("One", "Drummer");
        rehearsal.add("One", "Drummer", 61.0);
        rehearsal.begin("One", "Drummer");
        rehearsal.begin("Two", "Singer");
        rehearsal.add("Two", "Singer", 200.0);
        let mut exposure = Exposure::default();
        // 88 dB(A) for two hours: half of the day's sound by NIOSH.
        exposure.add([88.0; 2], [88.0; 2], 7200.0);
        let text = rehearsal.report("Friday", &exposure);
        assert!(text.starts_with("Friday: 4:21 min of songs\n"), "{text}");
        assert!(
            text.contains("1:01 min  One (Drummer), begun 2 times"),
            "{text}"
        );
        assert!(text.contains("50.0 % of NIOSH"), "{text}");
        assert!(text.contains("at the same level 2"), "{text}");
    }
}
