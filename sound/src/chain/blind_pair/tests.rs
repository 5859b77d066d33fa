use super::*;
use crate::dsp::noise::Noise;
use crate::rig::presets;

const RATE_HZ: f64 = 48_000.0;

fn setup(id: &str, volume_db: f64) -> Setup {
    let mut rig = presets::find(id).unwrap();
    rig.pack.volume_db += volume_db;
    // Noise of links and rooms is no part of what is compared here.
    rig.ambient.enabled = false;
    (rig, StageBypass::default())
}

/// Plays noise for some seconds; what is heard.
fn play(pair: &mut BlindPair, noise: &mut Noise, seconds: f64, block: usize) -> Vec<f32> {
    let mut heard = Vec::new();
    let samples = (seconds * RATE_HZ) as usize;
    while heard.len() < samples {
        let length = block.min(samples - heard.len());
        let mut left: Vec<f32> = (0..length).map(|_| 0.1 * noise.gaussian()).collect();
        let mut right = left.clone();
        pair.process(&mut Io {
            main: [&mut left, &mut right],
            ambient: None,
            own_voice: None,
        });
        heard.extend(left);
    }
    heard
}

fn loudness_db(sound: &[f32]) -> f64 {
    let mut energy = WeightedEnergy::new(RATE_HZ);
    energy.add([sound, sound]);
    10.0 * (energy.take() / sound.len() as f64).log10()
}

#[test]
fn both_are_heard_at_one_loudness_however_far_apart_they_are() {
    let (one, other) = (
        setup("single-dynamic-wired", -12.0),
        setup("choir-one-mix-for-all", 0.0),
    );
    let input = (None, Some(&one));
    let pairs = [[Some(&one), Some(&other)], [input.0, input.1]];
    for setups in pairs {
        let mut pair = BlindPair::new(setups, RATE_HZ, 0).unwrap();
        let mut noise = Noise::new(5);
        assert_eq!(pair.apart_lu(), None);
        play(&mut pair, &mut noise, 4.0, 480);
        assert!(pair.is_matched(), "{:?}", pair.apart_lu());
        let mut heard = Vec::new();
        for (press, sound) in [(1, 0), (2, 1)] {
            pair.want(sound, press);
            // The change is over after a quarter of a second.
            play(&mut pair, &mut noise, 0.5, 480);
            heard.push(loudness_db(&play(&mut pair, &mut noise, 6.0, 480)));
            assert!(pair.is_matched());
        }
        let apart_lu = heard[1] - heard[0];
        assert!(apart_lu.abs() <= MATCHED_LU, "{apart_lu}");
    }
}

#[test]
fn a_change_to_the_same_sound_has_the_same_silence() {
    let one = setup("single-dynamic-wired", 0.0);
    let silence = |to: usize| {
        let mut pair = BlindPair::new([Some(&one), None], RATE_HZ, 0).unwrap();
        let mut noise = Noise::new(5);
        play(&mut pair, &mut noise, 4.0, 64);
        pair.want(to, 1);
        let heard = play(&mut pair, &mut noise, 0.5, 64);
        heard.iter().filter(|x| **x == 0.0).count()
    };
    assert_eq!(silence(0), silence(1));
    assert!((silence(0) as f64 - SILENCE_S * RATE_HZ).abs() < 4.0);
}

#[test]
fn the_block_size_plays_no_part() {
    let one = setup("singer-arena-touring-fm", 0.0);
    let heard = |block: usize| {
        let mut pair = BlindPair::new([Some(&one), None], RATE_HZ, 0).unwrap();
        let mut noise = Noise::new(5);
        let mut heard = play(&mut pair, &mut noise, 3.5, block);
        pair.want(1, 1);
        heard.extend(play(&mut pair, &mut noise, 1.0, block));
        heard
    };
    let whole = heard(4096);
    for block in [1, 37, 64, 480] {
        assert!(heard(block) == whole, "{block}");
    }
}

#[test]
fn silence_is_never_matched() {
    let one = setup("single-dynamic-wired", 0.0);
    let mut pair = BlindPair::new([Some(&one), None], RATE_HZ, 0).unwrap();
    let [mut left, mut right] = [(); 2].map(|()| vec![0.0; 8 * 48_000]);
    pair.process(&mut Io {
        main: [&mut left, &mut right],
        ambient: None,
        own_voice: None,
    });
    assert_eq!((pair.apart_lu(), pair.is_matched()), (None, false));
}
