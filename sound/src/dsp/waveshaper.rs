//! Memoryless nonlinearities of three kinds of drivers.
//!
//! *Reed* (balanced armature; `acoustics` §4.3 of the design notes lists the sources): y = x − q·x³
//! of the flux, with q so that 1 is 10 % of third harmonic (which compresses the fundamental by
//! 2.28 dB); past the cubic's turning point, 4 % further on, the reed is saturated and y stays. The even
//! part, ε·x²/√(x0² + level² + x²), is the same share of the signal at any level above about 94 dB
//! SPL, as published figures at 94 and 100 dB are alike. *Charged diaphragm*: the same
//! cubic for a diaphragm that nears a stator, 1 being a third of the gap, and F ∝ (V_b + v)² on one
//! side. *Coil*: a suspension whose stiffness is k·(1 + k1·x + k2·x²) gives way less: x/(1 + k1·x +
//! k2·x²) in place of x; and the force factor Bl·(1 + b1·x − b2·x²) changes the force.

use crate::dsp::f32x8::{self, F32x8};
use crate::dsp::oversample::lanes::LANES;

/// q of the cubic: HD3 = (q/4)/(1 − 3q/4) = 10 %.
pub const CUBIC: f32 = 4.0 / 13.0;

/// Turning point of the cubic, 1/√(3q).
const TURN: f32 = 1.040_833;

/// Level from which on the even part is a constant share, re the saturation: −54 dB.
const EVEN_FROM: f32 = 0.002;

/// Inputs below this are nothing: their square must not be subnormal.
const NOTHING: f32 = 1e-12;

/// Inputs beyond this are taken as this.
const MOST: f32 = 1e6;

/// The bounds of what a coil's force factor and suspension may change by.
const LEAST_STIFFNESS: f32 = -0.5;
const MOST_FORCE: f32 = 0.9;

/// The law of one motor: from what drives it to the force that it adds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Nonlinearity {
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

/// The laws of four motors side by side, for two samples of each.
#[derive(Clone, Copy, Debug, Default)]
pub struct NonlinearityBank {
    /// True if any is a reed.
    pub has_reed: bool,
    /// True if any is a coil, which listens to its force too.
    pub has_coil: bool,
    /// True if the level matters to any of them.
    pub heeds_level: bool,
    is_reed: [f32; 8],
    is_coil: [f32; 8],
    asymmetry: [f32; 8],
    square: [f32; 8],
    stiffness: [f32; 8],
    suspension: [[f32; 8]; 2],
    force_factor: [[f32; 8]; 2],
}

impl NonlinearityBank {
    /// Four laws.
    pub fn new(laws: [Nonlinearity; LANES]) -> Self {
        let of = |n: usize| laws[n % LANES];
        let reed = |n| matches!(of(n), Nonlinearity::Reed { .. });
        let coil = |n| matches!(of(n), Nonlinearity::Coil { .. });
        let mut all = Self {
            has_reed: (0..LANES).any(reed),
            has_coil: (0..LANES).any(coil),
            is_reed: f32x8::mask(std::array::from_fn(reed)),
            is_coil: f32x8::mask(std::array::from_fn(coil)),
            ..Self::default()
        };
        for n in 0..2 * LANES {
            match of(n) {
                Nonlinearity::Still => {}
                Nonlinearity::Reed { asymmetry, square } => {
                    all.heeds_level |= asymmetry != 0.0;
                    (all.asymmetry[n], all.square[n]) = (asymmetry, square);
                }
                Nonlinearity::Coil {
                    stiffness,
                    suspension,
                    force_factor,
                } => {
                    all.stiffness[n] = stiffness;
                    for part in 0..2 {
                        all.suspension[part][n] = suspension[part];
                        all.force_factor[part][n] = force_factor[part];
                    }
                }
            }
        }
        all
    }

    /// Distortion of two samples of four inputs, when there are reeds, coils or both: `drive` is
    /// flux or excursion, `force` a coil's force, `level_squared` the running square of the drive's
    /// level.
    #[inline(always)]
    pub fn shape<V: F32x8, const REED: bool, const COIL: bool>(
        &self,
        proof: V::SimdToken,
        drive: V,
        force: V,
        level_squared: V,
    ) -> V {
        let all = |value| V::splat(proof, value);
        let x = drive.max(all(-MOST)).min(all(MOST));
        let x = x.flush_below(all(NOTHING));
        match (REED, COIL) {
            (true, true) => {
                let is_reed = V::load(proof, &self.is_reed);
                let is_coil = V::load(proof, &self.is_coil);
                self.reed(proof, x, level_squared).masked(is_reed)
                    + self.coil(proof, x, force).masked(is_coil)
            }
            (false, true) => self.coil(proof, x, force),
            _ => self.reed(proof, x, level_squared),
        }
    }

