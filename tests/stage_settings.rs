//! Settings of stages that come in beside the mix, and which ear their limiters hear.

use bodypack::chain::ambient::microphones::{self, Microphones};
use bodypack::chain::own_voice;
use bodypack::dsp::noise::Noise;
use bodypack::dsp::stage::Stage;
use bodypack::rig::{self, Rig};

#[test]
fn the_own_voice_follows_its_level_and_the_listening_level() {
    let gain_pa = |change: fn(&mut Rig)| {
        let mut rig = Rig::default();
        rig.own_voice.enabled = true;
        change(&mut rig);
        own_voice::Settings::new(&rig.own_voice, &rig.listening).gain_pa
    };
    let plain = gain_pa(|_| ());
    let bone = gain_pa(|rig| rig.own_voice.bone_level_db += 20.0);
    let loud = gain_pa(|rig| rig.listening.level_dbspl += 20.0);
    assert!((bone / plain - 10.0).abs() < 1e-3 && (loud / plain - 10.0).abs() < 1e-3);
    assert_eq!(gain_pa(|rig| rig.own_voice.enabled = false), 0.0);
}

fn on() -> rig::Microphones {
    rig::Microphones {
        enabled: true,
        noise_dbspl: 0.0,
        ..rig::Microphones::default()
    }
}

#[test]
fn microphones_without_a_room_are_off() {
    assert!(microphones::Settings::new(&on(), true).gain > 0.0);
    assert_eq!(microphones::Settings::new(&on(), false).gain, 0.0);
}

#[test]
fn the_microphones_limiter_hears_the_louder_ear_whichever_it_is() {
    let settings = microphones::Settings::new(&on(), true);
    let limited = |ear: usize| {
        let mut microphones = Microphones::new(48_000.0, &settings, 1);
        let mut noise = Noise::new(2);
        // Far above any limit: 20 Pa are 120 dB SPL.
        let loud: Vec<f32> = (0..48_000).map(|_| 20.0 * noise.white()).collect();
        let mut ears = [vec![0.0; loud.len()], vec![0.0; loud.len()]];
        ears[ear].clone_from(&loud);
        let [left, right] = &mut ears;
        microphones.process(&mut [left, right]);
        let power = |sound: &[f32]| sound.iter().map(|x| x * x).sum::<f32>();
        assert!(power(&ears[ear][24_000..]) < 0.5 * power(&loud[24_000..]));
        ears[ear].clone()
    };
    assert!(limited(0) == limited(1));
}
