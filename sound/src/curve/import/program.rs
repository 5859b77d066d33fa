//! Equalizer program for the channels of a device: steps in a row, each for some of the channels.

use std::sync::Arc;

use num_complex::Complex64;

use super::fir::Fir;
use super::{ImportError, Kind, Report};
use crate::curve::equalizer::{self, Filter};
use crate::curve::Curve;

/// The most filters of one file: far more than anyone runs, and quickly computed.
pub(super) const MOST_FILTERS: usize = 500;

/// The most channels, those that a configuration invents included.
const MOST_CHANNELS: usize = 32;

/// The most steps that are no filters.
const MOST_STEPS: usize = 1000;

/// A set of channels, one bit each; the first two are the ears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Channels(u32);

impl Channels {
    /// None of the channels.
    pub(super) const NONE: Self = Self(0);
    /// Both ears.
    pub(super) const BOTH: Self = Self(0b11);
    /// The left one.
    pub(super) const LEFT: Self = Self(0b01);
    /// The right one.
    pub(super) const RIGHT: Self = Self(0b10);

    pub(super) fn with(self, channel: usize) -> Self {
        Self(self.0 | 1 << channel)
    }

    pub(super) fn has(self, channel: usize) -> bool {
        self.0 >> channel & 1 == 1
    }

    fn indices(self) -> impl Iterator<Item = usize> {
        (0..MOST_CHANNELS).filter(move |&channel| self.has(channel))
    }
}

/// A channel made of others.
#[derive(Clone, Debug)]
pub(super) struct Assignment {
    pub(super) target: usize,
    /// Channels and their factors.
    pub(super) sources: Vec<(usize, f64)>,
}

#[derive(Clone, Debug)]
enum Action {
    Gain(f64),
    Filter(Filter),
    Graphic(Curve),
    Delay(f64),
    Convolution(Arc<Fir>),
    Copy(Vec<Assignment>),
}

/// The whole.
#[derive(Clone, Debug)]
pub(super) struct Program {
    names: Vec<String>,
    steps: Vec<(Channels, Action)>,
    filters: usize,
    has_graphic: bool,
    has_convolution: bool,
    mixes: bool,
    /// Number of settings that were understood, if only a gain of 0 dB.
    understood: usize,
    /// Number of filters and gains that could not be read.
    broken: usize,
    /// Lowest and highest frequency that a graphic equalizer has a gain for, Hz.
    graphic_ends: Option<(f64, f64)>,
}

impl Default for Program {
    fn default() -> Self {
        Self {
            names: vec!["L".into(), "R".into()],
            steps: Vec::new(),
            filters: 0,
            has_graphic: false,
            has_convolution: false,
            mixes: false,
            understood: 0,
            broken: 0,
            graphic_ends: None,
        }
    }
}

impl Program {
    /// Returns whether anything was understood.
    pub(super) fn is_something(&self) -> bool {
        self.understood > 0
    }

    /// Number of settings that were understood.
    pub(super) fn understood(&self) -> usize {
        self.understood
    }

    /// Number of filters and gains that could not be read.
    pub(super) fn broken(&self) -> usize {
        self.broken
    }

    /// Counts a filter or gain that could not be read.
    pub(super) fn count_broken(&mut self) {
        self.broken += 1;
    }

    /// The narrowest band of its graphic equalizers, Hz.
    pub(super) fn graphic_ends(&self) -> Option<(f64, f64)> {
        self.graphic_ends
    }

    /// Says that a line was understood which does nothing.
    pub(super) fn understand(&mut self) {
        self.understood += 1;
    }

    /// The channel of a name or of a number from 1.
    pub(super) fn channel(&self, name: &str) -> Option<usize> {
        let number = name.parse().ok().and_then(|n: usize| n.checked_sub(1));
        number.filter(|&n| n < 2).or_else(|| {
            self.names
                .iter()
                .position(|own| own.eq_ignore_ascii_case(name))
        })
    }

