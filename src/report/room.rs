//! The room at the drum by itself: the chain's ambient stage, without the chain around it.

use crate::chain::ambient::{self, Ambient};
use crate::chain::earphone;
use crate::chain::ears::Ears;
use crate::design::{design, DesignError, StageBypass};
use crate::rig::{stages, Rig};

/// Samples that the stage takes at once.
const PART: usize = 64;

/// Settings of the one part of the room that plays the mix: the performer's own wedge.
pub(super) fn own_wedge(rig: &Rig) -> ambient::Settings {
    let mut wedge = rig.ambient.clone();
    if let Some(silent) = stages::find("silent") {
        silent.apply(&mut wedge);
    }
    wedge.enabled = rig.ambient.enabled && wedge.wedge.level_dbspl > 0.0;
    ambient::Settings::new(&wedge)
}

/// Settings of everything else.
fn without_wedge(rig: &Rig) -> ambient::Settings {
    let mut room = rig.ambient.clone();
    room.wedge.level_dbspl = 0.0;
    ambient::Settings::new(&room)
}

/// Returns whether anything but the mix would reach the drum.
fn is_heard(rig: &Rig, recorded: bool) -> bool {
    let room = &rig.ambient;
    let sounds = room.levels_dbspl().iter().any(|&level| level > 0.0);
    room.enabled
        && (recorded || sounds || room.microphones.enabled || room.canceling.depth_db > 0.0)
}

/// Ambient stage of a rig.
pub(super) struct Room {
    ambient: Ambient,
    ears: Ears,
}

impl Room {
    /// The room of a rig; none where nothing is heard of it.
    ///
    /// # Errors
    /// When the earphone has no solution.
    pub(super) fn new(
        rig: &Rig,
        recorded: bool,
        rate_hz: f64,
        seed: u64,
    ) -> Result<Option<Self>, DesignError> {
        if !is_heard(rig, recorded) {
            return Ok(None);
        }
        // The pressure at the drum, with nothing divided out.
        let bypass = StageBypass {
            listening: true,
            ..StageBypass::default()
        };
        let designed = design(rig, rate_hz)?.without(rig, rate_hz, bypass)?;
        let settings = without_wedge(rig);
        let listening = earphone::Settings::new(&rig.listening, &rig.earphone);
        Ok(Some(Self {
            ambient: Ambient::new(rate_hz, designed.around(), &settings, seed),
            ears: Ears::new(rate_hz, &designed, &listening),
        }))
    }

    /// Plays a piece: the mix as the stage hears it, and a recording in, pascals at the drum out.
    pub(super) fn play(&mut self, mix: &[Vec<f32>; 2], room: &mut [Vec<f32>; 2]) {
        let [left, right] = room;
        let parts = left.chunks_mut(PART).zip(right.chunks_mut(PART));
        for ((left, right), at) in parts.zip((0..).step_by(PART)) {
            let mut sent = [[0.0; PART]; 2];
            for (sent, mix) in sent.iter_mut().zip(mix) {
                sent[..left.len()].copy_from_slice(&mix[at..at + left.len()]);
            }
            let [l, r] = &mut sent;
            self.ambient
                .hear(&[&mut l[..left.len()], &mut r[..right.len()]]);
            let input = [&*left, &*right];
            (self.ears).hear_room(&mut self.ambient, Some(input), left.len());
            left.fill(0.0);
            right.fill(0.0);
            self.ears.process_part(&mut [left, right]);
            if let Some(arose) = self.ambient.at_drum() {
                for (out, arose) in [left, right].into_iter().zip(arose) {
                    for (out, arose) in out.iter_mut().zip(arose) {
                        *out += arose;
                    }
                }
            }
        }
    }
}
