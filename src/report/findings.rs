//! Findings: their kinds, and one of them.

use super::limits::{self, Limit};
use super::Place;

/// Side on which a change helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// The mix.
    Mix,
    /// The performer: tip, link, pack, place or level.
    Performer,
}

/// Kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The mix is silent.
    Silence,
    /// One of its channels is.
    OneChannel,
    /// It has a constant offset.
    Offset,
    /// Its peaks are cut off.
    Clipped,
    /// It has gaps.
    Gap,
    /// Its level is too high.
    Hot,
    /// Its level is too low.
    Faint,
    /// A part stands in one channel alone.
    OneSided,
    /// A part cancels in mono.
    OutOfPhase,
    /// The bass drum has no fundamental.
    ThinKick,
    /// Sibilants or cymbals are sharp.
    Sibilance,
    /// A stem is masked by the rest of the mix.
    StemMasked,
    /// Mains hum is in the mix.
    MixHum,
    /// Hiss is in the mix.
    MixHiss,
    /// An octave is far too loud or too soft.
    Balance,
    /// The room is as loud as the mix.
    RoomOverMix,
    /// The earphone or its seal takes the bass.
    BassLost,
    /// The room covers kick and bass.
    BassUnderRoom,
    /// A stem is masked by the room, or where the earphone takes it.
    StemUnderRoom,
    /// The highest octave is lost.
    TrebleLost,
    /// The link's noise follows the music.
    Breathing,
    /// Hiss or hum stands in the pauses.
    Hiss,
    /// The ear limiter works.
    Limiter,
    /// The amplifier clips.
    Clipping,
    /// The output stands over its ceiling.
    Ceiling,
    /// A side of the mix, or what is different in both, is lost.
    SideLost,
    /// The delay is in the player's way.
    Late,
    /// The level is too high for the length of a set.
    Dose,
    /// The link drops out.
    DropOuts,
}

impl Kind {
    /// Kinds that a rig can have, in the order of the matrix.
    pub const OF_RIGS: [Self; 14] = [
        Self::StemUnderRoom,
        Self::RoomOverMix,
        Self::BassLost,
        Self::BassUnderRoom,
        Self::TrebleLost,
        Self::SideLost,
        Self::Breathing,
        Self::Hiss,
        Self::DropOuts,
        Self::Late,
        Self::Limiter,
        Self::Clipping,
        Self::Ceiling,
        Self::Dose,
    ];

    /// Identifier in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        limits::of(self).0
    }

    /// Heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        limits::of(self).1
    }

    /// Side on which a change helps.
    #[must_use]
    pub fn fix(self) -> Fix {
        limits::of(self).2
    }

    /// Its limit.
    #[must_use]
    pub fn limit(self) -> Limit {
        limits::of(self).3
    }

    /// Kinds of rigs' findings that get worse with this fault of a mix.
    #[must_use]
    pub fn hurts(self) -> &'static [Self] {
        match self {
            Self::Clipped | Self::Hot => {
                &[Self::Limiter, Self::Clipping, Self::Ceiling, Self::Dose]
            }
            Self::OneSided | Self::OutOfPhase | Self::OneChannel => &[Self::SideLost],
            Self::ThinKick => &[Self::BassUnderRoom, Self::BassLost],
            Self::Sibilance => &[Self::Breathing, Self::Limiter, Self::Clipping],
            Self::StemMasked => &[Self::StemUnderRoom, Self::RoomOverMix],
            Self::Faint => &[Self::RoomOverMix, Self::Hiss],
            Self::MixHum | Self::MixHiss => &[Self::Hiss],
            _ => &[],
        }
    }
}

/// Weight of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Beyond the limit.
    Slight,
    /// Well beyond it.
    Clear,
    /// Far beyond it.
    Severe,
}

impl Severity {
    /// Severity by the distance beyond the limit in steps; none within it.
    #[must_use]
    pub fn of(excess: f64) -> Option<Self> {
        match excess {
            e if e >= 2.0 => Some(Self::Severe),
            e if e >= 1.0 => Some(Self::Clear),
            e if e > 0.0 => Some(Self::Slight),
            _ => None,
        }
    }

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Slight => "slight",
            Self::Clear => "clear",
            Self::Severe => "severe",
        }
    }

    /// A mark that is told from the others without color.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Slight => "△",
            Self::Clear => "▲",
            Self::Severe => "✖",
        }
    }
}

/// A finding: measure, limit, place and meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Kind.
    pub kind: Kind,
    /// Figure that was measured.
    pub value: f64,
    /// Limit of that figure: the kind's, or that of a region of it.
    pub limit: f64,
    /// Quantity that was measured.
    pub measure: &'static str,
    /// Unit of figure and limit.
    pub unit: &'static str,
    /// Source of the limit.
    pub source: &'static str,
    /// Distance beyond the limit, in steps.
    pub excess: f64,
    /// Place in time.
    pub place: Place,
    /// The finding in a sentence.
    pub sentence: String,
    /// Change that helps.
    pub change: String,
    /// Name of the stem that it is about.
    pub stem: Option<String>,
    /// Rigs on which it is heard, the worst one first.
    pub rigs: Vec<usize>,
}

impl Finding {
    /// The same stated by another figure and its limit.
    pub(super) fn stated(mut self, value: f64, limit: f64) -> Self {
        (self.value, self.limit) = (value, limit);
        self
    }

    /// The same with another quantity and its unit.
    pub(super) fn by(mut self, measure: &'static str, unit: &'static str) -> Self {
        (self.measure, self.unit) = (measure, unit);
        self
    }

    /// The same with another source of its limit.
    pub(super) fn after(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }

    /// Its severity.
    #[must_use]
    pub fn severity(&self) -> Severity {
        Severity::of(self.excess).unwrap_or(Severity::Slight)
    }
}
