//! Two parts of one design at the same time, on two threads.
//!
//! A design is arithmetic without side effects, so its bits do not depend on which thread does a
//! part or when. The second thread ends before the design does.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The results of both functions: `beside` runs on a thread of its own, or after `here` where the
/// system gives none. A panic in either is passed on. Allocates; not for the audio thread.
pub(super) fn both<A, B: Send>(
    here: impl FnOnce() -> A,
    beside: impl FnOnce() -> B + Send,
) -> (A, B) {
    // A thread that is refused would drop what it was to run; so it fetches it once it runs.
    let waiting = Mutex::new(Some(beside));
    let fetch = || {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.take()
    };
    thread::scope(|scope| {
        let thread = thread::Builder::new().spawn_scoped(scope, || fetch().map(|beside| beside()));
        let here = here();
        let done = match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_refused) => fetch().map(|beside| beside()),
        };
        match done {
            Some(beside) => (here, beside),
            None => unreachable!("only the thread, or this one in its place, fetches the function"),
        }
    })
}

/// The results of a function of each item, in their order, each on a thread of its own.
pub(super) fn map<T: Send, U: Send>(items: Vec<T>, function: &(impl Fn(T) -> U + Sync)) -> Vec<U> {
    let mut items = items.into_iter();
    let Some(first) = items.next() else {
        return Vec::new();
    };
    let rest: Vec<T> = items.collect();
    if rest.is_empty() {
        return vec![function(first)];
    }
    let (first, rest) = both(|| function(first), || map(rest, function));
    std::iter::once(first).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::catch_unwind;

    #[test]
    fn both_results_come_back_from_two_threads() {
        let (here, beside) = both(|| thread::current().id(), || thread::current().id());
        assert_eq!(here, thread::current().id());
        assert_ne!(here, beside);
    }

    #[test]
    fn results_keep_the_order_of_their_items() {
        assert_eq!(map(vec![3, 1, 2], &|n| 10 * n), [30, 10, 20]);
        assert!(map(Vec::<u8>::new(), &|n| n).is_empty());
    }

    #[test]
    fn a_panic_on_either_thread_is_passed_on() {
        assert!(catch_unwind(|| both(|| (), || panic!("beside"))).is_err());
        assert!(catch_unwind(|| both(|| panic!("here"), || ())).is_err());
    }
}
