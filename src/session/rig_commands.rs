//! Rigs, and parts of them, on their way into an instance: each is one step to undo. The
//! loudness match is taken anew.

use std::sync::atomic::Ordering;

use nice_plug::context::gui::GuiContext;

use super::library::{factory_id, factory_rig, Listing};
use super::params::BodypackParams;
use super::rig_choice::number_of;
use super::set_up::{tell_host, tell_host_of_follower};
use super::table;
use super::values::values_said_by;
use crate::chain::loudness;
use crate::rig::{schema, Link, Listening, Pack, Rig};

/// A part of a rig that can be taken from another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Signal sent by the mixing desk.
    Feed,
    /// The transmission.
    Link,
    /// The receiver on the belt.
    Pack,
    /// The earphone as it is worn.
    Earphone,
    /// Fit of the earphone in the ear: tip, leak and port.
    Fit,
    /// The room.
    Ambient,
    /// The performer's own sound.
    OwnVoice,
}

impl Part {
    /// Copies the part from one rig to another.
    pub fn copy(self, from: &Rig, to: &mut Rig) {
        match self {
            Part::Feed => to.feed.clone_from(&from.feed),
            Part::Link => to.link.clone_from(&from.link),
            Part::Pack => to.pack.clone_from(&from.pack),
            Part::Earphone => to.earphone.clone_from(&from.earphone),
            Part::Fit => {
                to.earphone.tip.clone_from(&from.earphone.tip);
                to.earphone.seal.clone_from(&from.earphone.seal);
                to.earphone.port.clone_from(&from.earphone.port);
            }
            Part::Ambient => to.ambient.clone_from(&from.ambient),
            Part::OwnVoice => to.own_voice.clone_from(&from.own_voice),
        }
    }
}

impl BodypackParams {
    /// Loads a rig that the library knows by `origin`, or none. What belongs to whoever listens and
    /// not to the performer stays as it is: the own headphones, the output gain and the ceiling, the
    /// ear, whether the loudness is matched, the switches of the stages. The headroom of a factory rig
    /// comes on top of the listener's output gain, and goes with it.
    pub fn load(&self, rig: &Rig, origin: &str, gui: &GuiContext) {
        let mut rig = self.for_listener(rig, origin);
        loudness::take(&mut rig);
        self.replace_rig(rig, origin, gui);
    }

    /// Returns whether the set-up is another one than the library has under its name.
    pub fn is_changed(&self, listing: &Listing) -> bool {
        let origin = self.origin.get();
        match listing.get(&origin).map(|item| &item.rig) {
            Some(Ok(rig)) => !table::alike(&self.for_listener(rig, &origin), &self.rig()),
            _ => self.differ_from_base(),
        }
    }

    /// A rig of the library, known there by `origin`, with the present listener's own headphones and
    /// output gain.
    pub(crate) fn for_listener(&self, rig: &Rig, origin: &str) -> Rig {
        let present = self.rig().listening;
        let own_output_db = present.output_db - headroom_db(&self.origin.get());
        Rig {
            listening: Listening {
                level_dbspl: rig.listening.level_dbspl,
                output_db: allowed_output_db(own_output_db + headroom_db(origin)),
                ..present
            },
            ..rig.clone()
        }
    }

    /// Changes the rig in one step, and keeps what the parameters say.
    pub fn edit(&self, gui: &GuiContext, change: impl FnOnce(&mut Rig)) {
        let mut rig = self.rig();
        change(&mut rig);
        let origin = self.origin.get();
        self.replace_rig(rig, &origin, gui);
    }

    /// Changes a part of the rig for another one: as [`Self::edit`], and the loudness is matched
    /// anew.
    pub fn choose(&self, gui: &GuiContext, change: impl FnOnce(&mut Rig)) {
        self.edit(gui, |rig| {
            change(rig);
            loudness::take(rig);
        });
    }

    /// Takes a part of another rig.
    pub fn take(&self, part: Part, from: &Rig, gui: &GuiContext) {
        self.choose(gui, |rig| part.copy(from, rig));
    }

    /// Takes a link and the pack that goes with it; the volume and the balance stay.
    pub fn take_link(&self, link: &Link, pack: &Pack, gui: &GuiContext) {
        self.choose(gui, |rig| {
            rig.link.clone_from(link);
            rig.pack = Pack {
                volume_db: rig.pack.volume_db,
                balance: rig.pack.balance,
                ..pack.clone()
            };
        });
    }

    fn replace_rig(&self, rig: Rig, origin: &str, gui: &GuiContext) {
        self.remember();
        self.put_in_place(rig, origin);
        self.show_rig();
        tell_host(gui);
    }

    /// Puts a rig in place, and leaves everything alone that no rig says.
    fn put_in_place(&self, rig: Rig, origin: &str) {
        let values = values_said_by(&rig);
        self.set_up(rig, origin, &values);
    }

    /// Loads the rig that the host has asked for, if it has. True when one was loaded. May allocate
    /// and take its time.
    pub fn load_asked(&self) -> bool {
        let Some(preset) = self.rig_choice.take() else {
            return false;
        };
        let origin = factory_id(preset.id);
        let mut rig = self.for_listener(&preset.rig, &origin);
        loudness::take(&mut rig);
        self.put_in_place(rig, &origin);
        self.values_changed.store(true, Ordering::Release);
        true
    }

    /// Brings the parameter to what is there. True if that is another value.
    pub fn show_rig(&self) -> bool {
        let number = self.rig_there();
        if self.rig_choice.is_asked() || self.rig_choice.number() == number {
            return false;
        }
        self.rig_choice.show(number);
        true
    }

    /// The same after a hand in the window has turned something, and tells the host.
    pub fn follow_hand(&self, gui: &GuiContext) {
        if self.show_rig() {
            tell_host_of_follower(gui);
        }
    }

    /// The number of the factory rig that is there as it came, or 0.
    fn rig_there(&self) -> i32 {
        let origin = self.origin.get();
        match factory_rig(&origin) {
            Some(preset) => {
                let as_it_came = self.for_listener(&preset.rig, &origin);
                match table::alike(&as_it_came, &self.rig()) {
                    true => number_of(preset.id),
                    false => 0,
                }
            }
            None => 0,
        }
    }
}

/// Output gain within what a rig may say: one that says more could not be read again.
fn allowed_output_db(output_db: f64) -> f64 {
    let field = schema::field("listening.output_db");
    let range = field.and_then(|field| field.range);
    range.map_or(output_db, |range| output_db.clamp(range.min, range.max))
}

/// Output gain that a factory rig sets, which makes room for a loud stage; 0 dB for the user's own
/// rigs, where the gain is the listener's.
fn headroom_db(origin: &str) -> f64 {
    factory_rig(origin).map_or(0.0, |preset| preset.rig.listening.output_db)
}
