//! Words for finding a rig: who wears it, where, and what it shows. Nothing here is heard.
//!
//! A rig states only what cannot be read off its parts: role, venue, fault, price class and the
//! factory link that it started from. Drivers, fit and kind of link are read off the parts
//! ([`Rig::tags`]), so that they are never wrong.

use super::schema::{choice, choices, described, text};
use super::{Link, Port, Rig, TipKind};
use crate::order;

described! {
    /// Wearer, place and purpose of a rig.
    pub struct About {
        /// Point to listen for, in one line.
        pub listen_for: String = String::new(), text(0, 160);
        /// The performer.
        pub role: PerformerRole = PerformerRole::Any, choice::<PerformerRole>();
        /// The venue.
        pub venue: Venue = Venue::Any, choice::<Venue>();
        /// The factory link that it started from, by its id; empty for none.
        pub link_tier: String = String::new(), text(0, 40);
        /// The fault it shows.
        pub fault: Fault = Fault::None, choice::<Fault>();
        /// Class of price of the whole set-up.
        pub price: Price = Price::Unstated, choice::<Price>();
    }
}

choices! {
    /// Role of a performer.
    pub enum PerformerRole {
        /// Anyone.
        "any" = Any,
        /// A singer.
        "singer" = Singer,
        /// A guitarist.
        "guitarist" = Guitarist,
        /// A bassist.
        "bassist" = Bassist,
        /// A keyboard player.
        "keys" = Keys,
        /// A drummer.
        "drummer" = Drummer,
        /// A player of a horn or another wind instrument.
        "horn" = Horn,
        /// A choir.
        "choir" = Choir,
        /// A worship team.
        "worship" = Worship,
        /// An actor in musical theater.
        "actor" = Actor,
        /// A DJ.
        "dj" = Dj,
        /// The front-of-house engineer, listening in.
        "foh-engineer" = FohEngineer,
        /// The monitor engineer.
        "monitor-engineer" = MonitorEngineer,
        /// A presenter in broadcast.
        "presenter" = Presenter,
        /// A player in an orchestra or pit.
        "orchestra" = Orchestra,
        /// A listener, not on stage.
        "listener" = Listener,
    }
}

choices! {
    /// Kind of venue.
    pub enum Venue {
        /// Anywhere.
        "any" = Any,
        /// At home or on the way.
        "home" = Home,
        /// A rehearsal room.
        "rehearsal-room" = RehearsalRoom,
        /// A small bar with a loud band.
        "bar" = Bar,
        /// A club.
        "club" = Club,
        /// A theater.
        "theater" = Theater,
        /// An arena.
        "arena" = Arena,
        /// A stadium or a festival ground.
        "stadium" = Stadium,
        /// A church.
        "church" = Church,
        /// A recording studio.
        "studio" = Studio,
        /// A broadcast studio.
        "broadcast" = Broadcast,
        /// The street, or the open air without a stage.
        "street" = Street,
    }
}

choices! {
    /// Fault that a rig shows.
    pub enum Fault {
        /// Nothing.
        "none" = None,
        /// The tip does not seal.
        "poor-seal" = PoorSeal,
        /// One earphone is out of its ear.
        "one-ear-out" = OneEarOut,
        /// The tip slips.
        "slipping-tip" = SlippingTip,
        /// The receiver is at the edge of its range.
        "edge-of-range" = EdgeOfRange,
        /// The performer walks behind the public address.
        "behind-pa" = BehindPa,
        /// Another carrier is on the channel.
        "interferer" = Interferer,
        /// The band is crowded.
        "crowded-band" = CrowdedBand,
        /// The battery is flat.
        "flat-battery" = FlatBattery,
        /// Compressor and expander do not belong together.
        "wrong-expander" = WrongExpander,
        /// The transmitter is driven too hard.
        "hot-transmitter" = HotTransmitter,
        /// The delay is too long to perform with.
        "late" = Late,
        /// The amplifier hisses.
        "hiss" = Hiss,
        /// The feed hums.
        "hum" = Hum,
        /// The output impedance bends the response.
        "output-impedance" = OutputImpedance,
        /// The amplifier runs out of volts.
        "weak-amplifier" = WeakAmplifier,
        /// The ear limiter pumps.
        "limiter-pumping" = LimiterPumping,
        /// The drivers distort.
        "overdriven-drivers" = OverdrivenDrivers,
        /// The energizer is off.
        "no-energizer" = NoEnergizer,
        /// The cable is worn.
        "worn-cable" = WornCable,
        /// The cable is heard.
        "cable-noise" = CableNoise,
        /// The click track is masked.
        "masked-click" = MaskedClick,
        /// The room drowns the mix.
        "loud-stage" = LoudStage,
        /// The closed ear makes the own voice boom.
        "occlusion" = Occlusion,
    }
}

choices! {
    /// Class of price.
    pub enum Price {
        /// Not stated.
        "unstated" = Unstated,
        /// Price of entry-level equipment.
        "budget" = Budget,
        /// Price of a working band's equipment.
        "club" = Club,
        /// Price of touring equipment.
        "touring" = Touring,
    }
}

/// Group of a rig in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Rigs by performer.
    Roles,
    /// Rigs by venue.
    Venues,
    /// Rigs by class of link.
    Links,
    /// Rigs by fault.
    Faults,
    /// Rigs by earphone, on a cable or a plain link.
    Earphones,
}

