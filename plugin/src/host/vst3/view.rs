//! The window in a VST3 host.
//!
//! The framework (0.4.2) has a view of its own, which is not used: a parameter that the host or a
//! hand moves while that view opens or closes ends its worker thread, and with it the host when the
//! instance goes; its handler at the host's run loop refers to itself and is never freed, nor are
//! the two sockets that it holds.

mod frame;
mod platform;

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::ffi::c_void;
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::thread::{self, ThreadId};

use nice_plug::context::gui::GuiContext;
use nice_plug::editor::dpi::NativeSize;
use nice_plug::editor::{Editor, EditorHandle, HostMethods, ParentWindowHandle, SpawnedEditor};
use nice_plug::wrapper::vst3::vst3::Steinberg::Linux::{
    IRunLoop, IRunLoopTrait, ITimerHandler, ITimerHandlerTrait,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    char16, int16, kInternalError, kInvalidArgument, kNotImplemented, kResultFalse, kResultOk,
    tresult, FIDString, IPlugFrame, IPlugView, IPlugViewContentScaleSupport,
    IPlugViewContentScaleSupportTrait, IPlugViewContentScaleSupport_::ScaleFactor, IPlugViewTrait,
    TBool, ViewRect,
};
use nice_plug::wrapper::vst3::vst3::{Class, ComPtr, ComRef, ComWrapper};

use super::component::result_of;
use super::core::Instance;
use super::hand::Vst3GuiContext;
use super::host_menu;
use super::resizing;
use crate::editor::{BodypackEditor, Notice};
use crate::session::guard::{attempt, guarded, report};
use frame::{rectangle_of, size_of, Call, Frame, Wishes};
use platform::{is_kind, parent_of, KIND};

/// Interval of the timer that serves a window's main-thread requests, ms.
const TICK_MS: u64 = 30;

type Window = SpawnedEditor<<BodypackEditor as Editor>::Handle>;

/// A view of one instance. It belongs to the thread that it was made on, the host's main thread;
/// calls from others are refused.
pub struct View {
    core: Weak<Instance>,
    owner: ThreadId,
    frame: Arc<Frame>,
    /// Counted, since a host may take it away in the midst of a call that it makes.
    window: RefCell<Option<Rc<Window>>>,
    /// Shown in the host's window where the editor cannot be drawn.
    notice: RefCell<Option<Notice>>,
    /// The host's run loop, while the window has its ear.
    run_loop: RefCell<Option<ComPtr<IRunLoop>>>,
    /// Pixels per point, when the host says.
    scale: Cell<Option<f64>>,
}

impl Class for View {
    type Interfaces = (IPlugView, IPlugViewContentScaleSupport, ITimerHandler);
}

impl View {
    /// A view for a host, which owns it.
    pub fn make(core: &Arc<Instance>) -> *mut IPlugView {
        let view = ComWrapper::new(Self {
            core: Arc::downgrade(core),
            owner: thread::current().id(),
            frame: Arc::default(),
            window: RefCell::default(),
            notice: RefCell::default(),
            run_loop: RefCell::default(),
            scale: Cell::new(None),
        });
        let timer = view.to_com_ptr::<ITimerHandler>();
        let Some(owned) = view.to_com_ptr::<IPlugView>() else {
            return std::ptr::null_mut();
        };
        view.frame.view.set(owned.as_ptr());
        // Borrowed: whoever is called through it is alive.
        let timer = timer.map_or(std::ptr::null_mut(), |timer| timer.as_ptr());
        view.frame.timer.set(timer);
        owned.into_raw()
    }

    /// The instance, for calls from the right thread.
    fn core(&self) -> Option<Arc<Instance>> {
        self.is_here().then(|| self.core.upgrade()).flatten()
    }

    /// The window; for calls from the right thread.
    fn window(&self) -> Option<Rc<Window>> {
        self.window.borrow().clone()
    }

    fn is_here(&self) -> bool {
        thread::current().id() == self.owner
    }

    fn scale(&self) -> f64 {
        self.scale.get().unwrap_or(1.0)
    }

