//! Stages that are switched off or soloed, to hear what they do.
//!
//! A stage that is off becomes what it would be if it did nothing: the feed hands the mix on as it
//! is, the link is a cable, the pack an ideal amplifier at its middle, the earphone one that meets
//! the listener's reference, its tip seals perfectly, the room and the skull are silent, and the
//! listening stage hands on the pressure at the drum. Each of these is a rig or a response like any
//! other, so the chain ramps and cross-fades there and back as it does for every knob. None of it is
//! saved with a rig.

use super::params::BodypackParams;
use super::table::StageId;
use crate::design::StageBypass;
use crate::rig::{Feed, Link, Pack, Rig};

/// The volume of a silent pack, dB.
const SILENT_DB: f64 = -60.0;

/// Returns whether a stage can be heard alone: the listening stage is what one hears the others
/// through.
pub fn can_solo(stage: StageId) -> bool {
    stage != StageId::Listening
}

impl BodypackParams {
    /// Writes what is to be heard to `live`, which started as a copy of `base`, and says which
    /// responses are to do nothing, with one stage alone if one is named. Allocates nothing.
    pub fn heard(&self, base: &Rig, live: &mut Rig, alone: Option<StageId>) -> StageBypass {
        // What has no parameter, and was overwritten while a stage was off.
        live.feed.clone_from(&base.feed);
        live.pack.clone_from(&base.pack);
        live.earphone.seal.clone_from(&base.earphone.seal);
        self.apply(base, live);
        let mut without = StageBypass::default();
        for stage in StageId::ALL {
            if !self.is_on_with(stage, alone) {
                switch_off(stage, live, &mut without);
            }
        }
        if matches!(alone, Some(StageId::Ambient | StageId::OwnVoice)) {
            live.pack.volume_db = SILENT_DB;
        }
        without
    }

    /// The set-up that is heard, and what of it is to do nothing.
    pub fn effective_rig(&self) -> (Rig, StageBypass) {
        self.heard_rig_with(self.solo.get())
    }

    /// The same with one stage alone, if one is named.
    pub fn heard_rig_with(&self, alone: Option<StageId>) -> (Rig, StageBypass) {
        let base = self.base.get();
        let mut live = (*base).clone();
        let without = self.heard(&base, &mut live, alone);
        (live, without)
    }

    /// Returns whether a stage is heard at present: it is switched on, and no other one is soloed.
    pub fn is_on(&self, stage: StageId) -> bool {
        self.is_on_with(stage, self.solo.get())
    }

    fn is_on_with(&self, stage: StageId, alone: Option<StageId>) -> bool {
        let switch = match stage {
            StageId::Feed => &self.feed.power,
            StageId::Link => &self.link.power,
            StageId::Pack => &self.pack.power,
            StageId::Earphone => &self.earphone.power,
            StageId::Fit => &self.fit.power,
            StageId::Ambient => &self.ambient.enabled,
            StageId::OwnVoice => &self.own_voice.enabled,
            StageId::Listening => &self.listening.power,
        };
        match alone {
            Some(_) if stage == StageId::Listening => switch.value(),
            // The room comes in by the fit, so that it is heard through it.
            Some(StageId::Ambient) if stage == StageId::Fit => switch.value(),
            Some(alone) => alone == stage,
            None => switch.value(),
        }
    }
}

/// Makes a stage do nothing. Allocates nothing.
fn switch_off(stage: StageId, rig: &mut Rig, without: &mut StageBypass) {
    match stage {
        StageId::Feed => rig.feed = Feed::default(),
        StageId::Link => rig.link = Link::Wired,
        StageId::Pack => {
            rig.pack = Pack {
                output_impedance_ohm: 0.0,
                ..Pack::default()
            }
        }
        StageId::Earphone => without.earphone = true,
        StageId::Fit => {
            rig.earphone.seal.left_resistance_pa_s_m3 = f64::INFINITY;
            rig.earphone.seal.right_resistance_pa_s_m3 = f64::INFINITY;
        }
        StageId::Ambient => rig.ambient.enabled = false,
        StageId::OwnVoice => rig.own_voice.enabled = false,
        StageId::Listening => without.listening = true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::presets;

    fn params() -> BodypackParams {
        let mut rig = presets::find("dual-armature-digital").unwrap();
        rig.feed.trim_db = 3.0;
        rig.pack.volume_db = -6.0;
        rig.earphone.seal.left_resistance_pa_s_m3 = 1e8;
        BodypackParams::for_rig(rig)
    }

    #[test]
    fn nothing_is_off_at_first() {
        let params = params();
        assert_eq!(
            params.effective_rig(),
            (params.rig(), StageBypass::default())
        );
    }

    #[test]
    fn a_soloed_stage_is_the_only_one_that_does_anything() {
        let params = params();
        for stage in StageId::ALL {
            params.solo.set(Some(stage));
            assert_eq!(params.solo.get(), Some(stage));
            let (heard, without) = params.effective_rig();
            assert_eq!(heard.link != Link::Wired, stage == StageId::Link);
            assert_eq!(heard.feed != Feed::default(), stage == StageId::Feed);
            assert_eq!(without.earphone, stage != StageId::Earphone);
            assert_eq!(heard.ambient.enabled, stage == StageId::Ambient);
            assert!(!without.listening, "the listening stage stays");
            // Rig and parameters are as they were.
            assert_eq!(params.rig(), *params.base.get());
        }
        params.solo.set(None);
        assert_eq!(params.effective_rig().0, params.rig());
    }

    #[test]
    fn what_was_off_comes_back_as_it_was() {
        let params = params();
        let base = params.base.get();
        let mut live = (*base).clone();
        params.solo.set(Some(StageId::OwnVoice));
        params.heard(&base, &mut live, params.solo.get());
        assert_ne!(live, *base);
        params.solo.set(None);
        params.heard(&base, &mut live, params.solo.get());
        assert_eq!(live, *base);
    }
}
