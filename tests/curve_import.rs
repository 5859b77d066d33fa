//! Importing curves: speed and memory at the limit of what is read.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use cpu_time::ThreadTime;

use bodypack::curve::import::{self, LONGEST_FILE};

/// The system's memory, counted.
#[cfg_attr(debug_assertions, allow(dead_code))]
struct Counted;

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is passed on to the system; only sizes are added up.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(now, Ordering::Relaxed);
        // SAFETY: the caller's promise is the system's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

// A debug build has the plugin framework's, of which there can be only one.
#[cfg(not(debug_assertions))]
#[global_allocator]
static MEMORY: Counted = Counted;

/// Less than four times the file of memory beside it, and less than a second for each megabyte, of the worst kinds of files, also on a machine that does
/// other things: an absolute figure, because users were promised one, and some twenty times what is
/// needed.
#[test]
fn the_longest_files_are_read_in_time() {
    if cfg!(debug_assertions) {
        eprintln!("skipped: the figures are those of a release build");
        return;
    }
    let fill = |line: &str| line.repeat(LONGEST_FILE / line.len());
    let mut rising = String::new();
    let mut k = 0;
    while rising.len() < LONGEST_FILE - 40 {
        k += 1;
        rising += &format!("{}\t{}\n", 1.0 + 0.05 * f64::from(k), k % 100);
    }
    for text in [
        fill("\n"),
        fill("x"),
        fill("words and words\n"),
        fill("1000 65\n"),
        fill("1 1;"),
        fill("Filter 1: ON PK Fc 105 Hz Gain -2.3 dB Q 0.70\n"),
        fill("Filter: ON PK Q "),
        format!(
            "GraphicEQ: {}",
            fill("20 1;")[..LONGEST_FILE - 20].to_owned()
        ),
        format!("GraphicEQ: {}", fill("q")[..LONGEST_FILE - 20].to_owned()),
        format!(
            "GraphicEQ: {}",
            fill("1,000 1;")[..LONGEST_FILE - 20].to_owned()
        ),
        fill("1,"),
        fill("'1,"),
        fill("','"),
        fill("aB c "),
        fill("Freq Gain Q,"),
        format!(
            "Freq,Gain,{}\n20,1,1\n",
            fill("Q a")[..LONGEST_FILE - 30].to_owned()
        ),
        fill("20,65,5\n"),
        fill("-0.125\n"),
        fill("1 111 "),
        fill("[1,"),
        fill("a: b\n"),
        fill("<a>"),
        fill("20 1\r"),
        rising,
    ] {
        let before = NOW.load(Ordering::Relaxed);
        MOST.store(before, Ordering::Relaxed);
        // Processor time: other work on the machine counts less.
        let begun = ThreadTime::now();
        let result = import::read(text.as_bytes(), "x.txt");
        let seconds = begun.elapsed().as_secs_f64();
        let megabytes = text.len() as f64 / 1e6;
        drop(result);
        let most = MOST.load(Ordering::Relaxed) - before;
        assert!(
            most <= 4 * text.len(),
            "{:.1} times the file of memory for {:?}",
            most as f64 / text.len() as f64,
            &text[..20]
        );
        assert!(
            seconds < megabytes,
            "{seconds:.2} s for {megabytes:.1} MB of {:?}",
            &text[..20]
        );
    }
}
