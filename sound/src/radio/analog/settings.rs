//! Settings of an analog link, in the units of the audio path.

use super::super::battery::Battery;
use super::super::compander::{Design, Detector, Law};
use super::super::{channel, fading, interferer};
use crate::rig::{
    AnalogLink, AnalogMode, BandLimit, CompanderKind, DetectorKind, Emphasis, ExpanderMatch,
    LimiterPlace,
};

/// Everything.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Settings that need a new link when they change.
    pub structure: Structure,
    /// Settings that may change while the link plays.
    pub live: Live,
}

/// Compressor and expander.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Companding {
    /// None.
    None,
    /// One gain.
    Wideband(Design),
    /// Two gains and the edge between them, Hz.
    DualBand(Design, Design, f64),
}

/// Settings that need a new link when they change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Structure {
    /// Content of the channels.
    pub mode: AnalogMode,
    /// Level above unity at which the input clips, linear.
    pub input_clip: f64,
    /// Lower edge of the band, Hz.
    pub low_cut_hz: f64,
    /// Upper edge of the band, Hz.
    pub high_cut_hz: f64,
    /// Time constant of the emphasis, s; 0 is none.
    pub de_emphasis_s: f64,
    /// True if the 1.59 / 15.9 kHz network stands around the compander.
    pub outer_emphasis: bool,
    /// Compressor and expander.
    pub companding: Companding,
    /// The receiver's expander, which undoes it or does not.
    pub expanding: Companding,
    /// Factor of the expander's times.
    pub time_factor: f64,
    /// The modulator's high-pass, Hz; 0 is none.
    pub high_pass_hz: f64,
    /// Deviation limit re unity, linear.
    pub limit: f64,
    /// Third-order distortion at unity, a fraction.
    pub distortion: f64,
    /// Gain of the difference channel.
    pub separation_gain: f64,
    /// Phase error of the difference channel at 1 kHz, rad.
    pub separation_phase_rad: f64,
    /// Deviation at unity, Hz.
    pub deviation_hz: f64,
    /// Unity over the noise with a strong carrier in stereo, A-weighted, dB.
    pub signal_to_noise_db: f64,
    /// True if the band is limited before the compressor and not only behind it.
    pub limited_band: bool,
    /// True if the compressor's detector hears what the deviation limit leaves.
    pub limiter_in_loop: bool,
}

/// Settings that may change while the link plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Live {
    /// The transmitter's gain, linear.
    pub input_gain: f64,
    /// Error of the level that reaches the expander, linear.
    pub gain_error: f64,
    /// In mix mode, share of the second mix.
    pub mix_balance: f64,
    /// The way through the air.
    pub radio: channel::Settings,
    /// A second carrier.
    pub interferer: interferer::Settings,
    /// Carrier over noise at which the receiver opens, dB.
    pub squelch_db: f64,
    /// True if it wants its own transmitter's tone.
    pub tone_key: bool,
    /// The receiver's battery.
    pub battery: Battery,
}

fn gain(level_db: f64) -> f64 {
    10_f64.powf(level_db / 20.0)
}

impl Settings {
    /// The settings of a rig's link. Allocates nothing.
    #[must_use]
    pub fn new(link: &AnalogLink) -> Self {
        Self {
            structure: Structure::new(link),
            live: Live::new(link),
        }
    }
}

impl Structure {
    fn new(link: &AnalogLink) -> Self {
        let tolerance = &link.tolerance;
        Self {
            mode: link.mode,
            input_clip: gain(link.input_clip_db),
            low_cut_hz: link.low_cut_hz,
            high_cut_hz: link.high_cut_hz,
            de_emphasis_s: match link.emphasis {
                Emphasis::Us50 => 50e-6,
                Emphasis::Us75 => 75e-6,
                Emphasis::None => 0.0,
            },
            outer_emphasis: link.compander.outer_emphasis,
            companding: companding(link),
            expanding: match tolerance.expander {
                ExpanderMatch::Matched => companding(link),
                ExpanderMatch::None => Companding::None,
            },
            time_factor: 1.0 + 0.01 * tolerance.time_percent,
            high_pass_hz: tolerance.high_pass_hz,
            limit: gain(tolerance.limit_db),
            distortion: 0.01 * tolerance.distortion_percent,
            separation_gain: tolerance.separation_gain,
            separation_phase_rad: tolerance.separation_phase_deg.to_radians(),
            deviation_hz: 1e3 * link.deviation_khz,
            signal_to_noise_db: link.signal_to_noise_db,
            limited_band: link.band_limit == BandLimit::BeforeCompressor,
            limiter_in_loop: link.limiter == LimiterPlace::InLoop,
        }
    }
}

impl Live {
    fn new(link: &AnalogLink) -> Self {
        let radio = &link.radio;
        let level_db = radio.interferer_db;
        Self {
            input_gain: gain(link.input_gain_db),
            gain_error: gain(link.tolerance.gain_db),
            mix_balance: link.mix_balance,
            radio: channel::Settings::new(radio),
            interferer: interferer::Settings {
                ratio: if level_db <= interferer::OFF_DB {
                    0.0
                } else {
                    gain(level_db)
                },
                offset_hz: 1e3 * radio.interferer_offset_khz,
                modulation: radio.interferer_modulation,
                fading: fading::Conditions {
                    direct: 0.0,
                    diversity: false,
                    ..channel::Settings::new(radio).fading
                },
            },
            squelch_db: link.squelch_db,
            tone_key: link.tone_key,
            battery: Battery::new(link.battery_percent),
        }
    }
}

fn companding(link: &AnalogLink) -> Companding {
    let compander = &link.compander;
    let detector = |time_ms: f64| {
        let time_s = 1e-3 * time_ms;
        match compander.detector {
            DetectorKind::Mean => Detector::Mean { time_s },
            DetectorKind::Rms => Detector::Rms { time_s },
            DetectorKind::Split => Detector::Split {
                attack_s: time_s,
                recovery_s: 1e-3 * compander.recovery_ms,
            },
        }
    };
    let design = |time_ms| Design {
        law: Law {
            ratio: compander.ratio,
            link_range_db: compander.range_db / compander.ratio,
            soft: compander.soft_knee,
        },
        detector: detector(time_ms),
        detector_emphasis: compander.detector_emphasis,
    };
    match compander.kind {
        CompanderKind::None => Companding::None,
        CompanderKind::Wideband => Companding::Wideband(design(compander.time_ms)),
        CompanderKind::DualBand => Companding::DualBand(
            design(compander.time_ms),
            design(compander.high_time_ms),
            compander.crossover_hz,
        ),
    }
}
