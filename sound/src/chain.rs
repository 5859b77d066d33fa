//! The whole way from the desk to the listener's headphones, at audio rate and in signal order.
//!
//! ```text
//! main ─► feed ─► link ─► pack ─► earphone ─► ears ─►(+)─► listening ─► safety ─► out
//! own voice ┴───────────── bone ───────────────┤      │
//! ambient ──────────────── isolation ──────────┘      │
//! jaw, cable, canceling: at the drum itself ──────────┘
//! ```
//!
//! One physical thing a file. Up to the earphone, samples are in full-scale units; from the ears to
//! the listening stage they are pascals, with the user's own headphones divided out. What follows
//! from the acoustic network is designed off the audio thread ([`design()`]) and handed over ([`Chain::install`]); everything
//! else is in [`Settings`] and may change at any block.

pub mod ambient;
mod arising;
mod at_ears;
pub mod blind_pair;
pub mod cable;
pub mod contact;
mod designs;
pub mod drain;
pub mod earphone;
pub mod ears;
pub mod feed;
pub mod hum;
pub mod jaw;
pub mod link;
pub mod listening;
pub mod loudness;
pub mod meters;
mod on_heap;
pub mod own_voice;
pub mod pack;
mod parts;
mod rest;
pub mod safety;
mod settings;
pub mod slip;

use crate::design::performer;
use crate::design::{design, DesignError, ResponseSet, StageBypass};
use crate::dsp::stage;
pub use meters::Meters;

use crate::analysis::noise_dose::Exposure;
use crate::dsp::stage::Stage;
use crate::rig::Rig;
use arising::Arising;
use designs::Designs;
use ears::Input;
use meters::{PeakMeter, SoundLevelMeter, Source};
use on_heap::on_heap;
use parts::{copy, split_front, PART};
pub use settings::Settings;

/// The lowest and the highest sample rate, Hz.
pub const SAMPLE_RATES_HZ: std::ops::RangeInclusive<f64> = 8_000.0..=768_000.0;

/// Why a chain could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// The sample rate is out of range.
    #[error("the sample rate is {0} Hz; allowed are 8000 to 768000 Hz")]
    SampleRate(f64),
    /// The rig could not be designed.
    #[error(transparent)]
    Design(#[from] DesignError),
}

