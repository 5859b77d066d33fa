//! The ports: the framework's layouts, chosen by number, or by what the host wants of each port.

use std::ffi::{c_void, CStr};
use std::sync::atomic::Ordering;

use clap_sys::ext::audio_ports::{
    clap_audio_port_info, clap_plugin_audio_ports, CLAP_EXT_AUDIO_PORTS,
};
use clap_sys::ext::audio_ports_config::{
    clap_audio_ports_config, clap_plugin_audio_ports_config, CLAP_EXT_AUDIO_PORTS_CONFIG,
};
use clap_sys::ext::configurable_audio_ports::{
    clap_audio_port_configuration_request, clap_plugin_configurable_audio_ports,
    CLAP_EXT_CONFIGURABLE_AUDIO_PORTS, CLAP_EXT_CONFIGURABLE_AUDIO_PORTS_COMPAT,
};
use clap_sys::id::clap_id;
use clap_sys::plugin::clap_plugin;

use super::instance::{with, Instance};
use crate::host::ports::{Shape, INPUTS};

/// An extension by its name.
pub fn find(id: &CStr) -> Option<*const c_void> {
    if id == CLAP_EXT_AUDIO_PORTS {
        Some((&raw const PORTS).cast())
    } else if id == CLAP_EXT_AUDIO_PORTS_CONFIG {
        Some((&raw const CONFIGS).cast())
    } else if id == CLAP_EXT_CONFIGURABLE_AUDIO_PORTS
        || id == CLAP_EXT_CONFIGURABLE_AUDIO_PORTS_COMPAT
    {
        Some((&raw const CONFIGURABLE).cast())
    } else {
        None
    }
}

static PORTS: clap_plugin_audio_ports = clap_plugin_audio_ports {
    count: Some(count),
    get: Some(get),
};

static CONFIGS: clap_plugin_audio_ports_config = clap_plugin_audio_ports_config {
    count: Some(configs_count),
    get: Some(configs_get),
    select: Some(configs_select),
};

static CONFIGURABLE: clap_plugin_configurable_audio_ports = clap_plugin_configurable_audio_ports {
    can_apply_configuration: Some(can_apply),
    apply_configuration: Some(apply),
};

unsafe extern "C" fn count(plugin: *const clap_plugin, is_input: bool) -> u32 {
    // SAFETY: the host hands over an instance; so below.
    unsafe {
        with(plugin, "audio_ports.count", 0, |instance| {
            let count = instance.core.offers.ports.count?;
            Some(count(instance.core.inner(), is_input))
        })
    }
}

unsafe extern "C" fn get(
    plugin: *const clap_plugin,
    index: u32,
    is_input: bool,
    info: *mut clap_audio_port_info,
) -> bool {
    // SAFETY: as above; `info` is null or may be written to.
    unsafe {
        with(plugin, "audio_ports.get", false, |instance| {
            let (inner, ports) = (instance.core.inner(), instance.core.offers.ports);
            let known = index < (ports.count?)(inner, is_input) && !info.is_null();
            Some(known && (ports.get?)(inner, index, is_input, info))
        })
    }
}

unsafe extern "C" fn configs_count(plugin: *const clap_plugin) -> u32 {
    // SAFETY: as above.
    unsafe {
        with(plugin, "audio_ports_config.count", 0, |instance| {
            let count = instance.core.offers.configs.count?;
            Some(count(instance.core.inner()))
        })
    }
}

unsafe extern "C" fn configs_get(
    plugin: *const clap_plugin,
    index: u32,
    config: *mut clap_audio_ports_config,
) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "audio_ports_config.get", false, |instance| {
            let (inner, configs) = (instance.core.inner(), instance.core.offers.configs);
            let known = index < (configs.count?)(inner) && !config.is_null();
            Some(known && (configs.get?)(inner, index, config))
        })
    }
}

unsafe extern "C" fn configs_select(plugin: *const clap_plugin, id: clap_id) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "audio_ports_config.select", false, |instance| {
            select(instance, id)
        })
    }
}

/// Takes a layout, unless the present one is in use.
fn select(instance: &Instance, layout: u32) -> Option<bool> {
    if Shape::all().nth(layout as usize).is_none() || instance.core.active.load(Ordering::Acquire) {
        return Some(false);
    }
    let choose = instance.core.offers.configs.select?;
    // SAFETY: the framework's own plugin.
    let done = unsafe { choose(instance.core.inner(), layout) };
    if done {
        instance.set_layout(layout);
    }
    Some(done)
}

/// The layout that has what a host wants of some ports; the others stay as they are where there is
/// a choice.
///
/// # Safety
/// `requests` is null or has `count` elements.
unsafe fn wanted(
    instance: &Instance,
    requests: *const clap_audio_port_configuration_request,
    count: u32,
) -> Option<u32> {
    if requests.is_null() || count == 0 || count as usize > INPUTS + 1 {
        return None;
    }
    // SAFETY: promised by the caller.
    let requests = unsafe { std::slice::from_raw_parts(requests, count as usize) };
    let present = instance.shape()?;
    let has = |shape: &Shape, request: &clap_audio_port_configuration_request| {
        let channels = match (request.is_input, request.port_index as usize) {
            (true, index) => shape.inputs.get(index).copied(),
            (false, 0) => Some(shape.outputs),
            (false, _) => None,
        };
        channels.is_some_and(|channels| channels > 0 && channels == request.channel_count as usize)
    };
    let suitable = Shape::all()
        .zip(0_u32..)
        .filter(|(shape, _)| requests.iter().all(|request| has(shape, request)));
    let differing = |shape: &Shape| {
        let ports = shape.inputs.iter().zip(&present.inputs);
        ports.filter(|(a, b)| a != b).count() + usize::from(shape.outputs != present.outputs)
    };
    let nearest = suitable.min_by_key(|(shape, _)| differing(shape));
    nearest.map(|(_, layout)| layout)
}

unsafe extern "C" fn can_apply(
    plugin: *const clap_plugin,
    requests: *const clap_audio_port_configuration_request,
    count: u32,
) -> bool {
    // SAFETY: as above; the requests are the host's for the time of the call.
    unsafe {
        with(plugin, "can_apply_configuration", false, |instance| {
            let is_active = instance.core.active.load(Ordering::Acquire);
            Some(!is_active && wanted(instance, requests, count).is_some())
        })
    }
}

unsafe extern "C" fn apply(
    plugin: *const clap_plugin,
    requests: *const clap_audio_port_configuration_request,
    count: u32,
) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "apply_configuration", false, |instance| {
            select(instance, wanted(instance, requests, count)?)
        })
    }
}
