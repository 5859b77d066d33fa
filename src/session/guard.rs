//! No panic reaches a host: what is called from outside runs in here.

use std::any::Any;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};

/// True if a failure has been reported; one line is enough for a session's log.
static REPORTED: AtomicBool = AtomicBool::new(false);

/// Runs a call from outside. Should it panic, that is reported once, and `otherwise` is the answer.
pub fn guarded<T>(call: &str, otherwise: T, work: impl FnOnce() -> T) -> T {
    attempt(call, work).unwrap_or(otherwise)
}

/// The same for calls that do more than answer; `None` after a panic.
pub fn attempt<T>(call: &str, work: impl FnOnce() -> T) -> Option<T> {
    // What a panic may have left half done is either atomic, behind a lock that outlives it, or
    // given up by the caller.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => Some(result),
        Err(panic) => {
            report_once(call, &*panic);
            // Whatever the payload is, it must not panic in turn.
            std::mem::forget(panic);
            None
        }
    }
}

fn report_once(call: &str, panic: &(dyn Any + Send)) {
    if !REPORTED.swap(true, Ordering::Relaxed) {
        let what = message(panic);
        report(&format!("internal error in {call}: {what}; sound passes"));
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    if let Some(text) = panic.downcast_ref::<&str>() {
        text
    } else if let Some(text) = panic.downcast_ref::<String>() {
        text
    } else {
        "unknown"
    }
}

/// Runs what may use the heap on the audio thread: the in-line design of an offline render, where
/// nobody waits for a block. Checks of allocation look away meanwhile.
pub fn may_allocate<T>(work: impl FnOnce() -> T) -> T {
    nice_plug::util::permit_alloc(work)
}

/// Says something that the host does not show, in one line on standard error. Not for the audio
/// thread.
pub fn report(text: &str) {
    use std::io::Write;
    // Nobody may be listening.
    let _ = writeln!(std::io::stderr(), "Bodypack: {text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_at_the_guard_and_the_answer_is_the_other_one() {
        assert_eq!(guarded("a test", 7, || panic!("on purpose")), 7);
        assert_eq!(guarded("a test", 7, || 1), 1);
        assert_eq!(attempt("a test", || -> u8 { panic!("{}", 1) }), None);
    }
}
