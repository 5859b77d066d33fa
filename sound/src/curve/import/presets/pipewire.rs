//! PipeWire filter-chains: biquads and parametric equalizers of the built-in kind, in PipeWire's relaxed
//! JSON.
//!
//! Its biquads are the cookbook's, except that the Q of low- and high-pass is a resonance in dB. A high
//! shelf at 0 Hz is a gain. Which channel a node works on follows from the links from the inputs.

use super::bands::{by_q, shape, Bands};
use crate::curve::equalizer::{Shape, SAMPLE_RATE_HZ};
use crate::curve::import::fir::Fir;
use crate::curve::import::program::Channels;
use crate::curve::import::response_text::shown;

use std::sync::Arc;

/// The deepest nesting.
const DEEPEST: usize = 60;

/// A value.
#[derive(Clone, Debug)]
enum Node {
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(all) => all
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn number(&self, name: &str) -> Option<f64> {
        let number: f64 = self.text(name)?.parse().ok()?;
        number.is_finite().then_some(number)
    }

    fn list(&self, name: &str) -> &[Self] {
        match self.get(name) {
            Some(Self::List(all)) => all,
            _ => &[],
        }
    }

    /// Everything that has a list of a name, wherever it stands.
    fn with<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        match self {
            Self::Text(_) => {}
            Self::List(all) => all.iter().for_each(|one| one.with(name, found)),
            Self::Map(all) => {
                if matches!(self.get(name), Some(Self::List(_))) {
                    found.push(self);
                }
                all.iter().for_each(|(_, one)| one.with(name, found));
            }
        }
    }
}

pub(super) fn read(text: &str, bands: &mut Bands<'_>) -> Result<(), String> {
    let mut parser = Parser {
        rest: text,
        text,
        depth: 0,
    };
    let whole = parser.map('\0')?;
    let mut graphs = Vec::new();
    whole.with("nodes", &mut graphs);
    if graphs.is_empty() {
        return Err("there is no `filter.graph` with `nodes`".to_owned());
    }
    for graph in graphs {
        self::graph(graph, bands);
    }
    Ok(())
}

fn graph(graph: &Node, bands: &mut Bands<'_>) {
    let nodes = graph.list("nodes");
    let names: Vec<&str> = nodes.iter().map(|n| n.text("name").unwrap_or("")).collect();
    let inputs = graph.list("inputs");
    let all = match inputs.len() {
        0 | 1 => vec![Channels::BOTH; nodes.len()],
        _ => by_links(graph, &names, inputs),
    };
    for ((node, channels), name) in nodes.iter().zip(all).zip(names) {
        if channels != Channels::NONE {
            one(node, name, channels, bands);
        } else {
            bands.note(format!(
                "{name}: for neither the first nor the second channel"
            ));
        }
    }
}

/// The channels of each node: those inputs that links lead from to it.
fn by_links(graph: &Node, names: &[&str], inputs: &[Node]) -> Vec<Channels> {
    let node_of = |port: &str| {
        let name = port
            .split_once(':')
            .map_or(port, |(name, _)| name)
            .to_owned();
        names.iter().position(|own| *own == name)
    };
    let links: Vec<(usize, usize)> = graph
        .list("links")
        .iter()
        .filter_map(|link| {
            Some((
                node_of(link.text("output")?)?,
                node_of(link.text("input")?)?,
            ))
        })
        .collect();
    let mut all = vec![Channels::NONE; names.len()];
    for (channel, input) in inputs.iter().enumerate().take(2) {
        let Node::Text(port) = input else { continue };
        let mut open: Vec<usize> = node_of(port).into_iter().collect();
        while let Some(node) = open.pop() {
            if all[node].has(channel) {
                continue;
            }
            all[node] = all[node].with(channel);
            open.extend(
                links
                    .iter()
                    .filter(|(from, _)| *from == node)
                    .map(|(_, to)| *to),
            );
        }
    }
    all
}

fn one(node: &Node, name: &str, channels: Channels, bands: &mut Bands<'_>) {
    let label = node.text("label").unwrap_or("");
    let empty = Node::Map(Vec::new());
    let control = node.get("control").unwrap_or(&empty);
    let config = node.get("config").unwrap_or(&empty);
    if node.text("type").is_some_and(|kind| kind != "builtin") {
        bands.reject(None, || {
            format!("{name}: only built-in filters are followed")
        });
    } else if label.starts_with("bq_") && label != "bq_raw" {
        let value = |name: &str| control.number(name).unwrap_or(0.0);
        band(
            name,
            label,
            [value("Freq"), value("Gain"), value("Q")],
            channels,
            bands,
        );
    } else if label == "param_eq" {
        parametric(config, name, channels, bands);
    } else if label == "linear" {
        let factor = control.number("Mult").unwrap_or(1.0);
        bands.gain(channels, name, 20.0 * factor.abs().log10());
    } else if label == "convolver" {
        convolver(config, name, channels, bands);
    } else if matches!(label, "copy" | "delay" | "invert") {
        bands.note(format!("{name}: `{label}` leaves the level as it is"));
    } else {
        bands.reject(None, || {
            format!("{name}: `{}` is not followed", shown(label))
        });
    }
}

fn parametric(config: &Node, name: &str, channels: Channels, bands: &mut Bands<'_>) {
    let sets = [
        ("filters", channels),
        ("filters1", Channels::LEFT),
        ("filters2", Channels::RIGHT),
    ];
    for (key, channels) in sets {
        for (index, filter) in config.list(key).iter().enumerate() {
            let value = |name: &str| filter.number(name).unwrap_or(0.0);
            let name = format!("{name}, filter {}", index + 1);
            let label = filter.text("type").unwrap_or("");
            band(
                &name,
                label,
                [value("freq"), value("gain"), value("q")],
                channels,
                bands,
            );
        }
    }
    if let Some(file) = config.text("filename") {
        bands.reject(None, || {
            format!(
                "{name}: its filters are in {}; bring that file in",
                shown(file)
            )
        });
    }
}