    #[inline(always)]
    fn reed<V: F32x8>(&self, proof: V::SimdToken, x: V, level_squared: V) -> V {
        let all = |value| V::splat(proof, value);
        let held = x.max(all(-TURN)).min(all(TURN));
        let squared = held * held;
        let spread = (all(EVEN_FROM * EVEN_FROM) + level_squared + squared).sqrt();
        let even = V::load(proof, &self.square) + V::load(proof, &self.asymmetry) / spread;
        squared.mul_add(all(-CUBIC).mul_add(held, even), held - x)
    }

    #[inline(always)]
    fn coil<V: F32x8>(&self, proof: V::SimdToken, x: V, force: V) -> V {
        let all = |value| V::splat(proof, value);
        let [k1, k2] = self.suspension.each_ref().map(|k| V::load(proof, k));
        let [b1, b2] = self.force_factor.each_ref().map(|b| V::load(proof, b));
        let stiffer = (x * k2.mul_add(x, k1)).max(all(LEAST_STIFFNESS));
        let stronger = x * (b1 - b2 * x);
        let stronger = stronger.max(all(-MOST_FORCE)).min(all(MOST_FORCE));
        let less = V::load(proof, &self.stiffness) * x * stiffer / (all(1.0) + stiffer);
        force * stronger - less
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::f32x8::{Kernel, Simd};
    use crate::dsp::oversample::lanes::Lanes;

    /// A run of inputs through laws of both kinds, two samples at a time.
    struct Shaped<'a>(&'a NonlinearityBank, &'a mut [Lanes], f32, f32);

    impl Kernel for Shaped<'_> {
        type Output = ();

        #[inline(always)]
        fn run<V: F32x8>(self, proof: V::SimdToken) {
            let Self(laws, drive, force, level_squared) = self;
            let (force, level) = (V::splat(proof, force), V::splat(proof, level_squared));
            for pair in drive.as_chunks_mut::<2>().0 {
                let x = V::of_halves(proof, &pair[0], &pair[1]);
                let added = laws.shape::<V, true, true>(proof, x, force, level);
                let mut lanes = [0.0; 8];
                added.store(&mut lanes);
                pair.as_flattened_mut().copy_from_slice(&lanes);
            }
        }
    }

    const LENGTH: usize = 4096;

    /// Amplitudes of the harmonics 0 to 5 of input plus what the law adds.
    fn harmonics(law: Nonlinearity, amplitude: f64) -> Vec<f64> {
        let phase = |at: usize| std::f64::consts::TAU * at as f64 / LENGTH as f64;
        let input: Vec<f64> = (0..LENGTH).map(|at| amplitude * phase(at).sin()).collect();
        let mut drive: Vec<Lanes> = input.iter().map(|x| [*x as f32; LANES]).collect();
        // A lane that is still beside the law, and one of each other kind, change nothing in it.
        let laws = NonlinearityBank::new([Nonlinearity::Still, law, REED, COIL]);
        let level = (amplitude * amplitude) as f32;
        Simd::detect().run(Shaped(&laws, &mut drive, 0.0, level));
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

    const REED: Nonlinearity = Nonlinearity::Reed {
        asymmetry: 0.0,
        square: 0.0,
    };

    const COIL: Nonlinearity = Nonlinearity::Coil {
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
        let law = Nonlinearity::Reed {
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
            Nonlinearity::Coil {
                stiffness: 1e7,
                suspension: [-1000.0, 1e6],
                force_factor: [100.0, 1e5],
            },
        ] {
            let inputs = [1e30, -1e30, 1e-30, 0.0, 5.0, -5.0];
            let mut drive = inputs.map(|x| [x; LANES]);
            let laws = NonlinearityBank::new([law; LANES]);
            Simd::detect().run(Shaped(&laws, &mut drive, 1e9, 1e30));
            assert!(drive.iter().flatten().all(|x| x.is_finite()), "{drive:?}");
        }
    }
}
