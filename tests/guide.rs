//! `docs/guide.md` names a rig or a parameter and a test for every statement of the guide that sound
//! can express; here, that all of them exist.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bodypack::rig::presets;

const GUIDE: &str = include_str!("../docs/guide.md");
/// One parameter a line, its identifier first.
const PARAMETERS: &str = include_str!("golden/params.txt");

/// A statement with what lets one hear it.
struct Statement {
    says: String,
    rigs: Vec<String>,
    parameters: Vec<String>,
    tests: Vec<String>,
}

/// Texts in backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn statements() -> Vec<Statement> {
    let rows = GUIDE.lines().filter(|line| line.starts_with("| "));
    rows.map(|row| row.trim_matches('|').split(" | ").collect::<Vec<_>>())
        .filter(|cells| !cells[0].contains("What the guide says"))
        .map(|cells| {
            assert_eq!(cells.len(), 4, "{cells:?}");
            Statement {
                says: cells[0].trim().to_owned(),
                rigs: quoted(cells[1]),
                parameters: quoted(cells[2]),
                tests: quoted(cells[3]),
            }
        })
        .collect()
}

#[test]
fn every_statement_has_something_to_hear_and_a_test() {
    let statements = statements();
    assert!(statements.len() >= 50, "{}", statements.len());
    for statement in statements {
        let heard = statement.rigs.len() + statement.parameters.len();
        assert!(heard > 0, "{}", statement.says);
        assert!(!statement.tests.is_empty(), "{}", statement.says);
    }
}

#[test]
fn every_rig_that_is_named_exists() {
    let ids: BTreeSet<&str> = presets::all().iter().map(|preset| preset.id).collect();
    for statement in statements() {
        for rig in &statement.rigs {
            assert!(ids.contains(rig.as_str()), "{rig}: {}", statement.says);
        }
    }
}

#[test]
fn every_parameter_that_is_named_exists() {
    let lines = PARAMETERS.lines().filter(|line| !line.starts_with('#'));
    let ids: BTreeSet<&str> = lines.filter_map(|line| line.split(" | ").next()).collect();
    for statement in statements() {
        for id in &statement.parameters {
            assert!(ids.contains(id.as_str()), "{id}: {}", statement.says);
        }
    }
}

/// The sources of a test target: its file, and the files of its folder.
fn sources(target: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stem = match target.starts_with("sound/src/") {
        true => root.join(target),
        false => root.join("tests").join(target),
    };
    let mut found = vec![stem.with_extension("rs")];
    if let Ok(folder) = std::fs::read_dir(&stem) {
        found.extend(folder.flatten().map(|entry| entry.path()));
    }
    found
}

fn has_test(target: &str, name: &str) -> bool {
    let declared = format!("fn {name}(");
    sources(target).iter().any(|path| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        text.match_indices(&declared)
            .any(|(at, _)| text[..at].trim_end().ends_with("#[test]"))
    })
}

#[test]
fn every_test_that_is_named_exists() {
    for statement in statements() {
        for test in &statement.tests {
            let (target, name) = test.split_once("::").expect("a test is named file::test");
            assert!(has_test(target, name), "{test}: {}", statement.says);
        }
    }
}

#[test]
fn a_test_that_is_not_there_is_missed() {
    assert!(has_test("guide", "every_test_that_is_named_exists"));
    assert!(!has_test("guide", "has_test"));
    assert!(!has_test("nothing", "every_test_that_is_named_exists"));
}

#[test]
fn every_effect_of_the_guide_has_a_rig_that_shows_it() {
    let named: BTreeSet<String> = statements().into_iter().flat_map(|s| s.rigs).collect();
    let faults = presets::all()
        .iter()
        .filter(|preset| preset.id.starts_with("fault-"));
    for preset in faults {
        assert!(
            named.contains(preset.id),
            "{} is in no statement",
            preset.id
        );
    }
}
