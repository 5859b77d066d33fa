//! One loudness: every factory rig, matched, is as loud as the mix that went in, and no limiter works.
//!
//! Loudness is that of ITU-R BS.1770-4 with its gates. Music is real where there is some
//! (`BODYPACK_MUSIC`, a stereo float WAV at any rate); pink noise is always there.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::noise;
use bodypack::chain::{loudness, Chain, Io};
use bodypack::dsp::biquad::Biquad;
use bodypack::dsp::k_weighting;
use bodypack::rig::presets::{self, Preset};
use bodypack::rig::{Cable, ExpanderMatch, Fault, Link, Radio, Rig, StageSound};

const RATE_HZ: f64 = 48_000.0;
/// Level at which the limiter must be idle with the room around: that of streamed music, LUFS.
const STREAMED_LUFS: f64 = -14.0;

type Stereo = [Vec<f32>; 2];

/// Programme loudness with both gates, LUFS.
fn lufs(sound: &Stereo, rate_hz: f64) -> f64 {
    let weighted = sound.each_ref().map(|channel| {
        let [mut shelf, mut high_pass] = k_weighting::filters(rate_hz).map(Biquad::new);
        let tick = |&x: &f32| high_pass.tick_f64(shelf.tick_f64(f64::from(x)));
        channel.iter().map(tick).collect::<Vec<f64>>()
    });
    // Blocks of 400 ms that overlap by three quarters.
    let block = (0.4 * rate_hz) as usize;
    let powers: Vec<f64> = (0..)
        .map(|n| n * block / 4)
        .take_while(|from| from + block <= weighted[0].len())
        .map(|from| {
            let power = |channel: &Vec<f64>| {
                let part = &channel[from..from + block];
                part.iter().map(|x| x * x).sum::<f64>() / block as f64
            };
            weighted.iter().map(power).sum()
        })
        .collect();
    let level = |power: f64| -0.691 + 10.0 * power.log10();
    let mean = |gate: f64| {
        let loud: Vec<f64> = (powers.iter().copied())
            .filter(|power| level(*power) > gate)
            .collect();
        loud.iter().sum::<f64>() / loud.len().max(1) as f64
    };
    level(mean(level(mean(-70.0)) - 10.0))
}

/// Pink noise, the same in both channels as the middle of a mix is.
fn pink(seconds: f64) -> Vec<f32> {
    noise::pink((seconds * RATE_HZ) as usize, RATE_HZ, 1)
}

/// Brought to a loudness.
fn at(mut sound: Stereo, wanted_lufs: f64, rate_hz: f64) -> Stereo {
    let gain = 10f64.powf((wanted_lufs - lufs(&sound, rate_hz)) / 20.0) as f32;
    sound
        .iter_mut()
        .flatten()
        .for_each(|sample| *sample *= gain);
    sound
}

/// The mixes, each with its rate.
fn mixes() -> Vec<(&'static str, f64, Stereo)> {
    let noise = pink(6.0);
    let mut mixes = vec![("pink noise", RATE_HZ, [noise.clone(), noise])];
    if let Ok(path) = std::env::var("BODYPACK_MUSIC") {
        let mut reader = hound::WavReader::open(path).expect("a WAV file");
        let rate_hz = f64::from(reader.spec().sample_rate);
        let samples: Vec<f32> = reader.samples().map(|x| x.expect("a sample")).collect();
        // Twenty seconds from the middle, where the whole band plays.
        let frames = samples.len() / 2;
        let length = ((20.0 * rate_hz) as usize).min(frames);
        let from = (frames - length) / 2;
        let channel = |side: usize| {
            (from..from + length)
                .map(|n| samples[2 * n + side])
                .collect()
        };
        mixes.push(("music", rate_hz, [channel(0), channel(1)]));
    }
    mixes
}

fn matched(preset: &Preset) -> Rig {
    matched_rig(preset.rig.clone())
}

fn matched_rig(mut rig: Rig) -> Rig {
    rig.listening.loudness_matched = true;
    loudness::take(&mut rig);
    rig
}

/// Output, and the lowest gain of the limiter, dB.
fn render(rig: &Rig, mix: &Stereo, rate_hz: f64) -> (Stereo, f64) {
    let mut chain = Chain::new(rig, rate_hz, 0).expect("a chain");
    let [mut left, mut right] = mix.clone();
    chain.process(Io {
        main: [&mut left, &mut right],
        ambient: None,
        own_voice: None,
    });
    let limiter_db = f64::from(chain.meters().limiter_gain_db);
    // Past the onset of links and fades.
    let from = (1.0 * rate_hz) as usize;
    ([left.split_off(from), right.split_off(from)], limiter_db)
}

