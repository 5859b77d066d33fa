//! Files dropped on a window of X11, by the X drag-and-drop protocol (XDND, version 5): a window of
//! our own stands in as the proxy of the toolkit's, on a connection and a thread of its own.

use std::error::Error;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use nice_plug_egui::baseview::WindowContext;
use percent_encoding::percent_decode;
use raw_window_handle::{HasWindowHandle, RawWindowHandle};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode,
    Window, WindowClass,
};
use x11rb::protocol::Event;
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

type Failure = Box<dyn Error + Send + Sync>;

/// The version of the protocol that is spoken.
const VERSION: u32 = 5;

x11rb::atom_manager! {
    /// The words of the protocol.
    Words: WordsCookie {
        XdndAware,
        XdndProxy,
        XdndEnter,
        XdndPosition,
        XdndStatus,
        XdndLeave,
        XdndDrop,
        XdndFinished,
        XdndSelection,
        XdndTypeList,
        XdndActionCopy,
        UriList: b"text/uri-list",
        BODYPACK_DROPPED,
        BODYPACK_END,
    }
}

/// The files that have come in.
type Files = Arc<Mutex<Vec<PathBuf>>>;

/// Drop target for files while it lives.
pub struct Target {
    connection: Arc<RustConnection>,
    proxy: Window,
    end: Atom,
    files: Files,
    thread: Option<JoinHandle<()>>,
}

impl Target {
    /// Stands in for a window, and says when something was dropped on it.
    pub fn on(
        window: &WindowContext,
        changed: impl Fn() + Send + 'static,
    ) -> Result<Self, Failure> {
        let window = id_of(window).ok_or("the window has no number")?;
        let (connection, screen) = x11rb::connect(None)?;
        let words = Words::new(&connection)?.reply()?;
        let proxy = make_proxy(&connection, screen, &words)?;
        connection.change_property32(
            PropMode::REPLACE,
            window,
            words.XdndProxy,
            AtomEnum::WINDOW,
            &[proxy],
        )?;
        connection.flush()?;
        let connection = Arc::new(connection);
        let files = Files::default();
        let mut session = Session {
            connection: Arc::clone(&connection),
            words,
            proxy,
            source: None,
            target: window,
            files: Arc::clone(&files),
        };
        let thread = std::thread::Builder::new()
            .name("dropped files".into())
            .spawn(move || while let Ok(true) = session.step(&changed) {})?;
        Ok(Self {
            connection,
            proxy,
            end: words.BODYPACK_END,
            files,
            thread: Some(thread),
        })
    }

    /// The files that were dropped since the last call.
    pub fn take(&self) -> Vec<PathBuf> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut files)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        let end = ClientMessageEvent::new(32, self.proxy, self.end, [0; 5]);
        let sent = self
            .connection
            .send_event(false, self.proxy, EventMask::NO_EVENT, end);
        // On a connection that is lost the thread has ended of itself.
        if sent.is_ok() && self.connection.flush().is_ok() {
            if let Some(thread) = self.thread.take() {
                let _ = thread.join();
            }
        }
    }
}

/// The number of the toolkit's window.
pub(crate) fn id_of(window: &WindowContext) -> Option<Window> {
    match window.window_handle().ok()?.as_raw() {
        RawWindowHandle::Xlib(handle) => Window::try_from(handle.window).ok(),
        RawWindowHandle::Xcb(handle) => Some(handle.window.get()),
        _ => None,
    }
}

/// A window that is never seen and takes messages.
fn make_proxy(
    connection: &RustConnection,
    screen: usize,
    words: &Words,
) -> Result<Window, Failure> {
    let root = connection.setup().roots[screen].root;
    let proxy = connection.generate_id()?;
    let look = CreateWindowAux::new();
    let class = WindowClass::INPUT_ONLY;
    connection.create_window(0, proxy, root, -1, -1, 1, 1, 0, class, 0, &look)?;
    let replace = PropMode::REPLACE;
    // A proxy names itself, so that one that is gone is told from one that is there.
    connection.change_property32(replace, proxy, words.XdndProxy, AtomEnum::WINDOW, &[proxy])?;
    connection.change_property32(replace, proxy, words.XdndAware, AtomEnum::ATOM, &[VERSION])?;
    Ok(proxy)
}

/// One drag after the other.
struct Session {
    connection: Arc<RustConnection>,
    words: Words,
    proxy: Window,
    /// The window that is the source of the current drag.
    source: Option<Window>,
    target: Window,
    files: Files,
}

