//! The latency budget: where the milliseconds go, and what players make of them.
//!
//! *In the real world* desk, network, link and pack each take their time. A player whose own sound
//! reaches the ear undelayed as well, through bone and air, hears both comb and notices little; one
//! who hears it through the link alone only feels it lag.
//!
//! *Model*: limits for in-ear monitors by instrument, the lower edge of the 85 % interval of the
//! ratings in M. Lester and J. Boley, "The Effects of Latency on Live Sound Monitoring", AES 123rd
//! Convention, paper 7198 (2007), table 1, after a transcription. Without an own sound beside the
//! link, what is left is the feel of playing: 10 ms are rated like none and 20 ms are worse (R. Jack
//! et al., Audio Mostly 2016), so nothing under these is held against a link then.
//!
//! A floor wedge plays what the desk sends, so its sound passes neither link nor pack, and takes its time
//! through the air. It is the way of the mix where no earphone is in an ear; beside an earphone that is
//! worn, the earphone's way is judged. The limits are those for in-ear monitors all the same.
//!
//! *Left out*: the spread among players, which is large; jitter; the way from instrument to desk.
//!
//! *Tests*: `tests/latency_budget.rs`.

use crate::rig::{Rig, Side};

/// The line that the trade draws between usable and late, ms.
pub const TRADE_LINE_MS: f64 = 7.0;

/// Delay that feels like none, and delay that is not yet disturbing, when only the link is heard,
/// ms.
const FEEL_MS: [f64; 2] = [10.0, 20.0];

/// Role of the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A singer.
    Voice,
    /// A guitarist.
    Guitar,
    /// A bass player.
    Bass,
    /// A drummer.
    Drums,
    /// A keyboard player.
    Keys,
    /// A saxophonist.
    Sax,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Voice,
        Self::Guitar,
        Self::Bass,
        Self::Drums,
        Self::Keys,
        Self::Sax,
    ];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Voice => "voice",
            Self::Guitar => "guitar",
            Self::Bass => "bass",
            Self::Drums => "drums",
            Self::Keys => "keys",
            Self::Sax => "sax",
        }
    }

    /// Up to where a delay is good and up to where it is fair, ms, with the own sound beside it or
    /// without.
    #[must_use]
    pub fn limits_ms(self, own_sound: bool) -> [f64; 2] {
        let table = match self {
            Self::Voice => [1.0, 6.5],
            Self::Guitar => [4.5, 14.5],
            Self::Bass => [4.5, 25.5],
            Self::Drums => [8.0, 24.5],
            Self::Keys => [27.0, 43.0],
            Self::Sax => [0.0, 3.0],
        };
        if own_sound {
            table
        } else {
            [0, 1].map(|at| table[at].max(FEEL_MS[at]))
        }
    }

    /// Verdict of this player on a delay.
    #[must_use]
    pub fn verdict(self, latency_ms: f64, own_sound: bool) -> Verdict {
        let [good_ms, fair_ms] = self.limits_ms(own_sound);
        if latency_ms <= good_ms {
            Verdict::Good
        } else if latency_ms <= fair_ms {
            Verdict::Fair
        } else {
            Verdict::Worse
        }
    }
}

/// Verdict on a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Hardly noticed.
    Good,
    /// Noticed and accepted.
    Fair,
    /// In the way.
    Worse,
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Worse => "worse",
        }
    }
}

/// Latency budget by part, ms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Budget {
    /// The desk, from in to out.
    pub desk_ms: f64,
    /// The audio network before and after it.
    pub network_ms: f64,
    /// The link, converters included; 0 where the wedge alone is heard.
    pub link_ms: f64,
    /// Processing time of the pack; 0 where the wedge alone is heard.
    pub pack_ms: f64,
    /// The air from a floor wedge, where the wedge alone is heard; 0 otherwise.
    pub air_ms: f64,
    /// The whole delay of a wedge that plays the mix beside an earphone; none without one.
    pub beside_ms: Option<f64>,
    /// True if the performer's own sound reaches the ear undelayed as well.
    pub own_sound: bool,
}

impl Budget {
    /// The budget of a rig.
    #[must_use]
    pub fn of(rig: &Rig) -> Self {
        let (desk_ms, network_ms) = (rig.feed.desk_delay_ms, rig.feed.network_delay_ms);
        let air_ms = rig.ambient.playing_wedge().map(|w| 1e3 * w.delay_s());
        let is_worn = Side::BOTH.iter().any(|side| !rig.earphone.is_out(*side));
        let by_earphone = Self {
            desk_ms,
            network_ms,
            link_ms: rig.link.latency_ms(),
            pack_ms: rig.pack.latency_ms,
            own_sound: rig.own_voice.enabled,
            ..Self::default()
        };
        match (air_ms, is_worn) {
            (None, _) => by_earphone,
            (Some(air_ms), true) => Self {
                beside_ms: Some(desk_ms + network_ms + air_ms),
                ..by_earphone
            },
            (Some(air_ms), false) => Self {
                link_ms: 0.0,
                pack_ms: 0.0,
                air_ms,
                ..by_earphone
            },
        }
    }

    /// Returns whether the mix is heard from a floor wedge alone.
    #[must_use]
    pub fn is_by_wedge(&self) -> bool {
        self.air_ms > 0.0
    }

    /// Its parts with their names, in signal order; the air only where the wedge alone is heard.
    #[must_use]
    pub fn parts_ms(&self) -> Vec<(&'static str, f64)> {
        let mut parts = vec![
            ("desk", self.desk_ms),
            ("network", self.network_ms),
            ("link", self.link_ms),
            ("pack", self.pack_ms),
        ];
        if self.is_by_wedge() {
            parts.push(("air", self.air_ms));
        }
        parts
    }

    /// The whole delay, ms.
    #[must_use]
    pub fn total_ms(&self) -> f64 {
        self.parts_ms().iter().map(|(_, ms)| ms).sum()
    }

    /// Verdict of a player.
    #[must_use]
    pub fn verdict(&self, role: Role) -> Verdict {
        role.verdict(self.total_ms(), self.own_sound)
    }
}
