//! Levels at the drum by source: A-weighted fast and slow, peaks C-weighted, and all together.
//!
//! *Model*: each source is weighted by itself; filters are linear, so the sum of the weighted
//! sources is the weighted total. Time constants of IEC 61672-1: 125 ms and 1 s. A source that has
//! been silent long enough to leave nothing in its filters costs nothing.
//!
//! The total is also taken back to the diffuse field for the exposure.
//!
//! *Tests*: `tests/meters.rs`.

use super::super::PART;
use super::levels::{DrumLevels, Levels};
use crate::analysis::noise_dose::Exposure;
use crate::chain::meters::weighting_kernel::{
    Filters, Lanes, SourceFilters, WeightedSum, WeightingKernel,
};
use crate::dsp::f32x8::Simd;
use crate::dsp::lanes::{Lane, Pair};
use crate::dsp::sanitize;
use crate::dsp::stage::Stereo;
use crate::dsp::units;

/// Time constants, s.
const FAST_S: f64 = 0.125;
const SLOW_S: f64 = 1.0;

/// Time over which the level for forecasts is averaged, s.
const MINUTE_S: f64 = 60.0;

/// Update interval of the exposure, s.
const EXPOSURE_S: f64 = 0.05;

/// Mean squares below this count as silence, Pa².
const SILENCE_PA2: f64 = 1e-30;

/// Flush threshold of the filters, Pa.
const NOTHING_PA: f64 = 1e-12;

/// Sound source at the drum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The mix.
    Programme,
    /// The room.
    Ambient,
    /// The own voice.
    OwnVoice,
}

/// Decay factors of a block of some length, for both time constants.
#[derive(Clone, Copy, Debug)]
struct Kept {
    length: usize,
    fast: f64,
    slow: f64,
}

impl Kept {
    fn of(length: usize, sample_rate_hz: f64) -> Self {
        let kept = |time_s: f64| (-(length as f64) / (time_s * sample_rate_hz)).exp();
        Self {
            length,
            fast: kept(FAST_S),
            slow: kept(SLOW_S),
        }
    }
}

/// Averages and peaks of one signal, both ears.
#[derive(Clone, Copy, Debug)]
struct Averages {
    fast_pa2: Pair,
    slow_pa2: Pair,
    peak_pa: Pair,
}

const ZERO: f64 = 0.0;

impl Averages {
    fn new() -> Self {
        let zero = Pair::splat(ZERO);
        Self {
            fast_pa2: zero,
            slow_pa2: zero,
            peak_pa: zero,
        }
    }

    fn add(&mut self, mean_pa2: Pair, peak_pa: Pair, kept: &Kept) {
        let toward = |old: Pair, kept: f64| {
            let next = Pair::splat(kept) * old + Pair::splat(1.0 - kept) * mean_pa2;
            next.map(|x| if x < SILENCE_PA2 { 0.0 } else { x })
        };
        self.fast_pa2 = toward(self.fast_pa2, kept.fast);
        self.slow_pa2 = toward(self.slow_pa2, kept.slow);
        self.peak_pa = peak_pa.max(self.peak_pa);
    }

    fn take(&mut self) -> Levels {
        let peak_pa = std::mem::replace(&mut self.peak_pa, Pair::splat(ZERO));
        Levels {
            fast_dba: dbspl_of(self.fast_pa2),
            slow_dba: dbspl_of(self.slow_pa2),
            peak_dbc: dbspl_of(peak_pa * peak_pa),
        }
    }
}

fn dbspl_of(mean_pa2: Pair) -> [f32; 2] {
    mean_pa2
        .to_array()
        .map(|square| units::dbspl(square.sqrt()) as f32)
}

/// One source.
#[derive(Clone, Copy, Debug)]
struct Channel {
    /// True if it sounds in the present part, and whether its filters hold anything.
    sounds: bool,
    awake: bool,
    /// Filters that it has while it is awake: the scale, and its place there.
    place: (usize, usize),
    weighted: Averages,
    plain: Averages,
}

impl Channel {
    fn new() -> Self {
        Self {
            sounds: false,
            awake: false,
            place: PLACES[0],
            weighted: Averages::new(),
            plain: Averages::new(),
        }
    }
}

/// Places of sources: a scale has room for two, and costs as much with one. The first that sound share
/// one.
const PLACES: [(usize, usize); 3] = [(0, 0), (0, 1), (1, 0)];

