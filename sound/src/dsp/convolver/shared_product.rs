//! Products of the spectra of two channels with the response that they have in common.

use crate::dsp::f32x8::{F32x8, Kernel};
use crate::dsp::simd::{Bins, LANES};

/// Vectors of a part of some bins.
const VECTORS: usize = LANES / 8;

/// Vectors whose sums fit the registers, for two channels.
const TOGETHER: usize = 2;

/// Spectra of two channels, both multiplied by the same, one by one.
pub(super) type Factors<'a> = ([&'a [Bins]; 2], &'a [Bins]);

/// Adds products of spectra for each channel, as `Simd::multiply` does, to the same bits, and loads
/// the response once.
pub(super) struct SharedProduct<'a> {
    pub sums: [&'a mut Bins; 2],
    /// True if they are added to what is there.
    pub adds: bool,
    /// The earlier partitions, and those behind the end of the ring.
    pub factors: [Factors<'a>; 2],
}

/// Some vectors of a part of some bins.
#[inline(always)]
fn load<V: F32x8>(proof: V::SimdToken, part: &[f32; LANES], first: usize) -> [V; TOGETHER] {
    let vectors = part.as_chunks().0;
    std::array::from_fn(|at| V::load(proof, &vectors[first + at]))
}

impl Kernel for SharedProduct<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) {
        let Self {
            sums: [one, other],
            adds,
            factors,
        } = self;
        for first in (0..VECTORS).step_by(TOGETHER) {
            let zero = [V::splat(proof, 0.0); TOGETHER];
            let [mut re, mut im, mut other_re, mut other_im] = [zero; 4];
            if adds {
                (re, im) = (load(proof, &one.re, first), load(proof, &one.im, first));
                other_re = load(proof, &other.re, first);
                other_im = load(proof, &other.im, first);
            }
            for ([x, other_x], h) in factors {
                for ((x, other_x), h) in x.iter().zip(other_x).zip(h) {
                    let h = [&h.re, &h.im].map(|part| load(proof, part, first));
                    add_product::<V>(proof, (&mut re, &mut im), x, h, first);
                    add_product::<V>(proof, (&mut other_re, &mut other_im), other_x, h, first);
                }
            }
            for (to, sum) in [
                (&mut one.re, re),
                (&mut one.im, im),
                (&mut other.re, other_re),
                (&mut other.im, other_im),
            ] {
                for (to, sum) in to.as_chunks_mut().0[first..].iter_mut().zip(sum) {
                    sum.store(to);
                }
            }
        }
    }
}

/// Adds one product.
#[inline(always)]
fn add_product<V: F32x8>(
    proof: V::SimdToken,
    (re, im): (&mut [V; TOGETHER], &mut [V; TOGETHER]),
    x: &Bins,
    [h_re, h_im]: [[V; TOGETHER]; 2],
    first: usize,
) {
    let [x_re, x_im] = [&x.re, &x.im].map(|part| load::<V>(proof, part, first));
    for at in 0..TOGETHER {
        re[at] = x_re[at].mul_add(h_re[at], re[at]);
        im[at] = x_re[at].mul_add(h_im[at], im[at]);
        re[at] = x_im[at].mul_subtract(h_im[at], re[at]);
        im[at] = x_im[at].mul_add(h_re[at], im[at]);
    }
}
