//! A block of sound on its way to the framework: every port with every channel, whatever the host
//! hands over.
//!
//! The framework (0.4.2) reads ports that are not there and follows null channels.

use std::collections::HashMap;

use clap_sys::audio_buffer::clap_audio_buffer;
use clap_sys::events::{clap_event_header, clap_output_events};
use clap_sys::process::{
    clap_process, clap_process_status, CLAP_PROCESS_ERROR, CLAP_PROCESS_SLEEP,
};
use rtrb::Consumer;

use super::core::{Move, SharedInstance};
use super::events::{Events, Moves, Ranges};
use crate::host::ports::{Shape, CHANNELS, INPUTS, UNTOLD_BLOCK};

/// State of the audio thread.
pub struct Audio {
    /// Gesture events of the window.
    pub moves: Moves,
    /// The ranges of the parameters.
    pub ranges: Ranges,
    /// The ports, while the plugin is active.
    active: Option<Active>,
    /// For how many frames nothing has come in and nothing has gone out.
    silent_frames: u64,
    /// For how many it has to be so before the plugin may sleep, besides what sounds on.
    patience_frames: u64,
}

/// Duration of silence before the plugin may sleep, seconds: a cable that is touched or a receiver
/// that opens is heard without any input, and not all the time.
const PATIENCE_S: f64 = 10.0;

struct Active {
    shape: Shape,
    /// Silence for an absent input channel. Read only.
    silence: Vec<f32>,
    /// Sink for an absent output channel.
    unheard: [Vec<f32>; CHANNELS],
}

// SAFETY: the pointers in the events belong to one call.
unsafe impl Send for Audio {}

impl Audio {
    /// For a fresh instance.
    pub fn new(core: &SharedInstance, moves: Consumer<Move>) -> Self {
        let ids = core.framework.param_ptr_to_hash.values();
        let ranges: HashMap<_, _> = ids
            .filter_map(|&id| Some((id, core.largest(id)?)))
            .collect();
        Self {
            moves: Moves::new(moves),
            ranges,
            active: None,
            silent_frames: 0,
            patience_frames: 0,
        }
    }

    /// Makes room for blocks of up to so many frames, at a sample rate in Hz.
    pub fn activate(&mut self, shape: Shape, frames: u32, sample_rate_hz: f64) {
        self.patience_frames = (PATIENCE_S * sample_rate_hz) as u64;
        self.silent_frames = 0;
        self.active = Some(Active {
            shape,
            silence: vec![0.0; frames as usize],
            unheard: [(); CHANNELS].map(|()| vec![0.0; frames as usize]),
        });
    }

    /// There are no blocks any more.
    pub fn deactivate(&mut self) {
        self.active = None;
    }

    /// Returns whether there may be blocks.
    pub fn is_active(&self) -> bool {
        self.active.is_some()
    }

    /// Processes a block.
    ///
    /// # Safety
    /// `process` is the host's, whose counts and pointers agree as far as they go.
    pub unsafe fn process(
        &mut self,
        core: &SharedInstance,
        process: &clap_process,
    ) -> clap_process_status {
        let frames = process.frames_count as usize;
        let Some(active) = &mut self.active else {
            // SAFETY: promised by the caller.
            unsafe { hush(process, frames.min(UNTOLD_BLOCK)) };
            return CLAP_PROCESS_ERROR;
        };
        if frames > active.silence.len() {
            // SAFETY: buffers have the length that was agreed on.
            unsafe { hush(process, active.silence.len()) };
            return CLAP_PROCESS_ERROR;
        }
        // SAFETY: promised by the caller.
        unsafe {
            self.moves.take(core, process.out_events);
            // Before the block: the output may lie in the same place.
            let quiet = is_quiet_in(process);
            let status = active.run(core, process, &self.moves.values, &self.ranges);
            core.call_for_changes();
            self.rest(process, quiet, status, core)
        }
    }

