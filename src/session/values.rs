//! Values of the parameters by their identifiers, as states and snapshots keep them.

use std::collections::BTreeMap;

use nice_plug::plugin::ParamValue;

use super::table::{self, Kind};
use crate::rig::Rig;

/// Values of the parameters for a rig, except the bypass and the choice of a rig.
pub fn values_of(rig: &Rig) -> BTreeMap<String, ParamValue> {
    by_id(&mut table::entries().map(|entry| (entry.id.to_owned(), entry.value_of(rig))))
}

/// Values in the order of their identifiers. For every source of values alike, since each one that is
/// collected by itself has a sort of its own, 6 kB in the plugin.
pub fn by_id(
    values: &mut dyn Iterator<Item = (String, ParamValue)>,
) -> BTreeMap<String, ParamValue> {
    values.collect()
}

/// The same without the switches of the stages, of which no rig says anything.
pub(super) fn values_said_by(rig: &Rig) -> BTreeMap<String, ParamValue> {
    let said = table::entries()
        .filter(|entry| !matches!(&entry.kind, Kind::Switch(switch) if switch.is_power));
    by_id(&mut said.map(|entry| (entry.id.to_owned(), entry.value_of(rig))))
}

/// Takes values that are missing from a rig, and puts those that mean what it says on their steps.
pub(super) fn fill_in(values: &mut BTreeMap<String, ParamValue>, rig: &Rig) {
    for entry in table::entries() {
        let said = entry.value_of(rig);
        let means_it = |kept: &ParamValue| match (&entry.kind, kept) {
            (Kind::Number(number), ParamValue::F32(value)) => {
                number.agrees(*value, rig, number.at.range())
            }
            _ => !same_kind(kept, &said),
        };
        if values.get(entry.id).is_none_or(means_it) {
            values.insert(entry.id.to_owned(), said);
        }
    }
}

/// Brings values back into their ranges; what is no number becomes the default.
pub(super) fn hold_within_ranges(values: &mut BTreeMap<String, ParamValue>) {
    for entry in table::entries() {
        let Kind::Number(number) = &entry.kind else {
            continue;
        };
        let [lowest, highest] = number.at.range();
        if let Some(ParamValue::F32(value)) = values.get_mut(entry.id) {
            *value = if value.is_nan() {
                (number.at.get)(&Rig::default()) as f32
            } else {
                value.clamp(lowest, highest)
            };
        }
    }
}

/// Before values that are within half a step of what the rig says meant the rig, they meant
/// themselves: a rig with such values sounds as it did once they are in the rig. True if it changed.
pub(super) fn keep_exactly(rig: &mut Rig, values: &BTreeMap<String, ParamValue>) -> bool {
    let mut changed = false;
    for entry in table::entries() {
        let (Kind::Number(number), Some(ParamValue::F32(value))) =
            (&entry.kind, values.get(entry.id))
        else {
            continue;
        };
        let range @ [lowest, highest] = number.at.range();
        let meant_itself = value.is_finite() && (number.at.get)(rig) as f32 != *value;
        if meant_itself && number.agrees(*value, rig, range) {
            (number.at.set)(rig, f64::from(value.clamp(lowest, highest)));
            changed = true;
        }
    }
    changed
}

fn same_kind(a: &ParamValue, b: &ParamValue) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}
