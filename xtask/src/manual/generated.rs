//! Pages that are made and not written: the command line from the description of its arguments, the
//! keys of rig files from their schema.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{ensure, Context, Result};
use bodypack::rig::schema::{self, Field, Kind, Presence};

/// The pages with their file names.
fn pages(command: &Path) -> Result<[(PathBuf, String); 2]> {
    let source = super::folder().join("src");
    Ok([
        (source.join("command-line.md"), command_line(command)?),
        (source.join("rig-keys.md"), rig_keys()),
    ])
}

/// Writes the pages anew.
pub fn renew(command: &Path) -> Result<()> {
    for (path, text) in pages(command)? {
        std::fs::write(&path, text).with_context(|| format!("writing `{}`", path.display()))?;
    }
    Ok(())
}

/// Checks that the pages are as they would be made now.
pub fn check(command: &Path) -> Result<()> {
    for (path, text) in pages(command)? {
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        ensure!(
            kept == text,
            "`{}` is out of date: run `cargo xtask manual --renew`",
            path.display()
        );
    }
    Ok(())
}

fn command_line(command: &Path) -> Result<String> {
    let made = super::output_of(command, &["man", "--markdown"])?;
    let begin = made
        .find("## `bodypack`")
        .context("the page has no commands")?;
    let commands = made[begin..].replace("###### **", "**");
    let lead = "\
This page is made from the description that the program itself reads its arguments by. The same stands in
`bodypack --help`, `bodypack render --help` and so on, and in `man bodypack-render` where the manual pages are
installed. The recipes show the commands at work.\n";
    Ok(format!("# Command line\n\n{lead}\n{commands}"))
}

/// All keys, a table for each part.
fn rig_keys() -> String {
    let mut page = String::from(
        "# Keys of rig files\n\nEvery key of a [rig file](rig-files.md), made from the description that the \
         program reads files by. `N` stands for the place in a list; a word in brackets is the `kind` that a \
         table must have for the key. A key that is not there has its default.\n",
    );
    let mut part = None;
    for field in schema::fields() {
        let (table, _) = field.path.rsplit_once('.').unwrap_or(("", &field.path));
        if part != Some(table) && !is_table(field) {
            part = Some(table);
            let heading = if table.is_empty() {
                "The rig itself"
            } else {
                table
            };
            let _ = writeln!(
                page,
                "\n## {heading}\n\n| Key | Allowed | Meaning |\n|---|---|---|"
            );
        }
        if !is_table(field) {
            let _ = writeln!(page, "{}", row(field));
        }
    }
    page
}

/// Returns whether a key holds other keys.
fn is_table(field: &Field) -> bool {
    matches!(
        field.kind,
        Kind::Table(_) | Kind::List { .. } | Kind::Tagged(_)
    )
}

fn row(field: &Field) -> String {
    let name = field.path.rsplit('.').next().unwrap_or_default();
    let kind = field
        .of_kind
        .map_or(String::new(), |kind| format!(" ({kind})"));
    let allowed = field.kind.allowed();
    let allowed = ["allowed are ", "allowed is "]
        .iter()
        .find_map(|words| allowed.strip_prefix(words))
        .unwrap_or(&allowed)
        .replace('|', "\\|");
    let needed = match field.absence {
        Presence::Default | Presence::Optional => "",
        Presence::Required => " Must be there.",
    };
    format!(
        "| `{name}`{kind} | {allowed} | {}{needed} |",
        field.doc.replace('|', "\\|")
    )
}
