//! The factory rigs, and the user's own, in a CLAP host's preset browser.

use std::ffi::{c_char, c_void, CStr, CString};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use clap_sys::ext::preset_load::{
    clap_plugin_preset_load, CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT,
};
use clap_sys::factory::preset_discovery::{
    clap_preset_discovery_factory, clap_preset_discovery_filetype, clap_preset_discovery_indexer,
    clap_preset_discovery_location, clap_preset_discovery_location_kind,
    clap_preset_discovery_metadata_receiver, clap_preset_discovery_provider,
    clap_preset_discovery_provider_descriptor, CLAP_PRESET_DISCOVERY_FACTORY_ID,
    CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT, CLAP_PRESET_DISCOVERY_IS_FACTORY_CONTENT,
    CLAP_PRESET_DISCOVERY_IS_USER_CONTENT, CLAP_PRESET_DISCOVERY_LOCATION_FILE,
    CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN,
};
use clap_sys::plugin::clap_plugin;
use clap_sys::universal_plugin_id::clap_universal_plugin_id;
use clap_sys::version::CLAP_VERSION;
use nice_plug::context::gui::GuiContext;

use super::core::SharedInstance;
use super::descriptor::{descriptor, text};
use super::hand::ClapGuiContext;
use super::instance::with;
use crate::rig::{presets, Rig};
use crate::session::guard::{attempt, guarded};
use crate::session::library::{factory_id, user_folder};
use crate::session::stack::on_large_stack;

/// Larger than any rig file; what is larger is not read.
const LARGEST_BYTES: u64 = 1 << 20;

/// Id of the only provider.
const PROVIDER: &CStr = c"org.bodypack.rigs";

/// Returns whether a host asks for the factory of presets.
pub fn is_factory(id: &CStr) -> bool {
    id == CLAP_PRESET_DISCOVERY_FACTORY_ID || id == CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT
}

/// That factory.
pub fn factory() -> *const c_void {
    (&raw const FACTORY).cast()
}

static FACTORY: clap_preset_discovery_factory = clap_preset_discovery_factory {
    count: Some(count),
    get_descriptor: Some(get_descriptor),
    create: Some(create),
};

static DESCRIPTOR: clap_preset_discovery_provider_descriptor =
    clap_preset_discovery_provider_descriptor {
        clap_version: CLAP_VERSION,
        id: PROVIDER.as_ptr(),
        name: c"Bodypack rigs".as_ptr(),
        vendor: c"The Bodypack developers".as_ptr(),
    };

unsafe extern "C" fn count(_factory: *const clap_preset_discovery_factory) -> u32 {
    1
}

unsafe extern "C" fn get_descriptor(
    _factory: *const clap_preset_discovery_factory,
    index: u32,
) -> *const clap_preset_discovery_provider_descriptor {
    if index == 0 {
        &raw const DESCRIPTOR
    } else {
        std::ptr::null()
    }
}

unsafe extern "C" fn create(
    _factory: *const clap_preset_discovery_factory,
    indexer: *const clap_preset_discovery_indexer,
    id: *const c_char,
) -> *const clap_preset_discovery_provider {
    guarded("preset discovery", std::ptr::null(), || {
        // SAFETY: the host hands over a C string or null.
        if indexer.is_null() || unsafe { text(id) } != Some(PROVIDER) {
            return std::ptr::null();
        }
        Box::into_raw(Box::new(clap_preset_discovery_provider {
            desc: &raw const DESCRIPTOR,
            provider_data: indexer.cast_mut().cast(),
            init: Some(init),
            destroy: Some(destroy),
            get_metadata: Some(get_metadata),
            get_extension: Some(no_extension),
        }))
    })
}

unsafe extern "C" fn destroy(provider: *const clap_preset_discovery_provider) {
    if !provider.is_null() {
        // SAFETY: it was made above, and the host forgets it.
        drop(unsafe { Box::from_raw(provider.cast_mut()) });
    }
}

unsafe extern "C" fn no_extension(
    _provider: *const clap_preset_discovery_provider,
    _id: *const c_char,
) -> *const c_void {
    std::ptr::null()
}

