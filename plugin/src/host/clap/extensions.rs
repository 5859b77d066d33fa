//! Parameters, states and the small extensions: the framework's, asked only what it can answer.

use std::ffi::{c_char, c_void, CStr};

use clap_sys::events::{clap_input_events, clap_output_events};
use clap_sys::ext::latency::{clap_plugin_latency, CLAP_EXT_LATENCY};
use clap_sys::ext::params::{
    clap_param_info, clap_plugin_params, CLAP_EXT_PARAMS, CLAP_PARAM_IS_ENUM,
};
use clap_sys::ext::remote_controls::{
    clap_plugin_remote_controls, clap_remote_controls_page, CLAP_EXT_REMOTE_CONTROLS,
};
use clap_sys::ext::render::{
    clap_plugin_render, clap_plugin_render_mode, CLAP_EXT_RENDER, CLAP_RENDER_OFFLINE,
    CLAP_RENDER_REALTIME,
};
use clap_sys::ext::state::{clap_plugin_state, CLAP_EXT_STATE};
use clap_sys::ext::tail::{clap_plugin_tail, CLAP_EXT_TAIL};
use clap_sys::id::clap_id;
use clap_sys::plugin::clap_plugin;
use clap_sys::stream::{clap_istream, clap_ostream};

use super::events::Events;
use super::instance::with;
use super::stream::{Input, Output};
use crate::session::described;

/// An extension by its name.
pub fn find(id: &CStr) -> Option<*const c_void> {
    if id == CLAP_EXT_PARAMS {
        Some((&raw const PARAMS).cast())
    } else if id == CLAP_EXT_STATE {
        Some((&raw const STATE).cast())
    } else if id == CLAP_EXT_RENDER {
        Some((&raw const RENDER).cast())
    } else if id == CLAP_EXT_LATENCY {
        Some((&raw const LATENCY).cast())
    } else if id == CLAP_EXT_TAIL {
        Some((&raw const TAIL).cast())
    } else if id == CLAP_EXT_REMOTE_CONTROLS {
        Some((&raw const REMOTE_CONTROLS).cast())
    } else {
        None
    }
}

static PARAMS: clap_plugin_params = clap_plugin_params {
    count: Some(params_count),
    get_info: Some(params_info),
    get_value: Some(params_value),
    value_to_text: Some(params_text),
    text_to_value: Some(params_from_text),
    flush: Some(params_flush),
};

static STATE: clap_plugin_state = clap_plugin_state {
    save: Some(state_save),
    load: Some(state_load),
};

static RENDER: clap_plugin_render = clap_plugin_render {
    has_hard_realtime_requirement: Some(render_is_hard),
    set: Some(render_set),
};

static LATENCY: clap_plugin_latency = clap_plugin_latency { get: Some(latency) };

static TAIL: clap_plugin_tail = clap_plugin_tail { get: Some(tail) };

static REMOTE_CONTROLS: clap_plugin_remote_controls = clap_plugin_remote_controls {
    count: Some(pages_count),
    get: Some(pages_get),
};

unsafe extern "C" fn params_count(plugin: *const clap_plugin) -> u32 {
    // SAFETY: the host hands over an instance; so below.
    unsafe {
        with(plugin, "params.count", 0, |instance| {
            Some((instance.core.offers.params.count?)(instance.core.inner()))
        })
    }
}

unsafe extern "C" fn params_info(
    plugin: *const clap_plugin,
    index: u32,
    info: *mut clap_param_info,
) -> bool {
    // SAFETY: as above; `info` is null or may be written to.
    unsafe {
        with(plugin, "params.get_info", false, |instance| {
            let (inner, params) = (instance.core.inner(), instance.core.offers.params);
            // The framework looks one beyond the last.
            let known = index < (params.count?)(inner) && !info.is_null();
            let done = known && (params.get_info?)(inner, index, info);
            if let (true, Some((_, true))) = (done, described(index as usize)) {
                (*info).flags |= CLAP_PARAM_IS_ENUM;
            }
            Some(done)
        })
    }
}

unsafe extern "C" fn params_value(plugin: *const clap_plugin, id: clap_id, to: *mut f64) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "params.get_value", false, |instance| {
            let get = instance.core.offers.params.get_value?;
            Some(!to.is_null() && get(instance.core.inner(), id, to))
        })
    }
}

unsafe extern "C" fn params_text(
    plugin: *const clap_plugin,
    id: clap_id,
    value: f64,
    to: *mut c_char,
    size: u32,
) -> bool {
    // SAFETY: as above; there is room for `size` characters.
    unsafe {
        with(plugin, "params.value_to_text", false, |instance| {
            if to.is_null() || size == 0 || !value.is_finite() {
                return Some(false);
            }
            let value = value.clamp(0.0, instance.core.largest(id)?);
            let write = instance.core.offers.params.value_to_text?;
            Some(write(instance.core.inner(), id, value, to, size))
        })
    }
}

