//! The mix through one rig: programme and room at the drum, frame by frame, and the rig's meters.
//!
//! *Model*: the chain plays with the room switched off but for a floor wedge of the performer's own, which
//! plays the mix; the rest of the room comes from the chain's own ambient stage beside it. The listening stage's gain and response are taken out of the programme again, so that both
//! are in Pa² at the drum. The ceiling is lifted, so that nothing limits twice; peaks of the mix that would
//! stand over it are counted. The programme is read without its emulated delay, beside the desk's frames.

use std::io;

use super::bands::{Framer, Layout, Powers, Spectra};
use super::link_noise::{self, LinkNoise};
use super::room::Room;
use super::stem::{reference, Projection};
use super::summary::{self, Summary};
use super::{Desk, Input, Inputs};
use crate::chain::{Chain, ChainError, Io, Settings};
use crate::design::EarModel;
use crate::dsp::units;
use crate::rig::{Link, Rig, Side};

/// Why a rig was not played to the end.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// Somebody asked for it.
    #[error("stopped")]
    Asked,
    /// An input could not be read.
    #[error(transparent)]
    Read(#[from] io::Error),
    /// The rig cannot be heard.
    #[error(transparent)]
    Rig(#[from] ChainError),
}

/// One frame at the drums: Pa² by band.
#[derive(Clone, Copy, Debug)]
pub(super) struct DrumFrame {
    pub(super) programme: [Powers; 2],
    pub(super) room: [Powers; 2],
}

/// Readings of the meters over one frame.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// Gain of the ear limiter, dB.
    pub(super) limiter_db: f32,
    /// True if the amplifier clipped.
    pub(super) clipped: bool,
    /// True if the receiver was muted.
    pub(super) muted: bool,
    /// Highest output sample.
    pub(super) peak: f32,
}

/// A mix as played by a rig.
pub struct Played {
    pub(super) layout: Layout,
    pub(super) frames: Vec<DrumFrame>,
    pub(super) readings: Vec<Reading>,
    /// Power gain from each stem's reference to the drums, Pa².
    pub(super) stems: Vec<[Powers; 2]>,
    pub(super) link_noise: Option<LinkNoise>,
    /// The figures.
    pub summary: Summary,
}

