//! A CLAP host down to the bare interface, which may do everything that a host should not.

use std::ffi::{c_char, c_void, CStr};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use clap_sys::audio_buffer::clap_audio_buffer;
use clap_sys::entry::clap_plugin_entry;
use clap_sys::events::{
    clap_event_header, clap_event_param_value, clap_input_events, clap_output_events,
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_PARAM_VALUE,
};
use clap_sys::ext::context_menu::{
    clap_context_menu_target, clap_host_context_menu, CLAP_CONTEXT_MENU_TARGET_KIND_PARAM,
    CLAP_EXT_CONTEXT_MENU,
};
use clap_sys::ext::gui::{clap_host_gui, CLAP_EXT_GUI};
use clap_sys::ext::params::{clap_host_params, clap_plugin_params, CLAP_EXT_PARAMS};
use clap_sys::ext::render::{clap_plugin_render, CLAP_EXT_RENDER, CLAP_RENDER_OFFLINE};
use clap_sys::ext::state::{clap_plugin_state, CLAP_EXT_STATE};
use clap_sys::ext::thread_check::{clap_host_thread_check, CLAP_EXT_THREAD_CHECK};
use clap_sys::factory::plugin_factory::{clap_plugin_factory, CLAP_PLUGIN_FACTORY_ID};
use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::{clap_process, clap_process_status};
use clap_sys::stream::{clap_istream, clap_ostream};
use clap_sys::version::CLAP_VERSION;

use super::bundles;

/// Calls that the host received.
#[derive(Default)]
pub struct Heard {
    /// True if it offers windows.
    pub has_gui: bool,
    /// True if it says of every thread that it is the main one.
    pub lies: bool,
    /// True if it has menus of its own.
    pub has_menus: bool,
    /// Parameters whose menus were asked for on the main thread, and where.
    pub menus: Mutex<Vec<(u32, [i32; 2])>>,
    /// True if it has been asked for a call.
    pub callback: AtomicBool,
    /// Number of requests to rescan the values.
    pub rescans: AtomicUsize,
    /// Number of them from a thread other than the main one.
    pub astray: AtomicUsize,
    /// The main thread.
    pub main: OnceLock<std::thread::ThreadId>,
}

static PARAMS: clap_host_params = clap_host_params {
    rescan: Some(rescan),
    clear: None,
    request_flush: None,
};

static GUI: clap_host_gui = clap_host_gui {
    resize_hints_changed: None,
    request_resize: None,
    request_show: None,
    request_hide: None,
    closed: None,
};

static MENUS: clap_host_context_menu = clap_host_context_menu {
    populate: None,
    perform: None,
    can_popup: Some(yes),
    popup: Some(popup),
};

unsafe extern "C" fn popup(
    host: *const clap_host,
    target: *const clap_context_menu_target,
    _: i32,
    x: i32,
    y: i32,
) -> bool {
    let (heard, target) = unsafe { (heard(host), *target) };
    assert_eq!(target.kind, CLAP_CONTEXT_MENU_TARGET_KIND_PARAM);
    if heard.main.get() == Some(&std::thread::current().id()) {
        let mut menus = heard.menus.lock().expect("no test panicked here");
        menus.push((target.id, [x, y]));
    }
    true
}

static CHECK: clap_host_thread_check = clap_host_thread_check {
    is_main_thread: Some(yes),
    is_audio_thread: Some(yes),
};

unsafe extern "C" fn yes(_: *const clap_host) -> bool {
    true
}

unsafe fn heard<'a>(host: *const clap_host) -> &'a Heard {
    unsafe { &*(*host).host_data.cast::<Heard>() }
}

unsafe extern "C" fn rescan(host: *const clap_host, _: u32) {
    let heard = unsafe { heard(host) };
    heard.rescans.fetch_add(1, Ordering::Relaxed);
    if heard.main.get() != Some(&std::thread::current().id()) {
        heard.astray.fetch_add(1, Ordering::Relaxed);
    }
}

unsafe extern "C" fn get_extension(host: *const clap_host, id: *const c_char) -> *const c_void {
    let (heard, id) = unsafe { (heard(host), CStr::from_ptr(id)) };
    if id == CLAP_EXT_PARAMS {
        (&raw const PARAMS).cast()
    } else if id == CLAP_EXT_GUI && heard.has_gui {
        (&raw const GUI).cast()
    } else if id == CLAP_EXT_CONTEXT_MENU && heard.has_menus {
        (&raw const MENUS).cast()
    } else if id == CLAP_EXT_THREAD_CHECK && heard.lies {
        (&raw const CHECK).cast()
    } else {
        std::ptr::null()
    }
}

unsafe extern "C" fn request_callback(host: *const clap_host) {
    unsafe { heard(host) }
        .callback
        .store(true, Ordering::Release);
}

