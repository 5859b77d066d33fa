//! Screen readers. The toolkit (egui-baseview 0.9.0) throws away what the window tells them and hands in nothing of
//! what they want; on Windows the window does both around it, elsewhere they do not see it (`docs/release.md` says why).

use nice_plug_egui::baseview::WindowContext;

/// Screen readers of one window.
#[derive(Default)]
pub struct Reader {
    /// Held until the window goes.
    #[cfg(target_os = "windows")]
    _adapter: Option<super::win32_reader::Adapter>,
}

impl Reader {
    /// Lets them see a window that has not been shown yet.
    pub fn watch(window: &WindowContext, context: &egui::Context) -> Self {
        #[cfg(target_os = "windows")]
        {
            let adapter = super::win32_reader::Adapter::on(window, context);
            Self { _adapter: adapter }
        }
        #[cfg(not(target_os = "windows"))]
        {
            let _ = (window, context);
            Self::default()
        }
    }
}
