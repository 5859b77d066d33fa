use num_complex::Complex64;

use super::*;
use crate::design::nonlinear::DriverPath;
use crate::dsp::fixed_pole_bank::Weights;
use crate::dsp::noise::Noise;
use crate::dsp::waveshaper::Nonlinearity;

const REED: Nonlinearity = Nonlinearity::Reed {
    asymmetry: 0.02,
    square: 0.01,
};

const COIL: Nonlinearity = Nonlinearity::Coil {
    stiffness: 0.8,
    suspension: [0.3, 0.2],
    force_factor: [0.1, 0.05],
};

/// A low-pass of first order.
fn low_pass(poles: &Poles, corner_hz: f64) -> Weights {
    let targets: Vec<_> = (0..40)
        .map(|n| 20.0 * (800.0_f64).powf(f64::from(n) / 39.0))
        .map(|f| (f, Complex64::new(1.0, f / corner_hz).inv(), 1.0))
        .collect();
    poles.fit(&targets)
}

fn way(poles: &Poles, law: Nonlinearity) -> DriverPath {
    DriverPath {
        law,
        drive: low_pass(poles, 900.0),
        force: low_pass(poles, 4000.0),
        back: low_pass(poles, 2500.0),
    }
}

/// The distortion of a second of noise in both ears.
fn added(rate_hz: f64, design: &Design, laid_out: SimdLayout) -> [Vec<f32>; 2] {
    let mut distortion = Distortion::new(rate_hz, design, 0.0, 1.0, 1);
    distortion.laid_out = laid_out;
    let mut noise = Noise::new(1);
    let sound = [(); 2].map(|()| {
        (0..9000)
            .map(|_| 4.0 * noise.gaussian())
            .collect::<Vec<f32>>()
    });
    let mut heard = sound.clone();
    let [left, right] = &mut heard;
    for (left, right) in left.chunks_mut(77).zip(right.chunks_mut(77)) {
        distortion.process(&mut [left, right]);
    }
    for (heard, sound) in heard.iter_mut().zip(&sound) {
        for (heard, sound) in heard.iter_mut().zip(sound) {
            *heard -= sound;
        }
    }
    heard
}

#[test]
fn one_way_by_itself_adds_what_it_adds_among_others() {
    for rate_hz in [48_000.0, 96_000.0] {
        let poles = Poles::new(rate_hz);
        for laws in [[REED, REED], [COIL, COIL], [REED, COIL], [COIL, REED]] {
            let ears = laws.map(|law| way(&poles, law));
            let design = Design::new([&ears[..1], &ears[1..]]);
            assert!(design.laid_out().is_single);
            let alone = added(rate_hz, &design, design.laid_out());
            let among_others = added(rate_hz, &design, design.arranged(false));
            for (alone, among_others) in alone.iter().zip(&among_others) {
                let level = alone.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
                assert!(level > 0.1, "{level}");
                for (one, other) in alone.iter().zip(among_others) {
                    assert!((one - other).abs() < 1e-5 * level, "{one} {other}");
                }
            }
        }
    }
}

#[test]
fn a_second_way_is_added_to_the_first() {
    let poles = Poles::new(48_000.0);
    let [reed, coil] = [REED, COIL].map(|law| way(&poles, law));
    let of = |ways: &[DriverPath]| {
        let design = Design::new([ways, ways]);
        added(48_000.0, &design, design.laid_out())
    };
    let [first, second] = [of(&[reed]), of(&[coil])];
    // Two, then four that fill both groups.
    for ways in [&[reed, coil][..], &[coil, reed, reed, coil]] {
        let times = (ways.len() / 2) as f32;
        let both = of(ways);
        for ear in 0..2 {
            for (both, (first, second)) in both[ear].iter().zip(first[ear].iter().zip(&second[ear]))
            {
                assert!(
                    (both - times * (first + second)).abs() < 1e-5,
                    "{both} {first} {second}"
                );
            }
        }
    }
}

#[test]
fn a_design_of_two_ways_takes_over_from_one_of_one_and_silence_follows() {
    let poles = Poles::new(48_000.0);
    let [reed, coil] = [REED, COIL].map(|law| way(&poles, law));
    let one = Design::new([&[coil], &[coil]]);
    let two = Design::new([&[reed, reed], &[reed, reed]]);
    let mut distortion = Distortion::new(48_000.0, &one, 0.0, 1.0, 1);
    let play = |distortion: &mut Distortion, level: f32, blocks: usize| {
        let mut last = [0.0; 64];
        for _ in 0..blocks {
            last = [level; 64];
            distortion.process(&mut [&mut last, &mut [level; 64]]);
        }
        last
    };
    for next in [&two, &one, &two] {
        play(&mut distortion, 0.5, 100);
        distortion.fade_to(next);
        play(&mut distortion, 0.5, 100);
        // A constant sound is a constant distortion, that of a fresh one.
        let mut fresh = Distortion::new(48_000.0, next, 0.0, 1.0, 1);
        let expected = play(&mut fresh, 0.5, 400)[63];
        let heard = play(&mut distortion, 0.5, 300)[63];
        assert!((heard - expected).abs() < 1e-6, "{heard} {expected}");
        let tail_samples = distortion.tail_samples();
        play(&mut distortion, 0.0, 1 + tail_samples / 64);
        assert!(distortion.asleep);
    }
}
