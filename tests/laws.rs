//! Laws that every stage of the chain obeys, and the chain as a whole, run from one list.
//!
//! The idea of laws over a list is old; what they protect is the promise of `Stage`: the same bits
//! for any block size and on every run, a reset that really resets, an honest latency, a response
//! that is the impulse's, silence that ends, and nothing but finite numbers.

#[path = "laws/subjects.rs"]
mod subjects;

use num_complex::Complex64;
use subjects::{subjects, Subject};

const RATE_HZ: f64 = 48_000.0;

/// Noise that is the same on every run, between −1 and 1.
fn noise(length: usize, seed: u64) -> Vec<f32> {
    let mut noise = bodypack::dsp::noise::Noise::new(seed);
    (0..length).map(|_| noise.white()).collect()
}

/// Runs a stream through a subject in blocks of the lengths that `blocks` gives, over and over.
fn run(subject: &mut dyn Subject, input: &[Vec<f32>; 2], blocks: &[usize]) -> [Vec<f32>; 2] {
    let mut out = input.clone();
    let [left, right] = &mut out;
    let (mut left, mut right) = (left.as_mut_slice(), right.as_mut_slice());
    for &block in blocks.iter().cycle() {
        if left.is_empty() {
            break;
        }
        let length = block.min(left.len());
        let (part_left, rest_left) = left.split_at_mut(length);
        let (part_right, rest_right) = right.split_at_mut(length);
        subject.process(&mut [part_left, part_right]);
        (left, right) = (rest_left, rest_right);
    }
    out
}

fn bits(signal: &[Vec<f32>; 2]) -> Vec<u32> {
    signal.iter().flatten().map(|x| x.to_bits()).collect()
}

#[test]
fn the_list_is_complete() {
    let names: Vec<_> = subjects(RATE_HZ).iter().map(|s| s.name()).collect();
    assert_eq!(
        names,
        [
            "feed",
            "link",
            "pack",
            "conductors",
            "earphone",
            "own voice",
            "ambient",
            "ears",
            "listening",
            "safety",
            "jaw",
            "microphones",
            "cable",
            "chain"
        ]
    );
}

#[test]
fn block_size_does_not_matter() {
    let input = [noise(20_000, 1), noise(20_000, 2)];
    let splits: [&[usize]; 5] = [&[1], &[37], &[64, 1, 63], &[480], &[13, 4096, 2, 0, 999]];
    for blocks in splits {
        for (mut whole, mut split) in subjects(RATE_HZ).into_iter().zip(subjects(RATE_HZ)) {
            let mut expected = Vec::new();
            let mut found = Vec::new();
            // Settings change while the sound runs, so that ramps and fades are cut, too.
            for corner in 0..whole.corners() {
                whole.change(corner);
                split.change(corner);
                expected.extend(bits(&run(whole.as_mut(), &input, &[usize::MAX])));
                found.extend(bits(&run(split.as_mut(), &input, blocks)));
            }
            let differing = expected.iter().zip(&found).filter(|(a, b)| a != b).count();
            assert_eq!(differing, 0, "{}: blocks {blocks:?}", whole.name());
        }
    }
}

#[test]
fn reset_equals_fresh() {
    let input = [noise(10_000, 3), noise(10_000, 4)];
    for (mut used, mut fresh) in subjects(RATE_HZ).into_iter().zip(subjects(RATE_HZ)) {
        for corner in 0..used.corners() {
            used.change(corner);
            run(used.as_mut(), &input, &[64]);
            used.reset();
            fresh.change(corner);
            fresh.reset();
            let [expected, found] =
                [&mut fresh, &mut used].map(|s| bits(&run(s.as_mut(), &input, &[64])));
            assert!(expected == found, "{}: corner {corner}", used.name());
        }
    }
}

/// The spectrum of a finite impulse response at one frequency.
fn spectrum(impulse: &[f32], rate_hz: f64, frequency_hz: f64) -> Complex64 {
    let step = -std::f64::consts::TAU * frequency_hz / rate_hz;
    impulse
        .iter()
        .enumerate()
        .map(|(n, &h)| f64::from(h) * Complex64::cis(step * n as f64))
        .sum()
}

/// The subject's output for a unit impulse on both channels; long enough for every tail.
fn impulse_response(subject: &mut dyn Subject, level: f32) -> [Vec<f32>; 2] {
    let length = subject.tail_samples() + 4096;
    let mut impulse = vec![0.0; length];
    impulse[0] = level;
    subject.reset();
    run(subject, &[impulse.clone(), impulse], &[64]).map(|mut h| {
        h.iter_mut().for_each(|h| *h /= level);
        h
    })
}

