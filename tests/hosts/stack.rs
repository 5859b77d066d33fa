//! Stack use of a host's calls. Audio threads have 512 KiB, some 128.

// What was measured is told to the person at the terminal.
#![allow(clippy::print_stdout)]

use bodypack::rig::{presets, Rig};
use bodypack::session::{clap_state_of, vst3_state_of};
use nice_plug::wrapper::vst3::vst3::Steinberg::kResultOk;
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::ProcessModes_;

use super::depth::{self, on_stack};
use super::raw_clap::{self, call, Events, Heard, Ports, RawClap};
use super::raw_vst3::{self, Buses, Change, Changes, RawVst3};

/// Stack size that has to suffice.
const SMALL_STACK: usize = 128 << 10;

/// Goal for each call, bytes.
const GOAL: usize = 64 << 10;

/// The length of the blocks.
const FRAMES: usize = 512;

/// Every factory rig, and one with everything that a rig can have.
fn rigs() -> Vec<Rig> {
    let mut rigs: Vec<Rig> = presets::all().iter().map(|one| one.rig.clone()).collect();
    let mut largest = presets::find("all-out-twenty-drivers").expect("a factory rig");
    largest.name = "x".repeat(80);
    largest.notes = "Long notes.\n".repeat(300);
    // Both ears differ, hence each is designed by itself.
    largest.earphone.seal.left_resistance_pa_s_m3 = 1e8;
    largest.earphone.seal.right_resistance_pa_s_m3 = 3e7;
    largest.ambient.microphones.enabled = true;
    largest.own_voice.occlusion = 1.0;
    rigs.push(largest);
    rigs
}

fn largest() -> Rig {
    rigs().pop().expect("there are rigs")
}

/// The parameter that has the network solved anew.
fn seal(clap: &RawClap) -> u32 {
    let params = clap.params();
    (0..call!(params, count, clap.plugin))
        .find_map(|index| {
            // SAFETY: a structure of numbers and text.
            let mut info: clap_sys::ext::params::clap_param_info = unsafe { std::mem::zeroed() };
            assert!(call!(params, get_info, clap.plugin, index, &mut info));
            // SAFETY: the name is a C string.
            let name = unsafe { std::ffi::CStr::from_ptr(info.name.as_ptr()) };
            (name == c"Seal left").then_some(info.id)
        })
        .expect("there is a seal")
}

/// Calls, and how deep each went.
#[derive(Default)]
struct Table(Vec<(String, usize)>);

impl Table {
    fn measure<T>(&mut self, format: &str, call: &str, work: impl FnOnce() -> T) -> T {
        let (result, bytes) = depth::of(work);
        self.0.push((format!("{format} {call}"), bytes));
        result
    }

    fn print(&self) {
        for (call, bytes) in &self.0 {
            println!("{call:<32} {:>7.1} KiB", *bytes as f64 / 1024.0);
        }
    }
}

fn measure_clap(table: &mut Table) {
    const CLAP: &str = "CLAP";
    let clap = table.measure(CLAP, "create and init", || RawClap::new(Heard::default()));
    let state = clap_state_of(&largest());
    assert!(table.measure(CLAP, "state load", || clap.load(&state)));
    table.measure(CLAP, "on_main_thread", || clap.idle());
    let id = seal(&clap);
    table.measure(CLAP, "value to text and back", || {
        let mut text = [0; 256];
        let params = clap.params();
        assert!(call!(
            params,
            value_to_text,
            clap.plugin,
            id,
            0.3,
            text.as_mut_ptr(),
            256
        ));
        let mut value = 0.0;
        call!(
            params,
            text_to_value,
            clap.plugin,
            id,
            text.as_ptr(),
            &mut value
        )
    });
    for offline in [false, true] {
        if offline {
            clap.set_offline();
        }
        let call = |what| format!("{what}{}", if offline { " offline" } else { "" });
        assert!(table.measure(CLAP, &call("activate"), || clap.activate(FRAMES as u32)));
        assert!(table.measure(CLAP, &call("start_processing"), || clap.start()));
        let inputs = Ports::filled(&[2, 2, 2], 0.25, FRAMES);
        let mut outputs = Ports::filled(&[2], 0.0, FRAMES);
        let events = Events::of(&[(100, id, 0.2)]);
        let block = raw_clap::block(FRAMES as u32, &inputs, &mut outputs, Some(&events));
        assert!(table.measure(CLAP, &call("process"), || clap.process(&block)) != 0);
        table.measure(CLAP, &call("reset"), || {
            call!(clap.plugin, reset, clap.plugin)
        });
        clap.stop();
        table.measure(CLAP, &call("deactivate"), || clap.deactivate());
    }
    table.measure(CLAP, "state save", || clap.save());
    table.measure(CLAP, "destroy", || drop(clap));
}

