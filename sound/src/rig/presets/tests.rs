use std::collections::BTreeSet;

use super::*;

#[test]
fn every_factory_rig_reads_and_is_valid() {
    assert_eq!(all().len(), situations::FILES.len() + EARPHONES.len());
    for preset in all() {
        preset.rig.validate().unwrap();
        assert_eq!(
            Rig::from_toml(&preset.rig.to_toml()).unwrap(),
            preset.rig,
            "{}",
            preset.id
        );
    }
}

#[test]
fn ids_and_names_are_unique_and_ids_are_slugs() {
    let mut seen = BTreeSet::new();
    for preset in all() {
        let slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(preset.id.chars().all(slug), "{}", preset.id);
        assert!(seen.insert(preset.id.to_owned()), "{}", preset.id);
        assert!(
            seen.insert(preset.rig.name.to_lowercase()),
            "{}",
            preset.rig.name
        );
    }
}

#[test]
fn notes_are_a_few_plain_sentences_on_one_line() {
    for preset in all() {
        let notes = &preset.rig.notes;
        assert!(
            (60..=300).contains(&notes.chars().count()),
            "{}: {notes}",
            preset.id
        );
        assert!(
            notes.ends_with('.') && !notes.contains('\n'),
            "{}: {notes}",
            preset.id
        );
        assert!(
            !notes.starts_with(' ') && !notes.contains("  "),
            "{}: {notes}",
            preset.id
        );
    }
}

#[test]
fn rigs_are_found_by_id_and_by_name() {
    let first = &all()[0];
    assert_eq!(find(first.id).unwrap(), first.rig);
    assert_eq!(find(&first.rig.name.to_uppercase()).unwrap(), first.rig);
    assert_eq!(find("  drummer ").unwrap().ambient.level_dbspl, 105.0);
}

#[test]
fn an_unknown_name_gets_the_nearest_one() {
    assert_eq!(
        find("single-dynamic-wierd").unwrap_err().to_string(),
        "there is no factory rig \"single-dynamic-wierd\"; did you mean \"single-dynamic-wired\"?"
    );
    let nothing_alike = find("qqq").unwrap_err().to_string();
    let expected = format!("\"qqq\"; `bodypack rigs` lists all {} of them", all().len());
    assert!(nothing_alike.ends_with(&expected), "{nothing_alike}");
}

/// Number of rigs have had their numbers when this was last written, and the sum of their lines.
const NUMBERED: (usize, u64) = (120, 0x0a65_1afb_d3ee_e682);

#[test]
fn numbers_of_rigs_never_change_and_every_rig_has_one() {
    let sum = (order().take(NUMBERED.0)).fold(0xcbf2_9ce4_8422_2325_u64, |sum, id| {
        // FNV-1a, with a line's end behind each identifier.
        let bytes = id.bytes().chain([b'\n']);
        bytes.fold(sum, |sum, byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        })
    });
    assert_eq!(sum, NUMBERED.1, "a rig has another number than it had");
    let numbered: BTreeSet<&str> = order().collect();
    assert_eq!(numbered.len(), order().count(), "a rig has two numbers");
    assert!(order().count() <= 255, "the parameter has no room for more");
    for preset in all() {
        let id = preset.id;
        assert!(
            numbered.contains(id),
            "{id}: add it at the end of order.txt"
        );
    }
    for id in order() {
        assert!(all().iter().any(|preset| preset.id == id), "{id} is gone");
    }
}

#[test]
fn the_default_rig_is_one_of_the_factory() {
    assert_eq!(find(DEFAULT_RIG_ID).unwrap(), *default_rig());
}
