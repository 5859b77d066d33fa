//! Remarks on what was read from a file.

use std::fmt;

use crate::order;

/// The most remarks on one file; the rest are only counted.
pub(super) const MOST_REMARKS: usize = 200;

/// Severity of a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// An interpretation.
    Note,
    /// Something that changes what is heard and that the user should know.
    Warning,
    /// A line that could not be used.
    Rejected,
}

/// A remark on an imported file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The line of the file, from 1; none when it is about the whole.
    pub line: Option<usize>,
    /// The severity.
    pub weight: Weight,
    /// The action and its reason, in the user's words.
    pub reason: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.reason),
            None => f.write_str(&self.reason),
        }
    }
}

/// Collects remarks.
#[derive(Default)]
pub(super) struct Report {
    pub(super) remarks: Vec<Remark>,
    pub(super) rejected_lines: usize,
    left_out: usize,
}

impl Report {
    pub(super) fn add(
        &mut self,
        line: Option<usize>,
        weight: Weight,
        reason: impl FnOnce() -> String,
    ) {
        if weight == Weight::Rejected {
            self.rejected_lines += 1;
        }
        if self.remarks.len() < MOST_REMARKS {
            let reason = reason();
            self.remarks.push(Remark {
                line,
                weight,
                reason,
            });
        } else {
            self.left_out += 1;
        }
    }

    /// A line that could not be used.
    pub(super) fn reject(&mut self, line: usize, reason: impl FnOnce() -> String) {
        self.add(Some(line), Weight::Rejected, reason);
    }

    /// Something that could not be used, in a line or in none.
    pub(super) fn reject_at(&mut self, line: Option<usize>, reason: impl FnOnce() -> String) {
        self.add(line, Weight::Rejected, reason);
    }

    pub(super) fn note(&mut self, line: Option<usize>, reason: String) {
        self.add(line, Weight::Note, || reason);
    }

    pub(super) fn warn(&mut self, line: Option<usize>, reason: String) {
        self.add(line, Weight::Warning, || reason);
    }

    /// Everything, in the order of the lines, and how many lines were rejected.
    pub(super) fn finished(mut self) -> (Vec<Remark>, usize) {
        order::by_key(&mut self.remarks, |remark| remark.line);
        if self.left_out > 0 {
            self.remarks.push(Remark {
                line: None,
                weight: Weight::Note,
                reason: format!("and {} more remarks of this kind", self.left_out),
            });
        }
        (self.remarks, self.rejected_lines)
    }
}
