//! A folder to work in, WAV files in it, and runs of the program there.

use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};
use num_complex::Complex64;

/// A temporary folder that the program runs in.
pub struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).expect("a file in a temporary folder");
    }

    /// Writes interleaved samples as 32-bit float.
    pub fn wav(&self, name: &str, sample_rate: u32, channels: u16, samples: &[f32]) {
        let spec = WavSpec {
            channels,
            sample_rate,
            bits_per_sample: 32,
            sample_format: SampleFormat::Float,
        };
        let mut writer = WavWriter::create(self.path(name), spec).expect("a WAV file");
        samples
            .iter()
            .for_each(|s| writer.write_sample(*s).expect("a sample"));
        writer.finalize().expect("a finished WAV file");
    }

    /// Runs the program with words separated by spaces.
    pub fn run(&self, arguments: &str) -> Output {
        self.run_words(&arguments.split_whitespace().collect::<Vec<_>>())
    }

    pub fn run_words(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_bodypack"))
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .expect("the program starts")
    }

    /// Runs the program, which has to succeed; gives what it printed.
    pub fn good(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments}: {errors}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs the program, which has to refuse with exit code 1 and one clear line that holds all of
    /// `words`, print nothing else, and leave the folder as it was.
    pub fn refused(&self, arguments: &str, words: &[&str]) {
        let before = self.contents();
        let output = self.run(arguments);
        let error = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(1), "{arguments}: {error}");
        assert!(
            output.stdout.is_empty(),
            "{arguments}: something was printed"
        );
        assert!(error.starts_with("error: "), "{arguments}: {error}");
        assert_eq!(error.trim_end().lines().count(), 1, "{arguments}: {error}");
        for word in words {
            assert!(
                error.contains(word),
                "{arguments}: {word:?} is not in {error:?}"
            );
        }
        assert_eq!(self.contents(), before, "{arguments}: the folder changed");
    }

    /// Names and contents of all files.
    fn contents(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let entries = fs::read_dir(self.folder.path()).expect("the folder");
        let mut all: Vec<_> = entries
            .map(|entry| entry.expect("an entry").path())
            .map(|path| (path.clone(), fs::read(&path).unwrap_or_default()))
            .collect();
        all.sort();
        all
    }

    /// Reads a rendered file with an independent reader: rate, left and right.
    pub fn rendered(&self, name: &str) -> (u32, Vec<f32>, Vec<f32>) {
        let mut reader = WavReader::open(self.path(name)).expect("a rendered file");
        let spec = reader.spec();
        assert_eq!((spec.channels, spec.bits_per_sample), (2, 32));
        assert_eq!(spec.sample_format, SampleFormat::Float);
        let samples: Vec<f32> = reader.samples().map(|s| s.expect("a sample")).collect();
        let channel = |c: usize| samples.iter().skip(c).step_by(2).copied().collect();
        (spec.sample_rate, channel(0), channel(1))
    }

    /// Renders an impulse of −20 dBFS and gives the response of both ears, scaled to 1.
    pub fn impulse_response(&self, sample_rate: u32, seconds: f64, rig: &str) -> [Vec<f64>; 2] {
        const HEIGHT: f32 = 0.1;
        let frames = (f64::from(sample_rate) * seconds) as usize;
        let mut impulse = vec![0.0; frames];
        impulse[0] = HEIGHT;
        self.wav("impulse.wav", sample_rate, 1, &impulse);
        self.good(&format!("render impulse.wav -o response.wav {rig}"));
        let (_, left, right) = self.rendered("response.wav");
        let scaled = |x: Vec<f32>| {
            x.iter()
                .map(|s| f64::from(*s) / f64::from(HEIGHT))
                .collect()
        };
        [scaled(left), scaled(right)]
    }

    pub fn exists(&self, name: &str) -> bool {
        Path::new(&self.path(name)).exists()
    }
}

/// The spectrum of an impulse response at one frequency, summed sample by sample.
pub fn spectrum(response: &[f64], sample_rate: u32, frequency_hz: f64) -> Complex64 {
    let step = -TAU * frequency_hz / f64::from(sample_rate);
    let terms = response.iter().enumerate();
    terms
        .map(|(n, h)| h * Complex64::from_polar(1.0, step * n as f64))
        .sum()
}

pub fn decibels(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

/// Seeded noise between ±`height` without a dependency: a 64-bit linear congruential generator.
pub fn noise(samples: usize, height: f32, seed: u64) -> Vec<f32> {
    let mut state = seed;
    (0..samples)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((state >> 40) as f32 / 8_388_608.0 - 1.0) * height
        })
        .collect()
}

/// A rig whose driver is stiff against the ear and sits right at the reference plane of a coupler,
/// with the user's headphones left out: nothing but ear and leak moves the bass.
pub const STIFF_RIG: &str = r#"
format = 1
name = "Stiff source on a coupler"

[[earphone.drivers]]
name = "armature"

[earphone.drivers.motor]
kind = "balanced-armature"
front_compliance_m3_pa = 0.0

[[earphone.bores]]
length_mm = 0.5
radius_mm = 0.5

[earphone.tip]
bore_length_mm = 0.0
residual_canal_mm = 12.6

[earphone.seal]
left_resistance_pa_s_m3 = inf
right_resistance_pa_s_m3 = inf

[listening]
reference = "flat"
ear = "711"
"#;
