//! Updates from the worker to the audio thread, and garbage that comes back to be freed.

use rtrb::{Consumer, Producer};

use crate::chain::blind_pair::BlindPair;
use crate::design::{DesignError, DesignKey, ResponseCache, ResponseSet, StageBypass};
use crate::rig::Rig;
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
