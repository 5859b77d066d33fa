//! Bands read from a preset, and the shapes and filters that programs name in their own ways.

use crate::curve::equalizer::{Filter, Shape, Width, PASS_Q};
use crate::curve::import::program::{Channels, Program, MOST_FILTERS};
use crate::curve::import::{Beside, Report, LONGEST_FILE};

/// Bands read from a preset.
pub(super) struct Bands<'a> {
    pub(super) program: Program,
    pub(super) report: Report,
    pub(super) beside: Option<&'a mut dyn Beside>,
}

impl Bands<'_> {
    pub(super) fn gain(&mut self, channels: Channels, what: &str, gain_db: f64) {
        if gain_db.abs() <= 200.0 {
            self.program.gain(channels, gain_db);
        } else {
            self.reject(None, || format!("{what}: {gain_db} dB is no gain"));
        }
    }

    /// Adds a band, or says by its name why not.
    pub(super) fn band(
        &mut self,
        channels: Channels,
        line: Option<usize>,
        name: &str,
        filter: Filter,
    ) {
        if !filter.is_sound() {
            self.program.count_broken();
            self.reject(line, || {
                format!(
                    "{name}: no such filter can be built at 48 kHz: {} Hz, {} dB, {}",
                    filter.frequency_hz,
                    filter.gain_db,
                    width_words(filter.width)
                )
            });
        } else if !self.program.filter(channels, filter) {
            self.reject(line, || {
                format!("{name}: there are more than {MOST_FILTERS} filters")
            });
        }
    }

    pub(super) fn reject(&mut self, line: Option<usize>, reason: impl FnOnce() -> String) {
        self.report.reject_at(line, reason);
    }

    pub(super) fn note(&mut self, reason: String) {
        self.report.note(None, reason);
    }

    pub(super) fn warn(&mut self, reason: String) {
        self.report.warn(None, reason);
    }

    /// A file that lies beside the preset.
    pub(super) fn file(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        match &mut self.beside {
            Some(beside) => beside
                .read(file, LONGEST_FILE)
                .map_err(|why| format!("{file} beside it: {why}")),
            None => Err(format!("{file}: files beside it are not read here")),
        }
    }
}

fn width_words(width: Width) -> String {
    match width {
        Width::Q(q) => format!("Q {q}"),
        Width::BandwidthOctaves(octaves) => format!("{octaves} octaves"),
        Width::Slope(slope) => format!("slope {slope}"),
    }
}

/// The shape that a word means, in any of the programs' spellings.
pub(super) fn shape(word: &str) -> Option<Shape> {
    let letters: String = word
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(20)
        .flat_map(char::to_lowercase)
        .collect();
    Some(match letters.as_str() {
        "pk" | "peq" | "peak" | "peaking" | "bell" | "parametric" | "bqpeaking" | "eq" => {
            Shape::Peak
        }
        "ls" | "lsc" | "lsq" | "lowshelf" | "loshelf" | "bqlowshelf" | "lshelf" => Shape::LowShelf,
        "hs" | "hsc" | "hsq" | "highshelf" | "hishelf" | "bqhighshelf" | "hshelf" => {
            Shape::HighShelf
        }
        "lp" | "lpq" | "lowpass" | "lopass" | "bqlowpass" => Shape::LowPass,
        "hp" | "hpq" | "highpass" | "hipass" | "bqhighpass" => Shape::HighPass,
        "bp" | "bandpass" | "bqbandpass" => Shape::BandPass,
        "no" | "notch" | "bqnotch" => Shape::Notch,
        "ap" | "allpass" | "bqallpass" => Shape::AllPass,
        _ => return None,
    })
}

/// A filter by its Q; a Q of 0 is none, and then it is that of passes.
pub(super) fn by_q(shape: Shape, frequency_hz: f64, gain_db: f64, q: f64) -> Filter {
    let has_gain = matches!(shape, Shape::Peak | Shape::LowShelf | Shape::HighShelf);
    Filter {
        shape,
        frequency_hz,
        gain_db: if has_gain { gain_db } else { 0.0 },
        width: Width::Q(if q == 0.0 { PASS_Q } else { q }),
    }
}

/// The filters of second order that make a Butterworth filter of an even order.
pub(super) fn butterworth(shape: Shape, frequency_hz: f64, order: u32) -> Option<Vec<Filter>> {
    if order == 0 || !order.is_multiple_of(2) || order > 16 {
        return None;
    }
    let n = f64::from(order);
    let one = |k: u32| {
        let angle = std::f64::consts::PI * f64::from(2 * k + 1) / (2.0 * n);
        by_q(shape, frequency_hz, 0.0, 0.5 / angle.sin())
    };
    Some((0..order / 2).map(one).collect())
}
