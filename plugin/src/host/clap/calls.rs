//! Calls of a CLAP host to one instance.

use std::ffi::{c_char, c_void};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::{clap_process, clap_process_status, CLAP_PROCESS_ERROR};

use super::core::SharedInstance;
use super::descriptor::{descriptor, text};
use super::gui::Gui;
use super::instance::{with, Instance};
use super::process::Audio;
use super::{extensions, gui, ports, presets};
use crate::host::ports::LONGEST_BLOCK;
use crate::session::guard::guarded;

impl Instance {
    /// A fresh instance in a host, which ends it by `destroy`; null if it cannot be made.
    ///
    /// # Safety
    /// `host` is a host that outlives the instance.
    pub unsafe fn make(host: *const clap_host) -> *const clap_plugin {
        // SAFETY: promised by the caller.
        let Some((core, moves)) = (unsafe { SharedInstance::new(host) }) else {
            return std::ptr::null();
        };
        let audio = Mutex::new(Audio::new(&core, moves));
        let instance = Box::into_raw(Box::new(Self {
            plugin: clap_plugin {
                desc: descriptor().clap_plugin_descriptor(),
                plugin_data: std::ptr::null_mut(),
                init: Some(init),
                destroy: Some(destroy),
                activate: Some(activate),
                deactivate: Some(deactivate),
                start_processing: Some(start_processing),
                stop_processing: Some(stop_processing),
                reset: Some(reset),
                process: Some(process),
                get_extension: Some(get_extension),
                on_main_thread: Some(on_main_thread),
            },
            gui: Gui::default(),
            core: Arc::new(core),
            audio,
            layout: AtomicU32::new(0),
        }));
        // SAFETY: it has just been made.
        unsafe {
            (*instance).plugin.plugin_data = instance.cast();
            &raw const (*instance).plugin
        }
    }
}

unsafe extern "C" fn init(plugin: *const clap_plugin) -> bool {
    // SAFETY: the host hands over an instance.
    unsafe {
        with(plugin, "init", false, |instance| {
            instance.core.host.ask();
            let inner = instance.core.inner();
            Some(((*inner).init?)(inner))
        })
    }
}

unsafe extern "C" fn destroy(plugin: *const clap_plugin) {
    guarded("destroy", (), || {
        // SAFETY: the host hands over an instance, or null, and forgets it.
        let instance = unsafe {
            let data = plugin
                .as_ref()
                .map(|plugin| plugin.plugin_data.cast::<Instance>());
            data.filter(|data| !data.is_null())
                .map(|data| Box::from_raw(data))
        };
        if let Some(instance) = instance {
            instance.gui.close(&instance.core);
        }
    });
}

unsafe extern "C" fn activate(
    plugin: *const clap_plugin,
    sample_rate_hz: f64,
    shortest: u32,
    longest: u32,
) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "activate", false, |instance| {
            let is_rate = sample_rate_hz.is_finite() && sample_rate_hz > 0.0;
            let is_length = (1..=LONGEST_BLOCK).contains(&longest);
            if !is_rate || !is_length || instance.audio().is_active() {
                return Some(false);
            }
            let inner = instance.core.inner();
            let done = ((*inner).activate?)(inner, sample_rate_hz, shortest.min(longest), longest);
            if done {
                let shape = instance.shape()?;
                instance.audio().activate(shape, longest, sample_rate_hz);
                instance.core.active.store(true, Ordering::Release);
            }
            Some(done)
        })
    }
}

unsafe extern "C" fn deactivate(plugin: *const clap_plugin) {
    // SAFETY: as above.
    unsafe {
        with(plugin, "deactivate", (), |instance| {
            instance.core.processing.store(false, Ordering::Release);
            if instance.core.active.swap(false, Ordering::AcqRel) {
                instance.audio().deactivate();
                let inner = instance.core.inner();
                ((*inner).deactivate?)(inner);
            }
            Some(())
        });
    }
}

unsafe extern "C" fn start_processing(plugin: *const clap_plugin) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "start_processing", false, |instance| {
            if !instance.try_audio()?.is_active() {
                return Some(false);
            }
            instance.core.processing.store(true, Ordering::Release);
            let inner = instance.core.inner();
            Some(((*inner).start_processing?)(inner))
        })
    }
}

unsafe extern "C" fn stop_processing(plugin: *const clap_plugin) {
    // SAFETY: as above.
    unsafe {
        with(plugin, "stop_processing", (), |instance| {
            instance.core.processing.store(false, Ordering::Release);
            let inner = instance.core.inner();
            ((*inner).stop_processing?)(inner);
            Some(())
        });
    }
}

unsafe extern "C" fn reset(plugin: *const clap_plugin) {
    // SAFETY: as above.
    unsafe {
        with(plugin, "reset", (), |instance| {
            let inner = instance.core.inner();
            ((*inner).reset?)(inner);
            Some(())
        });
    }
}

unsafe extern "C" fn process(
    plugin: *const clap_plugin,
    process: *const clap_process,
) -> clap_process_status {
    // SAFETY: as above; the block is the host's for the time of the call.
    unsafe {
        with(plugin, "process", CLAP_PROCESS_ERROR, |instance| {
            let process = process.as_ref()?;
            let status = instance.try_audio()?.process(&instance.core, process);
            if let Some(events) = process.in_events.as_ref() {
                if events.size.is_some_and(|size| size(events) > 0) {
                    instance.core.editor.repaint();
                }
            }
            Some(status)
        })
    }
}

unsafe extern "C" fn on_main_thread(plugin: *const clap_plugin) {
    // SAFETY: as above.
    unsafe {
        with(plugin, "on_main_thread", (), |instance| {
            let inner = instance.core.inner();
            ((*inner).on_main_thread?)(inner);
            instance.gui.tend(&instance.core);
            instance.core.tell_changes();
            Some(())
        });
    }
}

unsafe extern "C" fn get_extension(plugin: *const clap_plugin, id: *const c_char) -> *const c_void {
    // SAFETY: as above; the name is a C string or null.
    unsafe {
        with(plugin, "get_extension", std::ptr::null(), |_| {
            let id = text(id)?;
            extensions::find(id)
                .or_else(|| gui::find(id))
                .or_else(|| ports::find(id))
                .or_else(|| presets::find(id))
        })
    }
}
