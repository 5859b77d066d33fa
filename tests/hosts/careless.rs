//! Hosts that do what they should not, or what the standard allows and few do: nothing of it may
//! end them.

use bodypack::rig::Rig;
use bodypack::session::vst3_state_of;
use clap_sys::process::CLAP_PROCESS_ERROR;
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{IEditControllerTrait, ProcessModes_};
use nice_plug::wrapper::vst3::vst3::Steinberg::{kInvalidArgument, kResultOk};

use super::raw_clap::{self, call, Events, Heard, Ports, RawClap};
use super::raw_vst3::{self, Buses, Change, Changes, RawVst3};

const FRAMES: usize = 64;

/// A channel with a tone in it.
fn tone() -> Option<Vec<f32>> {
    Some((0..FRAMES).map(|n| 0.5 * (0.3 * n as f32).sin()).collect())
}

fn vst3() -> RawVst3 {
    let vst3 = RawVst3::new();
    vst3.start(FRAMES as i32);
    vst3
}

fn clap() -> RawClap {
    let clap = RawClap::new(Heard::default());
    assert!(clap.activate(FRAMES as u32) && clap.start());
    clap
}

/// The sound of a first block.
fn first_block(samples: Vec<Vec<Option<Vec<f32>>>>) -> [Vec<f32>; 2] {
    let vst3 = vst3();
    let mut inputs = Buses::new(samples);
    let mut outputs = Buses::filled(&[2], 9.0, FRAMES);
    let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
    assert_eq!(vst3.process(&mut data), kResultOk);
    [0, 1].map(|channel| outputs.channel(0, channel).to_vec())
}

/// Every parameter but the one that loads rigs, and with them values of all others.
pub(super) fn clap_ids(clap: &RawClap) -> Vec<u32> {
    let params = clap.params();
    let ids = (0..call!(params, count, clap.plugin)).filter_map(|index| {
        // SAFETY: a structure of numbers and text.
        let mut info: clap_sys::ext::params::clap_param_info = unsafe { std::mem::zeroed() };
        assert!(call!(params, get_info, clap.plugin, index, &mut info));
        // SAFETY: the name is a C string.
        let name = unsafe { std::ffi::CStr::from_ptr(info.name.as_ptr()) };
        (name != c"Rig").then_some(info.id)
    });
    ids.collect()
}

/// The same in VST3.
pub(super) fn vst3_ids(vst3: &RawVst3) -> Vec<u32> {
    let name: Vec<u16> = "Rig\0".encode_utf16().collect();
    let infos = (0..).map_while(|index| vst3.info(index));
    let values = infos.filter(|info| !info.title.starts_with(&name));
    values.map(|info| info.id).collect()
}

pub(super) fn vst3_id(vst3: &RawVst3, name: &str) -> u32 {
    let name: Vec<u16> = name.encode_utf16().chain([0]).collect();
    let infos = (0..).map_while(|index| vst3.info(index));
    let found = infos
        .filter(|info| info.title.starts_with(&name))
        .map(|info| info.id);
    found.last().expect("there is such a parameter")
}

#[test]
fn vst3_takes_a_bus_with_null_channels_for_an_empty_one() {
    needs_bundles!();
    let mix = || vec![tone(), tone()];
    let alone = first_block(vec![mix()]);
    assert_eq!(
        first_block(vec![mix(), vec![None, None], vec![None, None]]),
        alone
    );
    let silent = first_block(vec![vec![Some(vec![0.0; FRAMES]), Some(vec![0.0; FRAMES])]]);
    assert_eq!(first_block(vec![vec![None, None]]), silent);
    // An output that nobody hears.
    let vst3 = vst3();
    let mut inputs = Buses::new(vec![mix()]);
    let mut outputs = Buses::new(vec![vec![None, None]]);
    let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
    assert_eq!(vst3.process(&mut data), kResultOk);
    let mut outputs = Buses::new(vec![vec![Some(vec![9.0; FRAMES]), None]]);
    let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
    assert_eq!(vst3.process(&mut data), kResultOk);
    assert!(outputs.channel(0, 0).iter().all(|x| x.abs() <= 1.0));
}