    /// Opens the window in one of the host's.
    fn open(&self, core: &Arc<Instance>, parent: ParentWindowHandle) -> Result<(), Box<dyn Error>> {
        let host = HostMethods {
            callbacks: Box::new(Wishes(Arc::clone(&self.frame))),
            main_thread_caller: Box::new(Call(Arc::clone(&self.frame.called))),
        };
        let hand = GuiContext::new(Arc::new(Vst3GuiContext(Arc::downgrade(core))));
        host_menu::offer(core);
        let scale = self.scale.get();
        let window = (core.editor).spawn(Some(parent), false, scale, hand, Some(host))?;
        window.handle.show(&window.window)?;
        self.window.replace(Some(Rc::new(window)));
        self.listen();
        Ok(())
    }

    /// Closes the window; true if there was one.
    fn close(&self) -> bool {
        self.stop_listening();
        // Out of its place first, since whatever goes on while it closes may look there.
        let window = self.window.take();
        let was_open = self.notice.take().is_some() || window.is_some();
        attempt("closing a window", || drop(window));
        if let Some(core) = self.core.upgrade().filter(|_| was_open) {
            core.hide();
            if self.is_here() {
                core.tell_changes();
            }
        }
        was_open
    }

    /// Has the host's run loop look after the window. Hosts elsewhere than on X11 have none, and
    /// need none.
    fn listen(&self) {
        let frame = self.frame.host.borrow();
        let run_loop = frame.as_ref().and_then(ComPtr::cast::<IRunLoop>);
        let idle = self.window.borrow().is_some() && self.run_loop.borrow().is_none();
        let Some(run_loop) = run_loop.filter(|_| idle) else {
            return;
        };
        // SAFETY: the timer is this object.
        let result = unsafe { run_loop.registerTimer(self.frame.timer.get(), TICK_MS) };
        if result == kResultOk {
            self.run_loop.replace(Some(run_loop));
            self.set_has_timer(true);
        }
    }

    fn stop_listening(&self) {
        if let Some(run_loop) = self.run_loop.take() {
            // SAFETY: as above.
            unsafe { run_loop.unregisterTimer(self.frame.timer.get()) };
            self.set_has_timer(false);
        }
    }

    fn set_has_timer(&self, attended: bool) {
        if let Some(core) = self.core.upgrade() {
            core.set_has_timer(attended);
            // What is left to say is said now.
            core.tell_changes();
        }
    }

    fn is_key_used(&self) -> tresult {
        result_of(self.core().is_some_and(|core| core.editor.is_typing()))
    }

    /// The size of the window, or that of the one that would open.
    fn size(&self, core: &Instance) -> NativeSize<u32> {
        match self.window() {
            Some(open) => open.window.size(),
            None => {
                let NativeSize { width, height } = core.editor.size();
                let scaled = |side: u32| (f64::from(side) * self.scale()).round() as u32;
                NativeSize {
                    width: scaled(width),
                    height: scaled(height),
                }
            }
        }
    }

    /// The nearest size to another one that a window can have.
    fn nearest(&self, core: &Instance, size: NativeSize<u32>) -> NativeSize<u32> {
        let open = self.window();
        let nearest = open.and_then(|open| open.handle.adjust_size(size, &open.window));
        nearest.unwrap_or_else(|| {
            let hint = core.editor.resize_hint();
            hint.adjust_size(size, core.editor.size(), self.scale())
        })
    }
}

impl Drop for View {
    /// A host may forget to say that it takes the window away.
    fn drop(&mut self) {
        self.close();
        self.frame.view.set(std::ptr::null_mut());
    }
}

impl IPlugViewTrait for View {
    unsafe fn isPlatformTypeSupported(&self, kind: FIDString) -> tresult {
        guarded("isPlatformTypeSupported", kInternalError, || {
            // SAFETY: the host hands over a C string.
            result_of(unsafe { is_kind(kind, KIND) })
        })
    }

    unsafe fn attached(&self, parent: *mut c_void, kind: FIDString) -> tresult {
        guarded("attached", kInternalError, || {
            // SAFETY: as above.
            let Some(parent) = parent_of(parent).filter(|_| unsafe { is_kind(kind, KIND) }) else {
                return kInvalidArgument;
            };
            let Some(core) = self.core().filter(|core| core.show()) else {
                return kResultFalse;
            };
            let opened = self.open(&core, parent);
            let Err(error) = &opened else {
                return kResultOk;
            };
            report(&format!("the window could not be opened: {error}"));
            let NativeSize { width, height } = self.size(&core);
            let notice = Notice::show(parent, [width, height]);
            let is_shown = notice.is_some();
            self.notice.replace(notice);
            if !is_shown {
                core.hide();
            }
            result_of(is_shown)
        })
    }

