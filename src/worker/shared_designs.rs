//! Designs of all instances in a process, so that a session with many of them, or one that is
//! activated time and again, solves a rig once.

use std::sync::{Mutex, PoisonError};

use super::rig_update::EffectiveRig;
use crate::design::{design, DesignError, DesignKey, ResponseSet};

/// Designs that are kept, the newest first: some hundred kilobytes each.
const MOST: usize = 8;

static RECENT: Mutex<Vec<Shared>> = Mutex::new(Vec::new());

struct Shared {
    needs: DesignKey,
    sample_rate_hz: f64,
    responses: ResponseSet,
}

/// The responses of an effective rig at a sample rate in Hz, designed unless they are known. Not
/// for the audio thread.
///
/// # Errors
/// See [`design()`].
pub fn designed(heard: &EffectiveRig, sample_rate_hz: f64) -> Result<ResponseSet, DesignError> {
    let (rig, without) = heard;
    let recent = || RECENT.lock().unwrap_or_else(PoisonError::into_inner);
    let fits =
        |known: &Shared| known.sample_rate_hz == sample_rate_hz && known.needs.fits(rig, *without);
    {
        let mut recent = recent();
        if let Some(at) = recent.iter().position(fits) {
            recent[..=at].rotate_right(1);
            return Ok(recent[0].responses.clone());
        }
    }
    // Nobody waits meanwhile; two that design the same at once get the same.
    let responses = design(rig, sample_rate_hz)?.without(rig, sample_rate_hz, *without)?;
    let mut recent = recent();
    recent.insert(
        0,
        Shared {
            needs: DesignKey::of(heard),
            sample_rate_hz,
            responses: responses.clone(),
        },
    );
    recent.truncate(MOST);
    Ok(responses)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::StageBypass;
    use crate::rig::presets;
    use std::sync::Arc;

    #[test]
    fn the_same_rig_at_the_same_rate_is_designed_once_and_others_are_not_mixed_up() {
        let of = |id: &str| (presets::find(id).unwrap(), StageBypass::default());
        let (one, other) = (of("drummer"), of("vented-dynamic"));
        let at = |heard: &EffectiveRig, rate_hz| designed(heard, rate_hz).unwrap();
        let same =
            |a: &ResponseSet, b: &ResponseSet| Arc::ptr_eq(&a.programme()[0], &b.programme()[0]);
        // A rate that no other test uses, since they share the process.
        let first = at(&one, 47_123.0);
        assert!(same(&first, &at(&one, 47_123.0)));
        assert!(!same(&first, &at(&one, 44_123.0)));
        assert!(!same(&first, &at(&other, 47_123.0)));
        let mut louder = one.clone();
        louder.0.pack.volume_db -= 6.0;
        assert!(
            same(&first, &at(&louder, 47_123.0)),
            "a volume needs no design"
        );
        let without = StageBypass {
            listening: true,
            ..StageBypass::default()
        };
        let bare = at(&(one.0.clone(), without), 47_123.0);
        assert!(!Arc::ptr_eq(&first.listening()[0], &bare.listening()[0]));
    }
}
