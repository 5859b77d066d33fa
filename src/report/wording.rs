//! Numbers and names as sentences have them.

use super::CENTERS_HZ;
use crate::rig::{Fault, Link, PerformerRole, Port, Rig, Side};

/// A level with at most one decimal and a real minus.
pub(super) fn number(value: f64) -> String {
    let rounded = (10.0 * value).round() / 10.0 + 0.0;
    let text = if rounded.abs() >= 10.0 {
        format!("{rounded:.0}")
    } else {
        format!("{rounded}")
    };
    text.replace('-', "−")
}

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// The edges of some bands.
pub(super) fn range(bands: &std::ops::Range<usize>) -> String {
    let hertz = |hz: f64| match hz {
        hz if hz >= 1000.0 => format!("{} kHz", number(hz / 1000.0)),
        hz => format!("{hz:.0} Hz"),
    };
    format!(
        "{} to {}",
        hertz(CENTERS_HZ[bands.start]),
        hertz(CENTERS_HZ[bands.end - 1])
    )
}

/// The fit of a rig's earphone in a few words.
pub(super) fn fit(rig: &Rig) -> String {
    let earphone = &rig.earphone;
    let outs = [Side::Left, Side::Right].map(|side| earphone.is_out(side));
    let vented = !matches!(earphone.port, Port::None);
    match (outs, rig.about.fault, vented) {
        ([true, true], ..) => "with both ears open".into(),
        ([true, false], ..) => "with the left ear open".into(),
        ([false, true], ..) => "with the right ear open".into(),
        (_, Fault::PoorSeal | Fault::SlippingTip, _) => "on a leaking tip".into(),
        (.., true) => "on a vented earphone".into(),
        _ => "in this fit".into(),
    }
}

/// The link of a rig in a few words.
pub(super) fn link(rig: &Rig) -> &'static str {
    match rig.link {
        Link::Wired | Link::WiredPack(_) => "cable",
        Link::AnalogFm(_) => "analog link",
        Link::Digital(_) => "digital link",
        Link::Bluetooth(_) => "Bluetooth link",
    }
}

/// A performer's role as a player of the latency table; none who plays nothing.
pub(super) fn player(role: PerformerRole) -> Option<crate::analysis::latency_budget::Role> {
    use crate::analysis::latency_budget::Role;
    match role {
        PerformerRole::Singer
        | PerformerRole::Choir
        | PerformerRole::Actor
        | PerformerRole::Presenter => Some(Role::Voice),
        PerformerRole::Guitarist => Some(Role::Guitar),
        PerformerRole::Bassist => Some(Role::Bass),
        PerformerRole::Drummer => Some(Role::Drums),
        PerformerRole::Keys => Some(Role::Keys),
        PerformerRole::Horn => Some(Role::Sax),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranges_read_well() {
        assert_eq!(number(-3.04), "−3");
        assert_eq!(number(12.6), "13");
        assert_eq!(range(&(8..11)), "250 Hz to 400 Hz");
        assert_eq!(range(&(14..20)), "1 kHz to 3.2 kHz");
        assert_eq!(percent(0.123), "12 %");
    }
}
