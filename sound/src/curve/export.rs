//! Curves as text that other programs read.
//!
//! A table and a graphic equalizer hold the curve itself; parametric equalizers ([`Equalizer`]) hold
//! filters that follow it ([`super::fit`]). Nothing that is written is above 0 dB.

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use serde_json::{json, Map, Value};

use super::fit::{self, fitted, Fitted};
use super::Curve;
use crate::curve::equalizer::{self, Filter, Shape, Width};

/// Points per octave of a table, as measuring programs write them.
const TABLE_PER_OCTAVE: f64 = 48.0;

/// Points per octave of a graphic equalizer: enough for 0.1 dB at the resonances of an ear.
const GRAPHIC_PER_OCTAVE: f64 = 32.0;

/// Audible band, the band written, Hz.
const BAND_HZ: (f64, f64) = (20.0, 20_000.0);

/// Frequencies in Hz as they are written, both ends included.
fn frequencies(per_octave: f64) -> Vec<f64> {
    let (low_hz, high_hz) = BAND_HZ;
    let steps = ((high_hz / low_hz).log2() * per_octave).ceil();
    (0..=steps as i32)
        .map(|n| low_hz * (high_hz / low_hz).powf(f64::from(n) / steps))
        .map(|hz| (hz * 100.0).round() / 100.0)
        .collect()
}

/// A table for spreadsheets and measuring programs: `frequency_hz,left_db,right_db`, 48 points per
/// octave from 20 Hz to 20 kHz.
pub fn csv(left: &Curve, right: &Curve) -> String {
    let mut text = String::from("frequency_hz,left_db,right_db\n");
    for f in frequencies(TABLE_PER_OCTAVE) {
        let (left_db, right_db) = (left.level_db(f), right.level_db(f));
        // Cannot fail: a string takes everything.
        let _ = writeln!(text, "{f:.2},{left_db:.3},{right_db:.3}");
    }
    text
}

/// A `GraphicEQ.txt` for Equalizer APO and its kin, with one line for both channels where they are
/// alike. Nothing is above 0 dB: the highest level of both is brought there, so that nothing clips.
pub fn graphic_eq(left: &Curve, right: &Curve) -> String {
    let frequencies = frequencies(GRAPHIC_PER_OCTAVE);
    let top_db = highest_db(left, right);
    let line = |curve: &Curve| {
        let gains: Vec<String> = (frequencies.iter())
            .map(|&f| format!("{f} {:.2}", curve.level_db(f) - top_db))
            .collect();
        format!("GraphicEQ: {}\n", gains.join("; "))
    };
    if left == right {
        line(left)
    } else {
        format!(
            "Channel: L\n{}Channel: R\n{}Channel: all\n",
            line(left),
            line(right)
        )
    }
}

/// The highest level of two curves from 20 Hz to 20 kHz, dB.
pub fn highest_db(left: &Curve, right: &Curve) -> f64 {
    frequencies(TABLE_PER_OCTAVE)
        .into_iter()
        .flat_map(|f| [left.level_db(f), right.level_db(f)])
        .fold(f64::NEG_INFINITY, f64::max)
}

/// A parametric equalizer of both ears.
#[derive(Clone, Debug)]
pub struct Equalizer {
    /// The gain in front of all filters, dB.
    preamp_db: f64,
    /// The gain of each ear beside that, dB.
    gains_db: [f64; 2],
    ears: [Fitted; 2],
    alike: bool,
}

impl Equalizer {
    /// Follows two curves with so many filters each.
    pub fn new(left: &Curve, right: &Curve, filters: usize) -> Self {
        let alike = left == right;
        let first = fitted(left, filters);
        let second = match alike {
            true => first.clone(),
            false => fitted(right, filters),
        };
        let mut ears = [first, second];
        for (ear, curve) in ears.iter_mut().zip([left, right]) {
            round(ear);
            ear.worst_db = fit::worst_db(curve, ear.gain_db, &ear.filters);
        }
        let tops = [0, 1].map(|ear: usize| {
            let level = equalizer::level_db(ears[ear].gain_db, &ears[ear].filters);
            let levels = frequencies(TABLE_PER_OCTAVE).into_iter().map(level);
            levels.fold(f64::NEG_INFINITY, f64::max)
        });
        let hundredth = |db: f64| (db * 100.0).floor() / 100.0;
        let top = tops[0].max(tops[1]);
        // The ear with the higher gain has none of its own.
        let most = ears[0].gain_db.max(ears[1].gain_db);
        let gains_db = [0, 1].map(|ear: usize| hundredth(ears[ear].gain_db - most));
        Self {
            preamp_db: hundredth(most - top),
            gains_db,
            ears,
            alike,
        }
    }

