//! Names for displays with little room, as control surfaces have: eight letters at most.

/// The short name of each parameter by its identifier.
const NAMES: &[(&str, &str)] = &[
    ("bypass", "Bypass"),
    ("rig", "Rig"),
    ("trim", "Trim"),
    ("mode", "FeedMode"),
    ("width", "Width"),
    ("deskms", "DeskDly"),
    ("netms", "NetDly"),
    ("moreme", "MoreMe"),
    ("onfeed", "FeedOn"),
    ("link", "Link"),
    ("linkms", "LinkDly"),
    ("btms", "BT Dly"),
    ("fmmode", "FM Mode"),
    ("fmgain", "TX Gain"),
    ("rfdist", "Distance"),
    ("rfwalk", "Walking"),
    ("sight", "Blocked"),
    ("rfbody", "BodyLoss"),
    ("intfr", "Interfer"),
    ("congst", "Congest"),
    ("batt", "Battery"),
    ("onlink", "LinkOn"),
    ("vol", "Volume"),
    ("bal", "Balance"),
    ("zout", "OutImp"),
    ("pkmode", "PackMode"),
    ("boost", "HF Boost"),
    ("limon", "Limiter"),
    ("limspl", "LimLevel"),
    ("ampuv", "AmpNoise"),
    ("ampmax", "MaxOut"),
    ("packms", "PackDly"),
    ("enrgzr", "Energize"),
    ("onpack", "PackOn"),
    ("dist", "Distort"),
    ("onear", "EarOn"),
    ("seall", "Seal L"),
    ("sealr", "Seal R"),
    ("onfit", "FitOn"),
    ("tip", "Tip"),
    ("port", "Port"),
    ("outl", "Out L"),
    ("outr", "Out R"),
    ("jaw", "Jaw"),
    ("cable", "CblDown"),
    ("rub", "CblNoise"),
    ("ambon", "Ambient"),
    ("amblvl", "RoomLvl"),
    ("crowd", "Crowd"),
    ("drums", "Drums"),
    ("wedges", "Wedges"),
    ("hall", "Hall"),
    ("spill", "PA Spill"),
    ("spillm", "PA Dist"),
    ("micon", "Mics"),
    ("micgn", "MicGain"),
    ("miclim", "MicLimit"),
    ("micms", "MicDelay"),
    ("micbas", "MicBass"),
    ("micmid", "MicMids"),
    ("mictre", "MicTreb"),
    ("ownon", "OwnVoice"),
    ("bone", "BoneCond"),
    ("occl", "Occlus"),
    ("level", "ListenLv"),
    ("ref", "Referenc"),
    ("amount", "Ref Amt"),
    ("ear", "Ear"),
    ("ceil", "Ceiling"),
    ("onlist", "ListenOn"),
];

/// The short name of a parameter; one that is not listed goes by its identifier.
pub fn short_name(id: &str) -> &str {
    let found = NAMES.iter().find(|(known, _)| *known == id);
    found.map_or(id, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::session::entries;

    #[test]
    fn short_names_are_short_and_differ() {
        let ids = entries().map(|entry| entry.id).chain(["bypass", "rig"]);
        let names: Vec<&str> = ids.map(short_name).collect();
        let apart: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(apart.len(), names.len());
        for name in names {
            assert!(name.is_ascii() && (1..=8).contains(&name.len()), "{name}");
        }
    }
}
