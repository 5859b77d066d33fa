//! What a host holds of an open window: the toolkit's own, whose end is waited for.

use nice_plug::editor::dpi::NativeSize;
use nice_plug::editor::{EditorHandle, ParentWindowHandle};
use nice_plug_egui::{baseview, EguiEditorHandle};

use super::ending::Ending;

/// An open window, which is gone for good when this is.
pub struct OpenWindow {
    // In this order: first it is closed, then its end is waited for.
    window: baseview::Window,
    _gone: Gone,
}

struct Gone(Ending);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.wait();
    }
}

impl OpenWindow {
    /// The toolkit's window, and the end of its thread.
    pub fn new(window: baseview::Window, ending: Ending) -> Self {
        Self {
            window,
            _gone: Gone(ending),
        }
    }

    /// Its size, in the system's units.
    pub fn size(&self) -> NativeSize<u32> {
        let size = self.window.size();
        NativeSize::from_logical_or_physical(size.logical, size.physical)
    }
}

/// Hands through what a host wants of an open window.
pub struct Handle(pub EguiEditorHandle);

impl EditorHandle for Handle {
    type Window = OpenWindow;
    type Error = baseview::Error;

    fn run_until_closed(window: OpenWindow) -> Result<(), Self::Error> {
        window.window.run_until_closed()
    }

    fn set_parent(
        &self,
        parent: ParentWindowHandle,
        window: &OpenWindow,
    ) -> Result<(), Self::Error> {
        self.0.set_parent(parent, &window.window)
    }

    fn show(&self, window: &OpenWindow) -> Result<(), Self::Error> {
        self.0.show(&window.window)
    }

    fn hide(&self, window: &OpenWindow) -> Result<(), Self::Error> {
        self.0.hide(&window.window)
    }

    fn set_size(&self, size: NativeSize<u32>, window: &OpenWindow) -> Result<(), Self::Error> {
        self.0.set_size(size, &window.window)
    }

    fn host_main_thread_callback(&self, window: &OpenWindow) {
        self.0.host_main_thread_callback(&window.window);
    }

    fn adjust_size(&self, size: NativeSize<u32>, window: &OpenWindow) -> Option<NativeSize<u32>> {
        self.0.adjust_size(size, &window.window)
    }

    fn set_fallback_scale_factor(
        &self,
        factor: f64,
        window: &OpenWindow,
    ) -> Result<(), Self::Error> {
        self.0.set_fallback_scale_factor(factor, &window.window)
    }

    fn state_changed(&self) {
        self.0.state_changed();
    }

    fn param_value_changed(&self, id: &str, normalised: f32) {
        self.0.param_value_changed(id, normalised);
    }

    fn param_modulation_changed(&self, id: &str, offset: f32) {
        self.0.param_modulation_changed(id, offset);
    }
}
