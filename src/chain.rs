//! The whole way from the desk to the listener's headphones, at audio rate and in signal order.
//!
//! ```text
//! main ─► feed ─► link ─► pack ─► earphone ─►(+)─►(+)─► listening ─► safety ─► out
//! own voice ┴──────────────── bone ───────────┘    │
//! ambient ──────────────── isolation ──────────────┘
//! ```
//!
//! One physical thing a file. Up to the pack, samples are in full-scale units; from the earphone to
//! the listening stage they are pascals at the drum. What follows from the acoustic network is
//! designed off the audio thread ([`design()`]) and handed over ([`Chain::install`]); everything
//! else is in [`Settings`] and may change at any block.

pub mod ambient;
pub mod blind_pair;
pub mod cable;
pub mod contact;
pub mod drain;
pub mod earphone;
pub mod feed;
pub mod hum;
pub mod jaw;
pub mod link;
pub mod listening;
pub mod loudness;
pub mod meters;
pub mod own_voice;
pub mod pack;
pub mod safety;
pub mod slip;

use crate::design::performer;
use crate::design::{design, DesignError, ResponseSet, StageBypass};
use crate::dsp::sanitize;
use crate::dsp::stage;
use crate::dsp::units;
pub use meters::Meters;

use crate::analysis::noise_dose::Exposure;
use crate::dsp::stage::Stage;
use crate::rig::Rig;
use meters::{PeakMeter, SoundLevelMeter, Source};

/// The lowest and the highest sample rate, Hz.
pub const SAMPLE_RATES_HZ: std::ops::RangeInclusive<f64> = 8_000.0..=768_000.0;

/// Samples that are processed at a time; longer blocks are cut.
const PART: usize = 64;

/// Time in which an earphone is taken out of the ear or put back, seconds.
const GESTURE_S: f64 = 0.35;

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

/// Everything that may change while audio runs and needs no design.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Signal sent by the mixing desk.
    pub feed: feed::Settings,
    /// The transmission.
    pub link: link::Settings,
    /// Volume and balance.
    pub pack: pack::Settings,
    /// The pack's battery over time.
    pub drain: drain::Settings,
    /// The conductors of the cable.
    pub contact: contact::Settings,
    /// Level at the drum.
    pub earphone: earphone::Settings,
    /// The room.
    pub ambient: ambient::Settings,
    /// The performer's own sound.
    pub own_voice: own_voice::Settings,
    /// The jaw that opens the seal.
    pub jaw: jaw::Settings,
    /// The cable's noise.
    pub cable: cable::Settings,
    /// The hand on the volume knob, if it turns.
    pub performer: Option<performer::Settings>,
    /// Back to the user's headphones.
    pub listening: listening::Settings,
    /// The ceiling.
    pub safety: safety::Settings,
}

impl Settings {
    /// Settings taken from a rig. Allocates nothing.
    pub fn new(rig: &Rig) -> Self {
        let own_voice = own_voice::Settings::new(&rig.own_voice, &rig.listening);
        Self {
            feed: feed::Settings::new(&rig.feed),
            link: link::Settings::new(&rig.link),
            pack: pack::Settings::new(rig),
            drain: drain::Settings::new(rig),
            contact: contact::Settings::new(&rig.cable),
            earphone: earphone::Settings::new(&rig.listening, &rig.earphone),
            ambient: ambient::Settings::new(&rig.ambient)
                .with_own_voice(&rig.ambient.microphones, own_voice.gain_pa),
            own_voice,
            jaw: jaw::Settings::new(rig),
            cable: cable::Settings::new(&rig.cable),
            performer: performer::Settings::new(rig),
            listening: listening::Settings::new(&rig.listening),
            safety: safety::Settings {
                ceiling: units::gain(rig.listening.ceiling_dbfs) as f32,
            },
        }
    }