impl Session {
    /// Waits for one event; false when it is the last.
    fn step(&mut self, changed: &impl Fn()) -> Result<bool, Failure> {
        match self.connection.wait_for_event()? {
            Event::ClientMessage(event) if event.type_ == self.words.BODYPACK_END => {
                return Ok(false);
            }
            Event::ClientMessage(event) => self.hear(&event)?,
            Event::SelectionNotify(event) if event.requestor == self.proxy => {
                let text = match event.property {
                    x11rb::NONE => Vec::new(),
                    property => self.read(self.proxy, property, true)?,
                };
                let files = files_of(&text);
                let taken = !files.is_empty();
                self.files
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .extend(files);
                self.finish(taken)?;
                changed();
            }
            _ => {}
        }
        self.connection.flush()?;
        Ok(true)
    }

    fn hear(&mut self, event: &ClientMessageEvent) -> Result<(), Failure> {
        let data = event.data.as_data32();
        let words = self.words;
        let from_source = self.source == Some(data[0]);
        if event.type_ == words.XdndEnter {
            self.source = self.brings_files(&data)?.then_some(data[0]);
        } else if event.type_ == words.XdndPosition {
            // Bit 0: it may be dropped; bit 1: say where it goes.
            let action = if from_source { words.XdndActionCopy } else { 0 };
            let answer = [self.target, 2 | u32::from(from_source), 0, 0, action];
            self.tell(data[0], words.XdndStatus, answer)?;
        } else if event.type_ == words.XdndLeave && from_source {
            self.source = None;
        } else if event.type_ == words.XdndDrop {
            if from_source {
                let (selection, kind) = (words.XdndSelection, words.UriList);
                let place = words.BODYPACK_DROPPED;
                self.connection
                    .convert_selection(self.proxy, selection, kind, place, data[2])?;
            } else {
                self.tell(data[0], words.XdndFinished, [self.target, 0, 0, 0, 0])?;
            }
        }
        Ok(())
    }

    /// Returns whether a drag that comes in has files: the message names three kinds, a property of
    /// the source all of them.
    fn brings_files(&self, data: &[u32; 5]) -> Result<bool, Failure> {
        if data[2..].contains(&self.words.UriList) {
            return Ok(true);
        }
        if data[1] & 1 == 0 {
            return Ok(false);
        }
        let list = self.read(data[0], self.words.XdndTypeList, false)?;
        let mut kinds = list.chunks_exact(4);
        Ok(kinds.any(|kind| kind == self.words.UriList.to_ne_bytes()))
    }

    /// A property of a window; nothing when the window is gone.
    fn read(&self, window: Window, property: Atom, delete: bool) -> Result<Vec<u8>, Failure> {
        let cookie = self.connection.get_property(
            delete,
            window,
            property,
            AtomEnum::ANY,
            0,
            u32::MAX / 4,
        )?;
        Ok(cookie.reply().map(|reply| reply.value).unwrap_or_default())
    }

    /// Tells the source that the drag is over, and whether anything came of it.
    fn finish(&mut self, taken: bool) -> Result<(), Failure> {
        let Some(source) = self.source.take() else {
            return Ok(());
        };
        let action = if taken { self.words.XdndActionCopy } else { 0 };
        let answer = [self.target, u32::from(taken), action, 0, 0];
        self.tell(source, self.words.XdndFinished, answer)
    }

    fn tell(&self, source: Window, word: Atom, data: [u32; 5]) -> Result<(), Failure> {
        let message = ClientMessageEvent::new(32, source, word, data);
        self.connection
            .send_event(false, source, EventMask::NO_EVENT, message)?;
        Ok(())
    }
}

/// The files of a list of addresses (RFC 2483): one a line, remarks after a `#`.
fn files_of(list: &[u8]) -> Vec<PathBuf> {
    list.split(|&byte| byte == b'\n' || byte == b'\r' || byte == 0)
        .filter_map(file_of)
        .collect()
}

/// The file of an address like `file:///rigs/of/My%20rig.toml`, with or without a host.
fn file_of(address: &[u8]) -> Option<PathBuf> {
    let rest = address.strip_prefix(b"file:")?;
    let path = match rest.strip_prefix(b"//") {
        Some(host_and_path) => {
            let start = host_and_path.iter().position(|&byte| byte == b'/')?;
            &host_and_path[start..]
        }
        None => rest,
    };
    let bytes: Vec<u8> = percent_decode(path).collect();
    let path = PathBuf::from(OsStr::from_bytes(&bytes));
    path.is_absolute().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_files() {
        let list =
            b"# dragged\r\nfile:///rigs/of/My%20rig.toml\r\nfile://stage/mix/L%C3%A4rm.txt\n\
                     http://example.org/x\r\nfile:/one\r\nfile:\r\n";
        let expected = ["/rigs/of/My rig.toml", "/mix/L\u{e4}rm.txt", "/one"];
        assert_eq!(files_of(list), expected.map(PathBuf::from));
        assert!(files_of(b"").is_empty());
        assert!(files_of(b"rubbish \xff\xfe").is_empty());
    }
}
