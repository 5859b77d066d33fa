//! The VST3 component: the framework's own behind calls that are looked at first, and windows of our
//! own.
//!
//! The framework (0.4.2) takes over offline rendering one setup late, looks one beyond the last
//! parameter, ends the process when it is asked for sound before it has been set up, and drops what
//! a host tells the controller while there is sound. No panic in a call reaches the host.

mod processor;

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use nice_plug::params::persist::serialize_field;
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::ChannelContext::{
    IInfoListener, IInfoListenerTrait,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::ParameterInfo_::ParameterFlags_;
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    BusDirection, BusInfo, CString, IAttributeList, IAudioProcessor, IComponent, IComponentHandler,
    IComponentTrait, IEditController, IEditControllerTrait, IParamValueQueueTrait,
    IParameterChanges, IParameterChangesTrait, IProcessContextRequirements,
    IProcessContextRequirementsTrait, IUnitInfo, IUnitInfoTrait, IoMode, MediaType, ParamID,
    ParamValue, ParameterInfo, ProgramListID, ProgramListInfo, RoutingInfo, String128, TChar,
    UnitID, UnitInfo,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    int16, int32, kInternalError, kInvalidArgument, kResultFalse, kResultOk, tresult, uint32,
    FIDString, FUnknown, IBStream, IBStreamTrait, IPlugView, IPluginBaseTrait, TBool, TUID,
};
use nice_plug::wrapper::vst3::vst3::{Class, ComRef};

use super::core::Instance;
use super::mono::Mains;
use super::process::{shape_of, Audio};
use super::view::View;
use crate::session::guard::guarded;
use crate::session::stack::on_large_stack;
use crate::session::{described, short_name};

/// One instance, as VST3 hosts see it.
pub struct Component {
    core: Arc<Instance>,
    /// State of the audio thread. Others wait for it only while processing is off.
    audio: Mutex<Audio>,
    /// Which of the main buses have one channel.
    mains: Mains,
}

impl Component {
    /// A fresh instance; `None` if it cannot be made.
    pub fn new() -> Option<Self> {
        Some(Self {
            core: Arc::new(Instance::new()?),
            audio: Mutex::default(),
            mains: Mains::default(),
        })
    }

