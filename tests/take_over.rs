//! A chain that takes over another design while it plays: everything of it, and as fast as a hand.

use bodypack::chain::{Chain, Io, Settings};
use bodypack::design::design;
use bodypack::dsp::noise::Noise;
use bodypack::rig::{presets, Port, Rig};

const RATE_HZ: f64 = 48_000.0;
const BLOCK: usize = 480;

fn chain(rig: &Rig) -> Chain {
    Chain::new(rig, RATE_HZ, 1).expect("the rig has a solution")
}

/// Plays so many blocks of noise in all three inputs, at a level of the mix.
fn play(chain: &mut Chain, blocks: usize, gain: f32) -> Vec<u32> {
    let mut noise = Noise::new(3);
    let mut out = Vec::new();
    for _ in 0..blocks {
        let mut next =
            |gain: f32| -> Vec<f32> { (0..BLOCK).map(|_| gain * noise.white()).collect() };
        let (mut left, mut right) = (next(gain), next(gain));
        let [room, voice] = [next(0.1), next(0.1)];
        chain.process(Io {
            main: [&mut left, &mut right],
            ambient: Some([&room, &room]),
            own_voice: Some([&voice, &voice]),
        });
        out.extend(left.iter().chain(&right).map(|sample| sample.to_bits()));
    }
    out
}

/// Rigs in which each response, the distortion, the amplifier's limit and the cable's leak are heard.
fn rigs() -> Vec<Rig> {
    let ids = [
        "singer-ambient-microphones-own-voice",
        "eight-armature-custom",
        "electrostatic-full-range",
        "fault-cable-rubs",
    ];
    let mut rigs: Vec<Rig> = (ids.iter())
        .map(|id| presets::find(id).expect("a factory rig"))
        .collect();
    rigs[0].earphone.jaw_decades = 0.5;
    rigs[0].earphone.port = Port::hole();
    rigs[3].earphone.seal.right_resistance_pa_s_m3 = 2e7;
    // So loud that its amplifier limits.
    rigs[2].listening.level_dbspl = 115.0;
    rigs
}

#[test]
fn a_design_that_was_taken_over_sounds_like_one_from_the_beginning() {
    let rigs = rigs();
    for (n, to) in rigs.iter().enumerate() {
        let from = &rigs[(n + 1) % rigs.len()];
        let mut taken = chain(from);
        play(&mut taken, 5, 0.1);
        taken.set(&Settings::new(to));
        let designed = design(to, RATE_HZ).expect("the rig has a solution");
        assert!(taken.install(designed).is_ok());
        play(&mut taken, 150, 0.1);
        assert!(taken.take_retired().is_some(), "{}", to.name);
        taken.reset();
        let mut fresh = chain(to);
        let (taken, fresh) = (play(&mut taken, 50, 0.7), play(&mut fresh, 50, 0.7));
        assert!(taken == fresh, "{}", to.name);
    }
}

/// Seconds until a design that another one follows is given back.
fn fade_s(to: &Rig) -> f64 {
    let mut chain = chain(&Rig::default());
    play(&mut chain, 5, 0.1);
    let designed = design(to, RATE_HZ).expect("the rig has a solution");
    assert!(chain.install(designed).is_ok());
    for block in 1..200 {
        // While it fades, and until the old one is taken, no other is taken in.
        let next = design(to, RATE_HZ).expect("the rig has a solution");
        assert!(chain.install(next).is_err());
        play(&mut chain, 1, 0.1);
        if chain.take_retired().is_some() {
            return block as f64 * BLOCK as f64 / RATE_HZ;
        }
    }
    panic!("it fades for ever")
}

/// Another one in its place would free it on the audio thread.
#[test]
fn a_design_that_was_faded_out_is_kept_until_it_is_taken() {
    let rig = Rig::default();
    let designed = || design(&rig, RATE_HZ).expect("the rig has a solution");
    let mut chain = chain(&rig);
    assert!(chain.install(designed()).is_ok());
    play(&mut chain, 100, 0.1);
    assert!(chain.install(designed()).is_err());
    assert!(chain.take_retired().is_some());
    assert!(chain.install(designed()).is_ok());
}

#[test]
fn an_earphone_leaves_the_ear_as_fast_as_a_hand_and_a_knob_is_followed_faster() {
    let mut leaky = Rig::default();
    leaky.earphone.seal.left_resistance_pa_s_m3 = 1e8;
    let mut out = Rig::default();
    out.earphone.right_out = true;
    let [knob_s, hand_s] = [fade_s(&leaky), fade_s(&out)];
    assert!(knob_s < 0.1, "{knob_s} s");
    assert!((0.33..0.4).contains(&hand_s), "{hand_s} s");
}
