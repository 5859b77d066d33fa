//! The conductors of a worn cable between pack and earphone.
//!
//! *In the real world* plugs wear and strands break at the bend. A worn contact opens for moments when
//! the cable moves, which is heard as crackle; a broken strand takes one side away, or the return
//! that both sides share, which leaves both drivers in series between the two outputs.
//!
//! *Model*: contact bounce as a switch in series. At random moments (Poisson) the cable moves; while
//! it does, the contact opens and closes at random (exponential times of 1.5 and 3 ms), with edges of
//! 50 µs. Both channels of a plug move together, and each has contacts of its own. A broken side is
//! silent; a broken return gives each ear half of the difference of left and right, in opposite
//! phase, since the same current flows through both drivers.
//!
//! *Knobs*: how worn it is, from 0 to 1; which conductor is broken. Rates and times are estimates.
//!
//! *Left out*: direct current from the amplifier, which would click in silence as well; the rise of a
//! contact's resistance before it opens.
//!
//! *Tests*: the laws of every stage; rates and matrices here; on rigs, `tests/guide_effects.rs`.

use num_complex::Complex64;

use crate::dsp::gain;
use crate::dsp::noise::Noise;
use crate::dsp::smoothing::Smoothed;
use crate::dsp::stage::{Stage, Stereo};
use crate::rig::{self, BrokenConductor};

/// Movements of the cable in a second at full wear.
const MOVEMENTS_HZ: f64 = 2.5;
/// Mean length of a movement, seconds.
const MOVEMENT_S: f64 = 0.09;
/// Mean times of an open and of a closed contact while the cable moves, seconds.
const OPEN_S: f64 = 0.0015;
const CLOSED_S: f64 = 0.003;
/// Time constant of an edge, seconds.
const EDGE_S: f64 = 50e-6;
/// Gains that near to an end are at it.
const SETTLED: f32 = 1e-6;

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Wear of the contacts, 0 to 1; 0 is sound.
    pub wear: f64,
    /// Gains from the outputs to the ears: left to left, right to left, left to right, right to
    /// right.
    pub matrix: [f32; 4],
}

impl Settings {
    /// Settings taken from a rig.
    pub fn new(cable: &rig::Cable) -> Self {
        Self {
            wear: cable.wear,
            matrix: match cable.broken {
                BrokenConductor::None => [1.0, 0.0, 0.0, 1.0],
                BrokenConductor::Left => [0.0, 0.0, 0.0, 1.0],
                BrokenConductor::Right => [1.0, 0.0, 0.0, 0.0],
                BrokenConductor::Return => [0.5, -0.5, -0.5, 0.5],
            },
        }
    }
}

/// One worn contact.
#[derive(Clone, Copy, Debug)]
struct Contact {
    closed: bool,
    /// Samples until it switches while the cable moves.
    left: usize,
    gain: f32,
}

impl Contact {
    const SOUND: Self = Self {
        closed: true,
        left: 0,
        gain: 1.0,
    };
}

/// The cable's conductors.
pub struct Conductors {
    seed: u64,
    sample_rate_hz: f64,
    wear: f64,
    matrix: [Smoothed; 4],
    noise: Noise,
    /// Samples until the cable moves, or until it rests.
    left: usize,
    moving: bool,
    contacts: [Contact; 2],
    edge: f32,
    used: bool,
}

impl Conductors {
    /// Makes the stage for one sample rate in Hz. `seed` starts what is random.
    pub fn new(sample_rate_hz: f64, settings: &Settings, seed: u64) -> Self {
        let ramp_samples = gain::ramp_samples(sample_rate_hz);
        let mut conductors = Self {
            seed,
            sample_rate_hz,
            wear: settings.wear,
            matrix: (settings.matrix).map(|gain| Smoothed::new(gain, ramp_samples)),
            noise: Self::noise(seed),
            left: 0,
            moving: false,
            contacts: [Contact::SOUND; 2],
            edge: -(-1.0 / (EDGE_S * sample_rate_hz)).exp_m1() as f32,
            used: false,
        };
        conductors.start_anew();
        conductors
    }

    fn noise(seed: u64) -> Noise {
        Noise::with_stream(seed, 0x436F_6E74)
    }

    fn start_anew(&mut self) {
        self.noise = Self::noise(self.seed);
        self.moving = false;
        self.contacts = [Contact::SOUND; 2];
        self.left = self.rest_samples();
        self.used = false;
    }

    /// A random time with a mean in seconds, samples.
    fn random_samples(&mut self, mean_s: f64) -> usize {
        let time_s = -mean_s * (1.0 - self.noise.uniform()).ln();
        ((time_s * self.sample_rate_hz) as usize).max(1)
    }

    fn rest_samples(&mut self) -> usize {
        self.random_samples(1.0 / (MOVEMENTS_HZ * self.wear.max(1e-3)))
    }

