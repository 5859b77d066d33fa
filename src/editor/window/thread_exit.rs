//! The end of a window.
//!
//! On X11 the toolkit draws on a thread of its own. When a window is closed, it may return while
//! that thread still frees its pictures, and by then the host may have taken away the window around
//! it or the instance. And the graphics driver is unloaded with the last window, while threads that
//! have used it still want to call it when they end, which brings the host down.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use nice_plug_egui::baseview::dpi::PhysicalSize;
use nice_plug_egui::baseview::{Window, WindowContext};

/// Longest time a host waits for a thread that does not end.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The thread of the window is the host's, or there is none yet.
    Unwatched,
    Running,
    Over,
}

/// True if the thread of a window is to come to its end, and whether it has.
#[derive(Clone)]
pub struct ThreadExit {
    asked: Arc<AtomicBool>,
    stage: Arc<(Mutex<Stage>, Condvar)>,
}

impl Default for ThreadExit {
    fn default() -> Self {
        Self {
            asked: Arc::default(),
            stage: Arc::new((Mutex::new(Stage::Unwatched), Condvar::new())),
        }
    }
}

thread_local! {
    /// Dropped when everything else on the thread is.
    static LAST: RefCell<Option<ExitSignal>> = const { RefCell::new(None) };
    /// The window of the thread, until it is closed.
    static WINDOW: RefCell<Option<WindowContext>> = const { RefCell::new(None) };
}

struct ExitSignal(ThreadExit);

impl Drop for ExitSignal {
    fn drop(&mut self) {
        self.0.go_to(Stage::Over);
    }
}

impl ThreadExit {
    fn go_to(&self, next: Stage) {
        let (stage, changed) = &*self.stage;
        *stage.lock().unwrap_or_else(PoisonError::into_inner) = next;
        changed.notify_all();
    }

    /// Called on the thread of a window, which is its own on X11 alone.
    pub fn watch_this_thread(&self, window: &WindowContext) {
        if cfg!(target_os = "linux") {
            WINDOW.set(Some(window.clone()));
            self.begin();
        }
    }

    fn begin(&self) {
        self.go_to(Stage::Running);
        LAST.set(Some(ExitSignal(self.clone())));
    }

    /// Called on the thread of a window when its size changes: ends the thread if that was asked
    /// for. Says whether it was.
    pub fn obey(&self) -> bool {
        let asked = self.asked.load(Ordering::Acquire);
        if asked {
            if let Some(window) = WINDOW.take() {
                window.request_close();
            }
        }
        asked
    }

    /// Called on the thread of a window when its contents go.
    pub fn forget_window() {
        WINDOW.set(None);
    }

    /// Closes a window, and comes back when its thread is over.
    pub fn close(&self, window: Window) {
        if cfg!(target_os = "linux") && window.is_open() {
            self.asked.store(true, Ordering::Release);
            // Of all that a window can be asked, only another size reaches its contents.
            let size = window.size().physical;
            let other = PhysicalSize::new(size.width, size.height.saturating_add(1));
            // A thread that is over already needs no more asking.
            let _ = window.resize(other);
            self.wait();
        }
        if cfg!(target_os = "linux") && !window.is_open() {
            // Of a window that goes away it matters no more what it could not draw.
            let _ = window.run_until_closed();
        } else {
            drop(window);
        }
        self.wait();
    }

    /// Waits until the thread of a window that has been closed is over.
    fn wait(&self) {
        let (stage, changed) = &*self.stage;
        let stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = changed.wait_timeout_while(stage, PATIENCE, |stage| *stage == Stage::Running);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}

/// Keeps the graphics driver loaded once a window has been opened. It also saves the next window
/// from loading it anew.
#[cfg(target_os = "linux")]
pub fn keep_graphics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        // The two libraries that the toolkit looks for.
        for name in ["libEGL.so.1", "libGL.so.1"] {
            // SAFETY: the system's own libraries, which the toolkit loads just as well.
            if let Ok(library) = unsafe { libloading::Library::new(name) } {
                std::mem::forget(library);
            }
        }
    });
}

/// Elsewhere drivers stay as they are.
#[cfg(not(target_os = "linux"))]
pub fn keep_graphics() {}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_window_that_never_came_up_is_not_waited_for() {
        ThreadExit::default().wait();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_thread_does_last_is_waited_for() {
        let ending = ThreadExit::default();
        let done = Arc::new(AtomicBool::new(false));
        let (inner, late) = (ending.clone(), Arc::clone(&done));
        let (started, start) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            inner.begin();
            started.send(()).expect("somebody listens");
            std::thread::sleep(Duration::from_millis(50));
            late.store(true, Ordering::Relaxed);
        });
        start.recv().expect("it starts");
        ending.wait();
        assert!(done.load(Ordering::Relaxed));
        thread.join().expect("it ends");
    }
}
