//! The window in a CLAP host.
//!
//! It belongs to the thread that it was made on. What comes from others is refused, but for its
//! end, which waits for the next call on the right thread.

mod entry;

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::ffi::CStr;
use std::num::NonZeroIsize;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::{self, ThreadId};

use clap_sys::ext::gui::{
    clap_window, CLAP_WINDOW_API_COCOA, CLAP_WINDOW_API_WIN32, CLAP_WINDOW_API_X11,
};
use nice_plug::context::gui::GuiContext;
use nice_plug::editor::dpi::{NativeSize, Size};
use nice_plug::editor::{
    Editor, EditorHandle, HostCallbacks, HostMainThreadCaller, HostMethods, ParentWindowHandle,
    SpawnedEditor,
};

use super::core::SharedInstance;
use super::descriptor::text;
use super::hand::ClapGuiContext;
use super::host_menu;
use crate::editor::{BodypackEditor, Notice};
use crate::session::guard::{attempt, report};
pub use entry::find;

type Window = SpawnedEditor<<BodypackEditor as Editor>::Handle>;

/// The place for the window of an instance.
#[derive(Default)]
pub struct Gui {
    /// The thread that the window was made on.
    owner: Mutex<Option<ThreadId>>,
    /// Counted, since a host may take it away in the midst of a call that it makes.
    window: RefCell<Option<Rc<Window>>>,
    /// Shown in the host's window where the editor cannot be drawn.
    notice: RefCell<Option<Notice>>,
    /// True if the window is to be closed.
    doomed: AtomicBool,
    /// True if the editor could not be made: a sentence stands for it.
    undrawn: Cell<bool>,
    /// Pixels per point, when the host says.
    scale: Cell<Option<f64>>,
}

impl Gui {
    /// Returns whether the window's own thread is calling, or there is no window.
    fn is_here(&self) -> bool {
        let owner = self.owner.lock().unwrap_or_else(PoisonError::into_inner);
        owner.is_none_or(|owner| owner == thread::current().id())
    }

    /// The window, for calls from the right thread.
    fn window(&self) -> Option<Rc<Window>> {
        if !self.is_here() {
            return None;
        }
        self.window.borrow().clone()
    }

    fn create(&self, core: &Arc<SharedInstance>) -> bool {
        if !self.is_here() {
            return false;
        }
        if self.doomed.load(Ordering::Acquire) {
            self.close(core);
        }
        if self.window.borrow().is_some() || self.undrawn.get() {
            return false;
        }
        let host = HostMethods {
            callbacks: Box::new(Wishes(Arc::downgrade(core))),
            main_thread_caller: Box::new(Call(Arc::downgrade(core))),
        };
        let hand = GuiContext::new(Arc::new(ClapGuiContext(Arc::downgrade(core))));
        self.set_owner(Some(thread::current().id()));
        match (core.editor).spawn(None, true, self.scale.get(), hand, Some(host)) {
            Ok(window) => {
                host_menu::offer(core);
                self.window.replace(Some(Rc::new(window)));
            }
            Err(error) => {
                report(&format!("the window could not be opened: {error}"));
                self.undrawn.set(true);
            }
        }
        true
    }

    /// Returns whether a sentence is shown in place of the editor.
    fn has_notice(&self) -> bool {
        self.is_here() && self.notice.borrow().is_some()
    }

    fn set_owner(&self, owner: Option<ThreadId>) {
        *self.owner.lock().unwrap_or_else(PoisonError::into_inner) = owner;
    }

    /// Closes the window now, or has it closed on its own thread.
    fn destroy(&self, core: &SharedInstance) {
        if self.is_here() {
            self.close(core);
        } else {
            self.doomed.store(true, Ordering::Release);
            core.host.request_callback();
        }
    }

    /// Closes the window.
    pub fn close(&self, _core: &SharedInstance) {
        self.doomed.store(false, Ordering::Release);
        // Out of its place first, since whatever goes on while it closes may look there.
        let window = self.window.take();
        drop(self.notice.take());
        self.undrawn.set(false);
        self.set_owner(None);
        attempt("closing a window", || drop(window));
    }

