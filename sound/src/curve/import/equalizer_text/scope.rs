//! For whom the lines of an Equalizer APO configuration are: device, stage and conditions.

use super::command;
use crate::curve::import::expression::{self, Names};
use crate::curve::import::response_text::shown;
use crate::curve::import::text::Lines;
use crate::curve::import::{ImportError, Options, Report, Stage};

/// Words in the names of devices that record.
const INPUTS: &[&str] = &[
    "microphone",
    "mikrofon",
    "micrófono",
    "microfono",
    "mic",
    "line in",
    "line-in",
    "stereo mix",
    "capture",
];

/// Effect of a line on the scope.
pub(super) enum Passes {
    /// It is for this device, stage and case.
    Yes,
    /// It is not, or it was about the scope itself.
    Handled(Said),
}

/// Remark on a handled line.
pub(super) enum Said {
    Nothing,
    Note(String),
    Rejected(String),
}

/// State of the program.
pub(super) struct Scope {
    /// Text that the patterns of `Device` are compared with, in lower case; none when no device is
    /// named.
    device: Option<String>,
    device_shown: String,
    device_matches: bool,
    stage: Stage,
    stage_matches: bool,
    /// Number of conditions around this line hold, and how many do not.
    held: usize,
    failed: usize,
    /// True if an `Else` of the innermost failed condition takes effect.
    else_counts: bool,
    /// Lines that were left out for the device, the stage and a condition.
    left_out: [usize; 3],
}

/// State restored after an included file.
pub(super) struct Saved {
    stage_matches: bool,
    held: usize,
}

impl Scope {
    /// The scope at the start of a configuration. The device is the one that the user names, else the
    /// first output device that the file names.
    pub(super) fn new(
        lines: &Lines<'_>,
        options: &Options,
        report: &mut Report,
    ) -> Result<Self, ImportError> {
        let patterns: Vec<String> = lines
            .clone()
            .filter_map(|(_, line)| command(line))
            .filter(|(key, _)| key.eq_ignore_ascii_case("device"))
            .flat_map(|(_, value)| value.split(';').map(|one| one.trim().to_owned()))
            .filter(|one| !one.is_empty() && !one.eq_ignore_ascii_case("all"))
            .take(1000)
            .collect();
        let wanted = options.device.as_deref().map(str::trim);
        let chosen = match wanted {
            Some(wanted) => {
                let named = patterns
                    .iter()
                    .find(|pattern| contains_all(pattern, wanted));
                if named.is_none() && !patterns.is_empty() {
                    let known: Vec<String> = patterns
                        .iter()
                        .map(|pattern| format!("`{pattern}`"))
                        .collect();
                    return Err(ImportError::NoDevice {
                        wanted: wanted.to_owned(),
                        known: shown(&known.join(", ")),
                    });
                }
                Some(named.cloned().unwrap_or_else(|| wanted.to_owned()))
            }
            None => patterns
                .iter()
                .find(|pattern| !is_input(pattern) && !pattern.eq_ignore_ascii_case("benchmark"))
                .cloned(),
        };
        if let (Some(device), true) = (&chosen, wanted.is_none()) {
            let first = patterns.first();
            if patterns.iter().any(|pattern| Some(pattern) != first) {
                report.note(
                    None,
                    format!(
                        "taken for the device `{}`; --device names another",
                        shown(device)
                    ),
                );
            }
        }
        Ok(Self {
            device_shown: chosen.clone().unwrap_or_default(),
            device: chosen.map(|device| device.to_lowercase()),
            device_matches: true,
            stage: options.stage,
            stage_matches: options.stage != Stage::PreMix,
            held: 0,
            failed: 0,
            else_counts: false,
            left_out: [0; 3],
        })
    }

    /// Returns whether a line counts; commands of the scope are followed here.
    pub(super) fn passes(&mut self, key: &str, value: &str, names: &mut Names) -> Passes {
        if key == "device" {
            return Passes::Handled(self.device(value));
        }
        if !self.device_matches {
            self.left_out[0] += 1;
            return Passes::Handled(Said::Nothing);
        }
        match key {
            "if" => return Passes::Handled(self.condition(value, names)),
            "elseif" => return Passes::Handled(self.other_condition(value, names)),
            "else" => return Passes::Handled(self.otherwise()),
            "endif" => return Passes::Handled(self.end()),
            _ => {}
        }
        if self.failed > 0 {
            self.left_out[2] += 1;
            return Passes::Handled(Said::Nothing);
        }
        if key == "stage" {
            return Passes::Handled(self.set_stage(value));
        }
        // The program looks at the stage after it has included files.
        if !self.stage_matches && key != "include" {
            self.left_out[1] += 1;
            return Passes::Handled(Said::Nothing);
        }
        Passes::Yes
    }

    fn device(&mut self, value: &str) -> Said {
        let one = |pattern: &str| {
            pattern.eq_ignore_ascii_case("all")
                || self
                    .device
                    .as_deref()
                    .is_some_and(|device| contains_all(device, pattern))
        };
        let mut patterns = value
            .split(';')
            .map(str::trim)
            .filter(|one| !one.is_empty());
        self.device_matches = patterns.any(one);
        match self.device_matches {
            true => Said::Nothing,
            false => Said::Note(format!(
                "for another device, left out up to the next `Device`: {}",
                shown(value)
            )),
        }
    }