#[test]
fn vst3_reads_back_and_saves_what_it_is_told_while_there_is_sound() {
    needs_bundles!();
    let vst3 = vst3();
    let id = vst3_id(&vst3, "Volume");
    let before = vst3.value(id);
    let told = if before < 0.5 { 0.75 } else { 0.25 };
    assert_eq!(vst3.set(id, told), kResultOk);
    assert!((vst3.value(id) - told).abs() < 1e-6);
    let saved = vst3.save();
    let other = RawVst3::new();
    assert_eq!(other.load(&saved), kResultOk);
    assert!((other.value(id) - told).abs() < 1e-6, "{}", other.value(id));
    // The block brings a newer one.
    let mut inputs = Buses::filled(&[2, 2, 2], 0.1, FRAMES);
    let mut outputs = Buses::filled(&[2], 0.0, FRAMES);
    let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
    let changes = Changes::of(vec![Change {
        id,
        at: 0,
        value: 0.6,
    }]);
    data.inputParameterChanges = changes.as_ptr();
    assert_eq!(vst3.process(&mut data), kResultOk);
    assert!((vst3.value(id) - 0.6).abs() < 1e-6);
    // What no block brings is heard once the sound ends.
    assert_eq!(vst3.set(id, told), kResultOk);
    vst3.run(false);
    assert!((vst3.value(id) - told).abs() < 1e-6);
    assert_eq!(vst3.save(), {
        let again = RawVst3::new();
        again.load(&vst3.save());
        again.save()
    });
}

#[test]
fn vst3_restores_every_state_after_any_values_told_while_there_is_sound() {
    needs_bundles!();
    let mut seed = 0x7b36_a8a1_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let vst3 = vst3();
    let ids = vst3_ids(&vst3);
    for _ in 0..20 {
        let saved = vst3.save();
        let before: Vec<f64> = ids.iter().map(|id| vst3.value(*id)).collect();
        for id in &ids {
            assert_eq!(vst3.set(*id, next()), kResultOk);
        }
        assert_eq!(vst3.load(&saved), kResultOk);
        for (id, before) in ids.iter().zip(before) {
            let after = vst3.value(*id);
            assert!((after - before).abs() < 1e-4, "{id}: {before} and {after}");
        }
        for id in &ids {
            vst3.set(*id, next());
        }
    }
}

#[test]
fn an_event_later_than_the_block_is_taken_at_its_end_and_nothing_is_written_beyond() {
    needs_bundles!();
    let clap = clap();
    let ids = clap_ids(&clap);
    for time in [FRAMES as u32, FRAMES as u32 + 1, 100_000, u32::MAX] {
        let inputs = Ports::filled(&[2, 2, 2], 0.25, 4 * FRAMES);
        let mut outputs = Ports::filled(&[2], 9.0, 4 * FRAMES);
        let values: Vec<_> = ids.iter().map(|id| (time, *id, 1.0)).collect();
        let events = Events::of(&values);
        let block = raw_clap::block(FRAMES as u32, &inputs, &mut outputs, Some(&events));
        assert_ne!(clap.process(&block), CLAP_PROCESS_ERROR);
        for channel in 0..2 {
            let samples = outputs.channel(0, channel, 4 * FRAMES);
            assert!(samples[..FRAMES].iter().all(|x| x.abs() <= 1.0));
            assert!(samples[FRAMES..].iter().all(|x| *x == 9.0), "{time}");
        }
        assert!(ids.iter().all(|id| clap.value(*id) >= 1.0));
    }
}

