//! An earphone's network but for its ways to the room, kept from one design to the next.
//!
//! A [`Face`] is the network at one frequency with drivers, tubes and ear, and the most costly part of
//! a design. Seal, vent and skin leave it as it is, so that a knob of theirs finds it solved.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::acoustics::Face;

/// The most frequencies that are kept: those of several sample rates.
const MOST: usize = 4096;

/// Faces of one ear's network by frequency.
#[derive(Debug, Default)]
pub(super) struct FaceCache(Mutex<HashMap<u64, Face>>);

impl FaceCache {
    /// The face at a frequency in Hz, which is solved unless it is kept.
    pub(super) fn at(&self, frequency_hz: f64, solve: impl FnOnce() -> Face) -> Face {
        let key = frequency_hz.to_bits();
        let kept = self.kept().get(&key).copied();
        kept.unwrap_or_else(|| {
            let face = solve();
            let mut kept = self.kept();
            if kept.len() >= MOST {
                kept.clear();
            }
            kept.insert(key, face);
            face
        })
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<u64, Face>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acoustics::{Network, Placement};
    use crate::rig::{Rig, Side};

    #[test]
    fn a_face_is_solved_once_a_frequency_and_the_memory_has_a_bound() {
        let earphone = Rig::default().earphone;
        let network = Network::new(&earphone, Side::Left, &Placement::human(0.0)).expect("solved");
        let cache = FaceCache::default();
        let solved = std::cell::Cell::new(0);
        let at = |frequency_hz: f64| {
            let solve = || {
                solved.set(solved.get() + 1);
                network.face(frequency_hz)
            };
            cache.at(frequency_hz, solve).solve(network.vents())
        };
        assert_eq!(at(1_000.0), network.solve(1_000.0));
        assert_eq!(at(1_000.0), network.solve(1_000.0));
        assert_eq!(at(2_000.0), network.solve(2_000.0));
        assert_eq!(solved.get(), 2);
        for step in 0..MOST {
            at(3_000.0 + step as f64);
        }
        assert!(cache.kept().len() < MOST);
        assert_eq!(at(1_000.0), network.solve(1_000.0));
    }
}
