//! Tracks of one channel in the built bundles: one input to one output or to two.

use clap_sys::ext::configurable_audio_ports::{
    clap_audio_port_configuration_request, clap_plugin_configurable_audio_ports,
    CLAP_EXT_CONFIGURABLE_AUDIO_PORTS,
};
use clap_sys::process::CLAP_PROCESS_ERROR;
use nice_plug::wrapper::vst3::vst3::Steinberg::kResultOk;
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    IAudioProcessorTrait, SpeakerArr, SpeakerArrangement,
};

use super::raw_clap::{self, call, Heard, Ports, RawClap};
use super::raw_vst3::{self, Buses, RawVst3};
use super::scene::noise;

const FRAMES: usize = 4096;

/// Both formats' output for noise on the main input with so many channels.
fn outputs(main_inputs: usize, main_outputs: usize) -> [Vec<Vec<f32>>; 2] {
    [
        through_clap(main_inputs, main_outputs),
        through_vst3(main_inputs, main_outputs),
    ]
}

fn buses(main: usize) -> Vec<Vec<Option<Vec<f32>>>> {
    let main = vec![Some(noise(1, FRAMES)); main];
    let silent = vec![Some(vec![0.0; FRAMES]); 2];
    vec![main, silent.clone(), silent]
}

fn through_clap(main_inputs: usize, main_outputs: usize) -> Vec<Vec<f32>> {
    let clap = RawClap::new(Heard::default());
    let ports: &clap_plugin_configurable_audio_ports =
        clap.extension(CLAP_EXT_CONFIGURABLE_AUDIO_PORTS);
    let wanted = [(true, main_inputs), (false, main_outputs)].map(|(is_input, channels)| {
        clap_audio_port_configuration_request {
            is_input,
            port_index: 0,
            channel_count: channels as u32,
            port_type: std::ptr::null(),
            port_details: std::ptr::null(),
        }
    });
    let taken = call!(ports, apply_configuration, clap.plugin, wanted.as_ptr(), 2);
    assert!(taken, "{main_inputs} in, {main_outputs} out");
    assert!(clap.activate(FRAMES as u32) && clap.start());
    let inputs = Ports::new(buses(main_inputs));
    let mut heard = Ports::filled(&[main_outputs], 9.0, FRAMES);
    let block = raw_clap::block(FRAMES as u32, &inputs, &mut heard, None);
    assert_ne!(clap.process(&block), CLAP_PROCESS_ERROR);
    let channel = |n| heard.channel(0, n, FRAMES).to_vec();
    (0..main_outputs).map(channel).collect()
}

fn through_vst3(main_inputs: usize, main_outputs: usize) -> Vec<Vec<f32>> {
    let arrangement = |channels| match channels {
        1 => SpeakerArr::kMono,
        _ => SpeakerArr::kStereo,
    };
    let stereo = SpeakerArr::kStereo;
    let mut inputs: [SpeakerArrangement; 3] = [arrangement(main_inputs), stereo, stereo];
    let mut outputs: [SpeakerArrangement; 1] = [arrangement(main_outputs)];
    let vst3 = RawVst3::new();
    // SAFETY: the lists are as long as is said.
    let taken = unsafe {
        let (inputs, outputs) = (inputs.as_mut_ptr(), outputs.as_mut_ptr());
        vst3.processor.setBusArrangements(inputs, 3, outputs, 1)
    };
    assert_eq!(taken, kResultOk, "{main_inputs} in, {main_outputs} out");
    vst3.start(FRAMES as i32);
    let mut inputs = Buses::new(buses(main_inputs));
    let mut heard = Buses::filled(&[main_outputs], 9.0, FRAMES);
    let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut heard);
    assert_eq!(vst3.process(&mut data), kResultOk);
    let channel = |n| heard.channel(0, n).to_vec();
    (0..main_outputs).map(channel).collect()
}

#[test]
fn a_mono_track_has_one_or_two_outputs() {
    needs_bundles!();
    let stereo = outputs(2, 2);
    let [clap, vst3] = &stereo;
    assert_eq!(clap, vst3);
    assert!(clap[0].iter().any(|x| x.abs() > 0.01));
    assert_eq!(outputs(1, 2), stereo, "one channel for both ears");
    for single in outputs(1, 1) {
        let ears = clap[0].iter().zip(&clap[1]);
        for (one, (left, right)) in single[0].iter().zip(ears) {
            assert!(
                (one - 0.5 * (left + right)).abs() < 1e-7,
                "mean of both ears"
            );
        }
    }
}
