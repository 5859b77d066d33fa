//! Detection of attacks, before which noise must not spread (the LC3 specification, section 3.3.6).

use super::layout::Duration;

/// Samples of a block at the lowered rate, 2.5 ms.
const BLOCK: usize = 40;

/// Samples of a frame at the lowered rate.
const MOST_LOWERED: usize = 160;

/// Rise of the energy from block to block that is an attack.
const RISE: f64 = 8.5;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Attack {
    /// The last two samples at the lowered rate, newest first.
    past: [f64; 2],
    energy: f64,
    envelope: f64,
    /// Block in which the last frame had an attack.
    block: Option<usize>,
}

impl Attack {
    /// Says whether a frame has an attack in it or just after one.
    pub(super) fn is_in(&mut self, samples: &[f64], duration: Duration, bytes: usize) -> bool {
        let (active, blocks, late) = match duration {
            Duration::SevenAndAHalfMs => ((75..150).contains(&bytes), 3, 1),
            Duration::TenMs => (bytes >= 100, 4, 2),
        };
        if !active {
            return false;
        }
        let mut lowered = [0.0; MOST_LOWERED];
        for (lowered, samples) in lowered.iter_mut().zip(samples.chunks_exact(3)) {
            *lowered = samples.iter().sum();
        }
        let was = self.block.take();
        for block in 0..blocks {
            let mut energy = 0.0;
            for x in &lowered[block * BLOCK..(block + 1) * BLOCK] {
                let [last, before] = self.past;
                let high = 0.375 * x - 0.5 * last + 0.125 * before;
                energy += high * high;
                self.past = [*x, last];
            }
            self.envelope = self.energy.max(0.25 * self.envelope);
            if energy > RISE * self.envelope {
                self.block = Some(block);
            }
            self.energy = energy;
        }
        self.block.is_some() || was.is_some_and(|block| block >= late)
    }
}
