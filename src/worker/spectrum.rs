//! The spectra of the mix before and after the chain, for the picture; worked out beside the
//! designer, never on the audio thread.
//!
//! Bands of a twelfth of an octave, each with the power of the bins that it covers, so that pink
//! noise is a level line. A sine at full scale reads 0 dB.

use std::sync::Arc;

use realfft::RealToComplex;
use rtrb::Consumer;

use crate::curve::plans;
use crate::worker::plot::BAND_HZ;
use crate::worker::spectrum_tap::{samples_per_moment, Frame};

/// Bands in an octave.
const PER_OCTAVE: f64 = 12.0;
/// Length of a look, seconds: tells apart tones 12 Hz apart.
const LOOK_S: f64 = 0.17;
/// Time between two looks, seconds.
const EVERY_S: f64 = 0.04;
/// Time constant of the level's fall, seconds; it rises at once.
const FALL_S: f64 = 0.3;
/// Floor of the spectrum, dB.
pub const FLOOR_DB: f32 = -120.0;

/// Two spectra.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectra {
    /// Centers of the bands, Hz.
    pub frequencies_hz: Arc<[f64]>,
    /// Levels of the mix as it came in, dB re a sine at full scale.
    pub before_db: Vec<f32>,
    /// Levels of what the chain made of it.
    pub after_db: Vec<f32>,
}

impl Default for Spectra {
    fn default() -> Self {
        let frequencies_hz: Arc<[f64]> = centers().collect();
        let silence = vec![FLOOR_DB; frequencies_hz.len()];
        Self {
            before_db: silence.clone(),
            after_db: silence,
            frequencies_hz,
        }
    }
}

fn centers() -> impl Iterator<Item = f64> {
    let [lowest, highest] = BAND_HZ;
    let bands = (PER_OCTAVE * (highest / lowest).log2()).floor() as i32;
    (0..=bands).map(move |band| lowest * 2f64.powf(f64::from(band) / PER_OCTAVE))
}

/// Turns sound into spectra.
pub struct Analyser {
    incoming: Consumer<Frame>,
    rate_hz: f64,
    look: Option<Look>,
    /// The newest sound, a ring.
    past: Vec<Frame>,
    head: usize,
    since_look: usize,
    spectra: Spectra,
}

/// Analysis state for one sample rate.
struct Look {
    transform: Arc<dyn RealToComplex<f64>>,
    window: Vec<f64>,
    /// The share of each bin that each band takes: first bin, then weights.
    bands: Vec<(usize, Vec<f64>)>,
}

impl Look {
    fn new(rate_hz: f64, bands_hz: &[f64]) -> Self {
        let length = ((LOOK_S * rate_hz) as usize).next_power_of_two();
        let step = std::f64::consts::TAU / length as f64;
        let window = (0..length).map(|n| 0.5 - 0.5 * (step * n as f64).cos());
        let bin_hz = rate_hz / length as f64;
        Self {
            transform: plans::real(length).0,
            window: window.collect(),
            bands: bands_hz
                .iter()
                .map(|&f| band(f, bin_hz, length / 2))
                .collect(),
        }
    }

    /// Levels of the bands, dB.
    fn levels_db(&self, sound: impl Iterator<Item = f32>) -> Vec<f32> {
        let mut samples: Vec<f64> = (sound.zip(&self.window))
            .map(|(x, window)| {
                if x.is_finite() {
                    f64::from(x) * window
                } else {
                    0.0
                }
            })
            .collect();
        let mut spectrum = self.transform.make_output_vec();
        if self.transform.process(&mut samples, &mut spectrum).is_err() {
            return vec![FLOOR_DB; self.bands.len()];
        }
        // A sine at full scale has an amplitude of a quarter of the length under this window, and
        // half as much in each neighbor: 3/2 of the power of its own bin.
        let length = self.window.len() as f64;
        let whole = 1.5 * (length / 4.0).powi(2);
        let level = |(first, weights): &(usize, Vec<f64>)| {
            let bins = spectrum.iter().skip(*first).zip(weights);
            let power: f64 = bins.map(|(bin, weight)| weight * bin.norm_sqr()).sum();
            (10.0 * (power / whole).log10()).max(f64::from(FLOOR_DB)) as f32
        };
        self.bands.iter().map(level).collect()
    }
}

/// The bins of a band, with shares at its edges; a band narrower than a bin takes its share of one.
fn band(center_hz: f64, bin_hz: f64, last_bin: usize) -> (usize, Vec<f64>) {
    let half = 2f64.powf(0.5 / PER_OCTAVE);
    let (from, to) = (center_hz / half / bin_hz, center_hz * half / bin_hz);
    let first = (from + 0.5).floor().max(0.0) as usize;
    let last = ((to + 0.5).floor() as usize).min(last_bin);
    let share = |bin: usize| {
        let (low, high) = (bin as f64 - 0.5, bin as f64 + 0.5);
        (to.min(high) - from.max(low)).max(0.0)
    };
    (first, (first..=last).map(share).collect())
}

impl Analyser {
    /// Looks at what comes in.
    pub fn new(incoming: Consumer<Frame>) -> Self {
        Self {
            incoming,
            rate_hz: 0.0,
            look: None,
            past: Vec::new(),
            head: 0,
            since_look: 0,
            spectra: Spectra::default(),
        }
    }

