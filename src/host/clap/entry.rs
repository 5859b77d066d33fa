//! The entry points of the CLAP bundle.

use std::ffi::{c_char, c_void, CStr};
use std::sync::OnceLock;

use clap_sys::entry::clap_plugin_entry;
use clap_sys::factory::plugin_factory::{clap_plugin_factory, CLAP_PLUGIN_FACTORY_ID};
use clap_sys::host::clap_host;
use clap_sys::plugin::{clap_plugin, clap_plugin_descriptor};
use clap_sys::version::CLAP_VERSION;
use nice_plug::wrapper::clap::PluginDescriptor;

use super::instance::Instance;
use super::presets;
use crate::host::Bodypack;
use crate::session::guard::guarded;

/// The entry point that hosts look for.
#[no_mangle]
#[used]
#[allow(non_upper_case_globals)] // The standard's name.
pub static clap_entry: clap_plugin_entry = clap_plugin_entry {
    clap_version: CLAP_VERSION,
    init: Some(init),
    deinit: Some(deinit),
    get_factory: Some(get_factory),
};

static FACTORY: clap_plugin_factory = clap_plugin_factory {
    get_plugin_count: Some(plugin_count),
    get_plugin_descriptor: Some(plugin_descriptor),
    create_plugin: Some(create_plugin),
};

unsafe extern "C" fn init(_path: *const c_char) -> bool {
    true
}

unsafe extern "C" fn deinit() {}

/// A string of the host's, unless it is null.
///
/// # Safety
/// `text` is null or a C string that outlives the result.
pub unsafe fn text<'a>(text: *const c_char) -> Option<&'a CStr> {
    // SAFETY: promised by the caller.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) })
}

unsafe extern "C" fn get_factory(id: *const c_char) -> *const c_void {
    // SAFETY: the host hands over a C string or null.
    match unsafe { text(id) } {
        Some(id) if id == CLAP_PLUGIN_FACTORY_ID => (&raw const FACTORY).cast(),
        Some(id) if presets::is_factory(id) => presets::factory(),
        _ => std::ptr::null(),
    }
}

/// Descriptor of the plugin, read by hosts before there is an instance.
pub fn descriptor() -> &'static PluginDescriptor {
    static DESCRIPTOR: OnceLock<PluginDescriptor> = OnceLock::new();
    DESCRIPTOR.get_or_init(PluginDescriptor::for_plugin::<Bodypack>)
}

unsafe extern "C" fn plugin_count(_factory: *const clap_plugin_factory) -> u32 {
    1
}

unsafe extern "C" fn plugin_descriptor(
    _factory: *const clap_plugin_factory,
    index: u32,
) -> *const clap_plugin_descriptor {
    guarded("get_plugin_descriptor", std::ptr::null(), || match index {
        0 => std::ptr::from_ref(descriptor().clap_plugin_descriptor()),
        _ => std::ptr::null(),
    })
}

unsafe extern "C" fn create_plugin(
    _factory: *const clap_plugin_factory,
    host: *const clap_host,
    id: *const c_char,
) -> *const clap_plugin {
    guarded("create_plugin", std::ptr::null(), || {
        // SAFETY: the host hands over a C string or null.
        let known = unsafe { text(id) }.is_some_and(|id| id == descriptor().clap_id());
        if host.is_null() || !known {
            return std::ptr::null();
        }
        // SAFETY: the host outlives its instances.
        unsafe { Instance::make(host) }
    })
}