/// Without what is not the programme: room, own voice, what a radio loses, and what a fault does on
/// purpose.
fn programme_alone(mut rig: Rig) -> Rig {
    // A wedge of one's own is the programme, and stands in the room.
    rig.ambient.enabled = rig.ambient.wedge.level_dbspl > 0.0;
    rig.ambient.stage = StageSound::default();
    rig.ambient.spill.level_dbspl = 0.0;
    rig.own_voice.enabled = false;
    rig.listening.ceiling_dbfs = 0.0;
    rig.earphone.jaw_decades = 0.0;
    rig.earphone.slip_decades = 0.0;
    rig.cable = Cable::default();
    rig.pack.limiter = false;
    rig.pack.battery_hours = 0.0;
    rig.link.set_battery_percent(100.0);
    if let Some(radio) = rig.link.radio_mut() {
        *radio = Radio {
            speed_m_s: 0.0,
            distance_m: 3.0,
            ..Radio::default()
        };
    }
    if let Some(packets) = rig.link.packets_mut() {
        packets.loss_percent = 0.0;
        packets.congestion_percent = 0.0;
    }
    match &mut rig.link {
        Link::AnalogFm(link) => {
            link.input_gain_db = 0.0;
            link.tolerance.expander = ExpanderMatch::Matched;
        }
        Link::Bluetooth(link) => link.relay_loss_percent = 0.0,
        _ => {}
    }
    rig
}

#[test]
fn every_factory_rig_is_as_loud_as_the_mix() {
    let mut off = Vec::new();
    for (name, rate_hz, mix) in mixes() {
        let mix = at(mix, -24.0, rate_hz);
        let input: Stereo = mix
            .each_ref()
            .map(|channel| channel[rate_hz as usize..].to_vec());
        let input_lufs = lufs(&input, rate_hz);
        for preset in presets::all() {
            let rig = matched_rig(programme_alone(preset.rig.clone()));
            let (heard, _) = render(&rig, &mix, rate_hz);
            let apart_lu = lufs(&heard, rate_hz) - input_lufs;
            println!("{name}: {:<46} {apart_lu:+.2} LU", preset.id);
            let Some(tolerance_lu) = tolerance_lu(preset, name) else {
                continue;
            };
            if apart_lu.is_nan() || apart_lu.abs() > tolerance_lu {
                off.push(format!("{name} on {}: {apart_lu:+.2} LU", preset.id));
            }
        }
    }
    assert!(off.is_empty(), "{}", off.join("\n"));
}

/// Tolerance of a rig on a mix, LU; none for one that is not held.
///
/// A compander's gain depends on the programme, so a constant match cannot take an analog link to 0.3 LU:
/// its tier is held to what the tier may change a level by (touring 1, club 2, budget 3 dB). A rig with
/// a fault is not held where it leaves headroom for its fault by `output_db`. The match is taken on pink
/// noise; on music the figures are printed and not held, since a rig with much bass or little treble changes
/// a spectrum's loudness otherwise than pink noise's.
fn tolerance_lu(preset: &Preset, mix: &str) -> Option<f64> {
    let (rig, about) = (&preset.rig, &preset.rig.about);
    if mix == "music" || (about.fault != Fault::None && rig.listening.output_db != 0.0) {
        return None;
    }
    if preset.id == presets::DEFAULT_RIG_ID {
        return Some(0.2);
    }
    let Link::AnalogFm(_) = rig.link else {
        return Some(0.3);
    };
    Some(tier_tolerance_lu(&about.link_tier))
}

/// The most that an analog tier may change a programme's level by, LU. A level-aware tier has the touring
/// tier's compander and is held to the same.
fn tier_tolerance_lu(tier: &str) -> f64 {
    match tier {
        "touring-fm-diversity" | "level-aware-fm" => 1.0,
        "budget-fm-stereo" | "budget-fm-mono" => 3.0,
        "" => 0.3,
        _ => 2.0,
    }
}

