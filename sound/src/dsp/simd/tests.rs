use super::direct_part::head_group;
use super::instruction_set::{Simd, FUSED};
use super::loops::*;
use super::Pair;
use crate::dsp::f32x8::{F32x8, Kernel};
use crate::dsp::f64x4::F64x4;
use crate::dsp::noise::Noise;
use crate::dsp::sanitize;

fn values<const N: usize>(noise: &mut Noise) -> [f32; N] {
    std::array::from_fn(|_| noise.gaussian())
}

fn bins(noise: &mut Noise) -> Bins {
    Bins {
        re: values(noise),
        im: values(noise),
    }
}

/// Whatever loops this processor gets, against the plain ones with the same rounding. Away from
/// a processor with fused multiply-add both sides are the plain ones.
#[test]
fn the_loops_that_run_equal_their_scalar_twins_to_the_bit() {
    let simd = Simd::detect();
    if simd == Simd::BASELINE {
        twins::<FUSED>(simd);
    } else {
        twins::<true>(simd);
    }
}

/// Sound of some length with everything in it that samples may be.
fn rubbish(noise: &mut Noise, length: usize) -> Vec<f32> {
    let faults = [
        f32::NAN,
        f32::INFINITY,
        -f32::INFINITY,
        1e30,
        -1e-30,
        1e-42,
        -0.0,
        2.0,
        -1e-19,
    ];
    (0..length)
        .map(|n| match n % 3 {
            0 => faults[(noise.uniform() * faults.len() as f64) as usize],
            _ => noise.gaussian(),
        })
        .collect()
}

/// Bits of samples, with all that is no number alike.
fn bits(samples: &[f32]) -> Vec<u32> {
    let bits = |x: &f32| if x.is_nan() { u32::MAX } else { x.to_bits() };
    samples.iter().map(bits).collect()
}

#[test]
fn loops_over_samples_do_to_each_what_is_said_in_any_length() {
    let mut noise = Noise::new(8);
    for simd in [Simd::detect(), Simd::BASELINE] {
        for length in [0, 1, 7, 8, 31, 64, 100] {
            let sound = rubbish(&mut noise, length);
            let done = |change: &dyn Fn(&mut [f32])| {
                let mut sound = sound.clone();
                change(&mut sound);
                bits(&sound)
            };
            let each = |change: &dyn Fn(f32) -> f32| {
                bits(&sound.iter().map(|x| change(*x)).collect::<Vec<_>>())
            };
            let sanitized = done(&|sound| simd.sanitize(sound, 1.5));
            assert_eq!(sanitized, each(&|x| sanitize::sanitized(x, 1.5)));
            assert_eq!(done(&|sound| simd.flush(sound)), each(&sanitize::flushed));
            assert_eq!(done(&|sound| simd.scale(sound, 0.3)), each(&|x| x * 0.3));
            let copied = done(&|to| simd.copy_sound(&sound, 1e15, to));
            let is_sound = |x: f32| x.abs() >= TINY && x.abs() <= 1e15;
            assert_eq!(copied, each(&|x| if is_sound(x) { x } else { 0.0 }));
            let gains: Vec<f32> = (0..length).map(|_| noise.gaussian()).collect();
            let limited = done(&|sound| {
                simd.sanitize(sound, 9.0);
                simd.limit(sound, &gains, 0.7);
            });
            let gained = sound.iter().zip(&gains);
            let exact: Vec<f32> = gained
                .map(|(x, gain)| (sanitize::sanitized(*x, 9.0) * gain).clamp(-0.7, 0.7))
                .map(sanitize::flushed)
                .collect();
            assert_eq!(limited, bits(&exact));
            for before in [0.0, 1.0, 1e31] {
                let mut peak = before;
                simd.raise_peak(&sound, &mut peak);
                let highest = sound.iter().fold(before, |a, x| a.max(x.abs()));
                assert_eq!(peak, highest, "{length}");
            }
        }
    }
}

