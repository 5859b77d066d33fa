//! The receiver on the belt.

use crate::session::param_enums::PackMode;
use crate::session::text::Style;

stage! {
    /// The receiver on the belt.
    PackParams in Pack;

    "vol" => volume_db: FloatParam {
        name: "Volume",
        at: field!(pack.volume_db),
        unit: " dB",
        style: Style::OffAtLowest,
        tooltip: "The volume knob of the pack, relative to the listening level.",
    }
    "bal" => balance: FloatParam {
        name: "Balance",
        at: field!(pack.balance),
        unit: " %",
        style: Style::Balance,
        tooltip: "The balance of the pack, from left only to right only.",
    }
    "zout" => output_impedance_ohm: FloatParam {
        name: "Output impedance",
        at: field!(pack.output_impedance_ohm),
        unit: " \u{3a9}",
        style: Style::Plain(1),
        skew: 0.5,
        tooltip: "Source impedance of the pack's headphone amplifier; with the earphone's own \
                  impedance it bends the response.",
    }
    "pkmode" => mode: EnumParam<PackMode> {
        name: "Pack mode",
        at: pack.mode,
        tooltip: "What the pack makes of the two channels: stereo, mono, or two mixes that the \
                  balance knob blends.",
    }
    "boost" => high_boost_db: FloatParam {
        name: "High boost",
        at: field!(pack.high_boost_db),
        unit: " dB",
        style: Style::Plain(1),
        tooltip: "Boost of the highs, reached at 10 kHz.",
    }
    "limon" => limiter: BoolParam {
        name: "Ear limiter",
        at: pack.limiter,
        tooltip: "The pack's limiter, which holds a level at the drum.",
    }
    "limspl" => limiter_dbspl: FloatParam {
        name: "Limiter level",
        at: field!(pack.limiter_dbspl),
        unit: " dB SPL",
        style: Style::Plain(1),
        tooltip: "Level at the drum that the ear limiter holds, for tones in the middle of the \
                  band.",
    }
    "ampuv" => noise_uv: FloatParam {
        name: "Amplifier noise",
        at: field!(pack.noise_uv),
        unit: " \u{b5}V",
        style: Style::Plain(1),
        skew: 0.4,
        tooltip: "Noise of the headphone amplifier, A-weighted: sensitive earphones hear more of \
                  it.",
    }
    "ampmax" => max_output_v: FloatParam {
        name: "Highest output",
        at: field!(pack.max_output_v),
        unit: " V",
        style: Style::Plain(2),
        skew: 0.4,
        tooltip: "Voltage at which the headphone amplifier clips; 0 is without limit.",
    }
    "packms" => latency_ms: FloatParam {
        name: "Pack latency",
        at: field!(pack.latency_ms),
        unit: " ms",
        style: Style::Plain(2),
        tooltip: "Delay of what the pack computes.",
    }
    "enrgzr" => energizer: BoolParam {
        name: "Energizer",
        at: pack.energizer,
        tooltip: "Bias for electrostatic ways; without it they are silent.",
    }
    "onpack" => power: BoolParam {
        name: "Pack power",
        power: "Off: an ideal amplifier with its knobs at the middle takes the place of the pack.",
    }
    "drain" => battery_hours: FloatParam {
        name: "Hours per charge",
        at: field!(pack.battery_hours),
        unit: " h",
        style: Style::Plain(1),
        skew: 0.5,
        tooltip: "Hours that a charge of the battery lasts while the transport runs; 0 holds it.",
    }
}
