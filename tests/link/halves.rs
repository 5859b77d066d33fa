//! The halves of companders that the tests look at.

use bodypack::radio::compander::{Design, Detector, Half, Law};

/// A rectifier of 20 ms.
pub const MEAN_20: Detector = Detector::Mean { time_s: 0.020 };
/// A mean square of 34.7 ms.
pub const RMS_34: Detector = Detector::Rms { time_s: 0.0347 };

/// A hard law over 60 dB of link level.
pub fn design(detector: Detector, ratio: f64) -> Design {
    Design {
        law: Law {
            ratio,
            link_range_db: 60.0,
            soft: false,
        },
        detector,
        detector_emphasis: false,
    }
}

/// A half with the law 2:1.
pub fn half(detector: Detector, rate_hz: f64) -> Half {
    Half::new(&design(detector, 2.0), rate_hz)
}
