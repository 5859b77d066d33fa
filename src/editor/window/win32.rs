//! The keyboard on Windows.
//!
//! The toolkit (baseview 0.4.2) takes the focus at every click, and its window keeps every key, also those that nothing
//! in it has a use for: after a click on a knob the host's space bar would be dead. So, unless the window needs the
//! keyboard, the focus goes back to the window that had it before, or to the one around this one. While the window needs
//! it, all keys are its own.

use nice_plug_egui::baseview::WindowContext;
use raw_window_handle::{HasWindowHandle, RawWindowHandle};
use windows::Win32::Foundation::HWND;
use windows::Win32::UI::Input::KeyboardAndMouse::{GetFocus, SetFocus};
use windows::Win32::UI::WindowsAndMessaging::{GetAncestor, IsWindow, GA_PARENT};

use super::key_need::Need;

/// The system's handle of a window.
pub fn handle_of(window: &WindowContext) -> Option<HWND> {
    let handle = window.platform_handle();
    let raw = handle.window_handle().ok()?.as_raw();
    match raw {
        RawWindowHandle::Win32(handle) => Some(HWND(handle.hwnd.get() as *mut _)),
        _ => None,
    }
}

/// The input focus of one window, looked after on the window's thread. Windows are kept by their numbers.
pub struct Focus {
    own: isize,
    /// The window that had the focus last, other than this one.
    before: Option<isize>,
}

fn window_of(number: isize) -> HWND {
    HWND(number as *mut _)
}

impl Focus {
    /// The focus of a window.
    pub fn of(window: &WindowContext) -> Option<Self> {
        let own = handle_of(window)?.0 as isize;
        Some(Self { own, before: None })
    }

    /// Takes the focus or gives it back, as the need of a frame wants it. While a button is held, everything stays.
    pub fn follow(&mut self, need: Need, is_button_down: bool) {
        let own = window_of(self.own);
        // SAFETY: the calls take any handle; one that is gone is refused.
        unsafe {
            let now = GetFocus();
            let is_own = now == own;
            if !is_own && !now.is_invalid() {
                self.before = Some(now.0 as isize);
            }
            if need != Need::Nothing && !is_own {
                let _ = SetFocus(Some(own));
            } else if need == Need::Nothing && is_own && !is_button_down {
                let before = self.before.map(window_of);
                let host = before.filter(|window| IsWindow(Some(*window)).as_bool());
                let host = host.unwrap_or_else(|| GetAncestor(own, GA_PARENT));
                if !host.is_invalid() {
                    let _ = SetFocus(Some(host));
                }
            }
        }
    }
}
