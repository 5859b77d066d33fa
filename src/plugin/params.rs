//! The parameters as hosts see them: stable identifiers, groups, ranges, units and texts.

use std::sync::Arc;

use nice_plug::prelude::{BoolParam, EnumParam, FloatParam, FloatRange, Param, Params};

use super::base_rig::BaseRig;
use super::choices::{EarChoice, FeedChoice, LinkChoice, ReferenceChoice};
use super::table::{self, Number};
use crate::editor::EditorSize;
use crate::rig::{schema, Rig};

/// Everything that a host can automate, and everything else that its project file keeps.
#[derive(Params)]
pub struct BodypackParams {
    /// The rig that the parameters start from.
    #[persist = "rig"]
    pub base: BaseRig,
    /// Size of the editor's window.
    #[persist = "editor-size"]
    pub editor_size: EditorSize,
    /// The host's bypass.
    #[id = "bypass"]
    pub bypass: BoolParam,
    /// What the desk sends.
    #[nested(group = "Feed")]
    pub feed: FeedParams,
    /// How it gets to the pack.
    #[nested(group = "Link")]
    pub link: LinkParams,
    /// The receiver on the belt.
    #[nested(group = "Pack")]
    pub pack: PackParams,
    /// How the earphone sits in the ear.
    #[nested(group = "Fit")]
    pub earphone: EarphoneParams,
    /// The room.
    #[nested(group = "Ambience")]
    pub ambient: AmbientParams,
    /// The performer's own sound.
    #[nested(group = "Own voice")]
    pub own_voice: OwnVoiceParams,
    /// The user's own headphones, and the levels at the drum.
    #[nested(group = "Listening")]
    pub listening: ListeningParams,
}

/// What the desk sends.
#[derive(Params)]
pub struct FeedParams {
    #[id = "trim"]
    pub trim_db: FloatParam,
    #[id = "mode"]
    pub mode: EnumParam<FeedChoice>,
    #[id = "width"]
    pub width: FloatParam,
    #[id = "deskms"]
    pub desk_delay_ms: FloatParam,
    #[id = "netms"]
    pub network_delay_ms: FloatParam,
    #[id = "moreme"]
    pub more_me_db: FloatParam,
}

/// How it gets to the pack.
#[derive(Params)]
pub struct LinkParams {
    #[id = "link"]
    pub kind: EnumParam<LinkChoice>,
    #[id = "linkms"]
    pub latency_ms: FloatParam,
}

/// The receiver on the belt.
#[derive(Params)]
pub struct PackParams {
    #[id = "vol"]
    pub volume_db: FloatParam,
    #[id = "bal"]
    pub balance: FloatParam,
    #[id = "zout"]
    pub output_impedance_ohm: FloatParam,
}

/// How the earphone sits in the ear.
#[derive(Params)]
pub struct EarphoneParams {
    #[id = "seall"]
    pub seal_left: FloatParam,
    #[id = "sealr"]
    pub seal_right: FloatParam,
}

/// The room.
#[derive(Params)]
pub struct AmbientParams {
    #[id = "ambon"]
    pub enabled: BoolParam,
    #[id = "amblvl"]
    pub level_dbspl: FloatParam,
}

/// The performer's own sound.
#[derive(Params)]
pub struct OwnVoiceParams {
    #[id = "ownon"]
    pub enabled: BoolParam,
    #[id = "bone"]
    pub bone_level_db: FloatParam,
}

/// The user's own headphones, and the levels at the drum.
#[derive(Params)]
pub struct ListeningParams {
    #[id = "level"]
    pub level_dbspl: FloatParam,
    #[id = "ref"]
    pub reference: EnumParam<ReferenceChoice>,
    #[id = "amount"]
    pub amount: FloatParam,
    #[id = "ear"]
    pub ear: EnumParam<EarChoice>,
    #[id = "ceil"]
    pub ceiling_dbfs: FloatParam,
}

impl Default for BodypackParams {
    fn default() -> Self {
        Self::for_rig(Rig::default())
    }
}

