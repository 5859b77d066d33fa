//! `bodypack list`: the ready-made parts, to be put into any rig.

use std::io::{self, Write};

use bodypack::rig::driver_catalog;
use bodypack::rig::parts::PartKind;
use clap::ValueEnum;

use super::rigs;
use super::words::{table_row, wrapped};
use super::CliError;

/// Width of the lists, and how far notes are indented, characters.
const WIDTH: usize = 80;
const INDENT: usize = 4;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// One kind, with what each part stands for; without it, all kinds by name.
    kind: Option<Kind>,
}

/// Kinds of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Whole rigs.
    #[value(alias = "rigs")]
    Rig,
    /// Drivers, bores and vent, for --earphone.
    #[value(alias = "earphones")]
    Earphone,
    /// Links of a class, for --link.
    #[value(alias = "links")]
    Link,
    /// Packs of a class, for --pack.
    #[value(alias = "packs")]
    Pack,
    /// Tips and shells, for --tip.
    #[value(alias = "tips")]
    Tip,
    /// Seal and depth of the tip, for --fit.
    #[value(alias = "fits")]
    Fit,
    /// Desks, for --desk.
    #[value(alias = "desks")]
    Desk,
    /// Stages, for --stage.
    #[value(alias = "stages")]
    Stage,
    /// Drivers as parts of rig files (`bodypack motors`).
    #[value(alias = "drivers")]
    Driver,
}

impl Arguments {
    pub fn run(self) -> Result<(), CliError> {
        let part = match self.kind {
            None => return Ok(all(&mut io::stdout().lock())?),
            Some(Kind::Rig) => return rigs::Arguments::default().run(),
            Some(Kind::Driver) => return Ok(drivers(&mut io::stdout().lock())?),
            Some(Kind::Earphone) => PartKind::Earphone,
            Some(Kind::Link) => PartKind::Link,
            Some(Kind::Pack) => PartKind::Pack,
            Some(Kind::Tip) => PartKind::Tip,
            Some(Kind::Fit) => PartKind::Fit,
            Some(Kind::Desk) => PartKind::Desk,
            Some(Kind::Stage) => PartKind::Stage,
        };
        Ok(one(&mut io::stdout().lock(), part)?)
    }
}

/// Every part of every kind by id and name, under indented headings.
fn all(out: &mut impl Write) -> io::Result<()> {
    for (n, kind) in PartKind::ALL.into_iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        writeln!(out, "  --{}: {}", kind.name(), kind.about())?;
        for part in kind.parts() {
            for line in table_row(part.id, &part.name) {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}

/// The parts of one kind with their notes.
fn one(out: &mut impl Write, kind: PartKind) -> io::Result<()> {
    writeln!(out, "  --{}: {}", kind.name(), kind.about())?;
    for part in kind.parts() {
        for line in table_row(part.id, &part.name) {
            writeln!(out, "{line}")?;
        }
        for line in wrapped(&part.notes, WIDTH - INDENT) {
            writeln!(out, "{:INDENT$}{line}", "")?;
        }
    }
    Ok(())
}

fn drivers(out: &mut impl Write) -> io::Result<()> {
    for motor in driver_catalog::all() {
        writeln!(out, "{}", motor.id)?;
        for line in wrapped(&motor.about(), WIDTH - INDENT) {
            writeln!(out, "{:INDENT$}{line}", "")?;
        }
    }
    Ok(())
}
