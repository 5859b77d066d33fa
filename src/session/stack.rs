//! Heavy work on a stack of a known size.
//!
//! Hosts activate plugins and hand them states on threads whose stacks may be small: an audio
//! client's thread often has 512 KiB, some have 128. Solving an earphone or reading a rig file wants
//! more than may be left of that, so it is done on a thread of our own while the host's waits. The
//! result is the same, whichever thread it comes from.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Size of the stack that such work gets, bytes.
pub const STACK_BYTES: usize = 4 << 20;

/// Does some work on a large stack and waits for it. Where the system has no thread to give, it is
/// done on the caller's. A panic in it goes on in the caller.
pub fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    // In a box, so that the caller's frames stay small whatever the work holds.
    let waiting = Mutex::new(Some(Box::new(work)));
    let take = || {
        waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    };
    let done = thread::scope(|scope| {
        thread::Builder::new()
            .name("bodypack work".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || take().map(|work| Box::new(work())))
            .ok()
            .map(thread::ScopedJoinHandle::join)
    });
    match done {
        Some(Ok(Some(result))) => *result,
        Some(Err(panic)) => resume_unwind(panic),
        // The thread did not start, hence the work is still there.
        Some(Ok(None)) | None => match take() {
            Some(work) => work(),
            None => unreachable!("work is taken once"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fills a frame of so many bytes.
    #[inline(never)]
    fn deep<const BYTES: usize>() -> u8 {
        let frame = std::hint::black_box([1u8; BYTES]);
        frame[BYTES / 2]
    }

    #[test]
    fn work_on_a_large_stack_may_go_deeper_than_the_stack_of_the_caller() {
        let caller = thread::Builder::new().stack_size(128 << 10);
        let result = caller.spawn(|| on_large_stack(deep::<{ 2 << 20 }>));
        assert_eq!(result.expect("a thread").join().expect("no panic"), 1);
    }

    #[test]
    fn a_panic_on_the_large_stack_reaches_the_caller() {
        let result = std::panic::catch_unwind(|| on_large_stack(|| -> u8 { panic!("on purpose") }));
        let payload = result.expect_err("it panics");
        assert_eq!(payload.downcast_ref::<&str>(), Some(&"on purpose"));
    }
}
