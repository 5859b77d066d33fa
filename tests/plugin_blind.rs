//! Blind tests through the plugin: both sounds at one loudness, measured on what comes out, and the chain
//! untouched underneath.

use std::time::{Duration, Instant};

use super::player;
use bodypack::analysis::blind_test::MATCHED_LU;
use bodypack::dsp::noise::Noise;
use bodypack::dsp::weighted_energy::WeightedEnergy;
use bodypack::rig::presets;
use bodypack::session::blind::Side;
use bodypack::worker::blind::State;
use player::Player;

const RATE: usize = 48_000;

fn noise(source: &mut Noise, samples: usize) -> Vec<f32> {
    (0..samples).map(|_| 0.1 * source.gaussian()).collect()
}

fn loudness_db(sound: &[f32]) -> f64 {
    let mut energy = WeightedEnergy::new(RATE as f64);
    energy.add([sound, sound]);
    10.0 * (energy.take() / sound.len() as f64).log10()
}

/// A player with a window, on a rig that is 9 dB softer than the mix, with a copy of another one in slot B.
fn prepared() -> Player {
    let player = Player::live(|player| {
        let mut other = presets::find("single-dynamic-wired").expect("a factory rig");
        other.ambient.enabled = false;
        player.load(&other);
        player.params.copy_to_slot(1);
        other.pack.volume_db = -9.0;
        other.earphone.seal.left_resistance_pa_s_m3 = 1e8;
        other.earphone.seal.right_resistance_pa_s_m3 = 1e8;
        player.load(&other);
    });
    player.worker().window_opened();
    player
}

fn begin(player: &mut Player, sides: [Side; 2], source: &mut Noise) {
    let setups = sides.map(|side| player.params.side_setup(side));
    player.worker().blind().start(setups);
    let deadline = Instant::now() + Duration::from_secs(120);
    while !player.params.blind.runs() {
        assert!(
            Instant::now() < deadline,
            "{:?}",
            player.worker().blind().state()
        );
        player.play(&noise(source, 512));
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn two_slots_and_a_slot_and_the_input_are_as_loud_as_each_other() {
    for sides in [[Side::Slot(0), Side::Slot(1)], [Side::Input, Side::Slot(0)]] {
        let mut player = prepared();
        let mut source = Noise::new(3);
        begin(&mut player, sides, &mut source);
        player.play(&noise(&mut source, 5 * RATE));
        let link = |player: &Player| player.params.blind.apart_lu();
        assert!(
            link(&player).is_some_and(|lu| lu.abs() <= MATCHED_LU),
            "{:?}",
            link(&player)
        );
        let heard = [0, 1].map(|sound| {
            player.params.blind.hear(sound);
            player.play(&noise(&mut source, RATE / 2));
            loudness_db(&player.play(&noise(&mut source, 6 * RATE)))
        });
        let apart_lu = heard[1] - heard[0];
        assert!(apart_lu.abs() <= MATCHED_LU, "{sides:?}: {apart_lu}");
    }
}

#[test]
fn the_chain_goes_on_underneath_and_comes_back_as_if_nothing_had_been() {
    let (mut player, mut never) = (prepared(), prepared());
    let mut source = Noise::new(3);
    let mut same = |player: &mut Player, never: &mut Player, samples: usize| {
        let sound = noise(&mut source, samples);
        (player.play(&sound), never.play(&sound))
    };
    let (one, other) = same(&mut player, &mut never, RATE);
    assert!(one == other);
    let setups = [Side::Input, Side::Slot(1)].map(|side| player.params.side_setup(side));
    player.worker().blind().start(setups);
    let deadline = Instant::now() + Duration::from_secs(120);
    while !player.params.blind.runs() {
        assert!(Instant::now() < deadline, "no pair comes");
        same(&mut player, &mut never, 512);
        std::thread::sleep(Duration::from_millis(5));
    }
    let (one, other) = same(&mut player, &mut never, 4 * RATE);
    assert!(one != other, "the test is heard");
    player.worker().window_closed();
    assert_eq!(player.worker().blind().state(), State::None);
    // Whatever was on its way.
    same(&mut player, &mut never, 512);
    let (one, other) = same(&mut player, &mut never, RATE);
    assert!(one == other, "bit for bit the chain again");
    assert!(!player.params.blind.runs());
}

#[test]
fn a_new_activation_ends_a_test_and_says_so() {
    let mut player = prepared();
    begin(
        &mut player,
        [Side::Input, Side::Slot(0)],
        &mut Noise::new(3),
    );
    player.activate(nice_plug::audio_setup::ProcessMode::Realtime);
    assert!(matches!(player.worker().blind().state(), State::Stopped(_)));
    player.play(&[0.1; 512]);
    assert!(!player.params.blind.runs());
}