#[test]
fn fewer_ports_than_declared_and_channels_that_are_not_there_are_silence() {
    needs_bundles!();
    let clap = clap();
    let mut shapes: Vec<Vec<Vec<Option<Vec<f32>>>>> = vec![
        vec![],
        vec![vec![]],
        vec![vec![tone()]],
        vec![vec![None, tone()]],
        vec![vec![tone(), tone()]],
        vec![vec![tone(), tone()], vec![tone(), None]],
        vec![
            vec![tone(); 7],
            vec![None; 7],
            vec![tone(); 7],
            vec![tone(); 7],
        ],
    ];
    for inputs in shapes.drain(..) {
        let inputs = Ports::new(inputs);
        for channels in [&[][..], &[0], &[1], &[2], &[5], &[2, 2]] {
            let mut outputs = Ports::filled(channels, 9.0, FRAMES);
            let block = raw_clap::block(FRAMES as u32, &inputs, &mut outputs, None);
            assert_ne!(clap.process(&block), CLAP_PROCESS_ERROR);
            for (port, &count) in channels.iter().enumerate() {
                for channel in 0..count {
                    let samples = outputs.channel(port, channel, FRAMES);
                    assert!(samples.iter().all(|x| x.abs() <= 1.0));
                    // What the plugin does not have is silent.
                    let beyond = port > 0 || channel > 1;
                    assert!(!beyond || samples.iter().all(|x| *x == 0.0));
                }
            }
        }
    }
    let vst3 = vst3();
    for channels in [&[][..], &[1], &[7, 7], &[2, 2, 2, 2, 2]] {
        let mut inputs = Buses::filled(channels, 0.1, FRAMES);
        for channels in [&[][..], &[1], &[5], &[2, 2]] {
            let mut outputs = Buses::filled(channels, 9.0, FRAMES);
            let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
            assert_eq!(vst3.process(&mut data), kResultOk);
            let all = outputs.samples.iter().flatten().flatten().flatten();
            assert!(all.into_iter().all(|x| x.abs() <= 1.0));
        }
        // Pointers that are null where counts say that there is something.
        let mut outputs = Buses::filled(&[2], 9.0, FRAMES);
        let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
        data.inputs = std::ptr::null_mut();
        assert_eq!(vst3.process(&mut data), kResultOk);
        data.outputs = std::ptr::null_mut();
        assert_eq!(vst3.process(&mut data), kResultOk);
    }
}

#[test]
fn the_parameter_after_the_last_is_none() {
    needs_bundles!();
    let clap = RawClap::new(Heard::default());
    let params = clap.params();
    let count = call!(params, count, clap.plugin);
    for index in [count, count + 1, u32::MAX] {
        // SAFETY: a structure of numbers and text.
        let mut info: clap_sys::ext::params::clap_param_info = unsafe { std::mem::zeroed() };
        assert!(!call!(params, get_info, clap.plugin, index, &mut info));
    }
    let vst3 = RawVst3::new();
    // SAFETY: a call of the standard.
    let count = unsafe { vst3.controller.getParameterCount() };
    for index in [-1, count, count + 1, i32::MIN, i32::MAX] {
        assert!(vst3.info(index).is_none());
    }
}

#[test]
fn a_block_before_there_is_anything_to_process_it_with_is_an_error_and_silence() {
    needs_bundles!();
    let clap = RawClap::new(Heard::default());
    let inputs = Ports::filled(&[2, 2, 2], 0.25, FRAMES);
    let mut outputs = Ports::filled(&[2], 9.0, FRAMES);
    let block = raw_clap::block(FRAMES as u32, &inputs, &mut outputs, None);
    assert_eq!(clap.process(&block), CLAP_PROCESS_ERROR);
    assert!(outputs.channel(0, 0, FRAMES).iter().all(|x| *x == 0.0));
    assert!(!clap.start(), "it is not active");
    clap.stop();
    clap.deactivate();
    call!(clap.plugin, reset, clap.plugin);

    let vst3 = RawVst3::new();
    let attempt = |vst3: &RawVst3| {
        let mut inputs = Buses::filled(&[2, 2, 2], 0.25, FRAMES);
        let mut outputs = Buses::filled(&[2], 9.0, FRAMES);
        let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
        assert_ne!(vst3.process(&mut data), kResultOk);
        assert!(outputs.channel(0, 0).iter().all(|x| *x == 0.0));
    };
    attempt(&vst3);
    assert_ne!(vst3.activate(true), kResultOk, "nothing has been set up");
    attempt(&vst3);
    assert_eq!(
        vst3.set_up(FRAMES as i32, ProcessModes_::kRealtime as u32),
        kResultOk
    );
    attempt(&vst3);
    vst3.run(true);
    attempt(&vst3);
    vst3.activate(true);
    vst3.activate(false);
    attempt(&vst3);
}

