//! A blind test in the window: its sides, and the run from trial to trial.

use super::blind_link::BlindLink;
use super::params::BodypackParams;
use super::slots::{SLOTS, SLOT_NAMES};
use super::snapshot::Snapshot;
use crate::analysis::blind_test::{BlindTest, Outcome, Question};
use crate::design::StageBypass;
use crate::rig::Rig;

/// One of the sounds of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The mix as it came in.
    Input,
    /// A slot.
    Slot(usize),
}

impl Side {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Input).chain((0..SLOTS).map(Self::Slot))
    }

    /// A short name.
    pub fn short(self) -> &'static str {
        match self {
            Self::Input => "Input",
            Self::Slot(slot) => SLOT_NAMES.get(slot).copied().unwrap_or_default(),
        }
    }
}

impl BodypackParams {
    /// Contents of a slot, or what is heard where it is the active one; none of an empty slot.
    pub fn in_slot(&self, slot: usize) -> Option<Snapshot> {
        match slot == self.slots.active() {
            true => Some(Snapshot::of(self)),
            false => self.slots.kept(slot),
        }
    }

    /// Name of a side with that of its set-up; none of an empty slot.
    pub fn side_name(&self, side: Side) -> Option<String> {
        match side {
            Side::Input => Some("the input".to_owned()),
            Side::Slot(slot) => {
                let name = self.in_slot(slot)?.rig().name.clone();
                Some(format!("{}: {name}", side.short()))
            }
        }
    }

    /// Set-up of a side as it is heard, with no stage alone; none of the input or an empty slot.
    pub fn side_setup(&self, side: Side) -> Option<(Rig, StageBypass)> {
        let Side::Slot(slot) = side else { return None };
        let kept = self.in_slot(slot)?;
        let apart = Self::for_rig(kept.rig().clone());
        apart.set_values(kept.values());
        Some(apart.heard_rig_with(None))
    }
}

/// A test that runs.
pub struct Run {
    names: [String; 2],
    test: BlindTest,
    seed: u64,
    answers: Vec<bool>,
    /// Sounds that were heard in this trial: of ABX first, second, X; of a preference in their order.
    heard: [bool; 3],
    /// The one that is heard now.
    playing: usize,
    /// Largest difference in loudness at an answer, LU.
    most_apart_lu: f64,
    /// The set-ups at its beginning.
    before: Vec<Option<Snapshot>>,
}

impl Run {
    /// Begins a test between two sides of these names; none where there is no test of that length.
    pub fn new(
        params: &BodypackParams,
        names: [String; 2],
        (question, trials, seed): (Question, usize, u64),
    ) -> Option<Self> {
        let run = Self {
            names,
            test: BlindTest::new(question, trials, seed)?,
            seed,
            answers: Vec::new(),
            heard: [false; 3],
            playing: 0,
            most_apart_lu: 0.0,
            before: slots(params),
        };
        Some(run)
    }

    /// The question.
    pub fn question(&self) -> Question {
        self.test.question()
    }

    /// The present trial, from 1, and how many there are.
    pub fn trial(&self) -> [usize; 2] {
        let trials = self.test.trials();
        [(self.answers.len() + 1).min(trials), trials]
    }

    /// Names of the sides.
    pub fn names(&self) -> [&str; 2] {
        self.names.each_ref().map(String::as_str)
    }

    /// Names of the sounds that can be heard, as the window shows them.
    pub fn sounds(&self) -> &'static [&'static str] {
        match self.question() {
            Question::Abx => &["1", "2", "X"],
            Question::Preference => &["First", "Second"],
        }
    }

    /// The one that is heard now.
    pub fn playing(&self) -> usize {
        self.playing
    }

    /// Hears one of the sounds.
    pub fn hear(&mut self, sound: usize, link: &BlindLink) {
        let second = self.test.is_second(self.answers.len());
        let side = match (self.question(), sound) {
            (Question::Abx, 2) => usize::from(second),
            (Question::Abx, sound) => sound.min(1),
            // True where the second side comes first.
            (Question::Preference, sound) => usize::from(second != (sound == 1)),
        };
        if let Some(heard) = self.heard.get_mut(sound) {
            *heard = true;
        }
        self.playing = sound;
        link.hear(side);
    }

    /// Sounds that have to be heard before an answer; none when it can be given.
    pub fn waits_for(&self) -> Option<&'static str> {
        match (self.question(), self.heard) {
            (Question::Abx, [_, _, false]) => Some("Hear X first."),
            (Question::Preference, [true, true, _]) | (Question::Abx, _) => None,
            (Question::Preference, _) => Some("Hear both first."),
        }
    }

    /// Takes an answer: true for the second sound. The outcome when it was the last one.
    pub fn answer(&mut self, second: bool, link: &BlindLink) -> Option<Outcome> {
        if self.waits_for().is_some() || !link.is_matched() {
            return None;
        }
        let apart_lu = link.apart_lu().map_or(0.0, f64::abs);
        self.most_apart_lu = self.most_apart_lu.max(apart_lu);
        self.answers.push(second);
        if self.answers.len() < self.test.trials() {
            self.heard = [false; 3];
            self.hear(0, link);
            return None;
        }
        self.test.outcome(&self.answers)
    }

    /// Returns whether a set-up has changed since the beginning.
    pub fn is_outdated(&self, params: &BodypackParams) -> bool {
        let now = slots(params);
        self.before.iter().zip(&now).any(|pair| match pair {
            (Some(one), Some(other)) => !one.same(other),
            (None, None) => false,
            _ => true,
        })
    }

    /// The whole result as text.
    pub fn text(&self, outcome: &Outcome) -> String {
        let names = self.names();
        let question = match self.question() {
            Question::Abx => "which of both X is (ABX)",
            Question::Preference => "which of both is better",
        };
        format!(
            "{}\nExact p-value: {:.6}\nQuestion: {question}\nFirst: {}\nSecond: {}\n\
             Sound: what played in the host\nLoudness apart: {:.3} LU at most\nSeed: {}\n\n{}",
            outcome.sentence(names),
            outcome.p_value,
            names[0],
            names[1],
            self.most_apart_lu,
            self.seed,
            self.test.transcript(&self.answers, names, ["1", "2"])
        )
    }
}

/// Everything that is in the slots.
fn slots(params: &BodypackParams) -> Vec<Option<Snapshot>> {
    (0..SLOTS).map(|slot| params.in_slot(slot)).collect()
}

#[cfg(test)]
mod tests;
