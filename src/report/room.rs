//! The room at the drum by itself: the chain's ambient stage, without the chain around it.

use crate::chain::ambient::{self, Ambient};
use crate::chain::feed;
use crate::design::{design, DesignError};
use crate::dsp::stage::Stage;
use crate::rig::Rig;

/// Samples that the stage takes at once.
const PART: usize = 64;

/// Settings of a room that is not heard.
pub(super) fn switched_off(rig: &Rig) -> ambient::Settings {
    let mut silent = rig.ambient.clone();
    silent.enabled = false;
    ambient::Settings::new(&silent)
}

/// Returns whether anything but the mix would reach the drum.
fn is_heard(rig: &Rig, recorded: bool) -> bool {
    let room = &rig.ambient;
    let levels_dbspl = room.levels_dbspl();
    let sounds = levels_dbspl.iter().any(|&level| level > 0.0) || room.wedge.level_dbspl > 0.0;
    room.enabled
        && (recorded || sounds || room.microphones.enabled || room.canceling.depth_db > 0.0)
}

/// Ambient stage of a rig, with the desk's feed for a wedge.
pub(super) struct Room {
    ambient: Ambient,
    feed: Option<feed::Feed>,
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
        let designed = design(rig, rate_hz)?;
        let settings = ambient::Settings::new(&rig.ambient);
        let around = designed.around();
        let wedge = rig.ambient.wedge.level_dbspl > 0.0;
        Ok(Some(Self {
            ambient: Ambient::new(rate_hz, designed.ambient(), around, &settings, seed),
            feed: wedge.then(|| feed::Feed::new(rate_hz, &feed::Settings::new(&rig.feed))),
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
            let mut sent = [&mut l[..left.len()], &mut r[..right.len()]];
            self.ambient.hear(&sent);
            if let Some(feed) = &mut self.feed {
                feed.process(&mut sent);
                self.ambient.hear_sent(&sent);
            }
            self.ambient.process(&mut [left, right]);
        }
    }
}
