//! The notice of a window.

use std::cell::RefCell;

/// The notice of a window.
#[derive(Default)]
pub struct Notices(pub(super) RefCell<Option<Notice>>);

pub(super) struct Notice {
    pub(super) text: String,
    pub(super) is_problem: bool,
    /// When it goes, on the window's clock; none before it was shown.
    pub(super) until: Option<f64>,
}

impl Notices {
    pub(super) fn put(&self, text: String, is_problem: bool) {
        *self.0.borrow_mut() = Some(Notice {
            text,
            is_problem,
            until: None,
        });
    }

    pub(super) fn clear(&self) {
        *self.0.borrow_mut() = None;
    }

    /// The text of what is shown.
    pub fn text(&self) -> Option<String> {
        let notice = self.0.borrow();
        notice.as_ref().map(|notice| notice.text.clone())
    }
}
