//! Hosts and checks as a table.

use std::fmt;

/// Checks made in every host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    Scan,
    Insert,
    Window,
    ChooseRig,
    Knob,
    Key,
    Aux,
    Mono,
    State,
    Export,
    PassThrough,
    Twenty,
    Exit,
}

impl Check {
    /// Every check, in the order of the columns.
    pub const ALL: [Check; 13] = [
        Check::Scan,
        Check::Insert,
        Check::Window,
        Check::ChooseRig,
        Check::Knob,
        Check::Key,
        Check::Aux,
        Check::Mono,
        Check::State,
        Check::Export,
        Check::PassThrough,
        Check::Twenty,
        Check::Exit,
    ];

    /// Its name, also in the scripts that drive hosts.
    pub fn name(self) -> &'static str {
        match self {
            Check::Scan => "scan",
            Check::Insert => "insert",
            Check::Window => "window",
            Check::ChooseRig => "choose rig",
            Check::Knob => "knob",
            Check::Key => "key",
            Check::Aux => "aux",
            Check::Mono => "mono",
            Check::State => "state",
            Check::Export => "export",
            Check::PassThrough => "pass through",
            Check::Twenty => "twenty",
            Check::Exit => "exit",
        }
    }
}

/// Outcome of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Ok,
    /// The host does not offer it, or not without a screen.
    NotThere,
    /// It does not hold, in a line.
    Failed(String),
}

/// All hosts.
#[derive(Default)]
pub struct Table {
    rows: Vec<(String, Vec<(Check, Outcome)>)>,
}

impl Table {
    /// Adds a host; checks that are not among its outcomes are not there.
    pub fn add(&mut self, host: &str, outcomes: Vec<(Check, Outcome)>) {
        self.rows.push((host.to_owned(), outcomes));
    }

    /// Returns whether any check has failed.
    pub fn has_failed(&self) -> bool {
        let mut all = self.rows.iter().flat_map(|(_, outcomes)| outcomes);
        all.any(|(_, outcome)| matches!(outcome, Outcome::Failed(_)))
    }
}

/// Writes the table as Markdown for a read-me, followed by the reasons of failures.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| |")?;
        for check in Check::ALL {
            write!(f, " {} |", check.name())?;
        }
        writeln!(f, "\n|---|{}", "---|".repeat(Check::ALL.len()))?;
        for (host, outcomes) in &self.rows {
            write!(f, "| {host} |")?;
            for check in Check::ALL {
                let found = outcomes.iter().find(|(known, _)| *known == check);
                let word = match found.map(|(_, outcome)| outcome) {
                    Some(Outcome::Ok) => "ok",
                    Some(Outcome::Failed(_)) => "FAILED",
                    Some(Outcome::NotThere) | None => "–",
                };
                write!(f, " {word} |")?;
            }
            writeln!(f)?;
        }
        for (host, outcomes) in &self.rows {
            for (check, outcome) in outcomes {
                if let Outcome::Failed(why) = outcome {
                    writeln!(f, "{host}, {}: {why}", check.name())?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_seen_and_said() {
        let mut table = Table::default();
        table.add("A", vec![(Check::Scan, Outcome::Ok)]);
        assert!(!table.has_failed());
        let failed = Outcome::Failed("it is gone".to_owned());
        table.add("B", vec![(Check::Exit, failed)]);
        assert!(table.has_failed());
        let text = table.to_string();
        assert!(text.contains("| A | ok | – |") && text.contains("| FAILED |"));
        assert!(text.ends_with("B, exit: it is gone\n"), "{text}");
    }
}
