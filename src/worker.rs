//! The designer: a thread of its own that turns rigs into responses, away from the audio.
//!
//! It looks for changed parameters about every 10 ms while the host plays, since automation may
//! change them at any time and the audio thread must not wake anyone, and while anything has changed
//! lately; twice a second otherwise. The editor and the host's main thread wake it at once. What the
//! audio thread has no more use for comes back here to be freed.

pub mod attachment;
pub mod blind;
pub mod check;
pub mod plot;
pub mod rig_update;
pub mod shared_designs;
pub mod sound_tap;
pub mod spectrum;
pub mod spectrum_tap;
mod thread;

pub use plot::{Picture, BAND_HZ};
pub use spectrum::{Spectra, FLOOR_DB};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rtrb::{Consumer, Producer, RingBuffer};

use crate::design::DesignKey;
use crate::session::guard::attempt;
use crate::session::params::BodypackParams;
use crate::session::stack::STACK_BYTES;
use crate::worker::rig_update::AudioEndpoint;
use crate::worker::rig_update::{Garbage, RigUpdate};
use blind::BlindTests;
use check::MixCheck;
use spectrum::Analyser;
use thread::Worker;

/// Time between two looks at the audio thread's signs of life.
const POLL: Duration = Duration::from_millis(10);

/// The same while nothing moves.
const QUIET_POLL: Duration = Duration::from_millis(500);

/// Looks without a change after which nothing moves: two seconds.
const QUIET_LOOKS: u32 = 200;

/// Looks at the signs of life for one at the parameters themselves.
const THOROUGH: u32 = 50;

/// Capacity of the queue to the audio thread.
const INBOX: usize = 4;

/// Capacity of the queue of garbage.
const OUTBOX: usize = 32;

/// Job of the worker: the activation to design for.
#[derive(Clone)]
pub struct Job {
    /// Counts activations.
    pub epoch: u64,
    /// Sample rate, Hz.
    pub sample_rate_hz: f64,
    /// Key of the responses designed in line at activation.
    pub needs: DesignKey,
    /// The generation of the base rig that the audio thread has.
    pub generation: u64,
}

/// Orders to the worker.
#[derive(Default)]
struct Orders {
    stop: bool,
    woken: bool,
    job: Option<Job>,
    /// Number of windows that show pictures.
    windows: usize,
}

/// State shared by the thread and its owners.
struct Shared {
    params: Arc<BodypackParams>,
    orders: Mutex<Orders>,
    wake: Condvar,
    picture: Mutex<Arc<Picture>>,
    spectra: Mutex<Arc<Spectra>>,
    /// Called after a new picture, so that the editor shows it.
    notify: Arc<dyn Fn() + Send + Sync>,
}

/// The handle to the designer; the thread ends with it.
pub struct BackgroundWorker {
    shared: Arc<Shared>,
    ends: Mutex<Option<WorkerEndpoint>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    check: MixCheck,
    blind: BlindTests,
}

/// The thread's ends of the hand-over.
struct WorkerEndpoint {
    outgoing: Producer<Box<RigUpdate>>,
    incoming: Consumer<Garbage>,
    analyser: Analyser,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl BackgroundWorker {
    /// A designer whose thread has not started, and the audio thread's ends of the hand-over.
    /// `notify` is called when there is a new picture for the editor.
    pub fn new(
        params: Arc<BodypackParams>,
        notify: impl Fn() + Send + Sync + 'static,
    ) -> (Self, AudioEndpoint) {
        let (outgoing, inbox) = RingBuffer::new(INBOX);
        let (outbox, incoming) = RingBuffer::new(OUTBOX);
        let (tap, sound) = spectrum_tap::tap();
        let (attacher, attached) = attachment::ends();
        let notify: Arc<dyn Fn() + Send + Sync> = Arc::new(notify);
        let designer = Self {
            shared: Arc::new(Shared {
                params,
                orders: Mutex::default(),
                wake: Condvar::new(),
                picture: Mutex::default(),
                spectra: Mutex::default(),
                notify: Arc::clone(&notify),
            }),
            ends: Mutex::new(Some(WorkerEndpoint {
                outgoing,
                incoming,
                analyser: Analyser::new(sound),
            })),
            thread: Mutex::default(),
            check: MixCheck::new(attacher.clone(), Arc::clone(&notify)),
            blind: BlindTests::new(attacher, notify),
        };
        let port = AudioEndpoint {
            inbox,
            outbox,
            tap,
            attached,
        };
        (designer, port)
    }

    /// Designs for the audio thread from now on, or no longer.
    pub fn serve(&self, job: Option<Job>) {
        let needed = job.is_some();
        let rate_hz = job.as_ref().map(|job| job.sample_rate_hz);
        self.check.set_rate(rate_hz);
        self.blind.set_rate(rate_hz);
        self.order(|orders| orders.job = job);
        if needed {
            self.start();
        }
    }

    /// A window has opened: draws pictures for it from now on.
    pub fn window_opened(&self) {
        self.shared.params.windows.fetch_add(1, Ordering::Relaxed);
        self.order(|orders| orders.windows += 1);
        self.start();
    }

    /// A window has closed.
    pub fn window_closed(&self) {
        let (mut closed, mut last) = (false, false);
        self.order(|orders| {
            closed = orders.windows > 0;
            orders.windows -= usize::from(closed);
            last = orders.windows == 0;
        });
        if last {
            // Nobody is left to look at what comes of it.
            self.blind.stop();
            self.check.close();
        }
        if closed {
            self.shared.params.windows.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// *Check mix*.
    pub fn check(&self) -> &MixCheck {
        &self.check
    }

    /// Blind tests.
    pub fn blind(&self) -> &BlindTests {
        &self.blind
    }

    /// Looks at the parameters now instead of a little later.
    pub fn wake(&self) {
        self.order(|_| ());
    }

    /// The newest picture.
    pub fn picture(&self) -> Arc<Picture> {
        lock(&self.shared.picture).clone()
    }

    /// The newest spectra.
    pub fn spectra(&self) -> Arc<Spectra> {
        lock(&self.shared.spectra).clone()
    }

    fn order(&self, change: impl FnOnce(&mut Orders)) {
        let mut orders = lock(&self.shared.orders);
        change(&mut orders);
        orders.woken = true;
        self.shared.wake.notify_one();
    }

    /// Starts the thread unless it runs. Where the system refuses, offline rendering and whatever
    /// needs no new design still work.
    fn start(&self) {
        let mut thread = lock(&self.thread);
        if thread.is_some() {
            return;
        }
        let Some(ends) = lock(&self.ends).take() else {
            return;
        };
        let shared = Arc::clone(&self.shared);
        *thread = std::thread::Builder::new()
            .name("bodypack designer".to_owned())
            // Solving a large earphone goes deep.
            .stack_size(STACK_BYTES)
            .spawn(move || {
                let worker = Worker::new(shared, ends);
                attempt("designing", || worker.run());
            })
            .ok();
    }
}

impl Drop for BackgroundWorker {
    fn drop(&mut self) {
        self.order(|orders| orders.stop = true);
        if let Some(thread) = lock(&self.thread).take() {
            // A panic on the thread has been reported by then; there is nothing left to save.
            let _ = thread.join();
        }
    }
}
