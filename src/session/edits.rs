//! A count of what has changed the parameters' values, so that whoever reads them all can tell
//! from one number that there is nothing new.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;

/// Number of changes of any parameter of the stages, modulation included; it wraps around.
#[derive(Clone, Default)]
pub struct Edits(Arc<AtomicU32>);

impl Edits {
    /// A function for a parameter to call once its value has changed.
    pub(super) fn counter<T>(&self) -> Arc<dyn Fn(T) + Send + Sync> {
        let Self(count) = self.clone();
        Arc::new(move |_| _ = count.fetch_add(1, Ordering::Release))
    }

    /// The number so far. Values that are read afterwards are at least as new.
    pub(super) fn count(&self) -> u32 {
        self.0.load(Ordering::Acquire)
    }
}
