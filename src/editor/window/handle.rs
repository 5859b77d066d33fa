//! Handle of an open window that a host holds; dropping it waits for the toolkit's thread.

use nice_plug::editor::dpi::NativeSize;
use nice_plug::editor::{EditorHandle, ParentWindowHandle};
use nice_plug_egui::{baseview, EguiEditorHandle};

use crate::editor::window::repaint::Repaint;
use crate::editor::window::thread_exit::ThreadExit;

/// An open window, which is gone for good when this is.
pub struct OpenWindow {
    /// There until it is closed.
    window: Option<baseview::Window>,
    ending: ThreadExit,
}

impl Drop for OpenWindow {
    fn drop(&mut self) {
        if let Some(window) = self.window.take() {
            self.ending.close(window);
        }
    }
}

impl OpenWindow {
    /// The toolkit's window, and the end of its thread.
    pub fn new(window: baseview::Window, ending: ThreadExit) -> Self {
        Self {
            window: Some(window),
            ending,
        }
    }

    /// The toolkit's window.
    fn inner(&self) -> &baseview::Window {
        (self.window.as_ref()).expect("it is taken only when this is dropped")
    }

    /// Its size, in the system's units.
    pub fn size(&self) -> NativeSize<u32> {
        let size = self.inner().size();
        NativeSize::from_logical_or_physical(size.logical, size.physical)
    }
}

/// Hands through what a host wants of an open window.
pub struct Handle {
    inner: EguiEditorHandle,
    repaint: Repaint,
}

impl Handle {
    /// The toolkit's handle, and who is told when there is something new to see.
    pub fn new(inner: EguiEditorHandle, repaint: Repaint) -> Self {
        Self { inner, repaint }
    }
}

impl EditorHandle for Handle {
    type Window = OpenWindow;
    type Error = baseview::Error;

    fn run_until_closed(mut window: OpenWindow) -> Result<(), Self::Error> {
        (window.window.take()).map_or(Ok(()), baseview::Window::run_until_closed)
    }

    fn set_parent(
        &self,
        parent: ParentWindowHandle,
        window: &OpenWindow,
    ) -> Result<(), Self::Error> {
        self.inner.set_parent(parent, window.inner())
    }

    fn show(&self, window: &OpenWindow) -> Result<(), Self::Error> {
        self.inner.show(window.inner())
    }

    fn hide(&self, window: &OpenWindow) -> Result<(), Self::Error> {
        self.inner.hide(window.inner())
    }

    fn set_size(&self, size: NativeSize<u32>, window: &OpenWindow) -> Result<(), Self::Error> {
        self.inner.set_size(size, window.inner())
    }

    fn host_main_thread_callback(&self, window: &OpenWindow) {
        self.inner.host_main_thread_callback(window.inner());
    }

    fn adjust_size(&self, size: NativeSize<u32>, window: &OpenWindow) -> Option<NativeSize<u32>> {
        self.inner.adjust_size(size, window.inner())
    }

    fn set_fallback_scale_factor(
        &self,
        factor: f64,
        window: &OpenWindow,
    ) -> Result<(), Self::Error> {
        self.inner.set_fallback_scale_factor(factor, window.inner())
    }

    fn state_changed(&self) {
        self.repaint.request();
    }

    fn param_value_changed(&self, _id: &str, _normalized: f32) {
        self.repaint.request();
    }

    fn param_modulation_changed(&self, _id: &str, _offset: f32) {
        self.repaint.request();
    }
}
