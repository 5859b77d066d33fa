//! Listening against the input, equally loud, and to the difference.

use super::player;
use bodypack::audio::Compare;
use bodypack::rig::{DigitalLink, Link, Rig};
use player::{level_db, noise, tone, Player};

const SPELL: usize = 48_000;

fn end(signal: &[f32]) -> &[f32] {
    &signal[signal.len() - SPELL / 2..]
}

/// An earphone that does nothing, in some rig.
fn playing(rig: &Rig) -> Player {
    let mut player = Player::live(|player| {
        player.load(rig);
        for id in ["onear", "onfit"] {
            player.turn(id, 0.0);
        }
    });
    player.play(&vec![0.0; SPELL / 4]);
    player
}

/// The same at some volume of the pack.
fn plain(volume_db: f64) -> Player {
    let mut rig = Rig::default();
    rig.pack.volume_db = volume_db;
    playing(&rig)
}

#[test]
fn the_input_is_played_as_loud_as_the_chain_but_otherwise_as_it_came_in() {
    let mut player = plain(-9.0);
    player.params.compare.set(Compare::Input);
    let signal = noise(4 * SPELL, 0.1);
    let out = player.play(&signal);
    let change_db = level_db(end(&out)) - level_db(end(&signal));
    assert!((change_db + 9.0).abs() < 0.1, "{change_db}");
    assert!((player.params.compare.gain_db() + 9.0).abs() < 0.1);
    let gain = 10f32.powf(change_db as f32 / 20.0);
    for (out, input) in end(&out).iter().zip(end(&signal)) {
        assert!((out - gain * input).abs() < 1e-4);
    }
}

#[test]
fn the_gain_stays_within_bounds_and_nothing_goes_beyond_the_ceiling() {
    for (volume_db, bound_db) in [(-40.0, -24.0), (20.0, 12.0)] {
        let mut player = plain(volume_db);
        player.params.compare.set(Compare::Input);
        player.play(&noise(2 * SPELL, 0.1));
        let gain_db = player.params.compare.gain_db();
        assert!((gain_db - bound_db).abs() < 0.2, "{volume_db}: {gain_db}");
        let loud = player.play(&noise(SPELL, 4.0));
        assert!(loud.iter().all(|x| x.abs() <= 1.0));
        let odd = player.play(&[f32::NAN, f32::INFINITY, -1e30, 0.0]);
        assert!(odd.iter().all(|x| x.is_finite() && x.abs() <= 1.0));
    }
}

#[test]
fn a_chain_that_only_delays_and_turns_down_leaves_no_difference() {
    let mut rig = Rig::default();
    rig.pack.volume_db = -6.0;
    rig.feed.desk_delay_ms = 5.0;
    let mut player = playing(&rig);
    player.play(&noise(SPELL, 0.1));
    let chain = player.play(&noise(2 * SPELL, 0.1));
    player.params.compare.set(Compare::Difference);
    let difference = player.play(&noise(8 * SPELL, 0.1));
    let rest_db = level_db(end(&difference)) - level_db(end(&chain));
    assert!(rest_db < -40.0, "{rest_db}");
}

#[test]
fn a_link_leaves_what_it_adds() {
    let mut player = playing(&Rig {
        link: Link::Digital(DigitalLink {
            latency_ms: 4.0,
            ..DigitalLink::default()
        }),
        ..Rig::default()
    });
    player.params.compare.set(Compare::Difference);
    let out = player.play(&tone(500.0, 0.2, 0, 8 * SPELL));
    let rest_db = level_db(end(&out)) - level_db(end(&tone(500.0, 0.2, 0, SPELL)));
    // The delay is taken out: what a plain difference would leave is as loud as the tone.
    assert!(rest_db < -25.0, "{rest_db}");
}

#[test]
fn changing_over_is_smooth_and_ends_where_it_began() {
    let mut player = plain(-3.0);
    player.play(&tone(150.0, 0.2, 0, SPELL));
    let mut at = SPELL;
    let mut before = 0.0f32;
    for (step, compare) in [
        Compare::Chain,
        Compare::Input,
        Compare::Difference,
        Compare::Chain,
    ]
    .into_iter()
    .enumerate()
    {
        player.params.compare.set(compare);
        let out = player.play(&tone(150.0, 0.2, at, SPELL));
        at += SPELL;
        let jump = out
            .windows(2)
            .map(|w| (w[1] - w[0]).abs())
            .fold(0.0, f32::max);
        // The steepest of the tone itself is 0.004 a sample.
        assert!(jump < 0.008, "{compare:?}: {jump}");
        if step > 0 {
            assert!((out[0] - before).abs() < 0.008, "{compare:?}");
        }
        before = out[SPELL - 1];
    }
    let mut never = plain(-3.0);
    let expected = never.play(&tone(150.0, 0.2, 0, at));
    player.params.compare.set(Compare::Chain);
    let back = player.play(&tone(150.0, 0.2, at, SPELL));
    let steady = never.play(&tone(150.0, 0.2, at, SPELL));
    assert_eq!(expected.len(), at);
    assert_eq!(end(&back), end(&steady), "bit for bit the chain again");
}

#[test]
fn the_block_size_plays_no_part() {
    let signal = noise(2 * SPELL, 0.1);
    let render = |block: usize| {
        let mut player = plain(-5.0);
        player.params.compare.set(Compare::Input);
        let mut out = Vec::new();
        for piece in signal.chunks(block) {
            out.extend(player.play(piece));
        }
        out
    };
    let whole = render(512);
    for block in [37, 64, 333] {
        assert!(render(block) == whole, "{block}");
    }
}