    /// New spectra, when enough sound has come and they are not what they were.
    pub fn read(&mut self, sample_rate_hz: f64) -> Option<Spectra> {
        let rate_hz = sample_rate_hz / f64::from(samples_per_moment(sample_rate_hz));
        if rate_hz != self.rate_hz {
            self.rate_hz = rate_hz;
            let look = Look::new(rate_hz, &self.spectra.frequencies_hz);
            self.past = vec![[0.0; 2]; look.window.len()];
            self.look = Some(look);
            self.head = 0;
        }
        while let Ok(moment) = self.incoming.pop() {
            self.past[self.head] = moment;
            self.head = (self.head + 1) % self.past.len();
            self.since_look += 1;
        }
        let passed_s = self.since_look as f64 / self.rate_hz;
        if passed_s < EVERY_S {
            return None;
        }
        self.since_look = 0;
        let look = self.look.as_ref()?;
        let (new, old) = self.past.split_at(self.head);
        let side = |side: usize| look.levels_db(old.iter().chain(new).map(|m| m[side]));
        let fall_db = (10.0 / std::f64::consts::LN_10 * passed_s / FALL_S * 2.0) as f32;
        let before = settled(&self.spectra.before_db, &side(0), fall_db);
        let after = settled(&self.spectra.after_db, &side(1), fall_db);
        let next = Spectra {
            frequencies_hz: Arc::clone(&self.spectra.frequencies_hz),
            before_db: before,
            after_db: after,
        };
        if next == self.spectra {
            return None;
        }
        self.spectra = next.clone();
        Some(next)
    }

    /// Throws away what nobody has looked at.
    pub fn skip(&mut self) {
        while self.incoming.pop().is_ok() {}
    }
}

/// Up at once, down by so much at the most.
fn settled(old: &[f32], new: &[f32], fall_db: f32) -> Vec<f32> {
    let step = |(old, new): (&f32, &f32)| new.max(old - fall_db).max(FLOOR_DB);
    old.iter().zip(new).map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::spectrum_tap;

    fn spectra_of(rate_hz: f64, seconds: f64, sound: impl Fn(usize) -> f32) -> Spectra {
        let (mut tap, incoming) = spectrum_tap::tap();
        tap.tune(rate_hz);
        let mut analyser = Analyser::new(incoming);
        let mut newest = Spectra::default();
        let length = (seconds * rate_hz) as usize;
        for start in (0..length).step_by(512) {
            let piece: Vec<f32> = (start..start + 512).map(&sound).collect();
            let quiet: Vec<f32> = piece.iter().map(|x| 0.1 * x).collect();
            tap.pass([&piece, &piece], [&quiet, &quiet]);
            newest = analyser.read(rate_hz).unwrap_or(newest);
        }
        newest
    }

    fn at(spectra: &Spectra, levels_db: &[f32], frequency_hz: f64) -> f32 {
        let near = |a: &&(f64, f32), b: &&(f64, f32)| {
            let far = |f: f64| (f / frequency_hz).ln().abs();
            far(a.0).total_cmp(&far(b.0))
        };
        let bands: Vec<(f64, f32)> = (spectra.frequencies_hz.iter().copied())
            .zip(levels_db.iter().copied())
            .collect();
        bands.iter().min_by(near).expect("there are bands").1
    }

    #[test]
    fn a_sine_reads_its_level_at_its_place_at_every_rate() {
        for rate_hz in [44_100.0, 48_000.0, 96_000.0, 192_000.0, 768_000.0] {
            // The center of a band.
            let frequency_hz = 20.0 * 2f64.powf(70.0 / 12.0);
            let sine = |n: usize| {
                let turns = (frequency_hz * n as f64 / rate_hz).fract();
                (0.1 * (std::f64::consts::TAU * turns).sin()) as f32
            };
            let spectra = spectra_of(rate_hz, 0.6, sine);
            let before = at(&spectra, &spectra.before_db, frequency_hz);
            let after = at(&spectra, &spectra.after_db, frequency_hz);
            assert!((before + 20.0).abs() < 0.3, "{rate_hz}: {before}");
            assert!((after + 40.0).abs() < 0.3, "{rate_hz}: {after}");
            let aside = at(&spectra, &spectra.before_db, 4.0 * frequency_hz);
            assert!(aside < -80.0, "{rate_hz}: {aside}");
        }
    }

    #[test]
    fn what_ends_falls_to_nothing_and_then_nothing_moves() {
        let (mut tap, incoming) = spectrum_tap::tap();
        tap.tune(48_000.0);
        let mut analyser = Analyser::new(incoming);
        let mut play = |analyser: &mut Analyser, level: f32| {
            let piece: Vec<f32> = (0..2048)
                .map(|n| if n % 48 < 24 { level } else { -level })
                .collect();
            tap.pass([&piece, &piece], [&piece, &piece]);
            analyser.read(48_000.0)
        };
        for _ in 0..20 {
            assert!(play(&mut analyser, 0.5).is_some());
        }
        let pictures = (0..300)
            .filter(|_| play(&mut analyser, 0.0).is_some())
            .count();
        assert!(pictures > 5 && pictures < 200, "{pictures}");
        assert!(play(&mut analyser, 0.0).is_none());
    }

    #[test]
    fn pink_noise_is_a_level_line() {
        // Sines of equal level in every band are as pink as it gets.
        let bands: Vec<f64> = centers()
            .filter(|f| (200.0..10_000.0).contains(f))
            .collect();
        let sound = |n: usize| {
            let tone = |f: &f64| ((f * n as f64 / 48_000.0).fract() * std::f64::consts::TAU).sin();
            (0.01 * bands.iter().map(tone).sum::<f64>()) as f32
        };
        let spectra = spectra_of(48_000.0, 0.5, sound);
        let levels: Vec<f32> = (spectra.frequencies_hz.iter().zip(&spectra.before_db))
            .filter(|(f, _)| (300.0..9_000.0).contains(*f))
            .map(|(_, level)| *level)
            .collect();
        for level in &levels {
            assert!((level + 40.0).abs() < 1.5, "{levels:?}");
        }
    }
}