#[test]
fn the_response_is_the_spectrum_of_the_impulse() {
    for rate_hz in [44_100.0, 48_000.0, 96_000.0, 192_000.0] {
        let mut tested = 0;
        for mut subject in subjects(rate_hz) {
            for corner in 0..subject.corners() {
                subject.change(corner);
                subject.reset();
                if subject.response(1000.0).is_none() {
                    continue;
                }
                let impulse = impulse_response(subject.as_mut(), 1.0);
                let peak = (10..200).fold(1e-30, |peak: f64, n| {
                    let response = subject.response(100.0 * f64::from(n)).unwrap();
                    peak.max(response[0].norm()).max(response[1].norm())
                });
                for frequency_hz in [20.0, 100.0, 997.0, 4_000.0, 9_999.0, 16_000.0] {
                    let response = subject.response(frequency_hz).unwrap();
                    for (response, impulse) in response.iter().zip(&impulse) {
                        let measured = spectrum(impulse, rate_hz, frequency_hz);
                        let error = (measured - response).norm() / peak;
                        // Sums of f32 products: about 1e-6 of the peak.
                        assert!(
                            error < 1e-5,
                            "{}: corner {corner}, {frequency_hz} Hz at {rate_hz}: {error:.1e}",
                            subject.name()
                        );
                        tested += 1;
                    }
                }
            }
        }
        assert!(tested > 100);
    }
}

#[test]
fn the_reported_latency_is_the_measured_one() {
    for rate_hz in [44_100.0, 48_000.0, 96_000.0] {
        for mut subject in subjects(rate_hz) {
            for corner in 0..subject.corners() {
                subject.change(corner);
                subject.reset();
                let Some(reported) = subject.pure_delay_samples() else {
                    continue;
                };
                let impulse = impulse_response(subject.as_mut(), 0.5);
                for impulse in impulse.iter().filter(|h| h.iter().any(|&h| h != 0.0)) {
                    // A pure delay turns the phase evenly; this step is below the first wrap.
                    let steps = [300.0, 1000.0, 5000.0];
                    for frequency_hz in steps {
                        let turned = spectrum(impulse, rate_hz, frequency_hz)
                            * Complex64::cis(
                                std::f64::consts::TAU * frequency_hz / rate_hz * reported,
                            );
                        let late_samples =
                            -turned.arg() / (std::f64::consts::TAU * frequency_hz / rate_hz);
                        assert!(
                            late_samples.abs() < 2e-3,
                            "{}: corner {corner} at {rate_hz}: {late_samples} beside {reported}",
                            subject.name()
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn silence_ends_in_exact_zero() {
    let input = [noise(5_000, 5), noise(5_000, 6)];
    for mut subject in subjects(RATE_HZ) {
        for corner in 0..subject.corners() {
            subject.change(corner);
            run(subject.as_mut(), &input, &[64]);
            let silence = vec![0.0; subject.tail_samples() + 48_000];
            let out = run(subject.as_mut(), &[silence.clone(), silence], &[64]);
            for channel in &out {
                let end = &channel[channel.len() - 1000..];
                if subject.makes_noise(corner) {
                    assert!(
                        channel.iter().any(|&y| y != 0.0),
                        "{}: corner {corner} gives nothing",
                        subject.name()
                    );
                    continue;
                }
                assert!(
                    end.iter().all(|&y| y == 0.0),
                    "{}: corner {corner} still gives {:?}",
                    subject.name(),
                    end.iter().find(|&&y| y != 0.0)
                );
            }
        }
    }
}

#[test]
fn rubbish_in_gives_finite_sound_out_and_is_forgotten() {
    let mut rubbish = noise(2_000, 7);
    for (n, bad) in [
        f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        1e30,
        -1e30,
        1e-40,
        f32::MAX,
    ]
    .into_iter()
    .cycle()
    .take(200)
    .enumerate()
    {
        rubbish[n * 9] = bad;
    }
    for rate_hz in [8_000.0, 48_000.0, 768_000.0] {
        for mut subject in subjects(rate_hz) {
            for corner in 0..subject.corners() {
                subject.change(corner);
                let out = run(
                    subject.as_mut(),
                    &[rubbish.clone(), rubbish.clone()],
                    &[100],
                );
                for y in out.iter().flatten() {
                    assert!(
                        y.is_finite() && !y.is_subnormal(),
                        "{}: corner {corner} at {rate_hz} gives {y:e}",
                        subject.name()
                    );
                }
            }
            subject.reset();
            let clean = [noise(500, 8), noise(500, 9)];
            let after = run(subject.as_mut(), &clean, &[100]);
            assert!(
                after.iter().flatten().all(|y| y.is_finite()),
                "{}",
                subject.name()
            );
        }
    }
}

#[test]
fn no_subnormal_leaves_while_sound_dies_away() {
    let input = [noise(3_000, 10), noise(3_000, 11)];
    for mut subject in subjects(RATE_HZ) {
        run(subject.as_mut(), &input, &[64]);
        let fading: Vec<f32> = (0..60_000).map(|n| 0.997_f32.powi(n)).collect();
        let out = run(subject.as_mut(), &[fading.clone(), fading], &[64]);
        let subnormal = out.iter().flatten().filter(|y| y.is_subnormal()).count();
        assert_eq!(subnormal, 0, "{}", subject.name());
    }
}

#[test]
fn the_ceiling_holds_for_the_whole_chain() {
    for mut subject in subjects(RATE_HZ)
        .into_iter()
        .filter(|s| s.name() == "chain")
    {
        for corner in 0..subject.corners() {
            subject.change(corner);
            let loud = noise(20_000, 12)
                .into_iter()
                .map(|x| 100.0 * x)
                .collect::<Vec<_>>();
            let out = run(subject.as_mut(), &[loud.clone(), loud], &[64]);
            assert!(
                out.iter().flatten().all(|y| y.abs() <= 1.0),
                "corner {corner}"
            );
        }
    }
}
