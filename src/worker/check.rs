//! *Check mix*: collects what plays, the last minutes of it, and measures it on many rigs as
//! `bodypack report` does.
//!
//! The audio thread only writes into a ring ([`super::sound_tap`]). One thread drains it into a window of
//! bounded memory ([`window`]) while somebody listens; others, of low priority, measure what the window
//! held when they were asked. The thread that designs responses has no part in it. Nothing is held
//! before anybody listens, nor after the last window of the editor has closed.

pub mod export;
pub mod measure;
pub mod priority;
pub mod status;
pub mod window;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use measure::{Checked, Chosen, Progress};
pub use status::{News, Status};
pub use window::{MOST_BYTES, MOST_S};

use super::attachment::{Attacher, Attachment};
use super::sound_tap::{self, SoundOutlet};
use crate::session::guard::attempt;
use crate::session::stack::STACK_BYTES;
use window::{Held, Window};

/// Time between two looks at the ring.
const DRAIN: Duration = Duration::from_millis(50);
/// Time between two repaints while something goes on.
const TELL: Duration = Duration::from_millis(250);
/// Shortest sound that can be measured, s.
pub const LEAST_S: f64 = 1.0;

type Notify = Arc<dyn Fn() + Send + Sync>;

struct Shared {
    status: Mutex<Status>,
    news: Mutex<Option<News>>,
    /// Held sound that is asked of the collecting thread.
    window: Mutex<Option<Window>>,
    /// Counts activations of the host, each with its sample rate.
    rate: Mutex<(u64, Option<f64>)>,
    attacher: Attacher,
    notify: Notify,
    told: Mutex<Option<Instant>>,
}

/// A thread and the wish that it end.
struct Thread {
    stop: Arc<AtomicBool>,
    handle: JoinHandle<()>,
}

impl Thread {
    fn end(self) {
        self.stop.store(true, Ordering::Relaxed);
        // What went wrong on it has been said.
        let _ = self.handle.join();
    }
}

/// The handle to the check of one instance.
pub struct MixCheck {
    shared: Arc<Shared>,
    collects: Mutex<Option<Thread>>,
    works: Mutex<Option<Thread>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl MixCheck {
    /// A check that holds nothing and runs no thread. `notify` is called when there is something new.
    pub fn new(attacher: Attacher, notify: Notify) -> Self {
        Self {
            shared: Arc::new(Shared {
                status: Mutex::default(),
                news: Mutex::default(),
                window: Mutex::default(),
                rate: Mutex::new((0, None)),
                attacher,
                notify,
                told: Mutex::default(),
            }),
            collects: Mutex::default(),
            works: Mutex::default(),
        }
    }

    /// Says that the host has been activated at a sample rate in Hz, or processes no longer.
    pub fn set_rate(&self, sample_rate_hz: Option<f64>) {
        let mut rate = lock(&self.shared.rate);
        *rate = (rate.0 + 1, sample_rate_hz);
        lock(&self.shared.status).sample_rate_hz = sample_rate_hz;
    }

    /// The present state.
    pub fn status(&self) -> Status {
        lock(&self.shared.status).clone()
    }

    /// The sound that is held now; none while nobody listens.
    pub fn held(&self) -> Option<Held> {
        lock(&self.shared.window).as_ref().map(Window::held)
    }

    /// News since the last call.
    pub fn news(&self) -> Option<News> {
        lock(&self.shared.news).take()
    }

    /// Collects what plays from now on.
    pub fn listen(&self) {
        let mut collects = lock(&self.collects);
        if collects.is_some() {
            return;
        }
        let (stop, shared) = (Arc::new(AtomicBool::new(false)), Arc::clone(&self.shared));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("bodypack check".to_owned());
        let run = move || {
            attempt("collecting the mix", || collect(&shared, &stopped));
        };
        match thread.spawn(run) {
            Ok(handle) => {
                lock(&self.shared.status).listens = true;
                *collects = Some(Thread { stop, handle });
            }
            Err(error) => self
                .shared
                .say(format!("the mix cannot be collected: {error}")),
        }
    }

    /// Collects no longer, and frees the window; a result stays.
    pub fn stop_listening(&self) {
        let thread = lock(&self.collects).take();
        if let Some(thread) = thread {
            thread.end();
        }
        *lock(&self.shared.window) = None;
        let mut status = lock(&self.shared.status);
        *status = Status {
            sample_rate_hz: status.sample_rate_hz,
            progress: status.progress.clone(),
            exports: status.exports,
            result: status.result.clone(),
            window: status.window + 1,
            of_window: status.of_window,
            ..Status::default()
        };
    }

    /// Measures the window on some rigs; an earlier run is stopped.
    pub fn measure(&self, chosen: Vec<Chosen>) {
        self.cancel();
        let held = lock(&self.shared.window).as_ref().map(Window::held);
        let held = match held.filter(|held| held.seconds() >= LEAST_S) {
            Some(held) if !chosen.is_empty() => held,
            Some(_) => return self.shared.say("no rig is chosen".to_owned()),
            None => {
                let words = "a second of sound is needed: let the host play".to_owned();
                return self.shared.say(words);
            }
        };
        let progress = Arc::new(Progress::default());
        let of_window = {
            let mut status = lock(&self.shared.status);
            // Of two results, one is held.
            status.result = None;
            status.progress = Some(Arc::clone(&progress));
            status.window
        };
        let shared = Arc::clone(&self.shared);
        self.work(move |stop| {
            let tell = || {
                if stop.load(Ordering::Relaxed) {
                    progress.stop();
                }
                shared.tell_soon();
            };
            let outcome = attempt("measuring the mix", || {
                measure::run(held, &chosen, &progress, &tell)
            });
            let mut status = lock(&shared.status);
            status.progress = None;
            match outcome {
                Some(Ok(checked)) => {
                    status.result = checked.map(Arc::new);
                    status.of_window = of_window;
                }
                Some(Err(words)) => *lock(&shared.news) = Some(News::Problem(words)),
                None => *lock(&shared.news) = Some(News::Problem("it failed from within".into())),
            }
            drop(status);
            (shared.notify)();
        });
    }

    /// Stops what is being measured or written. Returns when it has ended.
    pub fn cancel(&self) {
        if let Some(progress) = &lock(&self.shared.status).progress {
            progress.stop();
        }
        let thread = lock(&self.works).take();
        if let Some(thread) = thread {
            thread.end();
        }
        let mut status = lock(&self.shared.status);
        status.progress = None;
        status.exports = false;
    }

    /// Writes the page of the present result, with its JSON file and clips beside it.
    pub fn export(&self, to: PathBuf) {
        let Some(result) = lock(&self.shared.status).result.clone() else {
            return self.shared.say("nothing has been measured yet".to_owned());
        };
        self.cancel();
        lock(&self.shared.status).exports = true;
        let shared = Arc::clone(&self.shared);
        self.work(move |stop| {
            let goes_on = || !stop.load(Ordering::Relaxed);
            let outcome = attempt("writing the page", || export::write(&result, &to, &goes_on));
            lock(&shared.status).exports = false;
            match outcome {
                Some(Ok(true)) => *lock(&shared.news) = Some(News::Written(to)),
                Some(Ok(false)) => {}
                Some(Err(words)) => *lock(&shared.news) = Some(News::Problem(words)),
                None => *lock(&shared.news) = Some(News::Problem("it failed from within".into())),
            }
            (shared.notify)();
        });
    }

    /// Ends everything and frees everything.
    pub fn close(&self) {
        self.cancel();
        self.stop_listening();
        lock(&self.shared.status).result = None;
    }

    /// Starts a thread of low priority.
    fn work(&self, work: impl FnOnce(&AtomicBool) + Send + 'static) {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("bodypack measure".to_owned())
            .stack_size(STACK_BYTES);
        let run = move || {
            priority::lower();
            work(&stopped);
        };
        match thread.spawn(run) {
            Ok(handle) => *lock(&self.works) = Some(Thread { stop, handle }),
            Err(error) => {
                let mut status = lock(&self.shared.status);
                (status.progress, status.exports) = (None, false);
                drop(status);
                self.shared.say(format!("it cannot be started: {error}"));
            }
        }
    }
}

impl Drop for MixCheck {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    fn say(&self, words: String) {
        *lock(&self.news) = Some(News::Problem(words));
        (self.notify)();
    }

