//! The frame that a host puts around a view, and requests to it.

use nice_plug::editor::dpi::{NativeSize, Size};
use nice_plug::editor::{HostCallbacks, HostMainThreadCaller};
use nice_plug::wrapper::vst3::vst3::ComPtr;
use nice_plug::wrapper::vst3::vst3::Steinberg::Linux::ITimerHandler;
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    kResultOk, IPlugFrame, IPlugFrameTrait, IPlugView, ViewRect,
};
use std::cell::{Cell, RefCell};
use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

/// The host's frame around the view.
pub(super) struct Frame {
    pub(super) host: RefCell<Option<ComPtr<IPlugFrame>>>,
    /// The view that it is around, not owned; null when that is gone.
    pub(super) view: Cell<*mut IPlugView>,
    /// The same as the run loop knows it.
    pub(super) timer: Cell<*mut ITimerHandler>,
    /// True if the window wants something of the main thread.
    pub(super) called: Arc<AtomicBool>,
}

impl Default for Frame {
    fn default() -> Self {
        Self {
            host: RefCell::default(),
            view: Cell::new(std::ptr::null_mut()),
            timer: Cell::new(std::ptr::null_mut()),
            called: Arc::default(),
        }
    }
}

/// Requests of a window to the host, served on the host's main thread.
pub(super) struct Wishes(pub(super) Arc<Frame>);

impl HostCallbacks for Wishes {
    fn request_resize(&mut self, size: Size, scale: f64) -> Result<(), Box<dyn Error>> {
        let size = NativeSize::<u32>::from_size(size, scale);
        let frame = self.0.host.borrow().clone().ok_or("there is no frame")?;
        let view = self.0.view.get();
        if view.is_null() {
            return Err("the view is gone".into());
        }
        let mut rectangle = rectangle_of(size);
        // SAFETY: the view lives, and the rectangle until the call returns.
        match unsafe { frame.resizeView(view, &mut rectangle) } {
            result if result == kResultOk => Ok(()),
            _ => Err("the host keeps its size".into()),
        }
    }

    fn destroyed(&mut self) {}
}

/// A window's call for the main thread, from a thread of its own.
pub(super) struct Call(pub(super) Arc<AtomicBool>);

impl HostMainThreadCaller for Call {
    fn call_main_thread(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

pub(super) fn rectangle_of(size: NativeSize<u32>) -> ViewRect {
    ViewRect {
        left: 0,
        top: 0,
        right: size.width as i32,
        bottom: size.height as i32,
    }
}

/// Width and height of a rectangle that has some.
pub(super) fn size_of(rectangle: &ViewRect) -> Option<NativeSize<u32>> {
    let side = |from: i32, to: i32| {
        let side = to.checked_sub(from).filter(|side| *side > 0)?;
        u32::try_from(side).ok()
    };
    Some(NativeSize {
        width: side(rectangle.left, rectangle.right)?,
        height: side(rectangle.top, rectangle.bottom)?,
    })
}
