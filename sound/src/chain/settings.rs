//! Settings of all stages, which may change while audio runs.

use super::{
    ambient, cable, contact, drain, earphone, feed, jaw, link, listening, own_voice, pack, safety,
};
use crate::design::performer;
use crate::dsp::units;
use crate::rig::Rig;

/// Everything that may change while audio runs and needs no design.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Signal sent by the mixing desk.
    pub feed: feed::Settings,
    /// The transmission.
    pub link: link::Settings,
    /// Volume and balance.
    pub pack: pack::Settings,
    /// The pack's battery over time.
    pub drain: drain::Settings,
    /// The conductors of the cable.
    pub contact: contact::Settings,
    /// Level at the drum.
    pub earphone: earphone::Settings,
    /// The room.
    pub ambient: ambient::Settings,
    /// The performer's own sound.
    pub own_voice: own_voice::Settings,
    /// The jaw that opens the seal.
    pub jaw: jaw::Settings,
    /// The cable's noise.
    pub cable: cable::Settings,
    /// The hand on the volume knob, if it turns.
    pub performer: Option<performer::Settings>,
    /// Back to the user's headphones.
    pub listening: listening::Settings,
    /// The ceiling.
    pub safety: safety::Settings,
}

impl Settings {
    /// Settings taken from a rig. Allocates nothing.
    pub fn new(rig: &Rig) -> Self {
        let own_voice = own_voice::Settings::new(&rig.own_voice, &rig.listening);
        Self {
            feed: feed::Settings::new(&rig.feed),
            link: link::Settings::new(&rig.link),
            pack: pack::Settings::new(rig),
            drain: drain::Settings::new(rig),
            contact: contact::Settings::new(&rig.cable),
            earphone: earphone::Settings::new(&rig.listening, &rig.earphone),
            ambient: ambient::Settings::new(&rig.ambient)
                .with_own_voice(&rig.ambient.microphones, own_voice.gain_pa),
            own_voice,
            jaw: jaw::Settings::new(rig),
            cable: cable::Settings::new(&rig.cable),
            performer: performer::Settings::new(rig),
            listening: listening::Settings::new(&rig.listening),
            safety: safety::Settings {
                ceiling: units::gain(rig.listening.ceiling_dbfs) as f32,
            },
        }
    }

    /// The same with the listening level that the performer turns to. Louder in the ear is not
    /// louder at the output: what goes into pascals comes out of them again.
    pub(super) fn turned(&self, choice: Option<&performer::Choice>) -> Self {
        let mut turned = *self;
        if let (Some(performer), Some(choice)) = (&self.performer, choice) {
            let turn_db = performer.turn_db(choice);
            turned.earphone.gain_db += turn_db;
            turned.pack.pascals_per_unit_db += turn_db;
            turned.listening.gain_db -= turn_db;
        }
        turned
    }
}
