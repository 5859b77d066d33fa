//! Everything that is heard at one moment, to come back to: for undo, and for the slots of a
//! comparison.

use std::collections::BTreeMap;
use std::sync::Arc;

use nice_plug::context::gui::GuiContext;
use nice_plug::params::persist::serialize_field;
use nice_plug::plugin::ParamValue;
use nice_plug::prelude::PluginState;
use serde::{Deserialize, Serialize};

use super::params::BodypackParams;
use super::rig_choice::SHOWN_KEY;
use super::state::{keep_exactly, sanitize, take_over, ORIGIN_KEY, RIG_KEY};
use super::table;
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
    /// Snapshot of the present set-up. For the window's thread.
    pub fn of(params: &BodypackParams) -> Self {
        Self {
            rig: params.base.get(),
            origin: params.origin.get(),
            values: table::entries()
                .map(|entry| (entry.id.to_owned(), entry.value(params)))
                .collect(),
        }
    }

    /// The rig that the parameters start from.
    pub fn rig(&self) -> &Rig {
        &self.rig
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

    /// Goes back to it, and tells the host. Waits for the audio to end its block.
    pub fn restore(&self, params: &BodypackParams, gui: &GuiContext) {
        take_over(params, self.state(), gui);
    }

    /// The state that restores it.
    pub fn state(&self) -> PluginState {
        let text = |text: &str| serialize_field(&text.to_owned()).unwrap_or_default();
        let mut state = PluginState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            params: self.values.clone(),
            fields: BTreeMap::from([
                (RIG_KEY.to_owned(), text(&self.rig.to_toml())),
                (ORIGIN_KEY.to_owned(), text(&self.origin)),
                // What it shows is seen when it is there.
                (SHOWN_KEY.to_owned(), text("")),
            ]),
        };
        sanitize(&mut state);
        state
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

    /// From text; nothing where its rig cannot be read.
    pub fn read(written: Written) -> Option<Self> {
        let mut rig = Rig::from_toml(&written.rig).ok()?;
        if !written.steps {
            keep_exactly(&mut rig, &written.values);
        }
        Some(Self {
            rig: Arc::new(rig),
            origin: written.origin,
            values: written.values,
        })
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