    /// The channel of a name, which is made if it is not there.
    pub(super) fn channel_or_new(&mut self, name: &str) -> Option<usize> {
        if let Some(channel) = self.channel(name) {
            return Some(channel);
        }
        (self.names.len() < MOST_CHANNELS).then(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        })
    }

    pub(super) fn gain(&mut self, channels: Channels, gain_db: f64) {
        self.push(channels, Action::Gain(gain_db));
    }

    /// Adds a filter; says no when there are too many.
    pub(super) fn filter(&mut self, channels: Channels, filter: Filter) -> bool {
        if self.filters >= MOST_FILTERS {
            self.understood += 1;
            return false;
        }
        self.filters += 1;
        self.push(channels, Action::Filter(filter));
        true
    }

    pub(super) fn graphic(&mut self, channels: Channels, curve: Curve) {
        self.has_graphic = true;
        if let [first, .., last] = curve.points() {
            let (low, high) = self.graphic_ends.unwrap_or((0.0, f64::INFINITY));
            let ends = (low.max(first.frequency_hz), high.min(last.frequency_hz));
            self.graphic_ends = Some(ends);
        }
        // Each gain counts as much as a line of its own.
        self.understood += curve.points().len();
        self.push(channels, Action::Graphic(curve));
    }

    pub(super) fn delay(&mut self, channels: Channels, seconds: f64) {
        self.push(channels, Action::Delay(seconds));
    }

    pub(super) fn convolution(&mut self, channels: Channels, fir: Arc<Fir>) {
        self.has_convolution = true;
        self.push(channels, Action::Convolution(fir));
    }

    pub(super) fn copy(&mut self, assignments: Vec<Assignment>) {
        self.mixes = true;
        self.push(Channels::NONE, Action::Copy(assignments));
    }

    fn push(&mut self, channels: Channels, action: Action) {
        self.understood += 1;
        if self.steps.len() < MOST_STEPS + MOST_FILTERS {
            self.steps.push((channels, action));
        }
    }

    /// Name.
    pub(super) fn kind(&self) -> Kind {
        if self.filters > 0 {
            Kind::ParametricEqualizer
        } else if self.has_graphic {
            Kind::GraphicEqualizer
        } else if self.has_convolution {
            Kind::ConvolutionEqualizer
        } else {
            Kind::ParametricEqualizer
        }
    }

    /// The level of each ear.
    pub(super) fn curves(&self, report: &mut Report) -> Result<[Curve; 2], ImportError> {
        if self.mixes {
            report.note(
                None,
                "channels are mixed: the level is that of a sound which is alike in both".into(),
            );
            return Ok([self.mixed(0)?, self.mixed(1)?]);
        }
        let left = self.ear(0)?;
        let alike = |(channels, _): &(Channels, Action)| channels.has(0) == channels.has(1);
        let stereo_fir = |(_, action): &(Channels, Action)| match action {
            Action::Convolution(fir) => fir.channels() > 1,
            _ => false,
        };
        let relevant = |step: &&(Channels, Action)| !matches!(step.1, Action::Delay(_));
        let mut steps = self.steps.iter().filter(relevant);
        if steps.all(|step| alike(step) && !stereo_fir(step)) {
            return Ok([left.clone(), left]);
        }
        let right = self.ear(1)?;
        if left != right {
            report.note(None, "left and right are equalized differently".into());
        }
        Ok([left, right])
    }

    /// The level of an ear whose sound is its own.
    fn ear(&self, ear: usize) -> Result<Curve, ImportError> {
        let mut gain_db = 0.0;
        let (mut filters, mut graphic, mut firs) = (Vec::new(), Vec::new(), Vec::new());
        for (channels, action) in self.steps.iter().filter(|(on, _)| on.has(ear)) {
            match action {
                Action::Gain(db) => gain_db += db,
                Action::Filter(filter) => filters.push(*filter),
                Action::Graphic(curve) => graphic.push(curve),
                Action::Convolution(fir) => firs.push((fir, fir_channel(*channels, ear, fir))),
                Action::Delay(_) | Action::Copy(_) => {}
            }
        }
        if let ([only], true) = (&graphic[..], filters.is_empty() && firs.is_empty()) {
            // Its own points say it all.
            return Ok(only.raised_db(gain_db));
        }
        let filters = equalizer::level_db(gain_db, &filters);
        Ok(equalizer::sampled(|frequency_hz| {
            let graphic: f64 = graphic.iter().map(|c| c.level_db(frequency_hz)).sum();
            let firs = firs
                .iter()
                .map(|(fir, channel)| fir.level_db(*channel, frequency_hz));
            filters(frequency_hz) + graphic + firs.sum::<f64>()
        })?)
    }

    /// The level of an ear that hears more than its own sound.
    fn mixed(&self, ear: usize) -> Result<Curve, ImportError> {
        const DEEPEST_DB: f64 = -200.0;
        Ok(equalizer::sampled(|frequency_hz| {
            let heard = self.responses(frequency_hz)[ear];
            (20.0 * heard.norm().log10()).max(DEEPEST_DB)
        })?)
    }

    /// Responses of every channel to the same sound in both inputs.
    fn responses(&self, frequency_hz: f64) -> Vec<Complex64> {
        let mut now = vec![Complex64::default(); self.names.len()];
        now[..2].fill(Complex64::new(1.0, 0.0));
        for (channels, action) in &self.steps {
            if let Action::Copy(assignments) = action {
                let before = now.clone();
                for assignment in assignments {
                    let sum = assignment.sources.iter();
                    now[assignment.target] = sum.map(|&(from, factor)| before[from] * factor).sum();
                }
                continue;
            }
            let count = now.len();
            for channel in channels.indices().filter(|&channel| channel < count) {
                now[channel] *= match action {
                    Action::Gain(db) => Complex64::from(10f64.powf(db / 20.0)),
                    Action::Filter(filter) => filter.response(frequency_hz),
                    Action::Graphic(curve) => curve.response(frequency_hz),
                    Action::Delay(seconds) => {
                        Complex64::cis(-std::f64::consts::TAU * frequency_hz * seconds)
                    }
                    Action::Convolution(fir) => {
                        fir.response(fir_channel(*channels, channel, fir), frequency_hz)
                    }
                    Action::Copy(_) => Complex64::from(1.0),
                };
            }
        }
        now
    }
}

/// Which channel of an impulse response a channel is convolved with: the selected ones take them in
/// turn.
fn fir_channel(selected: Channels, channel: usize, fir: &Fir) -> usize {
    let before = selected
        .indices()
        .take_while(|&index| index < channel)
        .count();
    before % fir.channels().max(1)
}