    /// Largest deviation of the filters from the curves, from 20 Hz to 16 kHz, dB.
    pub fn worst_db(&self) -> f64 {
        self.ears[0].worst_db.max(self.ears[1].worst_db)
    }

    /// The gain in front of an ear's filters, dB.
    fn gain_db(&self, ear: usize) -> f64 {
        self.preamp_db + self.gains_db[ear]
    }

    /// For Equalizer APO, and everything that reads AutoEq's `ParametricEQ.txt`.
    pub fn equalizer_apo(&self) -> String {
        let mut text = format!("Preamp: {:.2} dB\n", self.preamp_db);
        let mut lines = |ear: usize, own: bool| {
            if own {
                let name = ["L", "R"][ear];
                // Cannot fail: a string takes everything.
                let _ = write!(
                    text,
                    "Channel: {name}\nPreamp: {:.2} dB\n",
                    self.gains_db[ear]
                );
            }
            for (index, filter) in self.ears[ear].filters.iter().enumerate() {
                let kind = match filter.shape {
                    Shape::LowShelf => "LSC",
                    Shape::HighShelf => "HSC",
                    _ => "PK",
                };
                let _ = writeln!(
                    text,
                    "Filter {}: ON {kind} Fc {:.1} Hz Gain {:.2} dB Q {:.3}",
                    index + 1,
                    filter.frequency_hz,
                    filter.gain_db,
                    q(filter)
                );
            }
        };
        lines(0, !self.alike);
        if !self.alike {
            lines(1, true);
            text.push_str("Channel: all\n");
        }
        text
    }

    /// An output preset of EasyEffects.
    pub fn easy_effects(&self) -> String {
        let bands = |ear: usize| -> Value {
            let own = self.gains_db[ear] != 0.0;
            let mut bands = Map::new();
            for (index, filter) in self.ears[ear].filters.iter().enumerate() {
                let kind = match filter.shape {
                    Shape::LowShelf => "Lo-shelf",
                    Shape::HighShelf => "Hi-shelf",
                    _ => "Bell",
                };
                bands.insert(
                    format!("band{index}"),
                    band(kind, filter.frequency_hz, filter.gain_db, q(filter)),
                );
            }
            if own {
                // The program has one gain for both ears; a shelf above all hearing is one for this ear.
                let index = bands.len();
                let gain = band("Lo-shelf", 23_900.0, self.gains_db[ear], 0.7);
                bands.insert(format!("band{index}"), gain);
            }
            Value::Object(bands)
        };
        let (left, right) = (bands(0), bands(1));
        let count = [&left, &right].map(|all| all.as_object().map_or(0, Map::len));
        let preset = json!({
            "output": {
                "blocklist": [],
                "equalizer#0": {
                    "balance": 0.0,
                    "bypass": false,
                    "input-gain": self.preamp_db,
                    "left": left,
                    "mode": "IIR",
                    "num-bands": count[0].max(count[1]),
                    "output-gain": 0.0,
                    "pitch-left": 0.0,
                    "pitch-right": 0.0,
                    "right": right,
                    "split-channels": !self.alike,
                },
                "plugins_order": ["equalizer#0"],
            }
        });
        format!("{preset:#}\n")
    }

