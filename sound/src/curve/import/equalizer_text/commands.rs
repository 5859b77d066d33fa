//! Commands that set something: filters, gains, delays, copies, includes, convolutions.

use super::super::filter_line;
use super::super::fir::Fir;
use super::super::numbers::{quantity, Unit};
use super::super::program::{Assignment, MOST_FILTERS};
use super::super::response_text::{shown, sort, Entry};
use super::super::text::{self};
use super::super::{Report, LONGEST_FILE};
use super::gains::{gain, grouped, has_thousands};
use super::{Reader, DEEPEST, MOST_ASSIGNMENTS, MOST_FILES, MOST_GAINS};
use crate::curve::equalizer;
use crate::curve::Curve;
use std::sync::Arc;

impl Reader<'_> {
    pub(super) fn preamp(&mut self, value: &str) -> Result<(), String> {
        let db = quantity(value).and_then(|quantity| quantity.decibels());
        let db = db.filter(|db| db.abs() <= 200.0).ok_or("no gain in dB")?;
        self.program.gain(self.selected, db);
        Ok(())
    }

    pub(super) fn filter(&mut self, line: usize, text: &str, value: &str, report: &mut Report) {
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

    pub(super) fn graphic(&mut self, line: usize, value: &str, report: &mut Report) {
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

    pub(super) fn delay(&mut self, value: &str) -> Result<(), String> {
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

    pub(super) fn copy(&mut self, value: &str) -> Result<(), String> {
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

    pub(super) fn include(
        &mut self,
        line: usize,
        value: &str,
        report: &mut Report,
    ) -> Result<(), String> {
        if self.within.len() >= DEEPEST || self.files >= MOST_FILES {
            return Err("files include each other too often".to_owned());
        }
        let (name, bytes) = self.beside(value)?;
        let text = text::decoded(&bytes).ok_or("the file is not text")?;
        let lines = text::lines(&text);
        let text = super::whole(&lines);
        if self.open.contains(&text) {
            return Err(format!("{name} is being read already, so this is left out"));
        }
        let (selected, scope, at) = (self.selected, self.scope.entered(), self.at);
        self.note(line, report, &format!("included: {name}"));
        self.at = Some(self.place(line));
        self.within.push(name);
        self.open.push(text);
        self.files += 1;
        self.file(&lines, report);
        self.open.pop();
        self.within.pop();
        self.at = at;
        self.scope.left(scope);
        self.selected = selected;
        Ok(())
    }

    pub(super) fn convolution(
        &mut self,
        line: usize,
        value: &str,
        report: &mut Report,
    ) -> Result<(), String> {
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
