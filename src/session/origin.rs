//! Library id of the rig that the parameters start from, so that a project finds it again.

use std::sync::{Mutex, PoisonError};

use nice_plug::params::persist::PersistentField;

/// An identifier of the library; empty for a rig that is in none.
#[derive(Default)]
pub struct Origin(Mutex<String>);

impl Origin {
    /// A rig of the factory.
    pub fn factory(id: &str) -> Self {
        Self(Mutex::new(super::library::factory_id(id)))
    }

    /// The present identifier.
    pub fn get(&self) -> String {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Returns whether this is the present identifier.
    pub fn is(&self, id: &str) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == id
    }

    /// Sets the identifier.
    pub fn replace(&self, id: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = id;
    }
}

impl PersistentField<'_, String> for Origin {
    fn set(&self, id: String) {
        self.replace(id);
    }

    fn map<F, R>(&self, f: F) -> R
    where
        F: Fn(&String) -> R,
    {
        f(&self.get())
    }
}