    /// The audio thread's state, for other threads while processing is off.
    fn audio(&self) -> MutexGuard<'_, Audio> {
        self.audio.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same for the thread of the sound, if nobody else has it.
    fn try_audio(&self) -> Option<MutexGuard<'_, Audio>> {
        match self.audio.try_lock() {
            Ok(audio) => Some(audio),
            Err(TryLockError::Poisoned(audio)) => Some(audio.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

/// The interfaces of a plugin without MIDI.
impl Class for Component {
    type Interfaces = (
        IComponent,
        IEditController,
        IAudioProcessor,
        IProcessContextRequirements,
        IUnitInfo,
        IInfoListener,
    );
}

/// Adds what the framework leaves out of a parameter's description: its short name, and that named
/// values are a list, also where there are two of them.
fn complete(index: int32, info: &mut ParameterInfo) {
    let Some((id, is_list)) = usize::try_from(index).ok().and_then(described) else {
        return;
    };
    if is_list {
        info.flags |= ParameterFlags_::kIsList as int32;
    }
    let letters = short_name(id).encode_utf16().chain([0]);
    for (place, letter) in info.shortTitle.iter_mut().zip(letters) {
        *place = letter as _;
    }
}

/// Hands calls of an interface through to the framework; what follows the arrow is the answer if the
/// call fails.
macro_rules! hand_through {
    ($trait:ident: $(
        fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty => $otherwise:expr;
    )+) => {
        // SAFETY: the host's promises to these calls are the same as to the framework's.
        $(unsafe fn $name(&self, $($argument: $type),*) -> $result {
            guarded(stringify!($name), $otherwise, || unsafe {
                $trait::$name(&self.core.framework, $($argument),*)
            })
        })+
    };
}
use hand_through;

impl IPluginBaseTrait for Component {
    hand_through! { IPluginBaseTrait:
        fn initialize(context: *mut FUnknown) -> tresult => kInternalError;
        fn terminate() -> tresult => kInternalError;
    }
}

impl IComponentTrait for Component {
    hand_through! { IComponentTrait:
        fn getControllerClassId(id: *mut TUID) -> tresult => kInternalError;
        fn setIoMode(mode: IoMode) -> tresult => kInternalError;
        fn getBusCount(kind: MediaType, direction: BusDirection) -> int32 => 0;
        fn getRoutingInfo(input: *mut RoutingInfo, output: *mut RoutingInfo) -> tresult => kInternalError;
        fn activateBus(kind: MediaType, direction: BusDirection, index: int32, state: TBool) -> tresult => kInternalError;
    }

    unsafe fn getBusInfo(
        &self,
        kind: MediaType,
        direction: BusDirection,
        index: int32,
        info: *mut BusInfo,
    ) -> tresult {
        guarded("getBusInfo", kInternalError, || unsafe {
            // SAFETY: as above.
            let result = (self.core.framework).getBusInfo(kind, direction, index, info);
            if let (true, Some(info)) = (result == kResultOk, info.as_mut()) {
                self.mains.correct_info(kind, direction, index, info);
            }
            result
        })
    }

    unsafe fn setActive(&self, state: TBool) -> tresult {
        guarded("setActive", kInternalError, || {
            let framework = &self.core.framework;
            self.core.processing.store(false, Ordering::Release);
            self.settle();
            let is_set_up = {
                let mut audio = self.audio();
                audio.deactivate();
                audio.is_set_up()
            };
            if state != 0 && !is_set_up {
                return kResultFalse;
            }
            // A host may call again from within.
            // SAFETY: as above.
            let result = unsafe { framework.setActive(state) };
            if state != 0 && result == kResultOk {
                self.audio()
                    .activate(shape_of(framework), self.mains.are_mono());
            }
            result
        })
    }

    unsafe fn getState(&self, state: *mut IBStream) -> tresult {
        guarded("getState", kInternalError, || {
            // SAFETY: the host hands over its stream, or null.
            let Some(stream) = (unsafe { ComRef::from_raw(state) }) else {
                return kInvalidArgument;
            };
            let core = &self.core;
            let text =
                on_large_stack(|| serialize_field(&core.told.state_of(core.editor.params())).ok());
            let Some(mut bytes) = text.map(String::into_bytes) else {
                return kInternalError;
            };
            // SAFETY: as above; the stream takes as many bytes as it is told.
            result_of(unsafe { write(stream, &mut bytes) })
        })
    }

    unsafe fn setState(&self, state: *mut IBStream) -> tresult {
        guarded("setState", kInternalError, || {
            if state.is_null() {
                return kInvalidArgument;
            }
            // SAFETY: as above.
            let result = unsafe { IComponentTrait::setState(&self.core.framework, state) };
            if result == kResultOk {
                self.core.told.forget_all();
                self.load_asked();
            }
            self.core.editor.wake_worker();
            self.core.editor.repaint();
            result
        })
    }
}

impl IEditControllerTrait for Component {
    hand_through! { IEditControllerTrait:
        fn getState(state: *mut IBStream) -> tresult => kInternalError;
        fn getParameterCount() -> int32 => 0;
        fn getParamStringByValue(id: ParamID, value: ParamValue, text: *mut String128) -> tresult => kInternalError;
        fn getParamValueByString(id: ParamID, text: *mut TChar, value: *mut ParamValue) -> tresult => kInternalError;
        fn normalizedParamToPlain(id: ParamID, value: ParamValue) -> ParamValue => 0.0;
        fn plainParamToNormalized(id: ParamID, value: ParamValue) -> ParamValue => 0.0;
        fn setComponentState(state: *mut IBStream) -> tresult => kInternalError;
        fn setState(state: *mut IBStream) -> tresult => kInternalError;
    }

    unsafe fn getParameterInfo(&self, index: int32, info: *mut ParameterInfo) -> tresult {
        guarded("getParameterInfo", kInternalError, || unsafe {
            // SAFETY: as above.
            let framework = &self.core.framework;
            if !(0..framework.getParameterCount()).contains(&index) {
                return kInvalidArgument;
            }
            let result = framework.getParameterInfo(index, info);
            if let (true, Some(info)) = (result == kResultOk, info.as_mut()) {
                complete(index, info);
            }
            result
        })
    }

    unsafe fn getParamNormalized(&self, id: ParamID) -> ParamValue {
        guarded("getParamNormalized", 0.0, || match self.core.told.get(id) {
            Some(told) => f64::from(told),
            // SAFETY: as above.
            None => unsafe { self.core.framework.getParamNormalized(id) },
        })
    }

    unsafe fn setParamNormalized(&self, id: ParamID, value: ParamValue) -> tresult {
        guarded("setParamNormalized", kInternalError, || {
            if !value.is_finite() {
                return kInvalidArgument;
            }
            let result = if self.core.processing.load(Ordering::Acquire) {
                if self.core.told.keep(id, value as f32) {
                    kResultOk
                } else {
                    kInvalidArgument
                }
            } else {
                self.core.told.forget(id);
                // SAFETY: as above.
                unsafe { self.core.framework.setParamNormalized(id, value) }
            };
            // A rig that was turned to is loaded with the sound: a host that hands all its values
            // over with the first block would otherwise hand back those of before.
            if self.core.processing.load(Ordering::Acquire) {
                self.core.tell_changes();
            }
            self.core.editor.wake_worker();
            self.core.editor.repaint();
            result
        })
    }

    unsafe fn setComponentHandler(&self, handler: *mut IComponentHandler) -> tresult {
        guarded("setComponentHandler", kInternalError, || {
            // SAFETY: the host hands over its handler, or null.
            let own = unsafe { ComRef::from_raw(handler) };
            self.core.set_handler(own.map(|own| own.to_com_ptr()));
            // SAFETY: as above.
            unsafe { self.core.framework.setComponentHandler(handler) }
        })
    }

    unsafe fn createView(&self, _name: FIDString) -> *mut IPlugView {
        guarded("createView", std::ptr::null_mut(), || {
            View::make(&self.core)
        })
    }
}

impl IProcessContextRequirementsTrait for Component {
    hand_through! { IProcessContextRequirementsTrait:
        fn getProcessContextRequirements() -> uint32 => 0;
    }
}

impl IUnitInfoTrait for Component {
    hand_through! { IUnitInfoTrait:
        fn getUnitCount() -> int32 => 0;
        fn getUnitInfo(index: int32, info: *mut UnitInfo) -> tresult => kInternalError;
        fn getProgramListCount() -> int32 => 0;
        fn getProgramListInfo(index: int32, info: *mut ProgramListInfo) -> tresult => kInternalError;
        fn getProgramName(list: ProgramListID, index: int32, name: *mut String128) -> tresult => kInternalError;
        fn getProgramInfo(list: ProgramListID, index: int32, attribute: CString, value: *mut String128) -> tresult => kInternalError;
        fn hasProgramPitchNames(list: ProgramListID, index: int32) -> tresult => kInternalError;
        fn getProgramPitchName(list: ProgramListID, index: int32, pitch: int16, name: *mut String128) -> tresult => kInternalError;
        fn getSelectedUnit() -> UnitID => 0;
        fn selectUnit(unit: UnitID) -> tresult => kInternalError;
        fn getUnitByBus(kind: MediaType, direction: BusDirection, index: int32, channel: int32, unit: *mut UnitID) -> tresult => kInternalError;
        fn setUnitProgramData(unit: int32, index: int32, data: *mut IBStream) -> tresult => kInternalError;
    }
}

impl IInfoListenerTrait for Component {
    hand_through! { IInfoListenerTrait:
        fn setChannelContextInfos(list: *mut IAttributeList) -> tresult => kInternalError;
    }
}

impl Component {
    /// Gives the parameters what the controller was told of them, rigs included.
    fn settle(&self) {
        let params = self.core.editor.params();
        let mut has_loaded = false;
        self.core.told.settle(|| {
            has_loaded |= params.rig_choice.is_asked() && on_large_stack(|| params.load_asked());
        });
        if has_loaded {
            self.core.tell_unless_attended();
        }
    }

    /// Loads the rig that the host has asked for, on the main thread, and says that values changed.
    fn load_asked(&self) {
        let params = self.core.editor.params();
        if params.rig_choice.is_asked() && on_large_stack(|| params.load_asked()) {
            self.core.tell_changes();
        }
    }

    /// Forgets what the controller was told of parameters that a block brings newer values of.
    ///
    /// # Safety
    /// The changes are the host's for the time of the call.
    unsafe fn forget_changed(&self, changes: ComRef<'_, IParameterChanges>) {
        // SAFETY: promised by the caller.
        unsafe {
            let count = changes.getParameterCount();
            for index in 0..count {
                if let Some(queue) = ComRef::from_raw(changes.getParameterData(index)) {
                    if queue.getPointCount() > 0 {
                        self.core.told.forget(queue.getParameterId());
                    }
                }
            }
            if count > 0 {
                self.core.editor.repaint();
            }
        }
    }
}

/// A call's result: done, or not.
pub(super) fn result_of(done: bool) -> tresult {
    if done {
        kResultOk
    } else {
        kResultFalse
    }
}

/// Writes to a host's stream, which may take less at a time than it is given.
///
/// # Safety
/// The stream is the host's for the time of the call.
unsafe fn write(stream: ComRef<'_, IBStream>, mut bytes: &mut [u8]) -> bool {
    while !bytes.is_empty() {
        let most = int32::try_from(bytes.len()).unwrap_or(int32::MAX);
        let mut taken = 0;
        // SAFETY: promised by the caller.
        let result = unsafe { stream.write(bytes.as_mut_ptr().cast(), most, &mut taken) };
        let taken = usize::try_from(taken).unwrap_or(0).min(bytes.len());
        if result != kResultOk || taken == 0 {
            return false;
        }
        bytes = &mut bytes[taken..];
    }
    true
}
