//! Descriptor of the plugin, and strings of hosts.

use std::ffi::{c_char, CStr};
use std::sync::OnceLock;

use nice_plug::wrapper::clap::PluginDescriptor;

use crate::host::Bodypack;

/// A string of the host's, unless it is null.
///
/// # Safety
/// `text` is null or a C string that outlives the result.
pub unsafe fn text<'a>(text: *const c_char) -> Option<&'a CStr> {
    // SAFETY: promised by the caller.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) })
}

/// Descriptor of the plugin, read by hosts before there is an instance.
pub fn descriptor() -> &'static PluginDescriptor {
    static DESCRIPTOR: OnceLock<PluginDescriptor> = OnceLock::new();
    DESCRIPTOR.get_or_init(PluginDescriptor::for_plugin::<Bodypack>)
}
