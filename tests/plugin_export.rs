//! Content of exports, output of the bypass and its cost, in this process.

use super::player;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bodypack::audio::Compare;
use bodypack::rig::presets;
use bodypack::session::{number_of, Mode, StageId, MOST_RIGS};
use cpu_time::ThreadTime;
use nice_plug::audio_setup::ProcessMode;
use player::{level_db, noise, Player};

const SPELL: usize = 24_000;

fn bits(signal: &[f32]) -> Vec<u32> {
    signal.iter().map(|x| x.to_bits()).collect()
}

#[test]
fn an_export_that_passes_through_is_the_input_bit_for_bit() {
    let mut signal = noise(SPELL, 0.9);
    signal[100] = f32::NAN;
    signal[200] = -0.0;
    signal[300] = 1e30;
    signal[400] = 1e-40;
    for mode in [Mode::PassThrough, Mode::PassThroughAndSay] {
        let mut player = Player::offline();
        player.params.export.set_mode(mode);
        assert_eq!(bits(&player.play(&signal)), bits(&signal), "{mode:?}");
        let says = player.params.export.has_passed();
        assert_eq!(says, mode == Mode::PassThroughAndSay);
        // What is played afterwards is heard through the rig again.
        player.activate(ProcessMode::Realtime);
        assert_ne!(bits(&player.play(&signal)), bits(&signal));
        // A host that says so block by block.
        player.params.export.set_rendering(true);
        assert_eq!(bits(&player.play(&signal)), bits(&signal), "{mode:?}, live");
    }
    let mut printed = Player::offline();
    assert_ne!(bits(&printed.play(&signal)), bits(&signal));
    assert!(!printed.params.export.has_passed());
}

#[test]
fn what_is_there_to_judge_by_is_never_exported() {
    let signal = noise(SPELL, 0.3);
    let mut plain = Player::offline();
    let expected = plain.play(&signal);
    for compare in [Compare::Input, Compare::Difference] {
        let mut player = Player::offline();
        player.params.compare.set(compare);
        assert_eq!(player.play(&signal), expected, "{compare:?}");
    }
    for stage in [StageId::Link, StageId::Ambient, StageId::Earphone] {
        let mut player = Player::offline();
        player.params.solo.set(Some(stage));
        player.activate(ProcessMode::Offline);
        assert_eq!(player.play(&signal), expected, "{stage:?} alone");
    }
    // The bypass is the host's and is exported, but never louder or softer than the mix.
    let mut player = Player::offline();
    player.params.bypass_match.store(true, Ordering::Relaxed);
    player.turn("bypass", 1.0);
    player.activate(ProcessMode::Offline);
    assert_eq!(bits(&player.play(&signal)), bits(&signal));
}

#[test]
fn a_bypass_that_is_matched_is_as_loud_as_the_chain() {
    for matched in [false, true] {
        let mut player = Player::live(|player| {
            let mut rig = presets::default_rig().clone();
            rig.pack.volume_db = -9.0;
            player.load(&rig);
            player.params.bypass_match.store(matched, Ordering::Relaxed);
        });
        let signal = noise(8 * SPELL, 0.1);
        let heard_db = level_db(&player.play(&signal)[4 * SPELL..]);
        player.turn("bypass", 1.0);
        let out = player.play(&signal);
        let end = &out[4 * SPELL..];
        if matched {
            let shown_db = f64::from(player.params.compare.gain_db());
            let gain_db = level_db(end) - level_db(&signal[4 * SPELL..]);
            assert!(
                (gain_db - shown_db).abs() < 0.05,
                "{gain_db}, shown {shown_db}"
            );
            // Weighted levels of noise and of noise through an earphone differ a little.
            assert!(
                (level_db(end) - heard_db).abs() < 4.0 && gain_db < -3.0,
                "{gain_db}"
            );
        } else {
            assert_eq!(bits(end), bits(&signal[4 * SPELL..]));
        }
    }
}

#[test]
fn a_bypass_that_has_faded_costs_next_to_nothing_and_wakes_without_a_click() {
    // Of this thread alone, and the least of a few: the machine may have other work.
    let time = |player: &mut Player| {
        let signal = noise(20 * SPELL, 0.1);
        let times = (0..5).map(|_| {
            let start = ThreadTime::now();
            player.play(&signal);
            start.elapsed()
        });
        times.min().unwrap_or(Duration::MAX)
    };
    let mut player = Player::live(|_| ());
    let at_work = time(&mut player);
    player.turn("bypass", 1.0);
    player.play(&noise(SPELL, 0.1));
    let resting = time(&mut player);
    // A tenth, of which this player's own share is most.
    assert!(resting * 8 < at_work, "{resting:?} beside {at_work:?}");

    let tone = player::tone(150.0, 0.2, 0, 2 * SPELL);
    player.play(&tone);
    player.turn("bypass", 0.0);
    let next = player::tone(150.0, 0.2, 2 * SPELL, 2 * SPELL);
    let woken = player.play(&next);
    let jump = woken
        .windows(2)
        .map(|w| (w[1] - w[0]).abs())
        .fold(0.0, f32::max);
    assert!(jump < 0.01 && (woken[0] - next[0]).abs() < 1e-3, "{jump}");
    assert_ne!(bits(&woken[SPELL..]), bits(&next[SPELL..]));
}

#[test]
fn a_chain_that_wakes_from_the_bypass_has_forgotten_what_it_played() {
    let peak = |signal: &[f32]| signal.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
    let (silence, loud) = (vec![0.0; SPELL], noise(SPELL, 0.5));
    let mut player = Player::offline();
    let quiet = peak(&player.play(&silence));
    player.play(&loud);
    player.turn("bypass", 1.0);
    player.play(&loud);
    player.play(&silence);
    player.turn("bypass", 0.0);
    let woken = peak(&player.play(&silence));
    assert!(woken <= 2.0 * quiet + 1e-6, "{woken} beside {quiet}");
}

#[test]
fn a_change_before_the_first_sample_is_taken_at_once() {
    let signal = noise(SPELL, 0.2);
    let drummer = number_of("drummer") as f32 / MOST_RIGS as f32;
    let mut there = Player::offline();
    there.turn("rig", drummer);
    there.activate(ProcessMode::Offline);
    let expected = there.play(&signal);
    // Turned by the host between the activation and the first block.
    let mut turned = Player::offline();
    turned.turn("rig", drummer);
    assert_eq!(turned.play(&signal), expected);
    // Live, if the designer has its turn before the first block.
    let mut live = Player::live(|player| player.turn("rig", drummer));
    let expected = live.play(&signal);
    let mut turned = Player::live(|_| ());
    turned.turn("rig", drummer);
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(turned.play(&signal), expected);
}

#[test]
fn a_rig_that_is_turned_to_in_an_export_is_the_same_in_any_blocks() {
    let signal = noise(2 * SPELL, 0.2);
    let render = |block: usize| {
        let mut player = Player::offline();
        let mut out = player.play(&signal[..SPELL]);
        player.turn("rig", number_of("vented-dynamic") as f32 / MOST_RIGS as f32);
        for piece in signal[SPELL..].chunks(block) {
            out.extend(player.play(piece));
        }
        out
    };
    let whole = render(512);
    for block in [37, 64, 333] {
        assert_eq!(render(block), whole, "{block}");
    }
}
