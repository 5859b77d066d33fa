//! The calls of a host to the window, from C.

use super::super::descriptor::text;
use super::super::instance::{with, Instance};
use super::{parent_of, KIND};
use clap_sys::ext::gui::{clap_gui_resize_hints, clap_plugin_gui, clap_window, CLAP_EXT_GUI};
use clap_sys::plugin::clap_plugin;
use nice_plug::editor::dpi::NativeSize;
use nice_plug::editor::{Editor, EditorHandle};
use std::ffi::{c_char, c_void, CStr};

/// The extension by its name.
pub fn find(id: &CStr) -> Option<*const c_void> {
    (id == CLAP_EXT_GUI).then_some((&raw const GUI).cast())
}

static GUI: clap_plugin_gui = clap_plugin_gui {
    is_api_supported: Some(is_api_supported),
    get_preferred_api: Some(get_preferred_api),
    create: Some(create),
    destroy: Some(destroy),
    set_scale: Some(set_scale),
    get_size: Some(get_size),
    can_resize: Some(can_resize),
    get_resize_hints: Some(get_resize_hints),
    adjust_size: Some(adjust_size),
    set_size: Some(set_size),
    set_parent: Some(set_parent),
    set_transient: Some(set_transient),
    suggest_title: Some(suggest_title),
    show: Some(show),
    hide: Some(hide),
};

unsafe extern "C" fn is_api_supported(
    _plugin: *const clap_plugin,
    api: *const c_char,
    is_floating: bool,
) -> bool {
    // SAFETY: the host hands over a C string or null.
    !is_floating && unsafe { text(api) } == Some(KIND)
}

unsafe extern "C" fn get_preferred_api(
    _plugin: *const clap_plugin,
    api: *mut *const c_char,
    is_floating: *mut bool,
) -> bool {
    if api.is_null() || is_floating.is_null() {
        return false;
    }
    // SAFETY: the host hands over places to write to.
    unsafe {
        api.write(KIND.as_ptr());
        is_floating.write(false);
    }
    true
}

unsafe extern "C" fn create(
    plugin: *const clap_plugin,
    api: *const c_char,
    is_floating: bool,
) -> bool {
    // SAFETY: the host hands over an instance; so below.
    unsafe {
        with(
            plugin,
            "gui.create",
            false,
            |Instance { gui, core, .. }| {
                Some(is_api_supported(plugin, api, is_floating) && gui.create(core))
            },
        )
    }
}

unsafe extern "C" fn destroy(plugin: *const clap_plugin) {
    // SAFETY: as above.
    unsafe {
        with(
            plugin,
            "gui.destroy",
            (),
            |Instance { gui, core, .. }| {
                gui.destroy(core);
                Some(())
            },
        );
    }
}

unsafe extern "C" fn set_scale(plugin: *const clap_plugin, scale: f64) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "gui.set_scale", false, |instance| {
            Some(instance.gui.set_scale(scale))
        })
    }
}

unsafe extern "C" fn get_size(
    plugin: *const clap_plugin,
    width: *mut u32,
    height: *mut u32,
) -> bool {
    // SAFETY: as above; the places are null or may be written to.
    unsafe {
        with(
            plugin,
            "gui.get_size",
            false,
            |Instance { gui, core, .. }| {
                if width.is_null() || height.is_null() {
                    return Some(false);
                }
                let size = gui.size(core);
                width.write(size.width);
                height.write(size.height);
                Some(true)
            },
        )
    }
}

unsafe extern "C" fn can_resize(_plugin: *const clap_plugin) -> bool {
    true
}

unsafe extern "C" fn get_resize_hints(
    plugin: *const clap_plugin,
    hints: *mut clap_gui_resize_hints,
) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "gui.get_resize_hints", false, |instance| {
            if hints.is_null() {
                return Some(false);
            }
            let hint = instance.core.editor.resize_hint();
            hints.write(clap_gui_resize_hints {
                can_resize_horizontally: hint.can_resize_horizontally,
                can_resize_vertically: hint.can_resize_vertically,
                preserve_aspect_ratio: hint.preserve_aspect_ratio,
                aspect_ratio_width: hint.aspect_ratio_width,
                aspect_ratio_height: hint.aspect_ratio_height,
            });
            Some(true)
        })
    }
}

unsafe extern "C" fn adjust_size(
    plugin: *const clap_plugin,
    width: *mut u32,
    height: *mut u32,
) -> bool {
    // SAFETY: as above; the places are null or may be read and written to.
    unsafe {
        with(
            plugin,
            "gui.adjust_size",
            false,
            |Instance { gui, core, .. }| {
                let (width, height) = (width.as_mut()?, height.as_mut()?);
                let size = NativeSize {
                    width: (*width).clamp(1, MOST_PIXELS),
                    height: (*height).clamp(1, MOST_PIXELS),
                };
                let nearest = gui.nearest(core, size);
                (*width, *height) = (nearest.width, nearest.height);
                Some(true)
            },
        )
    }
}

/// No window is larger on a side.
const MOST_PIXELS: u32 = 1 << 15;

unsafe extern "C" fn set_size(plugin: *const clap_plugin, width: u32, height: u32) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "gui.set_size", false, |instance| {
            let sensible = |side: u32| (1..=MOST_PIXELS).contains(&side);
            let fits = sensible(width) && sensible(height);
            if instance.gui.has_notice() {
                return Some(fits);
            }
            let open = instance.gui.window()?;
            let size = NativeSize { width, height };
            Some(fits && open.handle.set_size(size, &open.window).is_ok())
        })
    }
}

unsafe extern "C" fn set_parent(plugin: *const clap_plugin, window: *const clap_window) -> bool {
    // SAFETY: as above; the window is the host's, or null.
    unsafe {
        with(plugin, "gui.set_parent", false, |instance| {
            let parent = parent_of(window)?;
            Some(instance.gui.set_parent(&instance.core, parent))
        })
    }
}

/// There are no windows that float.
unsafe extern "C" fn set_transient(
    _plugin: *const clap_plugin,
    _window: *const clap_window,
) -> bool {
    false
}

unsafe extern "C" fn suggest_title(_plugin: *const clap_plugin, _title: *const c_char) {}

unsafe extern "C" fn show(plugin: *const clap_plugin) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "gui.show", false, |instance| {
            if instance.gui.has_notice() {
                return Some(true);
            }
            let open = instance.gui.window()?;
            Some(open.handle.show(&open.window).is_ok())
        })
    }
}

unsafe extern "C" fn hide(plugin: *const clap_plugin) -> bool {
    // SAFETY: as above.
    unsafe {
        with(plugin, "gui.hide", false, |instance| {
            if instance.gui.has_notice() {
                return Some(true);
            }
            let open = instance.gui.window()?;
            Some(open.handle.hide(&open.window).is_ok())
        })
    }
}
