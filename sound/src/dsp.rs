//! Audio-rate building blocks that know nothing of earphones or radios.
//!
//! All of them keep the same promises. Whatever can fail or allocate does so on construction;
//! `process` does neither, takes no lock, and cannot panic. The bits that come out do not depend
//! on how the stream is cut into blocks. No state and no output ever holds a subnormal number, so
//! silence costs no more than sound, with or without the processor's flush-to-zero mode; silence
//! in leads to exact zeros out once the block's memory has run empty.

pub mod biquad;
pub mod convolver;
pub mod crossfade;
pub mod delay;
pub mod f32x8;
pub mod f64x4;
pub mod fixed_pole_bank;
pub mod gain;
pub mod hypotenuse;
pub mod k_weighting;
pub mod lanes;
pub mod noise;
pub mod oversample;
pub mod sanitize;
mod simd;
pub mod smoothing;
pub mod stage;
pub mod stereo_convolution;
pub mod stereo_delay;
pub mod svf;
pub mod units;
pub mod waveshaper;
pub mod weighted_energy;
