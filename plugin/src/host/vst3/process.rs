//! A block of sound on its way to the framework: every bus with every channel, whatever the host
//! hands over.
//!
//! The framework (0.4.2) follows null channels, which the standard allows for a bus that is not
//! active, takes a negative length for a very large one, and looks for an auxiliary input up to the
//! number of *outputs* that there are instead of the number of inputs.

use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    AudioBusBuffers, BusDirections_, IAudioProcessorTrait, IComponentTrait, MediaTypes_,
    ProcessData, SpeakerArrangement, SymbolicSampleSizes_,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    int32, kInvalidArgument, kNotInitialized, kResultOk, tresult,
};
use nice_plug::wrapper::vst3::Wrapper;

use crate::host::ports::{mean, Shape, CHANNELS, INPUTS, LONGEST_BLOCK, UNTOLD_BLOCK};
use crate::host::Bodypack;

/// State of the audio thread.
#[derive(Default)]
pub struct Audio {
    /// The longest block that was announced.
    longest: usize,
    /// The buses, while the plugin is active.
    active: Option<Active>,
}

struct Active {
    shape: Shape,
    /// True if the mix, and what is heard, have one channel with the host.
    mono: [bool; 2],
    /// Silence for an absent input channel. Read only.
    silence: Vec<f32>,
    /// Sink for an absent output channel.
    unheard: [Vec<f32>; CHANNELS],
}

/// Returns whether a length is one that a host may announce.
pub fn is_length(samples: int32) -> bool {
    u32::try_from(samples).is_ok_and(|samples| (1..=LONGEST_BLOCK).contains(&samples))
}

/// The buses that the framework has at present.
pub fn shape_of(framework: &Wrapper<Bodypack>) -> Shape {
    let (input, output) = (
        BusDirections_::kInput as int32,
        BusDirections_::kOutput as int32,
    );
    let channels = |direction, index| {
        let mut arrangement: SpeakerArrangement = 0;
        // SAFETY: the arrangement may be written to.
        let result = unsafe { framework.getBusArrangement(direction, index, &mut arrangement) };
        if result == kResultOk {
            (arrangement.count_ones() as usize).min(CHANNELS)
        } else {
            0
        }
    };
    // SAFETY: the framework's own component.
    let count = unsafe { framework.getBusCount(MediaTypes_::kAudio as int32, input) };
    let mut shape = Shape {
        inputs: [0; INPUTS],
        outputs: channels(output, 0),
    };
    for (bus, index) in shape.inputs.iter_mut().zip(0..count) {
        *bus = channels(input, index);
    }
    shape
}

impl Audio {
    /// Notes the length of the longest block.
    pub fn set_up(&mut self, longest: int32) {
        self.longest = usize::try_from(longest).unwrap_or(0);
    }

    /// Returns whether the host has said what it will hand over.
    pub fn is_set_up(&self) -> bool {
        self.longest > 0
    }

    /// Makes room for blocks on these buses.
    pub fn activate(&mut self, shape: Shape, mono: [bool; 2]) {
        let longest = self.longest;
        self.active = Some(Active {
            shape,
            mono,
            silence: vec![0.0; longest],
            unheard: [(); CHANNELS].map(|()| vec![0.0; longest]),
        });
    }

    /// There are no blocks any more.
    pub fn deactivate(&mut self) {
        self.active = None;
    }

    /// Processes a block.
    ///
    /// # Safety
    /// `data` is the host's, whose counts and pointers agree as far as they go.
    pub unsafe fn process(
        &mut self,
        framework: &Wrapper<Bodypack>,
        data: &mut ProcessData,
    ) -> tresult {
        let Ok(samples) = usize::try_from(data.numSamples) else {
            return kInvalidArgument;
        };
        let is_single = data.symbolicSampleSize == SymbolicSampleSizes_::kSample32 as int32;
        let longest = match &self.active {
            Some(active) => active.silence.len(),
            None => UNTOLD_BLOCK,
        };
        match &mut self.active {
            Some(active) if is_single && samples <= longest => {
                // SAFETY: promised by the caller.
                unsafe { active.run(framework, data, samples) }
            }
            active => {
                let halves = if data.symbolicSampleSize == SymbolicSampleSizes_::kSample64 as int32
                {
                    2
                } else {
                    1
                };
                let length = halves * samples.min(longest);
                // SAFETY: buffers have the length that was agreed on.
                unsafe { each_output(data, 0, |channel| hush(channel, length)) };
                if active.is_some() {
                    kInvalidArgument
                } else {
                    kNotInitialized
                }
            }
        }
    }
}

