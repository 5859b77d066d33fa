//! Events on their way to the framework: only those that it understands, with times inside the
//! block and values in range, after what hands did in the window.
//!
//! The framework (0.4.2) lets an event later than the block lengthen it, and so writes past the
//! host's buffers.

use std::cell::{Cell, UnsafeCell};

use clap_sys::events::{
    clap_event_header, clap_event_param_gesture, clap_event_param_mod, clap_event_param_value,
    clap_event_transport, clap_input_events, clap_output_events, CLAP_CORE_EVENT_SPACE_ID,
    CLAP_EVENT_IS_LIVE, CLAP_EVENT_PARAM_GESTURE_BEGIN, CLAP_EVENT_PARAM_GESTURE_END,
    CLAP_EVENT_PARAM_MOD, CLAP_EVENT_PARAM_VALUE, CLAP_EVENT_TRANSPORT,
};
use clap_sys::id::clap_id;
use rtrb::Consumer;

use super::core::{Move, MoveKind, SharedInstance};

/// The largest values of the parameters, by what the host calls them.
pub type Ranges = std::collections::HashMap<clap_id, f64>;

/// An event that nobody listens to.
const NOTHING: clap_event_header = clap_event_header {
    size: size_of::<clap_event_header>() as u32,
    time: 0,
    space_id: u16::MAX,
    type_: u16::MAX,
    flags: 0,
};

/// A copy of an event, which may be corrected.
union Copied {
    value: clap_event_param_value,
    modulation: clap_event_param_mod,
    transport: clap_event_transport,
}

/// The events of one call. While it is in use it must not be moved.
pub struct Events<'a> {
    list: clap_input_events,
    host: *const clap_input_events,
    /// Gesture events of this block.
    own: &'a [clap_event_param_value],
    ranges: &'a Ranges,
    /// Number of the host's events that are left out.
    skipped: u32,
    last_frame: u32,
    /// The framework looks at one event at a time.
    copied: UnsafeCell<Copied>,
    nothing: Cell<clap_event_header>,
}

impl<'a> Events<'a> {
    /// Events of a host for a block of `frames`. `host` is null or outlives it.
    pub fn new(
        host: *const clap_input_events,
        own: &'a [clap_event_param_value],
        ranges: &'a Ranges,
        frames: u32,
    ) -> Self {
        Self {
            list: clap_input_events {
                ctx: std::ptr::null_mut(),
                size: Some(size),
                get: Some(get),
            },
            host,
            own,
            ranges,
            skipped: 0,
            last_frame: frames.saturating_sub(1),
            copied: UnsafeCell::new(Copied {
                value: value_event(0, 0.0),
            }),
            nothing: Cell::new(NOTHING),
        }
    }

    /// The events behind the last one that sets a parameter, without what hands did; `None` if no event
    /// sets it.
    pub fn behind_last_of(mut self, id: clap_id) -> Option<Self> {
        self.own = &[];
        let count = self.host_size();
        let is_of = |index: &u32| {
            let event = self.event(*index).cast::<clap_event_param_value>();
            // SAFETY: an event of this kind has this form.
            unsafe { (*event).header.type_ == CLAP_EVENT_PARAM_VALUE && (*event).param_id == id }
        };
        let last = (0..count).rev().find(is_of)?;
        self.skipped = last + 1;
        Some(self)
    }

    /// The list for the framework.
    pub fn list(&mut self) -> *const clap_input_events {
        self.list.ctx = std::ptr::from_mut(self).cast();
        &raw const self.list
    }

    fn host_size(&self) -> u32 {
        // SAFETY: null, or the host's list, for the time of the call.
        unsafe {
            let size = self.host.as_ref().and_then(|host| host.size);
            let size = size.map_or(0, |size| size(self.host));
            size.saturating_sub(self.skipped)
        }
    }

    fn event(&self, index: u32) -> *const clap_event_header {
        if let Some(own) = self.own.get(index as usize) {
            return &raw const own.header;
        }
        let index = index - self.own.len() as u32 + self.skipped;
        // SAFETY: the host's list, for the time of the call; what it gives lives as long.
        let found = unsafe {
            let get = self.host.as_ref().and_then(|host| host.get);
            get.and_then(|get| get(self.host, index).as_ref())
        };
        found
            .and_then(|event| self.correct(event))
            .unwrap_or(self.nothing.as_ptr())
    }