    /// Has the window repainted a few times a second at the most.
    fn tell_soon(&self) {
        let mut told = lock(&self.told);
        if told.is_none_or(|told| told.elapsed() >= TELL) {
            *told = Some(Instant::now());
            (self.notify)();
        }
    }
}

/// Drains the ring until it is told to stop; each activation of the host gets a tap of its own.
fn collect(shared: &Shared, stop: &AtomicBool) {
    let mut seen = None;
    let mut outlet: Option<SoundOutlet> = None;
    let mut lost = 0;
    while !stop.load(Ordering::Relaxed) {
        let now = *lock(&shared.rate);
        let missed = outlet.as_ref().is_some_and(|outlet| outlet.lost() != lost);
        if seen != Some(now) || missed {
            if missed {
                lock(&shared.status).missed += 1;
            }
            outlet = begin(shared, now.1);
            // Where the queue is full, there is a next time.
            let begun = outlet.is_some() || now.1.is_none();
            (seen, lost) = (begun.then_some(now), 0);
        }
        if let Some(outlet) = &mut outlet {
            drain(shared, outlet);
        }
        std::thread::sleep(DRAIN);
    }
    // The audio thread sends its end back when it next runs.
    shared.attacher.send(Attachment::Tap(None));
}

/// Begins a window with a tap of its own.
fn begin(shared: &Shared, rate_hz: Option<f64>) -> Option<SoundOutlet> {
    let outlet = rate_hz.and_then(|rate_hz| {
        let (tap, outlet) = sound_tap::tap(rate_hz);
        let sent = shared.attacher.send(Attachment::Tap(Some(tap)));
        sent.then_some(outlet)
    });
    // The sound comes here from the first frame on: the tap is on its way already.
    *lock(&shared.window) = rate_hz.filter(|_| outlet.is_some()).map(Window::new);
    let mut status = lock(&shared.status);
    status.window += 1;
    (status.seconds, status.bytes, status.frames) = (0.0, 0, 0);
    status.newest_dbfs = None;
    outlet
}

fn drain(shared: &Shared, outlet: &mut SoundOutlet) {
    let mut window = lock(&shared.window);
    let Some(window) = window.as_mut() else {
        return;
    };
    while let Ok(stamp) = outlet.stamps.pop() {
        window.note(stamp);
    }
    let mut grown = false;
    while let Ok(frame) = outlet.frames.pop() {
        grown |= window.add(frame);
    }
    if grown {
        let mut status = lock(&shared.status);
        status.seconds = window.seconds();
        status.bytes = window.bytes();
        status.frames = window.frames();
        status.newest_dbfs = window.newest_dbfs();
        drop(status);
        (shared.notify)();
    }
}