impl Active {
    /// Has the framework process the block.
    ///
    /// # Safety
    /// Like [`Audio::process`]; the block is no longer than was agreed on.
    unsafe fn run(
        &mut self,
        framework: &Wrapper<Bodypack>,
        data: &mut ProcessData,
        samples: usize,
    ) -> tresult {
        if data.numOutputs <= 0 || data.outputs.is_null() {
            // A host that has parameters for the plugin and no sound.
            let mut flush = without_sound(data);
            // SAFETY: promised by the caller.
            return unsafe { framework.process(&mut flush) };
        }
        let [mix_is_mono, heard_is_mono] = self.mono;
        // SAFETY: promised by the caller.
        let (mut in_channels, counts) = unsafe { self.in_channels(data, mix_is_mono) };
        let mut inputs = [EMPTY; INPUTS];
        for ((channels, input), count) in in_channels.iter_mut().zip(&mut inputs).zip(counts) {
            if count > 0 {
                input.numChannels = count as int32;
                input.__field0.channelBuffers32 = channels.as_mut_ptr();
            }
        }
        // SAFETY: as above.
        let mut out_channels = unsafe { self.out_channels(data, heard_is_mono) };
        let own_outputs = if heard_is_mono { 1 } else { self.shape.outputs };
        // SAFETY: as above.
        unsafe {
            each_output(data, own_outputs, |channel| hush(channel, samples));
        }
        let mut outputs = [EMPTY; INPUTS];
        outputs[0].numChannels = self.shape.outputs as int32;
        outputs[0].__field0.channelBuffers32 = out_channels.as_mut_ptr();
        let mut corrected = ProcessData {
            numInputs: INPUTS as int32,
            inputs: inputs.as_mut_ptr(),
            // The framework measures the inputs by it.
            numOutputs: INPUTS as int32,
            outputs: outputs.as_mut_ptr(),
            ..*data
        };
        // SAFETY: everything is as the framework expects it, and lives until the call returns.
        let result = unsafe { framework.process(&mut corrected) };
        if heard_is_mono {
            let [left, right] = out_channels;
            // SAFETY: both have that many samples and are apart: the second is our own.
            unsafe {
                let left = std::slice::from_raw_parts_mut(left, samples);
                mean(left, std::slice::from_raw_parts(right, samples));
            }
        }
        // SAFETY: promised by the caller.
        unsafe { mark_quiet(data, samples) };
        result
    }

    /// Channels of the output: the host's, or memory that nobody hears where it leaves one out.
    ///
    /// # Safety
    /// Like [`Audio::process`].
    unsafe fn out_channels(&mut self, data: &ProcessData, is_mono: bool) -> [*mut f32; CHANNELS] {
        let mut out_channels = self.unheard.each_mut().map(Vec::as_mut_ptr);
        // SAFETY: promised by the caller.
        if let Some(given) = unsafe { bus_of(data.outputs, data.numOutputs, 0) } {
            let own = if is_mono { 1 } else { CHANNELS };
            for (channel, pointer) in out_channels.iter_mut().enumerate().take(own) {
                // SAFETY: as above.
                if let Some(found) = unsafe { channel_of(given, channel) } {
                    *pointer = found.cast();
                }
            }
        }
        out_channels
    }

    /// Channels of the inputs, and how many of each the host gives: silence stands for what it leaves out.
    ///
    /// # Safety
    /// Like [`Audio::process`].
    unsafe fn in_channels(
        &mut self,
        data: &ProcessData,
        mix_is_mono: bool,
    ) -> ([[*mut f32; CHANNELS]; INPUTS], [usize; INPUTS]) {
        let mut in_channels = [[self.silence.as_mut_ptr(); CHANNELS]; INPUTS];
        let mut counts = [0; INPUTS];
        for (index, (channels, given_count)) in in_channels.iter_mut().zip(&mut counts).enumerate()
        {
            let count = self.shape.inputs[index];
            // SAFETY: promised by the caller.
            let given = unsafe { bus_of(data.inputs, data.numInputs, index) };
            // An auxiliary input that is not there is none; the mix is then silence.
            if count == 0 || (given.is_none() && index > 0) {
                continue;
            }
            for (channel, pointer) in channels.iter_mut().enumerate().take(count) {
                // SAFETY: as above.
                if let Some(found) = given.and_then(|given| unsafe { channel_of(given, channel) }) {
                    *pointer = found.cast();
                }
            }
            if index == 0 && mix_is_mono {
                channels[1] = channels[0];
            }
            *given_count = count;
        }
        (in_channels, counts)
    }
}

