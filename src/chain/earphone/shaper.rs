//! What a motor adds to its own linear self: the laws of three kinds of motor without memory.
//!
//! *Reed* (balanced armature; `acoustics` §4.3 of the design notes lists the sources): y = x − q·x³
//! of the flux, with q so that 1 is 10 % of third harmonic (which compresses the fundamental by
//! 2.28 dB); past the cubic's turning point, 4 % further on, the reed is saturated and y stays. The even
//! part, ε·x²/√(x0² + level² + x²), is the same share of the signal at any level above about 94 dB
//! SPL, as published figures at 94 and 100 dB are alike. *Charged diaphragm*: the same
//! cubic for a diaphragm that nears a stator, 1 being a third of the gap, and F ∝ (V_b + v)² on one
//! side. *Coil*: a suspension whose stiffness is k·(1 + k1·x + k2·x²) gives way less: x/(1 + k1·x +
//! k2·x²) in place of x; and the force factor Bl·(1 + b1·x − b2·x²) changes the force.

use crate::dsp::oversample::lanes::{Lanes, LANES};

/// q of the cubic: HD3 = (q/4)/(1 − 3q/4) = 10 %.
pub const CUBIC: f32 = 4.0 / 13.0;

/// Where the cubic turns, 1/√(3q).
const TURN: f32 = 1.040_833;

/// Level from which on the even part is a constant share, re the saturation: −54 dB.
const EVEN_FROM: f32 = 0.002;

/// Inputs below this are nothing: their square must not be subnormal.
const NOTHING: f32 = 1e-12;

/// The bounds of what a coil's force factor and suspension may change by.
const LEAST_STIFFNESS: f32 = -0.5;
const MOST_FORCE: f32 = 0.9;

/// The law of one motor: from what drives it to the force that it adds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Law {
    /// Nothing is added.
    #[default]
    Still,
    /// A reed's flux or a charged diaphragm's excursion, 1 being 10 % of third harmonic.
    Reed {
        /// Share ε of the even part.
        asymmetry: f32,
        /// Coefficient of the plain square.
        square: f32,
    },
    /// A coil's excursion in mm, and its force.
    Coil {
        /// Stiffness of the suspension, in the force's unit per mm.
        stiffness: f32,
        /// k1, 1/mm, and k2, 1/mm².
        suspension: [f32; 2],
        /// b1, 1/mm, and b2, 1/mm².
        force_factor: [f32; 2],
    },
}

/// The laws of four motors side by side.
#[derive(Clone, Copy, Debug, Default)]
pub struct Laws {
    laws: [Law; LANES],
    has_reed: bool,
    has_coil: bool,
    /// Whether the level matters to any of them.
    pub heeds_level: bool,
    asymmetry: Lanes,
    square: Lanes,
    stiffness: Lanes,
    suspension: [Lanes; 2],
    force_factor: [Lanes; 2],
}

impl Laws {
    /// Four laws.
    pub fn new(laws: [Law; LANES]) -> Self {
        let mut all = Self {
            laws,
            ..Self::default()
        };
        for (lane, law) in laws.into_iter().enumerate() {
            match law {
                Law::Still => {}
                Law::Reed { asymmetry, square } => {
                    all.has_reed = true;
                    all.heeds_level |= asymmetry != 0.0;
                    (all.asymmetry[lane], all.square[lane]) = (asymmetry, square);
                }
                Law::Coil {
                    stiffness,
                    suspension,
                    force_factor,
                } => {
                    all.has_coil = true;
                    all.stiffness[lane] = stiffness;
                    for part in 0..2 {
                        all.suspension[part][lane] = suspension[part];
                        all.force_factor[part][lane] = force_factor[part];
                    }
                }
            }
        }
        all
    }

    /// Whether any listens to its force too.
    pub fn heeds_force(&self) -> bool {
        self.has_coil
    }

    /// What is added for a run of inputs: `drive` is flux or excursion and becomes the result,
    /// `force` is a coil's force, `level_squared` the running square of the drive's level.
    pub fn shape(&self, drive: &mut [Lanes], force: &[Lanes], level_squared: &[Lanes]) {
        if self.has_reed && self.has_coil {
            for ((drive, force), level_squared) in drive.iter_mut().zip(force).zip(level_squared) {
                let (reed, coil) = (self.reed(*drive, *level_squared), self.coil(*drive, *force));
                *drive = std::array::from_fn(|lane| match self.laws[lane] {
                    Law::Still => 0.0,
                    Law::Reed { .. } => reed[lane],
                    Law::Coil { .. } => coil[lane],
                });
            }
        } else if self.has_coil {
            for (drive, force) in drive.iter_mut().zip(force) {
                *drive = self.coil(*drive, *force);
            }
        } else {
            for (drive, level_squared) in drive.iter_mut().zip(level_squared) {
                *drive = self.reed(*drive, *level_squared);
            }
        }
    }

    #[inline(always)]
    fn reed(&self, drive: Lanes, level_squared: Lanes) -> Lanes {
        let mut added = [0.0; LANES];
        for lane in 0..LANES {
            let x = awake(drive[lane]);
            let held = x.clamp(-TURN, TURN);
            let squared = held * held;
            let spread = (EVEN_FROM * EVEN_FROM + level_squared[lane] + squared).sqrt();
            let even = self.square[lane] + self.asymmetry[lane] / spread;
            added[lane] = (held - x) + squared * (even - CUBIC * held);
        }
        added
    }

