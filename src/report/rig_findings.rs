//! Damage that a rig does to a mix: one cell of the matrix for each kind.

mod electric;
mod heard;

use super::bands::{db, sum};
use super::findings::{Kind, Severity};
use super::place::Place;
use super::play::{DrumFrame, Played};
use super::{Candidate, Desk};

/// A kind of finding on one rig.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Kind.
    pub kind: Kind,
    /// Figure that was measured; none where there is nothing to measure.
    pub value: Option<f64>,
    /// Distance beyond the limit, in steps.
    pub excess: f64,
    /// Place in time.
    pub place: Place,
    /// The finding in a sentence, after the rig's name.
    pub sentence: String,
    /// Change on the performer that helps.
    pub change: String,
    /// Name of the stem that it is about.
    pub stem: Option<String>,
}

impl Cell {
    /// Its severity; none within the limit.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        Severity::of(self.excess)
    }

    fn new(kind: Kind, value: f64, place: Place, words: (String, &str)) -> Self {
        Self {
            kind,
            value: Some(value),
            excess: kind.limit().excess(value),
            place,
            sentence: words.0,
            change: words.1.to_owned(),
            stem: None,
        }
    }

    /// A kind for which there is nothing to measure.
    fn none(kind: Kind) -> Self {
        Self {
            kind,
            value: None,
            excess: f64::NEG_INFINITY,
            place: Place::default(),
            sentence: String::new(),
            change: String::new(),
            stem: None,
        }
    }
}

/// All kinds on one rig, in the order of [`Kind::OF_RIGS`].
#[must_use]
pub fn of_rig(desk: &Desk, played: &Played, candidate: &Candidate) -> Vec<Cell> {
    let rig = &candidate.rig;
    let view = View::new(desk, played);
    Kind::OF_RIGS
        .into_iter()
        .map(|kind| {
            let cell = match kind {
                Kind::StemUnderRoom => heard::stems(&view, rig),
                Kind::RoomOverMix => heard::room(&view, rig),
                Kind::BassLost => heard::bass_lost(&view, rig),
                Kind::BassUnderRoom => heard::bass_under_room(&view, rig),
                Kind::TrebleLost => heard::treble_lost(&view, rig),
                Kind::SideLost => heard::side_lost(&view, rig),
                Kind::Breathing => electric::breathing(&view),
                Kind::Hiss => electric::hiss(&view),
                Kind::DropOuts => electric::drop_outs(&view),
                Kind::Late => electric::late(&view, rig),
                Kind::Limiter => electric::limiter(&view),
                Kind::Clipping => electric::clipping(&view),
                Kind::Ceiling => electric::ceiling(&view),
                Kind::Dose => electric::dose(&view),
                _ => None,
            };
            cell.unwrap_or_else(|| Cell::none(kind))
        })
        .collect()
}

/// A mix at the desk and at the drums, frame beside frame.
struct View<'a> {
    desk: &'a Desk,
    played: &'a Played,
    /// True for each frame in which the mix sounds.
    sounds: Vec<bool>,
}

impl<'a> View<'a> {
    fn new(desk: &'a Desk, played: &'a Played) -> Self {
        Self {
            sounds: desk.sounds(),
            desk,
            played,
        }
    }

    /// Frames in which the mix sounds, at the desk and at the drums.
    fn sounding(
        &self,
    ) -> impl Iterator<Item = (usize, &super::desk::DeskFrame, &DrumFrame)> + Clone {
        let pairs = self.desk.frames.iter().zip(&self.played.frames);
        pairs
            .enumerate()
            .filter(|(n, _)| self.sounds[*n])
            .map(|(n, (desk, drum))| (n, desk, drum))
    }

    /// Place of the worst ten seconds by a figure of the frames in which the mix sounds.
    fn worst(&self, badness: impl Fn(usize, &DrumFrame) -> f64) -> Place {
        let frames = self.played.frames.iter().enumerate();
        let badness = frames.map(|(n, frame)| {
            if self.sounds.get(n).copied().unwrap_or(false) {
                badness(n, frame)
            } else {
                0.0
            }
        });
        Place::worst(&self.played.layout, badness)
    }
}

/// Mean power of both ears in some bands.
fn both(ears: &[super::Powers; 2], bands: std::ops::Range<usize>) -> f64 {
    0.5 * (sum(&ears[0], bands.clone()) + sum(&ears[1], bands))
}

/// Ratio of programme to room in the ear in which it is greater, dB.
fn clear_db(frame: &DrumFrame, bands: std::ops::Range<usize>) -> f64 {
    let one = |ear: usize| {
        let programme = sum(&frame.programme[ear], bands.clone());
        db(programme.max(1e-15) / sum(&frame.room[ear], bands.clone()).max(1e-13))
    };
    one(0).max(one(1))
}
