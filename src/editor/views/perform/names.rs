//! Names of roles and venues as a user reads them, and the small print of a rig.

use crate::editor::panels::summary;
use crate::rig::links;
use crate::rig::{Link, PerformerRole, Rig, TipKind, Venue};

/// The name of a role; empty for no one in particular.
pub fn role(role: PerformerRole) -> &'static str {
    match role {
        PerformerRole::Any => "",
        PerformerRole::Singer => "Singer",
        PerformerRole::Guitarist => "Guitarist",
        PerformerRole::Bassist => "Bassist",
        PerformerRole::Keys => "Keys",
        PerformerRole::Drummer => "Drummer",
        PerformerRole::Horn => "Horn player",
        PerformerRole::Choir => "Choir",
        PerformerRole::Worship => "Worship team",
        PerformerRole::Actor => "Musical theater",
        PerformerRole::Dj => "DJ",
        PerformerRole::FohEngineer => "Front of house",
        PerformerRole::MonitorEngineer => "Monitor engineer",
        PerformerRole::Presenter => "Presenter",
        PerformerRole::Orchestra => "Pit orchestra",
        PerformerRole::Listener => "Listener",
    }
}

/// The name of a venue; empty for no place in particular.
pub fn venue(venue: Venue) -> &'static str {
    match venue {
        Venue::Any => "",
        Venue::Home => "Home",
        Venue::RehearsalRoom => "Rehearsal room",
        Venue::Bar => "Bar",
        Venue::Club => "Club",
        Venue::Theater => "Theater",
        Venue::Arena => "Arena",
        Venue::Stadium => "Stadium",
        Venue::Church => "Church",
        Venue::Studio => "Studio",
        Venue::Broadcast => "Broadcast",
        Venue::Street => "Open air",
    }
}

/// The tier that a rig's link started from, unless it is of another kind by now.
pub fn tier(rig: &Rig) -> Option<&'static links::Tier> {
    let tier = links::find(&rig.about.link_tier)?;
    let same = std::mem::discriminant(&tier.link) == std::mem::discriminant(&rig.link);
    same.then_some(tier)
}

/// The link in a few words.
pub fn link(rig: &Rig) -> &'static str {
    if let Some(tier) = tier(rig) {
        return tier.name.as_str();
    }
    match rig.link {
        Link::Wired => "Wire",
        Link::WiredPack(_) => "Wired pack",
        Link::AnalogFm(_) => "Analog FM",
        Link::Digital(_) => "Digital",
        Link::Bluetooth(_) => "Bluetooth",
    }
}

/// The fit in a word or two.
pub fn fit(rig: &Rig) -> &'static str {
    let earphone = &rig.earphone;
    match (earphone.left_out, earphone.right_out) {
        (true, true) => return "both out",
        (true, false) => return "left out",
        (false, true) => return "right out",
        (false, false) => {}
    }
    match earphone.tip.kind {
        TipKind::Earbud => "earbud",
        TipKind::AcrylicCustom | TipKind::SiliconeCustom => "custom",
        TipKind::Foam => "foam",
        TipKind::DoubleFlange => "2 flanges",
        TipKind::TripleFlange => "3 flanges",
        TipKind::SiliconePoor => "poor tip",
        TipKind::SiliconeAverage | TipKind::SiliconeGood => "silicone",
        TipKind::Free => match super::earphone_drawing::Form::of(rig) {
            super::earphone_drawing::Form::Custom => "custom",
            _ => "tip",
        },
    }
}

/// Drivers and fit: `2 armatures, foam`; of a hybrid only how many drivers.
pub fn worn(rig: &Rig) -> String {
    let drivers = summary::drivers(rig);
    if drivers.contains(',') {
        let count: u32 = rig.earphone.drivers.iter().map(|each| each.count).sum();
        return format!("{count} drivers, {}", fit(rig));
    }
    format!("{drivers}, {}", fit(rig))
}

/// A performer as one of many: `a singer`.
pub fn one(role: PerformerRole) -> &'static str {
    match role {
        PerformerRole::Any | PerformerRole::Singer => "a singer",
        PerformerRole::Guitarist => "a guitarist",
        PerformerRole::Bassist => "a bassist",
        PerformerRole::Keys => "a keyboard player",
        PerformerRole::Drummer => "a drummer",
        PerformerRole::Horn => "a horn player",
        PerformerRole::Choir => "a choir",
        PerformerRole::Worship => "a worship team",
        PerformerRole::Actor => "an actor",
        PerformerRole::Dj => "a DJ",
        PerformerRole::FohEngineer | PerformerRole::MonitorEngineer => "an engineer",
        PerformerRole::Presenter => "a presenter",
        PerformerRole::Orchestra => "a pit player",
        PerformerRole::Listener => "a listener",
    }
}

/// The name and what follows its first comma or colon.
pub fn split(name: &str) -> (String, String) {
    match name.split_once([':', ',']) {
        Some((title, rest)) => (title.trim().to_owned(), rest.trim().to_owned()),
        None => (name.to_owned(), String::new()),
    }
}
