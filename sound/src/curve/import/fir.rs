//! Impulse responses as equalizers: WAV files with filters of minimum or linear phase, as convolvers
//! load them.

use num_complex::Complex64;

use crate::curve::plans;
use crate::curve::wave::{self, Recording};

/// The longest filter that is taken for one: 5.5 s at 48 kHz.
const MOST_TAPS: usize = 1 << 18;

/// The spectrum is at least this long, so that straight lines between its bins will do.
const SHORTEST: usize = 1 << 16;

/// Window around the peak that has to hold a filter's energy, s.
const AROUND_PEAK_S: f64 = 0.02;

/// A filter of one or several channels.
#[derive(Clone, Debug)]
pub(super) struct Fir {
    sample_rate_hz: f64,
    /// The lower half of each channel's spectrum.
    spectra: Vec<Vec<Complex64>>,
    pub(super) taps: usize,
    pub(super) phase: Phase,
}

/// Phase of a filter's impulse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It begins with its peak.
    Minimum,
    /// It is alike on both sides of its middle.
    Linear,
    /// Neither.
    Mixed,
}

impl Phase {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Minimum => "minimum phase",
            Self::Linear => "linear phase",
            Self::Mixed => "neither minimum nor linear phase",
        }
    }
}

impl Fir {
    /// The filter in a WAV file; the reason otherwise, as it stands behind "this is a WAV file".
    pub(super) fn from_wav(bytes: &[u8]) -> Result<Self, String> {
        let recording = wave::whole(bytes).map_err(|error| format!("which {error}"))?;
        Self::new(&recording)
    }

    /// The filter with these taps.
    pub(super) fn from_taps(taps: Vec<f32>, sample_rate_hz: u32) -> Result<Self, String> {
        Self::new(&Recording {
            sample_rate_hz: sample_rate_hz.max(1),
            channels: vec![taps],
        })
    }

    /// One of its channels alone.
    pub(super) fn only(mut self, channel: usize) -> Option<Self> {
        (channel < self.spectra.len()).then(|| {
            self.spectra = vec![self.spectra.swap_remove(channel)];
            self
        })
    }

    fn new(recording: &Recording) -> Result<Self, String> {
        let taps = recording.channels.first().map_or(0, Vec::len);
        let rate_hz = f64::from(recording.sample_rate_hz);
        if taps > MOST_TAPS {
            let seconds = taps as f64 / rate_hz;
            return Err(format!(
                "of {seconds:.1} s; no equalizer's impulse is that long"
            ));
        }
        let faulty = (recording.channels.iter().flatten())
            .filter(|sample| !sample.is_finite())
            .count();
        if faulty > 0 {
            let samples = match faulty {
                1 => "1 sample that is no number".to_owned(),
                _ => format!("{faulty} samples that are no numbers"),
            };
            return Err(format!(
                "with {samples}; export it anew from where it was made"
            ));
        }
        let longest = recording
            .channels
            .iter()
            .map(|c| energy(c))
            .fold(0.0, f64::max);
        if longest <= 0.0 {
            return Err("that is silent".to_owned());
        }
        let around = (AROUND_PEAK_S * rate_hz) as usize;
        for channel in recording.channels.iter().filter(|c| energy(c) > 0.0) {
            let peak = peak(channel);
            let near = &channel[peak.saturating_sub(around)..channel.len().min(peak + around)];
            if energy(near) < 0.5 * energy(channel) {
                return Err("of sound and no impulse: its energy is not around its peak".into());
            }
        }
        let length = (2 * taps).next_power_of_two().max(SHORTEST);
        let (forward, _) = plans::real(length);
        let spectrum = |channel: &Vec<f32>| {
            let mut samples: Vec<f64> = channel.iter().map(|&h| f64::from(h)).collect();
            samples.resize(length, 0.0);
            let mut spectrum = forward.make_output_vec();
            forward
                .process(&mut samples, &mut spectrum)
                .expect("buffers were made for this transform");
            spectrum
        };
        Ok(Self {
            sample_rate_hz: rate_hz,
            spectra: recording.channels.iter().map(spectrum).collect(),
            taps,
            phase: recording
                .channels
                .first()
                .map_or(Phase::Mixed, |c| phase(c)),
        })
    }

    pub(super) fn channels(&self) -> usize {
        self.spectra.len()
    }

    /// Description in words.
    pub(super) fn words(&self) -> String {
        format!(
            "{} tap{} at {} Hz, {}, {} channel{}",
            self.taps,
            if self.taps == 1 { "" } else { "s" },
            self.sample_rate_hz,
            self.phase.words(),
            self.channels(),
            if self.channels() == 1 { "" } else { "s" }
        )
    }

    /// The response of a channel; above half of the filter's rate that there.
    pub(super) fn response(&self, channel: usize, frequency_hz: f64) -> Complex64 {
        let Some(spectrum) = self.spectra.get(channel) else {
            return Complex64::from(1.0);
        };
        let last = spectrum.len() - 1;
        let at = (2.0 * last as f64 * frequency_hz / self.sample_rate_hz).min(last as f64);
        let below = (at as usize).min(last - 1);
        let along = at - below as f64;
        let (low, high) = (spectrum[below], spectrum[below + 1]);
        // Magnitude and phase apart: between two bins a delayed impulse turns.
        let norm = low.norm() + along * (high.norm() - low.norm());
        let step = (high * low.conj()).arg();
        Complex64::from_polar(norm, low.arg() + along * step)
    }

    /// The level of a channel, dB.
    pub(super) fn level_db(&self, channel: usize, frequency_hz: f64) -> f64 {
        const DEEPEST_DB: f64 = -200.0;
        (20.0 * self.response(channel, frequency_hz).norm().log10()).max(DEEPEST_DB)
    }
}

fn energy(samples: &[f32]) -> f64 {
    samples
        .iter()
        .map(|&sample| f64::from(sample).powi(2))
        .sum()
}

fn peak(samples: &[f32]) -> usize {
    let sizes = samples.iter().map(|sample| sample.abs()).enumerate();
    sizes
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(0, |(at, _)| at)
}

/// Returns whether an impulse begins with its peak, or is alike on both sides of it.
fn phase(samples: &[f32]) -> Phase {
    let peak = peak(samples);
    let span = peak.min(samples.len() - 1 - peak);
    let whole = energy(samples);
    let differs: f64 = (1..=span)
        .map(|n| f64::from(samples[peak - n] - samples[peak + n]).powi(2))
        .sum();
    let outside = whole - energy(&samples[peak - span..=peak + span]);
    if span > 16 && differs + outside < 1e-6 * whole {
        return Phase::Linear;
    }
    // What lies before the peak of a minimum-phase filter is little and short.
    let before = energy(&samples[..peak.saturating_sub(64)]);
    if before < 1e-6 * whole {
        Phase::Minimum
    } else {
        Phase::Mixed
    }
}
