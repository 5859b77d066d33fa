//! Transmission: analog FM with companding, digital links, Bluetooth, and the radio channel.

pub mod analog;
pub mod band;
pub mod battery;
pub mod bluetooth;
pub mod channel;
pub mod compander;
pub mod digital;
pub mod emphasis;
pub mod fading;
pub mod interferer;
pub mod lc3;
pub mod limiter;
pub mod low_rate;
pub mod meters;
pub mod neighbor;
pub mod noise;
pub mod path;
pub mod ramp;
pub mod squelch;

pub use meters::Meters;
pub use path::Kind;

/// Unity of an analog link, and the level at which distortion is stated: a sine of this peak in
/// units of full scale, 9 dB below it.
pub const UNITY: f64 = 0.354_813_389_233_575_5;