/// Tells where the rigs are: in the plugin, and in the user's folder if there is one.
unsafe extern "C" fn init(provider: *const clap_preset_discovery_provider) -> bool {
    guarded("preset discovery", false, || {
        // SAFETY: the provider was made here, and the indexer outlives it.
        unsafe {
            let Some(provider) = provider.as_ref() else {
                return false;
            };
            let indexer = provider
                .provider_data
                .cast::<clap_preset_discovery_indexer>()
                .cast_const();
            let (Some(declare), Some(declare_type)) =
                ((*indexer).declare_location, (*indexer).declare_filetype)
            else {
                return false;
            };
            let inside = clap_preset_discovery_location {
                flags: CLAP_PRESET_DISCOVERY_IS_FACTORY_CONTENT,
                name: c"Factory rigs".as_ptr(),
                kind: CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN,
                location: std::ptr::null(),
            };
            let done = declare(indexer, &inside);
            let Some(folder) = own_folder() else {
                return done;
            };
            let kind = clap_preset_discovery_filetype {
                name: c"Bodypack rig".as_ptr(),
                description: c"A rig file".as_ptr(),
                file_extension: c"toml".as_ptr(),
            };
            let outside = clap_preset_discovery_location {
                flags: CLAP_PRESET_DISCOVERY_IS_USER_CONTENT,
                name: c"Your rigs".as_ptr(),
                kind: CLAP_PRESET_DISCOVERY_LOCATION_FILE,
                location: folder.as_ptr(),
            };
            done && declare_type(indexer, &kind) && declare(indexer, &outside)
        }
    })
}

/// The user's folder, if there is one.
fn own_folder() -> Option<CString> {
    let folder = user_folder().filter(|folder| folder.is_dir())?;
    CString::new(folder.to_str()?).ok()
}

/// A place of rigs, as hosts name it.
enum Place {
    Factory,
    File(PathBuf),
}

impl Place {
    /// # Safety
    /// `location` is null or a C string.
    unsafe fn of(
        kind: clap_preset_discovery_location_kind,
        location: *const c_char,
    ) -> Option<Self> {
        if kind == CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN {
            return location.is_null().then_some(Self::Factory);
        }
        // SAFETY: promised by the caller.
        let path = unsafe { text(location) }?.to_str().ok()?;
        (kind == CLAP_PRESET_DISCOVERY_LOCATION_FILE).then(|| Self::File(path.into()))
    }
}

/// A rig file's rig, or one line on why there is none.
fn read(path: &Path) -> Result<Rig, String> {
    let size = std::fs::metadata(path).map_err(|error| error.to_string())?;
    if size.len() > LARGEST_BYTES {
        return Err("the file is larger than any rig".to_owned());
    }
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    on_large_stack(|| Rig::from_toml(&text)).map_err(|error| error.to_string())
}

/// Metadata of one rig for hosts.
struct Told {
    name: CString,
    key: Option<CString>,
    notes: CString,
    flags: u32,
}

impl Told {
    fn of(rig: &Rig, id: Option<&str>) -> Option<Self> {
        Some(Self {
            name: CString::new(rig.name.as_str()).ok()?,
            key: id.map(CString::new).transpose().ok()?,
            notes: CString::new(rig.notes.trim()).ok()?,
            flags: if id.is_some() {
                CLAP_PRESET_DISCOVERY_IS_FACTORY_CONTENT
            } else {
                CLAP_PRESET_DISCOVERY_IS_USER_CONTENT
            },
        })
    }

    /// # Safety
    /// `receiver` is the host's for the time of the call.
    unsafe fn tell(&self, receiver: *const clap_preset_discovery_metadata_receiver) -> bool {
        let plugin = clap_universal_plugin_id {
            abi: c"clap".as_ptr(),
            id: descriptor().clap_id().as_ptr(),
        };
        // SAFETY: promised by the caller; the texts live until the call returns.
        unsafe {
            let host = &*receiver;
            let key = self
                .key
                .as_ref()
                .map_or(std::ptr::null(), |key| key.as_ptr());
            let Some(begin) = host.begin_preset else {
                return false;
            };
            if !begin(receiver, self.name.as_ptr(), key) {
                return false;
            }
            if let Some(add) = host.add_plugin_id {
                add(receiver, &plugin);
            }
            if let Some(set) = host.set_flags {
                set(receiver, self.flags);
            }
            if let Some(add) = host.add_creator.filter(|_| self.key.is_some()) {
                add(receiver, c"The Bodypack developers".as_ptr());
            }
            if let Some(set) = host.set_description.filter(|_| !self.notes.is_empty()) {
                set(receiver, self.notes.as_ptr());
            }
        }
        true
    }
}

/// The factory rigs as hosts are told of them.
fn factory_rigs() -> &'static [Told] {
    static TOLD: OnceLock<Vec<Told>> = OnceLock::new();
    TOLD.get_or_init(|| {
        on_large_stack(|| {
            let rigs = presets::all().iter();
            rigs.filter_map(|preset| Told::of(&preset.rig, Some(preset.id)))
                .collect()
        })
    })
}

