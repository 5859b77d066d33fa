//! The report as a whole: everything that the page, the JSON file and the matrix are made of.

use super::{of_mix, of_performers, of_rig, play};
use super::{Candidate, Desk, Finding, Inputs, Kind, OnRig, Stopped};

/// A mix on its rigs, with everything that was found.
pub struct Report {
    /// The mix's file, or what it was.
    pub mix: String,
    /// Its sample rate, Hz.
    pub sample_rate_hz: u32,
    /// The mix as it leaves the desk.
    pub desk: Desk,
    /// The rigs that were played.
    pub rigs: Vec<OnRig>,
    /// Rigs that could not be played, with the reason.
    pub failed: Vec<(String, String)>,
    /// The room that was asked for, in words.
    pub room: String,
    /// Findings about the mix, worst first.
    pub of_mix: Vec<Finding>,
    /// Findings about performers, worst first.
    pub of_performers: Vec<Finding>,
    /// Words about the inputs.
    pub remarks: Vec<String>,
}

impl Report {
    /// Ranks what was measured of a mix of this name. Without a rig there is nothing to rank.
    #[must_use]
    pub fn new(mix: String, sample_rate_hz: u32, desk: Desk, rigs: Vec<OnRig>) -> Self {
        Self {
            mix,
            sample_rate_hz,
            of_mix: of_mix(&desk, &rigs),
            of_performers: of_performers(&rigs),
            desk,
            rigs,
            failed: Vec::new(),
            room: String::new(),
            remarks: Vec::new(),
        }
    }

    /// All findings in the order of the page.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.of_mix.iter().chain(&self.of_performers)
    }
}

impl OnRig {
    /// Plays a mix on a rig and measures it there. `progress` hears of frames that are done and says whether
    /// to go on.
    ///
    /// # Errors
    /// When the rig cannot be heard, an input cannot be read, or `progress` says no.
    pub fn measure(
        candidate: &Candidate,
        inputs: &mut dyn Inputs,
        desk: &Desk,
        seed: u64,
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Self, Stopped> {
        let played = play(&candidate.rig, inputs, desk, seed, progress)?;
        Ok(Self {
            cells: of_rig(desk, &played, candidate),
            summary: played.summary,
            candidate: candidate.clone(),
        })
    }
}

/// Measure and limit of a kind, as a report states them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stated {
    /// Kind.
    pub kind: Kind,
    /// Quantity that is compared.
    pub measure: &'static str,
    /// The figure from which on it is a finding.
    pub limit: f64,
    /// Unit of the limit.
    pub unit: &'static str,
    /// Source of the limit.
    pub source: &'static str,
}

impl Report {
    /// Measures and limits of the findings about the mix, as each was found, then of all kinds that rigs have.
    #[must_use]
    pub fn limits(&self) -> Vec<Stated> {
        let mut all: Vec<Stated> = Vec::new();
        for finding in &self.of_mix {
            let stated = Stated {
                kind: finding.kind,
                measure: finding.measure,
                limit: finding.limit,
                unit: finding.unit,
                source: finding.source,
            };
            if !all.contains(&stated) {
                all.push(stated);
            }
        }
        all.extend(Kind::OF_RIGS.into_iter().map(|kind| {
            let limit = kind.limit();
            Stated {
                kind,
                measure: limit.measure,
                limit: limit.value,
                unit: limit.unit,
                source: limit.source,
            }
        }));
        all
    }
}