/// A call without audio, for its parameters alone.
fn without_sound(data: &ProcessData) -> ProcessData {
    ProcessData {
        numInputs: 0,
        inputs: std::ptr::null_mut(),
        numOutputs: 0,
        outputs: std::ptr::null_mut(),
        ..*data
    }
}

const EMPTY: AudioBusBuffers = AudioBusBuffers {
    numChannels: 0,
    silenceFlags: 0,
    // SAFETY: a null pointer.
    __field0: unsafe { std::mem::zeroed() },
};

/// A bus that the host hands over.
///
/// # Safety
/// `buses` is null or has `count` elements.
unsafe fn bus_of<'a>(
    buses: *mut AudioBusBuffers,
    count: int32,
    index: usize,
) -> Option<&'a AudioBusBuffers> {
    let count = usize::try_from(count).unwrap_or(0);
    if buses.is_null() || index >= count {
        return None;
    }
    // SAFETY: promised by the caller; either kind of pointer.
    let bus = unsafe { &*buses.add(index) };
    // SAFETY: as above.
    let channels = unsafe { bus.__field0.channelBuffers32 };
    (!channels.is_null() && bus.numChannels > 0).then_some(bus)
}

/// A channel of it, of whatever kind its samples are.
///
/// # Safety
/// The bus has as many channels as it says.
unsafe fn channel_of(bus: &AudioBusBuffers, channel: usize) -> Option<*mut f32> {
    if channel >= usize::try_from(bus.numChannels).unwrap_or(0) {
        return None;
    }
    // SAFETY: promised by the caller.
    let pointer = unsafe { *bus.__field0.channelBuffers32.add(channel) };
    (!pointer.is_null() && pointer.is_aligned()).then_some(pointer)
}

/// Every output channel from `first` on of the main bus, and all of the others.
///
/// # Safety
/// See [`Audio::process`].
unsafe fn each_output(data: &ProcessData, first: usize, mut act: impl FnMut(*mut f32)) {
    for index in 0..usize::try_from(data.numOutputs).unwrap_or(0) {
        // SAFETY: promised by the caller.
        unsafe {
            let Some(bus) = bus_of(data.outputs, data.numOutputs, index) else {
                continue;
            };
            let from = if index == 0 { first } else { 0 };
            for channel in from..usize::try_from(bus.numChannels).unwrap_or(0) {
                if let Some(pointer) = channel_of(bus, channel) {
                    act(pointer);
                }
            }
        }
    }
}

/// Writes silence to a channel; a sample of double precision counts twice.
fn hush(channel: *mut f32, samples: usize) {
    // SAFETY: the callers' channels have at least that many samples.
    unsafe { channel.write_bytes(0, samples) };
}

/// Says of each output which of its channels hold silence.
///
/// # Safety
/// See [`Audio::process`].
unsafe fn mark_quiet(data: &mut ProcessData, samples: usize) {
    for index in 0..usize::try_from(data.numOutputs).unwrap_or(0) {
        // SAFETY: promised by the caller.
        unsafe {
            let Some(bus) = bus_of(data.outputs, data.numOutputs, index) else {
                continue;
            };
            let mut flags = 0_u64;
            for channel in 0..usize::try_from(bus.numChannels).unwrap_or(0).min(64) {
                let quiet = channel_of(bus, channel).is_none_or(|pointer| {
                    let samples = std::slice::from_raw_parts(pointer, samples);
                    samples.iter().all(|x| *x == 0.0)
                });
                flags |= u64::from(quiet) << channel;
            }
            (*data.outputs.add(index)).silenceFlags = flags;
        }
    }
}