unsafe extern "C" fn get_metadata(
    _provider: *const clap_preset_discovery_provider,
    kind: clap_preset_discovery_location_kind,
    location: *const c_char,
    receiver: *const clap_preset_discovery_metadata_receiver,
) -> bool {
    guarded("preset discovery", false, || {
        if receiver.is_null() {
            return false;
        }
        // SAFETY: the host hands over a C string or null.
        match unsafe { Place::of(kind, location) } {
            // SAFETY: the receiver is the host's for the time of the call.
            Some(Place::Factory) => factory_rigs()
                .iter()
                .all(|told| unsafe { told.tell(receiver) }),
            Some(Place::File(path)) => match read(&path) {
                // SAFETY: as above.
                Ok(rig) => Told::of(&rig, None).is_some_and(|told| unsafe { told.tell(receiver) }),
                Err(problem) => {
                    // SAFETY: as above.
                    let on_error = unsafe { (*receiver).on_error };
                    if let (Some(on_error), Ok(problem)) = (on_error, CString::new(problem)) {
                        // SAFETY: as above.
                        unsafe { on_error(receiver, 0, problem.as_ptr()) };
                    }
                    false
                }
            },
            None => false,
        }
    })
}

/// The extension by its name.
pub fn find(id: &CStr) -> Option<*const c_void> {
    let is_it = id == CLAP_EXT_PRESET_LOAD || id == CLAP_EXT_PRESET_LOAD_COMPAT;
    is_it.then_some((&raw const LOAD).cast())
}

static LOAD: clap_plugin_preset_load = clap_plugin_preset_load {
    from_location: Some(from_location),
};

unsafe extern "C" fn from_location(
    plugin: *const clap_plugin,
    kind: clap_preset_discovery_location_kind,
    location: *const c_char,
    key: *const c_char,
) -> bool {
    // SAFETY: the host hands over an instance, and C strings or null.
    unsafe {
        with(plugin, "preset_load.from_location", false, |instance| {
            let core = &instance.core;
            let found = match Place::of(kind, location) {
                Some(Place::Factory) => by_key(text(key)),
                Some(Place::File(path)) => read(&path).map(|rig| (rig, String::new())),
                None => Err("there are no rigs at this place".to_owned()),
            };
            let answer = match &found {
                Ok((rig, origin)) => {
                    load(core, rig, origin);
                    Ok(())
                }
                Err(problem) => Err(problem.as_str()),
            };
            attempt("preset_load", || {
                tell_host(core, (kind, location, key), answer)
            });
            Some(found.is_ok())
        })
    }
}

/// A factory rig, and what the library calls it.
fn by_key(key: Option<&CStr>) -> Result<(Rig, String), String> {
    let key = key.and_then(|key| key.to_str().ok());
    let key = key.ok_or("the rig has no name")?;
    let rig = on_large_stack(|| {
        let preset = presets::by_id(key);
        preset.map(|preset| preset.rig.clone())
    });
    let rig = rig.ok_or_else(|| format!("there is no factory rig \"{key}\""))?;
    Ok((rig, factory_id(key)))
}

/// Loads a rig as a hand in the window would: one step to undo.
fn load(core: &Arc<SharedInstance>, rig: &Rig, origin: &str) {
    let hand = GuiContext::new(Arc::new(ClapGuiContext(Arc::downgrade(core))));
    let params = core.editor.params();
    on_large_stack(|| params.load(rig, origin, &hand));
    core.editor.wake_worker();
    core.editor.repaint();
}

/// Tells the host what became of a rig.
///
/// # Safety
/// The place is what the host handed over.
unsafe fn tell_host(
    core: &SharedInstance,
    (kind, location, key): (
        clap_preset_discovery_location_kind,
        *const c_char,
        *const c_char,
    ),
    outcome: Result<(), &str>,
) {
    let Some((offered, host)) = core.host.preset_load() else {
        return;
    };
    // SAFETY: promised by the caller; the host is alive.
    unsafe {
        match outcome {
            Ok(()) => {
                if let Some(loaded) = offered.loaded {
                    loaded(host, kind, location, key);
                }
            }
            Err(problem) => {
                if let (Some(on_error), Ok(problem)) = (offered.on_error, CString::new(problem)) {
                    on_error(host, kind, location, key, 0, problem.as_ptr());
                }
            }
        }
    }
}
