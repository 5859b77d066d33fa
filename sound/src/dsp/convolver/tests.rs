mod together;

use super::*;
use crate::dsp::noise::Noise;

fn noise(seed: u64, length: usize) -> Vec<f32> {
    let mut noise = Noise::new(seed);
    (0..length)
        .map(|_| noise.uniform() as f32 * 2.0 - 1.0)
        .collect()
}

/// Noise that decays by 60 dB over its length and has an energy of about one.
fn decaying(seed: u64, taps: usize) -> Vec<f32> {
    let decay = |tap: usize| 10_f64.powf(-3.0 * tap as f64 / taps as f64);
    let energy: f64 = (0..taps).map(|tap| decay(tap).powi(2) / 3.0).sum();
    let taps = noise(seed, taps).into_iter().enumerate();
    taps.map(|(tap, value)| (f64::from(value) * decay(tap) / energy.sqrt()) as f32)
        .collect()
}

fn direct(impulse: &[f32], input: &[f32]) -> Vec<f64> {
    let at = |n: usize| {
        let taps = impulse.iter().zip(input[..=n].iter().rev());
        taps.map(|(h, x)| f64::from(*h) * f64::from(*x)).sum()
    };
    (0..input.len()).map(at).collect()
}

fn convolver(impulse: &[f32], fade_samples: usize) -> Convolver {
    let mut convolver = Convolver::new(impulse.len(), fade_samples);
    convolver
        .set_response_now(Arc::new(Response::new(impulse)))
        .unwrap();
    convolver
}

fn worst(out: &[f32], truth: &[f64]) -> f64 {
    assert_eq!(out.len(), truth.len());
    out.iter()
        .zip(truth)
        .map(|(a, b)| (f64::from(*a) - b).abs())
        .fold(0.0, f64::max)
}

/// Processes in blocks of changing lengths, among them 1 and 0.
fn process_split(convolver: &mut Convolver, samples: &mut [f32], seed: u64) {
    let mut lengths = Noise::new(seed);
    let mut rest = samples;
    while !rest.is_empty() {
        let length = (lengths.uniform() * 150.0) as usize;
        let (block, later) = rest.split_at_mut(length.min(rest.len()));
        convolver.process(block);
        rest = later;
    }
}

#[test]
fn equals_direct_convolution_for_every_length() {
    for taps in [
        1, 2, 63, 64, 65, 127, 128, 129, 200, 512, 1000, 1024, 2048, 4095, 8192, 9000,
    ] {
        let impulse = decaying(taps as u64, taps);
        let input = noise(7, taps + 3000);
        let mut out = input.clone();
        process_split(&mut convolver(&impulse, 0), &mut out, 3);
        // A unit-level input and a response of unit energy; f32 sums of this length are good to
        // about −115 dB.
        assert!(worst(&out, &direct(&impulse, &input)) < 2e-6, "{taps} taps");
    }
}

#[test]
fn no_bit_depends_on_the_block_size() {
    for taps in [50, 512, 3072, 3073, 9000] {
        let impulse = decaying(1, taps);
        let input = noise(2, 20_000);
        let mut whole = input.clone();
        convolver(&impulse, 0).process(&mut whole);
        for length in [1, 7, 16, 37, 64, 480, 4096] {
            let mut split = input.clone();
            let mut convolver = convolver(&impulse, 0);
            split
                .chunks_mut(length)
                .for_each(|block| convolver.process(block));
            assert!(split == whole, "{taps} taps in blocks of {length}");
        }
    }
}

#[test]
fn a_change_is_sample_exact_and_cross_fades() {
    let (fade, length) = (700, 9000);
    for at in [0, 1, 63, 64, 100, 2085, 3583, 3584, 4000] {
        for (first, second) in [(300, 3072), (3073, 40), (6000, 6000), (100, 8192)] {
            let (a, b) = (decaying(1, first), decaying(2, second));
            let input = noise(3, length);
            let mut convolver = Convolver::new(8192, fade);
            convolver
                .set_response_now(Arc::new(Response::new(&a)))
                .unwrap();
            let mut out = input.clone();
            let (before, after) = out.split_at_mut(at);
            process_split(&mut convolver, before, 5);
            convolver.set_response(Arc::new(Response::new(&b))).unwrap();
            process_split(&mut convolver, after, 6);

            let (a, b) = (direct(&a, &input), direct(&b, &input));
            let share = |n: usize| {
                let progress = ((n + 1).saturating_sub(at) as f64 / fade as f64).min(1.0);
                progress.powi(3) * (progress * (6.0 * progress - 15.0) + 10.0)
            };
            let truth: Vec<f64> = (0..length)
                .map(|n| a[n] + share(n) * (b[n] - a[n]))
                .collect();
            assert!(
                worst(&out, &truth) < 3e-6,
                "{first} to {second} taps at {at}"
            );
            assert!(convolver.take_retired().is_some());
            assert!(convolver.take_retired().is_none());
        }
    }
}

