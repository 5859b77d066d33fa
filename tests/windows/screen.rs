//! A screen without a display: an X server of its own, windows on it, and a hand.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    ConnectionExt, CreateWindowAux, EventMask, ImageFormat, WindowClass,
};
use x11rb::protocol::Event;
use x11rb::rust_connection::RustConnection;

/// More options of the server, in the environment.
pub const SERVER_OPTIONS: &str = "BODYPACK_SERVER_OPTIONS";

/// The X server without a display.
const SERVER: &str = "Xvfb";

/// Width and height of the screen.
const SIZE: [u16; 2] = [2600, 1800];

/// The screen; tests take turns at it.
pub struct Screen {
    server: Mutex<Child>,
    connection: RustConnection,
    root: u32,
}

/// A window that a host gives a plugin to draw in.
pub struct Window {
    pub id: u32,
    /// Its upper left corner on the screen.
    pub at: [i16; 2],
}

/// Leaves a test where there are no bundles or no X server, as on a machine where nothing was installed.
macro_rules! needs_screen {
    () => {
        if !crate::screen::is_wanted() {
            return;
        }
    };
}

/// True if there are bundles, and a server or somebody who wants the bundles tested.
pub fn is_wanted() -> bool {
    let installed = || Command::new(SERVER).arg("-help").output().is_ok();
    let wanted = crate::bundles::are_wanted()
        && (std::env::var_os("BODYPACK_BUNDLES").is_some() || installed());
    if !wanted {
        crate::bundles::skipped("Xvfb is not installed");
    }
    wanted
}

/// The one screen of this process. The plugins find it by the environment.
pub fn screen() -> MutexGuard<'static, Screen> {
    static SCREEN: OnceLock<Mutex<Screen>> = OnceLock::new();
    SCREEN
        .get_or_init(|| Mutex::new(Screen::new()))
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

impl Screen {
    fn new() -> Self {
        let size = format!("{}x{}x24", SIZE[0], SIZE[1]);
        let more = std::env::var(SERVER_OPTIONS).unwrap_or_default();
        let mut server = Command::new(SERVER)
            .args(["-displayfd", "1", "-screen", "0", &size, "-nolisten", "tcp"])
            .args(more.split_whitespace())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed");
        let mut number = String::new();
        let said = server.stdout.take().expect("it was asked to say");
        BufReader::new(said)
            .read_line(&mut number)
            .expect("it says its number");
        let display = format!(":{}", number.trim());
        // Before any other thread of this test looks at the environment. What comes into the
        // library stays away from the user's.
        std::env::set_var("XDG_DATA_HOME", home());
        std::env::set_var("DISPLAY", &display);
        let (connection, number) = x11rb::connect(Some(&display)).expect("it answers");
        let root = connection.setup().roots[number].root;
        end_with_this_process(server.id());
        Self {
            server: Mutex::new(server),
            connection,
            root,
        }
    }

    /// Makes a window and shows it.
    pub fn window(&self, at: [i16; 2], size: [u32; 2]) -> Window {
        let id = self.connection.generate_id().expect("an identifier");
        let events =
            EventMask::STRUCTURE_NOTIFY | EventMask::SUBSTRUCTURE_NOTIFY | EventMask::KEY_PRESS;
        let look = CreateWindowAux::new()
            .background_pixel(0)
            .event_mask(events);
        let [width, height] = size.map(|side| side as u16);
        self.connection
            .create_window(
                x11rb::COPY_DEPTH_FROM_PARENT,
                id,
                self.root,
                at[0],
                at[1],
                width,
                height,
                0,
                WindowClass::INPUT_OUTPUT,
                0,
                &look,
            )
            .expect("sent");
        self.connection.map_window(id).expect("sent");
        self.sync();
        Window { id, at }
    }

    /// Takes a window away.
    pub fn close(&self, window: Window) {
        self.connection.destroy_window(window.id).expect("sent");
        self.sync();
    }

    /// The window that a plugin embedded.
    pub fn inner(&self, window: &Window) -> Option<u32> {
        let tree = self.connection.query_tree(window.id).ok()?.reply().ok()?;
        tree.children.first().copied()
    }

    /// Its width and height.
    pub fn inner_size(&self, window: &Window) -> Option<[u16; 2]> {
        let child = self.inner(window)?;
        let place = self.connection.get_geometry(child).ok()?.reply().ok()?;
        Some([place.width, place.height])
    }