/// The library, which stays loaded.
pub fn entry() -> &'static clap_plugin_entry {
    static LIBRARY: OnceLock<libloading::Library> = OnceLock::new();
    let library = LIBRARY.get_or_init(|| {
        // SAFETY: the library is the plugin under test.
        unsafe { libloading::Library::new(bundles::clap()) }.expect("the CLAP bundle loads")
    });
    // SAFETY: the symbol is what the standard says.
    unsafe {
        let entry = library.get::<*const clap_plugin_entry>(b"clap_entry\0");
        let entry = &**entry.expect("it has an entry");
        assert!(entry.init.expect("it can be initialized")(
            c"/nowhere".as_ptr()
        ));
        entry
    }
}

/// The factory of plugins.
pub fn factory() -> &'static clap_plugin_factory {
    // SAFETY: the factory is what its name says.
    unsafe {
        let get = entry().get_factory.expect("it has factories");
        &*get(CLAP_PLUGIN_FACTORY_ID.as_ptr()).cast::<clap_plugin_factory>()
    }
}

/// An instance.
pub struct RawClap {
    pub plugin: *const clap_plugin,
    pub heard: Box<Heard>,
    _host: Box<clap_host>,
}

// SAFETY: the tests hand an instance from thread to thread as a host would.
unsafe impl Send for RawClap {}
// SAFETY: as above.
unsafe impl Sync for RawClap {}

/// Calls a function of a table of functions.
macro_rules! call {
    ($table:expr, $name:ident $(, $argument:expr)*) => {
        // SAFETY: the tables are the plugin's.
        unsafe { ((*$table).$name.expect(stringify!($name)))($($argument),*) }
    };
}
pub(crate) use call;

impl RawClap {
    /// A fresh instance in a host of some kind, on its main thread.
    pub fn new(heard: Heard) -> Self {
        let mut heard = Box::new(heard);
        let _ = heard.main.set(std::thread::current().id());
        let host = Box::new(clap_host {
            clap_version: CLAP_VERSION,
            host_data: std::ptr::from_mut(&mut *heard).cast(),
            name: c"Careless".as_ptr(),
            vendor: std::ptr::null(),
            url: std::ptr::null(),
            version: c"0".as_ptr(),
            get_extension: Some(get_extension),
            request_restart: None,
            request_process: None,
            request_callback: Some(request_callback),
        });
        let id = c"org.bodypack.bodypack";
        let plugin = call!(factory(), create_plugin, factory(), &*host, id.as_ptr());
        assert!(!plugin.is_null());
        assert!(call!(plugin, init, plugin));
        Self {
            plugin,
            heard,
            _host: host,
        }
    }

    /// The plugin's extension of a name.
    pub fn extension<T>(&self, id: &CStr) -> &T {
        let found = call!(self.plugin, get_extension, self.plugin, id.as_ptr());
        // SAFETY: it is what its name says.
        unsafe { found.cast::<T>().as_ref() }.expect("it offers this")
    }

    pub fn params(&self) -> &clap_plugin_params {
        self.extension(CLAP_EXT_PARAMS)
    }

    pub fn value(&self, id: u32) -> f64 {
        let mut value = f64::NAN;
        assert!(call!(self.params(), get_value, self.plugin, id, &mut value));
        value
    }

    pub fn activate(&self, frames: u32) -> bool {
        call!(self.plugin, activate, self.plugin, 48_000.0, 1, frames)
    }

    pub fn start(&self) -> bool {
        call!(self.plugin, start_processing, self.plugin)
    }

    pub fn stop(&self) {
        call!(self.plugin, stop_processing, self.plugin);
    }

    pub fn deactivate(&self) {
        call!(self.plugin, deactivate, self.plugin);
    }

    pub fn set_offline(&self) {
        let render: &clap_plugin_render = self.extension(CLAP_EXT_RENDER);
        assert!(call!(render, set, self.plugin, CLAP_RENDER_OFFLINE));
    }

    /// Gives the plugin its call on the main thread, if it wants one.
    pub fn idle(&self) {
        if self.heard.callback.swap(false, Ordering::AcqRel) {
            call!(self.plugin, on_main_thread, self.plugin);
        }
    }

    pub fn process(&self, block: &clap_process) -> clap_process_status {
        call!(self.plugin, process, self.plugin, block)
    }

    pub fn save(&self) -> Vec<u8> {
        let state: &clap_plugin_state = self.extension(CLAP_EXT_STATE);
        let mut bytes = Vec::<u8>::new();
        let stream = clap_ostream {
            ctx: std::ptr::from_mut(&mut bytes).cast(),
            write: Some(write),
        };
        assert!(call!(state, save, self.plugin, &stream));
        bytes
    }

    pub fn load(&self, mut bytes: &[u8]) -> bool {
        let state: &clap_plugin_state = self.extension(CLAP_EXT_STATE);
        let stream = clap_istream {
            ctx: std::ptr::from_mut(&mut bytes).cast(),
            read: Some(read),
        };
        call!(state, load, self.plugin, &stream)
    }
}

impl Drop for RawClap {
    fn drop(&mut self) {
        call!(self.plugin, destroy, self.plugin);
    }
}

