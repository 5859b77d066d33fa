//! The rig that the parameters start from, shared by every thread and kept in the project file.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use nice_plug::params::persist::PersistentField;

use super::guard::attempt;
use super::stack::on_large_stack;
use crate::rig::Rig;

/// A rig that can be exchanged while others read it. Never touched from the audio thread: a copy
/// reaches it with the designed responses.
pub struct BaseRig {
    rig: RwLock<Arc<Rig>>,
    generation: AtomicU64,
}

impl BaseRig {
    /// Starts from a rig.
    pub fn new(rig: Rig) -> Self {
        Self {
            rig: RwLock::new(Arc::new(rig)),
            generation: AtomicU64::new(0),
        }
    }

    /// The present rig.
    pub fn get(&self) -> Arc<Rig> {
        self.rig
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Exchanges the rig.
    pub fn replace(&self, rig: impl Into<Arc<Rig>>) {
        *self.rig.write().unwrap_or_else(PoisonError::into_inner) = rig.into();
        self.generation.fetch_add(1, Ordering::Release);
    }

    /// Counts the exchanges, so that others notice one.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }
}

/// In a project file the rig is a rig file. One that cannot be read leaves the present rig alone.
impl PersistentField<'_, String> for BaseRig {
    fn set(&self, text: String) {
        let read = attempt("reading a rig", || on_large_stack(|| Rig::from_toml(&text)));
        if let Some(Ok(rig)) = read {
            self.replace(rig);
        }
    }

    fn map<F, R>(&self, f: F) -> R
    where
        F: Fn(&String) -> R,
    {
        let rig = self.get();
        f(&on_large_stack(|| rig.to_toml()))
    }
}
