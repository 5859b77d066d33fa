//! Equalizer settings as Equalizer APO reads them; AutoEq and REW write the same lines.
//!
//! A configuration is a program that is run line by line. `Device`, `Stage`, `Channel` and `If` decide
//! whom the lines behind them are for, with that program's rules: `Device` takes effect within a false
//! `If`, an included file starts with the state that it was included in and gives back the channels and
//! the stage. `Preamp`, `Filter`, `GraphicEQ`, `Delay`, `Copy`, `Convolution` and `Include` are followed;
//! the rest is reported by line.

mod scope;

use super::expression::{self, Names, Value};
use super::filter_line;
use super::fir::Fir;
use super::layout::{Delimiter, Layout};
use super::numbers::{number, quantity, Decimal, Unit};
use super::program::{Assignment, Channels, Program, MOST_FILTERS};
use super::response_text::{shown, sort, Entry};
use super::text::{self, Lines};
use super::{Beside, ImportError, Options, Report, LONGEST_FILE};
use crate::curve::equalizer;
use crate::curve::Curve;
use scope::Scope;

use std::sync::Arc;

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

    fn preamp(&mut self, value: &str) -> Result<(), String> {
        let db = quantity(value).and_then(|quantity| quantity.decibels());
        let db = db.filter(|db| db.abs() <= 200.0).ok_or("no gain in dB")?;
        self.program.gain(self.selected, db);
        Ok(())
    }

    fn filter(&mut self, line: usize, text: &str, value: &str, report: &mut Report) {
        if !filter_line::is_filter(value) && !self.program.is_something() {
            self.other(line, text, report);
            return;
        }
        match filter_line::parsed(value) {
            Ok(Some(filter)) => {
                if !self.program.filter(self.selected, filter) {
                    self.reject(line, report, || {
                        format!("there are more than {MOST_FILTERS} filters")
                    });
                }
            }
            Ok(None) => {
                self.program.understand();
                self.note(line, report, &format!("switched off: {}", shown(value)));
            }
            Err(reason) => {
                self.program.count_broken();
                self.reject(line, report, || format!("{reason}: {}", shown(value)));
            }
        }
    }

    fn graphic(&mut self, line: usize, value: &str, report: &mut Report) {
        let mut points = Vec::new();
        let thousand = if has_thousands(value) { 1000.0 } else { 1.0 };
        for pair in value.split(';').filter(|pair| !pair.trim().is_empty()) {
            let factor = if grouped(pair) { thousand } else { 1.0 };
            match gain(pair).map(|(hz, db)| (hz * factor, db)) {
                Some((hz, db)) if points.len() < MOST_GAINS => {
                    points.push(Entry::new(self.place(line), hz, db));
                }
                Some(_) => {
                    self.reject(line, report, || {
                        format!("there are more than {MOST_GAINS} gains")
                    });
                    break;
                }
                None => {
                    self.program.count_broken();
                    self.reject(line, report, || {
                        format!(
                            "not a frequency above 0 Hz and a gain: {}",
                            shown(pair.trim())
                        )
                    });
                }
            }
        }
        sort(&mut points, report);
        if let Ok(curve) = Curve::new(points.iter().map(Entry::point).collect()) {
            self.program.graphic(self.selected, curve);
        }
    }

    fn delay(&mut self, value: &str) -> Result<(), String> {
        let quantity = quantity(value).filter(|delay| delay.value >= 0.0);
        let seconds = match quantity.and_then(|delay| Some((delay.value, delay.unit?))) {
            Some((ms, Unit::Millisecond)) => ms / 1000.0,
            Some((samples, Unit::Samples)) => samples / equalizer::SAMPLE_RATE_HZ,
            _ => return Err("not a delay in ms or samples".to_owned()),
        };
        if seconds > 10.0 {
            return Err("more than 10 s is no delay".to_owned());
        }
        self.program.delay(self.selected, seconds);
        Ok(())
    }

    fn copy(&mut self, value: &str) -> Result<(), String> {
        let mut assignments = Vec::new();
        for word in value.split_whitespace() {
            let (target, sum) = word
                .split_once('=')
                .ok_or("not `channel=sum of channels`")?;
            let mut sources = Vec::new();
            for part in sum.split('+').take(MOST_ASSIGNMENTS) {
                sources.extend(self.source(part)?);
            }
            let target = self.program.channel_or_new(target);
            let target = target.ok_or("there are too many channels")?;
            assignments.push(Assignment { target, sources });
        }
        if assignments.is_empty() || assignments.len() > MOST_ASSIGNMENTS {
            return Err("not `channel=sum of channels`".to_owned());
        }
        self.program.copy(assignments);
        Ok(())
    }

    /// `R`, `0.5*R`, `-6dB*R`; a constant is no sound.
    fn source(&self, part: &str) -> Result<Option<(usize, f64)>, String> {
        let (factor, channel) = match part.split_once('*') {
            Some((factor, channel)) => (factor, channel),
            None if part == "0" || part.contains('.') => return Ok(None),
            None => ("1", part),
        };
        let quantity = quantity(factor).filter(|factor| factor.value.is_finite());
        let factor = match quantity.map(|factor| (factor.value, factor.unit)) {
            Some((db, Some(Unit::Decibel))) => 10f64.powf(db.clamp(-200.0, 200.0) / 20.0),
            Some((factor, None)) => factor,
            _ => return Err(format!("not a factor: `{}`", shown(factor))),
        };
        // A channel that the device does not have is silent.
        Ok(self
            .program
            .channel(channel)
            .map(|channel| (channel, factor)))
    }

    fn include(&mut self, line: usize, value: &str, report: &mut Report) -> Result<(), String> {
        if self.within.len() >= DEEPEST || self.files >= MOST_FILES {
            return Err("files include each other too often".to_owned());
        }
        let (name, bytes) = self.beside(value)?;
        let text = text::decoded(&bytes).ok_or("the file is not text")?;
        let (selected, scope, at) = (self.selected, self.scope.entered(), self.at);
        self.note(line, report, &format!("included: {name}"));
        self.at = Some(self.place(line));
        self.within.push(name);
        self.files += 1;
        self.file(&text::lines(&text), report);
        self.within.pop();
        self.at = at;
        self.scope.left(scope);
        self.selected = selected;
        Ok(())
    }

    fn convolution(&mut self, line: usize, value: &str, report: &mut Report) -> Result<(), String> {
        if self.files >= MOST_FILES {
            return Err("there are too many files".to_owned());
        }
        self.files += 1;
        let (name, bytes) = self.beside(value)?;
        let fir = Fir::from_wav(&bytes).map_err(|why| format!("{name} is a file {why}"))?;
        self.note(
            line,
            report,
            &format!("convolved with {name}: {}", fir.words()),
        );
        self.program.convolution(self.selected, Arc::new(fir));
        Ok(())
    }

    /// A file that lies beside the one that names it: its name from the first file's folder, and what
    /// is in it.
    fn beside(&mut self, value: &str) -> Result<(String, Vec<u8>), String> {
        let value = value.trim().trim_matches('"').replace('\\', "/");
        if self.beside.is_none() {
            return Err("this is not followed".to_owned());
        }
        let absolute = value.starts_with('/') || value.get(1..2) == Some(":");
        if value.is_empty() || absolute {
            return Err(
                "this is not followed, as it names a folder of another machine; put the file \
                 beside this one and name it alone"
                    .to_owned(),
            );
        }
        let folder = self.within.last().and_then(|name| name.rsplit_once('/'));
        let name = match folder {
            Some((folder, _)) => format!("{folder}/{value}"),
            None => value,
        };
        let Some(beside) = &mut self.beside else {
            return Err("this is not followed".to_owned());
        };
        let bytes = beside
            .read(&name, LONGEST_FILE)
            .map_err(|why| format!("this is not followed, {name}: {why}"))?;
        Ok((name, bytes))
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

/// Returns whether a pair begins with one mark and three digits behind it, as in `1,000`.
fn grouped(pair: &str) -> bool {
    let word = pair.split_whitespace().next().unwrap_or("");
    let Some((before, behind)) = word.split_once([',', '.']) else {
        return false;
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&before.len()) && behind.len() == 3 && digits(before) && digits(behind)
}

/// Returns whether the marks in the frequencies of a graphic equalizer group thousands: so they rise, and
/// as decimals they do not, or reach less far.
fn has_thousands(value: &str) -> bool {
    let rising_to = |factor: f64| {
        let mut last_hz = 0.0;
        for pair in value.split(';') {
            let Some((hz, _)) = gain(pair) else { continue };
            let hz = if grouped(pair) { hz * factor } else { hz };
            if hz <= last_hz || hz > 100_000.0 {
                return None;
            }
            last_hz = hz;
        }
        Some(last_hz)
    };
    if !value.split(';').any(grouped) {
        return false;
    }
    /// A graphic equalizer that ends below this has lost its thousands, Hz.
    const TOO_LOW_HZ: f64 = 100.0;
    match (rising_to(1.0), rising_to(1000.0)) {
        (None, Some(_)) => true,
        (Some(end_hz), Some(_)) => end_hz < TOO_LOW_HZ,
        _ => false,
    }
}

/// `105 -2.3` of a graphic equalizer.
fn gain(pair: &str) -> Option<(f64, f64)> {
    let layout = Layout {
        delimiter: Delimiter::BlanksAndGroups,
        decimal: Decimal::Point,
    };
    let mut fields: Vec<_> = layout.fields(pair);
    if fields.len() != 2 {
        fields = pair.split_whitespace().map(Into::into).collect();
    }
    let [frequency, level] = &fields[..] else {
        return None;
    };
    let frequency_hz = quantity(frequency)?.hertz(1.0)?;
    let level_db = number(level).or_else(|| quantity(level)?.decibels())?;
    let allowed = (1.0..=100_000.0).contains(&frequency_hz) && level_db.abs() <= 200.0;
    allowed.then_some((frequency_hz, level_db))
}