    /// An event as it should be, if there is any use for it.
    fn correct(&self, event: &clap_event_header) -> Option<*const clap_event_header> {
        let size = event.size as usize;
        let place = self.copied.get();
        if event.space_id != CLAP_CORE_EVENT_SPACE_ID {
            return None;
        }
        // SAFETY: an event that says that it has the size of its kind has it; the copy is looked
        // at by nobody else meanwhile.
        unsafe {
            let time = event.time.min(self.last_frame);
            match event.type_ {
                CLAP_EVENT_PARAM_VALUE if size >= size_of::<clap_event_param_value>() => {
                    let mut copy = *std::ptr::from_ref(event).cast::<clap_event_param_value>();
                    let largest = *self.ranges.get(&copy.param_id)?;
                    if !copy.value.is_finite() {
                        return None;
                    }
                    copy.value = copy.value.clamp(0.0, largest);
                    copy.header.time = time;
                    (*place).value = copy;
                    Some(&raw const (*place).value.header)
                }
                CLAP_EVENT_PARAM_MOD if size >= size_of::<clap_event_param_mod>() => {
                    let mut copy = *std::ptr::from_ref(event).cast::<clap_event_param_mod>();
                    let largest = *self.ranges.get(&copy.param_id)?;
                    if !copy.amount.is_finite() {
                        return None;
                    }
                    copy.amount = copy.amount.clamp(-largest, largest);
                    copy.header.time = time;
                    (*place).modulation = copy;
                    Some(&raw const (*place).modulation.header)
                }
                CLAP_EVENT_TRANSPORT if size >= size_of::<clap_event_transport>() => {
                    let mut copy = *std::ptr::from_ref(event).cast::<clap_event_transport>();
                    copy.header.time = time;
                    (*place).transport = copy;
                    Some(&raw const (*place).transport.header)
                }
                _ => None,
            }
        }
    }
}

unsafe extern "C" fn size(list: *const clap_input_events) -> u32 {
    // SAFETY: the framework hands over what it was given.
    match unsafe {
        list.as_ref()
            .and_then(|list| list.ctx.cast::<Events>().as_ref())
    } {
        Some(events) => (events.own.len() as u32).saturating_add(events.host_size()),
        None => 0,
    }
}

unsafe extern "C" fn get(list: *const clap_input_events, index: u32) -> *const clap_event_header {
    // SAFETY: as above.
    match unsafe {
        list.as_ref()
            .and_then(|list| list.ctx.cast::<Events>().as_ref())
    } {
        Some(events) => events.event(index),
        None => std::ptr::null(),
    }
}

/// A value that is set at the beginning of a block.
fn value_event(param_id: clap_id, value: f64) -> clap_event_param_value {
    clap_event_param_value {
        header: header::<clap_event_param_value>(CLAP_EVENT_PARAM_VALUE),
        param_id,
        cookie: std::ptr::null_mut(),
        note_id: -1,
        port_index: -1,
        channel: -1,
        key: -1,
        value,
    }
}

fn header<T>(type_: u16) -> clap_event_header {
    clap_event_header {
        size: size_of::<T>() as u32,
        time: 0,
        space_id: CLAP_CORE_EVENT_SPACE_ID,
        type_,
        flags: CLAP_EVENT_IS_LIVE,
    }
}

/// Gesture events for the framework and for the host.
pub struct Moves {
    incoming: Consumer<Move>,
    /// The values of the present call.
    pub values: Vec<clap_event_param_value>,
}

impl Moves {
    /// Takes what hands will do.
    pub fn new(incoming: Consumer<Move>) -> Self {
        let most = incoming.buffer().capacity();
        Self {
            incoming,
            values: Vec::with_capacity(most),
        }
    }

    /// Takes what hands did since the last call, and tells the host, if it listens. What they did
    /// before a state was loaded is told, but not done any more.
    ///
    /// # Safety
    /// `out` is null or the host's list for the time of the call.
    pub unsafe fn take(&mut self, core: &SharedInstance, out: *const clap_output_events) {
        self.values.clear();
        // SAFETY: promised by the caller.
        let push = unsafe { out.as_ref() }.and_then(|out| out.try_push);
        let tell = |event: *const clap_event_header| {
            if let Some(push) = push {
                // SAFETY: as above; a host that has no room is not told.
                unsafe { push(out, event) };
            }
        };
        let states = core.states();
        while let Ok(Move {
            id,
            kind,
            states: before,
        }) = self.incoming.pop()
        {
            let gesture = |type_| {
                let event = clap_event_param_gesture {
                    header: header::<clap_event_param_gesture>(type_),
                    param_id: id,
                };
                tell(&raw const event.header);
            };
            match kind {
                MoveKind::Begin => gesture(CLAP_EVENT_PARAM_GESTURE_BEGIN),
                MoveKind::End => gesture(CLAP_EVENT_PARAM_GESTURE_END),
                MoveKind::Set(value) if before == states => {
                    let event = value_event(id, value);
                    tell(&raw const event.header);
                    if self.values.len() < self.values.capacity() {
                        self.values.push(event);
                    }
                }
                MoveKind::Set(_) => {}
            }
        }
    }
}
