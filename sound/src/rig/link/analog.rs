//! An analog FM link.

use super::Radio;
use crate::rig::schema::{choice, choices, described, number, switch, table};

choices! {
    /// Content of the two channels.
    pub enum AnalogMode {
        /// Left and right through the stereo multiplex.
        "stereo" = Stereo,
        /// The sum alone, without pilot: 22 dB less hiss.
        "mono" = Mono,
        /// Two mixes through the stereo multiplex, blended in the pack for both ears.
        "mix" = Mix,
    }
}

choices! {
    /// Emphasis of the frequency modulation.
    pub enum Emphasis {
        /// 50 µs.
        "50us" = Us50,
        /// 75 µs.
        "75us" = Us75,
        /// None.
        "none" = None,
    }
}

choices! {
    /// The structure of the compander.
    pub enum CompanderKind {
        /// One gain for the whole band.
        "wideband" = Wideband,
        /// A gain each for lows and highs.
        "dual-band" = DualBand,
        /// None: hiss as the link has it.
        "none" = None,
    }
}

choices! {
    /// Signal that the compander's gain follows.
    pub enum DetectorKind {
        /// The mean square.
        "rms" = Rms,
        /// The rectified mean.
        "mean" = Mean,
        /// A rectifier with separate attack and recovery.
        "split" = Split,
    }
}

choices! {
    /// Position of the transmitter's band limit in its signal path.
    pub enum BandLimit {
        /// Behind the compressor, whose gain then follows highs that the expander never gets.
        "behind-compressor" = BehindCompressor,
        /// Before the compressor.
        "before-compressor" = BeforeCompressor,
    }
}

choices! {
    /// Position of the deviation limiter relative to the compressor's detector.
    pub enum LimiterPlace {
        /// Nothing: the limiter stands behind the compressor.
        "behind-compressor" = BehindCompressor,
        /// The limited signal, as the expander does: the limiter stands in the compressor's loop.
        "in-loop" = InLoop,
    }
}

described! {
    /// Compressor and expander.
    pub struct Compander {
        /// Structure.
        pub kind: CompanderKind = CompanderKind::Wideband, choice::<CompanderKind>();
        /// Signal that the gain follows.
        pub detector: DetectorKind = DetectorKind::Rms, choice::<DetectorKind>();
        /// Decibels of the program for each decibel on air.
        pub ratio: f64 = 2.0, number(1.0, 10.0, "");
        /// Range of the program below unity in which the ratio holds.
        pub range_db: f64 = 120.0, number(10.0, 140.0, "dB");
        /// True if the range ends in a bend: below it, quiet sound is left alone.
        pub soft_knee: bool = false, switch();
        /// Time constant of the detector; of the lows with two bands, of the attack if split.
        pub time_ms: f64 = 34.7, number(0.5, 200.0, "ms");
        /// Time constant of a split detector's recovery.
        pub recovery_ms: f64 = 100.0, number(0.5, 1000.0, "ms");
        /// Time constant of the highs with two bands.
        pub high_time_ms: f64 = 8.0, number(0.5, 200.0, "ms");
        /// Edge between two bands.
        pub crossover_hz: f64 = 1000.0, number(200.0, 5000.0, "Hz");
        /// True if the detector hears the highs up to 10 dB louder.
        pub detector_emphasis: bool = false, switch();
        /// True if a 20 dB rise of the highs stands around the compander.
        pub outer_emphasis: bool = false, switch();
    }
}

described! {
    /// Mismatch between transmitter and receiver.
    pub struct Tolerance {
        /// Error of the level that reaches the expander.
        pub gain_db: f64 = 0.0, number(-12.0, 12.0, "dB");
        /// Error of the expander's time constants.
        pub time_percent: f64 = 0.0, number(-50.0, 100.0, "%");
        /// Lower edge of the modulator; 0 is none.
        pub high_pass_hz: f64 = 0.0, number(0.0, 100.0, "Hz");
        /// Deviation limit above unity.
        pub limit_db: f64 = 6.0, number(0.0, 30.0, "dB");
        /// Third-order distortion at unity.
        pub distortion_percent: f64 = 0.0, number(0.0, 5.0, "%");
        /// Gain of the stereo decoder's difference channel; 1 is perfect.
        pub separation_gain: f64 = 1.0, number(0.5, 1.0, "");
        /// Phase error of the difference channel at 1 kHz.
        pub separation_phase_deg: f64 = 0.0, number(0.0, 30.0, "°");
        /// The expander of the receiver.
        pub expander: ExpanderMatch = ExpanderMatch::Matched, choice::<ExpanderMatch>();
    }
}

choices! {
    /// True if the receiver's expander belongs to the transmitter's compressor.
    pub enum ExpanderMatch {
        /// It does.
        "matched" = Matched,
        /// The receiver has none: what was squeezed stays squeezed.
        "none" = None,
    }
}

described! {
    /// An analog FM link with its compander.
    pub struct AnalogLink {
        /// Delay of the link: what digital processing in the transmitter takes.
        pub latency_ms: f64 = 0.0, number(0.0, 20.0, "ms");
        /// Content of the channels.
        pub mode: AnalogMode = AnalogMode::Stereo, choice::<AnalogMode>();
        /// In mix mode, how much of the second mix is heard: 0 is none, 1 is nothing else.
        pub mix_balance: f64 = 0.5, number(0.0, 1.0, "");
        /// Gain of the transmitter; at 0, unity is a sine 9 dB below digital full scale.
        pub input_gain_db: f64 = 0.0, number(-40.0, 40.0, "dB");
        /// Level above unity at which the transmitter's input clips.
        pub input_clip_db: f64 = 18.0, number(0.0, 40.0, "dB");
        /// Lower edge of the audio band.
        pub low_cut_hz: f64 = 30.0, number(5.0, 500.0, "Hz");
        /// Upper edge of the audio band.
        pub high_cut_hz: f64 = 15_000.0, number(5_000.0, 15_000.0, "Hz");
        /// Emphasis on air.
        pub emphasis: Emphasis = Emphasis::Us50, choice::<Emphasis>();
        /// Compressor and expander.
        pub compander: Compander = Compander::default(), table::<Compander>();
        /// Mismatch.
        pub tolerance: Tolerance = Tolerance::default(), table::<Tolerance>();
        /// Deviation at unity.
        pub deviation_khz: f64 = 24.0, number(5.0, 75.0, "kHz");
        /// Unity over the noise on air with a strong carrier in stereo, A-weighted.
        pub signal_to_noise_db: f64 = 45.0, number(10.0, 120.0, "dB");
        /// Carrier over noise at which the receiver opens; −20 leaves it always open.
        pub squelch_db: f64 = 15.0, number(-20.0, 60.0, "dB");
        /// True if the receiver opens only for its own transmitter.
        pub tone_key: bool = true, switch();
        /// The way through the air.
        pub radio: Radio = Radio::default(), table::<Radio>();
        /// Charge of the receiver's battery.
        pub battery_percent: f64 = 100.0, number(0.0, 100.0, "%");
        /// Position of the transmitter's band limit in its signal path.
        pub band_limit: BandLimit = BandLimit::BehindCompressor, choice::<BandLimit>();
        /// Position of the deviation limiter relative to the compressor's detector.
        pub limiter: LimiterPlace = LimiterPlace::BehindCompressor, choice::<LimiterPlace>();
    }
}