    /// Does what the window asked to have done on the main thread.
    pub fn tend(&self, core: &SharedInstance) {
        let Some(window) = self.window() else { return };
        if self.doomed.load(Ordering::Acquire) {
            drop(window);
            self.close(core);
            return;
        }
        window.handle.host_main_thread_callback(&window.window);
        host_menu::show_asked(core);
    }

    /// Puts the window into one of the host's; a sentence where it cannot be drawn.
    fn set_parent(&self, core: &SharedInstance, parent: ParentWindowHandle) -> bool {
        match self.window() {
            Some(open) => match open.handle.set_parent(parent, &open.window) {
                Ok(()) => return true,
                Err(error) => report(&format!("the window could not be opened: {error}")),
            },
            None if self.is_here() && self.undrawn.get() => {}
            None => return false,
        }
        let NativeSize { width, height } = self.size(core);
        let notice = Notice::show(parent, [width, height]);
        let is_shown = notice.is_some();
        self.notice.replace(notice);
        is_shown
    }

    /// The size of the window, or that of the one that would open.
    fn size(&self, core: &SharedInstance) -> NativeSize<u32> {
        match self.window() {
            Some(open) => open.window.size(),
            None => {
                let NativeSize { width, height } = core.editor.size();
                let scale = self.scale.get().unwrap_or(1.0);
                let scaled = |side: u32| (f64::from(side) * scale).round() as u32;
                NativeSize {
                    width: scaled(width),
                    height: scaled(height),
                }
            }
        }
    }

    /// The nearest size to another one that a window can have.
    fn nearest(&self, core: &SharedInstance, size: NativeSize<u32>) -> NativeSize<u32> {
        let nearest = self
            .window()
            .and_then(|open| open.handle.adjust_size(size, &open.window));
        nearest.unwrap_or_else(|| {
            let hint = core.editor.resize_hint();
            hint.adjust_size(size, core.editor.size(), self.scale.get().unwrap_or(1.0))
        })
    }

    fn set_scale(&self, factor: f64) -> bool {
        if !(factor.is_finite() && factor > 0.0 && self.is_here()) {
            return false;
        }
        self.scale.set(Some(factor));
        self.window().is_none_or(|open| {
            let done = open.handle.set_fallback_scale_factor(factor, &open.window);
            done.is_ok()
        })
    }
}

/// Requests of a window to the host, served on the host's main thread.
struct Wishes(Weak<SharedInstance>);

impl HostCallbacks for Wishes {
    fn request_resize(&mut self, size: Size, scale: f64) -> Result<(), Box<dyn Error>> {
        let NativeSize { width, height } = NativeSize::<u32>::from_size(size, scale);
        let core = self.0.upgrade().ok_or("the instance is gone")?;
        if core.host.request_resize(width, height) {
            Ok(())
        } else {
            Err("the host keeps its size".into())
        }
    }

    fn destroyed(&mut self) {
        if let Some(core) = self.0.upgrade() {
            core.host.window_closed();
        }
    }
}

/// A window's call for the main thread, from a thread of its own.
struct Call(Weak<SharedInstance>);

impl HostMainThreadCaller for Call {
    fn call_main_thread(&mut self) {
        if let Some(core) = self.0.upgrade() {
            core.host.request_callback();
        }
    }
}

/// The kind of window that this system has.
const KIND: &CStr = if cfg!(target_os = "macos") {
    CLAP_WINDOW_API_COCOA
} else if cfg!(target_os = "windows") {
    CLAP_WINDOW_API_WIN32
} else {
    CLAP_WINDOW_API_X11
};

/// A host's window as the toolkit names it, if it is one of this system's.
///
/// # Safety
/// `window` is null or a window whose handle is of the kind that it names.
unsafe fn parent_of(window: *const clap_window) -> Option<ParentWindowHandle> {
    // SAFETY: promised by the caller.
    unsafe {
        let window = window.as_ref()?;
        if text(window.api)? != KIND {
            return None;
        }
        Some(if cfg!(target_os = "macos") {
            ParentWindowHandle::AppKitNsView(NonNull::new(window.specific.cocoa)?)
        } else if cfg!(target_os = "windows") {
            let handle = window.specific.win32 as isize;
            ParentWindowHandle::Win32Hwnd(NonZeroIsize::new(handle)?)
        } else {
            let handle = window.specific.x11;
            (handle != 0).then_some(ParentWindowHandle::XlibWindow(handle))?
        })
    }
}