/// Left and right of one of two sources.
fn ears(lanes: &Lanes<f64>, place: usize) -> Pair {
    Pair::new(lanes[2 * place], lanes[2 * place + 1])
}

/// The meter.
pub struct SoundLevelMeter {
    simd: Simd,
    sample_rate_hz: f64,
    filters: Filters,
    scales: [SourceFilters; 2],
    together: WeightedSum,
    sources: [Channel; 3],
    total: Averages,
    field_slow_pa2: Pair,
    /// Mean power of the last minute that sounded, and how much of it there is, s.
    field_minute_pa2: Pair,
    minute_s: f64,
    kept: Kept,
    exposure: Exposure,
    /// Energy since the exposure was brought up to date, and its time in samples.
    energy_pa2: Pair,
    energy_samples: usize,
}

impl SoundLevelMeter {
    /// A meter for a sample rate in Hz.
    #[must_use]
    pub fn new(sample_rate_hz: f64) -> Self {
        Self {
            simd: Simd::detect(),
            sample_rate_hz,
            filters: Filters::new(sample_rate_hz),
            scales: [SourceFilters::new(); 2],
            together: WeightedSum::new(),
            sources: [Channel::new(); 3],
            total: Averages::new(),
            field_slow_pa2: Pair::splat(ZERO),
            field_minute_pa2: Pair::splat(ZERO),
            minute_s: 0.0,
            kept: Kept::of(PART, sample_rate_hz),
            exposure: Exposure::default(),
            energy_pa2: Pair::splat(ZERO),
            energy_samples: 0,
        }
    }

    /// Begins a part of so many samples, at most 64.
    pub fn begin(&mut self, length: usize) {
        if length != self.kept.length {
            self.kept = Kept::of(length, self.sample_rate_hz);
        }
        for channel in &mut self.sources {
            channel.sounds = false;
        }
    }

    /// Returns whether a source is still dying away in the filters.
    #[must_use]
    pub fn is_awake(&self, source: Source) -> bool {
        self.sources[source as usize].awake
    }

    /// Takes in one source of the part, in Pa.
    pub fn add(&mut self, source: Source, [left, right]: &Stereo<'_>) {
        let awake = self.is_awake(source);
        let silent = !awake && sanitize::is_silent(left) && sanitize::is_silent(right);
        let sounds = !silent && self.kept.length > 0;
        if sounds && !awake {
            self.sources[source as usize].place = self.free_place(source);
        }
        let channel = &mut self.sources[source as usize];
        channel.sounds = sounds;
        if sounds {
            channel.awake = true;
            let (scale, place) = channel.place;
            let heard = &mut self.scales[scale].heard;
            for (heard, (l, r)) in heard.iter_mut().zip(left.iter().zip(right.iter())) {
                (heard[2 * place], heard[2 * place + 1]) = (*l, *r);
            }
        }
    }

    /// The first place that no source has. The programme, which is hardly ever silent, has one of its
    /// own.
    fn free_place(&self, source: Source) -> (usize, usize) {
        let [programme, others @ ..] = PLACES;
        if source == Source::Programme {
            return programme;
        }
        let is_free = |place: &(usize, usize)| {
            let mut awake = self.sources.iter().filter(|channel| channel.awake);
            awake.all(|channel| channel.place != *place)
        };
        others.into_iter().find(is_free).unwrap_or(PLACES[2])
    }

    /// Ends the part.
    pub fn end(&mut self) {
        let length = self.kept.length;
        let share = Pair::splat(1.0 / length.max(1) as f64);
        let zero = Pair::splat(ZERO);
        let any = self.weigh();
        for channel in &mut self.sources {
            let (scale, place) = channel.place;
            if !channel.sounds {
                channel.weighted.add(zero, zero, &self.kept);
                channel.plain.add(zero, zero, &self.kept);
                continue;
            }
            let scale = &mut self.scales[scale];
            let [weighted, plain] = [&scale.weighted, &scale.plain].map(|sum| ears(sum, place));
            let peak = ears(&scale.peak, place);
            channel.weighted.add(weighted * share, peak, &self.kept);
            channel.plain.add(plain * share, zero, &self.kept);
            let [l, r] = peak.to_array();
            channel.awake = l.max(r) > NOTHING_PA || plain.to_array() != [0.0; 2];
            if !channel.awake {
                scale.forget(place);
            }
        }
        let [square, field, peak] = match any {
            true => [
                &self.together.weighted,
                &self.together.field,
                &self.together.peak,
            ]
            .map(|lanes| ears(lanes, 0)),
            false => [zero; 3],
        };
        self.total.add(square * share, peak, &self.kept);
        self.energy_pa2 = self.energy_pa2 + field;
        self.energy_samples += length;
        if self.energy_samples as f64 >= EXPOSURE_S * self.sample_rate_hz {
            self.expose();
        }
    }