unsafe extern "C" fn write(stream: *const clap_ostream, from: *const c_void, size: u64) -> i64 {
    // SAFETY: the plugin hands over that many bytes.
    unsafe {
        let bytes = &mut *(*stream).ctx.cast::<Vec<u8>>();
        bytes.extend_from_slice(std::slice::from_raw_parts(from.cast(), size as usize));
    }
    size as i64
}

unsafe extern "C" fn read(stream: *const clap_istream, to: *mut c_void, size: u64) -> i64 {
    // SAFETY: the plugin has room for that many bytes.
    unsafe {
        let bytes = &mut *(*stream).ctx.cast::<&[u8]>();
        let count = bytes.len().min(size as usize);
        to.copy_from_nonoverlapping(bytes.as_ptr().cast(), count);
        *bytes = &bytes[count..];
        count as i64
    }
}

/// A list of events.
pub struct Events {
    pub list: clap_input_events,
    values: Vec<clap_event_param_value>,
}

impl Events {
    /// Values with the times that they are sent at.
    pub fn of(values: &[(u32, u32, f64)]) -> Box<Self> {
        let values = values
            .iter()
            .map(|&(time, param_id, value)| clap_event_param_value {
                header: clap_event_header {
                    size: size_of::<clap_event_param_value>() as u32,
                    time,
                    space_id: CLAP_CORE_EVENT_SPACE_ID,
                    type_: CLAP_EVENT_PARAM_VALUE,
                    flags: 0,
                },
                param_id,
                cookie: std::ptr::null_mut(),
                note_id: -1,
                port_index: -1,
                channel: -1,
                key: -1,
                value,
            });
        let mut events = Box::new(Self {
            list: clap_input_events {
                ctx: std::ptr::null_mut(),
                size: Some(size),
                get: Some(get),
            },
            values: values.collect(),
        });
        events.list.ctx = std::ptr::from_mut(&mut *events).cast();
        events
    }
}

unsafe extern "C" fn size(list: *const clap_input_events) -> u32 {
    // SAFETY: the list is one of these.
    unsafe { &*(*list).ctx.cast::<Events>() }.values.len() as u32
}

unsafe extern "C" fn get(list: *const clap_input_events, index: u32) -> *const clap_event_header {
    // SAFETY: as above.
    let events = unsafe { &*(*list).ctx.cast::<Events>() };
    events
        .values
        .get(index as usize)
        .map_or(std::ptr::null(), |event| &raw const event.header)
}

static DEAF: clap_output_events = clap_output_events {
    ctx: std::ptr::null_mut(),
    try_push: None,
};

/// Ports with what is in them. `None` is a null channel.
pub struct Ports {
    channels: Vec<Vec<*mut f32>>,
    pub buffers: Vec<clap_audio_buffer>,
    _samples: Vec<Vec<Option<Vec<f32>>>>,
}

impl Ports {
    /// Ports with channels of some samples.
    pub fn new(mut samples: Vec<Vec<Option<Vec<f32>>>>) -> Self {
        let mut channels: Vec<Vec<*mut f32>> = (samples.iter_mut())
            .map(|port| {
                let pointers = port.iter_mut().map(|channel| match channel {
                    Some(samples) => samples.as_mut_ptr(),
                    None => std::ptr::null_mut(),
                });
                pointers.collect()
            })
            .collect();
        let buffers = channels.iter_mut().map(|channels| clap_audio_buffer {
            data32: channels.as_mut_ptr(),
            data64: std::ptr::null_mut(),
            channel_count: channels.len() as u32,
            latency: 0,
            constant_mask: 0,
        });
        let buffers = buffers.collect();
        Self {
            channels,
            buffers,
            _samples: samples,
        }
    }

    /// Some channels to a port, all of them there and filled with one value.
    pub fn filled(channels: &[usize], value: f32, frames: usize) -> Self {
        let port = |&count: &usize| vec![Some(vec![value; frames]); count];
        Self::new(channels.iter().map(port).collect())
    }

    /// Samples of a channel.
    pub fn channel(&self, port: usize, channel: usize, frames: usize) -> &[f32] {
        // SAFETY: the tests ask for channels that are there.
        unsafe { std::slice::from_raw_parts(self.channels[port][channel], frames) }
    }
}

/// A block of sound.
pub fn block(
    frames: u32,
    inputs: &Ports,
    outputs: &mut Ports,
    events: Option<&Events>,
) -> clap_process {
    clap_process {
        steady_time: -1,
        frames_count: frames,
        transport: std::ptr::null(),
        audio_inputs: inputs.buffers.as_ptr(),
        audio_outputs: outputs.buffers.as_mut_ptr(),
        audio_inputs_count: inputs.buffers.len() as u32,
        audio_outputs_count: outputs.buffers.len() as u32,
        in_events: events.map_or(std::ptr::null(), |events| &raw const events.list),
        out_events: &DEAF,
    }
}