    unsafe fn removed(&self) -> tresult {
        guarded("removed", kInternalError, || {
            result_of(self.is_here() && self.close())
        })
    }

    unsafe fn onWheel(&self, _distance: f32) -> tresult {
        guarded("onWheel", kInternalError, || kNotImplemented)
    }

    // Keys reach the window by the system's own way. A host that asks first hears that they are its
    // own, unless a text is being typed.
    unsafe fn onKeyDown(&self, _key: char16, _code: int16, _modifiers: int16) -> tresult {
        guarded("onKeyDown", kInternalError, || self.is_key_used())
    }

    unsafe fn onKeyUp(&self, _key: char16, _code: int16, _modifiers: int16) -> tresult {
        guarded("onKeyUp", kInternalError, || self.is_key_used())
    }

    unsafe fn getSize(&self, size: *mut ViewRect) -> tresult {
        guarded("getSize", kInternalError, || {
            if size.is_null() {
                return kInvalidArgument;
            }
            let Some(core) = self.core() else {
                return kResultFalse;
            };
            // SAFETY: the host hands over a place to write to.
            unsafe { size.write(rectangle_of(self.size(&core))) };
            kResultOk
        })
    }

    unsafe fn onSize(&self, rectangle: *mut ViewRect) -> tresult {
        guarded("onSize", kInternalError, || {
            // SAFETY: the host hands over a rectangle, or null.
            let size = unsafe { rectangle.as_ref() }.and_then(size_of);
            let Some(size) = size.filter(|_| self.is_here()) else {
                return kInvalidArgument;
            };
            match self.window() {
                Some(open) => result_of(open.handle.set_size(size, &open.window).is_ok()),
                None => kResultFalse,
            }
        })
    }

    unsafe fn onFocus(&self, _state: TBool) -> tresult {
        guarded("onFocus", kInternalError, || kNotImplemented)
    }

    unsafe fn setFrame(&self, frame: *mut IPlugFrame) -> tresult {
        guarded("setFrame", kInternalError, || {
            if !self.is_here() {
                return kResultFalse;
            }
            // SAFETY: the host hands over its frame, or null.
            let frame = unsafe { ComRef::from_raw(frame) }.map(|frame| frame.to_com_ptr());
            if frame.is_none() {
                self.stop_listening();
            }
            self.frame.host.replace(frame);
            self.listen();
            kResultOk
        })
    }

    unsafe fn canResize(&self) -> tresult {
        guarded("canResize", kInternalError, || {
            result_of(resizing::by_its_window())
        })
    }

    unsafe fn checkSizeConstraint(&self, rectangle: *mut ViewRect) -> tresult {
        guarded("checkSizeConstraint", kInternalError, || {
            // SAFETY: the host hands over a rectangle, or null.
            let Some(rectangle) = (unsafe { rectangle.as_mut() }) else {
                return kInvalidArgument;
            };
            let (Some(core), Some(size)) = (self.core(), size_of(rectangle)) else {
                return kResultFalse;
            };
            let nearest = self.nearest(&core, size);
            rectangle.right = rectangle.left + nearest.width as i32;
            rectangle.bottom = rectangle.top + nearest.height as i32;
            kResultOk
        })
    }
}

impl IPlugViewContentScaleSupportTrait for View {
    unsafe fn setContentScaleFactor(&self, factor: ScaleFactor) -> tresult {
        guarded("setContentScaleFactor", kInternalError, || {
            let sensible = factor.is_finite() && factor > 0.0;
            if !(sensible && self.is_here()) {
                return kResultFalse;
            }
            let factor = f64::from(factor);
            self.scale.set(Some(factor));
            let Some(open) = self.window() else {
                return kResultOk;
            };
            let done = open.handle.set_fallback_scale_factor(factor, &open.window);
            result_of(done.is_ok())
        })
    }
}

impl ITimerHandlerTrait for View {
    unsafe fn onTimer(&self) {
        guarded("onTimer", (), || {
            let Some(core) = self.core() else { return };
            core.tell_changes();
            host_menu::show_asked(&core, self.frame.view.get());
            if !self.frame.called.swap(false, Ordering::Acquire) {
                return;
            }
            if let Some(open) = self.window() {
                open.handle.host_main_thread_callback(&open.window);
            }
        })
    }
}
