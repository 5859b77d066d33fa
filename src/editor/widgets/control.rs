//! The parameters as the editor sees them: one kind of thing, whatever its type, under the stage
//! that it belongs to. A parameter that is added to the table appears here by itself.

use nice_plug::prelude::{FloatParam, Param};

use crate::editor::stage::Stage;
use crate::rig::Rig;
use crate::session::{
    limits, tooltip, AnyParam, BodypackParams, Entry, Kind as Means, Number, StageId, StageParam,
    BYPASS_ID,
};

/// Type of control that edits a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A knob or a slider.
    Number,
    /// A switch.
    Switch,
    /// A list of names.
    Choice,
}

/// One parameter of an instance that lives as long as `'a`.
pub struct Control<'a> {
    /// Stable identifier.
    pub id: &'static str,
    /// The card that it belongs to; none for the host's bypass.
    pub stage: Option<Stage>,
    /// The parameter.
    pub param: &'a dyn AnyParam,
    entry: Option<&'static Entry>,
    /// The number of the rig that it stands for, if it is one, with its parameter.
    number: Option<(&'static Number, &'a FloatParam)>,
    params: &'a BodypackParams,
}

impl<'a> Control<'a> {
    /// Every parameter, in the order in which hosts list them.
    pub fn all(params: &'a BodypackParams) -> Vec<Self> {
        let bypass = Self {
            id: BYPASS_ID,
            stage: None,
            param: &params.bypass,
            entry: None,
            number: None,
            params,
        };
        let others = params.entries().map(|(entry, param)| Self {
            id: entry.id,
            stage: Some(Stage::of(entry.stage)),
            param: param.any(),
            entry: Some(entry),
            number: match (&entry.kind, param) {
                (Means::Number(number), StageParam::Number(param)) => Some((number, param)),
                _ => None,
            },
            params,
        });
        std::iter::once(bypass).chain(others).collect()
    }

    /// The group that hosts list it under.
    pub fn group(&self) -> Option<StageId> {
        self.entry.map(|entry| entry.stage)
    }

    /// Its name.
    pub fn name(&self) -> &'a str {
        self.entry
            .map_or_else(|| self.param.name(), |entry| entry.name)
    }

    /// Its name without what the panel's heading says already.
    pub fn short_name(&self) -> String {
        let name = match self.id {
            // As wide as the narrowest knob or list; the value says the rest.
            "zout" => "Impedance",
            "bone" => "Bone",
            "micown" => "Mic voice",
            "ref" => "Target",
            _ => self.name(),
        };
        let group = self.group().map_or("", StageId::name);
        let rest = name.strip_prefix(group);
        let rest = rest.and_then(|rest| rest.strip_prefix(' ')).unwrap_or(name);
        let mut letters = rest.chars();
        match letters.next() {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => String::new(),
        }
    }

    /// Tooltip, one sentence.
    pub fn tooltip(&self) -> &'static str {
        tooltip(self.id)
    }

    /// Type of control.
    pub fn kind(&self) -> Kind {
        match self.entry.map(|entry| &entry.kind) {
            Some(Means::Number(_)) => Kind::Number,
            Some(Means::Choice(_)) => Kind::Choice,
            Some(Means::Switch(_)) | None => Kind::Switch,
        }
    }

    /// Position, 0 to 1, without modulation.
    pub fn position(&self) -> f32 {
        self.param.normalized()
    }

    /// Default position, 0 to 1.
    pub fn default_position(&self) -> f32 {
        self.param.default_normalized()
    }

    /// Position in the rig that the parameters start from, 0 to 1; none for a parameter that is no
    /// number or switch of a rig.
    pub fn rig_position(&self) -> Option<f32> {
        let base = self.params.base.get();
        if let Some((number, param)) = self.number {
            return Some(param.preview_normalized(number.value_of(&base)));
        }
        match &self.entry?.kind {
            Means::Switch(switch) if !switch.is_power => {
                Some(f32::from(u8::from((switch.get)(&base))))
            }
            _ => None,
        }
    }

    /// The position of a value of a rig, 0 to 1; none for what is no number.
    pub fn position_of(&self, value: f64) -> Option<f32> {
        let (_, param) = self.number?;
        Some(param.preview_normalized(value as f32))
    }

    /// Reset position: the rig's value, or else the default.
    pub fn home_position(&self) -> f32 {
        self.rig_position()
            .unwrap_or_else(|| self.default_position())
    }

    /// Returns whether a switch is on.
    pub fn is_on(&self) -> bool {
        self.position() > 0.5
    }

    /// The nearest place that its steps allow.
    pub fn snapped(&self, position: f32) -> f32 {
        match self.number {
            Some((_, param)) => param.preview_normalized(param.preview_plain(position)),
            None => {
                let steps = self.param.steps().unwrap_or(1).max(1) as f32;
                (position * steps).round() / steps
            }
        }
    }

    /// Position at which the ring of a knob starts to fill: zero where that is near the middle.
    pub fn neutral(&self) -> f32 {
        let Some((_, param)) = self.number else {
            return 0.0;
        };
        let [low, high] = limits(param);
        let zero = param.preview_normalized(0.0);
        if low < 0.0 && high > 0.0 && (0.3..0.7).contains(&zero) {
            zero
        } else {
            0.0
        }
    }

    /// Returns whether a number is there in a rig at all: some are only in some kinds of link.
    pub fn acts_on(&self, rig: &Rig) -> bool {
        let Some((number, param)) = self.number else {
            return true;
        };
        limits(param).into_iter().any(|end| {
            let mut other = rig.clone();
            (number.at.set)(&mut other, f64::from(end));
            other != *rig
        })
    }

    /// Number of steps between its ends, if few.
    pub fn steps(&self) -> Option<usize> {
        self.param.steps()
    }

    /// Its value as text, with its unit.
    pub fn text(&self) -> String {
        self.text_at(self.position())
    }

    /// The text of a place, with its unit.
    pub fn text_at(&self, position: f32) -> String {
        let words = self.number.and_then(|(number, param)| {
            let [lowest, _] = limits(param);
            number.style.words(param.preview_plain(position), lowest)
        });
        words.unwrap_or_else(|| self.param.text_at(position))
    }

    /// The place that a text stands for.
    pub fn read(&self, text: &str) -> Option<f32> {
        self.param.parse(text)
    }
}
