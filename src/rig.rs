//! What is emulated: one plain-data description of a whole set-up.
//!
//! A [`Rig`] is what the factory presets hold, what a rig file says, what the plugin's parameters
//! map to and what the command line takes. Every field carries its unit in its name.

mod ambient;
mod driver;
mod earphone;
mod feed;
mod link;
mod listening;
mod own_voice;
mod pack;

pub use ambient::Ambient;
pub use driver::{
    BalancedArmature, Crossover, Damper, Driver, Dynamic, Electrostatic, Motor, Tube,
};
pub use earphone::{Bore, Earphone, Port, Seal, Side, Tip, Wall};
pub use feed::{Feed, FeedMode};
pub use link::{DigitalLink, Link};
pub use listening::{Ear, Listening, Reference};
pub use own_voice::OwnVoice;
pub use pack::Pack;

use serde::{Deserialize, Serialize};

/// The version of the rig file format that this code writes. Older files are migrated on reading.
pub const FORMAT: u32 = 1;

/// One complete set-up, from the desk to the listener's own headphones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rig {
    /// Version of the file format, [`FORMAT`] when written by this code.
    pub format: u32,
    /// Name as the user reads it.
    pub name: String,
    /// A sentence or two: what this rig stands for and what to listen for.
    pub notes: String,
    /// What the desk sends.
    pub feed: Feed,
    /// How it gets to the pack.
    pub link: Link,
    /// The receiver on the belt.
    pub pack: Pack,
    /// The earphone and how it sits in the ear.
    pub earphone: Earphone,
    /// The room around the listener.
    pub ambient: Ambient,
    /// The performer's own sound.
    pub own_voice: OwnVoice,
    /// The user's own playback device and the levels at the drum.
    pub listening: Listening,
}

impl Default for Rig {
    fn default() -> Self {
        Self {
            format: FORMAT,
            name: String::new(),
            notes: String::new(),
            feed: Feed::default(),
            link: Link::default(),
            pack: Pack::default(),
            earphone: Earphone::default(),
            ambient: Ambient::default(),
            own_voice: OwnVoice::default(),
            listening: Listening::default(),
        }
    }
}
