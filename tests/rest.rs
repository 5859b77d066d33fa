//! Stages at rest: what sounds without an input is not skipped, what still sounds dies away whole,
//! and what changes meanwhile has changed when sound comes back.

use bodypack::chain::{Chain, Io, Meters, Settings};
use bodypack::rig::{presets, Rig};

const RATE_HZ: f64 = 48_000.0;
/// −120 dB SPL: nothing at all.
const NOTHING_DBSPL: f32 = -50.0;

fn quiet_rig() -> Rig {
    let mut rig = presets::find("single-dynamic-wired").expect("a factory rig");
    rig.ambient.enabled = true;
    rig.own_voice.enabled = true;
    rig
}

fn chain(rig: &Rig) -> Chain {
    Chain::new(rig, RATE_HZ, 1).expect("the rig has a solution")
}

/// A steady tone at −18 dBFS RMS.
fn tone(samples: usize) -> Vec<f32> {
    let step = std::f64::consts::TAU * 500.0 / RATE_HZ;
    (0..samples)
        .map(|n| (0.178 * (step * n as f64).sin()) as f32)
        .collect()
}

/// Plays a mix with other inputs, and returns what came out.
fn play(
    chain: &mut Chain,
    mix: &[f32],
    ambient: Option<&[f32]>,
    own_voice: Option<&[f32]>,
) -> Vec<f32> {
    let (mut left, mut right) = (mix.to_vec(), mix.to_vec());
    chain.process(Io {
        main: [&mut left, &mut right],
        ambient: ambient.map(|channel| [channel; 2]),
        own_voice: own_voice.map(|channel| [channel; 2]),
    });
    left.extend(right);
    left
}

/// An input as the ambient one, or as the own voice.
fn inputs(voice: bool, input: &[f32]) -> (Option<&[f32]>, Option<&[f32]>) {
    match voice {
        true => (None, Some(input)),
        false => (Some(input), None),
    }
}

fn play_silence(chain: &mut Chain, samples: usize) -> Meters {
    play(chain, &vec![0.0; samples], None, None);
    chain.meters()
}

/// Level of the room at the left drum while a mix plays and no input is connected.
fn room_dbspl(rig: &Rig, mix: &[f32]) -> f32 {
    let mut chain = chain(rig);
    play(&mut chain, mix, None, None);
    chain.meters().ambient_dbspl[0]
}

#[test]
fn a_room_without_sources_is_silent() {
    let found = room_dbspl(&quiet_rig(), &tone(24_000));
    assert!(found < NOTHING_DBSPL, "{found}");
}

#[test]
fn each_source_in_the_room_sounds_without_an_input() {
    type Change = fn(&mut Rig);
    let silence = vec![0.0; 24_000];
    let by_themselves: [(&str, Change); 4] = [
        ("microphones", |rig| {
            rig.ambient.microphones.enabled = true;
            rig.ambient.microphones.noise_dbspl = 40.0;
        }),
        ("crowd", |rig| rig.ambient.stage.crowd_dbspl = 90.0),
        ("hall", |rig| rig.ambient.stage.hall_dbspl = 90.0),
        ("canceling", |rig| {
            rig.ambient.canceling.depth_db = 25.0;
            rig.ambient.canceling.noise_dbspl = 40.0;
        }),
    ];
    for (name, change) in by_themselves {
        let mut rig = quiet_rig();
        change(&mut rig);
        let found = room_dbspl(&rig, &silence);
        assert!(found > 10.0, "{name}: {found}");
    }
    let with_a_mix: [(&str, Change); 2] = [
        ("spill", |rig| rig.ambient.spill.level_dbspl = 100.0),
        ("wedge", |rig| rig.ambient.wedge.level_dbspl = 100.0),
    ];
    for (name, change) in with_a_mix {
        let mut rig = quiet_rig();
        change(&mut rig);
        let found = room_dbspl(&rig, &tone(24_000));
        assert!(found > 50.0, "{name}: {found}");
    }
}

