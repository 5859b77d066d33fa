//! A VST3 host down to the bare interface, which may do everything that a host should not.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::sync::OnceLock;

use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    AudioBusBuffers, IAudioProcessor, IAudioProcessorTrait, IComponent, IComponentTrait,
    IEditController, IEditControllerTrait, IParamValueQueue, IParamValueQueueTrait,
    IParameterChanges, IParameterChangesTrait, ParamID, ParamValue, ParameterInfo, ProcessData,
    ProcessModes_, ProcessSetup, SymbolicSampleSizes_,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    int32, int64, kInvalidArgument, kResultOk, tresult, IBStream, IBStreamTrait, IPluginFactory,
    IPluginFactoryTrait, PClassInfo,
};
use nice_plug::wrapper::vst3::vst3::{Class, ComPtr, ComWrapper, Interface};

use super::bundles;

/// The library in the bundle. Windows loads nothing by a name with other separators than its own.
pub fn library() -> std::path::PathBuf {
    let [folder, name] = if cfg!(target_os = "windows") {
        ["x86_64-win", "Bodypack.vst3"]
    } else if cfg!(target_os = "macos") {
        ["MacOS", "Bodypack"]
    } else {
        ["x86_64-linux", "Bodypack.so"]
    };
    bundles::vst3().join("Contents").join(folder).join(name)
}

/// Calls what the standard has hosts call first, which differs between systems.
unsafe fn enter(library: &libloading::Library) -> bool {
    // SAFETY: the symbols are what the standard says.
    unsafe {
        if cfg!(target_os = "windows") {
            let enter = library.get::<unsafe extern "system" fn() -> bool>(b"InitDll\0");
            return enter.expect("it has an entry")();
        }
        let name: &[u8] = match cfg!(target_os = "macos") {
            true => b"bundleEntry\0",
            false => b"ModuleEntry\0",
        };
        let enter = library.get::<unsafe extern "C" fn(*mut c_void) -> bool>(name);
        enter.expect("it has an entry")(std::ptr::null_mut())
    }
}

/// The factory; the library stays loaded.
pub fn factory() -> ComPtr<IPluginFactory> {
    static LIBRARY: OnceLock<libloading::Library> = OnceLock::new();
    let loaded = LIBRARY.get_or_init(|| {
        // SAFETY: the library is the plugin under test.
        unsafe {
            let library = libloading::Library::new(library());
            let library = library.expect("the VST3 bundle loads");
            assert!(enter(&library));
            library
        }
    });
    // SAFETY: the symbol is what the standard says.
    unsafe {
        let get = loaded.get::<unsafe extern "system" fn() -> *mut c_void>(b"GetPluginFactory\0");
        let factory = get.expect("it has a factory")();
        ComPtr::from_raw(factory.cast()).expect("it is there")
    }
}

/// An instance.
pub struct RawVst3 {
    pub component: ComPtr<IComponent>,
    pub processor: ComPtr<IAudioProcessor>,
    pub controller: ComPtr<IEditController>,
}

// SAFETY: the tests hand an instance from thread to thread as a host would.
unsafe impl Send for RawVst3 {}
// SAFETY: as above.
unsafe impl Sync for RawVst3 {}

impl RawVst3 {
    /// A fresh instance.
    pub fn new() -> Self {
        let factory = factory();
        // SAFETY: as the standard says.
        let component = unsafe {
            let mut info: PClassInfo = std::mem::zeroed();
            assert_eq!(factory.getClassInfo(0, &mut info), kResultOk);
            let mut object = std::ptr::null_mut();
            let interface = IComponent::IID;
            let result = factory.createInstance(
                info.cid.as_ptr().cast(),
                interface.as_ptr().cast(),
                &mut object,
            );
            assert_eq!(result, kResultOk);
            ComPtr::<IComponent>::from_raw(object.cast()).expect("an instance")
        };
        Self {
            processor: component.cast().expect("it processes"),
            controller: component.cast().expect("it is its own controller"),
            component,
        }
    }

    pub fn set_up(&self, longest: i32, mode: u32) -> tresult {
        let mut setup = ProcessSetup {
            processMode: mode as int32,
            symbolicSampleSize: SymbolicSampleSizes_::kSample32 as int32,
            maxSamplesPerBlock: longest,
            sampleRate: 48_000.0,
        };
        // SAFETY: the setup may be read.
        unsafe { self.processor.setupProcessing(&mut setup) }
    }