    /// Weighs the part. False when nothing sounds in it.
    fn weigh(&mut self) -> bool {
        let mut sounding = [false; 2];
        let mut taken = [false; PLACES.len()];
        for channel in self.sources.iter().filter(|channel| channel.sounds) {
            sounding[channel.place.0] = true;
            for (taken, place) in taken.iter_mut().zip(PLACES) {
                *taken |= place == channel.place;
            }
        }
        let any = sounding.contains(&true);
        if !any {
            return false;
        }
        for ((scale, place), taken) in PLACES.into_iter().zip(taken) {
            if sounding[scale] && !taken {
                // Silent beside one that sounds.
                for heard in &mut self.scales[scale].heard[..self.kept.length.min(PART)] {
                    heard[2 * place..][..2].fill(0.0);
                }
                self.scales[scale].forget(place);
            }
        }
        let mut audible = self.sources.iter().filter(|channel| channel.sounds);
        let first = audible.next().map(|channel| channel.place.1);
        let alone = first == Some(0) && audible.next().is_none();
        self.simd.run(WeightingKernel {
            filters: &self.filters,
            length: self.kept.length,
            scales: &mut self.scales,
            sounding: &sounding,
            alone,
            total: &mut self.together,
        });
        true
    }

    /// Adds what has sounded since the last time to the exposure.
    fn expose(&mut self) {
        let seconds = self.energy_samples as f64 / self.sample_rate_hz;
        let mean_pa2 = self.energy_pa2 * Pair::splat(1.0 / self.energy_samples as f64);
        let kept = (-seconds / SLOW_S).exp();
        self.field_slow_pa2 =
            Pair::splat(kept) * self.field_slow_pa2 + Pair::splat(1.0 - kept) * mean_pa2;
        self.field_slow_pa2 = (self.field_slow_pa2).map(|x| if x < SILENCE_PA2 { 0.0 } else { x });
        // Time without any sound is no exposure, and nothing that a window would have to show.
        let sounds = self.energy_pa2.to_array() != [0.0; 2];
        self.energy_pa2 = Pair::splat(ZERO);
        self.energy_samples = 0;
        if !sounds {
            return;
        }
        // At first the mean of all that sounded, later one that follows within a minute.
        self.minute_s = (self.minute_s + seconds).min(MINUTE_S);
        let share = Pair::splat(seconds / self.minute_s);
        self.field_minute_pa2 = self.field_minute_pa2 + share * (mean_pa2 - self.field_minute_pa2);
        let dba = |square: Pair| dbspl_of(square).map(f64::from);
        self.exposure
            .add(dba(mean_pa2), dba(self.field_slow_pa2), seconds);
    }

    /// Unweighted level of a source, fast, dB SPL.
    #[must_use]
    pub fn dbspl(&self, source: Source) -> [f32; 2] {
        dbspl_of(self.sources[source as usize].plain.fast_pa2)
    }

    /// The newest levels; peaks start anew.
    pub fn take(&mut self) -> DrumLevels {
        let [programme, ambient, own_voice] = self.sources.each_mut().map(|s| s.weighted.take());
        DrumLevels {
            programme,
            ambient,
            own_voice,
            total: self.total.take(),
            field_dba: dbspl_of(self.field_slow_pa2),
        }
    }

    /// All together, A-weighted, in the diffuse field, as the mean power of the last minute that
    /// sounded, dB; of all there was before a minute has passed, and none before any sound.
    #[must_use]
    pub fn minute_dba(&self) -> Option<[f32; 2]> {
        (self.minute_s > 0.0).then(|| dbspl_of(self.field_minute_pa2))
    }

    /// The exposure so far.
    #[must_use]
    pub fn exposure(&self) -> Exposure {
        self.exposure
    }

    /// Goes on from an exposure of an earlier session, or from none.
    pub fn set_exposure(&mut self, exposure: Exposure) {
        self.exposure = exposure;
    }

    /// Forgets the past, but for the exposure: ears do not forget.
    pub fn reset(&mut self) {
        *self = Self {
            exposure: self.exposure,
            ..Self::new(self.sample_rate_hz)
        };
    }
}
