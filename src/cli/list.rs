//! `bodypack list`: the ready-made parts, to be put into any rig.

use std::io::{self, Write};

use bodypack::rig::driver_catalog;
use bodypack::rig::parts::{Part, PartKind};
use clap::ValueEnum;
use serde_json::Value;

use super::words::{table_row, wrapped};
use super::{json, motors, rigs, CliError};

/// Width of the lists, and how far notes are indented, characters.
const WIDTH: usize = 80;
const INDENT: usize = 4;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// One kind, with what each part stands for; without it, all kinds by name.
    kind: Option<Kind>,
    /// Prints the list as JSON.
    #[arg(long)]
    json: bool,
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
            Some(Kind::Rig) => return rigs::Arguments::all(self.json).run(),
            Some(Kind::Driver) if self.json => return json::print(&motors::facts()),
            None if self.json => return json::print(&facts(&PartKind::ALL)),
            None => return Ok(all(&mut io::stdout().lock())?),
            Some(Kind::Driver) => return Ok(drivers(&mut io::stdout().lock())?),
            Some(Kind::Earphone) => PartKind::Earphone,
            Some(Kind::Link) => PartKind::Link,
            Some(Kind::Pack) => PartKind::Pack,
            Some(Kind::Tip) => PartKind::Tip,
            Some(Kind::Fit) => PartKind::Fit,
            Some(Kind::Desk) => PartKind::Desk,
            Some(Kind::Stage) => PartKind::Stage,
        };
        match self.json {
            true => json::print(&facts(&[part])),
            false => Ok(one(&mut io::stdout().lock(), part)?),
        }
    }
}

/// The parts of some kinds, for other programs.
fn facts(kinds: &[PartKind]) -> Value {
    let of_kind = |kind: &PartKind| {
        let part = |part: &Part| serde_json::json!({ "id": part.id, "name": part.name, "notes": part.notes });
        let parts: Vec<Value> = kind.parts().iter().map(part).collect();
        serde_json::json!({ "option": format!("--{}", kind.name()), "about": kind.about(), "parts": parts })
    };
    let facts = |kind: &PartKind| (kind.name().to_owned(), of_kind(kind));
    Value::Object(kinds.iter().map(facts).collect())
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
