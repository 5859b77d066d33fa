//! A session in a host: parameters, state, undo, slots and the library of rigs.
//!
//! Names neither the editor nor the formats of hosts.

pub mod activity;
pub mod base_rig;
pub mod blind;
pub mod blind_link;
pub mod comparison;
pub mod editor_size;
pub mod edits;
pub mod export;
pub mod guard;
pub mod history;
pub mod kept_dose;
pub mod library;
pub mod origin;
pub mod param_enums;
pub mod params;
pub mod rig_choice;
pub mod rig_commands;
pub mod seal;
mod set_up;
mod slot_commands;
pub mod slots;
pub mod snapshot;
pub mod solo;
pub mod stack;
pub mod stage_enable;
pub mod state;
pub mod table;
pub mod text;
mod undo;
mod values;
pub mod view_settings;

pub use base_rig::BaseRig;
pub use editor_size::{EditorSize, BASE_SIZE, MAXIMUM_SIZE, MINIMUM_SIZE};
pub use export::{Export, Mode};
pub use guard::attempt;
pub use param_enums::LinkChoice;
pub use params::{value_text, BodypackParams};
pub use rig_choice::{number_of, numbered, RigChoice, AS_EDITED, MOST_RIGS, RIG_ID};
pub use rig_commands::Part;
pub use seal::{leak_of, seal_of};
pub use set_up::replaces;
pub use slots::{SLOTS, SLOT_NAMES};
pub use snapshot::Snapshot;
pub use solo::Solo;
pub use stage_enable::can_solo;
pub use state::{
    clap_state_of, plugin_state_of, put, sanitize, values_now, vst3_preset_of, vst3_state_of,
};
pub use table::{
    alike, described, entries, entry, limits, short_name, tooltip, AnyParam, Choice, Entry, Kind,
    NamedParam, Number, Place, StageId, StageParam, Switch, BYPASS_ID,
};
pub use values::{by_id, values_of};
pub use view_settings::{EditorLook, Look};
