//! Files that are dropped on a window. The toolkit (egui-baseview 0.9.0) does not pass them on: on X11 and on Windows
//! the window has them come to a target of its own; on macOS there is the dialog.

use std::path::PathBuf;

use nice_plug_egui::baseview::WindowContext;

#[cfg(target_os = "windows")]
use super::win32_drop::Target;
#[cfg(target_os = "linux")]
use super::xdnd::Target;
use crate::editor::window::repaint::Repaint;

/// Files dropped on one window.
#[derive(Default)]
pub struct Incoming {
    #[cfg(any(target_os = "linux", target_os = "windows"))]
    target: Option<Target>,
}

impl Incoming {
    /// Watches a window, and has it drawn when something was dropped.
    pub fn watch(window: &WindowContext, repaint: Repaint) -> Self {
        #[cfg(any(target_os = "linux", target_os = "windows"))]
        {
            let target = Target::on(window, move || repaint.request());
            if let Err(error) = &target {
                nice_plug::nice_warn!("Files cannot be dropped on the window: {error}");
            }
            Self {
                target: target.ok(),
            }
        }
        #[cfg(not(any(target_os = "linux", target_os = "windows")))]
        {
            let _ = (window, repaint);
            Self::default()
        }
    }

    /// The files that were dropped since the last call.
    pub fn take(&self) -> Vec<PathBuf> {
        #[cfg(any(target_os = "linux", target_os = "windows"))]
        return self.target.as_ref().map(Target::take).unwrap_or_default();
        #[cfg(not(any(target_os = "linux", target_os = "windows")))]
        Vec::new()
    }
}
