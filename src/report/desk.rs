//! The mix as it leaves the desk, measured once for all rigs.

use num_complex::Complex32;

use super::bands::{sum, Framer, Layout, Powers, Spectra, BANDS};
use super::samples::Samples;
use super::stem::{quantile, reference, Stem};

/// Bins that are kept for a search for hum.
pub(super) const LOW_BINS: usize = 48;

/// One frame of the mix.
#[derive(Clone, Copy, Debug)]
pub(super) struct DeskFrame {
    /// Power by band of the left and the right channel.
    pub(super) channels: [Powers; 2],
    /// The same of their mean, which a mono pack plays.
    pub(super) middle: Powers,
}

impl DeskFrame {
    /// Mean power of both channels in some bands.
    pub(super) fn power(&self, bands: std::ops::Range<usize>) -> f64 {
        0.5 * (sum(&self.channels[0], bands.clone()) + sum(&self.channels[1], bands))
    }

    /// Mean power of both channels in one band.
    pub(super) fn band(&self, band: usize) -> f64 {
        0.5 * (f64::from(self.channels[0][band]) + f64::from(self.channels[1][band]))
    }
}

/// The lowest bins of one frame, in which hum is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct LowFrame {
    /// Power of each bin, both channels together.
    pub(super) powers: [f32; LOW_BINS],
    /// Turn of each bin's phase since the frame before, times its power.
    pub(super) turns: [Complex32; LOW_BINS],
}

/// Measures of a mix, with its stems.
pub struct Desk {
    layout: Layout,
    framer: Framer,
    latest: Spectra,
    pub(super) frames: Vec<DeskFrame>,
    pub(super) low: Vec<LowFrame>,
    pub(super) samples: Samples,
    pub(super) stems: Vec<Stem>,
    /// Mean power by band over the whole mix.
    pub(super) mean: Powers,
}

impl Desk {
    /// Begins with a mix at a sample rate in Hz and stems of these names.
    #[must_use]
    pub fn new(sample_rate_hz: f64, stems: &[String]) -> Self {
        let layout = Layout::new(sample_rate_hz);
        let silent = vec![Default::default(); layout.bins()];
        Self {
            framer: Framer::new(&layout),
            latest: [silent.clone(), silent],
            frames: Vec::new(),
            low: Vec::new(),
            samples: Samples::new(sample_rate_hz),
            stems: stems.iter().map(|name| Stem::new(name, &layout)).collect(),
            mean: [0.0; BANDS],
            layout,
        }
    }

    /// The division of time and frequency.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Takes in the next samples, at most [`Layout::hop`] of them.
    pub fn add(&mut self, left: &[f32], right: &[f32]) {
        self.samples.add(left, right);
        let (layout, frames, low) = (&self.layout, &mut self.frames, &mut self.low);
        let latest = &mut self.latest;
        self.framer.add(left, right, |spectra| {
            keep_frame(layout, spectra, frames, low, latest);
        });
    }

    /// Takes in the same samples of a stem.
    pub fn add_stem(&mut self, index: usize, left: &[f32], right: &[f32]) {
        let Some(stem) = self.stems.get_mut(index) else {
            return;
        };
        let (layout, latest) = (&self.layout, &self.latest);
        let (projection, frames) = (&mut stem.projection, &mut stem.frames);
        let spectrum = &mut stem.spectrum;
        stem.framer.add(left, right, |spectra| {
            reference(spectra, spectrum);
            projection.add(spectrum, latest);
            frames.push(layout.powers(|bin| spectrum[bin].norm_sqr()));
        });
    }

