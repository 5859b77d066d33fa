//! The keyboard on X11.
//!
//! The toolkit (egui-baseview 0.9.0) takes the input focus at every click and never gives it back,
//! and its window selects key events: while the pointer is over it, the server hands it keys that
//! are meant for the window around it. So, unless the window needs the keyboard, the focus goes back
//! to the host's window, and key events are deselected, so that the server passes them on to the
//! windows around this one. While the window has the keyboard, keys that it has no use for (Ctrl+S,
//! or R while the user goes from control to control) are sent on to the host.

use std::error::Error;

use nice_plug_egui::baseview::WindowContext;
use raw_window_handle::{HasDisplayHandle, RawDisplayHandle};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ConnectionExt, EventMask, InputFocus, KeyButMask,
    KeyPressEvent, MapState, Window,
};
use x11rb::protocol::Event;
use x11rb::rust_connection::RustConnection;
use x11rb::xcb_ffi::XCBConnection;
use x11rb::CURRENT_TIME;

use super::key_need::Need;
use super::xdnd::id_of;
use super::xkeys::{is_used, Keymap};

type Failure = Box<dyn Error + Send + Sync>;

fn key_events() -> EventMask {
    EventMask::KEY_PRESS | EventMask::KEY_RELEASE
}

/// The input focus of one window.
pub struct Focus {
    /// The toolkit's own connection: what it selects is changed through it.
    toolkit: XCBConnection,
    /// A connection of our own: questions, the focus, and the keys that are sent on.
    own: RustConnection,
    window: Window,
    keymap: Keymap,
    wm_state: u32,
    need: Need,
    /// The window that had the focus before.
    before: Option<Window>,
}

impl Focus {
    /// The focus of a window, which must not outlive the toolkit's connection.
    pub fn of(window: &WindowContext) -> Result<Self, Failure> {
        let id = id_of(window).ok_or("the window has no number")?;
        let handle = window.platform_handle();
        let display = handle.display_handle().ok().map(|display| display.as_raw());
        let Some(RawDisplayHandle::Xcb(display)) = display else {
            return Err("the display is of another kind".into());
        };
        let pointer = display.connection.ok_or("there is no connection")?;
        // SAFETY: the window keeps its connection open, and this goes away before it.
        let toolkit = unsafe { XCBConnection::from_raw_xcb_connection(pointer.as_ptr(), false)? };
        let (own, _) = x11rb::connect(None)?;
        let keymap = Keymap::read(&own)?;
        let wm_state = own.intern_atom(false, b"WM_STATE")?.reply()?.atom;
        let mut focus = Self {
            toolkit,
            own,
            window: id,
            keymap,
            wm_state,
            need: Need::Nothing,
            before: None,
        };
        focus.select(Need::Nothing)?;
        focus.notice_owner()?;
        Ok(focus)
    }

    /// Takes the focus or gives it back, as the need of a frame wants it. `pressed` and `moved` say
    /// what the pointer did in that frame.
    pub fn follow(&mut self, need: Need, pressed: bool, moved: bool) {
        // A server that answers no more takes the window away soon.
        let _ = self.try_follow(need, pressed, moved);
    }

    fn try_follow(&mut self, need: Need, pressed: bool, moved: bool) -> Result<(), Failure> {
        self.send_on()?;
        let was = std::mem::replace(&mut self.need, need);
        if was != need {
            self.select(need)?;
        }
        if need == Need::Nothing {
            // Every click takes the focus; without one it is where somebody else has put it.
            if pressed || was != need {
                self.give_back()?;
            } else if moved {
                self.notice_owner()?;
            }
        } else if was == Need::Nothing {
            self.notice_owner()?;
            self.set(self.window)?;
        }
        self.own.flush()?;
        Ok(())
    }

    /// Has the window get key events, or lets the server pass them on to the windows around it.
    fn select(&self, need: Need) -> Result<(), Failure> {
        let toolkit = self.toolkit.get_window_attributes(self.window)?.reply()?;
        let (own, all) = match need {
            Need::Nothing => {
                let others = u32::from(toolkit.your_event_mask) & !u32::from(key_events());
                (EventMask::NO_EVENT, EventMask::from(others))
            }
            _ => (key_events(), toolkit.your_event_mask | key_events()),
        };
        let with = |mask| ChangeWindowAttributesAux::new().event_mask(mask);
        self.toolkit
            .change_window_attributes(self.window, &with(all))?
            .ignore_error();
        self.toolkit.flush()?;
        self.own
            .change_window_attributes(self.window, &with(own))?
            .ignore_error();
        Ok(())
    }