    /// The same with the listening level that the performer turns to. Louder in the ear is not
    /// louder at the output: what goes into pascals comes out of them again.
    fn turned(&self, choice: Option<&performer::Choice>) -> Self {
        let mut turned = *self;
        if let (Some(performer), Some(choice)) = (&self.performer, choice) {
            let turn_db = performer.turn_db(choice);
            turned.earphone.gain_db += turn_db;
            turned.pack.pascals_per_unit_db += turn_db;
            turned.listening.gain_db -= turn_db;
        }
        turned
    }
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

/// The chain.
pub struct Chain {
    feed: feed::Feed,
    link: link::Link,
    pack: pack::Pack,
    drain: drain::Drain,
    /// True if the host's transport runs, and with it the battery down.
    runs: bool,
    /// Settings of link and pack at full charge.
    charged: (link::Settings, pack::Settings),
    conductors: contact::Conductors,
    earphone: earphone::Earphone,
    ambient: ambient::Ambient,
    own_voice: own_voice::OwnVoice,
    jaw: jaw::Jaw,
    cable: cable::Cable,
    listening: listening::Listening,
    safety: safety::Safety,
    readings: Readings,
    /// The performer's choice of level.
    choice: Option<performer::Choice>,
    designs: Designs,
}

/// The designs that are alive: the audio thread lets go of a response only while its design is
/// kept here, so that it never frees one.
struct Designs {
    current: Box<ResponseSet>,
    fading: Option<Box<ResponseSet>>,
    retired: Option<Box<ResponseSet>>,
}

/// The meters of the chain.
struct Readings {
    input: PeakMeter,
    output: PeakMeter,
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
            link: link::Link::new(rate, &settings.link, seed),
            pack,
            drain: drain::Drain::new(rate, &settings.drain),
            runs: true,
            charged: (settings.link, settings.pack),
            conductors: contact::Conductors::new(rate, &settings.contact, seed),
            earphone: earphone::Earphone::new(rate, &designed, &settings.earphone),
            ambient: ambient::Ambient::new(
                rate,
                designed.ambient(),
                around,
                &settings.ambient,
                seed,
            ),
            own_voice: own_voice::OwnVoice::new(rate, around.own_voice(), &settings.own_voice),
            jaw: jaw::Jaw::new(rate, &around.jaw()[0], &settings.jaw, seed),
            cable,
            listening: listening::Listening::new(rate, designed.listening(), &settings.listening),
            safety: safety::Safety::new(rate, &settings.safety),
            readings: Readings::new(rate),
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

    /// Begins a cross-fade to another design. Real-time safe.
    ///
    /// # Errors
    /// Gives the design back while an earlier fade runs or its retired design waits to be taken
    /// ([`Self::take_retired`]).
    pub fn install(&mut self, designed: Box<ResponseSet>) -> Result<(), Box<ResponseSet>> {
        if self.designs.fading.is_some() || self.designs.retired.is_some() {
            return Err(designed);
        }
        self.earphone.distortion.fade_to(designed.distortion());
        self.earphone.amplifier.limit_to(designed.limits_pa());
        let around = designed.around();
        // An earphone leaves the ear, or comes back, as fast as a hand does it.
        let gesture_s = (around.out() != self.designs.current.around().out()).then_some(GESTURE_S);
        for (convolution, responses) in [
            (&mut self.earphone.convolution, designed.programme()),
            (&mut self.ambient.convolution, designed.ambient()),
            (&mut self.ambient.through, around.through()),
            (&mut self.ambient.jaw, &around.jaw()[1]),
            (&mut self.own_voice.convolution, around.own_voice()),
            (&mut self.jaw.convolution, &around.jaw()[0]),
            (&mut self.listening.convolution, designed.listening()),
        ] {
            convolution.set_fade(gesture_s);
            convolution.fade_to(responses);
        }
        self.cable.fit(around.leak_corners_hz(), around.out());
        self.pack.set_sensitivity_pa_v(designed.sensitivity_pa_v());
        let old = std::mem::replace(&mut self.designs.current, designed);
        self.designs.fading = Some(old);
        Ok(())
    }

    /// The design that was faded out, to be dropped off the audio thread. Real-time safe.
    pub fn take_retired(&mut self) -> Option<Box<ResponseSet>> {
        self.designs.retired.take()
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
        let mut unsealed = [[0.0_f32; PART]; 2];
        if shares.is_some() {
            copy(main, &mut unsealed);
        }
        self.earphone.process(main);
        if shares.is_some() {
            let mut unsealed = parts(&mut unsealed, main[0].len());
            self.jaw.process(&mut unsealed);
            add(main, &unsealed);
        }
        let drum = &mut self.readings.drum;
        drum.begin(main[0].len());
        drum.add(Source::Programme, main);
        let silent = is_silent(own_voice) && !drum.is_awake(Source::OwnVoice);
        if silent && self.own_voice.is_at_rest() && self.cable.is_at_rest() {
            self.own_voice.skip(main[0].len());
        } else {
            add_processed(own_voice, main, (&mut *drum, Source::OwnVoice), |own| {
                self.own_voice.process(own);
                self.cable.add_to(own);
            });
        }
        let silent = is_silent(ambient) && !drum.is_awake(Source::Ambient);
        if silent && self.ambient.is_at_rest() {
            self.ambient.skip(main[0].len());
        } else {
            add_processed(ambient, main, (&mut *drum, Source::Ambient), |room| {
                self.ambient.process(room);
            });
        }
        drum.end();
        self.listening.process_finite(main);
        self.safety.process(main);
        self.readings.output.add(main);
        self.retire();
    }

