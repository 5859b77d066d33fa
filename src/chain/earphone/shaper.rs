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

impl Law {
    /// What is added for a run of inputs: `drive` is the flux or the excursion and becomes the
    /// result, `force` is a coil's force, `level_squared` the running square of the drive's peak.
    #[inline]
    pub fn shape(&self, drive: &mut [f32], force: &[f32], level_squared: &[f32]) {
        match *self {
            Self::Still => drive.fill(0.0),
            Self::Reed { asymmetry, square } => {
                for (x, level_squared) in drive.iter_mut().zip(level_squared) {
                    *x = reed(awake(*x), *level_squared, asymmetry, square);
                }
            }
            Self::Coil {
                stiffness,
                suspension,
                force_factor,
            } => {
                for (x, force) in drive.iter_mut().zip(force) {
                    *x = coil(awake(*x), *force, stiffness, suspension, force_factor);
                }
            }
        }
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

#[inline(always)]
fn reed(x: f32, level_squared: f32, asymmetry: f32, square: f32) -> f32 {
    let held = x.clamp(-TURN, TURN);
    let squared = held * held;
    let spread = (EVEN_FROM * EVEN_FROM + level_squared + squared).sqrt();
    (held - x) - CUBIC * squared * held + squared * (square + asymmetry / spread)
}

#[inline(always)]
fn coil(x: f32, force: f32, stiffness: f32, [k1, k2]: [f32; 2], [b1, b2]: [f32; 2]) -> f32 {
    let stiffer = (x * (k1 + k2 * x)).max(LEAST_STIFFNESS);
    let stronger = (x * (b1 - b2 * x)).clamp(-MOST_FORCE, MOST_FORCE);
    force * stronger - stiffness * x * stiffer / (1.0 + stiffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: usize = 4096;

    /// Amplitudes of the harmonics 0 to 5 of input plus what the law adds.
    fn harmonics(law: Law, amplitude: f64) -> Vec<f64> {
        let phase = |at: usize| std::f64::consts::TAU * at as f64 / LENGTH as f64;
        let input: Vec<f64> = (0..LENGTH).map(|at| amplitude * phase(at).sin()).collect();
        let mut drive: Vec<f32> = input.iter().map(|x| *x as f32).collect();
        let level = vec![(amplitude * amplitude) as f32; LENGTH];
        law.shape(&mut drive, &[0.0; LENGTH], &level);
        (0..6)
            .map(|order| {
                let sum: num_complex::Complex64 = (input.iter().zip(&drive).enumerate())
                    .map(|(at, (x, added))| {
                        (x + f64::from(*added))
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
        let law = Law::Coil {
            stiffness: 1.0,
            suspension: [40.0, 2500.0],
            force_factor: [0.0; 2],
        };
        let share = |amplitude: f64, order: usize| harmonics(law, amplitude)[order] / amplitude;
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
            let mut drive = [1e30, -1e30, 1e-30, 0.0, 5.0, -5.0];
            law.shape(&mut drive, &[1e9; 6], &[1e30; 6]);
            assert!(drive.iter().all(|x| x.is_finite()), "{drive:?}");
        }
    }
}