#[test]
fn a_change_without_a_fade_is_at_once() {
    let (a, b) = (decaying(1, 500), decaying(2, 3000));
    let input = noise(3, 5000);
    for fade in [0, 1000] {
        let mut convolver = Convolver::new(3000, fade);
        convolver
            .set_response_now(Arc::new(Response::new(&a)))
            .unwrap();
        let mut out = input.clone();
        let (before, after) = out.split_at_mut(2345);
        convolver.process(before);
        convolver
            .set_response_now(Arc::new(Response::new(&b)))
            .unwrap();
        convolver.process(after);
        let mut truth = direct(&a, &input);
        truth[2345..].copy_from_slice(&direct(&b, &input)[2345..]);
        assert!(worst(&out, &truth) < 3e-6);
    }
}

#[test]
fn the_same_response_again_changes_no_bit() {
    let impulse = decaying(1, 2000);
    let mut plain = noise(2, 6000);
    let mut changed = plain.clone();
    convolver(&impulse, 500).process(&mut plain);
    let mut convolver = convolver(&impulse, 500);
    for block in changed.chunks_mut(321) {
        let _busy = convolver.set_response(Arc::new(Response::new(&impulse)));
        while convolver.take_retired().is_some() {}
        convolver.process(block);
    }
    assert!(plain == changed);
}

#[test]
fn refuses_what_it_cannot_take() {
    let mut convolver = Convolver::new(1000, 100);
    let long = Response::new(&decaying(1, 1100));
    assert!(!long.fits(&convolver.capacities[0]));
    assert!(convolver.set_response(Arc::new(long)).is_err());
    // Zeros at the end are no part of a response.
    let mut padded = decaying(1, 900);
    padded.resize(9000, 0.0);
    let padded = Response::new(&padded);
    assert_eq!(padded.taps(), 900);
    convolver.set_response(Arc::new(padded)).unwrap();
    let other = Arc::new(Response::new(&[1.0]));
    assert!(convolver.is_fading());
    assert!(convolver.set_response(other.clone()).is_err());
    convolver.process(&mut [0.0; 100]);
    convolver.set_response(other.clone()).unwrap();
    // Nothing is lost if nobody takes the old ones away.
    convolver.process(&mut [0.0; 100]);
    for _ in 0..10 {
        let _ = convolver.set_response_now(other.clone());
        let _ = convolver.set_response(other.clone());
        convolver.process(&mut [0.0; 100]);
    }
    let mut back = 0;
    while convolver.take_retired().is_some() {
        back += 1;
    }
    drop(convolver);
    assert!(back <= RETIRED);
    assert_eq!(Arc::strong_count(&other), 1);
}

#[test]
fn silence_gives_exact_zero_after_the_response() {
    for taps in [30, 700, 9000] {
        let mut convolver = convolver(&decaying(1, taps), 0);
        convolver.process(&mut noise(2, 10_000));
        let mut silence = vec![0.0; convolver.responses().unwrap()[0][0].tail_samples()];
        convolver.process(&mut silence);
        assert!(silence[..taps / 2].iter().any(|sample| *sample != 0.0));
        let mut silence = vec![0.0; 5000];
        convolver.process(&mut silence);
        assert!(silence.iter().all(|sample| *sample == 0.0));
    }
}

#[test]
fn a_fault_in_the_input_is_one_silent_sample() {
    let impulse = decaying(1, 1500);
    for fault in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -1e-39] {
        let mut faulty = noise(2, 4000);
        faulty[1000] = fault;
        let mut clean = faulty.clone();
        clean[1000] = 0.0;
        convolver(&impulse, 0).process(&mut faulty);
        convolver(&impulse, 0).process(&mut clean);
        assert!(faulty == clean);
    }
    let wild = Response::new(&[f32::NAN, 1.0, f32::INFINITY]);
    assert_eq!(wild.taps(), 2);
}

#[test]
fn reset_is_as_good_as_new() {
    let impulse = decaying(1, 1500);
    let input = noise(2, 4000);
    let mut fresh = input.clone();
    convolver(&impulse, 100).process(&mut fresh);
    let mut used = convolver(&decaying(9, 1500), 100);
    used.process(&mut noise(3, 777));
    used.set_response(Arc::new(Response::new(&impulse)))
        .unwrap();
    used.process(&mut noise(4, 50));
    used.reset();
    let mut again = input.clone();
    used.process(&mut again);
    assert!(again == fresh);
}

#[test]
fn no_response_is_silence() {
    let mut samples = noise(1, 300);
    Convolver::new(100, 10).process(&mut samples);
    assert!(samples.iter().all(|sample| *sample == 0.0));
    let mut samples = noise(1, 300);
    convolver(&[], 10).process(&mut samples);
    assert!(samples.iter().all(|sample| *sample == 0.0));
    let mut samples = noise(1, 300);
    let same = samples.clone();
    convolver(&[1.0], 10).process(&mut samples);
    assert!(samples == same);
}

#[test]
fn quiet_input_makes_no_subnormal() {
    let impulse = decaying(1, 3000);
    let mut convolver = convolver(&impulse, 0);
    let mut samples = noise(2, 20_000);
    for (n, sample) in samples.iter_mut().enumerate() {
        *sample *= 10_f32.powf(-45.0 * n as f32 / 20_000.0);
    }
    for block in samples.chunks_mut(64) {
        convolver.process(block);
        assert!(convolver.histories[0][0].holds_no_subnormal());
        assert!(convolver.playing.holds_no_subnormal());
        assert!(block.iter().all(|x| !x.is_subnormal()));
    }
}
