//! Stages that are switched off while sound plays, and what is left when all of them are.

use super::player;
use bodypack::rig::presets;
use bodypack::session::StageId;
use player::{level_db, noise, tone, Player};

const SWITCHES: [&str; 6] = ["onfeed", "onlink", "onpack", "onear", "onfit", "onlist"];

/// Half a second: longer than any ramp or response.
const SPELL: usize = 24_000;

fn busy() -> Player {
    let player = Player::offline();
    load_busy(&player);
    player
}

fn load_busy(player: &Player) {
    let mut rig = presets::find("dual-armature-digital").expect("a factory rig");
    rig.feed.trim_db = 4.0;
    rig.feed.desk_delay_ms = 1.5;
    rig.pack.volume_db = -3.0;
    rig.earphone.seal.left_resistance_pa_s_m3 = 2e8;
    player.load(&rig);
}

/// The largest third difference: a tone and a smooth fade have next to none, a step has its height.
fn roughest(signal: &[f32]) -> f32 {
    signal
        .windows(4)
        .map(|w| (w[3] - 3.0 * w[2] + 3.0 * w[1] - w[0]).abs())
        .fold(0.0, f32::max)
}

#[test]
fn a_stage_goes_off_and_comes_back_without_a_click() {
    let mut player = busy();
    let mut at = 0;
    let mut play = |player: &mut Player| {
        let out = player.play(&tone(150.0, 0.25, at, SPELL));
        at += SPELL;
        out
    };
    play(&mut player);
    let before = play(&mut player);
    let peak = before.iter().fold(0.0f32, |peak, x| peak.max(x.abs()));
    for id in SWITCHES {
        player.turn(id, 0.0);
        let off = play(&mut player);
        player.turn(id, 1.0);
        let on = play(&mut player);
        for (signal, what) in [(&off, "off"), (&on, "on")] {
            let rough = roughest(signal) / peak;
            assert!(rough < 2e-3, "{id} {what}: {rough}");
        }
        // It is as before.
        let change_db = level_db(&on[SPELL / 2..]) - level_db(&before[SPELL / 2..]);
        assert!(change_db.abs() < 0.01, "{id}: {change_db}");
    }
}

#[test]
fn each_stage_that_is_off_is_missed() {
    let mut player = busy();
    let signal = noise(2 * SPELL, 0.2);
    let end = |out: &[f32]| out[SPELL..].to_vec();
    let whole = end(&player.play(&signal));
    for id in SWITCHES {
        player.turn(id, 0.0);
        let without = end(&player.play(&signal));
        player.turn(id, 1.0);
        let change: Vec<f32> = whole.iter().zip(&without).map(|(a, b)| a - b).collect();
        let missed_db = level_db(&change) - level_db(&whole);
        assert!(missed_db > -40.0, "{id}: {missed_db}");
    }
}

#[test]
fn with_every_stage_off_the_mix_is_played_as_it_came_in() {
    let mut player = busy();
    for id in SWITCHES {
        // The listening stage undoes the reference that stands for the earphone.
        player.turn(id, if id == "onlist" { 1.0 } else { 0.0 });
    }
    let signal = noise(2 * SPELL, 0.2);
    let out = player.play(&signal);
    let rest: Vec<f32> = signal.iter().zip(&out).map(|(a, b)| a - b).collect();
    let rest_db = level_db(&rest[SPELL..]) - level_db(&signal[SPELL..]);
    assert!(rest_db < -50.0, "{rest_db} dB");
}

#[test]
fn a_soloed_stage_plays_and_lets_go() {
    let mut player = Player::live(load_busy);
    let signal = noise(SPELL, 0.2);
    player.play(&signal);
    let before = player.play(&signal);
    player.params.solo.set(Some(StageId::Ambient));
    player.settle();
    // Nothing is connected to the room: silence.
    let alone = player.play(&signal);
    assert!(level_db(&alone) < -120.0, "{}", level_db(&alone));
    player.params.solo.set(None);
    player.settle();
    player.play(&signal);
    let after = player.play(&signal);
    assert!((level_db(&after) - level_db(&before)).abs() < 0.01);
}

#[test]
fn the_amount_of_the_reference_is_heard_as_soon_as_it_is_turned() {
    let mut player = Player::offline();
    let signal = tone(3000.0, 0.1, 0, SPELL);
    player.play(&signal);
    let all_db = level_db(&player.play(&signal)[SPELL / 2..]);
    player.turn("amount", 0.0);
    player.play(&signal);
    let nothing_db = level_db(&player.play(&signal)[SPELL / 2..]);
    // The in-ear target stands some 10 dB higher at 3 kHz than below 1 kHz.
    assert!(nothing_db > all_db + 6.0, "{all_db} and {nothing_db}");
}
