//! Files that are dropped on a window. The toolkit (egui-baseview 0.9.0) does not pass them on: on X11
//! the window has them come to a [`crate::editor::window::xdnd`] of its own, elsewhere there is the dialog.

use std::path::PathBuf;

use nice_plug_egui::baseview::WindowContext;

use crate::editor::window::repaint::Repaint;

/// Files dropped on one window.
#[derive(Default)]
pub struct Incoming {
    #[cfg(target_os = "linux")]
    target: Option<super::xdnd::Target>,
}

impl Incoming {
    /// Watches a window, and has it drawn when something was dropped.
    pub fn watch(window: &WindowContext, repaint: Repaint) -> Self {
        #[cfg(target_os = "linux")]
        {
            let target = super::xdnd::Target::on(window, move || repaint.request());
            if let Err(error) = &target {
                nice_plug::nice_warn!("Files cannot be dropped on the window: {error}");
            }
            Self {
                target: target.ok(),
            }
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = (window, repaint);
            Self::default()
        }
    }

    /// The files that were dropped since the last call.
    pub fn take(&self) -> Vec<PathBuf> {
        #[cfg(target_os = "linux")]
        return self
            .target
            .as_ref()
            .map(super::xdnd::Target::take)
            .unwrap_or_default();
        #[cfg(not(target_os = "linux"))]
        Vec::new()
    }
}
