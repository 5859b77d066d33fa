//! Blind tests: makes the pair of sounds away from the audio thread, brings it there, and takes it back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::attachment::{Attacher, Attachment};
use crate::chain::blind_pair::{BlindPair, Setup};
use crate::session::guard::attempt;
use crate::session::stack::STACK_BYTES;

/// Seed of noise and fading in both chains.
const SEED: u64 = 0;

/// State of the pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// There is none.
    #[default]
    None,
    /// It is being made.
    Making,
    /// It plays.
    Plays,
    /// It was stopped for a reason of its own.
    Stopped(String),
}

#[derive(Default)]
struct Shared {
    state: State,
    sample_rate_hz: Option<f64>,
    /// Counts tests: the pair of an earlier one is out of date.
    test: u64,
}

/// The handle to the blind tests of one instance.
pub struct BlindTests {
    shared: Arc<Mutex<Shared>>,
    attacher: Attacher,
    notify: Arc<dyn Fn() + Send + Sync>,
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl BlindTests {
    /// No test. `notify` is called when a pair is ready.
    pub fn new(attacher: Attacher, notify: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            shared: Arc::default(),
            attacher,
            notify,
        }
    }

    /// The present state.
    pub fn state(&self) -> State {
        lock(&self.shared).state.clone()
    }

    /// Says that the host has been activated at a sample rate in Hz, or processes no longer. A pair of
    /// before has gone with the engine.
    pub fn set_rate(&self, sample_rate_hz: Option<f64>) {
        let mut shared = lock(&self.shared);
        shared.sample_rate_hz = sample_rate_hz;
        if matches!(shared.state, State::Making | State::Plays) {
            shared.test += 1;
            shared.state = State::Stopped("the host started its sound anew".to_owned());
        }
    }

    /// Makes a pair and plays it; none is the input.
    pub fn start(&self, setups: [Option<Setup>; 2]) {
        let (rate_hz, test) = {
            let mut shared = lock(&self.shared);
            shared.test += 1;
            let Some(rate_hz) = shared.sample_rate_hz else {
                shared.state = State::Stopped("the host plays no sound".to_owned());
                return;
            };
            shared.state = State::Making;
            (rate_hz, shared.test)
        };
        let (shared, attacher) = (Arc::clone(&self.shared), self.attacher.clone());
        let notify = Arc::clone(&self.notify);
        let make = move || {
            let sides = setups.each_ref().map(Option::as_ref);
            let made = attempt("a blind test", || BlindPair::new(sides, rate_hz, SEED));
            let mut shared = lock(&shared);
            if shared.test == test {
                shared.state = match made {
                    Some(Ok(pair)) => play(&attacher, pair),
                    Some(Err(error)) => State::Stopped(error.to_string()),
                    None => State::Stopped("it failed from within".to_owned()),
                };
            }
            drop(shared);
            notify();
        };
        let thread = std::thread::Builder::new()
            .name("bodypack blind".to_owned())
            .stack_size(STACK_BYTES);
        if let Err(error) = thread.spawn(make) {
            lock(&self.shared).state = State::Stopped(error.to_string());
        }
    }

    /// Ends a test; the chain is heard again.
    pub fn stop(&self) {
        let mut shared = lock(&self.shared);
        shared.test += 1;
        if std::mem::take(&mut shared.state) != State::None {
            self.attacher.send(Attachment::Pair(None));
        }
    }
}

fn play(attacher: &Attacher, pair: BlindPair) -> State {
    match attacher.send(Attachment::Pair(Some(Box::new(pair)))) {
        true => State::Plays,
        false => State::Stopped("the host plays no sound".to_owned()),
    }
}