    /// Whoever has the focus; none when it is nobody, or whatever is under the pointer.
    fn owner(&self) -> Result<Option<Window>, Failure> {
        let focus = self.own.get_input_focus()?.reply()?.focus;
        let nobody = u32::from(InputFocus::NONE);
        let under_pointer = u32::from(InputFocus::POINTER_ROOT);
        Ok(Some(focus).filter(|&focus| focus != nobody && focus != under_pointer))
    }

    fn notice_owner(&mut self) -> Result<(), Failure> {
        let owner = self.owner()?.filter(|&owner| owner != self.window);
        if owner.is_some() {
            self.before = owner;
        }
        Ok(())
    }

    /// Gives the focus to the host, if the window has it.
    fn give_back(&mut self) -> Result<(), Failure> {
        if self.owner()? == Some(self.window) {
            if let Some(host) = self.host()? {
                self.set(host)?;
            }
        }
        Ok(())
    }

    fn set(&self, window: Window) -> Result<(), Failure> {
        // When the window goes away, the focus falls to the one around it.
        let revert = InputFocus::PARENT;
        let set = self.own.set_input_focus(revert, window, CURRENT_TIME)?;
        set.ignore_error();
        Ok(())
    }

    /// The host's window: the one that had the focus before, if it is still there and around the
    /// same contents, or else the one that the window manager knows.
    fn host(&self) -> Result<Option<Window>, Failure> {
        let Some(top) = self.top_of(self.window)? else {
            return Ok(None);
        };
        if let Some(before) = self.before {
            if self.top_of(before)? == Some(top) && self.is_viewable(before)? {
                return Ok(Some(before));
            }
        }
        Ok(Some(top))
    }

    fn is_viewable(&self, window: Window) -> Result<bool, Failure> {
        let attributes = self.own.get_window_attributes(window)?.reply();
        Ok(attributes.is_ok_and(|found| found.map_state == MapState::VIEWABLE))
    }

    /// The window of a program that another one is in: the outermost one that a window manager has
    /// marked, or without a manager the outermost of all. None when the window is gone.
    fn top_of(&self, window: Window) -> Result<Option<Window>, Failure> {
        let (mut at, mut marked, mut outermost) = (window, None, window);
        loop {
            let Ok(tree) = self.own.query_tree(at)?.reply() else {
                return Ok(None);
            };
            if at == tree.root {
                break;
            }
            outermost = at;
            let (state, any) = (self.wm_state, AtomEnum::ANY);
            let mark = self.own.get_property(false, at, state, any, 0, 1)?.reply();
            if mark.is_ok_and(|mark| mark.type_ != x11rb::NONE) {
                marked = Some(at);
            }
            at = tree.parent;
        }
        Ok(Some(marked.unwrap_or(outermost)))
    }

    /// Sends keys on that the window has no use for.
    fn send_on(&self) -> Result<(), Failure> {
        let mut host = None;
        while let Some(event) = self.own.poll_for_event()? {
            let (Event::KeyPress(key) | Event::KeyRelease(key)) = event else {
                continue;
            };
            let held = key.state & (KeyButMask::CONTROL | KeyButMask::MOD1 | KeyButMask::MOD4);
            let commanded = held != KeyButMask::default();
            if is_used(self.keymap.sign(key.detail), commanded, self.need) {
                continue;
            }
            if host.is_none() {
                host = self.host()?;
            }
            let Some(host) = host else { break };
            let pressed = key.response_type & 0x7f == x11rb::protocol::xproto::KEY_PRESS_EVENT;
            let mask = if pressed {
                EventMask::KEY_PRESS
            } else {
                EventMask::KEY_RELEASE
            };
            let key = KeyPressEvent {
                event: host,
                child: x11rb::NONE,
                ..key
            };
            self.own.send_event(true, host, mask, key)?.ignore_error();
        }
        Ok(())
    }
}

impl Drop for Focus {
    fn drop(&mut self) {
        let _ = self.give_back().and_then(|()| Ok(self.own.flush()?));
    }
}
