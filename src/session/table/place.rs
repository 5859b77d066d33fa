//! The field of a rig that a number stands for.

use crate::rig::{schema, Rig};

/// Mapping between a number parameter and a rig field.
pub struct Place {
    /// Path of the field in a rig file.
    pub path: &'static str,
    /// The range of the parameter where it is not the field's own.
    pub range: Option<[f32; 2]>,
    /// The field as the parameter shows it.
    pub get: fn(&Rig) -> f64,
    /// Writes the parameter's value to the field.
    pub set: fn(&mut Rig, f64),
    /// Copies the field as it is from the first rig to the second.
    pub keep: fn(&Rig, &mut Rig),
}

impl Place {
    /// The range of the parameter: its own, or else that of the field.
    pub fn range(&self) -> [f32; 2] {
        let field = || schema::field(self.path).and_then(|field| field.range);
        self.range
            .or_else(|| field().map(|range| [range.min as f32, range.max as f32]))
            .unwrap_or([0.0, 1.0])
    }
}
