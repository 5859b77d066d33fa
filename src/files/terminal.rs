//! Text for a terminal: names in files of others may hold control characters, which would move its cursor, change its colors
//! or write over what stands there.

use std::fmt::Display;
use std::io::{self, StdoutLock, Write};

/// Text in which each control character but line feed and tab, and each that turns the direction of writing, is U+FFFD.
pub fn printable(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let safe = |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || turns(c));
    text.chars()
        .map(|c| {
            if safe(c) {
                c
            } else {
                char::REPLACEMENT_CHARACTER
            }
        })
        .collect()
}

/// Writes a line to standard error, printable.
pub fn tell(message: impl Display) {
    eprintln!("{}", printable(&message.to_string()));
}

/// Standard output for lines that people read: what is written is made [`printable`].
pub fn stdout() -> Printed<StdoutLock<'static>> {
    Printed(io::stdout().lock())
}

/// A writer that makes text [`printable`]. Each write holds whole characters, as those of `write!` do.
#[derive(Debug)]
pub struct Printed<W>(pub W);

impl<W: Write> Write for Printed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = printable(&String::from_utf8_lossy(bytes));
        self.0.write_all(text.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_replaced_and_lines_stay() {
        let text = "a\u{1b}[31mb\u{9b}2J\rc\u{7f}\td\n\u{202e}\u{2066}\u{e9}\u{1f3a7}";
        let expected =
            "a\u{fffd}[31mb\u{fffd}2J\u{fffd}c\u{fffd}\td\n\u{fffd}\u{fffd}\u{e9}\u{1f3a7}";
        assert_eq!(printable(text), expected);
        let mut bytes = Vec::new();
        let mut out = Printed(&mut bytes);
        write!(out, "{}: {}", text, 1).expect("a vector grows");
        out.flush().expect("a vector has no buffer");
        assert_eq!(String::from_utf8(bytes).unwrap(), format!("{expected}: 1"));
    }
}
