//! The entry points of the VST3 bundle: what the framework's `nice_export_vst3!` would make, but
//! for [`Component`].

use std::ffi::c_void;

use nice_plug::wrapper::vst3::vst3::Steinberg::{
    int32, kInternalError, kInvalidArgument, kResultOk, tresult, FIDString, FUnknown,
    IPluginFactory, IPluginFactory2, IPluginFactory2Trait, IPluginFactory3, IPluginFactory3Trait,
    IPluginFactoryTrait, PClassInfo, PClassInfo2, PClassInfoW, PFactoryInfo, TUID,
};
use nice_plug::wrapper::vst3::vst3::{Class, ComWrapper};
use nice_plug::wrapper::vst3::PluginInfo;

use super::component::Component;
use crate::host::Bodypack;
use crate::session::guard::guarded;

/// Makes instances.
struct Factory {
    plugin: PluginInfo,
}

impl Class for Factory {
    type Interfaces = (IPluginFactory, IPluginFactory2, IPluginFactory3);
}

/// Writes what a host asks for, if it asks for the one class that there is.
///
/// # Safety
/// `to` is null or may be written to.
unsafe fn answer<T>(index: int32, to: *mut T, info: T) -> tresult {
    if index != 0 || to.is_null() {
        return kInvalidArgument;
    }
    // SAFETY: checked above and promised by the caller.
    unsafe { to.write(info) };
    kResultOk
}

impl IPluginFactoryTrait for Factory {
    unsafe fn getFactoryInfo(&self, info: *mut PFactoryInfo) -> tresult {
        // SAFETY: the host gives a place to write to, or null.
        unsafe { answer(0, info, self.plugin.create_factory_info()) }
    }

    unsafe fn countClasses(&self) -> int32 {
        1
    }

    unsafe fn getClassInfo(&self, index: int32, info: *mut PClassInfo) -> tresult {
        // SAFETY: as above.
        unsafe { answer(index, info, self.plugin.create_class_info()) }
    }

    unsafe fn createInstance(
        &self,
        class: FIDString,
        interface: FIDString,
        object: *mut *mut c_void,
    ) -> tresult {
        if class.is_null() || interface.is_null() || object.is_null() {
            return kInvalidArgument;
        }
        // SAFETY: a class id has 16 bytes.
        if unsafe { *class.cast::<[u8; 16]>() } != *self.plugin.cid {
            return kInvalidArgument;
        }
        guarded("createInstance", kInternalError, || {
            let component = Component::new().map(ComWrapper::new);
            let unknown = (component.as_ref()).and_then(ComWrapper::as_com_ref::<FUnknown>);
            let Some(unknown) = unknown else {
                return kInternalError;
            };
            let pointer = unknown.as_ptr();
            // SAFETY: the object lives; the interface id has 16 bytes; `object` may be written to.
            unsafe {
                ((*(*pointer).vtbl).queryInterface)(pointer, interface as *const TUID, object)
            }
        })
    }
}

impl IPluginFactory2Trait for Factory {
    unsafe fn getClassInfo2(&self, index: int32, info: *mut PClassInfo2) -> tresult {
        // SAFETY: as above.
        unsafe { answer(index, info, self.plugin.create_class_info_2()) }
    }
}

impl IPluginFactory3Trait for Factory {
    unsafe fn getClassInfoUnicode(&self, index: int32, info: *mut PClassInfoW) -> tresult {
        // SAFETY: as above.
        unsafe { answer(index, info, self.plugin.create_class_info_unicode()) }
    }

    unsafe fn setHostContext(&self, _context: *mut FUnknown) -> tresult {
        kResultOk
    }
}

/// The factory; the host releases it.
#[no_mangle]
pub extern "system" fn GetPluginFactory() -> *mut c_void {
    guarded("GetPluginFactory", std::ptr::null_mut(), || {
        let factory = Factory {
            plugin: PluginInfo::for_plugin::<Bodypack>(),
        };
        ComWrapper::new(factory)
            .to_com_ptr::<IPluginFactory>()
            .map_or(std::ptr::null_mut(), |factory| factory.into_raw().cast())
    })
}

/// Called once the library is loaded, with its handle.
#[cfg_attr(target_os = "macos", export_name = "bundleEntry")]
#[cfg_attr(not(target_os = "macos"), no_mangle)]
#[cfg(not(target_os = "windows"))]
pub extern "C" fn ModuleEntry(_library: *mut c_void) -> bool {
    true
}

/// Called before the library is unloaded.
#[cfg_attr(target_os = "macos", export_name = "bundleExit")]
#[cfg_attr(not(target_os = "macos"), no_mangle)]
#[cfg(not(target_os = "windows"))]
pub extern "C" fn ModuleExit() -> bool {
    true
}

/// Called once the library is loaded.
#[no_mangle]
#[cfg(target_os = "windows")]
pub extern "system" fn InitDll() -> bool {
    true
}

/// Called before the library is unloaded.
#[no_mangle]
#[cfg(target_os = "windows")]
pub extern "system" fn ExitDll() -> bool {
    true
}
