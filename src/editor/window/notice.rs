//! A plain sentence in the host's window, where the editor cannot be drawn: on a system without OpenGL. It needs nothing
//! but the window system, and goes when it is dropped.

use nice_plug::editor::ParentWindowHandle;

/// The sentence, in lines.
const LINES: [&str; 4] = [
    "The window of Bodypack cannot be drawn: this system has no OpenGL 2.",
    "The sound goes on. Every parameter is in the host's own list (generic view), and",
    "the parameter Rig chooses among the factory rigs.",
    "On Linux, Mesa's packages (libgl1-mesa-dri, libegl1) bring an OpenGL without a graphics card.",
];

/// A sentence in a window.
pub struct Notice {
    _shown: system::Shown,
}

impl Notice {
    /// Shows the sentence in one of the host's windows of some size.
    pub fn show(parent: ParentWindowHandle, [width, height]: [u32; 2]) -> Option<Self> {
        let shown = system::Shown::new(parent, [width, height])?;
        Some(Self { _shown: shown })
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::error::Error;

    use nice_plug::editor::ParentWindowHandle;
    use x11rb::connection::Connection;
    use x11rb::protocol::xproto::{
        ConnectionExt, CreateGCAux, CreateWindowAux, Rectangle, Window, WindowClass,
    };
    use x11rb::rust_connection::RustConnection;

    /// Distance of lines and from the edges, pixels.
    const LINE: i16 = 24;

    /// A window of the server's, which goes with its connection.
    pub struct Shown {
        _connection: RustConnection,
    }

    impl Shown {
        pub fn new(parent: ParentWindowHandle, size: [u32; 2]) -> Option<Self> {
            let parent = match parent {
                ParentWindowHandle::XlibWindow(number) => u32::try_from(number).ok()?,
                ParentWindowHandle::XcbWindow(number) => number.get(),
                _ => return None,
            };
            draw(parent, size).ok()
        }
    }

    /// Draws the lines once, as the background of a window: nobody has to draw them again.
    fn draw(parent: Window, size: [u32; 2]) -> Result<Shown, Box<dyn Error>> {
        let (connection, screen) = x11rb::connect(None)?;
        let screen = &connection.setup().roots[screen];
        let [width, height] = size.map(|side| side.clamp(1, 4000) as u16);
        let depth = connection.get_geometry(parent)?.reply()?.depth;
        let picture = connection.generate_id()?;
        connection.create_pixmap(depth, picture, parent, width, height)?;
        let font = connection.generate_id()?;
        connection.open_font(font, b"fixed")?.check()?;
        let pen = connection.generate_id()?;
        let look = CreateGCAux::new()
            .foreground(screen.black_pixel)
            .background(screen.black_pixel)
            .font(font);
        connection.create_gc(pen, picture, &look)?;
        let whole = Rectangle {
            x: 0,
            y: 0,
            width,
            height,
        };
        connection.poly_fill_rectangle(picture, pen, &[whole])?;
        let white = x11rb::protocol::xproto::ChangeGCAux::new().foreground(screen.white_pixel);
        connection.change_gc(pen, &white)?;
        for (line, y) in super::LINES
            .iter()
            .zip((1..).map(|index| 2 * LINE + index * LINE))
        {
            connection.image_text8(picture, pen, LINE, y, line.as_bytes())?;
        }
        let window = connection.generate_id()?;
        let look = CreateWindowAux::new().background_pixmap(picture);
        let (class, visual) = (WindowClass::INPUT_OUTPUT, x11rb::COPY_FROM_PARENT);
        connection.create_window(
            0, window, parent, 0, 0, width, height, 0, class, visual, &look,
        )?;
        connection.map_window(window)?.check()?;
        Ok(Shown {
            _connection: connection,
        })
    }
}

#[cfg(target_os = "windows")]
mod system {
    use nice_plug::editor::ParentWindowHandle;
    use windows::core::{w, HSTRING};
    use windows::Win32::Foundation::HWND;
    use windows::Win32::UI::WindowsAndMessaging::{
        CreateWindowExW, DestroyWindow, WINDOW_EX_STYLE, WS_CHILD, WS_VISIBLE,
    };

    /// A window with text, by its number.
    pub struct Shown(isize);

    impl Shown {
        pub fn new(parent: ParentWindowHandle, size: [u32; 2]) -> Option<Self> {
            let ParentWindowHandle::Win32Hwnd(number) = parent else {
                return None;
            };
            let [width, height] = size.map(|side| side.min(4000) as i32);
            let parent = HWND(number.get() as *mut _);
            let text = HSTRING::from(format!("\n\n    {}", super::LINES.join("\n    ")));
            let style = WS_CHILD | WS_VISIBLE;
            // SAFETY: a window of the system's own class in one of the host's.
            let window = unsafe {
                let class = w!("STATIC");
                let (above, menu) = (Some(parent), None);
                CreateWindowExW(
                    WINDOW_EX_STYLE(0),
                    class,
                    &text,
                    style,
                    0,
                    0,
                    width,
                    height,
                    above,
                    menu,
                    None,
                    None,
                )
            };
            window.ok().map(|window| Self(window.0 as isize))
        }
    }

    impl Drop for Shown {
        fn drop(&mut self) {
            // SAFETY: a window of our own; one that went with the host's is refused.
            let _ = unsafe { DestroyWindow(HWND(self.0 as *mut _)) };
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "windows")))]
mod system {
    use nice_plug::editor::ParentWindowHandle;

    /// Every Mac has OpenGL.
    pub struct Shown;

    impl Shown {
        pub fn new(_: ParentWindowHandle, _: [u32; 2]) -> Option<Self> {
            None
        }
    }
}
