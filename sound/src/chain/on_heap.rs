//! Parts of the chain that are too large for a small stack.

/// Makes something and puts it on the heap. The frame that holds it meanwhile is gone when this returns, however
/// many such parts a caller makes.
#[inline(never)]
pub(super) fn on_heap<T>(make: impl FnOnce() -> T) -> Box<T> {
    Box::new(make())
}
