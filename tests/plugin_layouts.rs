//! Every layout of ports, and sample rates at and beyond the ends of the range, in this process.

use super::host;
use bodypack_plugin::host::Bodypack;
use host::Host;
use nice_plug::audio_setup::{AuxiliaryBuffers, BufferConfig, ProcessMode};
use nice_plug::buffer::Buffer;
use nice_plug::context::process::Transport;
use nice_plug::prelude::{Plugin, ProcessStatus};

/// Index of each layout.
const STEREO_AND_AUX: usize = 0;
const STEREO: usize = 1;
const MONO_AND_AUX: usize = 2;
const MONO: usize = 3;
const MONO_TO_MONO_AND_AUX: usize = 4;
const MONO_TO_MONO: usize = 5;

fn ramp(length: usize) -> Vec<f32> {
    (0..length)
        .map(|n| 0.2 * ((n * n % 977) as f32 / 977.0 - 0.5))
        .collect()
}

/// Renders offline in one layout with blocks of some length; auxiliary inputs get `aux`, of which
/// only the first samples may be there, as from a host that has not connected them.
fn render(
    layout: usize,
    rate_hz: f32,
    mut main: [Vec<f32>; 2],
    aux: Option<&[f32]>,
    block: usize,
) -> [Vec<f32>; 2] {
    let mut plugin = Bodypack::default();
    let mut host = Host(Transport::new(rate_hz));
    let config = BufferConfig {
        sample_rate: rate_hz,
        min_buffer_size: None,
        max_buffer_size: block as u32,
        process_mode: ProcessMode::Offline,
    };
    let layout = &Bodypack::AUDIO_IO_LAYOUTS[layout];
    assert!(plugin.activate(layout, &config, &mut host));
    plugin.reset();
    let [left, right] = &mut main;
    let mut from = 0;
    for (left, right) in left.chunks_mut(block).zip(right.chunks_mut(block)) {
        let length = left.len();
        let mut copies: Vec<Vec<f32>> = (0..2 * layout.aux_input_ports.len())
            .map(|_| aux.map_or_else(Vec::new, |aux| aux[from..from + length].to_vec()))
            .collect();
        let mut buffer = Buffer::default();
        let mut inputs: Vec<Buffer> = Vec::new();
        // SAFETY: the slices outlive the buffers.
        unsafe {
            buffer.set_slices(length, |slices| {
                *slices = match layout.main_output_channels.map(u32::from) {
                    Some(1) => vec![left],
                    _ => vec![left, right],
                };
            });
            for pair in copies.chunks_mut(2) {
                let mut input = Buffer::default();
                let slices = pair.iter_mut().map(Vec::as_mut_slice).collect();
                input.set_slices(length, |to| *to = slices);
                inputs.push(input);
            }
        }
        let mut aux = AuxiliaryBuffers {
            inputs: &mut inputs,
            outputs: &mut [],
        };
        let status = plugin.process(&mut buffer, &mut aux, &mut host);
        assert!(!matches!(status, ProcessStatus::Error(_)));
        from += length;
    }
    main
}

#[test]
fn a_mono_mix_is_heard_in_both_ears_as_the_same_mix_in_stereo() {
    let signal = ramp(6000);
    let stereo = render(
        STEREO,
        48_000.0,
        [signal.clone(), signal.clone()],
        None,
        480,
    );
    // The framework clears the second output before the plugin sees it.
    let mono = render(MONO, 48_000.0, [signal.clone(), vec![0.0; 6000]], None, 480);
    assert_eq!(mono, stereo);
    assert!(mono[1].iter().any(|x| x.abs() > 0.01));
    let room = ramp(6000);
    let with_room = render(
        MONO_AND_AUX,
        48_000.0,
        [signal, vec![0.0; 6000]],
        Some(&room),
        480,
    );
    assert_ne!(with_room, mono);
}

#[test]
fn one_output_is_the_mean_of_both_ears_in_any_blocks() {
    let signal = ramp(6000);
    let room = ramp(6000);
    for (pair, single, aux) in [
        (MONO, MONO_TO_MONO, None),
        (MONO_AND_AUX, MONO_TO_MONO_AND_AUX, Some(&room[..])),
    ] {
        let silent = || vec![0.0; 6000];
        let [left, right] = render(pair, 48_000.0, [signal.clone(), silent()], aux, 480);
        for block in [64, 480, 4000] {
            let [one, _] = render(single, 48_000.0, [signal.clone(), silent()], aux, block);
            for ((one, left), right) in one.iter().zip(&left).zip(&right) {
                assert!(
                    (one - 0.5 * (left + right)).abs() < 1e-7,
                    "blocks of {block}"
                );
            }
        }
    }
}

#[test]
fn an_input_that_is_not_there_is_a_silent_one() {
    let mix = [ramp(6000), ramp(6000)];
    let absent = render(STEREO, 48_000.0, mix.clone(), None, 64);
    let disconnected = render(STEREO_AND_AUX, 48_000.0, mix.clone(), None, 64);
    let silent = render(STEREO_AND_AUX, 48_000.0, mix, Some(&[0.0; 6000]), 64);
    assert_eq!(absent, disconnected);
    assert_eq!(absent, silent);
}

#[test]
fn every_sample_rate_gives_sound_and_a_foreign_one_the_mix_as_it_is() {
    for rate_hz in [8_000.0, 11_025.0, 192_000.0, 384_000.0, 768_000.0] {
        for block in [1, 16_384] {
            let length = if block == 1 { 500 } else { 20_000 };
            let heard = render(
                STEREO_AND_AUX,
                rate_hz,
                [ramp(length), ramp(length)],
                None,
                block,
            );
            for channel in &heard {
                assert!(channel.iter().all(|x| x.is_finite() && x.abs() <= 1.0));
                assert!(
                    channel.iter().any(|x| x.abs() > 1e-3),
                    "{rate_hz} Hz: nothing"
                );
            }
        }
    }
    for rate_hz in [1_000.0, 4_000.0, 1_536_000.0] {
        let mix = [ramp(1000), ramp(1000)];
        assert_eq!(render(STEREO_AND_AUX, rate_hz, mix.clone(), None, 64), mix);
    }
}

#[test]
fn what_is_no_number_does_not_come_out() {
    let mut mix = [ramp(6000), ramp(6000)];
    for (at, bad) in [
        (100, f32::NAN),
        (200, f32::INFINITY),
        (300, 1e30),
        (301, -1e30),
        (400, 1e-40),
    ] {
        mix[0][at] = bad;
    }
    let room = mix[0].clone();
    let heard = render(STEREO_AND_AUX, 48_000.0, mix, Some(&room), 37);
    for channel in &heard {
        assert!(channel.iter().all(|x| x.is_finite() && x.abs() <= 1.0));
        assert!(channel.iter().all(|x| *x == 0.0 || x.is_normal()));
    }
}