#[test]
fn absurd_lengths_are_errors_and_silence() {
    needs_bundles!();
    let clap = RawClap::new(Heard::default());
    assert!(!clap.activate(0));
    assert!(!clap.activate(u32::MAX));
    for rate in [0.0, -48_000.0, f64::NAN, f64::INFINITY] {
        assert!(!call!(clap.plugin, activate, clap.plugin, rate, 1, 64));
    }
    assert!(clap.activate(FRAMES as u32) && clap.start());
    assert!(!clap.activate(FRAMES as u32), "it is active");
    let inputs = Ports::filled(&[2, 2, 2], 0.25, FRAMES);
    for frames in [FRAMES as u32 + 1, 1 << 31, u32::MAX] {
        let mut outputs = Ports::filled(&[2], 9.0, FRAMES);
        let block = raw_clap::block(frames, &inputs, &mut outputs, None);
        assert_eq!(clap.process(&block), CLAP_PROCESS_ERROR);
        assert!(outputs.channel(0, 1, FRAMES).iter().all(|x| *x == 0.0));
    }
    let mut outputs = Ports::filled(&[2], 9.0, FRAMES);
    let block = raw_clap::block(0, &inputs, &mut outputs, None);
    assert_ne!(
        clap.process(&block),
        CLAP_PROCESS_ERROR,
        "no frames are few frames"
    );

    let vst3 = RawVst3::new();
    for length in [0, -1, i32::MIN, i32::MAX] {
        assert_ne!(
            vst3.set_up(length, ProcessModes_::kRealtime as u32),
            kResultOk
        );
    }
    vst3.start(FRAMES as i32);
    for length in [-1, i32::MIN, FRAMES as i32 + 1, i32::MAX] {
        let mut inputs = Buses::filled(&[2, 2, 2], 0.25, FRAMES);
        let mut outputs = Buses::filled(&[2], 9.0, FRAMES);
        let mut data = raw_vst3::block(length, &mut inputs, &mut outputs);
        assert_eq!(vst3.process(&mut data), kInvalidArgument);
        assert!(length < 0 || outputs.channel(0, 0).iter().all(|x| *x == 0.0));
    }
}

#[test]
fn values_that_are_no_numbers_change_nothing() {
    needs_bundles!();
    let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    let clap = clap();
    for id in clap_ids(&clap) {
        let before = clap.value(id);
        let values = bad.map(|value| (1, id, value));
        let events = Events::of(&values);
        let inputs = Ports::filled(&[2, 2, 2], 0.25, FRAMES);
        let mut outputs = Ports::filled(&[2], 9.0, FRAMES);
        let block = raw_clap::block(FRAMES as u32, &inputs, &mut outputs, Some(&events));
        clap.process(&block);
        assert_eq!(clap.value(id), before);
        for value in bad {
            let mut text = [0; 64];
            let written = call!(
                clap.params(),
                value_to_text,
                clap.plugin,
                id,
                value,
                text.as_mut_ptr(),
                64
            );
            assert!(!written);
        }
        // Numbers out of range are brought back into it.
        let events = Events::of(&[(0, id, 1e300), (1, 0xDEAD_BEEF, 0.5), (2, id, -1e300)]);
        let block = raw_clap::block(FRAMES as u32, &inputs, &mut outputs, Some(&events));
        clap.process(&block);
        assert_eq!(clap.value(id), 0.0);
    }
    let vst3 = vst3();
    for id in vst3_ids(&vst3) {
        let before = vst3.value(id);
        for value in bad {
            assert_eq!(vst3.set(id, value), kInvalidArgument);
            let mut inputs = Buses::filled(&[2, 2, 2], 0.1, FRAMES);
            let mut outputs = Buses::filled(&[2], 0.0, FRAMES);
            let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
            let at = -5;
            let changes = Changes::of(vec![Change { id, at, value }]);
            data.inputParameterChanges = changes.as_ptr();
            vst3.process(&mut data);
            assert_eq!(vst3.value(id), before);
            // SAFETY: calls of the standard.
            unsafe {
                let mut text = [0; 128];
                vst3.controller.getParamStringByValue(id, value, &mut text);
                vst3.controller.normalizedParamToPlain(id, value);
                vst3.controller.plainParamToNormalized(id, value);
            }
        }
    }
}