    fn is_identity(&self) -> bool {
        self.matrix.iter().all(Smoothed::is_settled)
            && self.matrix.each_ref().map(Smoothed::target) == [1.0, 0.0, 0.0, 1.0]
    }

    /// Gains of the two contacts at the next sample.
    fn bounce(&mut self) -> [f32; 2] {
        if self.left == 0 {
            self.moving = !self.moving;
            self.left = if self.moving {
                self.random_samples(MOVEMENT_S)
            } else {
                self.rest_samples()
            };
        }
        self.left -= 1;
        for at in 0..2 {
            let mut contact = self.contacts[at];
            if !self.moving {
                contact.closed = true;
                contact.left = 0;
            } else if contact.left == 0 {
                contact.closed = !contact.closed;
                let mean_s = if contact.closed { CLOSED_S } else { OPEN_S };
                contact.left = self.random_samples(mean_s);
            } else {
                contact.left -= 1;
            }
            let target = if contact.closed { 1.0 } else { 0.0 };
            contact.gain += self.edge * (target - contact.gain);
            if (contact.gain - target).abs() < SETTLED {
                contact.gain = target;
            }
            self.contacts[at] = contact;
        }
        self.contacts.map(|contact| contact.gain)
    }
}

impl Stage for Conductors {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        if settings.wear != self.wear {
            self.wear = settings.wear;
            if !self.moving {
                self.left = self.rest_samples();
            }
        }
        for (gain, &target) in self.matrix.iter_mut().zip(&settings.matrix) {
            gain.set(target);
        }
    }

    fn reset(&mut self) {
        self.matrix.iter_mut().for_each(Smoothed::finish);
        self.start_anew();
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        if self.wear <= 0.0 && self.used {
            self.start_anew();
        }
        if self.wear <= 0.0 && self.is_identity() {
            return;
        }
        let [left, right] = block;
        if !self.is_identity() {
            for (left, right) in left.iter_mut().zip(right.iter_mut()) {
                let [ll, rl, lr, rr] = &mut self.matrix;
                let (l, r) = (*left, *right);
                *left = ll.tick() * l + rl.tick() * r;
                *right = lr.tick() * l + rr.tick() * r;
            }
        }
        if self.wear > 0.0 {
            self.used = true;
            for (left, right) in left.iter_mut().zip(right.iter_mut()) {
                let [own, other] = self.bounce();
                *left *= own;
                *right *= other;
            }
        }
        // Products with small gains may be subnormal.
        for sample in left.iter_mut().chain(right.iter_mut()) {
            *sample = crate::dsp::sanitize::flushed(*sample);
        }
    }

    fn response(&self, _frequency_hz: f64) -> Option<[Complex64; 2]> {
        let [ll, rl, lr, rr] = self.matrix.each_ref().map(|gain| f64::from(gain.target()));
        (self.wear <= 0.0).then(|| [ll + rl, lr + rr].map(Complex64::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE_HZ: f64 = 48_000.0;

    fn conductors(wear: f64, broken: BrokenConductor) -> Conductors {
        let cable = rig::Cable {
            wear,
            broken,
            ..rig::Cable::default()
        };
        Conductors::new(RATE_HZ, &Settings::new(&cable), 1)
    }

    fn played(conductors: &mut Conductors, [l, r]: [f32; 2], samples: usize) -> [Vec<f32>; 2] {
        let (mut left, mut right) = (vec![l; samples], vec![r; samples]);
        conductors.process(&mut [&mut left, &mut right]);
        [left, right]
    }

    #[test]
    fn a_broken_conductor_does_what_the_circuit_says() {
        for (broken, expected) in [
            (BrokenConductor::None, [0.5, 0.25]),
            (BrokenConductor::Left, [0.0, 0.25]),
            (BrokenConductor::Right, [0.5, 0.0]),
            (BrokenConductor::Return, [0.125, -0.125]),
        ] {
            let [left, right] = played(&mut conductors(0.0, broken), [0.5, 0.25], 64);
            assert_eq!([left[63], right[63]], expected, "{broken:?}");
        }
    }

    #[test]
    fn contact_loss_grows_with_wear() {
        let lost = |wear: f64| {
            let samples = (60.0 * RATE_HZ) as usize;
            let [left, _] = played(
                &mut conductors(wear, BrokenConductor::None),
                [1.0; 2],
                samples,
            );
            let count = left.iter().filter(|x| **x < 0.5).count();
            count as f64 / samples as f64
        };
        assert_eq!(lost(0.0), 0.0);
        // A third of the time of each movement: 1.5 ms of 4.5 ms.
        let expected = |wear: f64| {
            let rest_s = 1.0 / (MOVEMENTS_HZ * wear);
            MOVEMENT_S / (MOVEMENT_S + rest_s) * OPEN_S / (OPEN_S + CLOSED_S)
        };
        for wear in [0.2, 1.0] {
            let ratio = lost(wear) / expected(wear);
            assert!((0.7..1.4).contains(&ratio), "{wear}: {ratio}");
        }
    }
}