    /// Pixels of a part of a window: four bytes a pixel.
    pub fn picture(&self, window: &Window, at: [i16; 2], size: [u16; 2]) -> Vec<u8> {
        let (x, y) = (window.at[0] + at[0], window.at[1] + at[1]);
        self.connection
            .get_image(ImageFormat::Z_PIXMAP, self.root, x, y, size[0], size[1], !0)
            .expect("sent")
            .reply()
            .expect("a picture")
            .data
    }

    /// Waits until a plugin has painted its window; meanwhile the host does what it does.
    pub fn wait_for_paint(&self, window: &Window, idle: impl Fn()) {
        let start = Instant::now();
        loop {
            let picture = self.picture(window, [0, 0], [600, 300]);
            let mut colors: Vec<&[u8]> = picture.chunks_exact(4).collect();
            colors.sort_unstable();
            colors.dedup();
            if colors.len() > 30 {
                return;
            }
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "nothing is painted"
            );
            idle();
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Moves the pointer to a place in a window.
    pub fn point(&self, window: &Window, at: [f32; 2]) {
        let [x, y] = [0, 1].map(|axis| (f32::from(window.at[axis]) + at[axis]).round().to_string());
        self.hand(&["mousemove", &x, &y]);
    }

    /// Presses the button of the mouse.
    pub fn press(&self) {
        self.hand(&["mousedown", "1"]);
    }

    /// Clicks with the other button.
    pub fn press_secondary(&self) {
        self.hand(&["click", "3"]);
    }

    /// Lets go of it.
    pub fn release(&self) {
        self.hand(&["mouseup", "1"]);
    }

    /// Types into whatever has the focus of what is in a window.
    pub fn type_text(&self, text: &str) {
        self.hand(&["type", "--delay", "20", text]);
    }

    /// The names of the keys that have reached a window since the last call, modifiers apart.
    pub fn take_keys(&self, window: &Window) -> Vec<String> {
        self.sync();
        let mut keys = Vec::new();
        while let Some(event) = self.connection.poll_for_event().expect("it answers") {
            if let Event::KeyPress(key) = event {
                if key.event == window.id {
                    keys.push(self.key_name(key.detail));
                }
            }
        }
        keys
    }

    fn key_name(&self, key: u8) -> String {
        let signs = self.connection.get_keyboard_mapping(key, 1).expect("sent");
        let sign = signs.reply().expect("it answers").keysyms[0];
        let named = [
            (0x20, "space"),
            (0xff51, "Left"),
            (0xff52, "Up"),
            (0xff53, "Right"),
            (0xff54, "Down"),
            (0xffc2, "F5"),
            (0xffe3, "Control_L"),
        ];
        let known = named.into_iter().find(|(known, _)| *known == sign);
        known.map_or_else(
            || char::from_u32(sign).map_or_else(|| format!("{sign:x}"), String::from),
            |(_, name)| name.to_owned(),
        )
    }

    /// Turns the wheel by one notch, away from the hand.
    pub fn wheel_up(&self) {
        self.hand(&["click", "4"]);
    }

    /// Presses and releases keys.
    pub fn key(&self, key: &str) {
        self.hand(&["key", key]);
    }

    /// Lets a window have the keyboard, as a window manager would.
    pub fn focus(&self, window: &Window) {
        self.hand(&["windowfocus", &window.id.to_string()]);
    }

    fn hand(&self, words: &[&str]) {
        let done = Command::new("xdotool")
            .args(words)
            .stderr(Stdio::null())
            .status();
        assert!(done.expect("xdotool is installed").success(), "{words:?}");
        // A frame for the plugin to take note.
        std::thread::sleep(Duration::from_millis(40));
    }

    fn sync(&self) {
        self.connection
            .get_input_focus()
            .expect("sent")
            .reply()
            .expect("it answers");
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.lock().map(|mut server| server.kill());
    }
}

/// A folder of this run alone.
pub fn home() -> PathBuf {
    let name = format!("windows-{}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder for this run");
    folder
}

/// A static is never dropped: a small shell waits for this process and then ends the server.
// It outlives this process, so nobody here can wait for it.
#[allow(clippy::zombie_processes)]
fn end_with_this_process(server: u32) {
    let own = std::process::id();
    let script = format!(
        "while kill -0 {own} 2>/dev/null; do sleep 1; done; kill {server}; rm -r '{}'",
        home().display()
    );
    Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell");
}
