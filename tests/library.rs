//! The library of factory rigs covers the trade: every link tier, pack, fit and earphone, people and
//! places, and pairs that differ in one thing only.

use std::collections::BTreeSet;

use bodypack::rig::presets::{all, find, is_earphone, Preset};
use bodypack::rig::{links, packs, tips, Fault, PerformerRole, Price, Rig, Venue};

fn situations() -> Vec<&'static Preset> {
    all()
        .iter()
        .filter(|preset| !is_earphone(preset.id))
        .collect()
}

#[test]
fn there_are_at_least_sixty_situations_before_the_earphones() {
    let count = situations().len();
    assert!(count >= 60, "{count}");
    assert!(all()[..count].iter().all(|preset| !is_earphone(preset.id)));
    assert!(all().len() - count >= 22);
}

#[test]
fn every_situation_says_who_where_how_much_and_what_to_listen_for() {
    for preset in situations() {
        let about = &preset.rig.about;
        let id = preset.id;
        assert!(about.role != PerformerRole::Any, "{id}");
        assert!(about.venue != Venue::Any, "{id}");
        assert!(about.price != Price::Unstated, "{id}");
        let words = &about.listen_for;
        assert!((20..=160).contains(&words.chars().count()), "{id}: {words}");
        assert!(
            words.ends_with('.') && !words.contains('\n'),
            "{id}: {words}"
        );
        if id.starts_with("price-") {
            assert_eq!(about.fault, Fault::None, "{id}");
        }
        let links = links::all().iter().any(|tier| tier.id == about.link_tier);
        assert!(
            about.link_tier.is_empty() || links,
            "{id}: {}",
            about.link_tier
        );
    }
}

#[test]
fn every_link_tier_is_played_at_least_twice() {
    for tier in links::all() {
        let count = (situations().iter())
            .filter(|preset| preset.rig.about.link_tier == tier.id)
            .count();
        assert!(count >= 2, "{}: {count}", tier.id);
    }
}

#[test]
fn every_pack_fit_and_earphone_is_worn() {
    let worn = situations();
    for model in packs::all() {
        let same = |preset: &&&Preset| preset.rig.pack == model.pack;
        assert!(worn.iter().any(|preset| same(&preset)), "{}", model.id);
    }
    for fit in tips::all() {
        let same = |preset: &&&Preset| preset.rig.earphone.tip.kind == fit.kind;
        assert!(worn.iter().any(|preset| same(&preset)), "{}", fit.kind.id());
    }
    for earphone in all().iter().filter(|preset| is_earphone(preset.id)) {
        let drivers = &earphone.rig.earphone.drivers;
        let same = |preset: &&&Preset| preset.rig.earphone.drivers == *drivers;
        assert!(worn.iter().any(|preset| same(&preset)), "{}", earphone.id);
    }
}

#[test]
fn every_role_and_place_of_the_trade_is_there() {
    let roles: BTreeSet<&str> = (situations().iter())
        .map(|preset| preset.rig.about.role.id())
        .collect();
    for role in [
        "singer",
        "guitarist",
        "bassist",
        "keys",
        "drummer",
        "horn",
        "choir",
        "worship",
        "actor",
        "dj",
        "foh-engineer",
        "monitor-engineer",
        "presenter",
        "orchestra",
        "listener",
    ] {
        assert!(roles.contains(role), "{role}");
    }
    let venues: BTreeSet<&str> = (situations().iter())
        .map(|preset| preset.rig.about.venue.id())
        .collect();
    for venue in [
        "rehearsal-room",
        "bar",
        "club",
        "theater",
        "arena",
        "stadium",
        "church",
        "studio",
        "broadcast",
    ] {
        assert!(venues.contains(venue), "{venue}");
    }
}

/// A rig without what the pairs of a family may differ in, and without words.
fn without(rig: &Rig, family: &str) -> Rig {
    let plain = Rig::default();
    let mut rig = rig.clone();
    rig.name = plain.name;
    rig.notes = plain.notes;
    rig.about = plain.about;
    // The match belongs to what is heard.
    rig.listening = plain.listening;
    match family {
        "link" => rig.link = plain.link,
        "drivers" => {
            rig.earphone.drivers = plain.earphone.drivers;
            rig.earphone.bores = plain.earphone.bores;
        }
        "tips" => {
            rig.earphone.tip = plain.earphone.tip;
            rig.earphone.seal = plain.earphone.seal;
            rig.earphone.wall = plain.earphone.wall;
        }
        "pack" => rig.pack = plain.pack,
        other => panic!("no family of pairs is called {other}"),
    }
    rig
}

#[test]
fn price_pairs_differ_in_one_thing_only() {
    for (family, rigs) in [
        (
            "link",
            &[
                "price-link-budget-fm",
                "price-link-club-fm",
                "price-link-touring-fm",
            ][..],
        ),
        (
            "drivers",
            &[
                "price-drivers-two",
                "price-drivers-three",
                "price-drivers-five",
                "price-drivers-eight",
            ],
        ),
        (
            "tips",
            &["price-tips-stock", "price-tips-foam", "price-tips-custom"],
        ),
        ("pack", &["price-pack-basic", "price-pack-pro"]),
    ] {
        let first = find(rigs[0]).unwrap();
        for id in &rigs[1..] {
            let rig = find(id).unwrap();
            assert_eq!(without(&rig, family), without(&first, family), "{id}");
            assert_ne!(rig, first, "{id}");
        }
    }
}

#[test]
fn the_first_rig_has_the_kit_of_the_synthesized_stage_leak_in() {
    let first = &all()[0].rig;
    assert!(first.ambient.enabled && first.ambient.stage.drums_dbspl >= 90.0);
    assert!(first.link.radio().is_some());
}
