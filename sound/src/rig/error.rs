//! Why a rig is refused, in the user's words.

use std::fmt;
use std::ops::Range;

use crate::order;

/// One or more reasons why a rig is refused, in the order of their lines.
#[derive(Clone, Debug, PartialEq)]
pub struct RigError {
    problems: Vec<Problem>,
}

impl RigError {
    pub(super) fn new(mut problems: Vec<Problem>) -> Self {
        order::by_key(&mut problems, |problem| problem.line);
        Self { problems }
    }

    pub(super) fn one(cause: Cause) -> Self {
        Self::new(vec![Problem { line: None, cause }])
    }

    /// The reasons; there is at least one.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for RigError {
    /// One line for each reason.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for RigError {}

/// One reason, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The line of the rig file, from 1; none when the rig did not come from a file.
    pub line: Option<usize>,
    /// The cause.
    pub cause: Cause,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.cause),
            None => write!(f, "{}", self.cause),
        }
    }
}

/// Cause of a rig error.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Cause {
    /// The text is not TOML.
    #[error("this is not TOML: {0}")]
    Syntax(String),
    /// A key is given twice.
    #[error("`{key}` is given twice")]
    Duplicate {
        /// The key as the file has it.
        key: String,
    },
    /// A key that must be there is not.
    #[error("`{path}` is missing; {allowed}")]
    Missing {
        /// Its path.
        path: String,
        /// The allowed values.
        allowed: String,
    },
    /// The file is from a later version.
    #[error(
        "`format` is {found}: a newer version wrote this file; this one reads rig files up to \
         format {newest}"
    )]
    Newer {
        /// The format of the file.
        found: String,
        /// The newest format that can be read.
        newest: u32,
    },
    /// A key that does not exist.
    #[error("`{path}` is not known; {hint}")]
    Unknown {
        /// Its path.
        path: String,
        /// The nearest known key, or all that are known.
        hint: String,
    },
    /// A value that is not allowed.
    #[error("`{path}` is {found}; {allowed}")]
    NotAllowed {
        /// Its path.
        path: String,
        /// The value found, as a person would write it.
        found: String,
        /// The allowed values.
        allowed: String,
    },
}

/// A cause with the place in the source, before it is known which line that is.
#[derive(Debug)]
pub(super) struct Located {
    pub span: Range<usize>,
    pub cause: Cause,
}

impl Located {
    /// With its line in the source, or without one when there is no source to show.
    pub(super) fn into_problem(self, source: Option<&str>) -> Problem {
        let line_of = |source: &str| {
            let before = &source.as_bytes()[..self.span.start.min(source.len())];
            1 + before.iter().filter(|&&byte| byte == b'\n').count()
        };
        Problem {
            line: source.map(line_of),
            cause: self.cause,
        }
    }
}