    pub fn activate(&self, active: bool) -> tresult {
        // SAFETY: a call of the standard.
        unsafe { self.component.setActive(active.into()) }
    }

    pub fn run(&self, running: bool) -> tresult {
        // SAFETY: a call of the standard.
        unsafe { self.processor.setProcessing(running.into()) }
    }

    /// Ready for blocks of so many samples.
    pub fn start(&self, longest: i32) {
        assert_eq!(
            self.set_up(longest, ProcessModes_::kRealtime as u32),
            kResultOk
        );
        assert_eq!(self.activate(true), kResultOk);
        assert_eq!(self.run(true), kResultOk);
    }

    pub fn process(&self, data: &mut ProcessData) -> tresult {
        // SAFETY: the tests see to it.
        unsafe { self.processor.process(data) }
    }

    pub fn save(&self) -> Vec<u8> {
        let stream = ComWrapper::new(Stream::default());
        let pointer = stream.to_com_ptr::<IBStream>().expect("a stream");
        // SAFETY: the stream lives.
        assert_eq!(
            unsafe { self.component.getState(pointer.as_ptr()) },
            kResultOk
        );
        let bytes = stream.bytes.borrow().clone();
        bytes
    }

    pub fn load(&self, bytes: &[u8]) -> tresult {
        let stream = ComWrapper::new(Stream {
            bytes: RefCell::new(bytes.to_vec()),
            at: Cell::new(0),
        });
        let pointer = stream.to_com_ptr::<IBStream>().expect("a stream");
        // SAFETY: the stream lives.
        unsafe { self.component.setState(pointer.as_ptr()) }
    }

    pub fn info(&self, index: i32) -> Option<ParameterInfo> {
        // SAFETY: the info may be written to.
        unsafe {
            let mut info: ParameterInfo = std::mem::zeroed();
            (self.controller.getParameterInfo(index, &mut info) == kResultOk).then_some(info)
        }
    }

    pub fn value(&self, id: ParamID) -> ParamValue {
        // SAFETY: a call of the standard.
        unsafe { self.controller.getParamNormalized(id) }
    }

    pub fn set(&self, id: ParamID, value: ParamValue) -> tresult {
        // SAFETY: a call of the standard.
        unsafe { self.controller.setParamNormalized(id, value) }
    }
}

/// A stream in memory.
#[derive(Default)]
struct Stream {
    bytes: RefCell<Vec<u8>>,
    at: Cell<usize>,
}

impl Class for Stream {
    type Interfaces = (IBStream,);
}

impl IBStreamTrait for Stream {
    unsafe fn read(&self, to: *mut c_void, most: int32, done: *mut int32) -> tresult {
        let bytes = self.bytes.borrow();
        let from = &bytes[self.at.get().min(bytes.len())..];
        let count = from.len().min(usize::try_from(most).unwrap_or(0));
        // SAFETY: there is room for as many.
        unsafe {
            to.copy_from_nonoverlapping(from.as_ptr().cast(), count);
            if let Some(done) = done.as_mut() {
                *done = count as int32;
            }
        }
        self.at.set(self.at.get() + count);
        kResultOk
    }

    unsafe fn write(&self, from: *mut c_void, count: int32, done: *mut int32) -> tresult {
        // Less than is offered, as a stream may.
        let count = usize::try_from(count).unwrap_or(0).min(1000);
        // SAFETY: there are as many.
        unsafe {
            let bytes = std::slice::from_raw_parts(from.cast::<u8>(), count);
            self.bytes.borrow_mut().extend_from_slice(bytes);
            if let Some(done) = done.as_mut() {
                *done = count as int32;
            }
        }
        kResultOk
    }

    unsafe fn seek(&self, to: int64, mode: int32, result: *mut int64) -> tresult {
        let from = match mode {
            0 => 0,
            1 => self.at.get() as int64,
            2 => self.bytes.borrow().len() as int64,
            _ => return kInvalidArgument,
        };
        self.at.set(usize::try_from(from + to).unwrap_or(0));
        // SAFETY: null or a place to write to.
        if let Some(result) = unsafe { result.as_mut() } {
            *result = self.at.get() as int64;
        }
        kResultOk
    }

    unsafe fn tell(&self, at: *mut int64) -> tresult {
        // SAFETY: a place to write to.
        unsafe { at.write(self.at.get() as int64) };
        kResultOk
    }
}

