//! Equalizer settings as Equalizer APO reads them; AutoEq and REW write the same lines.
//!
//! A configuration is a program that is run line by line. `Device`, `Stage`, `Channel` and `If` decide
//! whom the lines behind them are for, with that program's rules: `Device` takes effect within a false
//! `If`, an included file starts with the state that it was included in and gives back the channels and
//! the stage. `Preamp`, `Filter`, `GraphicEQ`, `Delay`, `Copy`, `Convolution` and `Include` are followed;
//! the rest is reported by line.

mod commands;
mod gains;
mod scope;

use super::expression::{self, Names, Value};
use super::filter_line;
use super::program::{Channels, Program};
use super::response_text::shown;
use super::text::Lines;
use super::{Beside, ImportError, Options, Report};
use crate::curve::equalizer;
use scope::Scope;

/// The most gains of a graphic equalizer.
const MOST_GAINS: usize = 20_000;

/// Maximum depth and number of included files.
const DEEPEST: usize = 20;
const MOST_FILES: usize = 100;

/// The most assignments of one `Copy`.
const MOST_ASSIGNMENTS: usize = 32;

/// The commands of the program that say what they are by their name alone.
const COMMANDS: &[&str] = &[
    "preamp",
    "graphiceq",
    "channel",
    "device",
    "stage",
    "include",
    "convolution",
    "delay",
    "copy",
    "if",
    "elseif",
    "else",
    "endif",
    "eval",
    "vstplugin",
    "loudnesscorrection",
];

/// Number of lines are commands, and how many of these set something.
pub(super) fn evidence(lines: &Lines<'_>) -> (usize, usize) {
    let (mut commands, mut settings) = (0, 0);
    for (_, line) in lines.clone() {
        let Some((key, value)) = command(line) else {
            continue;
        };
        let known = COMMANDS.iter().any(|word| key.eq_ignore_ascii_case(word));
        let filter = is_filter(key) && filter_line::is_filter(value);
        let sets = filter
            || (key.eq_ignore_ascii_case("preamp") && value.contains(|c: char| c.is_numeric()))
            || (key.eq_ignore_ascii_case("graphiceq") && !value.is_empty());
        commands += usize::from(known || filter);
        settings += usize::from(sets);
    }
    (commands, settings)
}

/// Reads the lines as settings.
pub(super) fn read(
    lines: &Lines<'_>,
    options: &Options,
    beside: Option<&mut dyn Beside>,
    report: &mut Report,
) -> Result<Program, ImportError> {
    let scope = Scope::new(lines, options, report)?;
    let mut reader = Reader {
        program: Program::default(),
        selected: Channels::BOTH,
        scope,
        names: names(options),
        beside,
        files: 0,
        within: Vec::new(),
        open: vec![whole(lines)],
        at: None,
    };
    reader.file(lines, report);
    let Reader { program, scope, .. } = reader;
    if !program.is_something() {
        return Err(scope.nothing(std::mem::take(report)));
    }
    scope.finish(report);
    Ok(program)
}

/// The lines of a file as one text.
fn whole(lines: &Lines<'_>) -> String {
    let texts: Vec<&str> = lines.clone().map(|(_, text)| text).collect();
    texts.join("\n")
}

/// Names that the program defines for expressions.
fn names(options: &Options) -> Names {
    let text = |text: &str| Value::Text(text.to_owned());
    Names::from([
        (
            "sampleRate".to_owned(),
            Value::Number(equalizer::SAMPLE_RATE_HZ),
        ),
        ("inputChannelCount".to_owned(), Value::Number(2.0)),
        ("outputChannelCount".to_owned(), Value::Number(2.0)),
        ("stage".to_owned(), text(options.stage.id())),
    ])
}

/// The state of the program while it reads a configuration.
struct Reader<'a> {
    program: Program,
    /// Which channels the next lines are for.
    selected: Channels,
    scope: Scope,
    names: Names,
    beside: Option<&'a mut dyn Beside>,
    files: usize,
    /// The files that are being included, outermost first.
    within: Vec<String>,
    /// Texts of the files that are being read, the first one included: a circle is known by them, as the first
    /// file's name is not.
    open: Vec<String>,
    /// The line of the first file that is being read, while another one is.
    at: Option<usize>,
}

