//! Stack depth of a call: the stack below the caller is painted, and overwritten paint counts as
//! used.

use std::hint::black_box;

/// Paint byte.
const PAINT: u8 = 0xA5;

/// Painted size below the caller, bytes.
const PAINTED: usize = 768 << 10;

/// A stack that holds what is painted and the test itself.
pub const LARGE_STACK: usize = 4 << 20;

#[inline(never)]
fn paint() {
    let mut canvas = [PAINT; PAINTED];
    black_box(&mut canvas);
}

/// Used stack below an address.
#[inline(never)]
fn used_below(top: usize) -> usize {
    let bottom = top - PAINTED / 2;
    let untouched = (bottom..top).take_while(|&address| {
        // SAFETY: the stack of this thread, which is larger than what is painted.
        unsafe { (address as *const u8).read_volatile() == PAINT }
    });
    top - bottom - untouched.count()
}

/// Makes a call, and tells how many bytes of stack it took.
#[inline(never)]
pub fn of<T>(call: impl FnOnce() -> T) -> (T, usize) {
    let here = black_box(0_u8);
    let top = std::ptr::from_ref(&here) as usize;
    paint();
    let result = call();
    (result, used_below(top))
}

/// Runs something on a thread with so many bytes of stack.
pub fn on_stack<T: Send>(bytes: usize, work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(bytes);
        let thread = thread.spawn_scoped(scope, work).expect("a thread");
        thread.join().expect("no panic")
    })
}

#[test]
fn the_painted_stack_tells_how_deep_a_call_goes() {
    #[inline(never)]
    fn deep<const BYTES: usize>() {
        black_box(&mut [1_u8; BYTES]);
    }
    let measured = on_stack(LARGE_STACK, || of(deep::<{ 100 << 10 }>).1);
    assert!((100 << 10..104 << 10).contains(&measured), "{measured}");
}