    fn set_stage(&mut self, value: &str) -> Said {
        self.stage_matches = value
            .split_whitespace()
            .any(|word| word.eq_ignore_ascii_case(self.stage.id()));
        match self.stage_matches {
            true => Said::Nothing,
            false => Said::Note(format!(
                "for another stage, left out up to the next `Stage`: {}",
                shown(value)
            )),
        }
    }

    fn condition(&mut self, value: &str, names: &mut Names) -> Said {
        if self.failed > 0 {
            self.failed += 1;
            return Said::Nothing;
        }
        match expression::evaluated(value, names) {
            Ok(value) if value.holds() => {
                self.held += 1;
                Said::Nothing
            }
            Ok(_) => {
                self.failed += 1;
                self.else_counts = true;
                Said::Nothing
            }
            Err(why) => {
                self.failed += 1;
                self.else_counts = false;
                Said::Rejected(format!(
                    "this condition cannot be evaluated ({why}); everything up to its `EndIf` is \
                     left out"
                ))
            }
        }
    }

    fn other_condition(&mut self, value: &str, names: &mut Names) -> Said {
        if self.failed == 0 {
            return self.leave_branch("ElseIf");
        }
        if self.failed > 1 || !self.else_counts {
            return Said::Nothing;
        }
        match expression::evaluated(value, names) {
            Ok(value) => {
                if value.holds() {
                    self.enter_branch();
                }
                Said::Nothing
            }
            Err(why) => Said::Rejected(format!("this condition cannot be evaluated ({why})")),
        }
    }

    fn otherwise(&mut self) -> Said {
        if self.failed == 0 {
            return self.leave_branch("Else");
        }
        if self.failed == 1 && self.else_counts {
            self.enter_branch();
        }
        Said::Nothing
    }

    fn enter_branch(&mut self) {
        self.failed -= 1;
        self.held += 1;
        self.else_counts = false;
    }

    fn leave_branch(&mut self, name: &str) -> Said {
        if self.held == 0 {
            return Said::Rejected(format!("`{name}` without `If`"));
        }
        self.failed += 1;
        self.held -= 1;
        self.else_counts = false;
        Said::Nothing
    }

    fn end(&mut self) -> Said {
        let open = if self.failed > 0 {
            &mut self.failed
        } else {
            &mut self.held
        };
        if *open == 0 {
            return Said::Rejected("`EndIf` without `If`".to_owned());
        }
        *open -= 1;
        if self.failed == 0 {
            self.else_counts = false;
        }
        Said::Nothing
    }

    /// An included file begins.
    pub(super) fn entered(&mut self) -> Saved {
        let saved = Saved {
            stage_matches: self.stage_matches,
            held: self.held,
        };
        self.held = 0;
        saved
    }

    /// An included file has ended. The device matched before, or it would not have been included.
    pub(super) fn left(&mut self, saved: Saved) {
        self.device_matches = true;
        self.stage_matches = saved.stage_matches;
        self.held = saved.held;
        self.failed = 0;
        self.else_counts = false;
    }

    /// Why nothing was left to read.
    pub(super) fn nothing(self, report: Report) -> ImportError {
        let [device, stage, _] = self.left_out;
        if device > 0 {
            return ImportError::Elsewhere {
                what: "another device".into(),
                option: "--device",
            };
        }
        if stage > 0 {
            return ImportError::Elsewhere {
                what: format!("another stage than {}", self.stage.id()),
                option: "--stage",
            };
        }
        let report = report.finished().0;
        let follows = report
            .iter()
            .find(|r| r.reason.contains("this is not followed"));
        match follows {
            Some(remark) => ImportError::OnlyOthers {
                remark: remark.to_string(),
            },
            None => ImportError::Nothing { report },
        }
    }

    /// Says how much was left out.
    pub(super) fn finish(self, report: &mut Report) {
        let [device, stage, condition] = self.left_out;
        let lines = |count: usize| match count {
            1 => "1 line was".to_owned(),
            count => format!("{count} lines were"),
        };
        if device > 0 {
            let own = match self.device_shown.as_str() {
                "" => String::new(),
                own => format!(" than `{}`", shown(own)),
            };
            report.note(
                None,
                format!("{} left out for other devices{own}", lines(device)),
            );
        }
        if stage > 0 {
            let own = self.stage.id();
            report.note(
                None,
                format!("{} left out for other stages than {own}", lines(stage)),
            );
        }
        if condition > 0 {
            report.note(
                None,
                format!(
                    "{} left out whose condition does not hold at 48 kHz",
                    lines(condition)
                ),
            );
        }
        if self.held + self.failed > 0 {
            report.note(None, "an `If` has no `EndIf`".into());
        }
    }
}

/// Returns whether a name has every word of a pattern.
fn contains_all(name: &str, pattern: &str) -> bool {
    let name = name.to_lowercase();
    pattern
        .to_lowercase()
        .split_whitespace()
        // The name of a machine's own device cannot be known.
        .filter(|word| !word.starts_with('{'))
        .all(|word| name.contains(word))
}

fn is_input(pattern: &str) -> bool {
    let pattern = pattern.to_lowercase();
    INPUTS.iter().any(|word| match *word {
        "mic" => pattern
            .split(|c: char| !c.is_alphanumeric())
            .any(|part| part == "mic"),
        word => pattern.contains(word),
    })
}
