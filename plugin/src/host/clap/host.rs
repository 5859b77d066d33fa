//! The host as the framework sees it, and the host itself.
//!
//! The framework sees a host with parameters and nothing else: no windows, since they are our own,
//! and no check of threads. It would do what belongs on the main thread on any thread of which the
//! host says that it is the main one, and some say so of the window's. Without the check, the main
//! thread is the one that made the instance, and everything else asks to be called back on it.

use std::ffi::{c_char, c_void};
use std::sync::OnceLock;

use clap_sys::ext::context_menu::{
    clap_context_menu_target, clap_host_context_menu, CLAP_CONTEXT_MENU_TARGET_KIND_PARAM,
    CLAP_EXT_CONTEXT_MENU, CLAP_EXT_CONTEXT_MENU_COMPAT,
};
use clap_sys::ext::gui::{clap_host_gui, CLAP_EXT_GUI};
use clap_sys::ext::params::{
    clap_host_params, clap_param_clear_flags, clap_param_rescan_flags, CLAP_EXT_PARAMS,
    CLAP_PARAM_RESCAN_TEXT, CLAP_PARAM_RESCAN_VALUES,
};
use clap_sys::ext::preset_load::{
    clap_host_preset_load, CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT,
};
use clap_sys::ext::state::{clap_host_state, CLAP_EXT_STATE};
use clap_sys::host::clap_host;
use clap_sys::id::clap_id;

use super::descriptor::text;

/// Optional extensions of the host; null where absent.
struct Offers {
    params: *const clap_host_params,
    gui: *const clap_host_gui,
    state: *const clap_host_state,
    preset_load: *const clap_host_preset_load,
    context_menu: *const clap_host_context_menu,
}

/// A host.
pub struct Host {
    real: *const clap_host,
    /// The host as shown to the framework.
    shown: clap_host,
    offers: OnceLock<Offers>,
}

// SAFETY: the host and what it offers outlive the instance, and CLAP says of each call which threads
// may make it.
unsafe impl Send for Host {}
// SAFETY: as above.
unsafe impl Sync for Host {}

impl Host {
    /// Stands in front of a host.
    ///
    /// # Safety
    /// `real` is a host that outlives the result.
    pub unsafe fn new(real: *const clap_host) -> Box<Self> {
        // SAFETY: promised by the caller.
        let original = unsafe { &*real };
        let mut host = Box::new(Self {
            real,
            shown: clap_host {
                get_extension: Some(get_extension),
                request_restart: Some(request_restart),
                request_process: Some(request_process),
                request_callback: Some(request_callback),
                ..*original
            },
            offers: OnceLock::new(),
        });
        host.shown.host_data = std::ptr::from_mut(&mut *host).cast();
        host
    }

    /// The host as shown to the framework.
    pub fn shown(&self) -> *const clap_host {
        &self.shown
    }

    /// Asks what the host offers, which it may be asked from `init` on.
    pub fn ask(&self) {
        self.offers.get_or_init(|| {
            // SAFETY: the host is alive.
            let get = unsafe { (*self.real).get_extension };
            let one = |id: &std::ffi::CStr| match get {
                // SAFETY: as above.
                Some(get) => unsafe { get(self.real, id.as_ptr()) },
                None => std::ptr::null(),
            };
            let either = |new, old| match one(new) {
                pointer if pointer.is_null() => one(old),
                pointer => pointer,
            };
            Offers {
                params: one(CLAP_EXT_PARAMS).cast(),
                gui: one(CLAP_EXT_GUI).cast(),
                state: one(CLAP_EXT_STATE).cast(),
                preset_load: either(CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT).cast(),
                context_menu: either(CLAP_EXT_CONTEXT_MENU, CLAP_EXT_CONTEXT_MENU_COMPAT).cast(),
            }
        });
    }

    fn params(&self) -> Option<&clap_host_params> {
        // SAFETY: null, or it lives as long as the host.
        unsafe { self.offers.get()?.params.as_ref() }
    }

    fn gui(&self) -> Option<&clap_host_gui> {
        // SAFETY: as above.
        unsafe { self.offers.get()?.gui.as_ref() }
    }

    /// Asks for a call on the main thread, from any thread.
    pub fn request_callback(&self) {
        // SAFETY: the host is alive.
        unsafe {
            if let Some(request) = (*self.real).request_callback {
                request(self.real);
            }
        }
    }

    /// Asks the host to take what hands did, from any thread but that of the sound.
    pub fn request_flush(&self) {
        if let Some(flush) = self.params().and_then(|params| params.request_flush) {
            // SAFETY: as above.
            unsafe { flush(self.real) };
        }
    }

    /// Has the host look through all values. On the main thread.
    pub fn rescan_values(&self) {
        if let Some(rescan) = self.params().and_then(|params| params.rescan) {
            // SAFETY: as above.
            unsafe { rescan(self.real, CLAP_PARAM_RESCAN_VALUES | CLAP_PARAM_RESCAN_TEXT) };
        }
    }