/// Plays a mix through a rig. `progress` hears of frames that are done and says whether to go on.
///
/// # Errors
/// When the rig cannot be heard, an input cannot be read, or `progress` says no.
pub fn play(
    rig: &Rig,
    inputs: &mut dyn Inputs,
    desk: &Desk,
    seed: u64,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<Played, Stopped> {
    let mut pass = Pass::new(rig, inputs, desk, seed)?;
    let (frames, piece) = (inputs.frames(), pass.layout.hop());
    let end = frames + pass.delay as u64;
    let mut at = 0;
    while at < end {
        let length = piece.min((end - at) as usize);
        pass.piece(inputs, at, length)?;
        // Past the mix's end, its tail comes out of the link.
        let counted = (at + length as u64).min(frames) - at.min(frames);
        at += length as u64;
        if !progress(counted) {
            return Err(Stopped::Asked);
        }
    }
    let mut played = pass.finish(rig, desk);
    if matches!(rig.link, Link::AnalogFm(_)) && desk.frames() > 2 {
        let noise = link_noise::measure(&mut pass.chain, &pass.weights, inputs, desk)?;
        played.link_noise = Some(noise);
    }
    Ok(played)
}

/// Weight of each bin that turns the power of an output sample into Pa² at the drum.
fn drum_weights(rig: &Rig, layout: &Layout, level_dbspl: f64) -> Result<Vec<f32>, ChainError> {
    let ear = EarModel::new(rig, Side::Left).map_err(ChainError::from)?;
    let listening = crate::chain::listening::Settings::new(&rig.listening);
    // The performer's hand turns the pascals up and the output down.
    let gain_db = listening.gain_db - (level_dbspl - rig.listening.level_dbspl);
    let weight = |bin: usize| {
        let reference_db = ear.reference_db(layout.frequency_hz(bin).clamp(20.0, 20_000.0));
        10f64.powf(0.1 * (reference_db - gain_db)) as f32
    };
    Ok((0..layout.bins()).map(weight).collect())
}

/// A chain without a ceiling, and of the room only what plays the mix.
fn chain(rig: &Rig, rate_hz: f64, seed: u64) -> Result<Chain, ChainError> {
    let mut chain = Chain::new(rig, rate_hz, seed)?;
    let mut settings = Settings::new(rig);
    settings.safety.ceiling = f32::MAX;
    settings.ambient = super::room::own_wedge(rig);
    chain.set(&settings);
    chain.reset();
    Ok(chain)
}

struct Pass {
    layout: Layout,
    chain: Chain,
    room: Option<Room>,
    delay: usize,
    skip: usize,
    weights: Vec<f32>,
    framers: [Framer; 2],
    stems: Vec<(Framer, Projection)>,
    latest: Spectra,
    frames: Vec<DrumFrame>,
    readings: Vec<Reading>,
    buffers: [[Vec<f32>; 2]; 3],
    level_dbspl: f64,
}

impl Pass {
    fn new(rig: &Rig, inputs: &dyn Inputs, desk: &Desk, seed: u64) -> Result<Self, Stopped> {
        let layout = desk.layout().clone();
        let rate_hz = inputs.sample_rate_hz();
        let mut chain = chain(rig, rate_hz, seed)?;
        let chosen = chain.meters().performer;
        let level_dbspl = chosen.map_or(rig.listening.level_dbspl, |choice| choice.level_dbspl);
        let delay = chain.emulated_latency_samples().round().max(0.0) as usize;
        let stems = desk.stems.iter();
        let silent = vec![Default::default(); layout.bins()];
        let buffer = [vec![0.0; layout.hop()], vec![0.0; layout.hop()]];
        Ok(Self {
            room: Room::new(rig, inputs.has(Input::Ambient), rate_hz, seed)
                .map_err(ChainError::from)?,
            weights: drum_weights(rig, &layout, level_dbspl)?,
            framers: [Framer::new(&layout), Framer::new(&layout)],
            stems: stems
                .map(|_| (Framer::new(&layout), Projection::new(&layout)))
                .collect(),
            latest: [silent.clone(), silent],
            frames: Vec::with_capacity(desk.frames()),
            readings: Vec::with_capacity(desk.frames()),
            buffers: [buffer.clone(), buffer.clone(), buffer],
            skip: delay,
            layout,
            chain,
            delay,
            level_dbspl,
        })
    }

    fn piece(&mut self, inputs: &mut dyn Inputs, at: u64, length: usize) -> Result<(), Stopped> {
        let [dry, stem, room] = &mut self.buffers;
        for buffer in [&mut *dry, &mut *stem, &mut *room].into_iter().flatten() {
            buffer.resize(length, 0.0);
        }
        let [left, right] = &mut *dry;
        inputs.read(Input::Mix, at, [left, right])?;
        if let Some(at_drum) = &mut self.room {
            let [left, right] = &mut *room;
            inputs.read(Input::Ambient, at, [left, right])?;
            at_drum.play(dry, room);
        }
        run(&mut self.chain, dry);
        let meters = self.chain.meters();
        self.readings.push(Reading {
            limiter_db: meters.pack.limiter_gain_db,
            clipped: meters.pack.clipped,
            muted: meters.link.muted,
            peak: meters.output_peak[0].max(meters.output_peak[1]),
        });
        self.measure(inputs, at, length)
    }

    /// Takes the piece into frames that stand beside those of the desk.
    fn measure(&mut self, inputs: &mut dyn Inputs, at: u64, length: usize) -> Result<(), Stopped> {
        let skipped = self.skip.min(length);
        self.skip -= skipped;
        let [dry, stem, room] = &mut self.buffers;
        let begin = at + skipped as u64 - self.delay as u64 * u64::from(skipped < length);
        let (layout, weights) = (&self.layout, &self.weights);
        let weighted = |spectra: &Spectra| {
            [0, 1].map(|ear| layout.powers(|bin| weights[bin] * spectra[ear][bin].norm_sqr()))
        };
        let (latest, frames) = (&mut self.latest, &mut self.frames);
        self.framers[0].add(&dry[0][skipped..], &dry[1][skipped..], |spectra| {
            let programme = weighted(spectra);
            let room = [[0.0; super::BANDS]; 2];
            frames.push(DrumFrame { programme, room });
            latest.clone_from(spectra);
        });
        if self.room.is_some() {
            self.framers[1].add(&room[0][skipped..], &room[1][skipped..], |spectra| {
                if let Some(frame) = frames.last_mut() {
                    frame.room =
                        [0, 1].map(|ear| layout.powers(|bin| spectra[ear][bin].norm_sqr()));
                }
            });
        }
        if skipped == length {
            return Ok(());
        }
        for (index, (framer, projection)) in self.stems.iter_mut().enumerate() {
            let [left, right] = stem
                .each_mut()
                .map(|channel| &mut channel[..length - skipped]);
            inputs.read(Input::Stem(index), begin, [left, right])?;
            let (left, right) = (&stem[0][..length - skipped], &stem[1][..length - skipped]);
            framer.add(left, right, |spectra| {
                let mut spectrum = Vec::new();
                reference(spectra, &mut spectrum);
                projection.add(&spectrum, &*latest);
            });
        }
        Ok(())
    }

    fn finish(&mut self, rig: &Rig, desk: &Desk) -> Played {
        let mut frames = std::mem::take(&mut self.frames);
        if frames.is_empty() {
            // Shorter than a frame: nothing that could be compared.
            let nothing = [[0.0; super::BANDS]; 2];
            frames.push(DrumFrame {
                programme: nothing,
                room: nothing,
            });
        }
        frames.truncate(desk.frames());
        let meters = self.chain.meters();
        let weights = &self.weights;
        let mean = mean_of(&frames);
        let gains = |(_, projection): &(Framer, Projection)| {
            let weight = |bin: usize| f64::from(weights[bin]);
            projection.gains(&self.layout, weight, &mean)
        };
        let mut played = Played {
            stems: self.stems.iter().map(gains).collect(),
            layout: self.layout.clone(),
            frames,
            readings: std::mem::take(&mut self.readings),
            link_noise: None,
            summary: Summary::default(),
        };
        played.summary = summary::of(&played, rig, self.level_dbspl, meters.link.drop_outs);
        played
    }
}

/// Mean power of the programme at each drum.
fn mean_of(frames: &[DrumFrame]) -> [Powers; 2] {
    let share = 1.0 / frames.len().max(1) as f64;
    [0, 1].map(|ear| {
        std::array::from_fn(|band| {
            let all = frames
                .iter()
                .map(|frame| f64::from(frame.programme[ear][band]));
            (share * all.sum::<f64>()) as f32
        })
    })
}

/// Plays a piece in place.
pub(super) fn run(chain: &mut Chain, main: &mut [Vec<f32>; 2]) {
    let [left, right] = main;
    chain.process(Io {
        main: [left, right],
        ambient: None,
        own_voice: None,
    });
}

/// A power in Pa² as a level, dB SPL; −30 and less is nothing.
pub(super) fn dbspl(power_pa2: f64) -> f64 {
    units::dbspl(power_pa2.max(0.0).sqrt()).max(-30.0)
}

/// A-weighted mean power of both ears.
pub(super) fn weighted_power(ears: &[Powers; 2]) -> f64 {
    let one = |powers: &Powers| -> f64 {
        let weighted = powers.iter().zip(super::limits::A_WEIGHTING_DB);
        weighted
            .map(|(power, db)| f64::from(*power) * 10f64.powf(0.1 * db))
            .sum()
    };
    0.5 * (one(&ears[0]) + one(&ears[1]))
}