    /// Ends the mix.
    pub fn finish(&mut self) {
        let (layout, frames, low) = (&self.layout, &mut self.frames, &mut self.low);
        let latest = &mut self.latest;
        self.framer.finish(|spectra| {
            keep_frame(layout, spectra, frames, low, latest);
        });
        for stem in &mut self.stems {
            let (projection, frames) = (&mut stem.projection, &mut stem.frames);
            let spectrum = &mut stem.spectrum;
            stem.framer.finish(|spectra| {
                reference(spectra, spectrum);
                projection.add(spectrum, &self.latest);
                frames.push(self.layout.powers(|bin| spectrum[bin].norm_sqr()));
            });
        }
        let share = 1.0 / self.frames.len().max(1) as f64;
        self.mean = std::array::from_fn(|band| {
            let all: f64 = self.frames.iter().map(|frame| frame.band(band)).sum();
            (share * all) as f32
        });
        let means = [0, 1].map(|channel| {
            std::array::from_fn(|band| {
                let all = self
                    .frames
                    .iter()
                    .map(|frame| f64::from(frame.channels[channel][band]));
                (share * all.sum::<f64>()) as f32
            })
        });
        for stem in &mut self.stems {
            stem.gains = stem.projection.gains(&self.layout, |_| 1.0, &means);
        }
    }

    /// Length, s.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.samples.seconds()
    }

    /// Level of both channels together, dBFS RMS.
    #[must_use]
    pub fn rms_dbfs(&self) -> f64 {
        self.samples.rms_dbfs().1
    }

    /// Highest sample, dBFS.
    #[must_use]
    pub fn peak_dbfs(&self) -> f64 {
        self.samples.peak_dbfs()
    }

    /// Names of the stems.
    pub fn stem_names(&self) -> impl Iterator<Item = &str> {
        self.stems.iter().map(|stem| stem.name.as_str())
    }

    /// Number of frames.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.frames.len()
    }

    /// Mean level by band, dBFS.
    #[must_use]
    pub fn spectrum_dbfs(&self) -> [f64; BANDS] {
        self.mean.map(|power| super::bands::db(f64::from(power)))
    }

    /// Level second by second, dBFS RMS.
    #[must_use]
    pub fn level_dbfs(&self) -> Vec<f64> {
        by_second(
            &self.layout,
            self.frames.iter().map(|frame| frame.power(0..BANDS)),
        )
    }

    /// Total power of each frame.
    pub(super) fn powers(&self) -> Vec<f64> {
        self.frames
            .iter()
            .map(|frame| frame.power(0..BANDS))
            .collect()
    }

    /// Returns whether the mix sounds in each frame: at most 30 dB below its louder ones.
    pub(super) fn sounds(&self) -> Vec<bool> {
        let powers = self.powers();
        let least = 1e-3 * quantile(powers.clone(), 0.95);
        powers
            .iter()
            .map(|&power| power > least && power > 1e-12)
            .collect()
    }
}

/// Turns of the low bins from one frame's spectra to the next, both channels together.
fn turns(spectra: &Spectra, before: &Spectra) -> [Complex32; LOW_BINS] {
    std::array::from_fn(|bin| {
        let channels = spectra.iter().zip(before);
        channels
            .map(|(now, then)| now[bin] * then[bin].conj())
            .sum()
    })
}

fn keep_frame(
    layout: &Layout,
    spectra: &Spectra,
    frames: &mut Vec<DeskFrame>,
    low: &mut Vec<LowFrame>,
    latest: &mut Spectra,
) {
    let [left, right] = spectra;
    frames.push(DeskFrame {
        channels: [left, right].map(|spectrum| layout.powers(|bin| spectrum[bin].norm_sqr())),
        middle: layout.powers(|bin| 0.25 * (left[bin] + right[bin]).norm_sqr()),
    });
    low.push(LowFrame {
        powers: std::array::from_fn(|bin| left[bin].norm_sqr() + right[bin].norm_sqr()),
        turns: turns(spectra, latest),
    });
    for (latest, spectrum) in latest.iter_mut().zip(spectra) {
        latest.copy_from_slice(spectrum);
    }
}

/// Mean power in dB, second by second.
pub(super) fn by_second(layout: &Layout, powers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut seconds: Vec<(f64, usize)> = Vec::new();
    for (frame, power) in powers.enumerate() {
        let second = layout.time_s(frame) as usize;
        if seconds.len() <= second {
            seconds.resize(second + 1, (0.0, 0));
        }
        seconds[second].0 += power;
        seconds[second].1 += 1;
    }
    let mean = |(power, count): (f64, usize)| super::bands::db(power / count.max(1) as f64);
    seconds.into_iter().map(mean).collect()
}
