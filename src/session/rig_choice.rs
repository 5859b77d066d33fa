//! The parameter *Rig*: the factory's rigs as named values, so that hosts, control surfaces and
//! automation can choose one.
//!
//! A rig is loaded when the host turns the parameter to another value, as if it had been chosen in
//! the window: away from the audio thread while sound plays live, in line in an offline render. What
//! is edited afterwards by the host's other parameters leaves the value alone, so that a lane of rigs
//! and a lane of a knob do not work against each other; an edit in the window turns it to
//! [`AS_EDITED`]. A state that is restored says what is there, and its value loads nothing.
//!
//! The numbers of the rigs are a format ([`presets::ORDER`]).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::Arc;

use nice_plug::params::persist::{deserialize_field, serialize_field};
use nice_plug::params::range::IntRange;
use nice_plug::params::{InternalParamMut, Params};
use nice_plug::prelude::{IntParam, ParamPtr};

use crate::rig::presets::{self, Preset};

/// Identifier of the parameter.
pub const RIG_ID: &str = "rig";
/// Tooltip, one sentence.
pub const RIG_TOOLTIP: &str = "Loads one of the rigs that come with Bodypack.";
/// The text of the value that stands for whatever is there.
pub const AS_EDITED: &str = "As edited";
/// The highest value: there is room for so many rigs.
pub const MOST_RIGS: i32 = 255;

/// Key in a state of what the parameter shows. States that have it have values on their steps.
pub const SHOWN_KEY: &str = "rig-shown";
/// Key in a state of a rig that the host has asked for and that is not loaded yet.
pub const ASKED_KEY: &str = "rig-asked";
/// The text of values that no rig has yet.
const UNUSED: &str = "Unused";
/// Nothing is asked for.
const NOTHING: i32 = -1;

/// The factory rig with a number, from 1.
pub fn numbered(number: i32) -> Option<&'static Preset> {
    let index = usize::try_from(number.checked_sub(1)?).ok()?;
    presets::by_id(presets::order().nth(index)?)
}

/// The number of the factory rig with an identifier; 0 where there is none.
pub fn number_of(id: &str) -> i32 {
    let place = presets::order().position(|known| known == id);
    place.map_or(0, |place| place as i32 + 1)
}

/// The parameter, and what was asked of it.
pub struct RigChoice {
    param: IntParam,
    asked: Arc<Asked>,
}

struct Asked {
    /// The number that the host has turned the parameter to, until it is loaded.
    number: AtomicI32,
    /// True if the value changes because of what is there, and asks for nothing.
    shows: AtomicBool,
}

impl Default for RigChoice {
    fn default() -> Self {
        let asked = Arc::new(Asked {
            number: AtomicI32::new(NOTHING),
            shows: AtomicBool::new(false),
        });
        let told = Arc::clone(&asked);
        let range = IntRange::Linear {
            min: 0,
            max: MOST_RIGS,
        };
        let param = IntParam::new("Rig", number_of(presets::DEFAULT_RIG_ID), range)
            .with_value_to_string(Arc::new(text_of))
            .with_string_to_value(Arc::new(value_of))
            .with_callback(Arc::new(move |number| {
                if !told.shows.load(Ordering::Acquire) {
                    told.number.store(number, Ordering::Release);
                }
            }));
        Self { param, asked }
    }
}

/// The text of a value.
fn text_of(number: i32) -> String {
    if number == 0 {
        return AS_EDITED.to_owned();
    }
    numbered(number).map_or_else(
        || format!("{UNUSED} {number}"),
        |preset| preset.rig.name.clone(),
    )
}

/// The value of a text: a rig's name or identifier, in capitals or not.
fn value_of(text: &str) -> Option<i32> {
    let wanted = text.trim().to_lowercase();
    if wanted == AS_EDITED.to_lowercase() {
        return Some(0);
    }
    if let Some(number) = wanted.strip_prefix(&UNUSED.to_lowercase()) {
        let number = number.trim().parse().ok()?;
        return (1..=MOST_RIGS).contains(&number).then_some(number);
    }
    let named = |preset: &&Preset| preset.id == wanted || preset.rig.name.to_lowercase() == wanted;
    let found = presets::all().iter().find(named)?;
    Some(number_of(found.id)).filter(|number| *number > 0)
}

impl RigChoice {
    /// The parameter where none of the rigs is there as it came.
    pub fn of_none() -> Self {
        let choice = Self::default();
        choice.show(0);
        choice
    }

    /// The present value.
    pub fn number(&self) -> i32 {
        self.param.value()
    }

    /// The parameter as hosts see it.
    pub fn param(&self) -> &IntParam {
        &self.param
    }

    /// Shows what is there, and asks for nothing; what was asked for before is out of date.
    pub fn show(&self, number: i32) {
        self.asked.shows.store(true, Ordering::Release);
        // SAFETY: the value is atomic.
        unsafe {
            self.param
                ._internal_set_plain_value(number.clamp(0, MOST_RIGS))
        };
        self.asked.shows.store(false, Ordering::Release);
        self.asked.number.store(NOTHING, Ordering::Release);
    }

    /// Returns whether the host has asked for a rig that is not loaded yet.
    pub fn is_asked(&self) -> bool {
        self.asked.number.load(Ordering::Acquire) != NOTHING
    }

    /// The rig that the host has asked for, which is then asked for no more.
    pub(super) fn take(&self) -> Option<&'static Preset> {
        if !self.is_asked() {
            return None;
        }
        numbered(self.asked.number.swap(NOTHING, Ordering::AcqRel))
    }
}

/// In a state the value is a rig's identifier.
// SAFETY: the pointer is that of a field, which lives as long as this does.
unsafe impl Params for RigChoice {
    fn param_map(&self) -> Vec<(String, ParamPtr, String)> {
        use nice_plug::prelude::Param;
        vec![(RIG_ID.to_owned(), self.param.as_ptr(), String::new())]
    }

    fn serialize_fields(&self) -> BTreeMap<String, String> {
        let asked = numbered(self.asked.number.load(Ordering::Acquire));
        BTreeMap::from([
            (SHOWN_KEY.to_owned(), shown_field(numbered(self.number()))),
            (ASKED_KEY.to_owned(), shown_field(asked)),
        ])
    }

    fn deserialize_fields(&self, fields: &BTreeMap<String, String>) {
        let number = |key| {
            let id = fields
                .get(key)
                .map(|field| deserialize_field::<String>(field));
            id.and_then(Result::ok).map(|id| number_of(&id))
        };
        if let Some(shown) = number(SHOWN_KEY) {
            self.show(shown);
        }
        if let Some(asked) = number(ASKED_KEY).filter(|asked| *asked > 0) {
            self.show(asked);
            self.asked.number.store(asked, Ordering::Release);
        }
    }
}

/// A rig's identifier as a field of a state; empty for none.
pub fn shown_field(preset: Option<&Preset>) -> String {
    let id = preset.map_or("", |preset| preset.id).to_owned();
    serialize_field(&id).unwrap_or_default()
}
