//! A host with one instance and one window.

use std::ptr::null_mut;
use std::time::{Duration, Instant};

use clap_sys::ext::gui::{
    clap_plugin_gui, clap_window, clap_window_handle, CLAP_EXT_GUI, CLAP_WINDOW_API_WIN32,
};
use windows_sys::core::w;
use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, RECT, WPARAM};
use windows_sys::Win32::System::LibraryLoader::{GetModuleHandleW, GetProcAddress};
use windows_sys::Win32::System::Ole::RevokeDragDrop;
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{GetFocus, SetFocus, VK_RETURN};
use windows_sys::Win32::UI::WindowsAndMessaging::*;

use super::raw_clap::{call, Heard, RawClap};

/// Time for what a gesture leads to.
const SETTLING: Duration = Duration::from_millis(400);
/// The most time that anything takes on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);
/// Time for a window to come up.
const OPENING: Duration = Duration::from_secs(3);

/// A host with an instance.
pub struct Desk {
    clap: RawClap,
}

/// The plugin's window in one of the host's.
pub struct Shown<'a> {
    desk: &'a Desk,
    host: HWND,
    inner: HWND,
}

unsafe extern "system" fn procedure(window: HWND, message: u32, w: WPARAM, l: LPARAM) -> LRESULT {
    // SAFETY: the system's own call.
    unsafe { DefWindowProcW(window, message, w, l) }
}

impl Desk {
    /// A host with a fresh instance.
    pub fn new() -> Self {
        let heard = Heard {
            has_gui: true,
            ..Heard::default()
        };
        let clap = RawClap::new(heard);
        // SAFETY: a class of windows that lives as long as the program.
        unsafe {
            let class = WNDCLASSW {
                lpfnWndProc: Some(procedure),
                hInstance: GetModuleHandleW(std::ptr::null()),
                lpszClassName: w!("BodypackTestHost"),
                hCursor: LoadCursorW(null_mut(), IDC_ARROW),
                ..std::mem::zeroed()
            };
            assert_ne!(RegisterClassW(&class), 0);
        }
        Self { clap }
    }

    fn gui(&self) -> &clap_plugin_gui {
        self.clap.extension(CLAP_EXT_GUI)
    }

    /// The value of a parameter by its name.
    pub fn value(&self, name: &str) -> f64 {
        let (plugin, params) = (self.clap.plugin, self.clap.params());
        let id = (0..call!(params, count, plugin)).find_map(|index| {
            // SAFETY: a structure of numbers and text.
            let mut info: clap_sys::ext::params::clap_param_info = unsafe { std::mem::zeroed() };
            assert!(call!(params, get_info, plugin, index, &mut info));
            // SAFETY: the name is a C string.
            let found = unsafe { std::ffi::CStr::from_ptr(info.name.as_ptr()) };
            (found.to_str() == Ok(name)).then_some(info.id)
        });
        self.clap.value(id.expect("there is this parameter"))
    }

    /// Opens the plugin's window in a new one of the host's.
    pub fn open(&self) -> Shown<'_> {
        let (gui, plugin) = (self.gui(), self.clap.plugin);
        assert!(call!(
            gui,
            create,
            plugin,
            CLAP_WINDOW_API_WIN32.as_ptr(),
            false
        ));
        let [width, height] = self.asked_size();
        // SAFETY: a window of the class above.
        let host = unsafe {
            let style = WS_OVERLAPPEDWINDOW | WS_CLIPCHILDREN;
            let mut frame = RECT {
                left: 0,
                top: 0,
                right: width,
                bottom: height,
            };
            assert_ne!(AdjustWindowRect(&mut frame, style, 0), 0);
            let host = CreateWindowExW(
                0,
                w!("BodypackTestHost"),
                w!("Bodypack in a test host"),
                style,
                0,
                0,
                frame.right - frame.left,
                frame.bottom - frame.top,
                null_mut(),
                null_mut(),
                GetModuleHandleW(std::ptr::null()),
                std::ptr::null(),
            );
            assert!(!host.is_null());
            ShowWindow(host, SW_SHOW);
            SetForegroundWindow(host);
            SetFocus(host);
            host
        };
        let parent = clap_window {
            api: CLAP_WINDOW_API_WIN32.as_ptr(),
            specific: clap_window_handle { win32: host },
        };
        assert!(call!(gui, set_parent, plugin, &parent), "the window opens");
        call!(gui, show, plugin);
        // SAFETY: the host's own window.
        let inner = unsafe { GetWindow(host, GW_CHILD) };
        assert!(!inner.is_null(), "the plugin's window is in the host's");
        let shown = Shown {
            desk: self,
            host,
            inner,
        };
        shown.pump(OPENING);
        shown
    }

    fn asked_size(&self) -> [i32; 2] {
        let (mut width, mut height) = (0, 0);
        assert!(call!(
            self.gui(),
            get_size,
            self.clap.plugin,
            &mut width,
            &mut height
        ));
        [width as i32, height as i32]
    }
}