    /// Says that the host may let the plugin sleep once nothing has come in or gone out for long
    /// enough; and which channels hold nothing.
    ///
    /// # Safety
    /// See [`Self::process`].
    unsafe fn rest(
        &mut self,
        process: &clap_process,
        quiet_in: bool,
        status: clap_process_status,
        core: &SharedInstance,
    ) -> clap_process_status {
        let frames = process.frames_count as usize;
        // SAFETY: promised by the caller.
        let quiet_out = unsafe { mark_quiet(process, frames) };
        self.silent_frames = if quiet_in && quiet_out {
            self.silent_frames.saturating_add(frames as u64)
        } else {
            0
        };
        let enough = self.patience_frames + u64::from(core.tail_samples());
        if self.silent_frames > enough && status != CLAP_PROCESS_ERROR {
            return CLAP_PROCESS_SLEEP;
        }
        status
    }
}

impl Active {
    /// Has the framework process the block.
    ///
    /// # Safety
    /// Like [`Audio::process`]; the block is no longer than was agreed on.
    unsafe fn run(
        &mut self,
        core: &SharedInstance,
        process: &clap_process,
        moves: &[clap_sys::events::clap_event_param_value],
        ranges: &Ranges,
    ) -> clap_process_status {
        // SAFETY: promised by the caller.
        let (mut in_channels, counts) = unsafe { self.in_channels(process) };
        let mut inputs = [EMPTY; INPUTS];
        for ((channels, input), count) in in_channels.iter_mut().zip(&mut inputs).zip(counts) {
            if count > 0 {
                input.data32 = channels.as_mut_ptr();
                input.channel_count = count as u32;
            }
        }
        let mut out_channels = self.unheard.each_mut().map(Vec::as_mut_ptr);
        // SAFETY: as above.
        let given = unsafe { port_of(process.audio_outputs, process.audio_outputs_count, 0) };
        if let Some(given) = given {
            for (channel, pointer) in out_channels.iter_mut().enumerate() {
                // SAFETY: as above.
                if let Some(found) = unsafe { channel_of(given, channel) } {
                    *pointer = found;
                }
            }
        }
        // SAFETY: as above.
        unsafe { hush_beyond(process, self.shape.outputs) };
        let mut output = clap_audio_buffer {
            data32: out_channels.as_mut_ptr(),
            channel_count: self.shape.outputs as u32,
            ..EMPTY
        };
        let mut events = Events::new(process.in_events, moves, ranges, process.frames_count);
        let corrected = clap_process {
            audio_inputs: inputs.as_ptr(),
            audio_inputs_count: self.shape.input_count() as u32,
            audio_outputs: &mut output,
            audio_outputs_count: 1,
            in_events: events.list(),
            out_events: &NOBODY,
            ..*process
        };
        let inner = core.inner();
        // SAFETY: the framework's own plugin, with everything as it expects it.
        unsafe {
            match (*inner).process {
                Some(run) => run(inner, &corrected),
                None => CLAP_PROCESS_ERROR,
            }
        }
    }

    /// Channels of the inputs, and how many of each the host gives: silence stands for what it leaves out.
    ///
    /// # Safety
    /// Like [`Audio::process`].
    unsafe fn in_channels(
        &mut self,
        process: &clap_process,
    ) -> ([[*mut f32; CHANNELS]; INPUTS], [usize; INPUTS]) {
        let mut in_channels = [[self.silence.as_mut_ptr(); CHANNELS]; INPUTS];
        let mut counts = [0; INPUTS];
        for (port, (channels, given_count)) in in_channels.iter_mut().zip(&mut counts).enumerate() {
            let count = self.shape.inputs[port];
            // SAFETY: promised by the caller.
            let given = unsafe { port_of(process.audio_inputs, process.audio_inputs_count, port) };
            // An auxiliary input that is not there is none; the mix is then silence.
            if count == 0 || (given.is_none() && port > 0) {
                continue;
            }
            for (channel, pointer) in channels.iter_mut().enumerate().take(count) {
                // SAFETY: as above.
                if let Some(found) = given.and_then(|given| unsafe { channel_of(given, channel) }) {
                    *pointer = found;
                }
            }
            *given_count = count;
        }
        (in_channels, counts)
    }
}

const EMPTY: clap_audio_buffer = clap_audio_buffer {
    data32: std::ptr::null_mut(),
    data64: std::ptr::null_mut(),
    channel_count: 0,
    latency: 0,
    constant_mask: 0,
};

/// The framework has nothing to say to the host: hands are told of before.
static NOBODY: clap_output_events = clap_output_events {
    ctx: std::ptr::null_mut(),
    try_push: Some(ignore),
};

