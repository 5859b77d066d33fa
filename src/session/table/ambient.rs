//! The room.

use crate::session::text::Style;

stage! {
    /// The room.
    AmbientParams in Ambient;

    "ambon" => enabled: BoolParam {
        name: "Ambient",
        at: ambient.enabled,
        tooltip: "Whether the room of the ambient input is heard through tip, leak and port.",
    }
    "amblvl" => level_dbspl: FloatParam {
        name: "Room level",
        at: field!(ambient.level_dbspl),
        unit: " dB SPL",
        style: Style::Plain(1),
        tooltip: "Sound pressure level in the room of an ambient input at -18 dBFS RMS.",
    }
    "crowd" => crowd_dbspl: FloatParam {
        name: "Crowd",
        at: field!(ambient.stage.crowd_dbspl),
        unit: " dB SPL",
        style: Style::OffAtLowest,
        tooltip: "Level in the room of a crowd that murmurs.",
    }
    "drums" => drums_dbspl: FloatParam {
        name: "Drums",
        at: field!(ambient.stage.drums_dbspl),
        unit: " dB SPL",
        style: Style::OffAtLowest,
        tooltip: "Level in the room of a drum kit behind you.",
    }
    "wedges" => wedges_dbspl: FloatParam {
        name: "Wedges",
        at: field!(ambient.stage.wedges_dbspl),
        unit: " dB SPL",
        style: Style::OffAtLowest,
        tooltip: "Level in the room of the others' wedges.",
    }
    "hall" => hall_dbspl: FloatParam {
        name: "Hall",
        at: field!(ambient.stage.hall_dbspl),
        unit: " dB SPL",
        style: Style::OffAtLowest,
        tooltip: "Level in the room of the hall's rumble.",
    }
    "spill" => spill_dbspl: FloatParam {
        name: "PA spill",
        at: field!(ambient.spill.level_dbspl),
        unit: " dB SPL",
        style: Style::OffAtLowest,
        tooltip: "Level on stage of the mix from the public address, late and dull.",
    }
    "spillm" => spill_distance_m: FloatParam {
        name: "PA distance",
        at: field!(ambient.spill.distance_m),
        unit: " m",
        style: Style::Plain(1),
        tooltip: "Distance to the loudspeakers: 34 m are a tenth of a second.",
    }
    "micon" => microphones: BoolParam {
        name: "Ambient mics",
        at: ambient.microphones.enabled,
        tooltip: "Whether microphones in the earphones bring the room in.",
    }
    "micgn" => microphone_gain_db: FloatParam {
        name: "Mic gain",
        at: field!(ambient.microphones.gain_db),
        unit: " dB",
        style: Style::Plain(1),
        tooltip: "Level of the ambient microphones against the open ear.",
    }
    "miclim" => microphone_limit_dbspl: FloatParam {
        name: "Mic limit",
        at: field!(ambient.microphones.limit_dbspl),
        unit: " dB SPL",
        style: Style::Plain(0),
        tooltip: "The ambient microphones turn louder sound down to this.",
    }
    "micms" => microphone_delay_ms: FloatParam {
        name: "Mic delay",
        at: field!(ambient.microphones.delay_ms),
        unit: " ms",
        style: Style::Plain(2),
        tooltip: "Delay of the ambient microphones; it combs with what leaks in.",
    }
    "micbas" => microphone_bass_db: FloatParam {
        name: "Mic bass",
        at: field!(ambient.microphones.bass_db),
        unit: " dB",
        style: Style::Plain(1),
        tooltip: "Tone of the ambient microphones below 250 Hz.",
    }
    "micmid" => microphone_mid_db: FloatParam {
        name: "Mic mids",
        at: field!(ambient.microphones.mid_db),
        unit: " dB",
        style: Style::Plain(1),
        tooltip: "Tone of the ambient microphones from 250 Hz to 3 kHz.",
    }
    "mictre" => microphone_treble_db: FloatParam {
        name: "Mic treble",
        at: field!(ambient.microphones.treble_db),
        unit: " dB",
        style: Style::Plain(1),
        tooltip: "Tone of the ambient microphones above 3 kHz.",
    }
    "micown" => microphone_own_voice_db: FloatParam {
        name: "Mic own voice",
        at: field!(ambient.microphones.own_voice_db),
        unit: " dB",
        style: Style::OffAtLowest,
        tooltip: "Your own voice in the ambient microphones, against what an open ear hears of it.",
    }
    "wedge" => wedge_dbspl: FloatParam {
        name: "Floor wedge",
        at: field!(ambient.wedge.level_dbspl),
        unit: " dB SPL",
        style: Style::OffAtLowest,
        tooltip: "Level at the ears of the monitor mix from a floor wedge, in dB SPL.",
    }
    "wedgem" => wedge_distance_m: FloatParam {
        name: "Wedge distance",
        at: field!(ambient.wedge.distance_m),
        unit: " m",
        style: Style::Plain(1),
        tooltip: "Distance from the floor wedge to the ears.",
    }
    "anc" => canceling_depth_db: FloatParam {
        name: "Noise canceling",
        at: field!(ambient.canceling.depth_db),
        unit: " dB",
        style: Style::Plain(0),
        tooltip: "Active noise canceling as in consumer earphones: it takes the lows of the room.",
    }
}