    /// A filter-chain of PipeWire with a sink of its own.
    pub fn pipewire(&self, name: &str) -> String {
        let name: String = name
            .chars()
            .filter(|c| !c.is_control() && !"\"\\".contains(*c))
            .collect();
        let filters = |ear: usize| {
            let mut list = format!(
                "                                {{ type = bq_highshelf freq = 0 gain = {:.2} q = 1.0 }}\n",
                self.gain_db(ear)
            );
            for filter in &self.ears[ear].filters {
                let kind = match filter.shape {
                    Shape::LowShelf => "bq_lowshelf",
                    Shape::HighShelf => "bq_highshelf",
                    _ => "bq_peaking",
                };
                let _ = writeln!(
                    list,
                    "                                {{ type = {kind} freq = {:.1} gain = {:.2} q = {:.3} }}",
                    filter.frequency_hz,
                    filter.gain_db,
                    q(filter)
                );
            }
            list
        };
        let lists = match self.alike {
            true => format!(
                "                            filters = [\n{}                            ]\n",
                filters(0)
            ),
            false => format!(
                "                            filters1 = [\n{}                            ]\n                            \
                 filters2 = [\n{}                            ]\n",
                filters(0),
                filters(1)
            ),
        };
        format!(
            "context.modules = [\n    {{ name = libpipewire-module-filter-chain\n        args = {{\n            \
             node.description = \"{name}\"\n            media.name = \"{name}\"\n            \
             filter.graph = {{\n                nodes = [\n                    {{\n                        \
             type = builtin\n                        name = eq\n                        label = param_eq\n                        \
             config = {{\n{lists}                        }}\n                    }}\n                ]\n            }}\n            \
             audio.channels = 2\n            audio.position = [ FL FR ]\n            \
             capture.props = {{ node.name = \"effect_input.bodypack\" media.class = Audio/Sink }}\n            \
             playback.props = {{ node.name = \"effect_output.bodypack\" node.passive = true }}\n        }}\n    }}\n]\n"
        )
    }

    /// Filters and pipeline of CamillaDSP, to be put into a configuration with its devices.
    pub fn camilla_dsp(&self) -> String {
        let mut filters = String::from("filters:\n");
        let mut pipeline = String::from("pipeline:\n");
        for ear in 0..if self.alike { 1 } else { 2 } {
            let prefix = ["left", "right"][ear];
            let prefix = if self.alike { "eq" } else { prefix };
            let _ = write!(
                filters,
                "  {prefix}_preamp:\n    type: Gain\n    parameters:\n      gain: {:.2}\n",
                self.gain_db(ear)
            );
            let mut names = format!("      - {prefix}_preamp\n");
            for (index, filter) in self.ears[ear].filters.iter().enumerate() {
                let kind = match filter.shape {
                    Shape::LowShelf => "Lowshelf",
                    Shape::HighShelf => "Highshelf",
                    _ => "Peaking",
                };
                let number = index + 1;
                let _ = write!(
                    filters,
                    "  {prefix}_{number}:\n    type: Biquad\n    parameters:\n      type: {kind}\n      \
                     freq: {:.1}\n      gain: {:.2}\n      q: {:.3}\n",
                    filter.frequency_hz,
                    filter.gain_db,
                    q(filter)
                );
                let _ = writeln!(names, "      - {prefix}_{number}");
            }
            let channels = if self.alike {
                "0, 1".to_owned()
            } else {
                ear.to_string()
            };
            let _ = write!(
                pipeline,
                "  - type: Filter\n    channels: [{channels}]\n    names:\n{names}"
            );
        }
        filters + &pipeline
    }
}

fn band(kind: &str, frequency_hz: f64, gain_db: f64, q: f64) -> Value {
    json!({
        "frequency": frequency_hz,
        "gain": gain_db,
        "mode": "APO (DR)",
        "mute": false,
        "q": q,
        "slope": "x1",
        "solo": false,
        "type": kind,
    })
}

fn q(filter: &Filter) -> f64 {
    match filter.width {
        Width::Q(q) => q,
        _ => equalizer::PASS_Q,
    }
}

/// Rounds filters to what is written, so that what is read again is the same.
fn round(fit: &mut Fitted) {
    let rounded = |value: f64, decimals: i32| {
        let scale = 10f64.powi(decimals);
        (value * scale).round() / scale
    };
    for filter in &mut fit.filters {
        filter.frequency_hz = rounded(filter.frequency_hz, 1);
        filter.gain_db = rounded(filter.gain_db, 2);
        filter.width = Width::Q(rounded(q(filter), 3));
    }
}