fn twins<const FUSED: bool>(simd: Simd) {
    let mut noise = Noise::new(1);
    for _ in 0..20 {
        let (taps, x) = (values(&mut noise), values(&mut noise));
        assert_eq!(simd.head_group(&taps, &x), head_group::<FUSED>(&taps, &x));
    }
    for length in [0, 1, 7, 64] {
        let (weights, x): ([f32; 32], [f32; 95]) = (values(&mut noise), values(&mut noise));
        let (mut wide, mut plain) = ([0.5; 64], [0.5; 64]);
        simd.weigh(&weights, &x, &mut wide[..length]);
        weigh_body::<FUSED>(&weights, &x, &mut plain[..length]);
        assert_eq!(wide, plain);
    }
    for count in [0, 1, 2, 7, 31, 127] {
        let x: Vec<Bins> = (0..count).map(|_| bins(&mut noise)).collect();
        let h: Vec<Bins> = (0..count).map(|_| bins(&mut noise)).collect();
        let start = bins(&mut noise);
        let (mut wide, mut plain) = (start, start);
        let (first_x, other_x) = x.split_at(count / 3);
        let (first_h, other_h) = h.split_at(count / 3);
        let (first, other) = ((first_x, first_h), (other_x, other_h));
        for adds in [true, false] {
            simd.multiply(&mut wide, adds, first, other);
            multiply_body::<FUSED>(&mut plain, adds, first, other);
            assert_eq!((wide.re, wide.im), (plain.re, plain.im));
            // What is not added to plays no part.
            assert_eq!(count == 0 && wide.re == start.re, count == 0 && adds);
        }
    }
}

#[test]
fn every_processor_computes_the_same_up_to_rounding() {
    let plain = Simd::BASELINE;
    let simd = Simd::detect();
    let mut noise = Noise::new(2);
    let (taps, x) = (values(&mut noise), values::<144>(&mut noise));
    let plus = values::<64>(&mut noise);
    let (mut a, mut b) = ([0.0; 61], [0.0; 61]);
    simd.head(&taps, &x, &plus, &mut a);
    plain.head(&taps, &x, &plus, &mut b);
    for (a, b) in a.iter().zip(b) {
        assert!((a - b).abs() < 1e-4, "{a} is not {b}");
    }
    let truth: f64 = (0..64)
        .map(|tap| f64::from(taps[tap]) * f64::from(x[64 + 10 - tap]))
        .sum();
    assert!((f64::from(a[10]) - f64::from(plus[10]) - truth).abs() < 1e-4);
}

/// Products and sums of pairs as this processor gets them.
struct PairSums([Pair; 3]);

impl Kernel for PairSums {
    type Output = [[f64; 2]; 2];

    #[inline(always)]
    fn run<V: F32x8>(self, proof: V::SimdToken) -> Self::Output {
        let [a, b, c] = self.0;
        let sum = V::Doubles::pair_mul_add(proof, a, b, c);
        [sum, V::Doubles::pair_times_from(proof, a, b, c)].map(Pair::to_array)
    }
}

#[test]
fn pairs_are_multiplied_and_added_to_the_bit() {
    let simd = Simd::detect();
    let mut noise = Noise::new(3);
    for _ in 0..100 {
        let [a, b, c] = [(); 3].map(|()| [(); 2].map(|()| f64::from(noise.gaussian())));
        let found = simd.run(PairSums(
            [a, b, c].map(|[left, right]| Pair::new(left, right)),
        ));
        let expected = [0, 1].map(|at| match simd == Simd::BASELINE {
            true => [a[at] * b[at] + c[at], c[at] - a[at] * b[at]],
            false => [a[at].mul_add(b[at], c[at]), (-a[at]).mul_add(b[at], c[at])],
        });
        assert_eq!(
            found,
            [0, 1].map(|sum| [0, 1].map(|at: usize| expected[at][sum]))
        );
    }
}
