//! American spelling in identifiers and text, and doc comments that name the thing first.

use std::path::{Path, PathBuf};

/// British forms, as they begin; the American form is meant.
const BRITISH: &[&str] = &[
    "analogue",
    "armour",
    "artefact",
    "behaviour",
    "cancelled",
    "catalogue",
    "centre",
    "centring",
    "colour",
    "defence",
    "dialled",
    "equalise",
    "equalising",
    "favourite",
    "fibre",
    "flavour",
    "grey",
    "initialis",
    "judgement",
    "labelled",
    "levelled",
    "maximis",
    "minimis",
    "modelled",
    "modelling",
    "neighbour",
    "normalis",
    "optimis",
    "organis",
    "quantis",
    "randomis",
    "recognis",
    "sanitise",
    "sanitising",
    "serialis",
    "signalling",
    "stabilis",
    "summaris",
    "synthesise",
    "synthesising",
    "travelled",
    "utilis",
    "visualis",
];

/// Words that stay: keys of rig files, which are read forever, and names of programs.
const KEPT: &[&str] = &["equaliser_runs", "equaliser-runs", "\"centre\""];

fn texts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = [
        "build",
        "src",
        "sound",
        "plugin",
        "tests",
        "benches",
        "examples",
        "player",
        "xtask/src",
        "xtask/launcher",
        "docs",
    ]
    .iter()
    .map(|folder| root.join(folder))
    .collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() && !path.ends_with("fixtures") && !path.ends_with("golden") {
                folders.push(path);
            } else if matches!(extension, Some("rs" | "md" | "toml"))
                && !path.ends_with("spelling.rs")
            {
                found.push(path);
            }
        }
    }
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
    ] {
        found.push(root.join(name));
    }
    found
}

fn breaches(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut lower = line.to_lowercase();
        for kept in KEPT {
            lower = lower.replace(kept, "");
        }
        for word in BRITISH.iter().filter(|word| lower.contains(*word)) {
            found.push(format!("line {}: `{word}`", number + 1));
        }
    }
    found
}

/// First words that hide the noun a reader searches for.
fn hidden(text: &str) -> Vec<String> {
    let opening = |line: &str| {
        let line = line.trim_start();
        line.strip_prefix("/// ")
            .or_else(|| line.strip_prefix("//! "))
            .map(str::to_owned)
    };
    let mut found = Vec::new();
    let mut before = false;
    for (number, line) in text.lines().enumerate() {
        let comment = opening(line);
        if let (Some(words), false) = (&comment, before) {
            let hides = ["What ", "How ", "Whether ", "As "]
                .iter()
                .any(|first| words.starts_with(first));
            if hides {
                found.push(format!("line {}: {words}", number + 1));
            }
        }
        before = comment.is_some();
    }
    found
}

fn check(of: impl Fn(&str) -> Vec<String>, only_code: bool) {
    let files = texts();
    assert!(files.len() > 300, "the sources were not found");
    let mut all = Vec::new();
    for path in files {
        if only_code && path.extension().is_some_and(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        all.extend(
            of(&text)
                .into_iter()
                .map(|breach| format!("{}: {breach}", path.display())),
        );
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn text_is_in_american_spelling() {
    check(breaches, false);
}

#[test]
fn doc_comments_name_the_thing_first() {
    check(hidden, true);
}

#[test]
fn the_checks_can_fail() {
    assert_eq!(breaches("a\nthe Colour of noise").len(), 1);
    assert!(breaches("equaliser_runs = true").is_empty());
    assert_eq!(hidden("/// What is heard.\nfn f() {}").len(), 1);
    assert!(hidden("/// Noise that\n/// What follows.\n").is_empty());
}

/// Words that texts for users have in their American form; identifiers and formats keep theirs.
#[test]
fn texts_for_users_say_program_toward_and_start() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual");
    let pages = texts().into_iter().filter(|path| path.starts_with(&manual));
    let mut found = Vec::new();
    for path in pages {
        let text = std::fs::read_to_string(&path).expect("text").to_lowercase();
        // Names of files stay.
        let text = text
            .replace("programme.csv", "")
            .replace("programme.png", "");
        for word in ["programme", "towards", "begin of", " the own "] {
            if text.contains(word) {
                found.push(format!("{}: `{word}`", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
