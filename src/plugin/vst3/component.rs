//! The VST3 component: the framework's own, with two calls corrected and windows of our own.
//!
//! The framework (0.4.2) takes over offline rendering one setup late, and it looks for an auxiliary
//! input up to the number of *outputs* that the host hands over instead of the number of inputs.
//! With one output the second auxiliary input stays silent, and a host that hands over fewer buses
//! than the plugin has would have the framework read beyond the end. Everything else is handed
//! through as it is.

use std::sync::Arc;

use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::ChannelContext::{
    IInfoListener, IInfoListenerTrait,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    AudioBusBuffers, BusDirection, BusInfo, CString, IAttributeList, IAudioProcessor,
    IAudioProcessorTrait, IComponent, IComponentHandler, IComponentTrait, IEditController,
    IEditControllerTrait, IParameterChangesTrait, IProcessContextRequirements,
    IProcessContextRequirementsTrait, IUnitInfo, IUnitInfoTrait, IoMode, MediaType, ParamID,
    ParamValue, ParameterInfo, ProcessData, ProcessSetup, ProgramListID, ProgramListInfo,
    RoutingInfo, SpeakerArrangement, String128, TChar, UnitID, UnitInfo,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    int16, int32, kInvalidArgument, tresult, uint32, FIDString, FUnknown, IBStream, IPlugView,
    IPluginBaseTrait, TBool, TUID,
};
use nice_plug::wrapper::vst3::vst3::{Class, ComRef};

use super::core::Core;
use super::view::View;

/// The mix and the two auxiliary inputs.
const INPUTS: usize = 3;

/// One instance, as VST3 hosts see it.
pub struct Component {
    core: Arc<Core>,
}

