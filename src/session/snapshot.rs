//! Everything that is heard at one moment, to come back to: for undo, and for the slots of a
//! comparison.

use std::collections::BTreeMap;
use std::sync::Arc;

use nice_plug::plugin::ParamValue;
use serde::{Deserialize, Serialize};

use super::values;
use crate::rig::Rig;

/// A rig, where it came from, and where every parameter stood but the host's bypass.
#[derive(Clone, Debug)]
pub struct Snapshot {
    rig: Arc<Rig>,
    origin: String,
    values: BTreeMap<String, ParamValue>,
}

/// The same as text, as a project keeps it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Written {
    rig: String,
    #[serde(default)]
    origin: String,
    #[serde(default)]
    values: BTreeMap<String, ParamValue>,
    /// True if the values are on their steps, so that those within half a step of the rig mean it.
    #[serde(default)]
    steps: bool,
}

impl Snapshot {
    /// A set-up of these parts.
    pub(super) fn new(rig: Arc<Rig>, origin: String, values: BTreeMap<String, ParamValue>) -> Self {
        Self {
            rig,
            origin,
            values,
        }
    }

    /// The rig that the parameters start from.
    pub fn rig(&self) -> &Rig {
        &self.rig
    }

    /// The same rig, to be handed over.
    pub(super) fn shared_rig(&self) -> Arc<Rig> {
        Arc::clone(&self.rig)
    }

    /// Library id of the rig.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// Where the parameters stood.
    pub(super) fn values(&self) -> &BTreeMap<String, ParamValue> {
        &self.values
    }

    /// Returns whether both sound and read the same.
    pub fn same(&self, other: &Self) -> bool {
        let one_rig = Arc::ptr_eq(&self.rig, &other.rig) || self.rig == other.rig;
        let values = self.values.iter().zip(&other.values);
        one_rig
            && self.origin == other.origin
            && self.values.len() == other.values.len()
            && values
                .into_iter()
                .all(|((a, x), (b, y))| a == b && same_value(x, y))
    }

    /// Writes the snapshot as text.
    pub fn write(&self) -> Written {
        Written {
            rig: self.rig.to_toml(),
            origin: self.origin.clone(),
            values: self.values.clone(),
            steps: true,
        }
    }

    /// From text that may be old or damaged, with values that are safe to set; nothing where its rig
    /// cannot be read.
    pub fn read(written: Written) -> Option<Self> {
        let mut rig = Rig::from_toml(&written.rig).ok()?;
        let mut values = written.values;
        if !written.steps {
            values::keep_exactly(&mut rig, &values);
        }
        values::fill_in(&mut values, &rig);
        values::hold_within_ranges(&mut values);
        Some(Self::new(Arc::new(rig), written.origin, values))
    }
}

fn same_value(a: &ParamValue, b: &ParamValue) -> bool {
    match (a, b) {
        // A host hands back what it was told with its own rounding.
        (ParamValue::F32(a), ParamValue::F32(b)) => (a - b).abs() <= 1e-5 * a.abs().max(0.01),
        (ParamValue::I32(a), ParamValue::I32(b)) => a == b,
        (ParamValue::Bool(a), ParamValue::Bool(b)) => a == b,
        (ParamValue::String(a), ParamValue::String(b)) => a == b,
        _ => false,
    }
}
