//! The inner loops that are worth the processor's vector instructions, and the only unsafe code.
//!
//! Each loop is written once and compiled twice: for any processor, and with AVX2 and fused
//! multiply-add switched on where the processor is found to have both ([`Simd::detect`]). Within one
//! of the two, every output is reached by the same roundings in the same order wherever it falls in
//! a block; between the two the last bit differs.
//!
//! From the bottom: the instruction set and its token, vector types that need the token, kernels over
//! vector types ([`Simd::run`]), and loops over plain arrays that the compiler turns into vectors.

mod direct_part;
mod instruction_set;
mod loops;
#[cfg(target_arch = "x86_64")]
mod pair;
#[cfg(not(target_arch = "x86_64"))]
#[path = "simd/plain_pair.rs"]
mod pair;
mod run;
#[cfg(target_arch = "x86_64")]
mod wide_eight;
#[cfg(target_arch = "x86_64")]
mod wide_four;

pub(super) use direct_part::{HEAD_OUTPUTS, HEAD_TAPS};
pub use instruction_set::Simd;
pub(super) use instruction_set::{multiply_add_one, FUSED};
pub(super) use loops::{Bins, LANES, TINY};
pub use pair::Pair;

#[cfg(test)]
mod tests;
