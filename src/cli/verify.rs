//! `bodypack verify`: the figures of the read-me's table, rendered and measured on this machine.
//!
//! A subject is a file beside this one with its rows; each row states what is published and by whom,
//! measures it anew and says whether it holds. The read-me's table is what `--markdown` prints.

mod bench;
mod coders;
mod drivers;
mod ear;
mod intermodulation;
mod isolation;
mod links;
mod row;
mod table;
mod vents;

use std::io::{self, Write};

use row::{Basis, Row};

use super::CliError;

/// The subjects in the order of the table.
const SUBJECTS: &[(&str, &[Row])] = &[
    ("Ear", ear::ROWS),
    ("Drivers", drivers::ROWS),
    ("Intermodulation", intermodulation::ROWS),
    ("Leaks and vents", vents::ROWS),
    ("Isolation", isolation::ROWS),
    ("Links", links::ROWS),
    ("Digital links", coders::ROWS),
];

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Measures only rows that have this in their subject, check or source.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Prints the table of the read-me.
    #[arg(long)]
    markdown: bool,
}

impl Arguments {
    pub fn run(self) -> Result<(), CliError> {
        let rows: Vec<(&str, &Row)> = (SUBJECTS.iter())
            .flat_map(|(subject, rows)| rows.iter().map(|row| (*subject, row)))
            .filter(|(subject, row)| self.is_wanted(subject, row))
            .collect();
        if rows.is_empty() {
            let subjects: Vec<&str> = SUBJECTS.iter().map(|(subject, _)| *subject).collect();
            return Err(CliError::Input(format!(
                "no row has “{}” in its subject, check or source; the subjects are {}",
                self.only.unwrap_or_default(),
                subjects.join(", ")
            )));
        }
        let mut out = io::stdout().lock();
        let mut table = table::Table::new(self.markdown);
        let mut missed = 0;
        table.begin(&mut out)?;
        for (subject, row) in &rows {
            let found = (row.measure)();
            missed += usize::from(!found.holds);
            table.row(&mut out, subject, row, &found)?;
            out.flush()?;
        }
        table.end(&mut out)?;
        if !self.markdown {
            let count = |basis| rows.iter().filter(|(_, row)| row.basis == basis).count();
            writeln!(
                out,
                "\n{} of {} rows hold; {} predicted, {} fitted, {} required",
                rows.len() - missed,
                rows.len(),
                count(Basis::Predicted),
                count(Basis::Fitted),
                count(Basis::Required)
            )?;
        }
        if missed > 0 {
            return Err(CliError::Input(format!(
                "{missed} of {} rows do not hold",
                rows.len()
            )));
        }
        Ok(())
    }

    fn is_wanted(&self, subject: &str, row: &Row) -> bool {
        let Some(text) = &self.only else { return true };
        let text = text.to_lowercase();
        [subject, row.check, row.source]
            .iter()
            .any(|place| place.to_lowercase().contains(&text))
    }
}
