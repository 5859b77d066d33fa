//! State shared by an instance, its window and its gestures.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use clap_sys::ext::audio_ports::{clap_plugin_audio_ports, CLAP_EXT_AUDIO_PORTS};
use clap_sys::ext::audio_ports_config::{
    clap_plugin_audio_ports_config, CLAP_EXT_AUDIO_PORTS_CONFIG,
};
use clap_sys::ext::params::{clap_plugin_params, CLAP_EXT_PARAMS};
use clap_sys::ext::remote_controls::{clap_plugin_remote_controls, CLAP_EXT_REMOTE_CONTROLS};
use clap_sys::ext::render::{clap_plugin_render, CLAP_EXT_RENDER};
use clap_sys::ext::state::{clap_plugin_state, CLAP_EXT_STATE};
use clap_sys::ext::tail::{clap_plugin_tail, CLAP_EXT_TAIL};
use clap_sys::host::clap_host;
use clap_sys::id::clap_id;
use clap_sys::plugin::clap_plugin;
use nice_plug::prelude::{Param, ParamPtr, PluginState};
use nice_plug::wrapper::clap::Wrapper;
use rtrb::{Consumer, Producer, RingBuffer};

use super::host::Host;
use crate::editor::BodypackEditor;
use crate::host::{offer, Bodypack};
use crate::session::stack::on_large_stack;
use crate::session::{put, replaces};

/// Capacity of the queue of gestures to the host.
const MOVES: usize = 2048;

/// A hand on a parameter.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// The host's id of the parameter.
    pub id: clap_id,
    /// The kind of move.
    pub kind: MoveKind,
    /// Number of states loaded before it.
    pub states: u32,
}

/// Kind of a gesture event.
#[derive(Clone, Copy, Debug)]
pub enum MoveKind {
    /// Takes hold.
    Begin,
    /// Sets a value, in the host's terms.
    Set(f64),
    /// Lets go.
    End,
}

/// Extensions of the framework's plugin.
pub struct Extensions {
    /// Parameters.
    pub params: &'static clap_plugin_params,
    /// States.
    pub state: &'static clap_plugin_state,
    /// Ports.
    pub ports: &'static clap_plugin_audio_ports,
    /// Layouts of ports.
    pub configs: &'static clap_plugin_audio_ports_config,
    /// Live or offline.
    pub render: &'static clap_plugin_render,
    /// The tail extension.
    pub tail: &'static clap_plugin_tail,
    /// Pages for controllers.
    pub remote_controls: &'static clap_plugin_remote_controls,
}

impl Extensions {
    /// # Safety
    /// The framework's plugin outlives the result.
    unsafe fn of(inner: *const clap_plugin) -> Option<Self> {
        // SAFETY: promised by the caller; the kinds belong to the names.
        unsafe {
            let get = (*inner).get_extension?;
            Some(Self {
                params: get(inner, CLAP_EXT_PARAMS.as_ptr())
                    .cast::<clap_plugin_params>()
                    .as_ref()?,
                state: get(inner, CLAP_EXT_STATE.as_ptr())
                    .cast::<clap_plugin_state>()
                    .as_ref()?,
                ports: get(inner, CLAP_EXT_AUDIO_PORTS.as_ptr())
                    .cast::<clap_plugin_audio_ports>()
                    .as_ref()?,
                configs: get(inner, CLAP_EXT_AUDIO_PORTS_CONFIG.as_ptr())
                    .cast::<clap_plugin_audio_ports_config>()
                    .as_ref()?,
                render: get(inner, CLAP_EXT_RENDER.as_ptr())
                    .cast::<clap_plugin_render>()
                    .as_ref()?,
                tail: get(inner, CLAP_EXT_TAIL.as_ptr())
                    .cast::<clap_plugin_tail>()
                    .as_ref()?,
                remote_controls: get(inner, CLAP_EXT_REMOTE_CONTROLS.as_ptr())
                    .cast::<clap_plugin_remote_controls>()
                    .as_ref()?,
            })
        }
    }
}

/// One instance.
pub struct SharedInstance {
    // In this order: the framework calls the host until it is gone.
    /// All of it but the windows.
    pub framework: Arc<Wrapper<Bodypack>>,
    /// The extensions, valid as long as the plugin.
    pub offers: Extensions,
    /// Opens its windows.
    pub editor: Box<BodypackEditor>,
    /// The host.
    pub host: Box<Host>,
    /// True if there may be sound.
    pub active: AtomicBool,
    /// True if sound is being processed.
    pub processing: AtomicBool,
    /// True if the host is to look through all values anew.
    values_changed: AtomicBool,
    /// Counts the states that were loaded.
    states: AtomicU32,
    /// Gesture events on their way to the host.
    moves: Mutex<Producer<Move>>,
}

