//! What an instance opens windows with, on its way past the framework, which keeps to itself what it
//! is given.

use std::cell::RefCell;

use crate::editor::BodypackEditor;

thread_local! {
    /// What the instance that is being made on this thread opens windows with.
    static OFFERED: RefCell<Offer> = const { RefCell::new(Offer::Unwanted) };
}

enum Offer {
    Unwanted,
    Wanted,
    Made(Box<BodypackEditor>),
}

/// Takes what opens an instance's windows, if somebody waits for it.
pub fn offer_editor(make: impl FnOnce() -> BodypackEditor) {
    OFFERED.with_borrow_mut(|offer| {
        if let Offer::Wanted = offer {
            *offer = Offer::Made(Box::new(make()));
        }
    });
}

/// Makes an instance by the framework, and gives with it what opens the instance's windows; `None`
/// if the framework did not ask the instance for it.
pub fn with_editor<T>(make: impl FnOnce() -> T) -> Option<(T, Box<BodypackEditor>)> {
    OFFERED.set(Offer::Wanted);
    let made = make();
    match OFFERED.replace(Offer::Unwanted) {
        Offer::Made(editor) => Some((made, editor)),
        Offer::Unwanted | Offer::Wanted => None,
    }
}
