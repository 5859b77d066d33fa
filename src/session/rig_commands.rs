//! Rigs, and parts of them, on their way into an instance: each is one step to undo. The
//! loudness match is taken anew.

use std::sync::LazyLock;

use nice_plug::context::gui::GuiContext;
use nice_plug::params::persist::serialize_field;
use nice_plug::prelude::PluginState;

use super::library::{factory_id, Listing};
use super::params::BodypackParams;
use super::rig_choice::SHOWN_KEY;
use super::state::{plugin_state_of, take_over, ORIGIN_KEY};
use super::table::{self, Kind, BYPASS_ID};
use crate::chain::loudness;
use crate::rig::{presets, Link, Listening, Pack, Rig};

/// The rig of a fresh instance: the factory's default, as loud as the mix that comes in.
pub fn fresh_rig() -> Rig {
    static FRESH: LazyLock<Rig> = LazyLock::new(|| {
        let mut rig = presets::default_rig().clone();
        rig.listening.loudness_matched = true;
        loudness::take(&mut rig);
        rig
    });
    FRESH.clone()
}

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
        self.replace_rig(&rig, origin, gui);
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
                output_db: own_output_db + headroom_db(origin),
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
        self.replace_rig(&rig, &origin, gui);
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

    fn replace_rig(&self, rig: &Rig, origin: &str, gui: &GuiContext) {
        self.remember();
        take_over(self, state_of(rig, origin), gui);
    }
}

/// Output gain that a factory rig sets, which makes room for a loud stage; 0 dB for the user's own
/// rigs, where the gain is the listener's.
fn headroom_db(origin: &str) -> f64 {
    let preset = presets::all()
        .iter()
        .find(|preset| factory_id(preset.id) == origin);
    preset.map_or(0.0, |preset| preset.rig.listening.output_db)
}

/// The state that loads a rig and leaves everything alone that no rig says.
pub(crate) fn state_of(rig: &Rig, origin: &str) -> PluginState {
    let mut state = plugin_state_of(rig);
    state.fields.remove(SHOWN_KEY);
    state.params.remove(BYPASS_ID);
    for entry in table::entries() {
        if matches!(&entry.kind, Kind::Switch(switch) if switch.is_power) {
            state.params.remove(entry.id);
        }
    }
    let origin = serialize_field(&origin.to_owned()).unwrap_or_default();
    state.fields.insert(ORIGIN_KEY.to_owned(), origin);
    state
}