#[test]
fn null_pointers_are_refused() {
    needs_bundles!();
    use std::ptr::{null, null_mut};
    let clap = RawClap::new(Heard::default());
    let id = clap_ids(&clap)[0];
    let params = clap.params();
    let mut value = 0.0;
    assert!(!call!(params, get_info, clap.plugin, 0, null_mut()));
    assert!(!call!(params, get_value, clap.plugin, id, null_mut()));
    assert!(!call!(
        params,
        value_to_text,
        clap.plugin,
        id,
        0.5,
        null_mut(),
        8
    ));
    assert!(!call!(
        params,
        text_to_value,
        clap.plugin,
        id,
        null(),
        &mut value
    ));
    call!(params, flush, clap.plugin, null(), null());
    let state: &clap_sys::ext::state::clap_plugin_state =
        clap.extension(clap_sys::ext::state::CLAP_EXT_STATE);
    assert!(!call!(state, save, clap.plugin, null()));
    assert!(!call!(state, load, clap.plugin, null()));
    assert!(call!(clap.plugin, get_extension, clap.plugin, null()).is_null());
    assert_eq!(
        call!(clap.plugin, process, clap.plugin, null()),
        CLAP_PROCESS_ERROR
    );
    let factory = raw_clap::factory();
    assert!(call!(
        factory,
        create_plugin,
        factory,
        null(),
        c"org.bodypack.bodypack".as_ptr()
    )
    .is_null());
    assert!(call!(factory, create_plugin, factory, null(), null()).is_null());
    assert!(call!(factory, get_plugin_descriptor, factory, 1).is_null());
}

#[test]
fn a_state_may_be_loaded_from_any_thread_while_another_plays() {
    needs_bundles!();
    let clap = clap();
    let vst3 = vst3();
    let mut rig = Rig::default();
    rig.pack.volume_db = -20.0;
    let (for_clap, for_vst3) = (bodypack::session::clap_state_of(&rig), vst3_state_of(&rig));
    std::thread::scope(|scope| {
        let loading = scope.spawn(|| {
            for _ in 0..20 {
                assert!(clap.load(&for_clap));
                assert_eq!(vst3.load(&for_vst3), kResultOk);
                assert!(!clap.save().is_empty() && !vst3.save().is_empty());
            }
        });
        while !loading.is_finished() {
            let inputs = Ports::filled(&[2, 2, 2], 0.25, FRAMES);
            let mut outputs = Ports::filled(&[2], 0.0, FRAMES);
            let block = raw_clap::block(FRAMES as u32, &inputs, &mut outputs, None);
            assert_ne!(clap.process(&block), CLAP_PROCESS_ERROR);
            let mut inputs = Buses::filled(&[2, 2, 2], 0.25, FRAMES);
            let mut outputs = Buses::filled(&[2], 0.0, FRAMES);
            let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
            assert_eq!(vst3.process(&mut data), kResultOk);
        }
    });
    let id = vst3_id(&vst3, "Volume");
    let expected = RawVst3::new();
    expected.load(&for_vst3);
    assert_eq!(vst3.value(id), expected.value(id));
}