impl Reader<'_> {
    fn file(&mut self, lines: &Lines<'_>, report: &mut Report) {
        for (line, text) in lines.clone() {
            if !text.is_empty() && !text.starts_with('#') {
                self.line(line, text, report);
            }
        }
    }

    /// Line of a remark in the user's own file.
    fn place(&self, line: usize) -> usize {
        self.at.unwrap_or(line)
    }

    /// A remark as it is said of a line here or in an included file.
    fn words(&self, line: usize, reason: &str) -> String {
        match self.within.last() {
            Some(file) => format!("{file}, line {line}: {reason}"),
            None => reason.to_owned(),
        }
    }

    fn reject(&self, line: usize, report: &mut Report, reason: impl FnOnce() -> String) {
        report.reject(self.place(line), || self.words(line, &reason()));
    }

    fn note(&self, line: usize, report: &mut Report, reason: &str) {
        report.note(Some(self.place(line)), self.words(line, reason));
    }

    fn line(&mut self, line: usize, text: &str, report: &mut Report) {
        let Some((key, value)) = command(text) else {
            self.other(line, text, report);
            return;
        };
        let key = key.to_ascii_lowercase();
        let value = match self.inlined(value) {
            Ok(value) => value,
            Err(reason) => {
                self.reject(line, report, || format!("{reason}: {}", shown(text)));
                return;
            }
        };
        let said = match self.scope.passes(&key, &value, &mut self.names) {
            scope::Passes::Yes => None,
            scope::Passes::Handled(said) => Some(said),
        };
        if let Some(said) = said {
            match said {
                scope::Said::Nothing => {}
                scope::Said::Note(words) => self.note(line, report, &words),
                scope::Said::Rejected(reason) => {
                    self.reject(line, report, || format!("{reason}: {}", shown(text)));
                }
            }
            return;
        }
        self.command(line, text, &key, &value, report);
    }

    fn command(&mut self, line: usize, text: &str, key: &str, value: &str, report: &mut Report) {
        if is_filter(key) {
            self.filter(line, text, value, report);
            return;
        }
        let done = match key {
            "preamp" => self.preamp(value),
            "graphiceq" => {
                self.graphic(line, value, report);
                Ok(())
            }
            "channel" => {
                self.select(line, value, report);
                Ok(())
            }
            "delay" => self.delay(value),
            "copy" => self.copy(value),
            "include" => self.include(line, value, report),
            "convolution" => self.convolution(line, value, report),
            "eval" => expression::evaluated(value, &mut self.names).map(|_| ()),
            _ if COMMANDS.contains(&key) => Err("this is not followed".to_owned()),
            _ => {
                self.other(line, text, report);
                Ok(())
            }
        };
        if let Err(reason) = done {
            self.reject(line, report, || format!("{reason}: {}", shown(text)));
        }
    }

    /// Whatever stands before the settings is a heading; after that it is a command that is not
    /// followed.
    fn other(&self, line: usize, text: &str, report: &mut Report) {
        let scopes = ["else", "endif", "device", "stage", "channel"];
        if scopes.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            self.reject(line, report, || {
                format!("a command has a colon behind its name: {}", shown(text))
            });
        } else if self.program.is_something() {
            self.reject(line, report, || {
                format!("this is not followed: {}", shown(text))
            });
        } else {
            self.note(
                line,
                report,
                &format!("taken as a heading: {}", shown(text)),
            );
        }
    }

    /// The value with its inline expressions worked out.
    fn inlined(&mut self, value: &str) -> Result<String, String> {
        if !value.contains('`') {
            return Ok(value.to_owned());
        }
        let mut whole = String::new();
        for (index, part) in value.split('`').enumerate() {
            if index % 2 == 0 {
                whole.push_str(part);
            } else {
                let value = expression::evaluated(part, &mut self.names);
                whole.push_str(&value.map(|value| value.written())?);
            }
        }
        Ok(whole)
    }

    fn select(&mut self, line: usize, value: &str, report: &mut Report) {
        self.selected = Channels::NONE;
        for word in value.split_whitespace() {
            if word.eq_ignore_ascii_case("all") {
                self.selected = Channels::BOTH;
            } else if let Some(channel) = self.program.channel(word) {
                self.selected = self.selected.with(channel);
            }
        }
        if self.selected == Channels::NONE {
            let words = format!(
                "neither left nor right: {}; what follows is left out",
                shown(value)
            );
            report.warn(Some(self.place(line)), self.words(line, &words));
        }
    }
}

/// `key: value`.
pub(super) fn command(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    Some((key.trim(), value.trim()))
}

/// `Filter`, `Filter 3`.
fn is_filter(key: &str) -> bool {
    const WORD: &str = "filter";
    key.get(..WORD.len())
        .is_some_and(|word| word.eq_ignore_ascii_case(WORD))
        && key[WORD.len()..].trim().bytes().all(|b| b.is_ascii_digit())
}
