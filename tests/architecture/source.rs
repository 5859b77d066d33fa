//! Finding and reading the project's texts, and taking the comments out of them.

use std::fs;
use std::path::{Path, PathBuf};

#[derive(Clone, Copy, PartialEq)]
pub enum Strings {
    Keep,
    Drop,
}

/// Rust text without its comments and, if so asked, without what its string literals say.
pub fn stripped(text: &str, strings: Strings) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, keep) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (block_comment_length(rest), false)
        } else if let Some(length) = string_length(rest) {
            (length, strings == Strings::Keep)
        } else if let Some(length) = char_literal_length(rest) {
            (length, strings == Strings::Keep)
        } else if first.is_alphanumeric() || first == '_' {
            // A whole word at once, so that the `r` of `bar"` is not taken for a raw string.
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            (end.unwrap_or(rest.len()), true)
        } else {
            (first.len_utf8(), true)
        };
        kept.push_str(if keep { &rest[..length] } else { " " });
        rest = &rest[length..];
    }
    kept
}

fn block_comment_length(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

fn string_length(text: &str) -> Option<usize> {
    let prefix = text.find(|c| c != 'b' && c != 'c').unwrap_or(0);
    let (prefix, body) = if prefix <= 1 {
        (prefix, &text[prefix..])
    } else {
        (0, text)
    };
    if let Some(raw) = body.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let inside = raw[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
        return Some(prefix + 1 + hashes + 1 + length);
    }
    let inside = body.strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(prefix + 1 + at + 1),
            _ => {}
        }
    }
    Some(text.len())
}

/// The length of `'x'` or `'\n'`; a lifetime is none.
fn char_literal_length(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    if let Some(escape) = inside.strip_prefix('\\') {
        let skip = escape.chars().next()?.len_utf8();
        return Some(2 + skip + escape[skip..].find('\'')? + 1);
    }
    let length = inside.chars().next()?.len_utf8();
    inside[length..].starts_with('\'').then_some(length + 2)
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Folders of the packages that make the plugin: what computes sound, what stands upon it, and what hosts load.
pub const SOURCES: [&str; 3] = ["sound/src", "src", "plugin/src"];

/// Files of these packages.
pub fn sources() -> Vec<PathBuf> {
    let files = SOURCES.iter().map(|folder| files_under(folder, &["rs"]));
    files.flatten().collect()
}

pub fn files_under(folder: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|e| extensions.iter().any(|want| e == *want))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Text without its comments.
pub fn without_comments(path: &Path, text: &str) -> String {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => stripped(text, Strings::Keep),
        Some("toml") => text
            .lines()
            .map(|line| line.split_once('#').map_or(line, |(said, _)| said))
            .collect::<Vec<_>>()
            .join("\n"),
        _ => text.to_owned(),
    }
}