impl Shown<'_> {
    /// The size that the window asks for.
    pub fn asked_size(&self) -> [i32; 2] {
        self.desk.asked_size()
    }

    /// The size of the plugin's window.
    pub fn inner_size(&self) -> [i32; 2] {
        // SAFETY: a window that is open.
        unsafe {
            let mut frame: RECT = std::mem::zeroed();
            assert_ne!(GetClientRect(self.inner, &mut frame), 0);
            [frame.right, frame.bottom]
        }
    }

    /// Lets the windows and the instance work for a while.
    pub fn pump(&self, length: Duration) {
        let end = Instant::now() + length;
        while Instant::now() < end {
            // SAFETY: the messages of this thread.
            unsafe {
                let mut message: MSG = std::mem::zeroed();
                while PeekMessageW(&mut message, null_mut(), 0, 0, PM_REMOVE) != 0 {
                    TranslateMessage(&message);
                    DispatchMessageW(&message);
                }
            }
            self.desk.clap.idle();
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn mouse(&self, message: u32, held: usize, [x, y]: [i32; 2]) {
        let place = ((y as u32 as isize) << 16) | (x as u32 & 0xffff) as isize;
        // SAFETY: a window that is open.
        unsafe { PostMessageW(self.inner, message, held, place) };
        self.pump(Duration::from_millis(60));
    }

    /// Drags from a place by a distance.
    pub fn drag(&self, [x, y]: [i32; 2], [right, down]: [i32; 2]) {
        self.mouse(WM_MOUSEMOVE, 0, [x, y]);
        self.mouse(WM_LBUTTONDOWN, 1, [x, y]);
        for step in 1..=6 {
            self.mouse(WM_MOUSEMOVE, 1, [x + right * step / 6, y + down * step / 6]);
        }
        self.mouse(WM_LBUTTONUP, 0, [x + right, y + down]);
        self.pump(SETTLING);
    }

    /// Clicks on a place. The toolkit takes what lasts for a drag.
    pub fn click(&self, at: [i32; 2]) {
        self.mouse(WM_MOUSEMOVE, 0, at);
        self.mouse(WM_LBUTTONDOWN, 1, at);
        self.mouse(WM_LBUTTONUP, 0, at);
        self.pump(SETTLING);
    }

    /// Waits for something that the window does in its own time.
    pub fn until(&self, what: &str, mut done: impl FnMut() -> bool) {
        let end = Instant::now() + LONGEST;
        while !done() {
            assert!(Instant::now() < end, "{what}");
            self.pump(Duration::from_millis(20));
        }
    }

    /// Types into whatever has the keyboard.
    pub fn type_text(&self, text: &str) {
        for letter in text.chars() {
            let key = match letter {
                '\r' => VK_RETURN,
                other => other.to_ascii_uppercase() as u16,
            };
            // SAFETY: messages as the keyboard sends them; the letter is made of them.
            unsafe {
                let to = GetFocus();
                PostMessageW(to, WM_KEYDOWN, key.into(), 1);
                PostMessageW(to, WM_KEYUP, key.into(), 0xc000_0001_u32 as isize);
            }
            self.pump(Duration::from_millis(80));
        }
        self.pump(SETTLING);
    }

    /// Returns whether keys go to the host's window.
    pub fn host_has_keyboard(&self) -> bool {
        // SAFETY: no conditions.
        unsafe { GetFocus() == self.host }
    }

    /// Returns whether the system is Wine, where readers are left out.
    pub fn is_in_wine(&self) -> bool {
        // SAFETY: a library that is in every process, and a name.
        unsafe {
            let library = GetModuleHandleW(w!("ntdll.dll"));
            GetProcAddress(library, c"wine_get_version".as_ptr().cast()).is_some()
        }
    }

    /// Returns whether the window answers a screen reader that asks for its controls.
    pub fn answers_readers(&self) -> bool {
        /// The question of UI Automation.
        const ROOT: isize = -25;
        // SAFETY: a window that is open, on its own thread.
        unsafe { SendMessageW(self.inner, WM_GETOBJECT, 0, ROOT) != 0 }
    }

    /// Returns whether the window is registered for files. It no longer is afterwards.
    pub fn takes_files(&self) -> bool {
        // SAFETY: a window that is open, on its own thread.
        unsafe { RevokeDragDrop(self.inner) == 0 }
    }

    /// Closes the plugin's window, then the host's.
    pub fn close(self) {
        call!(self.desk.gui(), destroy, self.desk.clap.plugin);
        self.pump(SETTLING);
        // SAFETY: a window of the host's own.
        unsafe {
            assert_eq!(IsWindow(self.inner), 0, "the plugin's window is gone");
            DestroyWindow(self.host);
        }
    }
}
