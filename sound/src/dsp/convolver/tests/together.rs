//! Several inputs and channels, and delayed outputs.

use super::*;

/// A convolver of two channels with three inputs, of which the first two share a delayed output.
fn together(taps: [usize; 3], delayed_taps: usize, fade_samples: usize) -> Convolver<3, 2> {
    let capacity = |input: usize| Capacity {
        max_taps: taps[input],
        max_delayed_taps: delayed_taps,
        delayed_output: input / 2,
    };
    Convolver::with_capacities([0, 1, 2].map(capacity), fade_samples)
}

/// Impulses of each input of each channel with their delayed ones; alike in both channels but for the
/// last input.
fn impulses(taps: [usize; 3], delayed_taps: usize) -> [[[Vec<f32>; 2]; 3]; 2] {
    [0, 1].map(|channel| {
        [0, 1, 2].map(|input| {
            let seed = 10 * input as u64 + if input == 2 { channel } else { 0 };
            [taps[input], delayed_taps].map(|taps| decaying(seed + taps as u64, taps))
        })
    })
}

fn prepared(impulses: &[[[Vec<f32>; 2]; 3]; 2]) -> Responses<3, 2> {
    let one = |[impulse, delayed]: &[Vec<f32>; 2]| {
        let delayed = Arc::new(DelayedResponse::new(delayed));
        Arc::new(Response::new(impulse).with_delayed(delayed))
    };
    let [left, right] = impulses
        .each_ref()
        .map(|channel| channel.each_ref().map(one));
    // The channels share what is alike.
    let [_, _, last] = right;
    [left.clone(), [left[0].clone(), left[1].clone(), last]]
}

/// Out of each channel: all inputs together, and both delayed outputs.
type Rendered = [[Vec<f32>; 3]; 2];

/// Renders in blocks of changing lengths; an input without a sound for long is left out if `sleeps`.
fn render(
    convolver: &mut Convolver<3, 2>,
    inputs: &[[Vec<f32>; 3]; 2],
    seed: u64,
    sleeps: Option<usize>,
) -> Rendered {
    let length = inputs[0][0].len();
    let mut out: Rendered = Default::default();
    let mut lengths = Noise::new(seed);
    let mut from = 0;
    while from < length {
        let to = length.min(from + (lengths.uniform() * 150.0) as usize);
        let silent = |input: usize| {
            let since = sleeps.map_or(0, |asleep| from.saturating_sub(asleep));
            sleeps.is_some()
                && (inputs.iter())
                    .all(|channel| channel[input][since..to].iter().all(|x| *x == 0.0))
        };
        let blocks = inputs.each_ref().map(|channel| {
            [0, 1, 2].map(|input| (!silent(input)).then_some(&channel[input][from..to]))
        });
        let mut block = [(); 2].map(|()| [(); 3].map(|()| vec![9.0; to - from]));
        let [left, right] = &mut block;
        let ([a, b, c], [d, e, f]) = (left, right);
        convolver.process_together(blocks, [a, d], &mut [[b, e], [c, f]]);
        for (out, block) in out.as_flattened_mut().iter_mut().zip(block.as_flattened()) {
            out.extend_from_slice(block);
        }
        from = to;
    }
    out
}

/// Outputs of a channel by direct convolution.
fn exact(impulses: &[[Vec<f32>; 2]; 3], inputs: &[Vec<f32>; 3]) -> [Vec<f64>; 3] {
    let parts: Vec<[Vec<f64>; 2]> = (impulses.iter().zip(inputs))
        .map(|([impulse, delayed], input)| {
            let mut late = vec![0.0; DELAY_SAMPLES];
            late.extend(direct(delayed, &input[..input.len() - DELAY_SAMPLES]));
            [direct(impulse, input), late]
        })
        .collect();
    let sum = |parts: &[&Vec<f64>]| {
        (0..inputs[0].len())
            .map(|n| parts.iter().map(|part| part[n]).sum())
            .collect()
    };
    [
        sum(&[&parts[0][0], &parts[1][0], &parts[2][0]]),
        sum(&[&parts[0][1], &parts[1][1]]),
        sum(&[&parts[2][1]]),
    ]
}

/// All outputs of both channels are what direct convolution gives.
#[track_caller]
fn assert_exact(out: &Rendered, impulses: &[[[Vec<f32>; 2]; 3]; 2], inputs: &[[Vec<f32>; 3]; 2]) {
    for channel in 0..2 {
        let truth = exact(&impulses[channel], &inputs[channel]);
        for (output, (out, truth)) in out[channel].iter().zip(&truth).enumerate() {
            let off = worst(out, truth);
            assert!(off < 4e-6, "channel {channel}, output {output}: {off}");
        }
    }
}