    /// Retires the design that was faded out, once no convolver uses it any more.
    fn retire(&mut self) {
        if self.designs.fading.is_none() {
            return;
        }
        let released = self.earphone.convolution.release()
            & self.ambient.convolution.release()
            & self.ambient.through.release()
            & self.ambient.jaw.release()
            & self.own_voice.convolution.release()
            & self.jaw.convolution.release()
            & self.listening.convolution.release();
        if released {
            self.designs.retired = self.designs.fading.take();
        }
    }

    /// The newest readings; peaks start anew. Real-time safe.
    pub fn meters(&mut self) -> Meters {
        Meters {
            input_peak: self.readings.input.take(),
            output_peak: self.readings.output.take(),
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
        let programme = self.feed.tail_samples()
            + self.link.tail_samples()
            + self.pack.tail_samples()
            + self.earphone.tail_samples();
        programme
            .max(self.ambient.tail_samples())
            .max(self.own_voice.tail_samples())
            + self.listening.tail_samples()
    }
}

impl Readings {
    fn new(sample_rate_hz: f64) -> Self {
        Self {
            input: PeakMeter::default(),
            output: PeakMeter::default(),
            drum: SoundLevelMeter::new(sample_rate_hz),
        }
    }

    fn reset(&mut self) {
        self.input.take();
        self.output.take();
        self.drum.reset();
    }
}

/// The level that the performer chooses with a design; none when the knob is left alone.
fn chosen(settings: &Settings, designed: &ResponseSet) -> Option<performer::Choice> {
    Some(settings.performer?.choice(designed.hearing()?))
}

/// Returns whether an input is absent or silent.
fn is_silent(input: Option<[&[f32]; 2]>) -> bool {
    input.is_none_or(|channels| channels.iter().all(|channel| sanitize::is_silent(channel)))
}

/// Runs an input of its own through what becomes of it and adds the result; an absent input is
/// silence, so that what is still sounding goes on.
fn add_processed(
    input: Option<[&[f32]; 2]>,
    sum: &mut stage::Stereo<'_>,
    (drum, source): (&mut SoundLevelMeter, Source),
    process: impl FnOnce(&mut stage::Stereo<'_>),
) {
    let mut own = [[0.0_f32; PART]; 2];
    let length = sum[0].len().min(PART);
    if let Some(input) = input {
        for (own, input) in own.iter_mut().zip(input) {
            for (own, input) in own[..length].iter_mut().zip(input) {
                *own = *input;
            }
        }
    }
    let mut own = parts(&mut own, length);
    process(&mut own);
    drum.add(source, &own);
    add(sum, &own);
}

/// The first samples of a buffer of both channels.
fn parts(buffer: &mut [[f32; PART]; 2], length: usize) -> stage::Stereo<'_> {
    let [left, right] = buffer;
    let length = length.min(PART);
    [&mut left[..length], &mut right[..length]]
}

fn copy(from: &stage::Stereo<'_>, to: &mut [[f32; PART]; 2]) {
    for (to, from) in to.iter_mut().zip(from) {
        for (to, from) in to.iter_mut().zip(from.iter()) {
            *to = *from;
        }
    }
}

fn add(sum: &mut stage::Stereo<'_>, part: &stage::Stereo<'_>) {
    for (sum, part) in sum.iter_mut().zip(part) {
        for (sum, part) in sum.iter_mut().zip(part.iter()) {
            *sum += part;
        }
    }
}

/// Takes the first samples off both channels of an input that may be shorter than the block.
fn split_front<'a>(input: &mut Option<[&'a [f32]; 2]>, length: usize) -> Option<[&'a [f32]; 2]> {
    input.as_mut().map(|channels| {
        channels.each_mut().map(|channel| {
            let (front, rest) = channel.split_at(length.min(channel.len()));
            *channel = rest;
            front
        })
    })
}
