//! The exposure that a session remembers: the audio thread counts, the project file keeps.

use std::sync::atomic::{AtomicBool, Ordering};

use atomic_float::AtomicF64;
use nice_plug::params::persist::PersistentField;

use crate::analysis::noise_dose::Exposure;

/// Numbers of an exposure: seconds, then three doses of two ears.
const NUMBERS: usize = 7;

/// An exposure that several threads see. It only grows, and it is an estimate: numbers that belong
/// to two neighboring moments do no harm.
#[derive(Default)]
pub struct KeptExposure {
    numbers: [AtomicF64; NUMBERS],
    /// True if the audio has to go on from these numbers.
    set: AtomicBool,
}

impl KeptExposure {
    /// The newest exposure.
    pub fn get(&self) -> Exposure {
        let [seconds, a, b, c, d, e, f] =
            self.numbers.each_ref().map(|x| x.load(Ordering::Relaxed));
        Exposure {
            seconds,
            niosh: [a, b],
            osha: [c, d],
            weekly: [e, f],
        }
    }

    /// Forgets it, or goes on from one of an earlier session.
    pub fn replace(&self, exposure: &Exposure) {
        let exposure = if exposure.is_sound() {
            *exposure
        } else {
            Exposure::default()
        };
        self.write(&exposure);
        self.set.store(true, Ordering::Release);
    }

    /// The exposure to continue from, once after it was replaced. Real-time safe.
    pub fn take_replaced(&self) -> Option<Exposure> {
        self.set.swap(false, Ordering::Acquire).then(|| self.get())
    }

    /// Stores the exposure counted by the audio thread. Real-time safe.
    pub fn write(&self, exposure: &Exposure) {
        let Exposure {
            seconds,
            niosh: [a, b],
            osha: [c, d],
            weekly: [e, f],
        } = *exposure;
        for (to, from) in self.numbers.iter().zip([seconds, a, b, c, d, e, f]) {
            to.store(from, Ordering::Relaxed);
        }
    }
}

impl PersistentField<'_, Exposure> for KeptExposure {
    fn set(&self, exposure: Exposure) {
        self.replace(&exposure);
    }

    fn map<F, R>(&self, f: F) -> R
    where
        F: Fn(&Exposure) -> R,
    {
        f(&self.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_goes_on_where_it_ended_and_rubbish_is_forgotten() {
        let mut exposure = Exposure::default();
        exposure.add([94.0, 91.0], [94.0, 91.0], 60.0);
        let kept = KeptExposure::default();
        kept.write(&exposure);
        assert_eq!((kept.get(), kept.take_replaced()), (exposure, None));
        let other = KeptExposure::default();
        PersistentField::set(&other, PersistentField::map(&kept, |kept| *kept));
        assert_eq!(other.take_replaced(), Some(exposure));
        assert_eq!(other.take_replaced(), None);
        exposure.osha[1] = f64::INFINITY;
        other.replace(&exposure);
        assert_eq!(other.take_replaced(), Some(Exposure::default()));
    }
}
