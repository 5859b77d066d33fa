//! Transmission from the desk to the pack.

use crate::rig::{AnalogLink, BluetoothLink, DigitalLink, Link, Packets, Radio};
use crate::session::param_enums::{choice_of, AnalogMode, LinkChoice, Sight};
use crate::session::table::Place;
use crate::session::text::Style;

/// The place of a number of a part that some links have: `part_field!(radio: Radio.distance_m)`,
/// with the part's accessors. Without the part the parameter shows the default and does nothing.
macro_rules! part_field {
    ($part:ident / $part_mut:ident: $type:ident.$field:ident) => {
        $crate::session::table::Place {
            path: concat!("link.", stringify!($part), ".", stringify!($field)),
            range: None,
            get: |rig| match rig.link.$part() {
                Some(part) => part.$field,
                None => $type::default().$field,
            },
            set: |rig, value| {
                if let Some(part) = rig.link.$part_mut() {
                    part.$field = value;
                }
            },
            keep: |from, to| {
                if let (Some(from), Some(to)) = (from.link.$part(), to.link.$part_mut()) {
                    to.$field = from.$field;
                }
            },
        }
    };
}

stage! {
    /// Link parameters.
    LinkParams in Link;

    "link" => kind: EnumParam<LinkChoice> {
        name: "Link",
        get: |rig| choice_of::<LinkChoice, _>(&rig.link),
        set: |choice, base, live| {
            live.link = match (choice, &base.link) {
                // What the rig says of this kind of link, beyond what has a knob, is kept.
                (choice, base) if choice == base.into() => base.clone(),
                (LinkChoice::Wired, _) => Link::Wired,
                (LinkChoice::Digital, _) => Link::Digital(DigitalLink::default()),
                (LinkChoice::AnalogFm, _) => Link::AnalogFm(AnalogLink::default()),
                (LinkChoice::Bluetooth, _) => Link::Bluetooth(BluetoothLink::default()),
            }
        },
        tooltip: "How the mix travels from the desk to the pack.",
    }
    "linkms" => latency_ms: FloatParam {
        name: "Link latency",
        at: kind_field!(Digital(DigitalLink), latency_ms),
        unit: " ms",
        style: Style::Plain(2),
        skew: 0.5,
        tooltip: "One-way latency of a digital link, converters included; a cable has none.",
    }
    "btms" => bluetooth_latency_ms: FloatParam {
        name: "Bluetooth latency",
        at: Place {
            range: Some([10.0, 300.0]),
            ..kind_field!(Bluetooth(BluetoothLink), latency_ms)
        },
        unit: " ms",
        style: Style::Plain(0),
        tooltip: "One-way latency of a Bluetooth link, buffers included.",
    }
    "fmmode" => analog_mode: EnumParam<AnalogMode> {
        name: "FM mode",
        get: |rig| match &rig.link {
            Link::AnalogFm(link) => choice_of::<AnalogMode, _>(link.mode),
            _ => choice_of::<AnalogMode, _>(AnalogLink::default().mode),
        },
        set: |choice, _, live| {
            if let Link::AnalogFm(link) = &mut live.link {
                link.mode = choice.0;
            }
        },
        tooltip: "What the two channels of an analog link carry: stereo, the sum alone, or two \
                  mixes that the pack blends.",
    }
    "fmgain" => transmitter_gain_db: FloatParam {
        name: "Transmitter gain",
        at: kind_field!(AnalogFm(AnalogLink), input_gain_db),
        unit: " dB",
        style: Style::Plain(1),
        tooltip: "Input gain of an analog transmitter: too little drowns in hiss, too much clips.",
    }
    "rfdist" => distance_m: FloatParam {
        name: "Distance",
        at: part_field!(radio / radio_mut: Radio.distance_m),
        unit: " m",
        style: Style::Plain(1),
        skew: 0.3,
        tooltip: "From the transmitter to the performer.",
    }
    "rfwalk" => speed_m_s: FloatParam {
        name: "Walking",
        at: part_field!(radio / radio_mut: Radio.speed_m_s),
        unit: " m/s",
        style: Style::Plain(2),
        skew: 0.4,
        tooltip: "How fast the performer walks through the places where the carrier fades.",
    }
    "sight" => sight: EnumParam<Sight> {
        name: "Line of sight",
        get: |rig| choice_of::<Sight, _>(
            rig.link.radio().map_or(Radio::default().sight, |radio| radio.sight)
        ),
        set: |choice, _, live| {
            if let Some(radio) = live.link.radio_mut() {
                radio.sight = choice.0;
            }
        },
        tooltip: "Whether the performer sees the transmitter's antenna.",
    }
    "rfbody" => body_loss_db: FloatParam {
        name: "Body block",
        at: part_field!(radio / radio_mut: Radio.body_loss_db),
        unit: " dB",
        style: Style::Plain(1),
        tooltip: "What the performer's body takes of the carrier when it is in the way.",
    }
    "intfr" => interferer_db: FloatParam {
        name: "Interferer",
        at: part_field!(radio / radio_mut: Radio.interferer_db),
        unit: " dB",
        style: Style::OffAtLowest,
        tooltip: "Level of another carrier on an analog channel, relative to the wanted one.",
    }
    "congst" => congestion_percent: FloatParam {
        name: "Congestion",
        at: part_field!(packets / packets_mut: Packets.congestion_percent),
        unit: " %",
        style: Style::Plain(1),
        skew: 0.5,
        tooltip: "Share of the time that others are on air in the band of a digital link.",
    }
    "batt" => battery_percent: FloatParam {
        name: "Battery",
        at: Place {
            path: "link.battery_percent",
            range: None,
            get: |rig| rig.link.battery_percent(),
            set: |rig, value| rig.link.set_battery_percent(value),
            keep: |from, to| to.link.set_battery_percent(from.link.battery_percent()),
        },
        unit: " %",
        style: Style::Plain(0),
        tooltip: "Charge of the receiver's battery: low ones get quieter, then deaf, then silent.",
    }
    "onlink" => power: BoolParam {
        name: "Link power",
        power: "Off: a cable takes the place of the link.",
    }
    "neighb" => interferer_modulation: FloatParam {
        name: "Neighbor",
        at: part_field!(radio / radio_mut: Radio.interferer_modulation),
        unit: " %",
        style: Style::Percent(0),
        tooltip: "Talk on the interferer's carrier: 100 % is a set like yours, 300 % a product of two.",
    }
    "congmv" => congestion_swing: FloatParam {
        name: "Congestion moves",
        at: part_field!(packets / packets_mut: Packets.congestion_swing),
        unit: " %",
        style: Style::Percent(0),
        tooltip: "How much the congestion of the band moves: up to eight times more and less.",
    }
    "relay" => relay_loss_percent: FloatParam {
        name: "Relay loss",
        at: kind_field!(Bluetooth(BluetoothLink), relay_loss_percent),
        unit: " %",
        style: Style::Plain(1),
        skew: 0.5,
        tooltip: "Packets that the right one of two wireless buds loses on their way from the left.",
    }
}
