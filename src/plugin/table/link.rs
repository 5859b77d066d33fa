//! How the mix gets to the pack.

use crate::plugin::choices::{choice_of, LinkChoice};
use crate::plugin::text::Style;
use crate::rig::{AnalogLink, BluetoothLink, DigitalLink, Link};

stage! {
    /// How it gets to the pack.
    LinkParams as link in Link;

    "link" => kind: EnumParam<LinkChoice> {
        name: "Link",
        get: |rig| choice_of::<LinkChoice, _>(&rig.link),
        apply: |params, base, live| {
            live.link = match (params.link.kind.value(), &base.link) {
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
    "onlink" => power: BoolParam {
        name: "Link power",
        power: "Off: a cable takes the place of the link.",
    }
}
