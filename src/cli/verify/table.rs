//! The table as text for a terminal, or as the read-me's Markdown.

use std::io::{self, Write};

use super::row::{Found, Row};

/// A table that is printed row by row, since some rows take a while.
pub struct Table {
    markdown: bool,
    subject: String,
    /// Sources in the order in which they came up; their numbers in the Markdown.
    sources: Vec<&'static str>,
}

impl Table {
    pub fn new(markdown: bool) -> Self {
        Self {
            markdown,
            subject: String::new(),
            sources: Vec::new(),
        }
    }

    pub fn begin(&self, out: &mut impl Write) -> io::Result<()> {
        if self.markdown {
            writeln!(
                out,
                "| check | published | measured | basis | pass | test |"
            )?;
            writeln!(out, "|---|---|---|---|---|---|")?;
        }
        Ok(())
    }

    pub fn row(
        &mut self,
        out: &mut impl Write,
        subject: &str,
        row: &Row,
        found: &Found,
    ) -> io::Result<()> {
        if self.markdown {
            let mark = self.mark(row.source);
            let pass = if found.holds { "yes" } else { "**no**" };
            return writeln!(
                out,
                "| {}{mark} | {} | {} | {} | {pass} | `{}` |",
                row.check,
                row.published,
                found.text,
                row.basis.word(),
                row.test
            );
        }
        if self.subject != subject {
            subject.clone_into(&mut self.subject);
            writeln!(out, "\n{subject}")?;
        }
        let pass = if found.holds { "pass" } else { "FAIL" };
        let source = if row.source.is_empty() {
            "this project"
        } else {
            row.source
        };
        writeln!(out, "{pass}  {}", row.check)?;
        writeln!(out, "      source    {source} ({})", row.basis.word())?;
        writeln!(out, "      published {}", row.published)?;
        writeln!(out, "      measured  {}", found.text)
    }

    pub fn end(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.markdown {
            return Ok(());
        }
        let list: Vec<String> = (self.sources.iter().enumerate())
            .map(|(at, source)| format!("[{}] {source}.", at + 1))
            .collect();
        writeln!(out)?;
        wrapped(out, &list.join(" "))
    }

    /// The number of a source in brackets.
    fn mark(&mut self, source: &'static str) -> String {
        if source.is_empty() {
            return String::new();
        }
        let known = self.sources.iter().position(|known| *known == source);
        let at = known.unwrap_or_else(|| {
            self.sources.push(source);
            self.sources.len() - 1
        });
        format!(" [{}]", at + 1)
    }
}

/// A text in lines of at most 100 characters.
fn wrapped(out: &mut impl Write, text: &str) -> io::Result<()> {
    const WIDTH: usize = 100;
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            writeln!(out, "{line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(out, "{line}")
}
