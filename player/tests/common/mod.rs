//! Folders, sounds and the program itself for the tests.

#![allow(dead_code)] // Each program of tests uses some of it.

use std::path::{Path, PathBuf};

pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Renders a set of this text, kept as `set.toml`, into the folder. Returns what standard error was told.
    pub fn render(&self, set: &str) -> String {
        let path = self.at("set.toml");
        std::fs::write(&path, set).unwrap();
        let mut run = player();
        run.arg("--render").arg(path).arg("-o").arg(self.path());
        let done = run.assert().success();
        String::from_utf8_lossy(&done.get_output().stderr).into_owned()
    }
}

/// The player, to be run as a user would run it.
pub fn player() -> assert_cmd::Command {
    assert_cmd::Command::new(env!("CARGO_BIN_EXE_bodypack-player"))
}

/// Standard error of a run that fails.
pub fn stderr_of(mut run: assert_cmd::Command) -> String {
    let assert = run.assert().failure();
    String::from_utf8_lossy(&assert.get_output().stderr).into_owned()
}

/// Noise of a seed at −12 dBFS peak, the same on every machine.
pub fn noise(frames: usize, seed: u64) -> [Vec<f32>; 2] {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        ((state >> 40) as f32 / (1_u64 << 23) as f32 - 1.0) * 0.25
    };
    let left = (0..frames).map(|_| next()).collect();
    let right = (0..frames).map(|_| next()).collect();
    [left, right]
}

/// Writes a stereo float file with an independent writer.
pub fn write_wav(path: &Path, rate_hz: u32, [left, right]: &[Vec<f32>; 2]) {
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: rate_hz,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    for sample in left.iter().zip(right).flat_map(|(l, r)| [l, r]) {
        writer.write_sample(*sample).unwrap();
    }
    writer.finalize().unwrap();
}

/// Reads a stereo float file with an independent reader.
pub fn read(path: &Path) -> (u32, [Vec<f32>; 2]) {
    let mut reader = hound::WavReader::open(path).unwrap();
    let samples: Vec<f32> = reader.samples().map(|s| s.unwrap()).collect();
    let side = |side: usize| samples.iter().skip(side).step_by(2).copied().collect();
    (reader.spec().sample_rate, [side(0), side(1)])
}

/// Checks that what was caught holds a render from its first sample to its last, bit for bit. The catch
/// begins earlier; where the render begins in it is found by the render's first sounding samples.
pub fn assert_caught(caught: &[Vec<f32>; 2], expected: &[Vec<f32>; 2]) {
    let first = expected[0]
        .iter()
        .position(|x| *x != 0.0)
        .expect("the render sounds");
    let key = &expected[0][first..first + 64];
    let found = caught[0]
        .windows(key.len())
        .position(|window| window == key);
    let found = found.unwrap_or_else(|| {
        let sounds = caught[0].iter().position(|x| *x != 0.0);
        panic!(
            "its beginning is not there; sound begins at {sounds:?} of {}",
            caught[0].len()
        )
    });
    let begin = found.checked_sub(first).expect("what is before it too");
    // Silence before, so that nothing of the song came earlier.
    assert!(caught
        .iter()
        .all(|side| side[..begin].iter().all(|x| *x == 0.0)));
    for (caught, expected) in caught.iter().zip(expected) {
        let caught = &caught[begin..];
        assert!(
            caught.len() >= expected.len(),
            "{} of {}",
            caught.len(),
            expected.len()
        );
        let differs = (0..expected.len()).find(|&n| caught[n].to_bits() != expected[n].to_bits());
        assert_eq!(
            differs,
            None,
            "the first frame that differs, of {}",
            expected.len()
        );
    }
}
