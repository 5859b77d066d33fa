//! The hand on the knob against what musicians did.
//!
//! Federman and Ricketts (2008), JSLHR 51:147-159, had musicians set preferred and least acceptable
//! levels with floor and with in-ear monitors: preferred levels differed by 0.6 dB; least acceptable
//! ones lay less than 2 dB below the preferred ones on the floor, 6 dB in the ear. One earphone alone
//! is reported to be 6 to 10 dB louder than two.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::noise;
use bodypack::chain::{Chain, Io};
use bodypack::design::performer::{choice, Choice};
use bodypack::rig::{presets, Rig};

/// A singer on a loud stage.
fn singer() -> Rig {
    let mut rig = presets::find("single-dynamic-wired").expect("a preset");
    rig.performer.turns_up = true;
    rig.ambient.stage.wedges_dbspl = 80.0;
    rig.ambient.stage.crowd_dbspl = 76.0;
    rig
}

fn choice_of(rig: &Rig) -> Choice {
    choice(rig)
        .expect("a solution")
        .expect("a hand on the knob")
}

/// The same performer with open ears before a floor monitor: nothing between room and drum, and the mix
/// heard by both ears. The stage of the study is as loud as makes the room decide.
fn on_the_floor(rig: &Rig) -> Choice {
    let mut open = rig.clone();
    open.earphone.left_out = true;
    open.earphone.right_out = true;
    choice_of(&open)
}

#[test]
fn preferred_levels_on_floor_and_in_ear_differ_by_half_a_decibel() {
    let mut rig = singer();
    // The stage at which the least acceptable level on the floor is what the study found.
    let wanted_dba = rig.performer.preferred_dba - 1.4;
    let found = on_the_floor(&rig).least_dba;
    rig.ambient.stage.wedges_dbspl += wanted_dba - found;
    rig.ambient.stage.crowd_dbspl += wanted_dba - found;
    let (floor, ear) = (on_the_floor(&rig), choice_of(&rig));
    println!("floor {floor:?}\near {ear:?}");
    let preferred = floor.preferred_dba - ear.preferred_dba;
    assert!((preferred - 0.6).abs() < 0.2, "{preferred}");
    let given_up = |choice: &Choice| choice.preferred_dba - choice.least_dba;
    assert!((1.5..=2.05).contains(&given_up(&floor)), "{floor:?}");
    assert!((given_up(&ear) - 6.0).abs() < 0.1, "{ear:?}");
}

#[test]
fn one_ear_out_is_six_to_ten_decibels_louder() {
    let mut rig = singer();
    let both = choice_of(&rig).chosen_dba;
    rig.earphone.right_out = true;
    let one = choice_of(&rig).chosen_dba;
    println!("both {both:.1}, one {one:.1} dB(A)");
    assert!((6.0..=10.0).contains(&(one - both)), "{both} {one}");
}

#[test]
fn isolation_lowers_the_level_on_a_loud_stage() {
    let mut rig = singer();
    rig.ambient.stage.wedges_dbspl = 105.0;
    rig.ambient.stage.drums_dbspl = 105.0;
    rig.performer.restraint = 1.0;
    let sealed = choice_of(&rig);
    rig.set("earphone.tip.kind", "silicone-poor")
        .expect("a tip");
    let leaking = choice_of(&rig);
    println!("sealed {sealed:?}\nleaking {leaking:?}");
    let room = leaking.room_dba - sealed.room_dba;
    let louder = leaking.chosen_dba - sealed.chosen_dba;
    assert!(room > 6.0 && louder > 0.5 * room, "{room} {louder}");
}

#[test]
fn nobody_goes_beyond_the_limit() {
    let mut rig = singer();
    rig.ambient.stage.drums_dbspl = 120.0;
    rig.earphone.left_out = true;
    rig.performer.most_dba = 104.0;
    assert_eq!(choice_of(&rig).chosen_dba, 104.0);
    rig.performer.turns_up = false;
    assert_eq!(choice(&rig).expect("a solution"), None);
}

/// The level that is set is checked by the chain's own meter.
#[test]
fn the_chosen_level_is_what_is_rendered() {
    let mut rig = singer();
    rig.own_voice.enabled = false;
    let chosen = choice_of(&rig).chosen_dba;
    let mix = noise::pink(4 * 48_000, 48_000.0, 1);
    let mut chain = Chain::new(&rig, 48_000.0, 0).expect("a chain");
    let (mut left, mut right) = (mix.clone(), mix);
    chain.process(Io {
        main: [&mut left, &mut right],
        ambient: None,
        own_voice: None,
    });
    let meters = chain.meters();
    let found = f64::from(meters.levels.programme.slow_dba[0]);
    println!("chosen {chosen:.1}, rendered {found:.1} dB(A)");
    assert!((found - chosen).abs() < 1.0, "{chosen} {found}");
    assert_eq!(
        meters.performer.map(|choice| choice.chosen_dba),
        Some(chosen)
    );
}
