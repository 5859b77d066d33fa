//! Fields of a line: quotation marks, commas in pairs, groups of digits.

use std::borrow::Cow;

use crate::curve::import::numbers::{is_invisible, is_minus, unit};

/// Fields that may be quoted: a delimiter within quotation marks is part of the field. An apostrophe
/// quotes where it begins a field and another one ends it; elsewhere it groups digits.
pub(super) fn quoted<'a>(line: &'a str, delimiter: char, take: &mut impl FnMut(Cow<'a, str>)) {
    let mut from = 0;
    let mut inside = None;
    let field = |text: &'a str| Cow::Borrowed(text.trim().trim_matches('"').trim());
    for (at, c) in line.char_indices() {
        match inside {
            Some(mark) if c == mark => inside = None,
            Some(_) => {}
            None if c == '"' => inside = Some(c),
            None if c == '\'' && is_opening(&line[from..at], &line[at + 1..], delimiter) => {
                inside = Some(c);
            }
            None if c == delimiter => {
                take(field(&line[from..at]));
                from = at + 1;
            }
            None => {}
        }
    }
    take(field(&line[from..]));
}

/// Returns whether an apostrophe opens a quoted field: nothing is before it in the field, and another
/// one is right before a delimiter or the end.
fn is_opening(before: &str, behind: &str, delimiter: char) -> bool {
    /// No quoted number is longer, characters.
    const LONGEST: usize = 64;
    if !before.trim().is_empty() {
        return false;
    }
    let mut near = behind.chars().take(LONGEST).peekable();
    while let Some(c) = near.next() {
        if c == '\'' && near.peek().is_none_or(|&next| next == delimiter) {
            return true;
        }
    }
    false
}

pub(super) fn paired<'a>(line: &'a str, take: &mut impl FnMut(Cow<'a, str>)) {
    let mut from = 0;
    let mut second = false;
    for (at, _) in line.match_indices(',') {
        if second {
            take(Cow::Borrowed(line[from..at].trim()));
            from = at + 1;
        }
        second = !second;
    }
    take(Cow::Borrowed(line[from..].trim()));
}

pub(super) fn grouped<'a>(line: &'a str, take: &mut impl FnMut(Cow<'a, str>)) {
    let mut field = String::new();
    for word in line.split_whitespace() {
        let group = may_be_group(&field) && continues_group(word);
        let unit = begins_with_digit(&field) && unit(word).is_some();
        if !field.is_empty() && !group && !unit {
            take(Cow::Owned(std::mem::take(&mut field)));
        }
        if !field.is_empty() {
            field.push(' ');
        }
        field.push_str(word);
    }
    take(Cow::Owned(field));
}

/// Digits that more groups of digits may follow.
fn may_be_group(text: &str) -> bool {
    let last = text.trim_start_matches(['-', '+', '\u{2212}']);
    let last = last.rsplit(' ').next().unwrap_or(last);
    (1..=3).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_digit())
}

/// Three digits, and decimals perhaps.
fn continues_group(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 3
        && bytes[..3].iter().all(u8::is_ascii_digit)
        && matches!(bytes.get(3), None | Some(b'.' | b','))
}

/// Returns whether a line is a comment: `*`, `#`, `;`, `%`, `//`, and `"` before what is no number.
pub(in crate::curve::import) fn is_comment(line: &str) -> bool {
    line.starts_with(['*', '#', ';', '%']) || line.starts_with("//")
}

/// Returns whether a line begins as a line of numbers does.
pub(in crate::curve::import) fn begins_with_digit(line: &str) -> bool {
    let start = line.trim_start_matches(|c: char| {
        c.is_whitespace() || "\"'+.,".contains(c) || is_minus(c) || is_invisible(c)
    });
    start.starts_with(char::is_numeric)
}
