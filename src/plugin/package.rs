//! What the designer hands to the audio thread, and what comes back to be freed.

use crate::chain::{design, DesignError, Designed};
use crate::rig::{Ear, Earphone, Reference, Rig};

/// One hand-over. Made, and freed, away from the audio thread.
pub struct Package {
    /// The rig that the parameters start from.
    pub base: Rig,
    /// A copy of it that the audio thread writes the parameters to.
    pub live: Rig,
    /// New responses, when they changed.
    pub designed: Option<Box<Designed>>,
    /// What the responses were designed for.
    pub needs: Needs,
    /// The activation that this belongs to; responses of an earlier one have another sample rate.
    pub epoch: u64,
}

impl Package {
    /// Packs a base rig for the audio thread, without responses.
    pub fn new(base: Rig, needs: Needs, epoch: u64) -> Self {
        let live = base.clone();
        Self {
            base,
            live,
            designed: None,
            needs,
            epoch,
        }
    }

    /// Packs a base rig with the responses of `rig`, which is the base with the parameters.
    ///
    /// # Errors
    /// As [`design`].
    pub fn designed(
        base: Rig,
        rig: &Rig,
        sample_rate_hz: f64,
        epoch: u64,
    ) -> Result<Self, DesignError> {
        let designed = design(rig, sample_rate_hz)?;
        Ok(Self {
            designed: Some(designed),
            ..Self::new(base, Needs::of(rig), epoch)
        })
    }
}

/// The part of a rig that its responses depend on: two rigs that agree in it need no new design.
#[derive(Clone, Debug, PartialEq)]
pub struct Needs {
    earphone: Earphone,
    output_impedance_ohm: f64,
    ear: Ear,
    reference: Reference,
}

impl Needs {
    /// What the responses of a rig depend on.
    pub fn of(rig: &Rig) -> Self {
        Self {
            earphone: rig.earphone.clone(),
            output_impedance_ohm: rig.pack.output_impedance_ohm,
            ear: rig.listening.ear,
            reference: rig.listening.reference,
        }
    }

    /// Whether these are what a rig depends on. Allocates nothing.
    pub fn fit(&self, rig: &Rig) -> bool {
        self.earphone == rig.earphone
            && self.output_impedance_ohm == rig.pack.output_impedance_ohm
            && self.ear == rig.listening.ear
            && self.reference == rig.listening.reference
    }
}

/// What the audio thread has no more use for.
pub enum Scrap {
    /// A package that has been replaced or was too old.
    Package(Box<Package>),
    /// Responses whose cross-fade has ended.
    Designed(Box<Designed>),
}
