//! When a window is drawn anew.
//!
//! The toolkit (baseview 0.4.2) can do this itself, but on X11 a wish that comes between the making
//! of a window and its showing leaves it blank for good: the wish is sent to the server before its
//! answer is listened to. So wishes wait here until the window has been drawn for the first time,
//! which it is when it is shown.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

/// Polling interval of repaint requests: two polls per meter reading.
const TICK: Duration = Duration::from_millis(15);

/// The wish of an instance for its window to be drawn anew. Clones share it.
#[derive(Clone, Default)]
pub struct Repaint(Arc<AtomicBool>);

impl Repaint {
    /// Wishes so, from any thread, that of the sound too.
    pub fn request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

/// Passes wishes on to one window.
pub struct RepaintTimer {
    drawn: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl RepaintTimer {
    /// Begins to look at the wishes of an instance.
    pub fn new(repaint: Repaint, context: egui::Context) -> Self {
        let drawn = Arc::new(AtomicBool::new(false));
        let over = Arc::new(AtomicBool::new(false));
        let (own_drawn, own_over) = (Arc::clone(&drawn), Arc::clone(&over));
        let work = move || {
            while !own_over.load(Ordering::Acquire) {
                if own_drawn.load(Ordering::Acquire) && repaint.take() {
                    context.request_repaint();
                }
                std::thread::park_timeout(TICK);
            }
        };
        // Without the thread the window still follows the hand in it.
        let thread = std::thread::Builder::new().name("repaint".into());
        Self {
            drawn,
            over,
            thread: thread.spawn(work).ok(),
        }
    }

    /// Says that the window has been drawn.
    pub fn drawn(&self) {
        self.drawn.store(true, Ordering::Release);
    }
}

impl Drop for RepaintTimer {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_wait_until_the_window_has_been_drawn() {
        let repaint = Repaint::default();
        let pump = RepaintTimer::new(repaint.clone(), egui::Context::default());
        repaint.request();
        std::thread::sleep(4 * TICK);
        assert!(repaint.0.load(Ordering::Relaxed), "it waits");
        pump.drawn();
        for _ in 0..200 {
            std::thread::sleep(TICK);
            if !repaint.0.load(Ordering::Relaxed) {
                return;
            }
        }
        panic!("it is passed on");
    }
}
