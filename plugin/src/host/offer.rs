//! Hands an instance's window parts past the framework to the format wrappers.

use std::cell::RefCell;

use crate::editor::BodypackEditor;

thread_local! {
    /// Window parts of the instance being made on this thread.
    static OFFERED: RefCell<Offer> = const { RefCell::new(Offer::Unwanted) };
}

enum Offer {
    Unwanted,
    Wanted,
    Made(Box<BodypackEditor>),
}

/// Takes what opens an instance's windows, if somebody waits for it.
pub fn register_editor_factory(make: impl FnOnce() -> BodypackEditor) {
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
