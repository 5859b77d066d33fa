//! Sizes that a reader can take in: no source file and no function of the library grows beyond them.

use super::architecture::source::{read, sources};

/// Lines of a file.
const LONGEST_FILE: usize = 400;
/// Lines of a function.
const LONGEST_FUNCTION: usize = 60;

/// Functions that are one long list, by file and name.
const LISTS: &[(&str, &str)] = &[("report/limits/table.rs", "of")];

#[test]
fn no_file_is_longer_than_a_reader_can_take_in() {
    let long: Vec<String> = (sources().iter())
        .map(|path| (path, read(path).lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let mut long = Vec::new();
    let mut seen = 0;
    for path in sources() {
        let text = read(&path);
        for (name, lines) in functions(&text) {
            seen += 1;
            let is_list = |&(file, list): &(&str, &str)| path.ends_with(file) && name == list;
            if lines > LONGEST_FUNCTION && !LISTS.iter().any(is_list) {
                long.push(format!("{}: {name} has {lines} lines", path.display()));
            }
        }
    }
    assert!(seen > 1000, "only {seen} functions were found");
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn functions_are_measured_from_their_first_line_to_their_brace() {
    let text = "impl A {\n    pub(super) unsafe fn one(\n        a: u32,\n    ) {\n        b();\n    }\n\n    \
                fn two() {}\n}\ntrait C {\n    fn none(&self);\n}\n";
    let found: Vec<(&str, usize)> = functions(text).collect();
    assert_eq!(found, [("one", 5), ("two", 1)]);
}

/// Name and number of lines of each function of a formatted text that has a body.
fn functions(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    (0..lines.len()).filter_map(move |first| {
        let (indent, name) = signature(lines[first])?;
        let whole = lines[first].trim_end();
        if whole.ends_with('}') {
            return Some((name, 1));
        }
        let closes =
            |line: &str, with: &str| line.len() == indent + with.len() && line.trim_start() == with;
        let without_body =
            |line: &str| line.ends_with(';') && line.len() - line.trim_start().len() == indent;
        for (count, line) in lines[first..].iter().enumerate() {
            if without_body(line) {
                return None;
            }
            if closes(line, "}") {
                return Some((name, count + 1));
            }
        }
        None
    })
}

/// Indentation and name of a line that begins a function.
fn signature(line: &str) -> Option<(usize, &str)> {
    let code = line.trim_start();
    let (before, behind) = code.split_once("fn ")?;
    let qualifiers = ["", "pub", "const", "unsafe", "async", "extern", "\"C\""];
    let is_qualifier = |word: &str| qualifiers.contains(&word) || word.starts_with("pub(");
    let visible = before.replace(" in ", "-in-");
    if !visible.split_whitespace().all(is_qualifier) {
        return None;
    }
    let end = behind.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    Some((line.len() - code.len(), &behind[..end]))
}
