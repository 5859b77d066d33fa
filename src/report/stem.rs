//! A part of the mix by itself, and how much of it a sound holds.
//!
//! *Model*: the part of a sound that is coherent with the stem, found by projection over the whole mix:
//! H = Σ S*·Y ÷ Σ |S|² for each frequency. What the stem's file is set to does not matter, nor what the
//! desk, the link and the earphone do to it. The stem's two channels make one reference, left + j·right,
//! which neither a pan nor a turned polarity takes out.

use num_complex::{Complex32, Complex64};

use super::bands::{Framer, Layout, Powers, Spectra, BANDS};

/// Part of a stem in the music.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StemRole {
    /// The voice that has to be understood.
    Voice,
    /// The bass drum.
    Kick,
    /// The bass.
    Bass,
    /// The click track or another cue.
    Click,
    /// Something that carries the tune or the beat.
    Lead,
    /// Anything else.
    Other,
}

impl StemRole {
    /// The role that a name speaks of.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let name = name.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if says(&["kick", "bass drum", "bassdrum", "bd"]) {
            Self::Kick
        } else if says(&["vocal", "vox", "voice", "sing", "speech", "vx"]) {
            Self::Voice
        } else if says(&["bass"]) {
            Self::Bass
        } else if says(&["click", "cue", "count", "metronome"]) {
            Self::Click
        } else if says(&["lead", "solo", "snare", "melody"]) {
            Self::Lead
        } else {
            Self::Other
        }
    }

    /// Returns whether it has to be heard in every ear.
    #[must_use]
    pub fn is_needed(self) -> bool {
        self != Self::Other
    }
}

/// Sums for the projection of a stereo sound on a stem.
#[derive(Clone, Debug)]
pub(super) struct Projection {
    own: Vec<f64>,
    cross: [Vec<Complex64>; 2],
}

impl Projection {
    pub(super) fn new(layout: &Layout) -> Self {
        let zero = vec![Complex64::default(); layout.bins()];
        Self {
            own: vec![0.0; layout.bins()],
            cross: [zero.clone(), zero],
        }
    }

    /// Takes in a frame of the stem and the same frame of the sound.
    pub(super) fn add(&mut self, stem: &[Complex32], sound: &Spectra) {
        let wide = |x: Complex32| Complex64::new(f64::from(x.re), f64::from(x.im));
        for (own, stem) in self.own.iter_mut().zip(stem) {
            *own += f64::from(stem.norm_sqr());
        }
        for (cross, sound) in self.cross.iter_mut().zip(sound) {
            for ((cross, stem), sound) in cross.iter_mut().zip(stem).zip(sound) {
                *cross += wide(*stem).conj() * wide(*sound);
            }
        }
    }

    /// Correlation of the stem's parts in both channels: 1 in phase, −1 in opposite phase.
    pub(super) fn phase(&self) -> f64 {
        let (mut product, mut most) = (0.0, 0.0);
        let pairs = self.cross[0].iter().zip(&self.cross[1]).zip(&self.own);
        for ((left, right), own) in pairs.filter(|(_, own)| **own > 0.0) {
            product += (left * right.conj()).re / own;
            most += left.norm() * right.norm() / own;
        }
        if most > 0.0 {
            product / most
        } else {
            1.0
        }
    }

    /// Power gain by band from the stem to each channel of the sound, each bin weighted. Of a sound that has
    /// nothing to do with the stem, projection finds its power of one frame, `mean` by band; that much is
    /// taken off.
    pub(super) fn gains(
        &self,
        layout: &Layout,
        weight: impl Fn(usize) -> f64,
        mean: &[Powers; 2],
    ) -> [Powers; 2] {
        [0, 1].map(|ear| {
            let (mut of, mut to) = ([0.0; BANDS], [0.0; BANDS]);
            layout.by_band(|bin, band| {
                let own = self.own[bin];
                of[band] += own;
                if own > 0.0 {
                    to[band] += weight(bin) * self.cross[ear][bin].norm_sqr() / own;
                }
            });
            std::array::from_fn(|band| {
                let chance = f64::from(mean[ear][band]);
                match of[band] > 0.0 {
                    true => ((to[band] - chance).max(0.0) / of[band]) as f32,
                    false => 0.0,
                }
            })
        })
    }
}

