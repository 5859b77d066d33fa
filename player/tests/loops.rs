//! Blocks of a song as the audio thread gets them: loops, seams, clicks and other rates.

mod common;

use std::path::Path;

use bodypack_player::chunk::{Chunk, Entry};
use bodypack_player::click::Beats;
use bodypack_player::feeder::Setting;
use bodypack_player::producer::{Plan, Producer};
use bodypack_player::song::{of_file, OpenSong};
use bodypack_player::transport::Loop;
use common::{noise, write_wav, Folder};

fn plan(from: u64, rounds: Option<Loop>) -> Plan {
    Plan {
        generation: 1,
        entry: Entry::Start,
        at: 0,
        from,
        rounds,
        beats: Beats {
            tempo_bpm: 120.0,
            per_bar: 4,
            first_s: 0.0,
        },
        clicks: false,
        count_in_bars: 0,
    }
}

fn producer(path: &Path, plan: Plan, rate_hz: u32) -> Producer {
    let song = OpenSong::open(&of_file(path, Default::default())).unwrap();
    Producer::new(song, plan, rate_hz).unwrap()
}

/// So many frames of the left channel and of the click, and the place in the song of each block.
fn heard(producer: &mut Producer, frames: usize) -> (Vec<f32>, Vec<f32>, Vec<(u64, u64)>) {
    let mut chunk = Chunk::new(1);
    let (mut left, mut click, mut places) = (Vec::new(), Vec::new(), Vec::new());
    while left.len() < frames && !chunk.is_last {
        producer.fill(&mut chunk).unwrap();
        places.push((chunk.at, chunk.song_frame));
        left.extend_from_slice(&chunk.tracks[0][0][..chunk.frames]);
        click.extend_from_slice(&chunk.click[..chunk.frames]);
    }
    (left, click, places)
}

/// A sine of whole periods in the loop: whatever is not that sine at the seam is the seam's.
#[test]
fn the_seam_of_a_loop_is_below_80_dbfs_beyond_the_signal() {
    let folder = Folder::new();
    for rate_hz in [48_000, 44_100] {
        let path = folder.at("sine.wav");
        // 441 Hz has a period of 100 frames at 44.1 kHz.
        let sine = |n: usize| (std::f64::consts::TAU * n as f64 / 100.0).sin() * 0.5;
        let samples: Vec<f32> = (0..44_100).map(|n| sine(n) as f32).collect();
        write_wav(&path, 44_100, &[samples.clone(), samples]);
        let rounds = Loop::between(5_000, 12_300, 1);
        let mut producer = producer(&path, plan(0, rounds), rate_hz);
        let (left, _, _) = heard(&mut producer, 60_000);
        let step = 441.0 / f64::from(rate_hz);
        // Beyond the converter's own beginning.
        for (n, sample) in left.iter().enumerate().skip(2_000) {
            let pure = (std::f64::consts::TAU * step * n as f64).sin() * 0.5;
            let beyond = (f64::from(*sample) - pure).abs();
            assert!(beyond < 1e-4, "frame {n} at {rate_hz} Hz: {beyond}");
        }
    }
}

#[test]
fn what_lies_before_a_loop_leads_into_it() {
    let folder = Folder::new();
    let path = folder.at("noise.wav");
    let song = noise(20_000, 5);
    write_wav(&path, 48_000, &song);
    let rounds = Loop {
        from: 3_000,
        to: 9_000,
    };
    let (left, _, _) = heard(&mut producer(&path, plan(0, Some(rounds)), 48_000), 18_000);
    assert!(left[..8_520] == song[0][..8_520], "up to the cross-fade");
    assert!(
        left[9_000..14_520] == song[0][3_000..8_520],
        "the second round"
    );
    // In the middle of the cross-fade: half of each.
    let middle = 0.5 * (song[0][8_760] + song[0][2_760]);
    assert!((left[8_760] - middle).abs() < 2e-3);
}

#[test]
fn a_song_at_another_rate_keeps_its_length_its_pitch_and_its_beginning() {
    let folder = Folder::new();
    let path = folder.at("sine.wav");
    let samples: Vec<f32> = (0..44_100)
        .map(|n| ((std::f64::consts::TAU * 1000.0 * n as f64 / 44_100.0).sin() * 0.5) as f32)
        .collect();
    write_wav(&path, 44_100, &[samples.clone(), samples]);
    let (left, _, places) = heard(&mut producer(&path, plan(0, None), 48_000), usize::MAX);
    assert_eq!(left.len(), 48_000);
    for (n, sample) in left.iter().enumerate().skip(2_000).take(44_000) {
        let pure = (std::f64::consts::TAU * 1000.0 * n as f64 / 48_000.0).sin() * 0.5;
        assert!((f64::from(*sample) - pure).abs() < 1e-4, "frame {n}");
    }
    for (at, song_frame) in places {
        let due = at as f64 * 44_100.0 / 48_000.0;
        assert!((song_frame as f64 - due).abs() <= 1.0);
    }
}

#[test]
fn the_click_follows_the_beats_through_count_in_loop_and_another_rate() {
    let folder = Folder::new();
    let path = folder.at("noise.wav");
    write_wav(&path, 44_100, &noise(44_100, 5));
    let rounds = Loop::between(22_050, 44_100, 1);
    let mut plan = plan(22_050, rounds);
    (plan.clicks, plan.count_in_bars) = (true, 1);
    let (_, click, places) = heard(&mut producer(&path, plan, 48_000), 48_000 * 6);
    let onsets: Vec<usize> = (1..click.len())
        .filter(|&n| click[n] != 0.0 && click[n - 1] == 0.0)
        .collect();
    // Two beats a second: a bar of four, then a beat at each round of half a second.
    for (k, frame) in (1..).zip(onsets) {
        assert!(frame.abs_diff(24_000 * k) <= 1, "beat {k} at {frame}");
    }
    assert!(places
        .iter()
        .all(|(_, frame)| (22_050..44_100).contains(frame)));
}

#[test]
fn another_loop_is_taken_up_on_the_way() {
    let folder = Folder::new();
    let path = folder.at("noise.wav");
    let song = noise(20_000, 5);
    write_wav(&path, 48_000, &song);
    let mut producer = producer(&path, plan(0, None), 48_000);
    let (first, _, _) = heard(&mut producer, 2_048);
    producer.set(Setting {
        rounds: Loop::between(4_000, 8_000, 1),
        beats: producer.plan().beats,
        clicks: false,
    });
    let (rest, _, _) = heard(&mut producer, 8_192);
    let all = [first, rest].concat();
    assert!(all[..7_520] == song[0][..7_520]);
    assert!(all[8_000..10_000] == song[0][4_000..6_000]);
}
