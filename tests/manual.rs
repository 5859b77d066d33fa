//! The manual (`docs/manual`) has an entry for every parameter, as the window names it, with its range
//! and its start, and every page is in its contents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bodypack::rig::presets;
use bodypack::session::text::Style;
use bodypack::session::{entries, Kind};

/// Identifier, group, name, unit, range and default of each parameter.
const PARAMETERS: &str = include_str!("golden/params.txt");

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual/src")
}

/// Every page, by its path below the sources.
fn pages() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![source()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)
            .expect("the manual is there")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                let name = path.strip_prefix(source()).expect("it is below");
                let name = name.to_string_lossy().replace('\\', "/");
                found.insert(name, std::fs::read_to_string(&path).expect("text"));
            }
        }
    }
    found
}

/// A row of a table of knobs.
#[derive(Debug, PartialEq)]
struct Row {
    name: String,
    range: String,
    start: String,
    meaning: String,
}

/// The rows of a page by the parameter's identifier: | **Name** `id` | range | start | meaning |.
fn rows(page: &str) -> Vec<(String, Row)> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.strip_prefix("| **")?.split(" | ").collect();
        let [first, range, start, meaning] = cells[..] else {
            return None;
        };
        let (name, id) = first.split_once("** `")?;
        let row = Row {
            name: name.to_owned(),
            range: range.to_owned(),
            start: start.to_owned(),
            meaning: meaning.trim_end_matches(" |").to_owned(),
        };
        Some((id.strip_suffix('`')?.to_owned(), row))
    };
    page.lines().filter_map(row).collect()
}

/// A number as the manual writes it.
fn number(text: &str, scale: f64) -> String {
    let value: f64 = text.parse().expect("a number");
    format!("{}", (value * scale * 1e6).round() / 1e6).replace('-', "\u{2212}")
}

/// Name, range and start of a parameter, from what projects and automation lanes know of it.
fn expected(line: &str) -> (String, [String; 3]) {
    let cells: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let [id, _, name, unit, range, start] = cells[..] else {
        panic!("{line}");
    };
    let entry = entries().find(|entry| entry.id == id);
    let style = match entry.map(|entry| &entry.kind) {
        Some(Kind::Number(number)) => Some(number.style),
        _ => None,
    };
    let range = match (range.split_once(" to "), style) {
        (Some((least, most)), Some(style)) => {
            let scale = match style {
                Style::Percent(_) | Style::Balance => 100.0,
                Style::Plain(_) | Style::OffAtLowest => 1.0,
            };
            let off = if style == Style::OffAtLowest {
                "off, "
            } else {
                ""
            };
            let (least, most) = (number(least, scale), number(most, scale));
            format!("{off}{least} to {most} {unit}")
        }
        (Some(_), None) => "the factory rigs, *As edited*".to_owned(),
        (None, _) => range.to_owned(),
    };
    let start = match start.strip_prefix('-') {
        Some(level) if level.starts_with("inf") => "off".to_owned(),
        Some(number) => format!("\u{2212}{number}"),
        None => start.to_owned(),
    };
    let name = entry.map_or(name, |entry| entry.name).to_owned();
    (id.to_owned(), [name, range, start])
}

#[test]
fn every_parameter_has_one_entry_with_its_name_range_and_start() {
    let mut found: BTreeMap<String, Vec<(String, Row)>> = BTreeMap::new();
    for (page, text) in pages() {
        for (id, row) in rows(&text) {
            found.entry(id).or_default().push((page.clone(), row));
        }
    }
    let mut breaches = Vec::new();
    for line in PARAMETERS.lines().filter(|line| !line.starts_with('#')) {
        let (id, [name, range, start]) = expected(line);
        let rows = found.remove(&id).unwrap_or_default();
        let [(page, row)] = &rows[..] else {
            breaches.push(format!("`{id}` ({name}) has {} entries", rows.len()));
            continue;
        };
        for (what, said, meant) in [
            ("name", &row.name, &name),
            ("range", &row.range, &range),
            ("start", &row.start, &start),
        ] {
            if said != meant {
                breaches.push(format!(
                    "{page}: the {what} of `{id}` is {meant}, not {said}"
                ));
            }
        }
        if row.meaning.len() < 15 || !row.meaning.ends_with('.') {
            breaches.push(format!("{page}: `{id}` does not say what it means"));
        }
    }
    let unknown: Vec<_> = found.keys().collect();
    assert!(unknown.is_empty(), "no parameters: {unknown:?}");
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn an_entry_is_a_row_with_four_cells() {
    let row = "| **Trim** `trim` | \u{2212}24 to 24 dB | 0.0 dB | Level of the mix. |";
    let found = rows(row);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "trim");
    let line = "trim | Feed | Trim | dB | -24 to 24 | 0.0 dB";
    let (_, [name, range, start]) = expected(line);
    let Row {
        name: said_name,
        range: said_range,
        start: said_start,
        meaning,
    } = &found[0].1;
    assert_eq!([said_name, said_range, said_start], [&name, &range, &start]);
    assert_eq!(meaning, "Level of the mix.");
    assert!(rows("| **Trim** `trim` | 0.0 dB | Level. |").is_empty());
}

/// Words in italics in the paragraphs that say which rigs to try.
fn rigs_to_try(page: &str) -> Vec<String> {
    let paragraphs = page
        .split("\n\n")
        .filter(|text| text.starts_with("Rigs to try"));
    let italics = |text: &str| -> Vec<String> {
        let words = text.replace('\n', " ");
        words
            .split('*')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    paragraphs.flat_map(italics).collect()
}

#[test]
fn every_rig_to_try_exists() {
    let names: Vec<&str> = presets::all()
        .iter()
        .map(|preset| preset.rig.name.as_str())
        .collect();
    let mut count = 0;
    for (page, text) in pages() {
        for rig in rigs_to_try(&text) {
            assert!(
                names.contains(&rig.as_str()),
                "{page}: there is no rig `{rig}`"
            );
            count += 1;
        }
    }
    assert!(count >= 50, "{count}");
}

#[test]
fn every_page_is_in_the_contents() {
    let pages = pages();
    let contents = &pages["SUMMARY.md"];
    for name in pages.keys().filter(|name| *name != "SUMMARY.md") {
        assert!(
            contents.contains(&format!("({name})")),
            "{name} is in no contents"
        );
    }
}

#[test]
fn every_stage_page_says_what_it_is_and_what_is_left_out() {
    let pages = pages();
    let stages = pages.iter().filter(|(name, _)| name.starts_with("chain/"));
    let mut count = 0;
    for (name, text) in stages.filter(|(name, _)| *name != "chain/overview.md") {
        for heading in ["The real thing", "What one hears", "Left out"] {
            assert!(
                text.contains(&format!("\n## {heading}\n")),
                "{name}: {heading}"
            );
        }
        let sourced = text.contains("\n## Model and source\n");
        assert!(sourced, "{name}: Model and source");
        count += 1;
    }
    assert!(count >= 15, "{count}");
}