/// One reference for both channels.
pub(super) fn reference(spectra: &Spectra, to: &mut Vec<Complex32>) {
    let [left, right] = spectra;
    to.clear();
    let one = |(l, r): (&Complex32, &Complex32)| Complex32::new(l.re - r.im, l.im + r.re);
    to.extend(left.iter().zip(right).map(one));
}

/// A stem beside the mix.
pub(super) struct Stem {
    pub(super) name: String,
    pub(super) role: StemRole,
    pub(super) framer: Framer,
    pub(super) projection: Projection,
    pub(super) spectrum: Vec<Complex32>,
    /// Power of the reference by band, frame by frame.
    pub(super) frames: Vec<Powers>,
    /// Power gain from the reference to each channel of the mix.
    pub(super) gains: [Powers; 2],
}

impl Stem {
    pub(super) fn new(name: &str, layout: &Layout) -> Self {
        Self {
            name: name.to_owned(),
            role: StemRole::of(name),
            framer: Framer::new(layout),
            projection: Projection::new(layout),
            spectrum: Vec::new(),
            frames: Vec::new(),
            gains: [[0.0; BANDS]; 2],
        }
    }

    /// Returns whether the stem sounds in each frame: it stands at most 20 dB below its louder ones.
    pub(super) fn sounds(&self) -> Vec<bool> {
        let powers: Vec<f64> = self
            .frames
            .iter()
            .map(|p| super::bands::sum(p, 0..BANDS))
            .collect();
        let least = 0.01 * quantile(powers.clone(), 0.95);
        powers
            .iter()
            .map(|&power| power > least && power > 1e-12)
            .collect()
    }
}

/// The value that a share of all values stays below.
pub(super) fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let at = ((values.len() - 1) as f64 * share).round() as usize;
    let (_, value, _) = values.select_nth_unstable_by(at, f64::total_cmp);
    *value
}

#[cfg(test)]
mod tests {
    use super::super::bands::sum;
    use super::*;
    use crate::dsp::noise::Noise;

    /// Levels of a stem in a mix, found by projection: 6 dB down in the left channel, 12 dB with the
    /// polarity turned in the right one, beside an equally loud rest.
    #[test]
    fn projection_finds_the_stem_in_the_mix() {
        let layout = Layout::new(48_000.0);
        let [mut stem, mut mix] = [(); 2].map(|()| Framer::new(&layout));
        let mut projection = Projection::new(&layout);
        let [mut voice, mut rest] = [1, 2].map(Noise::new);
        let mut reference_of = Vec::new();
        let (mut mean, mut frames) = ([[0.0; BANDS]; 2], 0.0);
        for _ in 0..800 {
            let voice: Vec<f32> = (0..layout.hop()).map(|_| 0.1 * voice.gaussian()).collect();
            let rest: Vec<f32> = (0..layout.hop()).map(|_| 0.1 * rest.gaussian()).collect();
            let mixed = |gain: f32| -> Vec<f32> {
                voice.iter().zip(&rest).map(|(v, r)| gain * v + r).collect()
            };
            let mut seen = None;
            stem.add(&voice, &voice, |spectra| {
                reference(spectra, &mut reference_of);
                seen = Some(reference_of.clone());
            });
            mix.add(&mixed(0.501), &mixed(-0.251), |spectra| {
                if let Some(stem) = &seen {
                    projection.add(stem, spectra);
                }
                frames += 1.0;
                for (mean, spectrum) in mean.iter_mut().zip(spectra) {
                    let powers = layout.powers(|bin| spectrum[bin].norm_sqr());
                    mean.iter_mut()
                        .zip(powers)
                        .for_each(|(mean, power)| *mean += power);
                }
            });
        }
        mean.iter_mut().flatten().for_each(|power| *power /= frames);
        let [left, right] = projection.gains(&layout, |_| 1.0, &mean);
        for band in 8..24 {
            // The reference of a stem in the middle has twice the power of one channel.
            let gain_db = |gain: f32| 10.0 * (2.0 * f64::from(gain)).log10();
            assert!(
                (gain_db(left[band]) + 6.0).abs() < 0.5,
                "{band}: {}",
                gain_db(left[band])
            );
            assert!(
                (gain_db(right[band]) + 12.0).abs() < 1.0,
                "{band}: {}",
                gain_db(right[band])
            );
        }
        assert!(sum(&left, 8..24) > sum(&right, 8..24));
    }
}
