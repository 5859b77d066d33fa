//! Project files: saved, restored, old and broken.

use bodypack::rig::{DigitalLink, Link, Rig};
use bodypack::session::vst3_state_of;

use super::clap::{framed, Clap};
use super::scene::{assert_same, Change, Scene};
use super::vst3::Vst3;

/// A rig that differs from the default nearly everywhere.
fn unusual() -> Rig {
    let mut rig = Rig {
        name: "Unusual".to_owned(),
        ..Rig::default()
    };
    rig.feed.trim_db = -3.21;
    rig.feed.width = 0.5;
    rig.feed.desk_delay_ms = 1.234;
    rig.link = Link::Digital(DigitalLink {
        latency_ms: 2.9,
        ..DigitalLink::default()
    });
    rig.pack.output_impedance_ohm = 33.3;
    rig.earphone.tip.residual_canal_mm = 14.0;
    rig.earphone.seal.left_resistance_pa_s_m3 = 4.2e8;
    rig.earphone.seal.right_resistance_pa_s_m3 = f64::INFINITY;
    rig.listening.amount = 0.4;
    rig
}

#[test]
fn a_saved_state_sounds_the_same_when_it_is_restored() {
    needs_bundles!();
    let scene = Scene::busy(48_000.0, 12_000);
    let mut first = Clap::with_rig(&unusual());
    let expected = first.bounce(&scene);
    let saved = first.state();
    assert_same(
        &Clap::with_state(&saved).bounce(&scene),
        &expected,
        "CLAP, restored",
    );

    let mut first = Vst3::with_rig(&unusual());
    assert_same(&first.bounce(&scene), &expected, "VST3");
    let saved = first.plugin.save_state().expect("the state is saved");
    assert_same(
        &Vst3::with_state(&saved).bounce(&scene),
        &expected,
        "VST3, restored",
    );
}

#[test]
fn what_was_automated_is_saved_too() {
    needs_bundles!();
    let mut scene = Scene::busy(48_000.0, 12_000);
    scene.changes = vec![
        Change {
            at: 10,
            name: "Seal left",
            normalized: 0.3,
        },
        Change {
            at: 20,
            name: "Trim",
            normalized: 0.7,
        },
    ];
    let mut first = Clap::with_rig(&unusual());
    first.bounce(&scene);
    scene.changes.clear();
    let expected = first.bounce(&scene);
    let saved = first.state();
    assert_same(
        &Clap::with_state(&saved).bounce(&scene),
        &expected,
        "restored",
    );
}

/// States that nobody should have to load: empty, random, cut, and with nonsense in them.
fn garbage() -> Vec<Vec<u8>> {
    let whole = vst3_state_of(&unusual());
    let text = String::from_utf8(whole.clone()).expect("a state is text");
    let mut states = vec![
        Vec::new(),
        vec![0; 1000],
        vec![255; 77],
        b"{}".to_vec(),
        b"null".to_vec(),
    ];
    states.extend((0..8).map(|part| whole[..whole.len() * part / 8].to_vec()));
    states.extend((1..20u32).map(|seed| {
        super::scene::noise(seed, 300)
            .iter()
            .flat_map(|x| x.to_bits().to_le_bytes())
            .collect()
    }));
    for (from, to) in [
        ("-3.21", "1e39"),
        ("-3.21", "-1e38"),
        ("\"digital\"", "\"pigeon\""),
        ("drivers", "passengers"),
        ("Unusual", "\\u0000\\uffff"),
        ("format = 1", "format = 99"),
    ] {
        assert!(text.contains(from), "{from} is not in {text}");
        states.push(text.replace(from, to).into_bytes());
    }
    states
}

#[test]
fn broken_states_never_break_the_plugin() {
    needs_bundles!();
    let scene = Scene::busy(48_000.0, 2_000);
    let mut clap = Clap::load();
    let mut vst3 = Vst3::load();
    for (index, state) in garbage().iter().enumerate() {
        // Refusing is as good as taking what can be read.
        clap.restore(state);
        clap.restore(&framed(state));
        let _ = vst3.plugin.load_state(state);
        for output in [clap.bounce(&scene), vst3.bounce(&scene)] {
            let fine = output
                .iter()
                .flatten()
                .all(|x| x.is_finite() && x.abs() <= 1.0);
            assert!(fine, "state {index}");
        }
    }
    let whole = vst3_state_of(&unusual());
    assert!(clap.restore(&framed(&whole)));
    let expected = Clap::with_rig(&unusual()).bounce(&scene);
    assert_same(
        &clap.bounce(&scene),
        &expected,
        "a good state after all the broken ones",
    );
}

#[test]
fn what_is_missing_in_an_old_state_comes_from_its_rig() {
    needs_bundles!();
    let text = String::from_utf8(vst3_state_of(&unusual())).expect("a state is text");
    let mut from = text.find("\"params\":{").expect("a state has parameters");
    from += "\"params\":{".len();
    let to = from + text[from..].find("}},\"fields\"").expect("and a rig") + 1;
    let without = format!("{}{}", &text[..from], &text[to..]);
    let scene = Scene::busy(48_000.0, 4_000);
    let expected = Clap::with_state(&framed(text.as_bytes())).bounce(&scene);
    assert_same(
        &Clap::with_state(&framed(without.as_bytes())).bounce(&scene),
        &expected,
        "without values",
    );
}
