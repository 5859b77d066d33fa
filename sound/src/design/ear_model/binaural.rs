//! Both ears of a rig, solved together where they differ in their seals alone.

use std::sync::Arc;

use super::super::face_cache::FaceCache;
use super::super::DesignError;
use super::EarModel;
use crate::rig::{Rig, Side};

/// Both ears of a rig.
pub(crate) struct BinauralModel {
    pub left: EarModel,
    /// None when it is like the left one.
    pub right: Option<EarModel>,
    /// True if one solution of the network does for both, but for the ways to the room.
    pub together: bool,
}

impl BinauralModel {
    /// Sets up the networks of both ears, with what was solved of them before.
    ///
    /// # Errors
    /// See [`EarModel::new`].
    pub(in crate::design) fn with_faces(
        rig: &Rig,
        faces: Option<&[Arc<FaceCache>; 2]>,
    ) -> Result<Self, DesignError> {
        let [left_faces, right_faces] =
            [0, 1].map(|ear| faces.map(|faces| Arc::clone(&faces[ear])));
        let left = EarModel::with_faces(rig, Side::Left, None, left_faces)?;
        let together = rig.earphone.differs_in_seal_alone();
        let right = if rig.earphone.is_symmetric() {
            None
        } else {
            // Levels refer to sealed ears, which are then the same.
            let known_pa_v = together.then_some(left.sensitivity_pa_v);
            Some(EarModel::with_faces(
                rig,
                Side::Right,
                known_pa_v,
                right_faces,
            )?)
        };
        Ok(Self {
            left,
            right,
            together,
        })
    }

    /// [`EarModel::own_voice_db`] of both ears at some frequencies in Hz; of the left one when they are
    /// alike.
    pub(crate) fn own_voice_db(&self, frequencies_hz: &[f64], occlusion: f64) -> [Vec<f64>; 2] {
        let mut levels = [const { Vec::new() }; 2];
        for &f in frequencies_hz {
            let face = self.left.face(f);
            levels[0].push(self.left.own_voice_at_db(&face, f, occlusion));
            levels[1].extend((self.right.as_ref()).map(|right| match self.together {
                true => right.own_voice_at_db(&face, f, occlusion),
                false => right.own_voice_db(f, occlusion),
            }));
        }
        levels
    }
}
