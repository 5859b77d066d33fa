//! The whole plugin as a live host drives it: while sound plays, knobs turn, rigs are loaded and the
//! designer hands over responses, the audio thread neither takes from the heap nor gives back.

#[path = "allocations/counter.rs"]
mod counter;
#[path = "live/host.rs"]
mod host;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bodypack::rig::Rig;
use bodypack::session::plugin_state_of;
use bodypack_plugin::host::Bodypack;
use host::Host;
use nice_plug::audio_setup::{AuxiliaryBuffers, BufferConfig, ProcessMode};
use nice_plug::buffer::Buffer;
use nice_plug::context::process::Transport;
use nice_plug::prelude::{ParamPtr, Params, Plugin};

const RATE_HZ: f32 = 48_000.0;
const BLOCK: usize = 64;

/// A running instance and everything that its host holds.
struct Live {
    plugin: Bodypack,
    params: Arc<dyn Params>,
    pointers: BTreeMap<String, ParamPtr>,
    host: Host,
    position: usize,
}

impl Live {
    fn new() -> Self {
        let mut plugin = Bodypack::default();
        let params = plugin.params();
        let map = params.param_map().into_iter();
        let pointers = map.map(|(id, pointer, _)| (id, pointer)).collect();
        let mut host = Host(Transport::new(RATE_HZ));
        let config = BufferConfig {
            sample_rate: RATE_HZ,
            min_buffer_size: None,
            max_buffer_size: BLOCK as u32,
            process_mode: ProcessMode::Realtime,
        };
        assert!(plugin.activate(&Bodypack::AUDIO_IO_LAYOUTS[0], &config, &mut host));
        plugin.reset();
        Self {
            plugin,
            params,
            pointers,
            host,
            position: 0,
        }
    }

    /// Turns a knob, 0 to 1.
    fn turn(&self, id: &str, normalized: f32) {
        // SAFETY: the parameters live as long as `self.params`.
        unsafe { self.pointers[id]._internal_set_normalized_value(normalized) };
    }

    /// Plays one block of a tone of 50 Hz; how much of the heap it used, and its peak on the left.
    fn play(&mut self) -> (usize, f32) {
        let tone = |n: usize| {
            let turns = 50.0 * n as f64 / f64::from(RATE_HZ);
            (0.1 * (2.0 * std::f64::consts::PI * turns).sin()) as f32
        };
        let block = || -> Vec<f32> { (self.position..self.position + BLOCK).map(tone).collect() };
        let mut channels: [Vec<f32>; 6] = std::array::from_fn(|_| block());
        let [left, right, rest @ ..] = &mut channels;
        let mut main = Buffer::default();
        let mut aux = [Buffer::default(), Buffer::default()];
        // SAFETY: the slices live until the buffers have been used, and have that length.
        unsafe {
            main.set_slices(BLOCK, |slices| *slices = vec![left, right]);
            for (buffer, pair) in aux.iter_mut().zip(rest.chunks_mut(2)) {
                let slices = pair.iter_mut().map(Vec::as_mut_slice).collect();
                buffer.set_slices(BLOCK, |to| *to = slices);
            }
        }
        let mut aux = AuxiliaryBuffers {
            inputs: &mut aux,
            outputs: &mut [],
        };
        let (plugin, host) = (&mut self.plugin, &mut self.host);
        let used = counter::allocations(|| {
            plugin.process(&mut main, &mut aux, host);
        });
        self.position += BLOCK;
        let peak = main.as_slice()[0]
            .iter()
            .fold(0.0f32, |peak, x| peak.max(x.abs()));
        (used, peak)
    }

    /// Plays for so many blocks, at a pace that leaves the designer its turn.
    fn play_for(&mut self, blocks: usize) -> f32 {
        let mut loudest = 0.0f32;
        for _ in 0..blocks {
            let (used, peak) = self.play();
            assert_eq!(used, 0, "the heap was used");
            loudest = loudest.max(peak);
            std::thread::sleep(Duration::from_micros(300));
        }
        loudest
    }
}

