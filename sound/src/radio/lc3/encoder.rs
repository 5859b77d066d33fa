//! The encoder of one channel.

use super::attack::Attack;
use super::bandwidth;
use super::frame::Frame;
use super::layout::{Duration, BANDS, MOST_SAMPLES};
use super::noise_shaping;
use super::pitch::Search;
use super::quantizer::{budget, Quantizer};
use super::residual::{drop_lowest, noise_level, Refinement};
use super::spectrum::Costs;
use super::temporal::Temporal;
use super::transform::{Analysis, Cosines};

/// One channel's encoder.
pub struct Encoder {
    duration: Duration,
    bytes: usize,
    analysis: Analysis,
    attack: Attack,
    pitch: Search,
    quantizer: Quantizer,
    costs: Costs,
    frame: Frame,
}

impl Encoder {
    /// An encoder at rest, with so many bytes for a frame.
    #[must_use]
    pub fn new(duration: Duration, bytes: usize) -> Self {
        Self {
            duration,
            bytes,
            analysis: Analysis::new(duration),
            attack: Attack::default(),
            pitch: Search::new(duration),
            quantizer: Quantizer::new(duration),
            costs: Costs::new(),
            frame: Frame::silent(duration, bytes),
        }
    }

    /// Begins anew. Allocates nothing.
    pub fn restart(&mut self, duration: Duration, bytes: usize) {
        self.duration = duration;
        self.bytes = bytes;
        self.analysis.restart(duration);
        self.attack = Attack::default();
        self.pitch.restart(duration);
        self.quantizer = Quantizer::new(duration);
    }

    /// Encodes a frame of samples, in units of 16 bits.
    pub fn encode(&mut self, samples: &[f64], cosines: &mut Cosines) -> &Frame {
        let duration = self.duration;
        let frame = &mut self.frame;
        frame.duration = duration;
        frame.bytes = self.bytes;
        let bits = frame.bits();
        let attack = self.attack.is_in(samples, duration, self.bytes);
        frame.pitch = self.pitch.find(samples, bits);
        let mut lines = [0.0; MOST_SAMPLES];
        self.analysis
            .split(samples, cosines, &mut lines[..duration.samples()]);
        let lines = &mut lines[..duration.lines()];
        let energies = energies(duration, lines);
        frame.bandwidth = bandwidth::detect(duration, &energies);
        let factors = noise_shaping::factors(duration, &energies, attack);
        frame.shaping = noise_shaping::quantized(&factors);
        frame.shaping.apply(duration, lines, -1.0);
        frame.temporal = Temporal::analyze(duration, frame.bandwidth, bits, lines);
        let budget = budget(bits, frame.temporal.bits(), frame.pitch_bits());
        let quantized = self.quantizer.quantize(lines, bits, budget, &self.costs);
        frame.gain = quantized.index;
        frame.count = quantized.count;
        frame.halved = quantized.halved;
        frame.values = quantized.values;
        frame.noise = noise_level(
            duration,
            frame.bandwidth,
            lines,
            &frame.values,
            quantized.step,
        );
        let room = frame.room();
        frame.refinement = if frame.halved {
            drop_lowest(&mut frame.values[..frame.count], room);
            Refinement::none()
        } else {
            Refinement::new(lines, &frame.values, quantized.step, room)
        };
        frame
    }
}

/// Mean energies of the bands.
fn energies(duration: Duration, lines: &[f64]) -> [f64; BANDS] {
    let edges = duration.bands();
    std::array::from_fn(|band| {
        let lines = &lines[edges[band]..edges[band + 1]];
        lines.iter().map(|x| x * x).sum::<f64>() / lines.len() as f64
    })
}