fn measure_vst3(table: &mut Table) {
    const VST3: &str = "VST3";
    let vst3 = table.measure(VST3, "createInstance", RawVst3::new);
    let state = vst3_state_of(&largest());
    let loaded = table.measure(VST3, "setState", || vst3.load(&state));
    assert_eq!(loaded, kResultOk);
    let infos = || (0..).map_while(|index| vst3.info(index));
    let name: Vec<u16> = "Seal left\0".encode_utf16().collect();
    let seal = infos().find(|info| info.title.starts_with(&name));
    let id = seal.expect("there is a seal").id;
    for mode in [ProcessModes_::kRealtime, ProcessModes_::kOffline] {
        let offline = mode == ProcessModes_::kOffline;
        let call = |what| format!("{what}{}", if offline { " offline" } else { "" });
        assert_eq!(vst3.set_up(FRAMES as i32, mode as u32), kResultOk);
        let activated = table.measure(VST3, &call("setActive(true)"), || vst3.activate(true));
        assert_eq!(activated, kResultOk);
        table.measure(VST3, &call("setProcessing"), || vst3.run(true));
        let mut inputs = Buses::filled(&[2, 2, 2], 0.25, FRAMES);
        let mut outputs = Buses::filled(&[2], 0.0, FRAMES);
        let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
        let changes = Changes::of(vec![Change {
            id,
            at: 100,
            value: 0.2,
        }]);
        data.inputParameterChanges = changes.as_ptr();
        let done = table.measure(VST3, &call("process"), || vst3.process(&mut data));
        assert_eq!(done, kResultOk);
        vst3.run(false);
        table.measure(VST3, &call("setActive(false)"), || vst3.activate(false));
    }
    table.measure(VST3, "getState", || vst3.save());
    table.measure(VST3, "release", || drop(vst3));
}

#[test]
fn no_call_of_a_host_takes_more_than_64_kib_of_stack() {
    needs_bundles!();
    // What is done once for a process is done by a host's scan.
    drop((RawClap::new(Heard::default()), RawVst3::new()));
    let table = on_stack(depth::LARGE_STACK, || {
        let mut table = Table::default();
        measure_clap(&mut table);
        measure_vst3(&mut table);
        table
    });
    table.print();
    for (call, bytes) in &table.0 {
        assert!(*bytes <= GOAL, "{call} takes {bytes} bytes");
    }
}

#[test]
fn every_rig_is_loaded_activated_played_and_saved_on_128_kib_of_stack() {
    needs_bundles!();
    let rigs = rigs();
    let states: Vec<_> = rigs
        .iter()
        .map(|rig| (clap_state_of(rig), vst3_state_of(rig)))
        .collect();
    let (clap, vst3) = (RawClap::new(Heard::default()), RawVst3::new());
    let id = seal(&clap);
    on_stack(SMALL_STACK, || {
        for (round, (for_clap, for_vst3)) in states.iter().enumerate() {
            let inputs = Ports::filled(&[2, 2, 2], 0.25, FRAMES);
            let mut outputs = Ports::filled(&[2], 0.0, FRAMES);
            let events = Events::of(&[(100, id, 0.2 + 0.001 * round as f64)]);
            assert!(clap.load(for_clap) && clap.activate(FRAMES as u32) && clap.start());
            let block = raw_clap::block(FRAMES as u32, &inputs, &mut outputs, Some(&events));
            assert!(clap.process(&block) != 0);
            clap.stop();
            clap.deactivate();
            assert!(!clap.save().is_empty());

            let mut inputs = Buses::filled(&[2, 2, 2], 0.25, FRAMES);
            let mut outputs = Buses::filled(&[2], 0.0, FRAMES);
            assert_eq!(vst3.load(for_vst3), kResultOk);
            vst3.start(FRAMES as i32);
            let mut data = raw_vst3::block(FRAMES as i32, &mut inputs, &mut outputs);
            assert_eq!(vst3.process(&mut data), kResultOk);
            vst3.run(false);
            vst3.activate(false);
            assert!(!vst3.save().is_empty());
        }
    });
}
