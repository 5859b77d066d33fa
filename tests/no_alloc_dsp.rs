//! No block of `dsp` touches the heap once it is made, whatever is asked of it.

#[path = "allocations/counter.rs"]
mod counter;

use std::sync::Arc;

use bodypack::dsp::biquad::{Biquad, Coefficients};
use bodypack::dsp::convolver::{Convolver, Response};
use bodypack::dsp::delay::Delay;
use bodypack::dsp::noise::Noise;
use bodypack::dsp::oversample::{Factor, Oversampler};
use bodypack::dsp::sanitize;
use bodypack::dsp::smoothing::{Smoothed, SmoothedDb};
use bodypack::dsp::svf::{Shape, Svf};
use counter::allocations;

const BLOCKS: [usize; 7] = [0, 1, 16, 37, 64, 480, 5000];

/// Runs something over blocks of many lengths and gives the number of calls to the heap.
fn heap_calls(mut what: impl FnMut(&mut [f32])) -> usize {
    let mut noise = Noise::new(1);
    let mut samples: Vec<f32> = (0..20_000).map(|_| noise.white()).collect();
    allocations(|| {
        for length in BLOCKS {
            samples
                .chunks_mut(length.max(1))
                .take(200)
                .for_each(|block| {
                    let length = length.min(block.len());
                    what(&mut block[..length]);
                });
        }
    })
}

#[test]
fn the_convolver_through_every_kind_of_change() {
    let mut noise = Noise::new(2);
    let mut response = |taps: usize| {
        let impulse: Vec<f32> = (0..taps).map(|_| noise.white()).collect();
        Arc::new(Response::new(&impulse))
    };
    let mut convolver = Convolver::new(8192, 300);
    let mut ready = [response(8192), response(10), response(3000), response(9000)].map(Some);
    let mut at = 0;
    let calls = heap_calls(|block| {
        ready.rotate_left(1);
        at += 1;
        if let Some(response) = ready[0].take() {
            let refused = if at % 7 == 0 {
                convolver.set_response_now(response)
            } else {
                convolver.set_response(response)
            };
            ready[0] = refused.err();
        }
        convolver.process(block);
        for place in &mut ready {
            if place.is_none() {
                *place = convolver.take_retired().map(|[[retired]]| retired);
            }
        }
        if at % 50 == 0 {
            convolver.reset();
        }
    });
    assert_eq!(calls, 0);
}

#[test]
fn the_delay_through_changes() {
    let mut delay = Delay::new(4000, 300);
    let mut at = 0.0;
    let calls = heap_calls(|block| {
        at += 13.7;
        delay.set(at % 4500.0);
        delay.process(block);
        if at % 5.0 < 0.3 {
            delay.set_now(at % 100.0);
            delay.reset();
        }
    });
    assert_eq!(calls, 0);
}

#[test]
fn filters_ramps_noise_and_guard() {
    let mut biquad = Biquad::new(Coefficients::PASS);
    let mut svf = Svf::new(Shape::LowPass, 1000.0, 0.7, 48_000.0, 100);
    let mut gain = Smoothed::new(1.0, 100);
    let mut level = SmoothedDb::new(0.0, 100);
    let mut noise = Noise::new(3);
    let calls = heap_calls(|block| {
        let draw = noise.uniform();
        biquad.set(Coefficients::peak(
            20.0 + 20_000.0 * draw,
            1.0,
            6.0,
            48_000.0,
        ));
        svf.set(20.0 + 20_000.0 * draw, 0.5 + draw);
        gain.set(draw as f32);
        level.set(-20.0 * draw);
        biquad.process(block);
        svf.process(block);
        gain.multiply(block);
        level.multiply(block);
        block
            .iter_mut()
            .for_each(|sample| *sample += noise.white() + noise.gaussian());
        sanitize::sanitize(block, 1.0);
        sanitize::flush(block);
        biquad.reset();
        svf.reset();
    });
    assert_eq!(calls, 0);
}

#[test]
fn oversampling() {
    for factor in [Factor::One, Factor::Two, Factor::Four] {
        let mut oversampler = Oversampler::new(factor);
        let calls = heap_calls(|block| {
            oversampler.process(block, |run| run.iter_mut().for_each(|x| *x = x.tanh()));
        });
        assert_eq!(calls, 0);
    }
}
