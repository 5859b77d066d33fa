//! Single channels for the mix and for what is heard, as mono tracks want them.
//!
//! The framework (0.4.2) finds no layout with a single channel for the mix beside auxiliary inputs
//! of two: it compares the first of those with the mix. It therefore always has two channels for
//! both. A mix of one channel is handed over as both, and what is heard on one is the mean of the
//! ears.

use std::sync::atomic::{AtomicBool, Ordering};

use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    BusDirection, BusDirections_, BusInfo, IAudioProcessorTrait, MediaType, MediaTypes_,
    SpeakerArrangement,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    int32, kInvalidArgument, kResultFalse, kResultOk, tresult,
};
use nice_plug::wrapper::vst3::Wrapper;

use crate::host::ports::INPUTS;
use crate::host::Bodypack;

/// Left and right, in the format's terms.
const STEREO: SpeakerArrangement = 0b11;
/// One channel in the middle, in the format's terms.
const MONO: SpeakerArrangement = 1 << 19;

/// True if the mix, and what is heard, have one channel each.
#[derive(Default)]
pub struct Mains([AtomicBool; 2]);

impl Mains {
    /// Returns whether the mix, and what is heard, have one channel each.
    pub fn are_mono(&self) -> [bool; 2] {
        self.0.each_ref().map(|mono| mono.load(Ordering::Acquire))
    }

    fn is_mono(&self, direction: BusDirection, index: int32) -> bool {
        let [input, output] = self.are_mono();
        let mono = if direction == BusDirections_::kInput as BusDirection {
            input
        } else {
            output
        };
        mono && index == 0
    }

    /// Takes the arrangement that a host wants for all inputs and outputs, if it can be had.
    ///
    /// # Safety
    /// Each list is null or has as many arrangements as it says.
    pub unsafe fn arrange(
        &self,
        framework: &Wrapper<Bodypack>,
        [(inputs, input_count), (outputs, output_count)]: [(*mut SpeakerArrangement, int32); 2],
    ) -> tresult {
        let count = usize::try_from(input_count).unwrap_or(0);
        if inputs.is_null() || outputs.is_null() {
            return kInvalidArgument;
        }
        if !(1..=INPUTS).contains(&count) || output_count != 1 {
            return kResultFalse;
        }
        let mut wanted = [STEREO; INPUTS];
        // SAFETY: promised by the caller.
        wanted[..count].copy_from_slice(unsafe { std::slice::from_raw_parts(inputs, count) });
        // SAFETY: as above.
        let mut heard = unsafe { *outputs };
        let mono = [wanted[0], heard].map(|arrangement| arrangement.count_ones() == 1);
        if mono == [false, true] {
            // Both channels of the mix are wanted for both ears.
            return kResultFalse;
        }
        for (arrangement, mono) in [&mut wanted[0], &mut heard].into_iter().zip(mono) {
            if mono {
                *arrangement = STEREO;
            }
        }
        // SAFETY: the lists live until the call returns.
        let result = unsafe {
            framework.setBusArrangements(wanted.as_mut_ptr(), input_count, &mut heard, 1)
        };
        if result == kResultOk {
            for (kept, mono) in self.0.iter().zip(mono) {
                kept.store(mono, Ordering::Release);
            }
        }
        result
    }

    /// Corrects what the framework says of a bus.
    pub fn correct(
        &self,
        direction: BusDirection,
        index: int32,
        arrangement: &mut SpeakerArrangement,
    ) {
        if self.is_mono(direction, index) {
            *arrangement = MONO;
        }
    }

    /// The same for its description.
    pub fn correct_info(
        &self,
        kind: MediaType,
        direction: BusDirection,
        index: int32,
        info: &mut BusInfo,
    ) {
        if kind == MediaTypes_::kAudio as MediaType && self.is_mono(direction, index) {
            info.channelCount = 1;
        }
    }
}
