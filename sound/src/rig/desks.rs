//! Classes of desks with their networks under generic names, to put into any rig's feed.
//!
//! Delays: small digital desks 0.83 ms from analog in to analog out; monitor desks of large systems
//! 3.11 ms; audio networks 1 ms each way (published measurements and manuals).

use super::Feed;

/// A desk of a class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Desk {
    /// Short name without blanks, which never changes: `digital-small`.
    pub id: &'static str,
    /// Name as the user reads it.
    pub name: &'static str,
    /// Delay of the desk, from in to out, ms.
    pub desk_delay_ms: f64,
    /// Delay of the audio network before and after it, ms.
    pub network_delay_ms: f64,
}

const fn desk(
    id: &'static str,
    name: &'static str,
    desk_delay_ms: f64,
    network_delay_ms: f64,
) -> Desk {
    Desk {
        id,
        name,
        desk_delay_ms,
        network_delay_ms,
    }
}

/// All desks, in the order in which users see them.
pub const ALL: &[Desk] = &[
    desk("analog", "Analog desk", 0.0, 0.0),
    desk("digital-small", "Small digital desk", 0.83, 0.0),
    desk(
        "digital-small-network",
        "Small digital desk on a network",
        0.83,
        2.0,
    ),
    desk(
        "digital-large",
        "Large digital system, monitor desk",
        3.11,
        2.0,
    ),
];

/// The desk with this id.
pub fn find(id: &str) -> Option<&'static Desk> {
    ALL.iter().find(|desk| desk.id == id)
}

impl Desk {
    /// Puts the desk into a feed.
    pub fn apply(&self, feed: &mut Feed) {
        feed.desk_delay_ms = self.desk_delay_ms;
        feed.network_delay_ms = self.network_delay_ms;
    }
}
