//! The same rig gives the same samples everywhere: CLAP, VST3, and the chain in process, which is
//! what the command line renders with.

use bodypack::rig::{DigitalLink, Ear, FeedMode, Link, Reference, Rig};

use super::clap::Clap;
use super::scene::{assert_same, Scene, ODD_BLOCKS};
use super::vst3::Vst3;

/// Rigs whose figures no 32-bit parameter can hold exactly.
fn rigs() -> Vec<Rig> {
    let mut loose = Rig::default();
    loose.earphone.seal.left_resistance_pa_s_m3 = 1.23456789e8;
    loose.earphone.seal.right_resistance_pa_s_m3 = 9.87654321e8;
    loose.pack.balance = -0.123456789;
    loose.ambient.level_dbspl = 101.23456789;

    let mut radio = Rig {
        link: Link::Digital(DigitalLink {
            latency_ms: 4.87654321,
            ..DigitalLink::default()
        }),
        ..Rig::default()
    };
    radio.feed.desk_delay_ms = 0.123456789;
    radio.feed.network_delay_ms = 0.987654321;
    radio.feed.mode = FeedMode::Mono;
    radio.feed.more_me_db = -4.56789;
    radio.feed.trim_db = 3.3333333333;

    let mut bench = Rig::default();
    bench.listening.ear = Ear::Coupler711;
    bench.listening.reference = Reference::DiffuseField;
    bench.listening.amount = 0.777777777;
    bench.listening.ceiling_dbfs = -12.3456789;
    bench.pack.output_impedance_ohm = 98.7654321;
    bench.pack.volume_db = 6.54321;
    bench.earphone.seal.left_resistance_pa_s_m3 = f64::INFINITY;
    vec![Rig::default(), loose, radio, bench]
}

#[test]
fn both_formats_and_the_chain_give_the_same_bits() {
    needs_bundles!();
    for rig in rigs() {
        for rate in [44_100.0, 48_000.0, 96_000.0] {
            let scene = Scene::busy(rate, 20_000);
            let expected = scene.through_chain(&rig);
            let what = format!("{} at {rate} Hz", rig.to_toml());
            let clap = Clap::with_rig(&rig).bounce(&scene);
            assert_same(&clap, &expected, &format!("CLAP, {what}"));
            let vst3 = Vst3::with_rig(&rig).bounce(&scene);
            assert_same(&vst3, &expected, &format!("VST3, {what}"));
            let live = Clap::with_rig(&rig).play(&scene, |_| ());
            assert_same(&live, &expected, &format!("CLAP live, {what}"));
        }
    }
}

#[test]
fn real_music_gives_the_same_bits_too() {
    needs_bundles!();
    let Some(path) = std::env::var_os("BODYPACK_MUSIC") else {
        // The music is fetched by the set-up step of `cargo xtask test`.
        return;
    };
    let mut reader = hound::WavReader::open(&path).expect("the music is a WAV file");
    let spec = reader.spec();
    let full_scale = match spec.sample_format {
        hound::SampleFormat::Float => None,
        hound::SampleFormat::Int => Some((1i64 << (spec.bits_per_sample - 1)) as f32),
    };
    let samples: Vec<f32> = match full_scale {
        None => reader
            .samples::<f32>()
            .map(|x| x.expect("a sample"))
            .collect(),
        Some(full) => reader
            .samples::<i32>()
            .map(|x| x.expect("a sample") as f32 / full)
            .collect(),
    };
    let channels = usize::from(spec.channels);
    let length = (samples.len() / channels).min(20 * spec.sample_rate as usize);
    let mut scene = Scene::silent(f64::from(spec.sample_rate), length);
    for (side, channel) in scene.mix.iter_mut().enumerate() {
        let frames = samples.chunks_exact(channels).take(length);
        *channel = frames.map(|frame| frame[side.min(channels - 1)]).collect();
    }
    scene.blocks = ODD_BLOCKS.to_vec();
    for rig in rigs() {
        let expected = scene.through_chain(&rig);
        assert_same(&Clap::with_rig(&rig).bounce(&scene), &expected, "CLAP");
        assert_same(&Vst3::with_rig(&rig).bounce(&scene), &expected, "VST3");
    }
}