/// The difference between a rig on an analog tier and the same rig on a wire, which is the tier's own part, on music
/// where there is some: within what the tier may change a level by. (An earphone changes a spectrum's loudness
/// by much more, on a wire too.)
#[test]
fn analog_tiers_keep_music_as_loud_as_a_wire_does() {
    let mut off = Vec::new();
    for (name, rate_hz, mix) in mixes() {
        let mix = at(mix, -24.0, rate_hz);
        let mut known: Vec<&str> = Vec::new();
        for preset in presets::all() {
            let tier = preset.rig.about.link_tier.as_str();
            if !matches!(preset.rig.link, Link::AnalogFm(_))
                || preset.rig.about.fault != Fault::None
                || known.contains(&tier)
            {
                continue;
            }
            known.push(tier);
            let rig = programme_alone(preset.rig.clone());
            let mut wired = rig.clone();
            wired.link = Link::Wired;
            let [heard, by_wire] =
                [rig, wired].map(|rig| lufs(&render(&matched_rig(rig), &mix, rate_hz).0, rate_hz));
            let apart_lu = heard - by_wire;
            println!("{name}: {tier:<22} {apart_lu:+.2} LU beside a wire");
            if apart_lu.is_nan() || apart_lu.abs() > tier_tolerance_lu(tier) {
                off.push(format!("{name} on {tier}: {apart_lu:+.2} LU"));
            }
        }
    }
    assert!(off.is_empty(), "{}", off.join("\n"));
}

#[test]
fn no_factory_rig_drives_the_limiter_with_its_room() {
    let mut limited = Vec::new();
    for (name, rate_hz, mix) in mixes() {
        let mix = at(mix, STREAMED_LUFS, rate_hz);
        for preset in presets::all() {
            let rig = matched(preset);
            let (_, limiter_db) = render(&rig, &mix, rate_hz);
            println!("{name}: {:<46} limiter {limiter_db:.1} dB", preset.id);
            // Music has peaks that pink noise has not, and some faults burst.
            let peaks = name == "music" || rig.about.fault != Fault::None;
            let allowed_db = match peaks && limiter_db < -0.05 {
                true => without_room_db(&rig, &mix, rate_hz).min(0.0) - 0.5,
                false => -0.05,
            };
            if limiter_db < allowed_db {
                limited.push(format!("{name} on {}: {limiter_db:.1} dB", preset.id));
            }
        }
    }
    assert!(limited.is_empty(), "{}", limited.join("\n"));
}

/// Lowest gain that the limiter has with no room around, dB: peaks of a mix, and the bursts of an open
/// squelch or of two carriers' product, are what an output limiter is for. A room that is quieter than
/// these may add half a decibel.
fn without_room_db(rig: &Rig, mix: &Stereo, rate_hz: f64) -> f64 {
    let mut dry = rig.clone();
    dry.ambient.enabled = rig.ambient.wedge.level_dbspl > 0.0;
    dry.ambient.stage = StageSound::default();
    dry.ambient.spill.level_dbspl = 0.0;
    render(&dry, mix, rate_hz).1
}

#[test]
fn a_knob_that_is_turned_after_the_match_is_heard() {
    let noise = pink(3.0);
    let mix = at([noise.clone(), noise], -30.0, RATE_HZ);
    let mut rig = programme_alone(matched(&presets::all()[0]));
    let before = lufs(&render(&rig, &mix, RATE_HZ).0, RATE_HZ);
    rig.pack.volume_db += 6.0;
    let after = lufs(&render(&rig, &mix, RATE_HZ).0, RATE_HZ);
    assert!((after - before - 6.0).abs() < 0.05, "{before} {after}");
    // Chosen anew as it is now, it is matched again.
    loudness::take(&mut rig);
    let again = lufs(&render(&rig, &mix, RATE_HZ).0, RATE_HZ);
    assert!((again - before).abs() < 0.05, "{before} {again}");
}

#[test]
fn the_room_keeps_its_ratio_to_the_mix() {
    let silence = [vec![0.0_f32; 96_000], vec![0.0_f32; 96_000]];
    let mut rig = presets::find("single-armature-deep").expect("a preset");
    rig.ambient.stage.hall_dbspl = 100.0;
    let room = |rig: &Rig| lufs(&render(rig, &silence, RATE_HZ).0, RATE_HZ);
    let as_it_would_be = room(&rig);
    rig.listening.loudness_matched = true;
    loudness::take(&mut rig);
    let match_db = rig.listening.match_db;
    assert!(
        match_db.abs() > 0.5,
        "a rig that the match changes: {match_db}"
    );
    let apart = room(&rig) - as_it_would_be - match_db;
    assert!(apart.abs() < 0.02, "{apart}");
}

#[test]
fn unmatched_rigs_have_the_bits_that_they_had() {
    let noise = pink(1.5);
    let mix = [noise.clone(), noise];
    let mut rig = presets::find("dual-armature-digital").expect("a preset");
    let plain = render(&rig, &mix, RATE_HZ).0;
    // Taken, but not asked for.
    loudness::take(&mut rig);
    assert_ne!(rig.listening.match_db, 0.0);
    assert!(render(&rig, &mix, RATE_HZ).0 == plain);
}
