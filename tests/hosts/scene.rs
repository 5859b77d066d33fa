//! Scene that the hosts play: signals for every input, changes of parameters, and block sizes.

use bodypack::audio::SEED;
use bodypack::chain::{Chain, Io};
use bodypack::rig::Rig;

/// Two channels.
pub type Stereo = [Vec<f32>; 2];

/// A change of a parameter while audio runs.
#[derive(Clone, Debug)]
pub struct Change {
    /// Time, samples from the start.
    pub at: usize,
    /// The parameter's name.
    pub name: &'static str,
    /// The value, 0 to 1.
    pub normalized: f64,
}

/// A run of audio.
#[derive(Clone)]
pub struct Scene {
    pub sample_rate_hz: f64,
    pub mix: Stereo,
    pub ambient: Stereo,
    pub own_voice: Stereo,
    pub changes: Vec<Change>,
    /// The lengths of the blocks, over and over.
    pub blocks: Vec<usize>,
}

/// Lengths that hosts use and lengths that nobody expects.
pub const ODD_BLOCKS: [usize; 7] = [64, 1, 37, 480, 4096, 2, 1000];

impl Scene {
    /// Silence everywhere.
    pub fn silent(sample_rate_hz: f64, samples: usize) -> Self {
        let silence = || [vec![0.0; samples], vec![0.0; samples]];
        Self {
            sample_rate_hz,
            mix: silence(),
            ambient: silence(),
            own_voice: silence(),
            changes: Vec::new(),
            blocks: vec![512],
        }
    }

    /// Different noise on every input, about as loud as programme.
    pub fn busy(sample_rate_hz: f64, samples: usize) -> Self {
        Self {
            mix: [noise(1, samples), noise(2, samples)],
            ambient: [noise(3, samples), noise(4, samples)],
            own_voice: [noise(5, samples), noise(6, samples)],
            blocks: ODD_BLOCKS.to_vec(),
            ..Self::silent(sample_rate_hz, samples)
        }
    }

    /// Length in samples.
    pub fn samples(&self) -> usize {
        self.mix[0].len()
    }

    /// The longest block.
    pub fn longest_block(&self) -> usize {
        self.blocks.iter().copied().max().unwrap_or(1)
    }

    /// Block boundaries.
    pub fn cuts(&self) -> Vec<std::ops::Range<usize>> {
        let mut from = 0;
        let mut cuts = Vec::new();
        for &length in self.blocks.iter().cycle() {
            if from == self.samples() {
                break;
            }
            let to = (from + length).min(self.samples());
            cuts.push(from..to);
            from = to;
        }
        cuts
    }

    /// The changes within a block, their times counted from its start.
    pub fn changes_in(&self, block: &std::ops::Range<usize>) -> Vec<Change> {
        let within = self
            .changes
            .iter()
            .filter(|change| block.contains(&change.at));
        within
            .map(|change| Change {
                at: change.at - block.start,
                ..change.clone()
            })
            .collect()
    }

    /// Output of the chain in this process, as the command line computes it.
    pub fn through_chain(&self, rig: &Rig) -> Stereo {
        let mut chain =
            Chain::new(rig, self.sample_rate_hz, SEED).expect("the rig can be designed");
        let [mut left, mut right] = self.mix.clone();
        let part = |pair: &Stereo, range: &std::ops::Range<usize>| -> [Vec<f32>; 2] {
            [
                pair[0][range.clone()].to_vec(),
                pair[1][range.clone()].to_vec(),
            ]
        };
        for block in self.cuts() {
            let [ambient_left, ambient_right] = part(&self.ambient, &block);
            let [voice_left, voice_right] = part(&self.own_voice, &block);
            chain.process(Io {
                main: [&mut left[block.clone()], &mut right[block.clone()]],
                ambient: Some([&ambient_left, &ambient_right]),
                own_voice: Some([&voice_left, &voice_right]),
            });
        }
        [left, right]
    }
}

/// Noise of about −20 dBFS that is the same every time.
pub fn noise(seed: u32, samples: usize) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9E37_79B9) | 1;
    let mut next = || {
        // xorshift32 (Marsaglia 2003)
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (f64::from(state) / f64::from(u32::MAX) - 0.5) as f32
    };
    (0..samples).map(|_| 0.35 * next()).collect()
}

/// The largest difference between two renderings, which have to be equally long.
pub fn difference(a: &Stereo, b: &Stereo) -> f32 {
    let mut largest = 0.0f32;
    for (a, b) in a.iter().zip(b) {
        assert_eq!(a.len(), b.len());
        for (a, b) in a.iter().zip(b) {
            largest = largest.max((a - b).abs());
        }
    }
    largest
}

/// Asserts that two renderings have the same bits, and says where they part otherwise.
pub fn assert_same(a: &Stereo, b: &Stereo, what: &str) {
    for (channel, (a, b)) in a.iter().zip(b).enumerate() {
        assert_eq!(a.len(), b.len(), "{what}: lengths differ");
        let parting = a
            .iter()
            .zip(b)
            .position(|(a, b)| a.to_bits() != b.to_bits());
        if let Some(at) = parting {
            panic!(
                "{what}: channel {channel} parts at sample {at} of {}: {} and {}",
                a.len(),
                a[at],
                b[at]
            );
        }
    }
}

/// Root mean square.
pub fn rms(samples: &[f32]) -> f64 {
    let energy: f64 = samples.iter().map(|&x| f64::from(x) * f64::from(x)).sum();
    (energy / samples.len().max(1) as f64).sqrt()
}
