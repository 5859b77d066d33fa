//! Counts what a thread takes from and gives back to the heap.

/// Runs `what` and tells how often it allocated or freed.
///
/// In a release build the allocator below counts. In a debug build the library brings the plugin
/// framework's allocator along, of which there can be only one; that one ends the process at the
/// first allocation instead.
pub fn allocations(what: impl FnOnce()) -> usize {
    #[cfg(not(debug_assertions))]
    {
        let before = counting::count();
        what();
        counting::count() - before
    }
    #[cfg(debug_assertions)]
    {
        nice_assert_no_alloc::assert_no_alloc(what);
        0
    }
}

#[cfg(not(debug_assertions))]
mod counting {
    use std::alloc::{GlobalAlloc, Layout, System};
    use std::cell::Cell;

    thread_local! {
        static COUNT: Cell<usize> = const { Cell::new(0) };
    }

    /// Allocations and frees of this thread so far.
    pub fn count() -> usize {
        COUNT.with(Cell::get)
    }

    struct Counting;

    #[global_allocator]
    static ALLOCATOR: Counting = Counting;

    fn note() {
        // While a thread is taken down its count may be gone already.
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
    }

    // SAFETY: every call goes to the system's allocator as it came.
    unsafe impl GlobalAlloc for Counting {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            note();
            // SAFETY: the caller keeps the promises of `alloc`.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
            note();
            // SAFETY: the caller keeps the promises of `dealloc`.
            unsafe { System.dealloc(place, layout) }
        }
    }
}

/// A debug build ends the process instead of counting.
#[cfg(not(debug_assertions))]
#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(vec![1_u8]))), 2);
}
