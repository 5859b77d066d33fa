//! The factory rigs in the order in which the editor offers them.

use std::sync::LazyLock;

use nice_plug::prelude::PluginState;

use crate::plugin::{plugin_state_of, BodypackParams};
use crate::rig::{presets, Motor, Rig};

/// A factory rig.
pub struct Entry {
    /// What it is listed under.
    pub group: Group,
    /// The rig.
    pub rig: &'static Rig,
}

/// What drives an earphone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Dynamic drivers only.
    Dynamic,
    /// Balanced armatures only.
    Armature,
    /// Electrostatic drivers only.
    Electrostatic,
    /// Drivers of several kinds.
    Hybrid,
}

impl Group {
    /// The heading in the list.
    pub fn name(self) -> &'static str {
        match self {
            Group::Dynamic => "Dynamic drivers",
            Group::Armature => "Balanced armatures",
            Group::Electrostatic => "Electrostatic",
            Group::Hybrid => "Hybrids",
        }
    }
}

/// The group that a rig belongs to.
fn group(rig: &Rig) -> Group {
    let of = |motor: &Motor| match motor {
        Motor::Dynamic(_) => Group::Dynamic,
        Motor::BalancedArmature(_) => Group::Armature,
        Motor::Electrostatic(_) => Group::Electrostatic,
    };
    let mut groups = rig.earphone.drivers.iter().map(|driver| of(&driver.motor));
    let first = groups.next().unwrap_or(Group::Dynamic);
    if groups.all(|group| group == first) {
        first
    } else {
        Group::Hybrid
    }
}

/// Every factory rig.
pub fn entries() -> &'static [Entry] {
    static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
        let mut entries: Vec<Entry> = (presets::all().iter())
            .map(|preset| Entry {
                group: group(&preset.rig),
                rig: &preset.rig,
            })
            .collect();
        // Within a group they stay in the order in which they are meant to be seen.
        entries.sort_by_key(|entry| entry.group);
        entries
    });
    &ENTRIES
}

/// Every factory rig in the order in which they are meant to be seen.
pub fn in_order() -> &'static [Entry] {
    static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
        (presets::all().iter())
            .map(|preset| Entry {
                group: group(&preset.rig),
                rig: &preset.rig,
            })
            .collect()
    });
    &ENTRIES
}

/// Which of them a rig was loaded from.
pub fn position(rig: &Rig) -> Option<usize> {
    entries()
        .iter()
        .position(|entry| entry.rig.name == rig.name)
}

/// The state that loads a factory rig. The listener's own headphones and ceiling stay as they are:
/// they belong to whoever listens, not to the performer.
pub fn state_for(entry: &Entry, params: &BodypackParams) -> PluginState {
    let mut rig = entry.rig.clone();
    let present = params.rig().listening;
    rig.listening.reference = present.reference;
    rig.listening.amount = present.amount;
    rig.listening.ceiling_dbfs = present.ceiling_dbfs;
    let mut state = plugin_state_of(&rig);
    // Whether the host bypasses the plugin is no part of a rig.
    state.params.remove("bypass");
    state
}
