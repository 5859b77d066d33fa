//! Signal sent by the mixing desk.

use crate::session::param_enums::FeedMode;
use crate::session::text::Style;

stage! {
    /// Signal sent by the mixing desk.
    FeedParams in Feed;

    "trim" => trim_db: FloatParam {
        name: "Trim",
        at: field!(feed.trim_db),
        unit: " dB",
        style: Style::Plain(1),
        tooltip: "Level of the mix before everything else.",
    }
    "mode" => mode: EnumParam<FeedMode> {
        name: "Feed mode",
        at: feed.mode,
        tooltip: "Which of the two channels of the mix go to which ear.",
    }
    "width" => width: FloatParam {
        name: "Width",
        at: field!(feed.width),
        unit: " %",
        style: Style::Percent(0),
        tooltip: "Pan width of the mix: 100 % as mixed, 0 % mono.",
    }
    "deskms" => desk_delay_ms: FloatParam {
        name: "Desk delay",
        at: field!(feed.desk_delay_ms),
        unit: " ms",
        style: Style::Plain(2),
        skew: 0.5,
        tooltip: "Delay of the desk, in to out.",
    }
    "netms" => network_delay_ms: FloatParam {
        name: "Network delay",
        at: field!(feed.network_delay_ms),
        unit: " ms",
        style: Style::Plain(2),
        skew: 0.5,
        tooltip: "Delay of the audio network before and after the desk.",
    }
    "moreme" => more_me_db: FloatParam {
        name: "More me",
        at: field!(feed.more_me_db),
        unit: " dB",
        style: Style::OffAtLowest,
        tooltip: "Adds the own-voice input to the mix, as a singer asks the desk for.",
    }
    "onfeed" => power: BoolParam {
        name: "Feed power",
        power: "Off: the mix goes on as it came in, without trim, routing or delay.",
    }
    "hum" => hum_db: FloatParam {
        name: "Hum",
        at: field!(feed.hum_db),
        unit: " dB",
        style: Style::OffAtLowest,
        tooltip: "Mains hum of an unbalanced feed, relative to nominal line level.",
    }
}
