//! The sheet of a blind test: the answer to each trial, as whoever listened has written it down.

use std::fs;
use std::path::Path;

use bodypack::analysis::blind_test::Question;

use crate::cli::words::io_words;
use crate::cli::CliError;

/// Reads the answers of a sheet; true stands for b, or for 2.
///
/// # Errors
///
/// When the sheet cannot be read, an answer is none, or not every trial has one.
pub fn read(sheet: &Path, question: Question, trials: usize) -> Result<Vec<bool>, CliError> {
    let named = |reason: String| CliError::Input(format!("{}: {reason}", sheet.display()));
    let bytes = fs::read(sheet).map_err(|e| named(io_words(&e)))?;
    let text = text(&bytes).map_err(named)?;
    answers(text, question, trials).map_err(named)
}

/// The text of a file in UTF-8, without the byte order mark that some editors put first.
fn text(bytes: &[u8]) -> Result<&str, String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("this is text in UTF-16; save it again as UTF-8".to_owned());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|e| {
        let valid = bytes.get(..e.valid_up_to()).unwrap_or_default();
        let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
        format!("line {line}: there is a character that is not UTF-8; save it again as UTF-8")
    })
}

/// An answer with the number of its line and its word.
#[derive(Clone, Copy)]
struct Given<'a> {
    line: usize,
    word: &'a str,
}

/// Answers of the text of a sheet.
fn answers(sheet: &str, question: Question, trials: usize) -> Result<Vec<bool>, String> {
    let [first, second] = match question {
        Question::Abx => ["a", "b"],
        Question::Preference => ["1", "2"],
    };
    let mut given: Vec<Option<Given<'_>>> = vec![None; trials];
    for (line, text) in (1..).zip(sheet.lines()) {
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let wrong = |words: String| format!("line {line}: {words}");
        let (trial, answer) = text
            .split_once(':')
            .ok_or_else(|| wrong(format!("\"{text}\" is no answer; 01: {first} expected")))?;
        let place = trial
            .trim()
            .parse::<usize>()
            .ok()
            .and_then(|trial| given.get_mut(trial.checked_sub(1)?));
        let place = place.ok_or_else(|| wrong(format!("there is no trial {}", trial.trim())))?;
        let word = match answer.trim() {
            "" => continue,
            a if a.eq_ignore_ascii_case(first) => first,
            a if a.eq_ignore_ascii_case(second) => second,
            other => {
                return Err(wrong(format!(
                    "\"{other}\" is no answer; {first} or {second} expected"
                )))
            }
        };
        match *place {
            Some(before) if before.word != word => {
                return Err(format!(
                "lines {} and {line}: trial {} has the answers {} and {word}; leave one of them",
                before.line,
                trial.trim(),
                before.word
            ))
            }
            Some(_) => {}
            None => *place = Some(Given { line, word }),
        }
    }
    check_whole(&given)?;
    let is_second = |answer: Given<'_>| answer.word == second;
    Ok(given.into_iter().flatten().map(is_second).collect())
}

/// Refuses a sheet with trials that are not answered, and names them.
fn check_whole(given: &[Option<Given<'_>>]) -> Result<(), String> {
    let open: Vec<usize> = (1..)
        .zip(given)
        .filter_map(|(trial, answer)| answer.is_none().then_some(trial))
        .collect();
    if !open.is_empty() {
        let are = if open.len() == 1 { "is" } else { "are" };
        return Err(format!(
            "{} of {} trials {are} not answered ({}); a test is evaluated whole",
            open.len(),
            given.len(),
            listed(&open)
        ));
    }
    Ok(())
}

/// Rising numbers as a list, of which more than two in a row are written as a range.
fn listed(numbers: &[usize]) -> String {
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match rows.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => rows.push((number, number)),
        }
    }
    let words = rows.into_iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first} to {last}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_row_are_a_range() {
        assert_eq!(listed(&[4]), "4");
        assert_eq!(listed(&[1, 2, 5, 6, 7, 9]), "1, 2, 5 to 7, 9");
    }
}
