//! The parameters as hosts see them: stable identifiers, groups, ranges, units and texts.

use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::LazyLock;

use nice_plug::prelude::{BoolParam, Param, Params};

use super::activity::Activity;
use super::base_rig::BaseRig;
use super::blind_link::BlindLink;
use super::comparison::Comparison;
use super::edits::Edits;
use super::export::Export;
use super::origin::Origin;
use super::rig_choice::{number_of, RigChoice};
use super::slots::Slots;
use super::table::ambient::AmbientParams;
use super::table::earphone::EarphoneParams;
use super::table::feed::FeedParams;
use super::table::fit::FitParams;
use super::table::link::LinkParams;
use super::table::listening::ListeningParams;
use super::table::own_voice::OwnVoiceParams;
use super::table::pack::PackParams;
use super::table::{self, switch, Entry, StageParam};
use crate::chain::loudness;
use crate::rig::{presets, Rig};
use crate::session::history::History;
use crate::session::kept_dose::KeptExposure;
use crate::session::solo::Solo;
use crate::session::{EditorLook, EditorSize};

/// Everything that a host can automate, and everything else that its project file keeps.
#[derive(Params)]
pub struct BodypackParams {
    /// The rig that the parameters start from.
    #[persist = "rig"]
    pub base: BaseRig,
    /// Library id of the loaded rig.
    #[persist = "rig-origin"]
    pub origin: Origin,
    /// The slots of the comparison.
    #[persist = "slots"]
    pub slots: Slots,
    /// Noise exposure so far.
    #[persist = "exposure"]
    pub exposure: KeptExposure,
    /// Export mode.
    #[persist = "export"]
    pub export: Export,
    /// True if the bypass is as loud as the chain.
    #[persist = "bypass-match"]
    pub bypass_match: AtomicBool,
    /// Signs of life from the audio thread.
    pub activity: Activity,
    /// Undo history.
    pub history: History,
    /// Size of the editor's window.
    #[persist = "editor-size"]
    pub editor_size: EditorSize,
    /// Settings of the editor's view.
    #[persist = "editor-look"]
    pub editor_look: EditorLook,
    /// True if the input or the difference is heard in place of the chain.
    pub compare: Comparison,
    /// Blind test: the sound that is wanted, and what plays.
    pub blind: BlindLink,
    /// Number of open windows; spectra and pictures are computed only for them.
    pub windows: AtomicUsize,
    /// The stage that is heard alone.
    pub solo: Solo,
    /// True if values changed without the host's doing, which it is to be told of.
    pub values_changed: AtomicBool,
    /// Changes of the stages' parameters so far.
    pub edits: Edits,
    /// The host's bypass.
    #[id = "bypass"]
    pub bypass: BoolParam,
    /// The host's choice of a factory rig.
    #[nested]
    pub rig_choice: RigChoice,
    /// Signal sent by the mixing desk.
    #[nested(group = "Feed")]
    pub feed: FeedParams,
    /// Link parameters.
    #[nested(group = "Link")]
    pub link: LinkParams,
    /// The receiver on the belt.
    #[nested(group = "Pack")]
    pub pack: PackParams,
    /// The earphone itself.
    #[nested(group = "Earphone")]
    pub earphone: EarphoneParams,
    /// Fit of the earphone in the ear.
    #[nested(group = "Fit")]
    pub fit: FitParams,
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

impl Default for BodypackParams {
    /// A fresh instance: the factory rig that the command line takes too.
    fn default() -> Self {
        let params = Self {
            origin: Origin::factory(presets::DEFAULT_RIG_ID),
            ..Self::for_rig(fresh_rig())
        };
        let number = number_of(presets::DEFAULT_RIG_ID);
        params.rig_choice.show(number);
        params
    }
}

impl BodypackParams {
    /// Parameters whose defaults are what a rig says.
    pub fn for_rig(rig: Rig) -> Self {
        let edits = Edits::default();
        Self {
            bypass: switch("Bypass", false).make_bypass(),
            feed: FeedParams::new(&rig, &edits),
            link: LinkParams::new(&rig, &edits),
            pack: PackParams::new(&rig, &edits),
            earphone: EarphoneParams::new(&rig, &edits),
            fit: FitParams::new(&rig, &edits),
            ambient: AmbientParams::new(&rig, &edits),
            own_voice: OwnVoiceParams::new(&rig, &edits),
            listening: ListeningParams::new(&rig, &edits),
            edits,
            base: BaseRig::new(rig),
            origin: Origin::default(),
            slots: Slots::default(),
            exposure: KeptExposure::default(),
            export: Export::default(),
            bypass_match: AtomicBool::new(false),
            values_changed: AtomicBool::new(false),
            rig_choice: RigChoice::of_none(),
            activity: Activity::default(),
            history: History::default(),
            compare: Comparison::default(),
            blind: BlindLink::default(),
            windows: AtomicUsize::new(0),
            solo: Solo::default(),
            editor_size: EditorSize::default(),
            editor_look: EditorLook::default(),
        }
    }

    /// Each entry of the table with its parameter, in the order in which hosts list them. Allocates
    /// nothing.
    pub fn entries(&self) -> impl Iterator<Item = (&'static Entry, StageParam<'_>)> {
        (self.feed.entries())
            .chain(self.link.entries())
            .chain(self.pack.entries())
            .chain(self.earphone.entries())
            .chain(self.fit.entries())
            .chain(self.ambient.entries())
            .chain(self.own_voice.entries())
            .chain(self.listening.entries())
    }

    /// The parameter of an entry.
    pub fn param(&self, entry: &Entry) -> StageParam<'_> {
        let found = self.entries().find(|(known, _)| known.id == entry.id);
        found.expect("each entry has its parameter").1
    }

    /// Writes what the parameters say to `live`, which started as a copy of `base`: fields that the
    /// parameters agree with keep the exact value of `base`. Allocates nothing.
    pub fn apply(&self, base: &Rig, live: &mut Rig) {
        for (entry, param) in self.entries() {
            entry.apply(param, base, live);
        }
    }

    /// The whole set-up: the base rig with what the parameters say.
    pub fn rig(&self) -> Rig {
        let base = self.base.get();
        let mut live = (*base).clone();
        self.apply(&base, &mut live);
        live
    }

    /// Returns whether a parameter says something else than the base rig does.
    pub fn differ_from_base(&self) -> bool {
        !table::alike(&self.base.get(), &self.rig())
    }
}

/// The rig of a fresh instance: the factory's default, as loud as the mix that comes in.
fn fresh_rig() -> Rig {
    static FRESH: LazyLock<Rig> = LazyLock::new(|| {
        let mut rig = presets::default_rig().clone();
        rig.listening.loudness_matched = true;
        loudness::take(&mut rig);
        rig
    });
    FRESH.clone()
}

/// The text of a parameter's present value, with its unit.
pub fn value_text<P: Param>(param: &P) -> String {
    param.normalized_value_to_string(param.unmodulated_normalized_value(), true)
}
