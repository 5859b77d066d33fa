//! Translation report: one mix on many rigs, with everything that is at risk on them.
//!
//! *In the real world* a monitor engineer puts on the performer's own pack before doors, one after the
//! other, and changes the mix or the pack. Nobody can do that for thirty performers.
//!
//! *Model*: the mix is measured as it leaves the desk ([`Desk`]); each rig plays it through its own
//! chain, programme and room apart ([`play`]), and what stands at the drum is compared in
//! third octaves. `findings` turns figures into sentences, each with its measure, its threshold and
//! the threshold's source, a place in time and how far it is over. What is wrong with the mix itself
//! stands apart from what a rig does to any mix.
//!
//! *Left out*: the own voice as a masker, and the jaw that it opens; direction of the room's sound.
//!
//! *Tests*: here, and planted faults in the tasks' song (`xtask/src/mix/faults.rs`).

pub mod choice;
pub mod clips;
pub mod excerpt;
pub mod facts;
pub mod page;

mod bands;
mod desk;
mod document;
mod findings;
mod inputs;
mod limits;
mod link_noise;
mod masking;
mod mix_findings;
mod place;
mod play;
mod ranking;
mod rig_findings;
mod room;
mod samples;
mod stem;
mod summary;
mod svg;
mod wording;

pub use bands::{Layout, Powers, BANDS, CENTERS_HZ};
pub use desk::Desk;
pub use document::Report;
pub use findings::{Finding, Fix, Kind, Severity};
pub use inputs::{Input, Inputs};
pub use mix_findings::of_mix;
pub use place::Place;
pub use play::{play, Played, Stopped};
pub use ranking::of_performers;
pub use rig_findings::{of_rig, Cell};
pub use stem::StemRole;
pub use summary::{Summary, SET_H};

use crate::rig::{Group, PerformerRole, Rig};

/// A rig of the report.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its id, or the name of its file.
    pub id: String,
    /// The rig, ready to be heard.
    pub rig: Rig,
}

/// Mix on one rig.
#[derive(Clone, Debug)]
pub struct OnRig {
    /// The rig.
    pub candidate: Candidate,
    /// Figures taken at the drum.
    pub summary: Summary,
    /// Findings of this rig, for the matrix.
    pub cells: Vec<Cell>,
}

/// Returns whether a rig is one of those that a report takes when none is named: somebody's, with
/// nothing wrong with it.
#[must_use]
pub fn is_usual(rig: &Rig) -> bool {
    rig.group() == Group::Roles && rig.about.role != PerformerRole::Listener
}

/// Measures the mix as it leaves the desk; `progress` hears of the frames that are done and says whether
/// to go on.
///
/// # Errors
/// When an input cannot be read, or `progress` says no.
pub fn listen(
    inputs: &mut dyn Inputs,
    stems: &[String],
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<Desk, Stopped> {
    let mut desk = Desk::new(inputs.sample_rate_hz(), stems);
    let piece = desk.layout().hop();
    let mut mix = [vec![0.0; piece], vec![0.0; piece]];
    let mut stem = mix.clone();
    let mut at = 0;
    while at < inputs.frames() {
        let length = piece.min((inputs.frames() - at) as usize);
        let [left, right] = &mut mix;
        inputs.read(Input::Mix, at, [&mut left[..length], &mut right[..length]])?;
        desk.add(&left[..length], &right[..length]);
        for index in 0..stems.len() {
            let [left, right] = &mut stem;
            let to = [&mut left[..length], &mut right[..length]];
            inputs.read(Input::Stem(index), at, to)?;
            desk.add_stem(index, &left[..length], &right[..length]);
        }
        at += length as u64;
        if !progress(length as u64) {
            return Err(Stopped::Asked);
        }
    }
    desk.finish();
    Ok(desk)
}