#[test]
fn the_own_voice_reaches_the_microphones_without_an_ambient_input() {
    let mut rig = quiet_rig();
    rig.ambient.microphones.enabled = true;
    rig.ambient.microphones.noise_dbspl = 0.0;
    rig.ambient.microphones.own_voice_db = 0.0;
    let mut with_voice = chain(&rig);
    play(&mut with_voice, &[0.0; 24_000], None, Some(&tone(24_000)));
    assert!(with_voice.meters().ambient_dbspl[0] > 40.0);
    let mut without = chain(&rig);
    assert!(play_silence(&mut without, 24_000).ambient_dbspl[0] < NOTHING_DBSPL);
}

#[test]
fn a_cable_sounds_without_an_own_voice() {
    let mut rig = quiet_rig();
    rig.cable.noise_dbspl = 80.0;
    let mut chain = chain(&rig);
    let found = play_silence(&mut chain, 96_000).own_voice_dbspl[0];
    assert!(found > 20.0, "{found}");
}

#[test]
fn an_input_that_ends_dies_away_whole_and_its_meter_with_it() {
    // Half a part of sound, then nothing: the same as one long block in which the silence is fed.
    let sound = tone(10_016);
    for connected in [false, true] {
        for voice in [false, true] {
            let mut chain = chain(&quiet_rig());
            let (ambient, own_voice) = inputs(voice, &sound[..]);
            play(&mut chain, &vec![0.0; sound.len()], ambient, own_voice);
            let level = |meters: Meters| match voice {
                true => meters.own_voice_dbspl[0],
                false => meters.ambient_dbspl[0],
            };
            let before = level(chain.meters());
            let silence = vec![0.0; 24_000];
            let (ambient, own_voice) = match connected {
                true => inputs(voice, &silence[..]),
                false => (None, None),
            };
            play(&mut chain, &silence, ambient, own_voice);
            let fallen_db = before - level(chain.meters());
            // Half a second at a time constant of 125 ms: 17.4 dB, and a little sound after the end.
            assert!(
                (16.0..17.6).contains(&fallen_db),
                "voice {voice}, connected {connected}: fell by {fallen_db} dB"
            );
        }
    }
}

#[test]
fn the_tail_of_an_input_is_the_same_connected_or_not() {
    let mut click = vec![0.0; 64];
    click[63] = 0.5;
    for voice in [false, true] {
        let tail = |connected: bool| {
            let mut chain = chain(&quiet_rig());
            let (ambient, own_voice) = inputs(voice, &click[..]);
            play(&mut chain, &[0.0; 64], ambient, own_voice);
            let silence = vec![0.0; 9_600];
            // A sample far below hearing keeps the input from resting.
            let mut sounds = silence.clone();
            sounds.iter_mut().for_each(|sample| *sample = 1e-18);
            let (ambient, own_voice) = match connected {
                true => inputs(voice, &sounds[..]),
                false => (None, None),
            };
            play(&mut chain, &silence, ambient, own_voice)
        };
        let [without, with] = [tail(false), tail(true)];
        for (n, (a, b)) in without.iter().zip(&with).enumerate() {
            assert!(
                (a - b).abs() < 1e-9,
                "voice {voice}, sample {n}: {a} and {b}"
            );
        }
    }
}

#[test]
fn a_level_that_changes_at_rest_has_changed_when_sound_comes() {
    let quiet = quiet_rig();
    let mut loud = quiet.clone();
    loud.ambient.level_dbspl = 110.0;
    loud.own_voice.bone_level_db = 12.0;
    let sound = tone(4_800);
    let mix = vec![0.0; 4_800];
    for voice in [false, true] {
        let inputs = inputs(voice, &sound);
        let after = |mut chain: Chain| {
            play_silence(&mut chain, 9_600);
            chain.set(&Settings::new(&loud));
            play_silence(&mut chain, 9_600);
            play(&mut chain, &mix, inputs.0, inputs.1)
        };
        let [changed, fresh] = [after(chain(&quiet)), after(chain(&loud))];
        assert_eq!(changed, fresh, "voice {voice}");
    }
}