    /// Says that the project has something new to save. On the main thread.
    pub fn mark_dirty(&self) {
        // SAFETY: null, or it lives as long as the host.
        let state = self
            .offers
            .get()
            .and_then(|all| unsafe { all.state.as_ref() });
        if let Some(mark) = state.and_then(|state| state.mark_dirty) {
            // SAFETY: as above.
            unsafe { mark(self.real) };
        }
    }

    /// Asks for another size of the window around ours; false when that stays.
    pub fn request_resize(&self, width: u32, height: u32) -> bool {
        match self.gui().and_then(|gui| gui.request_resize) {
            // SAFETY: as above.
            Some(request) => unsafe { request(self.real, width, height) },
            None => false,
        }
    }

    fn context_menu(&self) -> Option<&clap_host_context_menu> {
        // SAFETY: null, or it lives as long as the host.
        unsafe { self.offers.get()?.context_menu.as_ref() }
    }

    /// Returns whether the host can show its own menus. On the main thread.
    pub fn has_menus(&self) -> bool {
        let can_popup = self.context_menu().and_then(|menu| menu.can_popup);
        // SAFETY: the host is alive.
        can_popup.is_some_and(|can| unsafe { can(self.real) })
    }

    /// Shows the host's menu of a parameter at a place in the window, pixels. On the main thread.
    pub fn show_menu(&self, id: clap_id, [x, y]: [i32; 2]) {
        let target = clap_context_menu_target {
            kind: CLAP_CONTEXT_MENU_TARGET_KIND_PARAM,
            id,
        };
        if let Some(popup) = self.context_menu().and_then(|menu| menu.popup) {
            // SAFETY: as above; the target lives until the call returns.
            unsafe { popup(self.real, &target, 0, x, y) };
        }
    }

    /// Says that the window is gone by itself.
    pub fn window_closed(&self) {
        if let Some(closed) = self.gui().and_then(|gui| gui.closed) {
            // SAFETY: as above.
            unsafe { closed(self.real, true) };
        }
    }

    /// The host's preset-load extension, and the host to pass to it.
    pub fn preset_load(&self) -> Option<(&clap_host_preset_load, *const clap_host)> {
        // SAFETY: as above.
        let offered = unsafe { self.offers.get()?.preset_load.as_ref() };
        offered.map(|offered| (offered, self.real))
    }
}

/// The host behind the one that the framework sees.
///
/// # Safety
/// `shown` is null or from [`Host::shown`].
unsafe fn behind<'a>(shown: *const clap_host) -> Option<&'a Host> {
    // SAFETY: promised by the caller.
    unsafe { shown.as_ref()?.host_data.cast::<Host>().as_ref() }
}

/// The parameters of the host as the framework sees them.
static PARAMS: clap_host_params = clap_host_params {
    rescan: Some(rescan),
    clear: Some(clear),
    request_flush: Some(request_flush),
};

unsafe extern "C" fn get_extension(host: *const clap_host, id: *const c_char) -> *const c_void {
    // SAFETY: the framework hands over what it was given.
    let (host, id) = unsafe { (behind(host), text(id)) };
    let Some(host) = host else {
        return std::ptr::null();
    };
    host.ask();
    if id == Some(CLAP_EXT_PARAMS) && host.params().is_some() {
        return (&raw const PARAMS).cast();
    }
    std::ptr::null()
}

unsafe extern "C" fn request_restart(host: *const clap_host) {
    // SAFETY: as above, and the host is alive.
    unsafe {
        let real = behind(host).map(|host| host.real);
        if let Some((real, request)) = real.and_then(|real| Some((real, (*real).request_restart?)))
        {
            request(real);
        }
    }
}

unsafe extern "C" fn request_process(host: *const clap_host) {
    // SAFETY: as above.
    unsafe {
        let real = behind(host).map(|host| host.real);
        if let Some((real, request)) = real.and_then(|real| Some((real, (*real).request_process?)))
        {
            request(real);
        }
    }
}

unsafe extern "C" fn request_callback(host: *const clap_host) {
    // SAFETY: as above.
    if let Some(host) = unsafe { behind(host) } {
        host.request_callback();
    }
}

unsafe extern "C" fn rescan(host: *const clap_host, flags: clap_param_rescan_flags) {
    // SAFETY: as above.
    unsafe {
        let host = behind(host);
        if let Some((host, rescan)) = host.and_then(|host| Some((host, host.params()?.rescan?))) {
            rescan(host.real, flags);
        }
    }
}

unsafe extern "C" fn clear(host: *const clap_host, id: clap_id, flags: clap_param_clear_flags) {
    // SAFETY: as above.
    unsafe {
        let host = behind(host);
        if let Some((host, clear)) = host.and_then(|host| Some((host, host.params()?.clear?))) {
            clear(host.real, id, flags);
        }
    }
}

unsafe extern "C" fn request_flush(host: *const clap_host) {
    // SAFETY: as above.
    unsafe {
        let host = behind(host);
        if let Some((host, flush)) =
            host.and_then(|host| Some((host, host.params()?.request_flush?)))
        {
            flush(host.real);
        }
    }
}