    #[inline(always)]
    fn coil(&self, drive: Lanes, force: Lanes) -> Lanes {
        let ([k1, k2], [b1, b2]) = (&self.suspension, &self.force_factor);
        let mut added = [0.0; LANES];
        for lane in 0..LANES {
            let x = awake(drive[lane]);
            let stiffer = (x * (k1[lane] + k2[lane] * x)).max(LEAST_STIFFNESS);
            let stronger = (x * (b1[lane] - b2[lane] * x)).clamp(-MOST_FORCE, MOST_FORCE);
            added[lane] =
                force[lane] * stronger - self.stiffness[lane] * x * stiffer / (1.0 + stiffer);
        }
        added
    }
}

#[inline(always)]
fn awake(x: f32) -> f32 {
    if x.abs() < NOTHING {
        0.0
    } else {
        x.clamp(-1e6, 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: usize = 4096;

    /// Amplitudes of the harmonics 0 to 5 of input plus what the law adds.
    fn harmonics(law: Law, amplitude: f64) -> Vec<f64> {
        let phase = |at: usize| std::f64::consts::TAU * at as f64 / LENGTH as f64;
        let input: Vec<f64> = (0..LENGTH).map(|at| amplitude * phase(at).sin()).collect();
        let mut drive: Vec<Lanes> = input.iter().map(|x| [*x as f32; LANES]).collect();
        let silent = vec![[0.0; LANES]; LENGTH];
        // A lane that is still beside the law, and one of each other kind, change nothing in it.
        let laws = Laws::new([Law::Still, law, REED, COIL]);
        let level = vec![[(amplitude * amplitude) as f32; LANES]; LENGTH];
        laws.shape(&mut drive, &silent, &level);
        assert!(drive.iter().all(|lanes| lanes[0] == 0.0));
        (0..6)
            .map(|order| {
                let sum: num_complex::Complex64 = (input.iter().zip(&drive).enumerate())
                    .map(|(at, (x, added))| {
                        (x + f64::from(added[1]))
                            * num_complex::Complex64::cis(-phase(at) * order as f64)
                    })
                    .sum();
                2.0 * sum.norm() / LENGTH as f64
            })
            .collect()
    }

    const REED: Law = Law::Reed {
        asymmetry: 0.0,
        square: 0.0,
    };

    const COIL: Law = Law::Coil {
        stiffness: 1.0,
        suspension: [40.0, 2500.0],
        force_factor: [0.0; 2],
    };

    /// Check 37 of the design notes: a cubic with 10 % of third harmonic compresses the fundamental by
    /// 2.28 dB ± 0.05 dB.
    #[test]
    fn ten_per_cent_of_third_harmonic_is_2_28_db_of_compression() {
        let found = harmonics(REED, 1.0);
        assert!((found[3] / found[1] - 0.1).abs() < 1e-3, "{found:?}");
        let compression_db = 20.0 * found[1].log10();
        assert!((compression_db + 2.28).abs() < 0.05, "{compression_db} dB");
    }

    /// Check 36: 40 dB below that, less than 0.01 % and less than 0.001 dB are left.
    #[test]
    fn small_signals_pass_as_they_are() {
        let found = harmonics(REED, 0.01);
        let distortion = found[2..].iter().map(|h| h * h).sum::<f64>().sqrt() / found[1];
        assert!(distortion < 1e-4, "{distortion}");
        let gain_db = 20.0 * (found[1] / 0.01).log10();
        assert!(gain_db.abs() < 1e-3, "{gain_db} dB");
    }

    /// The third harmonic grows by 12 dB where the signal grows by 6 dB; past saturation, the
    /// output stays.
    #[test]
    fn the_third_harmonic_grows_with_the_square_until_the_reed_is_saturated() {
        let share = |amplitude| {
            let found = harmonics(REED, amplitude);
            found[3] / found[1]
        };
        assert!((share(0.02) / share(0.01) - 4.0).abs() < 0.01);
        let loud = harmonics(REED, 30.0)[1];
        assert!(loud < 4.0 / std::f64::consts::PI * 0.7, "{loud}");
    }

    /// A suspension's second harmonic grows with the signal, the third with its square.
    #[test]
    fn a_coil_grows_by_six_and_twelve_db() {
        let share = |amplitude: f64, order: usize| harmonics(COIL, amplitude)[order] / amplitude;
        assert!((share(2e-4, 2) / share(1e-4, 2) - 2.0).abs() < 0.01);
        assert!((share(2e-4, 3) / share(1e-4, 3) - 4.0).abs() < 0.05);
    }

    /// One stator: H2 = v/(4·V_b) of the fundamental.
    #[test]
    fn one_stator_has_the_published_second_harmonic() {
        // 1 is the stroke limit; let it be at v = 0.2·V_b: the square is 0.2/2.
        let law = Law::Reed {
            asymmetry: 0.0,
            square: 0.1,
        };
        let found = harmonics(law, 0.05);
        assert!((found[2] / found[1] - 0.05 * 0.2 / 4.0).abs() < 1e-5);
    }

    #[test]
    fn nothing_makes_it_infinite() {
        for law in [
            REED,
            Law::Coil {
                stiffness: 1e7,
                suspension: [-1000.0, 1e6],
                force_factor: [100.0, 1e5],
            },
        ] {
            let inputs = [1e30, -1e30, 1e-30, 0.0, 5.0, -5.0];
            let mut drive = inputs.map(|x| [x; LANES]);
            Laws::new([law; LANES]).shape(&mut drive, &[[1e9; LANES]; 6], &[[1e30; LANES]; 6]);
            assert!(drive.iter().flatten().all(|x| x.is_finite()), "{drive:?}");
        }
    }
}
