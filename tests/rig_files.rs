//! Rig files on disk: old ones read the same forever, and broken ones are refused in the user's
//! words. `tests/fixtures/rigs` holds each file with what it must read as, or its message, beside.

use std::fs;
use std::path::{Path, PathBuf};

use bodypack::rig::Rig;
use toml::{Table, Value};

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/rigs")
        .join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().is_some_and(|path| path.ends_with(ending)))
        .collect();
    files.sort();
    files
}

/// Every value in `expected` is the same in `found`, which may have keys that came later.
fn assert_holds(found: &Value, expected: &Value, place: &str) {
    match (found, expected) {
        (Value::Table(found), Value::Table(expected)) => {
            for (key, value) in expected {
                let place = format!("{place}.{key}");
                let found = found.get(key).unwrap_or_else(|| panic!("{place} is gone"));
                assert_holds(found, value, &place);
            }
        }
        (Value::Array(found), Value::Array(expected)) => {
            assert_eq!(found.len(), expected.len(), "{place}");
            for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
                assert_holds(found, expected, &format!("{place}.{index}"));
            }
        }
        _ => assert_eq!(found, expected, "{place}"),
    }
}

#[test]
fn files_of_format_1_read_the_same_forever() {
    let values = files(".", ".values");
    assert_eq!(values.len(), 4);
    for path in values {
        let text = fs::read_to_string(path.with_extension("toml")).unwrap();
        let rig =
            Rig::from_toml(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let found: Table = rig.to_toml().parse().unwrap();
        let expected: Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        let place = path.file_name().unwrap().to_str().unwrap();
        assert_holds(&Value::Table(found), &Value::Table(expected), place);
        rig.validate().unwrap();
    }
}

#[test]
fn broken_files_are_refused_with_the_message_beside_them() {
    let broken = files("broken", ".toml");
    assert!(broken.len() >= 25, "{}", broken.len());
    let mut wrong = Vec::new();
    for path in broken {
        let text = fs::read_to_string(&path).unwrap();
        let message = match Rig::from_toml(&text) {
            Ok(_) => "accepted".to_owned(),
            Err(error) => error.to_string(),
        };
        let expected = fs::read_to_string(path.with_extension("txt")).unwrap_or_default();
        if message != expected.trim_end() {
            wrong.push(format!("{}\n{message}\n", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_stands_on_its_own_lines_with_their_numbers() {
    for path in files("broken", ".txt") {
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(!lines.is_empty(), "{}", path.display());
        assert!(
            lines.iter().all(|line| line.starts_with("line ")),
            "{}",
            path.display()
        );
    }
}
