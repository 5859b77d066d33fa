//! The entry points of the CLAP bundle.

use std::ffi::{c_char, c_void};

use clap_sys::entry::clap_plugin_entry;
use clap_sys::factory::plugin_factory::{clap_plugin_factory, CLAP_PLUGIN_FACTORY_ID};
use clap_sys::host::clap_host;
use clap_sys::plugin::{clap_plugin, clap_plugin_descriptor};
use clap_sys::version::CLAP_VERSION;

use super::descriptor::{descriptor, text};
use super::instance::Instance;
use super::presets;
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

unsafe extern "C" fn get_factory(id: *const c_char) -> *const c_void {
    // SAFETY: the host hands over a C string or null.
    match unsafe { text(id) } {
        Some(id) if id == CLAP_PLUGIN_FACTORY_ID => (&raw const FACTORY).cast(),
        Some(id) if presets::is_factory(id) => presets::factory(),
        _ => std::ptr::null(),
    }
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
