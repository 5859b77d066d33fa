//! Every kind of WAV file that is accepted, and what comes out.

use std::fs;

use hound::{SampleFormat, WavSpec, WavWriter};

use super::support::{noise, Bench};

const RIG: &str = "--rig single-dynamic-wired";

#[test]
fn one_sample_gives_one_sample() {
    let bench = Bench::new();
    bench.wav("one.wav", 48_000, 1, &[0.5]);
    bench.good(&format!("render one.wav -o out.wav {RIG}"));
    let (rate, left, right) = bench.rendered("out.wav");
    assert_eq!((rate, left.len(), right.len()), (48_000, 1, 1));
}

#[test]
fn the_lowest_and_the_highest_rate_render() {
    for rate in [8_000, 768_000] {
        let bench = Bench::new();
        let frames = rate as usize / 20;
        bench.wav("in.wav", rate, 2, &noise(2 * frames, 0.25, 3));
        bench.good(&format!("render in.wav -o out.wav {RIG}"));
        let (out_rate, left, right) = bench.rendered("out.wav");
        assert_eq!((out_rate, left.len(), right.len()), (rate, frames, frames));
        let sound = left.iter().chain(&right);
        assert!(sound.clone().all(|s| s.is_finite()), "{rate}");
        assert!(
            sound.fold(0.0, |m: f32, s| m.max(s.abs())) > 0.01,
            "{rate} is silent"
        );
    }
}

#[test]
fn rubbish_samples_give_finite_sound() {
    let bench = Bench::new();
    let mut samples = noise(2 * 9600, 0.25, 4);
    for (i, rubbish) in [
        f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        1e30,
        -1e30,
        1e-40,
    ]
    .into_iter()
    .enumerate()
    {
        samples[501 * (i + 1)] = rubbish;
    }
    bench.wav("in.wav", 48_000, 2, &samples);
    bench.good(&format!(
        "render in.wav -o out.wav --ambient in.wav --own-voice in.wav {RIG}"
    ));
    let (_, left, right) = bench.rendered("out.wav");
    assert!(left
        .iter()
        .chain(&right)
        .all(|s| s.is_finite() && s.abs() <= 1.0));
}

/// The same audio in every width: what comes out differs by no more than the input's steps do.
#[test]
fn all_widths_of_samples_give_the_same_sound() {
    let bench = Bench::new();
    let samples = noise(2 * 2400, 0.25, 5);
    bench.wav("f32.wav", 48_000, 2, &samples);
    bench.good(&format!("render f32.wav -o expected.wav {RIG}"));
    let (_, expected, _) = bench.rendered("expected.wav");
    for bits in [8u16, 16, 24, 32] {
        let spec = WavSpec {
            channels: 2,
            sample_rate: 48_000,
            bits_per_sample: bits,
            sample_format: SampleFormat::Int,
        };
        let full = 2f64.powi(i32::from(bits) - 1);
        let mut writer = WavWriter::create(bench.path("int.wav"), spec).unwrap();
        for s in &samples {
            writer
                .write_sample((f64::from(*s) * full).round() as i32)
                .unwrap();
        }
        writer.finalize().unwrap();
        bench.good(&format!("render int.wav -o out.wav {RIG}"));
        let (_, left, _) = bench.rendered("out.wav");
        let error: f64 = left
            .iter()
            .zip(&expected)
            .map(|(a, b)| f64::from(a - b).powi(2))
            .sum();
        let rms = (error / left.len() as f64).sqrt();
        // Rounding to a step gives an error of step / √12; the rig may raise it by some 20 dB.
        let allowed = 10.0 / full / 12f64.sqrt() + 1e-6;
        assert!(
            rms < allowed,
            "{bits} bits: error {rms:e}, allowed {allowed:e}"
        );
    }
}

#[test]
fn double_precision_gives_the_same_bits_as_single() {
    let bench = Bench::new();
    let samples = noise(2 * 500, 0.25, 6);
    bench.wav("f32.wav", 48_000, 2, &samples);
    let mut bytes = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x03\0\x02\0".to_vec();
    bytes.extend(48_000u32.to_le_bytes());
    bytes.extend((48_000u32 * 16).to_le_bytes());
    bytes.extend(b"\x10\0\x40\0data");
    bytes.extend((samples.len() as u32 * 8).to_le_bytes());
    samples
        .iter()
        .for_each(|s| bytes.extend(f64::from(*s).to_le_bytes()));
    bench.write("f64.wav", &bytes);
    bench.good(&format!("render f32.wav -o single.wav {RIG}"));
    bench.good(&format!("render f64.wav -o double.wav {RIG}"));
    assert!(bench.rendered("single.wav") == bench.rendered("double.wav"));
}

#[test]
fn mono_is_heard_in_both_ears() {
    let bench = Bench::new();
    let mono = noise(3000, 0.25, 7);
    let stereo: Vec<f32> = mono.iter().flat_map(|s| [*s, *s]).collect();
    bench.wav("mono.wav", 48_000, 1, &mono);
    bench.wav("stereo.wav", 48_000, 2, &stereo);
    bench.good(&format!("render mono.wav -o a.wav {RIG}"));
    bench.good(&format!("render stereo.wav -o b.wav {RIG}"));
    assert!(bench.rendered("a.wav") == bench.rendered("b.wav"));
}

/// A shorter ambient file is the same as one with silence behind it, a longer one is cut, and both
/// are heard.
#[test]
fn auxiliary_files_may_be_shorter_or_longer() {
    let bench = Bench::new();
    bench.wav("song.wav", 48_000, 2, &noise(2 * 20_000, 0.1, 8));
    let room = noise(2 * 30_000, 0.1, 9);
    let mut padded = room[..2 * 9_000].to_vec();
    padded.resize(2 * 20_000, 0.0);
    bench.wav("short.wav", 48_000, 2, &room[..2 * 9_000]);
    bench.wav("padded.wav", 48_000, 2, &padded);
    bench.wav("long.wav", 48_000, 2, &room);
    bench.wav("whole.wav", 48_000, 2, &room[..2 * 20_000]);
    for option in ["--ambient", "--own-voice"] {
        let render = |aux: &str| {
            bench.good(&format!(
                "render song.wav -o out.wav {RIG} {option} {aux}.wav"
            ));
            bench.rendered("out.wav")
        };
        let (short, long) = (render("short"), render("long"));
        assert!(
            short == render("padded"),
            "{option}: what follows a short file is not silence"
        );
        assert!(long == render("whole"), "{option}: a long file is not cut");
        assert!(short != long, "{option}: the end of the file is not heard");
        bench.good(&format!("render song.wav -o out.wav {RIG}"));
        assert!(short != bench.rendered("out.wav"), "{option} is not heard");
    }
}

#[test]
fn an_old_result_is_replaced_and_nothing_else_is_left() {
    let bench = Bench::new();
    bench.wav("song.wav", 48_000, 2, &noise(2 * 1000, 0.1, 10));
    bench.write("out.wav", b"old");
    bench.good(&format!("render song.wav -o out.wav {RIG}"));
    assert_eq!(bench.rendered("out.wav").1.len(), 1000);
    let names = fs::read_dir(bench.path("")).unwrap().count();
    assert_eq!(names, 2);
}