unsafe extern "C" fn ignore(
    _list: *const clap_output_events,
    _event: *const clap_event_header,
) -> bool {
    true
}

/// A port that the host hands over.
///
/// # Safety
/// `ports` is null or has `count` elements.
unsafe fn port_of<'a>(
    ports: *const clap_audio_buffer,
    count: u32,
    index: usize,
) -> Option<&'a clap_audio_buffer> {
    if ports.is_null() || index >= count as usize {
        return None;
    }
    // SAFETY: promised by the caller.
    let port = unsafe { &*ports.add(index) };
    (!port.data32.is_null() && port.channel_count > 0).then_some(port)
}

/// A channel of it.
///
/// # Safety
/// The port has as many channels as it says.
unsafe fn channel_of(port: &clap_audio_buffer, channel: usize) -> Option<*mut f32> {
    if channel >= port.channel_count as usize {
        return None;
    }
    // SAFETY: promised by the caller.
    let pointer = unsafe { *port.data32.add(channel) };
    (!pointer.is_null() && pointer.is_aligned()).then_some(pointer)
}

/// Every output channel from `first` on of the main port, and all of the others.
///
/// # Safety
/// See [`Audio::process`].
unsafe fn each_output(process: &clap_process, first: usize, mut act: impl FnMut(*mut f32)) {
    for port in 0..process.audio_outputs_count as usize {
        // SAFETY: promised by the caller.
        unsafe {
            let count = process.audio_outputs_count;
            let Some(given) = port_of(process.audio_outputs, count, port) else {
                continue;
            };
            let from = if port == 0 { first } else { 0 };
            for channel in from..given.channel_count as usize {
                if let Some(pointer) = channel_of(given, channel) {
                    act(pointer);
                }
            }
        }
    }
}

/// Writes silence to all outputs.
///
/// # Safety
/// Like [`Audio::process`], with buffers of at least so many frames.
unsafe fn hush(process: &clap_process, frames: usize) {
    // SAFETY: promised by the caller.
    unsafe { each_output(process, 0, |channel| channel.write_bytes(0, frames)) };
}

/// Writes silence to the outputs that the plugin does not have.
///
/// # Safety
/// See [`Audio::process`].
unsafe fn hush_beyond(process: &clap_process, outputs: usize) {
    let frames = process.frames_count as usize;
    // SAFETY: promised by the caller.
    unsafe {
        each_output(process, outputs, |channel| channel.write_bytes(0, frames));
    }
}

/// Returns whether nothing at all comes in.
///
/// # Safety
/// See [`Audio::process`].
unsafe fn is_quiet_in(process: &clap_process) -> bool {
    let frames = process.frames_count as usize;
    (0..process.audio_inputs_count as usize).all(|port| {
        // SAFETY: promised by the caller.
        let given = unsafe { port_of(process.audio_inputs, process.audio_inputs_count, port) };
        given.is_none_or(|given| {
            (0..given.channel_count as usize).all(|channel| {
                // SAFETY: as above.
                unsafe { channel_of(given, channel) }.is_none_or(|pointer| {
                    // SAFETY: as above.
                    unsafe { std::slice::from_raw_parts(pointer, frames) }
                        .iter()
                        .all(|x| *x == 0.0)
                })
            })
        })
    })
}

/// Says of each output whether all its channels hold silence; true if all do.
///
/// # Safety
/// See [`Audio::process`].
unsafe fn mark_quiet(process: &clap_process, frames: usize) -> bool {
    let mut all_quiet = true;
    for port in 0..process.audio_outputs_count as usize {
        // SAFETY: promised by the caller.
        unsafe {
            let count = process.audio_outputs_count;
            let Some(given) = port_of(process.audio_outputs, count, port) else {
                continue;
            };
            let mut mask = 0_u64;
            for channel in 0..given.channel_count as usize {
                let quiet = channel_of(given, channel).is_none_or(|pointer| {
                    let samples = std::slice::from_raw_parts(pointer, frames);
                    samples.iter().all(|x| *x == 0.0)
                });
                all_quiet &= quiet;
                if channel < 64 && quiet {
                    mask |= 1 << channel;
                }
            }
            (*process.audio_outputs.add(port)).constant_mask = mask;
        }
    }
    all_quiet
}