/// The sound of one call of [`Chain::process`]. All slices have the same length.
pub struct Io<'a> {
    /// The mix in, and what is heard out.
    pub main: [&'a mut [f32]; 2],
    /// The room around the listener, if connected.
    pub ambient: Option<[&'a [f32]; 2]>,
    /// The performer's own sound, if connected.
    pub own_voice: Option<[&'a [f32]; 2]>,
}

/// The chain. What is large in it lies on the heap, so that a chain can be made and handed on where a
/// stack is small.
pub struct Chain {
    feed: feed::Feed,
    link: Box<link::Link>,
    pack: pack::Pack,
    drain: drain::Drain,
    /// True if the host's transport runs, and with it the battery down.
    runs: bool,
    /// Settings of link and pack at full charge.
    charged: (link::Settings, pack::Settings),
    conductors: contact::Conductors,
    earphone: Box<earphone::Earphone>,
    ambient: Box<ambient::Ambient>,
    own_voice: own_voice::OwnVoice,
    jaw: Box<jaw::Jaw>,
    cable: cable::Cable,
    ears: Box<ears::Ears>,
    arising: Box<Arising>,
    listening: Box<listening::Listening>,
    safety: safety::Safety,
    readings: Box<Readings>,
    /// The performer's choice of level.
    choice: Option<performer::Choice>,
    designs: Designs,
}

/// The meters of the chain.
struct Readings {
    input: PeakMeter,
    drum: SoundLevelMeter,
}

impl Chain {
    /// Designs a rig for a sample rate in Hz and makes the chain that plays it. `seed` starts
    /// everything random.
    ///
    /// # Errors
    /// When the sample rate is outside [`SAMPLE_RATES_HZ`] or the rig has no solution.
    pub fn new(rig: &Rig, sample_rate_hz: f64, seed: u64) -> Result<Self, ChainError> {
        Self::without(rig, StageBypass::default(), sample_rate_hz, seed)
    }

    /// Like [`Self::new`], with parts of the rig switched off.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn without(
        rig: &Rig,
        without: StageBypass,
        sample_rate_hz: f64,
        seed: u64,
    ) -> Result<Self, ChainError> {
        Self::with_designs(rig, sample_rate_hz, seed, || {
            design(rig, sample_rate_hz)?.without(rig, sample_rate_hz, without)
        })
    }

    /// Like [`Self::new`], with responses from elsewhere.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn with_designs(
        rig: &Rig,
        sample_rate_hz: f64,
        seed: u64,
        designed: impl FnOnce() -> Result<ResponseSet, DesignError>,
    ) -> Result<Self, ChainError> {
        if !SAMPLE_RATES_HZ.contains(&sample_rate_hz) {
            return Err(ChainError::SampleRate(sample_rate_hz));
        }
        let designed = Box::new(designed()?);
        Ok(Self::with_design(rig, designed, sample_rate_hz, seed))
    }

    fn with_design(rig: &Rig, designed: Box<ResponseSet>, rate: f64, seed: u64) -> Self {
        let settings = Settings::new(rig);
        let choice = chosen(&settings, &designed);
        let settings = settings.turned(choice.as_ref());
        let mut pack = pack::Pack::new(rate, &settings.pack, seed);
        pack.set_sensitivity_pa_v(designed.sensitivity_pa_v());
        pack.reset();
        let around = designed.around();
        let mut cable = cable::Cable::new(rate, &settings.cable, seed);
        cable.fit(around.leak_corners_hz(), around.out());
        cable.reset();
        Self {
            feed: feed::Feed::new(rate, &settings.feed),
            link: on_heap(|| link::Link::new(rate, &settings.link, seed)),
            pack,
            drain: drain::Drain::new(rate, &settings.drain),
            runs: true,
            charged: (settings.link, settings.pack),
            conductors: contact::Conductors::new(rate, &settings.contact, seed),
            earphone: on_heap(|| earphone::Earphone::new(rate, &designed, &settings.earphone)),
            ambient: on_heap(|| ambient::Ambient::new(rate, around, &settings.ambient, seed)),
            own_voice: own_voice::OwnVoice::new(rate, &settings.own_voice),
            jaw: on_heap(|| jaw::Jaw::new(rate, &around.jaw()[0], &settings.jaw, seed)),
            cable,
            ears: on_heap(|| ears::Ears::new(rate, &designed, &settings.earphone)),
            arising: on_heap(Arising::default),
            listening: on_heap(|| {
                listening::Listening::new(rate, designed.listening(), &settings.listening)
            }),
            safety: safety::Safety::new(rate, &settings.safety),
            readings: on_heap(|| Readings::new(rate)),
            choice,
            designs: Designs {
                current: designed,
                fading: None,
                retired: None,
            },
        }
    }

    /// Takes new settings; changes ramp. Real-time safe.
    pub fn set(&mut self, settings: &Settings) {
        self.choice = chosen(settings, &self.designs.current);
        let settings = &settings.turned(self.choice.as_ref());
        self.feed.set(&settings.feed);
        self.drain.set(&settings.drain);
        self.charged = (settings.link, settings.pack);
        self.follow_charge();
        self.conductors.set(&settings.contact);
        self.earphone.set(&settings.earphone);
        self.ambient.set(&settings.ambient);
        self.own_voice.set(&settings.own_voice);
        self.jaw.set(&settings.jaw);
        self.cable.set(&settings.cable);
        self.ears.set(&settings.earphone);
        self.listening.set(&settings.listening);
        self.safety.set(&settings.safety);
    }

    /// Says whether the host's transport runs: a battery runs down only then. Real-time safe.
    pub fn set_running(&mut self, runs: bool) {
        self.runs = runs;
    }

    /// Sets link and pack for the battery's present charge.
    fn follow_charge(&mut self) {
        let (link, pack) = self.charged;
        match self.drain.charge_percent() {
            None => {
                self.link.set(&link);
                self.pack.set(&pack);
            }
            Some(percent) => {
                self.link.set(&link.with_charge(percent));
                self.pack.set(&pack.with_charge(percent));
            }
        }
    }

    /// Forgets the past and jumps to the settings and the newest design. Real-time safe.
    pub fn reset(&mut self) {
        self.feed.reset();
        self.drain.reset();
        self.follow_charge();
        self.link.reset();
        self.pack.reset();
        self.conductors.reset();
        self.earphone.reset();
        self.ambient.reset();
        self.own_voice.reset();
        self.jaw.reset();
        self.cable.reset();
        self.ears.reset();
        self.arising.reset();
        self.listening.reset();
        self.safety.reset();
        self.readings.reset();
        self.retire();
    }

    /// Processes a block of any length. Real-time safe.
    pub fn process(&mut self, io: Io<'_>) {
        let Io {
            main: [mut left, mut right],
            mut ambient,
            mut own_voice,
        } = io;
        while !left.is_empty() {
            let length = left.len().min(right.len()).min(PART);
            let length = length.min(self.drain.samples_left());
            if length == 0 {
                return;
            }
            let (part_left, rest_left) = left.split_at_mut(length);
            let (part_right, rest_right) = right.split_at_mut(length);
            (left, right) = (rest_left, rest_right);
            self.process_part(
                &mut [part_left, part_right],
                split_front(&mut ambient, length),
                split_front(&mut own_voice, length),
            );
            if self.runs && self.drain.play(length) {
                self.follow_charge();
            }
        }
    }

    fn process_part(
        &mut self,
        main: &mut stage::Stereo<'_>,
        ambient: Option<[&[f32]; 2]>,
        own_voice: Option<[&[f32]; 2]>,
    ) {
        self.readings.input.add(main);
        self.ambient.hear(main);
        self.feed.process_with_voice(main, own_voice);
        self.ambient.hear_sent(main);
        self.ambient.hear_own_voice(own_voice);
        self.link.process_finite(main);
        self.pack.process_finite(main);
        self.conductors.process_finite(main);
        let shares = self.jaw.open(own_voice, main[0].len());
        self.ambient.open(shares);
        if shares.is_some() {
            let mut unsealed = self.arising.part(Source::Programme, main[0].len());
            copy(main, &mut unsealed);
        }
        self.earphone.process(main);
        if shares.is_some() {
            let mut unsealed = self.arising.part(Source::Programme, main[0].len());
            self.jaw.process_finite(&mut unsealed);
        }
        self.process_at_ears(main, own_voice, ambient);
        self.safety.process(main);
        self.retire();
    }

    /// The newest readings; peaks start anew. Real-time safe.
    pub fn meters(&mut self) -> Meters {
        Meters {
            input_peak: self.readings.input.take(),
            output_peak: self.safety.take_output_peaks(),
            programme_dbspl: self.readings.drum.dbspl(Source::Programme),
            ambient_dbspl: self.readings.drum.dbspl(Source::Ambient),
            own_voice_dbspl: self.readings.drum.dbspl(Source::OwnVoice),
            minute_dba: self.readings.drum.minute_dba(),
            levels: self.readings.drum.take(),
            link: self.link.meters(),
            pack: self.pack.meters(),
            exposure: self.readings.drum.exposure(),
            performer: self.choice,
            limiter_gain_db: 20.0 * self.safety.take_lowest_gain().log10(),
        }
    }

    /// Goes on from the exposure of an earlier session; the default forgets it. Real-time safe.
    pub fn set_exposure(&mut self, exposure: Exposure) {
        self.readings.drum.set_exposure(exposure);
    }

    /// The delay of desk, network, link and pack, in samples: a part of the sound.
    pub fn emulated_latency_samples(&self) -> f64 {
        self.feed.emulated_latency_samples()
            + self.link.emulated_latency_samples()
            + self.pack.emulated_latency_samples()
    }

    /// Length of the tail after the inputs have ended, in samples.
    pub fn tail_samples(&self) -> usize {
        let before = self.feed.tail_samples()
            + self.link.tail_samples()
            + self.pack.tail_samples()
            + self.earphone.tail_samples();
        let to_drum = |input: Input| self.ears.tail_samples_of(input);
        let room = to_drum(Input::Room).max(to_drum(Input::Microphones));
        let by_ears = (before + to_drum(Input::Programme))
            .max(self.ambient.tail_samples() + room)
            .max(self.own_voice.tail_samples() + to_drum(Input::OwnVoice));
        // What arises at the drum itself.
        let jaw = before + self.jaw.tail_samples();
        let at_drum = jaw.max(self.ambient.tail_samples()) + self.listening.tail_samples();
        by_ears.max(at_drum)
    }
}

impl Readings {
    fn new(sample_rate_hz: f64) -> Self {
        Self {
            input: PeakMeter::default(),
            drum: SoundLevelMeter::new(sample_rate_hz),
        }
    }

    fn reset(&mut self) {
        self.input.take();
        self.drum.reset();
    }
}

/// The level that the performer chooses with a design; none when the knob is left alone.
fn chosen(settings: &Settings, designed: &ResponseSet) -> Option<performer::Choice> {
    Some(settings.performer?.choice(designed.hearing()?))
}
