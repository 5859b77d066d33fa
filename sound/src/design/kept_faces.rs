//! Solved networks of the last earphone, for as long as what they depend on stays the same.

use std::sync::Arc;

use super::face_cache::FaceCache;
use super::key::{FaceKey, Key};
use crate::rig::{Rig, Side};

/// Faces of the left and the right ear, with their key.
#[derive(Default)]
pub(super) struct KeptFaces {
    key: Option<FaceKey>,
    ears: Option<[Arc<FaceCache>; 2]>,
}

impl KeptFaces {
    /// Those of a rig; none at the first design of an earphone, so that one that is left alone takes up
    /// no memory.
    pub(super) fn of(&mut self, rig: &Rig) -> Option<[Arc<FaceCache>; 2]> {
        if !self.key.as_ref().is_some_and(|key| key.fits(rig)) {
            *self = Self {
                key: Some(FaceKey::of(rig)),
                ears: None,
            };
            return None;
        }
        let ears = self.ears.get_or_insert_with(|| {
            let left = Arc::new(FaceCache::default());
            let [left_mm, right_mm] = Side::BOTH.map(|side| rig.earphone.tip.canal_mm(side));
            let right = match left_mm == right_mm {
                true => Arc::clone(&left),
                false => Arc::default(),
            };
            [left, right]
        });
        Some(ears.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_are_kept_from_the_second_design_on_while_only_the_ways_to_the_room_change() {
        let mut kept = KeptFaces::default();
        let mut rig = Rig::default();
        assert!(kept.of(&rig).is_none());
        rig.earphone.seal.left_resistance_pa_s_m3 = 1e8;
        let [left, right] = kept.of(&rig).expect("the second design");
        assert!(Arc::ptr_eq(&left, &right));
        rig.earphone.port = crate::rig::Port::hole();
        let [again, _] = kept.of(&rig).expect("the third design");
        assert!(Arc::ptr_eq(&left, &again));
        rig.earphone.tip.right_residual_canal_mm = Some(9.0);
        assert!(kept.of(&rig).is_none());
        let [left, right] = kept.of(&rig).expect("the second with this tip");
        assert!(!Arc::ptr_eq(&left, &right) && !Arc::ptr_eq(&left, &again));
    }
}