impl Group {
    /// All groups, in the order in which users see them.
    pub const ALL: [Self; 5] = [
        Self::Roles,
        Self::Venues,
        Self::Links,
        Self::Faults,
        Self::Earphones,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Roles => "Roles",
            Self::Venues => "Places",
            Self::Links => "Links",
            Self::Faults => "What goes wrong",
            Self::Earphones => "Earphones",
        }
    }
}

/// Kind of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TagKind {
    /// Role of a performer.
    Role,
    /// Venue.
    Venue,
    /// Transmission from the desk to the pack.
    Link,
    /// Driver type.
    Driver,
    /// Fit of the earphone in the ear.
    Fit,
    /// Rigs by fault.
    Fault,
    /// Price class.
    Price,
}

impl TagKind {
    /// All kinds, in the order in which users see them.
    pub const ALL: [Self; 7] = [
        Self::Role,
        Self::Venue,
        Self::Link,
        Self::Driver,
        Self::Fit,
        Self::Fault,
        Self::Price,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Venue => "venue",
            Self::Link => "link",
            Self::Driver => "driver",
            Self::Fit => "fit",
            Self::Fault => "fault",
            Self::Price => "price",
        }
    }
}

/// A word that finds a rig.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The kind.
    pub kind: TagKind,
    /// The word.
    pub word: String,
}

impl Rig {
    /// The words that find the rig, by kind: what it states, and what its parts are.
    #[must_use]
    pub fn tags(&self) -> Vec<Tag> {
        let about = &self.about;
        let mut tags = Vec::new();
        let mut add = |kind, word: &str| {
            tags.push(Tag {
                kind,
                word: word.to_owned(),
            });
        };
        if about.role != PerformerRole::Any {
            add(TagKind::Role, about.role.id());
        }
        if about.venue != Venue::Any {
            add(TagKind::Venue, about.venue.id());
        }
        add(TagKind::Link, link_word(&self.link));
        if !about.link_tier.is_empty() {
            add(TagKind::Link, &about.link_tier);
        }
        for word in driver_words(self) {
            add(TagKind::Driver, word);
        }
        for word in fit_words(self) {
            add(TagKind::Fit, word);
        }
        if about.fault != Fault::None {
            add(TagKind::Fault, about.fault.id());
        }
        if about.price != Price::Unstated {
            add(TagKind::Price, about.price.id());
        }
        tags
    }
}

impl Rig {
    /// Group of the rig in a list, from its tags.
    #[must_use]
    pub fn group(&self) -> Group {
        let about = &self.about;
        if about.fault != Fault::None {
            Group::Faults
        } else if about.role != PerformerRole::Any {
            Group::Roles
        } else if about.venue != Venue::Any {
            Group::Venues
        } else if !about.link_tier.is_empty() {
            Group::Links
        } else {
            Group::Earphones
        }
    }
}

/// The kind of a link in one word.
fn link_word(link: &Link) -> &'static str {
    match link {
        Link::Wired | Link::WiredPack(_) => "wired",
        Link::AnalogFm(_) => "analog FM",
        Link::Digital(_) => "digital",
        Link::Bluetooth(_) => "Bluetooth",
    }
}

/// The kinds of drivers, and whether there is more than one.
fn driver_words(rig: &Rig) -> Vec<&'static str> {
    let mut words: Vec<&str> = (rig.earphone.drivers.iter())
        .map(|driver| driver.motor.kind().word())
        .collect();
    order::by(&mut words, Ord::cmp);
    words.dedup();
    if words.len() > 1 {
        words.insert(0, "hybrid");
    }
    words
}

/// The kind of tip, a vent, and an earphone that is out of its ear.
fn fit_words(rig: &Rig) -> Vec<&'static str> {
    let mut words = Vec::new();
    if rig.earphone.tip.kind != TipKind::Free {
        words.push(rig.earphone.tip.kind.id());
    }
    if !matches!(rig.earphone.port, Port::None) {
        words.push("vented");
    }
    if rig.earphone.left_out || rig.earphone.right_out {
        words.push("out");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_tell_what_is_stated_and_what_the_parts_are() {
        let rig = Rig::from_toml(
            "format = 1\nname = \"x\"\n[about]\nlisten_for = \"The kick.\"\nrole = \"drummer\"\n\
             venue = \"club\"\nfault = \"one-ear-out\"\nprice = \"budget\"\n\
             link_tier = \"budget-fm-stereo\"\n[link]\nkind = \"analog-fm\"\n[earphone]\n\
             left_out = true\n[earphone.tip]\nkind = \"foam\"\n",
        )
        .unwrap();
        let words: Vec<String> = rig.tags().into_iter().map(|tag| tag.word).collect();
        assert_eq!(
            words,
            [
                "drummer",
                "club",
                "analog FM",
                "budget-fm-stereo",
                "dynamic",
                "foam",
                "out",
                "one-ear-out",
                "budget"
            ]
        );
    }

    #[test]
    fn a_file_without_the_table_says_nothing_of_a_role() {
        let rig = Rig::from_toml("format = 1\nname = \"x\"\n").unwrap();
        assert_eq!(rig.about, About::default());
        let kinds: Vec<TagKind> = rig.tags().into_iter().map(|tag| tag.kind).collect();
        assert_eq!(kinds, [TagKind::Link, TagKind::Driver]);
        let wrong = Rig::from_toml("format = 1\nname = \"x\"\n[about]\nrole = \"drumer\"\n");
        let message = wrong.unwrap_err().to_string();
        assert!(message.contains("did you mean \"drummer\"?"), "{message}");
    }
}
