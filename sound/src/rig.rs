//! Rigs: one plain-data description of a whole set-up.
//!
//! A [`Rig`] is what the factory presets hold, what a rig file says, what the plugin's parameters
//! map to and what the command line takes. Every field carries its unit in its name.

mod about;
mod ambient;
mod cable;
mod catalog;
mod check;
pub mod desks;
mod driver;
pub mod driver_catalog;
mod earphone;
mod edit;
mod error;
mod feed;
mod fields;
mod file;
mod fixture;
mod like;
mod link;
pub mod links;
mod listening;
mod measured;
pub mod measurement;
mod own_voice;
mod pack;
pub mod packs;
pub mod parts;
mod performer;
pub mod presets;
pub mod quantity;
pub mod schema;
pub mod stages;
mod stored;
mod suggest;
pub mod tips;
mod warnings;
pub mod wearings;

pub use crate::rig::suggest::nearest;
pub use about::{About, Fault, Group, PerformerRole, Price, Tag, TagKind, Venue};
pub use ambient::{Ambient, Canceling, Microphones, Spill, StageSound, Wedge};
pub use cable::{BrokenConductor, Cable, CableRoute};
pub use driver::*;
pub use earphone::{Bore, Earphone, ModuleGrade, Port, Seal, Side, Tip, TipKind, Wall};
pub use error::{Cause, Problem, RigError};
pub use feed::{Feed, FeedMode};
pub use fixture::REFERENCE_PLANE_MM;
pub use link::{
    Allocation, AnalogLink, AnalogMode, BandLimit, BluetoothLink, Coder, Compander, CompanderKind,
    Concealment, Converters, DetectorKind, DigitalLink, Emphasis, ExpanderMatch, LimiterPlace,
    Link, Packets, Radio, Sight, Tolerance,
};
pub use listening::{Ear, Listening, Reference};
pub use measured::{
    Aligned, CurveRole, Device, EmbeddedCurve, Measured, MeasuredOn, Treble, WearingStyle,
    MOST_POINTS,
};
pub use own_voice::OwnVoice;
pub use pack::{Pack, PackMode};
pub use performer::Performer;

use schema::{described, kinds, required, table, text, whole, Described};

/// The version of the rig file format that this code writes. Older files are migrated on reading.
pub const FORMAT: u32 = 1;

described! {
    /// One complete set-up, from the desk to the listener's own headphones.
    pub struct Rig {
        /// Version of the file format.
        pub format: u32 = FORMAT, required(whole(1, FORMAT));
        /// Name of the rig.
        pub name: String = "Untitled".into(), required(text(1, 80));
        /// A sentence or two: what this rig stands for and what to listen for.
        pub notes: String = String::new(), text(0, 2000);
        /// Wearer, place and purpose: words to search for.
        pub about: About = About::default(), table::<About>();
        /// Signal sent by the mixing desk.
        pub feed: Feed = Feed::default(), table::<Feed>();
        /// Transmission from the desk to the pack.
        pub link: Link = Link::default(), kinds::<Link>();
        /// The receiver on the belt.
        pub pack: Pack = Pack::default(), table::<Pack>();
        /// The earphone and how it sits in the ear.
        pub earphone: Earphone = Earphone::default(), table::<Earphone>();
        /// Cable noise at the ear.
        pub cable: Cable = Cable::default(), table::<Cable>();
        /// The room around the listener.
        pub ambient: Ambient = Ambient::default(), table::<Ambient>();
        /// The performer's own sound.
        pub own_voice: OwnVoice = OwnVoice::default(), table::<OwnVoice>();
        /// Level to which the performer turns the mix.
        pub performer: Performer = Performer::default(), table::<Performer>();
        /// The user's own playback device and the levels at the drum.
        pub listening: Listening = Listening::default(), table::<Listening>();
    }
}
