//! Another program, which drags files onto a window by the X drag-and-drop protocol (version 5).

use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode,
    SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass, SELECTION_NOTIFY_EVENT,
};
use x11rb::protocol::Event;
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;
use x11rb::{CURRENT_TIME, NONE};

/// A drag that is under way.
pub struct Drag {
    connection: RustConnection,
    own: Window,
    /// The window that the files are dragged to, and who takes messages for it.
    target: Window,
    proxy: Window,
    list: String,
}

impl Drag {
    /// Begins to drag files, given as a list of addresses, over a window.
    pub fn begin(target: Window, list: &str) -> Self {
        let (connection, screen) = x11rb::connect(None).expect("the screen answers");
        let root = connection.setup().roots[screen].root;
        let own = connection.generate_id().expect("an identifier");
        let (class, look) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
        connection
            .create_window(0, own, root, 0, 0, 1, 1, 0, class, 0, &look)
            .expect("sent");
        let mut drag = Self {
            connection,
            own,
            target,
            proxy: target,
            list: list.to_owned(),
        };
        drag.proxy = drag.number(target, "XdndProxy", AtomEnum::WINDOW);
        assert_eq!(
            drag.number(drag.proxy, "XdndProxy", AtomEnum::WINDOW),
            drag.proxy,
            "it stands by its word"
        );
        let version = drag.number(drag.proxy, "XdndAware", AtomEnum::ATOM);
        assert_eq!(version, 5);
        let selection = drag.word("XdndSelection");
        drag.connection
            .set_selection_owner(own, selection, CURRENT_TIME)
            .expect("sent");
        drag
    }

    /// Names its kinds in the message itself.
    pub fn enter(&self, kind: &str) {
        let kind = self.word(kind);
        self.send("XdndEnter", [self.own, 5 << 24, kind, 0, 0]);
    }

    /// Names its kinds in a list, as programs with many do.
    pub fn enter_with_list(&self, kinds: &[&str]) {
        let kinds: Vec<Atom> = kinds.iter().map(|kind| self.word(kind)).collect();
        let list = self.word("XdndTypeList");
        self.connection
            .change_property32(PropMode::REPLACE, self.own, list, AtomEnum::ATOM, &kinds)
            .expect("sent");
        self.send(
            "XdndEnter",
            [self.own, (5 << 24) | 1, kinds[0], kinds[1], kinds[2]],
        );
    }

    /// Moves over the window; whether it would take the files.
    pub fn may_be_dropped(&mut self) -> bool {
        let copy = self.word("XdndActionCopy");
        self.send("XdndPosition", [self.own, 0, (100 << 16) | 100, 0, copy]);
        self.answer("XdndStatus")[1] & 1 == 1
    }

    /// Goes away again.
    pub fn leave(&self) {
        self.send("XdndLeave", [self.own, 0, 0, 0, 0]);
    }

    /// Lets go; whether the window has taken the files.
    pub fn drop_it(&mut self) -> bool {
        self.send("XdndDrop", [self.own, 0, 0, 0, 0]);
        self.answer("XdndFinished")[1] & 1 == 1
    }

    fn word(&self, name: &str) -> Atom {
        let cookie = self.connection.intern_atom(false, name.as_bytes());
        cookie.expect("sent").reply().expect("it answers").atom
    }

    fn number(&self, window: Window, name: &str, kind: AtomEnum) -> u32 {
        let name = self.word(name);
        let property = self
            .connection
            .get_property(false, window, name, kind, 0, 1);
        let property = property.expect("sent").reply().expect("it answers");
        let value = property.value32().and_then(|mut values| values.next());
        value.expect("the property is there")
    }

    fn send(&self, word: &str, data: [u32; 5]) {
        let message = ClientMessageEvent::new(32, self.target, self.word(word), data);
        self.connection
            .send_event(false, self.proxy, EventMask::NO_EVENT, message)
            .expect("sent");
        self.connection.flush().expect("sent");
    }

    /// Waits for a message, and meanwhile hands over what is asked for.
    fn answer(&self, word: &str) -> [u32; 5] {
        let word = self.word(word);
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            match self
                .connection
                .poll_for_event()
                .expect("the screen answers")
            {
                Some(Event::ClientMessage(event)) if event.type_ == word => {
                    let data = event.data.as_data32();
                    assert_eq!(data[0], self.target, "it speaks for the window");
                    return data;
                }
                Some(Event::SelectionRequest(event)) => self.hand_over(&event),
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(5)),
            }
            assert!(Instant::now() < deadline, "no answer");
        }
    }

    fn hand_over(&self, request: &SelectionRequestEvent) {
        let wanted = request.target == self.word("text/uri-list");
        if wanted {
            let (place, kind) = (request.property, request.target);
            self.connection
                .change_property8(
                    PropMode::REPLACE,
                    request.requestor,
                    place,
                    kind,
                    self.list.as_bytes(),
                )
                .expect("sent");
        }
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property: if wanted { request.property } else { NONE },
        };
        self.connection
            .send_event(false, request.requestor, EventMask::NO_EVENT, answer)
            .expect("sent");
        self.connection.flush().expect("sent");
    }
}
