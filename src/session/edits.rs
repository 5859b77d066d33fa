//! A count of what has changed the parameters' values, so that nothing is worked out anew for each
//! block of a sound while no knob moves.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;

/// Number of changes of any parameter of the stages, modulation included; it wraps around.
#[derive(Clone, Default)]
pub struct Edits(Arc<AtomicU32>);

impl Edits {
    /// A function for a parameter to call once its value has changed.
    pub(super) fn counter<T>(&self) -> Arc<dyn Fn(T) + Send + Sync> {
        let Self(count) = self.clone();
        Arc::new(move |_| _ = count.fetch_add(1, Ordering::Release))
    }

    /// The number so far. Values that are read afterwards are at least as new. Real-time safe.
    pub fn count(&self) -> u32 {
        self.0.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use nice_plug::params::Params;

    use crate::session::params::BodypackParams;
    use crate::session::{rig_choice, table};

    #[test]
    fn a_change_of_any_parameter_is_counted_once() {
        let params = BodypackParams::default();
        let mut seen = 0;
        for (id, param, _) in params.param_map() {
            if [table::BYPASS_ID, rig_choice::RIG_ID].contains(&id.as_str()) {
                continue;
            }
            // SAFETY: the parameters live in `params`.
            let now = unsafe { param.unmodulated_normalized_value() };
            let other = if now > 0.5 { 0.0 } else { 1.0 };
            let before = params.edits.count();
            for _ in 0..2 {
                // SAFETY: as above.
                unsafe { param._internal_set_normalized_value(other) };
                assert_eq!(params.edits.count(), before + 1, "{id}");
            }
            for _ in 0..2 {
                // SAFETY: as above.
                unsafe { param._internal_modulate_value(now - other) };
                assert_eq!(params.edits.count(), before + 2, "{id} modulated");
            }
            seen += 1;
        }
        assert_eq!(seen, table::entries().count());
    }
}
