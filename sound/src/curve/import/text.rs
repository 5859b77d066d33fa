//! From bytes to lines: byte order marks, UTF-16, Windows-1252, old Macintosh line ends.

use std::borrow::Cow;

/// Bytes that are looked at to tell what a file is.
const SAMPLE: usize = 4096;

/// The text of a file; none when it is binary. What is not UTF-8 or UTF-16 is taken as Latin-1.
pub(super) fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => from_utf_8(rest),
        [0xff, 0xfe, rest @ ..] => from_utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => from_utf_16(rest, u16::from_be_bytes),
        _ => match zeroes(bytes) {
            Zeroes::Few => from_utf_8(bytes),
            Zeroes::AfterEach => from_utf_16(bytes, u16::from_le_bytes),
            Zeroes::BeforeEach => from_utf_16(bytes, u16::from_be_bytes),
            Zeroes::Many => return None,
        },
    };
    let strange = text.chars().take(SAMPLE).filter(|c| is_strange(*c)).count();
    let looked_at = text.chars().take(SAMPLE).count();
    (10 * strange <= looked_at).then_some(text)
}

/// Positions of zero bytes in a file: text in UTF-16 has one in almost every pair.
enum Zeroes {
    Few,
    AfterEach,
    BeforeEach,
    Many,
}

fn zeroes(bytes: &[u8]) -> Zeroes {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.len() / 2;
    let count = |offset: usize| {
        let each_other = sample.iter().skip(offset).step_by(2);
        each_other.filter(|&&byte| byte == 0).count()
    };
    let (before, after) = (count(0), count(1));
    if 20 * (before + after) <= pairs {
        Zeroes::Few
    } else if 2 * after > pairs && 4 * before < pairs {
        Zeroes::AfterEach
    } else if 2 * before > pairs && 4 * after < pairs {
        Zeroes::BeforeEach
    } else {
        Zeroes::Many
    }
}

fn is_strange(c: char) -> bool {
    c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}'))
}

fn from_utf_8(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|&byte| from_windows_1252(byte)).collect()),
    }
}

/// A byte as Windows in Western Europe has it: Latin-1 with punctuation where that has controls.
fn from_windows_1252(byte: u8) -> char {
    match byte {
        0x80 => '\u{20ac}',
        0x91 => '\u{2018}',
        0x92 => '\u{2019}',
        0x93 => '\u{201c}',
        0x94 => '\u{201d}',
        0x95 => '\u{2022}',
        0x96 => '\u{2013}',
        0x97 => '\u{2014}',
        _ => char::from(byte),
    }
}

fn from_utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'static, str> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    Cow::Owned(text)
}

/// The lines with their numbers from 1, without the blanks around them; any of the three line ends
/// separates them, also where a file has several kinds.
#[derive(Clone)]
pub(super) struct Lines<'a> {
    rest: Option<&'a str>,
    number: usize,
}

impl Lines<'_> {
    /// Returns whether a character is anywhere in them.
    pub(super) fn contain(&self, wanted: char) -> bool {
        self.rest.is_some_and(|rest| rest.contains(wanted))
    }
}

/// The lines of a text.
pub(super) fn lines(text: &str) -> Lines<'_> {
    Lines {
        rest: Some(text),
        number: 0,
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest?;
        self.number += 1;
        let end = rest.bytes().position(|byte| byte == b'\n' || byte == b'\r');
        let line = match end {
            Some(end) => {
                let long = if rest[end..].starts_with("\r\n") {
                    2
                } else {
                    1
                };
                self.rest = Some(&rest[end + long..]);
                &rest[..end]
            }
            None => {
                self.rest = None;
                rest
            }
        };
        Some((self.number, line.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "* Größe\r\n20\t1,5\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let with_mark = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            with_mark(&[0xef, 0xbb, 0xbf], text.as_bytes()),
            with_mark(&[0xff, 0xfe], &little),
            with_mark(&[0xfe, 0xff], &big),
            little,
            big,
            latin,
        ] {
            assert_eq!(decoded(&bytes).as_deref(), Some(text), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let wav = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x03\x00\x02\x00\x80\xbb\x00\x00";
        assert_eq!(decoded(wav), None);
        let noise: Vec<u8> = (0..512_u32).map(|n| (n * n % 31) as u8).collect();
        assert_eq!(decoded(&noise), None);
        assert_eq!(decoded(b"").as_deref(), Some(""));
    }

    #[test]
    fn any_line_end_ends_a_line() {
        for text in ["a\nb\n", "a\r\nb\r\n", "a\rb\r", "a\rb\n", "a\nb\r\n"] {
            let lines: Vec<_> = lines(text).collect();
            assert_eq!(lines, [(1, "a"), (2, "b"), (3, "")], "{text:?}");
        }
    }
}