fn band(name: &str, label: &str, [hz, gain, q]: [f64; 3], on: Channels, bands: &mut Bands<'_>) {
    let Some(shape) = shape(label) else {
        bands.reject(None, || {
            format!("{name}: `{}` is not followed", shown(label))
        });
        return;
    };
    let half_hz = 0.5 * SAMPLE_RATE_HZ;
    match shape {
        Shape::HighShelf if hz <= 0.0 => bands.gain(on, name, gain),
        Shape::LowShelf if hz >= half_hz => bands.gain(on, name, gain),
        Shape::LowShelf if hz <= 0.0 => bands.program.understand(),
        Shape::HighShelf | Shape::Peak if hz >= half_hz => bands.program.understand(),
        Shape::LowPass | Shape::HighPass => {
            let filter = by_q(shape, hz, 0.0, q_of_resonance(q));
            bands.band(on, None, name, filter);
        }
        _ => bands.band(on, None, name, by_q(shape, hz, gain, q)),
    }
}

/// The Q of a pass whose resonance is given in dB, as PipeWire's biquad.c (after Chromium's) has it.
fn q_of_resonance(resonance_db: f64) -> f64 {
    let peak = 10f64.powf(resonance_db.max(0.0) / 20.0);
    let damping = ((4.0 - (16.0 - 16.0 / (peak * peak)).max(0.0).sqrt()) / 2.0).sqrt();
    1.0 / damping
}

fn convolver(config: &Node, name: &str, channels: Channels, bands: &mut Bands<'_>) {
    let Some(file) = config.text("filename") else {
        bands.reject(None, || format!("{name}: a convolver without one file"));
        return;
    };
    let fir = bands
        .file(file)
        .and_then(|bytes| Fir::from_wav(&bytes).map_err(|why| format!("{file} is a file {why}")));
    match fir {
        Ok(fir) => {
            bands.note(format!(
                "{name}: convolved with {}: {}",
                shown(file),
                fir.words()
            ));
            bands.program.convolution(channels, Arc::new(fir));
        }
        Err(why) => bands.reject(None, || format!("{name}: {why}")),
    }
}

struct Parser<'a> {
    rest: &'a str,
    text: &'a str,
    depth: usize,
}

impl Parser<'_> {
    /// Blanks, commas, and comments to the end of their line.
    fn blanks(&mut self) {
        loop {
            self.rest = self
                .rest
                .trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            match self.rest.strip_prefix('#') {
                Some(comment) => {
                    let end = comment.find(['\n', '\r']).unwrap_or(comment.len());
                    self.rest = &comment[end..];
                }
                None => return,
            }
        }
    }

    fn wrong(&self, what: &str) -> String {
        let read = &self.text[..self.text.len() - self.rest.len()];
        let line = 1 + read.matches('\n').count();
        let found = self.rest.lines().next().unwrap_or("");
        format!("line {line}: {what} before `{}`", shown(found))
    }

    /// Names and values up to a bracket, or to the end.
    fn map(&mut self, close: char) -> Result<Node, String> {
        let mut all = Vec::new();
        loop {
            self.blanks();
            if self.rest.is_empty() && close == '\0' {
                return Ok(Node::Map(all));
            }
            if let Some(rest) = self.rest.strip_prefix(close) {
                self.rest = rest;
                return Ok(Node::Map(all));
            }
            if close == '\0' && self.rest.starts_with(['{', '[']) {
                // A file that is one value.
                all.push((String::new(), self.value()?));
                continue;
            }
            let Node::Text(key) = self.word()? else {
                return Err(self.wrong("a name is missing"));
            };
            self.blanks();
            if let Some(rest) = self.rest.strip_prefix(['=', ':']) {
                self.rest = rest;
            }
            all.push((key, self.value()?));
        }
    }

    fn value(&mut self) -> Result<Node, String> {
        self.blanks();
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.wrong("too many brackets"));
        }
        let value = if let Some(rest) = self.rest.strip_prefix('{') {
            self.rest = rest;
            self.map('}')
        } else if let Some(rest) = self.rest.strip_prefix('[') {
            self.rest = rest;
            self.list()
        } else {
            self.word()
        };
        self.depth -= 1;
        value
    }

    fn list(&mut self) -> Result<Node, String> {
        let mut all = Vec::new();
        loop {
            self.blanks();
            if let Some(rest) = self.rest.strip_prefix(']') {
                self.rest = rest;
                return Ok(Node::List(all));
            }
            all.push(self.value()?);
        }
    }

    /// A text in quotation marks, or up to a blank or a sign.
    fn word(&mut self) -> Result<Node, String> {
        if let Some(inside) = self.rest.strip_prefix('"') {
            let end = inside
                .find('"')
                .ok_or_else(|| self.wrong("a quotation mark is open"))?;
            self.rest = &inside[end + 1..];
            return Ok(Node::Text(inside[..end].to_owned()));
        }
        let ends = |c: char| c.is_whitespace() || "={}[],\"#".contains(c);
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        // `key:` as in JSON; a colon within a word is part of it.
        let word = self.rest[..end].trim_end_matches(':');
        if word.is_empty() {
            return Err(self.wrong("a value is missing"));
        }
        self.rest = &self.rest[word.len()..];
        Ok(Node::Text(word.to_owned()))
    }
}
