//! Updates from the worker to the audio thread, and garbage that comes back to be freed.

use rtrb::{Consumer, Producer};

use crate::chain::blind_pair::BlindPair;
use crate::design::{DesignError, ResponseCache, ResponseSet, StageBypass};
use crate::rig::{Earphone, Listening, Pack, Rig};
use crate::worker::attachment::Attached;
use crate::worker::sound_tap::SoundTap;
use crate::worker::spectrum_tap::Tap;

/// A set-up that is heard, and what of it is to do nothing.
pub type EffectiveRig = (Rig, StageBypass);

/// One hand-over. Made, and freed, away from the audio thread.
pub struct RigUpdate {
    /// The rig that the parameters start from.
    pub base: Rig,
    /// A copy of it that the audio thread writes the parameters to.
    pub live: Rig,
    /// Stages that are bypassed.
    pub without: StageBypass,
    /// New responses, when they changed.
    pub designed: Option<Box<ResponseSet>>,
    /// Key of the responses.
    pub needs: DesignKey,
    /// The activation that this belongs to; responses of an earlier one have another sample rate.
    pub epoch: u64,
}

impl RigUpdate {
    /// Packs a base rig for the audio thread, without responses.
    pub fn new(base: Rig, needs: DesignKey, epoch: u64) -> Self {
        let live = base.clone();
        Self {
            base,
            live,
            without: StageBypass::default(),
            designed: None,
            needs,
            epoch,
        }
    }

    /// Packs a base rig with the responses of what is heard, which is the base with the parameters.
    ///
    /// # Errors
    /// See [`ResponseCache::design`].
    pub fn designed(
        designer: &mut ResponseCache,
        base: Rig,
        heard: &EffectiveRig,
        sample_rate_hz: f64,
        epoch: u64,
    ) -> Result<Self, DesignError> {
        let (rig, without) = heard;
        let designed =
            designer
                .design(rig, sample_rate_hz)?
                .without(rig, sample_rate_hz, *without)?;
        Ok(Self {
            designed: Some(Box::new(designed)),
            ..Self::new(base, DesignKey::of(heard), epoch)
        })
    }
}

/// Key of a design: two rigs with equal keys need no new design.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignKey {
    earphone: Earphone,
    pack: Pack,
    listening: Listening,
    around: AroundNeeds,
    without: StageBypass,
}

/// Key of the responses around the programme.
#[derive(Clone, Copy, Debug, PartialEq)]
struct AroundNeeds {
    /// Share of the occlusion effect.
    occlusion: f64,
    /// True if there are ambient microphones.
    microphones: bool,
    /// True if the performer turns the volume, and how low the public address is.
    turns_up: bool,
    low_weight_db: f64,
}

fn around(rig: &Rig) -> AroundNeeds {
    AroundNeeds {
        occlusion: rig.own_voice.occlusion,
        microphones: rig.ambient.microphones.enabled,
        turns_up: rig.performer.turns_up,
        low_weight_db: rig.ambient.spill.low_weight_db,
    }
}

impl DesignKey {
    /// Key of an effective rig.
    pub fn of((rig, without): &EffectiveRig) -> Self {
        Self {
            earphone: rig.earphone.clone(),
            pack: rig.pack.clone(),
            listening: rig.listening.clone(),
            around: around(rig),
            without: *without,
        }
    }

    /// Returns whether responses designed for these serve a rig. Allocates nothing.
    pub fn fit(&self, rig: &Rig, without: StageBypass) -> bool {
        self.without == without
            && self.around == around(rig)
            && same_earphone(&self.earphone, &rig.earphone)
            && same_pack(&self.pack, &rig.pack)
            && same_listening(&self.listening, &rig.listening)
    }
}

// Every field is named, so that whoever adds one to a rig decides whether it needs a design.

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

fn same_pack(a: &Pack, b: &Pack) -> bool {
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
    } = a;
    *output_impedance_ohm == b.output_impedance_ohm && *energizer == b.energizer
}

fn same_listening(a: &Listening, b: &Listening) -> bool {
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
    } = a;
    *reference == b.reference && *amount == b.amount && *ear == b.ear && *device == b.device
}

/// Objects that the audio thread hands back to be freed.
pub enum Garbage {
    /// A package that has been replaced or was too old.
    RigUpdate(Box<RigUpdate>),
    /// Responses whose cross-fade has ended.
    ResponseSet(Box<ResponseSet>),
    /// A tap that nobody listens to any longer.
    Tap(Box<SoundTap>),
    /// Both sounds of a blind test that has ended.
    Pair(Box<BlindPair>),
}

/// Both ends of the hand-over on the audio thread's side.
pub struct AudioEndpoint {
    /// From the designer.
    pub inbox: Consumer<Box<RigUpdate>>,
    /// Back to it, to be freed.
    pub outbox: Producer<Garbage>,
    /// To the picture of the spectrum.
    pub tap: Tap,
    /// Tap of *Check mix*, and the pair of a blind test.
    pub attached: Attached,
}