#[test]
fn playing_turning_and_loading_leave_the_heap_alone_and_no_thread_behind() {
    let mut live = Live::new();
    live.turn("ambon", 0.0);
    live.turn("ownon", 0.0);
    live.play_for(200);
    let sealed = live.play_for(50);
    for step in 0..40 {
        live.turn("seall", 0.9 - 0.02 * step as f32);
        live.turn("vol", 0.75 - 0.001 * step as f32);
        live.turn("zout", 0.01 * step as f32);
        live.turn("ref", 0.5 * (step % 3) as f32);
        live.turn("link", (step % 2) as f32);
        live.turn("bypass", (step % 5 / 4) as f32);
        live.play_for(25);
    }
    live.turn("bypass", 0.0);
    live.turn("ref", 0.0);
    live.turn("vol", 0.75);
    // The newest seal is heard once the designer has caught up.
    live.turn("seall", 0.1);
    let deadline = Instant::now() + Duration::from_secs(20);
    while live.play_for(100) > 0.5 * sealed {
        assert!(Instant::now() < deadline, "the leak is never heard");
    }
    for preset in bodypack::rig::presets::all() {
        let state = plugin_state_of(&preset.rig);
        live.params.deserialize_fields(&state.fields);
        live.play_for(60);
    }
    live.params
        .deserialize_fields(&plugin_state_of(&Rig::default()).fields);
    live.play_for(100);

    #[cfg(target_os = "linux")]
    the_worker_rests(&mut live);
    #[cfg(target_os = "linux")]
    assert_eq!(designers(), 1);
    drop(live);
    #[cfg(target_os = "linux")]
    assert_eq!(designers(), 0, "the designer outlives its plugin");
    // In turn, since workers are counted by process.
    a_tap_and_a_blind_pair_leave_the_heap_alone();
}

/// While sound runs and nothing moves, the worker wakes twice a second at the most; a change is
/// heard all the same.
#[cfg(target_os = "linux")]
fn the_worker_rests(live: &mut Live) {
    let play_until = |live: &mut Live, seconds: f64| {
        let start = Instant::now();
        while start.elapsed().as_secs_f64() < seconds {
            live.play_for(10);
        }
    };
    live.turn("seall", 0.9);
    play_until(live, 4.0);
    let sealed = live.play_for(50);
    let (before, start) = (worker_sleeps(), Instant::now());
    play_until(live, 3.0);
    let slept = worker_sleeps() - before;
    let allowed = 2.0 * start.elapsed().as_secs_f64() + 2.0;
    assert!(f64::from(slept) <= allowed, "{slept} wakes in 3 s");
    live.turn("seall", 0.1);
    let deadline = Instant::now() + Duration::from_secs(20);
    while live.play_for(100) > 0.5 * sealed {
        assert!(Instant::now() < deadline, "the leak is never heard");
    }
}

/// Number of times that the worker has gone to sleep so far.
#[cfg(target_os = "linux")]
fn worker_sleeps() -> u32 {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux lists threads");
    let sleeps = |task: std::io::Result<std::fs::DirEntry>| {
        let folder = task.ok()?.path();
        let name = std::fs::read_to_string(folder.join("comm")).ok()?;
        let status = std::fs::read_to_string(folder.join("status")).ok()?;
        let count = (status.lines()).find_map(|l| l.strip_prefix("voluntary_ctxt_switches:"))?;
        let count: u32 = count.trim().parse().ok()?;
        name.starts_with("bodypack design").then_some(count)
    };
    tasks.filter_map(sleeps).sum()
}

/// Number of workers of this process.
#[cfg(target_os = "linux")]
fn designers() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux lists threads");
    let name = |task: std::io::Result<std::fs::DirEntry>| {
        std::fs::read_to_string(task.ok()?.path().join("comm")).ok()
    };
    let names = tasks.filter_map(name);
    // The system keeps 15 characters.
    names
        .filter(|name| name.starts_with("bodypack design"))
        .count()
}

/// *Check mix* and a blind test come and go while sound plays.
fn a_tap_and_a_blind_pair_leave_the_heap_alone() {
    let mut live = Live::new();
    live.host.0.playing = true;
    live.host.0.pos_seconds = Some(12.0);
    live.play_for(50);
    let worker = Arc::clone(live.plugin.designer());
    let params = live.plugin.shared_params();
    worker.window_opened();
    for round in 0..3 {
        worker.check().listen();
        let setup = params.side_setup(bodypack::session::blind::Side::Slot(0));
        worker.blind().start([None, setup]);
        let deadline = Instant::now() + Duration::from_secs(60);
        while !params.blind.runs() || worker.check().status().frames < 48_000 {
            assert!(Instant::now() < deadline, "round {round}");
            live.host.0.pos_seconds = Some(f64::from(live.position as u32 % 7) * 3.0);
            live.play_for(20);
        }
        for sound in [0, 1, 1, 0] {
            params.blind.hear(sound);
            live.play_for(200);
        }
        worker.blind().stop();
        worker.check().stop_listening();
        live.play_for(50);
        assert!(!params.blind.runs());
    }
    worker.window_closed();
    live.play_for(50);
    assert_eq!(worker.check().status().bytes, 0);
}
