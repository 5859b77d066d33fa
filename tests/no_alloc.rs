//! Nothing in the chain's process, set, install, reset or meters allocates or frees memory.

#[path = "allocations/counter.rs"]
mod counter;

use bodypack::chain::{Chain, Io, Settings};
use bodypack::design::design;
use bodypack::dsp::noise::Noise;
use bodypack::rig::{tips, DigitalLink, FeedMode, Link, Port, Reference, Rig, TipKind};
use counter::allocations;

/// A different set-up for each step: levels, routing, delays and seals all move.
fn rig(step: usize) -> Rig {
    let mut rig = Rig::default();
    let x = (step * 37 % 100) as f64 / 100.0;
    rig.feed.trim_db = 10.0 * x - 5.0;
    rig.feed.mode = [FeedMode::Stereo, FeedMode::Mono, FeedMode::Swap][step % 3];
    rig.feed.desk_delay_ms = 10.0 * x;
    rig.link = if step.is_multiple_of(2) {
        Link::Wired
    } else {
        Link::Digital(DigitalLink {
            latency_ms: 20.0 * x,
            ..DigitalLink::default()
        })
    };
    rig.pack.balance = 2.0 * x - 1.0;
    rig.earphone.seal.left_resistance_pa_s_m3 = 10f64.powf(7.0 + 4.0 * x);
    rig.listening.reference = [
        Reference::Flat,
        Reference::DiffuseField,
        Reference::HarmanInEar,
    ][step % 3];
    rig.listening.level_dbspl = 60.0 + 55.0 * x;
    around(&mut rig, step, x);
    rig
}

/// Ears come out and go back, ports and tips change, and the stage comes and goes.
fn around(rig: &mut Rig, step: usize, x: f64) {
    if step.is_multiple_of(3) {
        tips::apply(&mut rig.earphone, TipKind::Foam);
        rig.earphone.port = Port::filter(15.0);
    }
    rig.earphone.right_out = step % 5 == 1;
    rig.earphone.jaw_decades = if step % 4 < 2 { 0.0 } else { 1.0 };
    if step % 4 != 1 {
        rig.ambient.stage.crowd_dbspl = 60.0 + 30.0 * x;
        rig.ambient.stage.drums_dbspl = 100.0;
        rig.ambient.spill.level_dbspl = 80.0 + 20.0 * x;
        rig.ambient.spill.distance_m = 1.0 + 90.0 * x;
        rig.cable.noise_dbspl = 70.0;
    }
    rig.ambient.microphones.enabled = step % 3 == 1;
    rig.ambient.microphones.delay_ms = 5.0 * x;
}

#[test]
fn the_audio_thread_neither_allocates_nor_frees() {
    let rate_hz = 48_000.0;
    let mut chain = Chain::new(&rig(0), rate_hz, 1).expect("the first rig has a solution");
    let mut noise = Noise::new(1);
    let mut sound: Vec<Vec<f32>> = (0..6)
        .map(|_| (0..997).map(|_| noise.white()).collect())
        .collect();
    let mut installed = 0;
    for step in 0..40 {
        let rig = rig(step);
        let settings = Settings::new(&rig);
        let mut designed = Some(design(&rig, rate_hz).expect("each rig has a solution"));
        let mut retired = Vec::with_capacity(4);
        let counted = allocations(|| {
            // Five rounds are longer than an earphone takes to leave the ear.
            for block in (0..5).flat_map(|_| [1, 37, 64, 480, 997, 0, 997, 997]) {
                chain.set(&settings);
                if let Some(waiting) = designed.take() {
                    designed = chain.install(waiting).err();
                    installed += usize::from(designed.is_none());
                }
                let [left, right, ambient_left, ambient_right, voice_left, voice_right] =
                    sound.as_mut_slice()
                else {
                    return;
                };
                chain.process(Io {
                    main: [&mut left[..block], &mut right[..block]],
                    ambient: Some([&ambient_left[..block], &ambient_right[..block]]),
                    own_voice: Some([&voice_left[..block], &voice_right[..block]]),
                });
                retired.extend(chain.take_retired());
                std::hint::black_box(chain.meters());
            }
            if step % 10 == 9 {
                chain.reset();
            }
        });
        assert_eq!(counted, 0, "step {step}");
    }
    assert_eq!(installed, 40, "every design was taken");
}