impl BodypackParams {
    /// Parameters whose defaults are what a rig says.
    pub fn for_rig(rig: Rig) -> Self {
        Self {
            bypass: switch("Bypass", false).make_bypass(),
            feed: FeedParams {
                trim_db: float(&table::TRIM, &rig),
                mode: EnumParam::new(table::MODE.name, rig.feed.mode.into()),
                width: float(&table::WIDTH, &rig),
                desk_delay_ms: float(&table::DESK, &rig),
                network_delay_ms: float(&table::NETWORK, &rig),
                more_me_db: float(&table::MORE_ME, &rig),
            },
            link: LinkParams {
                kind: EnumParam::new(table::LINK.name, (&rig.link).into()),
                latency_ms: float(&table::LINK_LATENCY, &rig),
            },
            pack: PackParams {
                volume_db: float(&table::VOLUME, &rig),
                balance: float(&table::BALANCE, &rig),
                output_impedance_ohm: float(&table::OUTPUT_IMPEDANCE, &rig),
            },
            earphone: EarphoneParams {
                seal_left: float(&table::SEAL_LEFT, &rig),
                seal_right: float(&table::SEAL_RIGHT, &rig),
            },
            ambient: AmbientParams {
                enabled: switch(table::AMBIENT_ON.name, rig.ambient.enabled),
                level_dbspl: float(&table::AMBIENT_LEVEL, &rig),
            },
            own_voice: OwnVoiceParams {
                enabled: switch(table::OWN_VOICE_ON.name, rig.own_voice.enabled),
                bone_level_db: float(&table::BONE, &rig),
            },
            listening: ListeningParams {
                level_dbspl: float(&table::LEVEL, &rig),
                reference: EnumParam::new(table::REFERENCE.name, rig.listening.reference.into()),
                amount: float(&table::AMOUNT, &rig),
                ear: EnumParam::new(table::EAR.name, rig.listening.ear.into()),
                ceiling_dbfs: float(&table::CEILING, &rig),
            },
            base: BaseRig::new(rig),
            editor_size: EditorSize::default(),
        }
    }

    /// Writes what the parameters say to `live`, which started as a copy of `base`: fields that the
    /// parameters agree with keep the exact value of `base`. Allocates nothing.
    pub fn apply(&self, base: &Rig, live: &mut Rig) {
        for choice in &table::CHOICES {
            (choice.apply)(self, base, live);
        }
        for switch in &table::SWITCHES {
            (switch.apply)(self, live);
        }
        for number in &table::NUMBERS {
            let param = (number.param)(self);
            let [lowest, highest] = table::limits(param);
            let value = param.value();
            if !value.is_finite() || (number.get)(base) as f32 == value {
                (number.keep)(base, live);
            } else {
                (number.set)(live, f64::from(value.clamp(lowest, highest)));
            }
        }
    }

    /// The whole set-up: the base rig with what the parameters say.
    pub fn rig(&self) -> Rig {
        let base = self.base.get();
        let mut live = (*base).clone();
        self.apply(&base, &mut live);
        live
    }

    /// Whether a parameter says something else than the base rig does.
    pub fn differ_from_base(&self) -> bool {
        self.rig() != *self.base.get()
    }
}

/// A parameter that reads `on` or `off`.
fn switch(name: &str, default: bool) -> BoolParam {
    BoolParam::new(name, default)
        .with_value_to_string(Arc::new(|on| if on { "on" } else { "off" }.to_owned()))
        .with_string_to_value(Arc::new(|text| match text.trim().to_lowercase().as_str() {
            "on" | "true" | "yes" | "1" => Some(true),
            "off" | "false" | "no" | "0" => Some(false),
            _ => None,
        }))
}

/// The parameter of a number; its range is the field's own.
fn float(number: &Number, rig: &Rig) -> FloatParam {
    let [min, max] = range(number);
    let range = if number.skew == 1.0 {
        FloatRange::Linear { min, max }
    } else {
        FloatRange::Skewed {
            min,
            max,
            factor: number.skew,
        }
    };
    let default = (number.get)(rig) as f32;
    FloatParam::new(number.name, default, range)
        .with_unit(number.unit)
        .with_step_size(number.style.step())
        .with_value_to_string(number.style.writer(min))
        .with_string_to_value(number.style.reader(min))
}

/// The range of a number: that of the field, or 0 to 1 for a seal, whose field is a resistance.
fn range(number: &Number) -> [f32; 2] {
    if number.path.starts_with("earphone.seal.") {
        return [0.0, 1.0];
    }
    let range = schema::field(number.path).and_then(|field| field.range);
    range.map_or([0.0, 1.0], |range| [range.min as f32, range.max as f32])
}

/// The text of a parameter's present value, with its unit.
pub fn value_text<P: Param>(param: &P) -> String {
    param.normalized_value_to_string(param.unmodulated_normalized_value(), true)
}
