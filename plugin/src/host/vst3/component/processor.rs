//! The audio side of a component.

use super::super::process::is_length;
use super::{hand_through, Component};
use crate::session::guard::guarded;
use nice_plug::wrapper::vst3::vst3::ComRef;
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    BusDirection, IAudioProcessorTrait, ProcessData, ProcessModes_, ProcessSetup,
    SpeakerArrangement, SymbolicSampleSizes_,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    int32, kInternalError, kInvalidArgument, kResultFalse, kResultOk, tresult, uint32, TBool,
};
use std::sync::atomic::Ordering;

impl IAudioProcessorTrait for Component {
    hand_through! { IAudioProcessorTrait:
        fn canProcessSampleSize(size: int32) -> tresult => kInternalError;
        fn getLatencySamples() -> uint32 => 0;
        fn getTailSamples() -> uint32 => 0;
    }

    unsafe fn setBusArrangements(
        &self,
        inputs: *mut SpeakerArrangement,
        input_count: int32,
        outputs: *mut SpeakerArrangement,
        output_count: int32,
    ) -> tresult {
        guarded("setBusArrangements", kInternalError, || {
            // SAFETY: the host hands over as many as it says, or null.
            unsafe {
                let given = [(inputs, input_count), (outputs, output_count)];
                self.mains.arrange(&self.core.framework, given)
            }
        })
    }

    unsafe fn getBusArrangement(
        &self,
        direction: BusDirection,
        index: int32,
        arrangement: *mut SpeakerArrangement,
    ) -> tresult {
        guarded("getBusArrangement", kInternalError, || unsafe {
            // SAFETY: as above.
            let framework = &self.core.framework;
            let result = framework.getBusArrangement(direction, index, arrangement);
            if let (true, Some(arrangement)) = (result == kResultOk, arrangement.as_mut()) {
                self.mains.correct(direction, index, arrangement);
            }
            result
        })
    }

    unsafe fn setupProcessing(&self, setup: *mut ProcessSetup) -> tresult {
        guarded("setupProcessing", kInternalError, || {
            // SAFETY: the host hands over its setup, or null.
            let Some(given) = (unsafe { setup.as_ref() }) else {
                return kInvalidArgument;
            };
            let is_rate = given.sampleRate.is_finite() && given.sampleRate > 0.0;
            let is_single = given.symbolicSampleSize == SymbolicSampleSizes_::kSample32 as int32;
            if !(is_rate && is_single && is_length(given.maxSamplesPerBlock)) {
                return kInvalidArgument;
            }
            self.audio().set_up(given.maxSamplesPerBlock);
            // Twice, since the framework takes over the mode of the setup before: a bounce would
            // otherwise be rendered as if it were live, and the next live take as a bounce.
            // SAFETY: as above.
            unsafe {
                self.core.framework.setupProcessing(setup);
                self.core.framework.setupProcessing(setup)
            }
        })
    }

    unsafe fn setProcessing(&self, state: TBool) -> tresult {
        guarded("setProcessing", kInternalError, || {
            self.core.processing.store(state != 0, Ordering::Release);
            if state == 0 {
                self.core.told.settle_values();
            }
            // SAFETY: as above.
            unsafe { self.core.framework.setProcessing(state) }
        })
    }

    unsafe fn process(&self, data: *mut ProcessData) -> tresult {
        guarded("process", kInternalError, || {
            // SAFETY: the host hands over its block, or null.
            let Some(data) = (unsafe { data.as_mut() }) else {
                return kInvalidArgument;
            };
            // Some hosts set an export up as they do for playing, and say so block by block.
            let is_offline = data.processMode == ProcessModes_::kOffline as int32;
            self.core.editor.params().export.set_rendering(is_offline);
            // SAFETY: the host hands over its changes, or null.
            if let Some(changes) = unsafe { ComRef::from_raw(data.inputParameterChanges) } {
                // SAFETY: as above.
                unsafe { self.forget_changed(changes) };
            }
            match self.try_audio() {
                // SAFETY: as above.
                Some(mut audio) => unsafe { audio.process(&self.core.framework, data) },
                None => kResultFalse,
            }
        })
    }
}