impl Component {
    /// A fresh instance.
    pub fn new() -> Self {
        Self {
            core: Arc::new(Core::new()),
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

/// Hands calls of an interface through to the framework.
macro_rules! hand_through {
    ($trait:ident: $(fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty;)+) => {
        // SAFETY: the host's promises to these calls are the same as to the framework's.
        $(unsafe fn $name(&self, $($argument: $type),*) -> $result {
            unsafe { $trait::$name(&self.core.framework, $($argument),*) }
        })+
    };
}

impl IPluginBaseTrait for Component {
    hand_through! { IPluginBaseTrait:
        fn initialize(context: *mut FUnknown) -> tresult;
        fn terminate() -> tresult;
    }
}

impl IComponentTrait for Component {
    hand_through! { IComponentTrait:
        fn getControllerClassId(id: *mut TUID) -> tresult;
        fn setIoMode(mode: IoMode) -> tresult;
        fn getBusCount(kind: MediaType, direction: BusDirection) -> int32;
        fn getBusInfo(kind: MediaType, direction: BusDirection, index: int32, info: *mut BusInfo) -> tresult;
        fn getRoutingInfo(input: *mut RoutingInfo, output: *mut RoutingInfo) -> tresult;
        fn activateBus(kind: MediaType, direction: BusDirection, index: int32, state: TBool) -> tresult;
        fn setActive(state: TBool) -> tresult;
        fn getState(state: *mut IBStream) -> tresult;
    }

    unsafe fn setState(&self, state: *mut IBStream) -> tresult {
        // SAFETY: as above.
        let result = unsafe { IComponentTrait::setState(&self.core.framework, state) };
        self.core.editor.repaint();
        result
    }
}

impl IEditControllerTrait for Component {
    hand_through! { IEditControllerTrait:
        fn getState(state: *mut IBStream) -> tresult;
        fn getParameterCount() -> int32;
        fn getParameterInfo(index: int32, info: *mut ParameterInfo) -> tresult;
        fn getParamStringByValue(id: ParamID, value: ParamValue, text: *mut String128) -> tresult;
        fn getParamValueByString(id: ParamID, text: *mut TChar, value: *mut ParamValue) -> tresult;
        fn normalizedParamToPlain(id: ParamID, value: ParamValue) -> ParamValue;
        fn plainParamToNormalized(id: ParamID, value: ParamValue) -> ParamValue;
        fn getParamNormalized(id: ParamID) -> ParamValue;
    }

    unsafe fn setComponentState(&self, state: *mut IBStream) -> tresult {
        // SAFETY: as above.
        let result = unsafe { self.core.framework.setComponentState(state) };
        self.core.editor.repaint();
        result
    }

    unsafe fn setState(&self, state: *mut IBStream) -> tresult {
        // SAFETY: as above.
        let result = unsafe { IEditControllerTrait::setState(&self.core.framework, state) };
        self.core.editor.repaint();
        result
    }

    unsafe fn setParamNormalized(&self, id: ParamID, value: ParamValue) -> tresult {
        // SAFETY: as above.
        let result = unsafe { self.core.framework.setParamNormalized(id, value) };
        self.core.editor.repaint();
        result
    }

    unsafe fn setComponentHandler(&self, handler: *mut IComponentHandler) -> tresult {
        // SAFETY: the host hands over its handler, or null.
        let own = unsafe { ComRef::from_raw(handler) };
        self.core.set_handler(own.map(|own| own.to_com_ptr()));
        // SAFETY: as above.
        unsafe { self.core.framework.setComponentHandler(handler) }
    }

    unsafe fn createView(&self, _name: FIDString) -> *mut IPlugView {
        View::make(&self.core)
    }
}

impl IProcessContextRequirementsTrait for Component {
    hand_through! { IProcessContextRequirementsTrait:
        fn getProcessContextRequirements() -> uint32;
    }
}

impl IUnitInfoTrait for Component {
    hand_through! { IUnitInfoTrait:
        fn getUnitCount() -> int32;
        fn getUnitInfo(index: int32, info: *mut UnitInfo) -> tresult;
        fn getProgramListCount() -> int32;
        fn getProgramListInfo(index: int32, info: *mut ProgramListInfo) -> tresult;
        fn getProgramName(list: ProgramListID, index: int32, name: *mut String128) -> tresult;
        fn getProgramInfo(list: ProgramListID, index: int32, attribute: CString, value: *mut String128) -> tresult;
        fn hasProgramPitchNames(list: ProgramListID, index: int32) -> tresult;
        fn getProgramPitchName(list: ProgramListID, index: int32, pitch: int16, name: *mut String128) -> tresult;
        fn getSelectedUnit() -> UnitID;
        fn selectUnit(unit: UnitID) -> tresult;
        fn getUnitByBus(kind: MediaType, direction: BusDirection, index: int32, channel: int32, unit: *mut UnitID) -> tresult;
        fn setUnitProgramData(unit: int32, index: int32, data: *mut IBStream) -> tresult;
    }
}

impl IInfoListenerTrait for Component {
    hand_through! { IInfoListenerTrait:
        fn setChannelContextInfos(list: *mut IAttributeList) -> tresult;
    }
}

impl IAudioProcessorTrait for Component {
    unsafe fn setBusArrangements(
        &self,
        inputs: *mut SpeakerArrangement,
        input_count: int32,
        outputs: *mut SpeakerArrangement,
        output_count: int32,
    ) -> tresult {
        // SAFETY: the host's promises are the same as to the framework's.
        unsafe {
            let framework = &self.core.framework;
            framework.setBusArrangements(inputs, input_count, outputs, output_count)
        }
    }

    unsafe fn getBusArrangement(
        &self,
        direction: BusDirection,
        index: int32,
        arrangement: *mut SpeakerArrangement,
    ) -> tresult {
        // SAFETY: as above.
        unsafe {
            self.core
                .framework
                .getBusArrangement(direction, index, arrangement)
        }
    }

    unsafe fn canProcessSampleSize(&self, size: int32) -> tresult {
        // SAFETY: as above.
        unsafe { self.core.framework.canProcessSampleSize(size) }
    }

    unsafe fn getLatencySamples(&self) -> uint32 {
        // SAFETY: as above.
        unsafe { self.core.framework.getLatencySamples() }
    }

    unsafe fn setupProcessing(&self, setup: *mut ProcessSetup) -> tresult {
        // Twice, since the framework takes over the mode of the setup before: a bounce would
        // otherwise be rendered as if it were live, and the next live take as a bounce.
        // SAFETY: as above.
        unsafe {
            self.core.framework.setupProcessing(setup);
            self.core.framework.setupProcessing(setup)
        }
    }

    unsafe fn setProcessing(&self, state: TBool) -> tresult {
        // SAFETY: as above.
        unsafe { self.core.framework.setProcessing(state) }
    }

    unsafe fn process(&self, data: *mut ProcessData) -> tresult {
        if data.is_null() {
            return kInvalidArgument;
        }
        // SAFETY: the host hands over a valid structure, whose counts and pointers agree.
        let mut data = unsafe { *data };
        // SAFETY: a bus without channels and without buffers.
        let mut inputs: [AudioBusBuffers; INPUTS] = unsafe { std::mem::zeroed() };
        if !data.inputs.is_null() {
            let given = (data.numInputs.max(0) as usize).min(INPUTS);
            // SAFETY: there are that many.
            let buses = unsafe { std::slice::from_raw_parts(data.inputs, given) };
            inputs[..given].copy_from_slice(buses);
            data.inputs = inputs.as_mut_ptr();
            data.numInputs = INPUTS as int32;
            // The plugin has no auxiliary output, hence the framework looks at the first output
            // alone; the count is what it measures the inputs by.
            if data.numOutputs > 0 && !data.outputs.is_null() {
                data.numOutputs = data.numOutputs.max(INPUTS as int32);
            }
        }
        // SAFETY: the host hands over its changes, or null.
        if let Some(changes) = unsafe { ComRef::from_raw(data.inputParameterChanges) } {
            // SAFETY: as above.
            if unsafe { changes.getParameterCount() } > 0 {
                self.core.editor.repaint();
            }
        }
        // SAFETY: the host's buses and `inputs` live until the call returns.
        unsafe { self.core.framework.process(&mut data) }
    }

    unsafe fn getTailSamples(&self) -> uint32 {
        // SAFETY: as above.
        unsafe { self.core.framework.getTailSamples() }
    }
}
