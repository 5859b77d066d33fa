//! Sessions with other plugins and tracks: rigs chosen by the host, exports that pass through, many
//! instances, rounded values.

use bodypack::chain::loudness;
use bodypack::rig::{presets, Rig};
use bodypack::session::{clap_state_of, number_of, vst3_preset_of, Mode, MOST_RIGS};

use super::clap::{framed, Clap};
use super::scene::{assert_same, Change, Scene, Stereo};
use super::vst3::Vst3;

/// The host turns the parameter to a rig before anything is played.
fn choosing(id: &str) -> Change {
    Change {
        at: 0,
        name: "Rig",
        normalized: f64::from(number_of(id)) / f64::from(MOST_RIGS),
    }
}

/// A rig by its name as the command line hears it: as loud as the mix.
fn heard(rig: &Rig) -> Rig {
    let mut rig = rig.clone();
    rig.listening.loudness_matched = true;
    loudness::take(&mut rig);
    rig
}

#[test]
fn a_rig_that_the_host_chooses_is_the_one_of_the_command_line() {
    needs_bundles!();
    let all = presets::all().iter().enumerate();
    let chosen = all.filter(|(n, preset)| n % 5 == 0 || preset.rig.listening.output_db != 0.0);
    for (_, preset) in chosen {
        let mut scene = Scene::busy(48_000.0, 12_000);
        let heard = heard(&preset.rig);
        let expected = scene.through_chain(&heard);
        scene.changes = vec![choosing(preset.id)];
        assert_same(&Clap::load().bounce(&scene), &expected, preset.id);
        assert_same(&Vst3::load().bounce(&scene), &expected, preset.id);
        // From a preset file of the host.
        scene.changes.clear();
        let state = vst3_preset_of(preset);
        assert_same(
            &Vst3::with_state(&state).bounce(&scene),
            &expected,
            preset.id,
        );
        assert_same(
            &Clap::with_state(&framed(&state)).bounce(&scene),
            &expected,
            preset.id,
        );
    }
}

#[test]
fn a_fresh_instance_is_the_default_rig_of_the_command_line() {
    needs_bundles!();
    let scene = Scene::busy(48_000.0, 12_000);
    let heard = heard(presets::default_rig());
    let expected = scene.through_chain(&heard);
    assert_same(&Clap::load().bounce(&scene), &expected, "CLAP");
    assert_same(&Vst3::load().bounce(&scene), &expected, "VST3");
}

#[test]
fn a_rig_in_a_lane_and_a_knob_in_another_get_along() {
    needs_bundles!();
    let mut scene = Scene::busy(48_000.0, 30_000);
    let trim = |at| Change {
        at,
        name: "Trim",
        normalized: 0.25,
    };
    // The host repeats the rig with every block, as some do.
    scene.changes = vec![choosing("vented-dynamic"), trim(100)];
    scene.changes.extend((1..20).map(|n| Change {
        at: 1_000 * n,
        ..choosing("vented-dynamic")
    }));
    let repeated = Clap::load().bounce(&scene);
    scene.changes.truncate(2);
    assert_same(&repeated, &Clap::load().bounce(&scene), "repeated");
}

fn passing() -> Vec<u8> {
    let word = Mode::PassThrough.word();
    let field = format!(r#""fields":{{"export":"\"{word}\"","#);
    let state = String::from_utf8(clap_state_of(&Rig::default())[8..].to_vec()).expect("text");
    assert!(state.contains(r#""fields":{"#));
    state.replacen(r#""fields":{"#, &field, 1).into_bytes()
}

fn assert_input(found: &Stereo, scene: &Scene, what: &str) {
    assert_same(found, &scene.mix, what);
}

#[test]
fn an_export_that_passes_through_is_the_input() {
    needs_bundles!();
    let state = passing();
    for rate in [44_100.0, 96_000.0] {
        let mut scene = Scene::busy(rate, 20_000);
        scene.mix[0][77] = -0.0;
        scene.mix[1][78] = 1e-41;
        let mut clap = Clap::with_state(&framed(&state));
        assert_input(&clap.bounce(&scene), &scene, "CLAP");
        assert!(
            clap.play(&scene, |_| ())[0] != scene.mix[0],
            "what is played is heard"
        );
        assert_input(&Vst3::with_state(&state).bounce(&scene), &scene, "VST3");
        // It is in the state that the host saves.
        let saved = clap.state();
        assert_input(&Clap::with_state(&saved).bounce(&scene), &scene, "restored");
    }
}

#[test]
fn values_that_a_host_hands_back_rounded_leave_the_bits_alone() {
    needs_bundles!();
    for preset in presets::all().iter().step_by(4) {
        let scene = Scene::busy(48_000.0, 8_000);
        let mut clap = Clap::with_rig(&preset.rig);
        let expected = clap.bounce(&scene);
        // Every value goes through its text and back into the plugin, as with generic views.
        let mut echoed = scene.clone();
        echoed.changes = clap.echo();
        assert!(echoed.changes.len() > 50);
        assert_same(&clap.bounce(&echoed), &expected, preset.id);
    }
}

#[test]
fn twenty_instances_sound_alike() {
    needs_bundles!();
    let scene = Scene::busy(48_000.0, 2_000);
    let mut claps: Vec<Clap> = (0..20).map(|_| Clap::load()).collect();
    let mut vst3s: Vec<Vst3> = (0..20).map(|_| Vst3::load()).collect();
    let expected = claps[0].bounce(&scene);
    for clap in &mut claps {
        assert_same(&clap.bounce(&scene), &expected, "CLAP");
    }
    for vst3 in &mut vst3s {
        assert_same(&vst3.bounce(&scene), &expected, "VST3");
    }
}
