//! The parameters' present values at a glance, so that nothing is worked out anew for each block of
//! a sound while no knob moves.

use nice_plug::prelude::{BoolParam, Enum, EnumParam, FloatParam};

use super::params::BodypackParams;
use super::table;

/// A parameter whose present value, modulation included, fits 32 bits.
pub(crate) trait ValueBits {
    /// The bits of the value; two values are the same where these are.
    fn value_bits(&self) -> u32;
}

impl ValueBits for FloatParam {
    #[inline]
    fn value_bits(&self) -> u32 {
        self.value().to_bits()
    }
}

impl ValueBits for BoolParam {
    #[inline]
    fn value_bits(&self) -> u32 {
        u32::from(self.value())
    }
}

impl<C: Enum + PartialEq + 'static> ValueBits for EnumParam<C> {
    #[inline]
    fn value_bits(&self) -> u32 {
        self.value().to_index() as u32
    }
}

/// The values of all parameters of the stages when they were last read.
pub struct ParamValues {
    bits: Vec<u32>,
    /// Number of changes before the last reading; none before the first.
    edits: Option<u32>,
}

impl Default for ParamValues {
    fn default() -> Self {
        Self {
            bits: vec![0; table::entries().count()],
            edits: None,
        }
    }
}

impl ParamValues {
    /// Reads all values if anything has changed them, and returns whether any differs from the
    /// reading before; the first reading always does. Allocates nothing.
    pub fn read(&mut self, params: &BodypackParams) -> bool {
        // Before the values: a change in between is read now, or the next time, or both.
        let edits = params.edits.count();
        let before = self.edits.replace(edits);
        if before == Some(edits) {
            return false;
        }
        let mut kept = self.bits.iter_mut();
        let mut changed = before.is_none();
        let mut note = |bits: u32| {
            if let Some(kept) = kept.next() {
                changed |= *kept != bits;
                *kept = bits;
            }
        };
        params.feed.each_value(&mut note);
        params.link.each_value(&mut note);
        params.pack.each_value(&mut note);
        params.earphone.each_value(&mut note);
        params.fit.each_value(&mut note);
        params.ambient.each_value(&mut note);
        params.own_voice.each_value(&mut note);
        params.listening.each_value(&mut note);
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nice_plug::params::Params;

    #[test]
    fn a_change_of_any_parameter_is_seen_once() {
        let params = BodypackParams::default();
        let mut values = ParamValues::default();
        assert!(values.read(&params), "the first reading is news");
        assert!(!values.read(&params));
        let mut seen = 0;
        for (id, param, _) in params.param_map() {
            if [table::BYPASS_ID, crate::session::rig_choice::RIG_ID].contains(&id.as_str()) {
                continue;
            }
            // SAFETY: the parameters live in `params`.
            let now = unsafe { param.unmodulated_normalized_value() };
            let other = if now > 0.5 { 0.0 } else { 1.0 };
            // SAFETY: as above.
            unsafe { param._internal_set_normalized_value(other) };
            assert!(values.read(&params), "{id}");
            assert!(!values.read(&params), "{id}");
            // SAFETY: as above.
            unsafe { param._internal_modulate_value(now - other) };
            assert!(values.read(&params), "{id} modulated");
            assert!(!values.read(&params), "{id} modulated");
            // SAFETY: as above.
            unsafe {
                param._internal_modulate_value(0.0);
                param._internal_modulate_value(now - other);
            }
            assert!(!values.read(&params), "{id} came back");
            seen += 1;
        }
        assert_eq!(seen, table::entries().count());
    }
}
