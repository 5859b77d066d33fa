//! State shared by a component, its window and its gestures.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};
use std::thread::{self, ThreadId};

use nice_plug::params::Params;
use nice_plug::prelude::{ParamPtr, PluginState};
use nice_plug::wrapper::vst3::vst3::ComPtr;
use nice_plug::wrapper::vst3::vst3::Steinberg::kResultOk;
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    IComponentHandler, IComponentHandlerTrait, IEditControllerTrait, ParamID, ParamValue,
    ParameterInfo, RestartFlags_,
};
use nice_plug::wrapper::vst3::Wrapper;

use super::told::Told;
use crate::editor::BodypackEditor;
use crate::host::{offer, Bodypack};
use crate::session::{put, replaces};

/// One instance.
pub struct Instance {
    /// All of it but the windows.
    pub framework: Wrapper<Bodypack>,
    /// Opens its windows.
    pub editor: Box<BodypackEditor>,
    /// The host's handler of gestures.
    handler: RwLock<Option<ComPtr<IComponentHandler>>>,
    /// The host's ids of the parameters.
    ids: Vec<(ParamPtr, ParamID)>,
    /// Values told to the controller and not yet to the processor.
    pub told: Told,
    /// True if sound is being processed.
    pub processing: AtomicBool,
    /// True if there is a window.
    shown: AtomicBool,
    /// The thread that made it: the host's main one.
    main: ThreadId,
    /// True if the host looks in on the main thread from time to time.
    attended: AtomicBool,
    /// True if it is to look through all values anew.
    values_changed: AtomicBool,
}

impl Instance {
    /// A fresh instance; `None` if it cannot be made.
    pub fn new() -> Option<Self> {
        let (framework, editor) = offer::with_editor(Wrapper::new)?;
        let ids = ids_of(&framework, &editor);
        Some(Self {
            framework,
            handler: RwLock::default(),
            told: Told::new(named(&ids, &editor)),
            editor,
            ids,
            processing: AtomicBool::new(false),
            shown: AtomicBool::new(false),
            main: thread::current().id(),
            attended: AtomicBool::new(false),
            values_changed: AtomicBool::new(false),
        })
    }

    /// Whom to tell of hands on knobs, if there is anybody.
    pub fn handler(&self) -> Option<ComPtr<IComponentHandler>> {
        let handler = self.handler.read();
        // Cloned, so that a host may answer by replacing it.
        handler.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on tells another one of hands on knobs.
    pub fn set_handler(&self, handler: Option<ComPtr<IComponentHandler>>) {
        *self.handler.write().unwrap_or_else(PoisonError::into_inner) = handler;
    }

    /// The host's id of a parameter.
    pub fn id_of(&self, param: ParamPtr) -> Option<ParamID> {
        let known = self.ids.iter().find(|(known, _)| *known == param);
        known.map(|(_, id)| *id)
    }

    /// Sets a parameter, unless sound is being processed: then the host hands the value to the
    /// processing.
    pub fn set(&self, id: ParamID, normalized: ParamValue) {
        // SAFETY: the call may come from any thread; the framework sets an atomic value.
        unsafe { self.framework.setParamNormalized(id, normalized) };
    }

    /// Takes over a state, and has the host look through all values anew.
    pub fn take_state(&self, state: &PluginState) {
        if replaces(state) {
            self.told.forget_all();
        }
        put(self.editor.params(), state);
        self.values_changed.store(true, Ordering::Release);
        self.tell_unless_attended();
    }

    /// Has the host look through all values if they changed, this is the main thread, and it does not
    /// call [`Instance::tell_changes`] from time to time by itself.
    pub fn tell_unless_attended(&self) {
        // The thread of a window is not the main one on X11. What is not said here is said when
        // the host looks in, or takes the window away.
        let is_main = thread::current().id() == self.main;
        if is_main && !self.attended.load(Ordering::Acquire) {
            self.tell_changes();
        }
    }

    /// Says whether the main thread calls [`Instance::tell_changes`] from time to time.
    pub fn set_has_timer(&self, attended: bool) {
        self.attended.store(attended, Ordering::Release);
    }

    /// Has the host look through all values if they changed, on the main thread.
    pub fn tell_changes(&self) {
        let by_parameter = (self.editor.params().values_changed).swap(false, Ordering::AcqRel);
        if !self.values_changed.swap(false, Ordering::AcqRel) && !by_parameter {
            return;
        }
        if let Some(handler) = self.handler() {
            // SAFETY: the handler is the host's.
            unsafe { handler.restartComponent(RestartFlags_::kParamValuesChanged) };
        }
    }

    /// Takes the one place for a window; false when there is one already.
    pub fn show(&self) -> bool {
        !self.shown.swap(true, Ordering::AcqRel)
    }

    /// Gives the place back.
    pub fn hide(&self) {
        self.shown.store(false, Ordering::Release);
    }
}

/// The parameters with what the host and what states call them.
fn named<'a>(
    ids: &'a [(ParamPtr, ParamID)],
    editor: &BodypackEditor,
) -> impl Iterator<Item = (ParamID, ParamPtr, String)> + 'a {
    let names = editor.params().param_map();
    ids.iter().filter_map(move |&(param, id)| {
        let named = names.iter().find(|(_, known, _)| *known == param)?;
        Some((id, param, named.0.clone()))
    })
}

/// The host's ids of the parameters: the framework lists them in the plugin's own order.
fn ids_of(framework: &Wrapper<Bodypack>, editor: &BodypackEditor) -> Vec<(ParamPtr, ParamID)> {
    let params = editor.params().param_map();
    let numbered = params
        .into_iter()
        .zip(0..)
        .filter_map(|((_, param, _), index)| {
            // SAFETY: a structure of numbers and text.
            let mut info: ParameterInfo = unsafe { std::mem::zeroed() };
            // SAFETY: `info` may be written to.
            let result = unsafe { framework.getParameterInfo(index, &mut info) };
            (result == kResultOk).then_some((param, info.id))
        });
    numbered.collect()
}