unsafe extern "C" fn params_from_text(
    plugin: *const clap_plugin,
    id: clap_id,
    from: *const c_char,
    to: *mut f64,
) -> bool {
    // SAFETY: as above; the text is a C string.
    unsafe {
        with(plugin, "params.text_to_value", false, |instance| {
            if from.is_null() || to.is_null() {
                return Some(false);
            }
            let mut value = 0.0;
            let read = instance.core.offers.params.text_to_value?;
            let done = read(instance.core.inner(), id, from, &mut value) && value.is_finite();
            if done {
                to.write(value);
            }
            Some(done)
        })
    }
}

unsafe extern "C" fn params_flush(
    plugin: *const clap_plugin,
    incoming: *const clap_input_events,
    outgoing: *const clap_output_events,
) {
    // SAFETY: as above; the lists are the host's for the time of the call.
    unsafe {
        with(plugin, "params.flush", (), |instance| {
            let mut audio = instance.try_audio()?;
            let audio = &mut *audio;
            audio.moves.take(&instance.core, outgoing);
            let mut events = Events::new(incoming, &audio.moves.values, &audio.ranges, 0);
            let flush = instance.core.offers.params.flush?;
            flush(instance.core.inner(), events.list(), std::ptr::null());
            if !audio.is_active() {
                // Then this is the main thread.
                if instance.core.load_asked() {
                    // Values that were set behind the rig are meant for it.
                    let events = Events::new(incoming, &[], &audio.ranges, 0);
                    let rig_id = instance.core.rig_id();
                    if let Some(mut rest) = rig_id.and_then(|id| events.behind_last_of(id)) {
                        flush(instance.core.inner(), rest.list(), std::ptr::null());
                    }
                }
                instance.core.editor.wake_worker();
            }
            instance.core.editor.repaint();
            Some(())
        });
    }
}

unsafe extern "C" fn state_save(plugin: *const clap_plugin, stream: *const clap_ostream) -> bool {
    // SAFETY: as above; the stream is the host's for the time of the call.
    unsafe {
        with(plugin, "state.save", false, |instance| {
            let stream = Output::new(stream)?;
            let save = instance.core.offers.state.save?;
            Some(save(instance.core.inner(), &stream.shown()))
        })
    }
}

unsafe extern "C" fn state_load(plugin: *const clap_plugin, stream: *const clap_istream) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "state.load", false, |instance| {
            let stream = Input::new(stream)?;
            let load = instance.core.offers.state.load?;
            let done = load(instance.core.inner(), &stream.shown());
            if done {
                instance.core.count_state();
                instance.core.load_asked();
                instance.core.editor.wake_worker();
                instance.core.editor.repaint();
            }
            Some(done)
        })
    }
}

unsafe extern "C" fn render_is_hard(_plugin: *const clap_plugin) -> bool {
    false
}

unsafe extern "C" fn render_set(plugin: *const clap_plugin, mode: clap_plugin_render_mode) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "render.set", false, |instance| {
            let known = mode == CLAP_RENDER_REALTIME || mode == CLAP_RENDER_OFFLINE;
            let set = instance.core.offers.render.set?;
            Some(known && set(instance.core.inner(), mode))
        })
    }
}

/// The plugin delays nothing, whatever it emulates.
unsafe extern "C" fn latency(_plugin: *const clap_plugin) -> u32 {
    0
}

unsafe extern "C" fn tail(plugin: *const clap_plugin) -> u32 {
    // SAFETY: as above.
    unsafe {
        with(plugin, "tail.get", 0, |instance| {
            Some(instance.core.tail_samples())
        })
    }
}

unsafe extern "C" fn pages_count(plugin: *const clap_plugin) -> u32 {
    // SAFETY: as above.
    unsafe {
        with(plugin, "remote_controls.count", 0, |instance| {
            let count = instance.core.offers.remote_controls.count?;
            Some(count(instance.core.inner()))
        })
    }
}

unsafe extern "C" fn pages_get(
    plugin: *const clap_plugin,
    index: u32,
    page: *mut clap_remote_controls_page,
) -> bool {
    // SAFETY: as above; `page` is null or may be written to.
    unsafe {
        with(plugin, "remote_controls.get", false, |instance| {
            let (inner, pages) = (instance.core.inner(), instance.core.offers.remote_controls);
            let known = index < (pages.count?)(inner) && !page.is_null();
            Some(known && (pages.get?)(inner, index, page))
        })
    }
}
