//! Every parameter and the field of the rig that it stands for: the one place where the two meet. The
//! table knows of rigs alone; a stage's parameters are made from it, and each is handed out with its
//! entry.
//!
//! A parameter is a 32-bit number on a step of its own, a field of a rig file a 64-bit one. A field is
//! therefore written only when the parameter is more than half a step away from it, so that a rig that
//! nobody has touched sounds the same here, bit for bit, as on the command line, also where a host
//! hands rounded values back.
//!
//! # How to add a parameter
//!
//! One entry in the file of its stage (`table/feed.rs` and so on), at the end or where hosts are to
//! list it, and its line in `tests/golden/params.txt`. Nothing else: the host's parameter, the state
//! of old projects, the way to the rig and the editor's panel follow from the entry.
//!
//! - a number: `"id" => field: FloatParam { name, at, unit, style, [skew,] tooltip }`, where `at`
//!   says what it stands for: `field!(pack.volume_db)` for a plain number of the rig, whose range is
//!   that of the rig file's schema; `kind_field!` for a field that only some kinds of link have; a
//!   [`Place`] of its own for everything else. A `skew` below 1 spends more of the travel on low
//!   values.
//! - named values: `"id" => field: EnumParam<Choice> { name, at, tooltip }` with the path of a field
//!   whose type converts to and from the choice (`choices.rs`), or `get` and `set` by hand.
//! - on or off: `"id" => field: BoolParam { name, at, tooltip }`. One with `power` in place of `at`
//!   switches its stage off and is no part of a rig ([`crate::session::stage_enable`]).
//!
//! Identifiers are at most six lower-case letters and never change; `at` is evaluated on the audio
//! thread and must not allocate.

#[macro_use]
mod declare;
mod any_param;
mod entry;
mod make;
mod place;
mod short;
mod stage_id;

pub mod ambient;
pub mod earphone;
pub mod feed;
pub mod fit;
pub mod link;
pub mod listening;
pub mod own_voice;
pub mod pack;

pub use any_param::{limits, AnyParam, NamedParam, StageParam};
pub use entry::{Choice, Entry, Kind, Number, Switch};
pub(super) use make::switch;
pub use place::Place;
pub use short::short_name;
pub use stage_id::StageId;

use super::rig_choice::{RIG_ID, RIG_TOOLTIP};
use crate::rig::Rig;

impl StageId {
    /// Its parameters, in the order in which hosts list them.
    pub fn entries(self) -> &'static [Entry] {
        match self {
            StageId::Feed => feed::ENTRIES,
            StageId::Link => link::ENTRIES,
            StageId::Pack => pack::ENTRIES,
            StageId::Earphone => earphone::ENTRIES,
            StageId::Fit => fit::ENTRIES,
            StageId::Ambient => ambient::ENTRIES,
            StageId::OwnVoice => own_voice::ENTRIES,
            StageId::Listening => listening::ENTRIES,
        }
    }
}

/// Tooltip of the bypass.
pub const BYPASS_TOOLTIP: &str = "Fades to the mix as it came in.";
/// Identifier of the host's bypass parameter.
pub const BYPASS_ID: &str = "bypass";

/// Returns whether two rigs say the same as far as their parameters can tell.
pub fn alike(a: &Rig, b: &Rig) -> bool {
    let mut there = b.clone();
    for entry in entries() {
        if let Kind::Number(number) = &entry.kind {
            if number.agrees(number.value_of(a), b, number.at.range()) {
                (number.at.keep)(a, &mut there);
            }
        }
    }
    *a == there
}

/// Every parameter but the host's bypass and the choice of a rig, in the order in which hosts list
/// them.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    StageId::ALL.into_iter().flat_map(StageId::entries)
}

/// The identifier of the parameter at a place in the hosts' list, and whether its values are a list
/// of names.
pub fn described(index: usize) -> Option<(&'static str, bool)> {
    match index {
        0 => Some((BYPASS_ID, false)),
        1 => Some((RIG_ID, true)),
        _ => {
            let entry = entries().nth(index - 2)?;
            Some((entry.id, matches!(entry.kind, Kind::Choice(_))))
        }
    }
}

/// The parameter with this identifier.
pub fn entry(id: &str) -> Option<&'static Entry> {
    entries().find(|entry| entry.id == id)
}

/// Tooltip of a parameter.
pub fn tooltip(id: &str) -> &'static str {
    match id {
        BYPASS_ID => return BYPASS_TOOLTIP,
        RIG_ID => return RIG_TOOLTIP,
        _ => {}
    }
    entry(id).map_or("", |entry| entry.tooltip)
}
