//! Report on imported files, for people and for other programs.

use std::io::{self, Write};
use std::path::Path;

use bodypack::curve::import::{Ear, Imported, Remark, Weight};
use serde_json::{json, Value};

use crate::cli::words;

/// The report of each file.
///
/// # Errors
///
/// When the output is closed or full.
pub fn print(out: &mut impl Write, files: &[(&Path, &Imported)]) -> io::Result<()> {
    for (path, imported) in files {
        one(out, path, imported)?;
    }
    Ok(())
}

fn one(out: &mut impl Write, path: &Path, imported: &Imported) -> io::Result<()> {
    let points = imported.left.points();
    let band = match points {
        [first, .., last] => format!(
            ", {} to {}",
            words::hertz(first.frequency_hz),
            words::hertz(last.frequency_hz)
        ),
        _ => String::new(),
    };
    let ears = match imported.is_stereo() {
        true => "left and right apart, ",
        false => "",
    };
    let rejected = match imported.rejected_lines {
        1 => "1 line rejected".to_owned(),
        count => format!("{count} lines rejected"),
    };
    writeln!(
        out,
        "{}: a {}, {ears}{} points{band}; {rejected}",
        path.display(),
        imported.kind,
        points.len(),
    )?;
    for remark in &imported.report {
        writeln!(out, "  {remark}")?;
    }
    Ok(())
}

/// The same as JSON, with what is doubtful about the whole and where it went.
pub fn facts(files: &[(&Path, &Imported)], remarks: &[Remark], output: Option<&Path>) -> Value {
    let all: Vec<Value> = files
        .iter()
        .map(|(path, file)| facts_of(path, file))
        .collect();
    json!({
        "files": all,
        "remarks": remarks.iter().map(remark).collect::<Vec<_>>(),
        "output": output.map(|path| path.to_string_lossy()),
    })
}

fn facts_of(path: &Path, imported: &Imported) -> Value {
    let points = imported.left.points();
    let hz = |point: Option<&bodypack::curve::Point>| point.map(|p| p.frequency_hz);
    let evidence = |e: &bodypack::curve::import::Evidence| json!({ "format": e.format, "score": e.score, "reason": e.reason });
    json!({
        "file": path.to_string_lossy(),
        "kind": imported.kind.id(),
        "ear": imported.side.map(|ear| match ear {
            Ear::Left => "left",
            Ear::Right => "right",
        }),
        "two_ears": imported.is_stereo(),
        "points": points.len(),
        "from_hz": hz(points.first()),
        "to_hz": hz(points.last()),
        "rejected_lines": imported.rejected_lines,
        "remarks": imported.report.iter().map(remark).collect::<Vec<_>>(),
        "evidence": imported.evidence.iter().map(evidence).collect::<Vec<_>>(),
    })
}

fn remark(remark: &Remark) -> Value {
    let weight = match remark.weight {
        Weight::Note => "note",
        Weight::Warning => "warning",
        Weight::Rejected => "rejected",
    };
    json!({ "line": remark.line, "weight": weight, "reason": remark.reason })
}
