//! Parameters that move while audio runs.

use std::time::{Duration, Instant};

use bodypack::rig::Rig;
use bodypack::session::vst3_state_of;
use vst3_host::ProcessMode;

use super::clap::Clap;
use super::scene::{assert_same, difference, rms, Change, Scene};
use super::vst3::Vst3;

fn change(at: usize, name: &'static str, normalized: f64) -> Change {
    Change {
        at,
        name,
        normalized,
    }
}

#[test]
fn a_trim_takes_effect_at_its_sample_and_not_before() {
    needs_bundles!();
    let rig = Rig::default();
    let mut scene = Scene::busy(48_000.0, 24_000);
    let still = Clap::with_rig(&rig).bounce(&scene);
    scene.changes = vec![change(9_001, "Trim", 0.25)];
    let moved = Clap::with_rig(&rig).bounce(&scene);
    let theirs = Vst3::with_rig(&rig).bounce(&scene);
    assert_same(&moved, &theirs, "CLAP and VST3");
    for channel in 0..2 {
        assert_eq!(still[channel][..9_001], moved[channel][..9_001]);
        assert_ne!(still[channel][9_001..9_100], moved[channel][9_001..9_100]);
    }
}

#[test]
fn automation_of_everything_is_the_same_bits_in_any_blocks() {
    needs_bundles!();
    let rig = Rig::default();
    let mut scene = Scene::busy(48_000.0, 30_000);
    scene.changes = vec![
        change(1_000, "Seal left", 0.2),
        change(1_003, "Seal right", 0.3),
        change(1_400, "Seal left", 0.9),
        change(4_444, "Volume", 0.5),
        change(5_000, "Link", 1.0),
        change(5_001, "Link latency", 0.1),
        change(9_999, "Output impedance", 0.8),
        change(15_000, "Reference", 0.5),
        change(20_001, "Bypass", 1.0),
        change(25_000, "Bypass", 0.0),
    ];
    let odd = Clap::with_rig(&rig).bounce(&scene);
    scene.blocks = vec![64];
    let even = Clap::with_rig(&rig).bounce(&scene);
    assert_same(&odd, &even, "odd blocks and blocks of 64");
    scene.blocks = vec![1024];
    assert_same(&even, &Vst3::with_rig(&rig).bounce(&scene), "CLAP and VST3");
}

#[test]
fn a_bounced_seal_ends_up_where_a_rig_with_that_seal_starts() {
    needs_bundles!();
    let mut scene = Scene::busy(48_000.0, 48_000);
    scene.changes = vec![change(0, "Seal left", 0.25), change(0, "Seal right", 0.25)];
    let automated = Clap::with_rig(&Rig::default()).bounce(&scene);
    scene.changes.clear();
    let mut rig = Rig::default();
    rig.earphone.seal.left_resistance_pa_s_m3 = 1e8;
    rig.earphone.seal.right_resistance_pa_s_m3 = 1e8;
    let loaded = Clap::with_rig(&rig).bounce(&scene);
    // Both have forgotten the start by then; only rounding differs.
    let tail = |pair: &super::scene::Stereo| pair.each_ref().map(|c| c[36_000..].to_vec());
    let off = difference(&tail(&automated), &tail(&loaded));
    assert!(off < 1e-4, "{off}");
}

#[test]
fn the_bypass_is_the_input_sample_for_sample_once_it_has_faded() {
    needs_bundles!();
    let rig = Rig::default();
    let mut scene = Scene::busy(44_100.0, 20_000);
    scene.changes = vec![change(5_000, "Bypass", 1.0)];
    let faded = 5_000 + (0.02 * 44_100.0f64).round() as usize;
    for output in [
        Clap::with_rig(&rig).bounce(&scene),
        Vst3::with_rig(&rig).bounce(&scene),
    ] {
        for (output, input) in output.iter().zip(&scene.mix) {
            assert_eq!(output[faded..], input[faded..]);
            assert_ne!(output[..5_000], input[..5_000]);
        }
    }
}

#[test]
fn a_seal_that_moves_while_playing_live_is_heard_soon() {
    needs_bundles!();
    let rig = Rig::default();
    let mut scene = Scene::silent(48_000.0, 48_000 * 20);
    for channel in &mut scene.mix {
        for (n, x) in channel.iter_mut().enumerate() {
            *x = 0.1 * (2.0 * std::f32::consts::PI * 50.0 * n as f32 / 48_000.0).sin();
        }
    }
    scene.blocks = vec![480];
    scene.changes = vec![change(48_000, "Seal left", 0.1)];
    // About as fast as a sound card would ask, so that the designer gets its turn.
    let start = Instant::now();
    let pace = |played: usize| {
        let due = Duration::from_secs_f64(played as f64 / 48_000.0 / 8.0);
        if let Some(early) = due.checked_sub(start.elapsed()) {
            std::thread::sleep(early);
        }
    };
    let output = Clap::with_rig(&rig).play(&scene, pace);
    let before = rms(&output[0][24_000..48_000]);
    let after = rms(&output[0][48_000 * 19..]);
    assert!(after < 0.5 * before, "{before} and {after}");
    let untouched = rms(&output[1][48_000 * 19..]);
    assert!(
        (untouched / before - 1.0).abs() < 0.01,
        "{before} and {untouched}"
    );
}

#[test]
fn a_rig_that_is_loaded_while_processing_is_heard_without_a_restart() {
    needs_bundles!();
    let mut vst3 = Vst3::with_rig(&Rig::default());
    let mut scene = Scene::busy(48_000.0, 9_600);
    scene.blocks = vec![480];
    vst3.start(&scene, ProcessMode::Realtime);
    vst3.render(&scene);
    let mut rig = Rig::default();
    rig.earphone.seal.left_resistance_pa_s_m3 = 1e7;
    rig.earphone.seal.right_resistance_pa_s_m3 = 1e7;
    rig.pack.volume_db = -20.0;
    vst3.plugin
        .load_state(&vst3_state_of(&rig))
        .expect("the state is taken");
    let expected = Clap::with_rig(&rig).bounce(&scene);
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let found = vst3.render(&scene);
        let off_db = 20.0 * (rms(&found[0][4_800..]) / rms(&expected[0][4_800..])).log10();
        if off_db.abs() < 0.5 {
            break;
        }
        assert!(Instant::now() < deadline, "{off_db} dB off");
        std::thread::sleep(Duration::from_millis(10));
    }
}
