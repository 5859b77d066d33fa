//! Windows of the system, as hosts and the toolkit name them.

use nice_plug::editor::ParentWindowHandle;
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    kPlatformTypeHWND, kPlatformTypeNSView, kPlatformTypeX11EmbedWindowID, FIDString,
};
use std::ffi::{c_ulong, c_void, CStr};
use std::num::NonZeroIsize;
use std::ptr::NonNull;

/// Returns whether a host means a certain kind of window.
///
/// # Safety
/// Both are null or C strings.
pub(super) unsafe fn is_kind(kind: FIDString, expected: FIDString) -> bool {
    // SAFETY: promised by the caller.
    !kind.is_null() && unsafe { CStr::from_ptr(kind) == CStr::from_ptr(expected) }
}

/// The kind of window that this system has.
pub(super) const KIND: FIDString = if cfg!(target_os = "macos") {
    kPlatformTypeNSView
} else if cfg!(target_os = "windows") {
    kPlatformTypeHWND
} else {
    kPlatformTypeX11EmbedWindowID
};

/// A host's window as the toolkit names it.
pub(super) fn parent_of(window: *mut c_void) -> Option<ParentWindowHandle> {
    let pointer = NonNull::new(window)?;
    Some(if cfg!(target_os = "macos") {
        ParentWindowHandle::AppKitNsView(pointer)
    } else if cfg!(target_os = "windows") {
        ParentWindowHandle::Win32Hwnd(NonZeroIsize::new(window as isize)?)
    } else {
        ParentWindowHandle::XlibWindow(window as usize as c_ulong)
    })
}
