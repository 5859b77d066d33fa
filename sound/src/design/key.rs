//! Keys of designed responses: the part of a rig that each of them depends on.
//!
//! Every field of a rig's table is named, so that whoever adds one decides whether it needs a design.

use super::bypass::StageBypass;
use crate::rig::{Ear, Earphone, Listening, Pack, Rig, Tip};

/// Key of one designed result: rigs with equal keys share it.
pub(super) trait Key {
    /// Key of a rig.
    fn of(rig: &Rig) -> Self;

    /// Returns whether a rig has this key. Allocates nothing.
    fn fits(&self, rig: &Rig) -> bool;
}

/// Key of all responses of a rig: two rigs with equal keys need no new design.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignKey {
    earphone: EarphoneKey,
    listening: ListeningKey,
    sources: SourcesKey,
    spill: Option<SpillKey>,
    without: StageBypass,
}

impl DesignKey {
    /// Key of a rig of which some stages are bypassed.
    #[must_use]
    pub fn of((rig, without): &(Rig, StageBypass)) -> Self {
        Self {
            earphone: EarphoneKey::of(rig),
            listening: ListeningKey::of(rig),
            sources: SourcesKey::of(rig),
            spill: rig.performer.turns_up.then(|| SpillKey::of(rig)),
            without: *without,
        }
    }

    /// Returns whether responses of this key serve a rig. Allocates nothing.
    #[must_use]
    pub fn fits(&self, rig: &Rig, without: StageBypass) -> bool {
        self.without == without
            && self.sources.fits(rig)
            && match &self.spill {
                Some(spill) => rig.performer.turns_up && spill.fits(rig),
                None => !rig.performer.turns_up,
            }
            && self.earphone.fits(rig)
            && self.listening.fits(rig)
    }
}

/// Earphone in its ears, as the pack drives it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct EarphoneKey {
    earphone: Earphone,
    output_impedance_ohm: f64,
    energizer: bool,
    ear: Ear,
}

impl Key for EarphoneKey {
    fn of(rig: &Rig) -> Self {
        let (output_impedance_ohm, energizer) = drive(&rig.pack);
        Self {
            earphone: rig.earphone.clone(),
            output_impedance_ohm,
            energizer,
            ear: rig.listening.ear,
        }
    }

    fn fits(&self, rig: &Rig) -> bool {
        self.is_driven_alike(rig) && same_earphone(&self.earphone, &rig.earphone)
    }
}

impl EarphoneKey {
    /// Returns whether a rig's pack and ear are these. Allocates nothing.
    fn is_driven_alike(&self, rig: &Rig) -> bool {
        (self.output_impedance_ohm, self.energizer) == drive(&rig.pack)
            && self.ear == rig.listening.ear
    }
}

/// Earphone in its ears but for the ways to the room at the tip: seal, vent and skin.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FaceKey(EarphoneKey);

impl Key for FaceKey {
    fn of(rig: &Rig) -> Self {
        Self(EarphoneKey::of(rig))
    }

    fn fits(&self, rig: &Rig) -> bool {
        let Earphone {
            left_out: _,
            right_out: _,
            jaw_decades: _,
            slip_decades: _,
            slip_s: _,
            measured: _,
            drivers,
            bores,
            tip,
            seal: _,
            port: _,
            wall: _,
            distortion: _,
        } = &self.0.earphone;
        let now = &rig.earphone;
        self.0.is_driven_alike(rig)
            && *drivers == now.drivers
            && *bores == now.bores
            && *tip == now.tip
    }
}

/// Properties of a pack that the earphone meets.
fn drive(pack: &Pack) -> (f64, bool) {
    let Pack {
        volume_db: _,
        balance: _,
        mode: _,
        high_boost_db: _,
        limiter: _,
        limiter_dbspl: _,
        output_impedance_ohm,
        noise_uv: _,
        max_output_v: _,
        latency_ms: _,
        battery_hours: _,
        energizer,
    } = pack;
    (*output_impedance_ohm, *energizer)
}

fn same_earphone(a: &Earphone, b: &Earphone) -> bool {
    let Earphone {
        left_out,
        right_out,
        jaw_decades,
        slip_decades,
        slip_s: _,
        measured,
        drivers,
        bores,
        tip,
        seal,
        port,
        wall,
        distortion: _,
    } = a;
    *left_out == b.left_out
        && *right_out == b.right_out
        && *jaw_decades == b.jaw_decades
        && *slip_decades == b.slip_decades
        && *measured == b.measured
        && *drivers == b.drivers
        && *bores == b.bores
        && *tip == b.tip
        && *seal == b.seal
        && *port == b.port
        && *wall == b.wall
}

/// Correction for the user's own headphones, and the tip in whose canal it is reckoned.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ListeningKey {
    listening: Listening,
    tip: Tip,
}

impl Key for ListeningKey {
    fn of(rig: &Rig) -> Self {
        Self {
            listening: rig.listening.clone(),
            tip: rig.earphone.tip.clone(),
        }
    }

    fn fits(&self, rig: &Rig) -> bool {
        let Listening {
            level_dbspl: _,
            ceiling_dbfs: _,
            loudness_matched: _,
            match_db: _,
            output_db: _,
            reference,
            amount,
            ear,
            device,
        } = &self.listening;
        let now = &rig.listening;
        *reference == now.reference
            && *amount == now.amount
            && *ear == now.ear
            && *device == now.device
            && self.tip == rig.earphone.tip
    }
}

/// Own voice and microphones, beside the earphone that they come through.
#[derive(Clone, Copy, Debug, PartialEq)]
struct SourcesKey {
    /// Share of the occlusion effect.
    occlusion: f64,
    /// True if there are ambient microphones.
    microphones: bool,
}

impl Key for SourcesKey {
    fn of(rig: &Rig) -> Self {
        Self {
            occlusion: rig.own_voice.occlusion,
            microphones: rig.ambient.microphones.enabled,
        }
    }

    fn fits(&self, rig: &Rig) -> bool {
        *self == Self::of(rig)
    }
}

/// Spectrum of the public address, beside the earphone that it comes through.
#[derive(Clone, Copy, Debug, PartialEq)]
struct SpillKey {
    low_weight_db: f64,
}

impl Key for SpillKey {
    fn of(rig: &Rig) -> Self {
        Self {
            low_weight_db: rig.ambient.spill.low_weight_db,
        }
    }

    fn fits(&self, rig: &Rig) -> bool {
        *self == Self::of(rig)
    }
}

/// The secondary paths: an earphone and its sources.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AroundKey(EarphoneKey, SourcesKey);

impl Key for AroundKey {
    fn of(rig: &Rig) -> Self {
        Self(EarphoneKey::of(rig), SourcesKey::of(rig))
    }

    fn fits(&self, rig: &Rig) -> bool {
        self.1.fits(rig) && self.0.fits(rig)
    }
}

/// Levels heard by a performer: an earphone and the spill.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct HearingKey(EarphoneKey, SpillKey);

impl Key for HearingKey {
    fn of(rig: &Rig) -> Self {
        Self(EarphoneKey::of(rig), SpillKey::of(rig))
    }

    fn fits(&self, rig: &Rig) -> bool {
        self.1.fits(rig) && self.0.fits(rig)
    }
}