fn inputs(length: usize) -> [[Vec<f32>; 3]; 2] {
    [0, 1].map(|channel| [0, 1, 2].map(|input| noise(40 + 3 * channel + input, length)))
}

#[test]
fn inputs_sound_together_and_by_their_delayed_responses_late() {
    for (taps, delayed_taps) in [([9000, 3100, 200], 4096), ([700, 20, 3000], 900)] {
        let impulses = impulses(taps, delayed_taps);
        let mut convolver = together(taps, delayed_taps, 0);
        convolver.set_responses_now(prepared(&impulses)).unwrap();
        let inputs = inputs(14_000);
        let out = render(&mut convolver, &inputs, 1, None);
        assert_exact(&out, &impulses, &inputs);
        let mut other = together(taps, delayed_taps, 0);
        other.set_responses_now(prepared(&impulses)).unwrap();
        assert!(render(&mut other, &inputs, 2, None) == out, "other blocks");
    }
}

#[test]
fn channels_whose_responses_are_in_other_partitions_do_not_disturb_each_other() {
    // Long partitions of all inputs in one channel, of one or none in the other, after a past in
    // which both had some.
    let taps = [9000, 3100, 4000];
    let before = impulses(taps, 2000);
    for short in [[50, 3100, 700], [50, 200, 700], [9000, 20, 4000]] {
        let mut after = before.clone();
        for (input, taps) in short.into_iter().enumerate() {
            after[1][input] = [
                decaying(77 + input as u64, taps),
                decaying(5, taps.min(600)),
            ];
        }
        let mut convolver = together(taps, 2000, 0);
        convolver.set_responses_now(prepared(&before)).unwrap();
        render(&mut convolver, &inputs(5000), 3, None);
        let prepare = |[impulse, delayed]: &[Vec<f32>; 2]| {
            let delayed = Arc::new(DelayedResponse::new(delayed));
            Arc::new(Response::new(impulse).with_delayed(delayed))
        };
        let responses = after
            .each_ref()
            .map(|channel| channel.each_ref().map(prepare));
        convolver.set_responses_now(responses).unwrap();
        convolver.reset();
        let inputs = inputs(9000);
        let out = render(&mut convolver, &inputs, 1, None);
        assert_exact(&out, &after, &inputs);
    }
}

#[test]
fn an_input_that_is_silent_for_long_may_be_left_out() {
    let taps = [9000, 3100, 200];
    let impulses = impulses(taps, 4096);
    // One input falls silent and wakes again, one sounds only for a while, one is never heard.
    let mut inputs = inputs(40_000);
    for channel in &mut inputs {
        channel[0][3000..25_000].fill(0.0);
        channel[1][..5000].fill(0.0);
        channel[1][9000..].fill(0.0);
        channel[2].fill(0.0);
    }
    let run = |sleeps: Option<usize>| {
        let mut convolver = together(taps, 4096, 0);
        convolver.set_responses_now(prepared(&impulses)).unwrap();
        render(&mut convolver, &inputs, 1, sleeps)
    };
    assert!(run(None) == run(Some(9000 + 2 * DELAY_SAMPLES)));
}

#[test]
fn all_outputs_cross_fade_to_other_responses() {
    let (taps, fade, at) = ([4000, 1500, 200], 700, 5000_usize);
    let [before, after] = [(taps, 2048), ([3000, 1200, 100], 1500)].map(|(t, d)| impulses(t, d));
    let inputs = inputs(9000);
    let mut convolver = together(taps, 2048, fade);
    convolver.set_responses_now(prepared(&before)).unwrap();
    let [start, end] = [0..at, at..9000].map(|part| {
        inputs
            .each_ref()
            .map(|channel| channel.each_ref().map(|input| input[part.clone()].to_vec()))
    });
    let first = render(&mut convolver, &start, 1, None);
    convolver.set_responses(prepared(&after)).unwrap();
    let last = render(&mut convolver, &end, 2, None);
    assert!(convolver.take_retired().is_some());
    for channel in 0..2 {
        let [a, b] = [&before, &after].map(|impulses| exact(&impulses[channel], &inputs[channel]));
        for output in 0..3 {
            let mut out = first[channel][output].clone();
            out.extend_from_slice(&last[channel][output]);
            let truth: Vec<f64> = (0..9000_usize)
                .map(|n| {
                    let progress = ((n + 1).saturating_sub(at) as f64 / fade as f64).min(1.0);
                    let share = progress.powi(3) * (progress * (6.0 * progress - 15.0) + 10.0);
                    a[output][n] + share * (b[output][n] - a[output][n])
                })
                .collect();
            assert!(worst(&out, &truth) < 5e-6, "{channel} {output}");
        }
    }
}