/// One value of one parameter for a block.
pub struct Change {
    pub id: ParamID,
    pub at: int32,
    pub value: ParamValue,
}

impl Class for Change {
    type Interfaces = (IParamValueQueue,);
}

impl IParamValueQueueTrait for Change {
    unsafe fn getParameterId(&self) -> ParamID {
        self.id
    }

    unsafe fn getPointCount(&self) -> int32 {
        1
    }

    unsafe fn getPoint(&self, index: int32, at: *mut int32, value: *mut ParamValue) -> tresult {
        if index != 0 {
            return kInvalidArgument;
        }
        // SAFETY: places to write to.
        unsafe {
            at.write(self.at);
            value.write(self.value);
        }
        kResultOk
    }

    unsafe fn addPoint(&self, _: int32, _: ParamValue, _: *mut int32) -> tresult {
        kInvalidArgument
    }
}

/// The changes of a block.
pub struct Changes(Vec<ComPtr<IParamValueQueue>>);

impl Class for Changes {
    type Interfaces = (IParameterChanges,);
}

impl Changes {
    pub fn of(changes: Vec<Change>) -> ComPtr<IParameterChanges> {
        let queues = changes.into_iter().map(ComWrapper::new);
        let queues = queues.map(|queue| queue.to_com_ptr().expect("a queue"));
        let changes = ComWrapper::new(Self(queues.collect()));
        changes.to_com_ptr().expect("changes")
    }
}

impl IParameterChangesTrait for Changes {
    unsafe fn getParameterCount(&self) -> int32 {
        self.0.len() as int32
    }

    unsafe fn getParameterData(&self, index: int32) -> *mut IParamValueQueue {
        let queue = usize::try_from(index)
            .ok()
            .and_then(|index| self.0.get(index));
        queue.map_or(std::ptr::null_mut(), |queue| queue.as_ptr())
    }

    unsafe fn addParameterData(&self, _: *const ParamID, _: *mut int32) -> *mut IParamValueQueue {
        std::ptr::null_mut()
    }
}

/// Buses with what is in them. `None` is a null channel.
pub struct Buses {
    pub samples: Vec<Vec<Option<Vec<f32>>>>,
    _channels: Vec<Vec<*mut f32>>,
    pub buffers: Vec<AudioBusBuffers>,
}

impl Buses {
    /// Buses with channels of some samples.
    pub fn new(mut samples: Vec<Vec<Option<Vec<f32>>>>) -> Self {
        let mut channels: Vec<Vec<*mut f32>> = (samples.iter_mut())
            .map(|bus| {
                let pointers = bus.iter_mut().map(|channel| match channel {
                    Some(samples) => samples.as_mut_ptr(),
                    None => std::ptr::null_mut(),
                });
                pointers.collect()
            })
            .collect();
        let buffers = channels.iter_mut().map(|channels| {
            // SAFETY: a structure of numbers and pointers.
            let mut bus: AudioBusBuffers = unsafe { std::mem::zeroed() };
            bus.numChannels = channels.len() as int32;
            bus.__field0.channelBuffers32 = channels.as_mut_ptr();
            bus
        });
        let buffers = buffers.collect();
        Self {
            samples,
            _channels: channels,
            buffers,
        }
    }

    /// Some channels to a bus, all of them there and filled with one value.
    pub fn filled(channels: &[usize], value: f32, length: usize) -> Self {
        let bus = |&count: &usize| vec![Some(vec![value; length]); count];
        Self::new(channels.iter().map(bus).collect())
    }

    /// Samples of a channel.
    pub fn channel(&self, bus: usize, channel: usize) -> &[f32] {
        self.samples[bus][channel].as_deref().expect("it is there")
    }
}

/// A block of sound.
pub fn block(samples: i32, inputs: &mut Buses, outputs: &mut Buses) -> ProcessData {
    // SAFETY: a structure of numbers and pointers.
    let mut data: ProcessData = unsafe { std::mem::zeroed() };
    data.processMode = ProcessModes_::kRealtime as int32;
    data.symbolicSampleSize = SymbolicSampleSizes_::kSample32 as int32;
    data.numSamples = samples;
    data.numInputs = inputs.buffers.len() as int32;
    data.inputs = inputs.buffers.as_mut_ptr();
    data.numOutputs = outputs.buffers.len() as int32;
    data.outputs = outputs.buffers.as_mut_ptr();
    data
}