impl SharedInstance {
    /// A fresh instance in a host, and what its hands will do; `None` if it cannot be made.
    ///
    /// # Safety
    /// `host` is a host that outlives the result.
    pub unsafe fn new(host: *const clap_host) -> Option<(Self, Consumer<Move>)> {
        // SAFETY: promised by the caller.
        let host = unsafe { Host::new(host) };
        let (framework, editor) = offer::with_editor(|| {
            // SAFETY: the host that it sees lives as long as `host`, which is dropped later.
            unsafe { Wrapper::<Bodypack>::new(host.shown()) }
        })?;
        // SAFETY: the two are kept, and given up, together.
        let offers = unsafe { Extensions::of(framework.clap_plugin.as_ptr()) }?;
        let (producer, consumer) = RingBuffer::new(MOVES);
        let core = Self {
            framework,
            offers,
            editor,
            host,
            active: AtomicBool::new(false),
            processing: AtomicBool::new(false),
            values_changed: AtomicBool::new(false),
            states: AtomicU32::new(0),
            moves: Mutex::new(producer),
        };
        Some((core, consumer))
    }

    /// The framework's plugin.
    pub fn inner(&self) -> *const clap_plugin {
        self.framework.clap_plugin.as_ptr()
    }

    /// For how long the plugin sounds on after the last block, samples.
    pub fn tail_samples(&self) -> u32 {
        // SAFETY: the framework's own plugin.
        self.offers
            .tail
            .get
            .map_or(0, |get| unsafe { get(self.inner()) })
    }

    /// The largest value of a parameter in the host's terms, the smallest being 0; `None` if there
    /// is no such parameter.
    pub fn largest(&self, id: clap_id) -> Option<f64> {
        let params = &self.framework.param_ptr_to_hash;
        let known = params.iter().find(|(_, known)| **known == id)?.0;
        Some(largest(*known))
    }

    /// Passes on what a hand does, from any thread but that of the sound.
    pub fn tell(&self, param: ParamPtr, kind: impl FnOnce(f64) -> MoveKind) {
        let Some(&id) = self.framework.param_ptr_to_hash.get(&param) else {
            return;
        };
        let kind = kind(largest(param));
        if let (MoveKind::Set(value), false) = (kind, self.processing.load(Ordering::Acquire)) {
            let normalized = (value / largest(param)) as f32;
            // SAFETY: the parameters live as long as the framework; the value is atomic.
            unsafe { param._internal_set_normalized_value(normalized) };
        }
        let states = self.states.load(Ordering::Acquire);
        let mut moves = self.moves.lock().unwrap_or_else(PoisonError::into_inner);
        // A host that does not look for so long has no use for them either.
        let _ = moves.push(Move { id, kind, states });
        drop(moves);
        self.host.request_flush();
    }

    /// Number of states loaded.
    pub fn states(&self) -> u32 {
        self.states.load(Ordering::Acquire)
    }

    /// Notes that a state has been loaded: what hands did before it is over.
    pub fn count_state(&self) {
        self.states.fetch_add(1, Ordering::AcqRel);
    }

    /// Takes over a state on any thread, and has the host look through all values anew on its main
    /// thread.
    pub fn take_state(&self, state: &PluginState) {
        put(self.editor.params(), state);
        if replaces(state) {
            self.count_state();
        }
        self.values_changed.store(true, Ordering::Release);
        self.host.request_callback();
    }

    /// Loads the rig that the host has asked for by its parameter, and has it look through all
    /// values. On the main thread. True if one was loaded.
    pub fn load_asked(&self) -> bool {
        let params = self.editor.params();
        let has_loaded = params.rig_choice.is_asked() && on_large_stack(|| params.load_asked());
        if has_loaded {
            self.call_for_changes();
        }
        has_loaded
    }

    /// The host's id of the parameter that chooses a rig.
    pub fn rig_id(&self) -> Option<clap_id> {
        let param = self.editor.params().rig_choice.param().as_ptr();
        self.framework.param_ptr_to_hash.get(&param).copied()
    }

    /// Has the host look through all values on its main thread if they changed without its doing.
    pub fn call_for_changes(&self) {
        let changed = &self.editor.params().values_changed;
        if changed.load(Ordering::Relaxed) && changed.swap(false, Ordering::AcqRel) {
            self.values_changed.store(true, Ordering::Release);
            self.host.request_callback();
        }
    }

    /// Has the host look through all values if they changed. On the main thread.
    pub fn tell_changes(&self) {
        if self.values_changed.swap(false, Ordering::AcqRel) {
            self.host.rescan_values();
            self.host.mark_dirty();
        }
    }
}

/// The largest value of a parameter in the host's terms.
fn largest(param: ParamPtr) -> f64 {
    // SAFETY: the parameters live as long as the framework, which is borrowed by the callers.
    f64::from(unsafe { param.step_count() }.unwrap_or(1) as u32)
}
