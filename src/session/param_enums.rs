//! The named values of parameters, one enum for each of the rig's own.

#![allow(missing_docs)] // each variant bears the name of the rig's own

use nice_plug::prelude::Enum;

use crate::rig::{
    AnalogMode, BrokenConductor, CableRoute, Ear, FeedMode, Link, ModuleGrade, PackMode, Port,
    Reference, Sight, TipKind,
};

/// Which channels go to which ear.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum FeedChoice {
    #[id = "stereo"]
    #[name = "Stereo"]
    Stereo,
    #[id = "mono"]
    #[name = "Mono"]
    Mono,
    #[id = "left"]
    #[name = "Left only"]
    Left,
    #[id = "right"]
    #[name = "Right only"]
    Right,
    #[id = "swap"]
    #[name = "Swapped"]
    Swap,
}

/// The kind of link.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum LinkChoice {
    #[id = "wired"]
    #[name = "Wired"]
    Wired,
    #[id = "digital"]
    #[name = "Digital"]
    Digital,
    #[id = "analog-fm"]
    #[name = "Analog FM"]
    AnalogFm,
    #[id = "bluetooth"]
    #[name = "Bluetooth"]
    Bluetooth,
}

/// Content of an analog link's channels.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum AnalogModeChoice {
    #[id = "stereo"]
    #[name = "Stereo"]
    Stereo,
    #[id = "mono"]
    #[name = "Mono"]
    Mono,
    #[id = "mix"]
    #[name = "Two mixes"]
    Mix,
}

/// Channel mode of the pack.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum PackModeChoice {
    #[id = "stereo"]
    #[name = "Stereo"]
    Stereo,
    #[id = "mono"]
    #[name = "Mono"]
    Mono,
    #[id = "mix"]
    #[name = "Two mixes"]
    Mix,
}

/// Line of sight between the antennas.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum SightChoice {
    #[id = "clear"]
    #[name = "Clear"]
    Clear,
    #[id = "blocked"]
    #[name = "Blocked"]
    Blocked,
}

/// Tuning of the listener's own headphones.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum ReferenceChoice {
    #[id = "harman-in-ear"]
    #[name = "In-ear target"]
    HarmanInEar,
    #[id = "diffuse-field"]
    #[name = "Diffuse field"]
    DiffuseField,
    #[id = "flat"]
    #[name = "Flat"]
    Flat,
    #[id = "harman-over-ear"]
    #[name = "Over-ear target"]
    HarmanOverEar,
}

/// The ear that the earphone plays into.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum EarChoice {
    #[id = "type43"]
    #[name = "Average"]
    Type43,
    #[id = "hudde"]
    #[name = "Hudde–Engel"]
    HuddeEngel,
    #[id = "711"]
    #[name = "711 coupler"]
    Coupler711,
    #[id = "average"]
    #[name = "Average adult"]
    Average,
    #[id = "small"]
    #[name = "Small adult"]
    Small,
    #[id = "large"]
    #[name = "Large adult"]
    Large,
}

/// The kind of tip.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum TipChoice {
    #[id = "free"]
    #[name = "As the rig says"]
    Free,
    #[id = "silicone-good"]
    #[name = "Silicone, good"]
    SiliconeGood,
    #[id = "silicone-average"]
    #[name = "Silicone, average"]
    SiliconeAverage,
    #[id = "silicone-poor"]
    #[name = "Silicone, poor"]
    SiliconePoor,
    #[id = "double-flange"]
    #[name = "Double flange"]
    DoubleFlange,
    #[id = "triple-flange"]
    #[name = "Triple flange"]
    TripleFlange,
    #[id = "foam"]
    #[name = "Foam"]
    Foam,
    #[id = "acrylic-custom"]
    #[name = "Custom, acrylic"]
    AcrylicCustom,
    #[id = "silicone-custom"]
    #[name = "Custom, silicone"]
    SiliconeCustom,
    #[id = "earbud"]
    #[name = "Earbud"]
    Earbud,
}

/// The port.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum PortChoice {
    #[id = "none"]
    #[name = "None"]
    None,
    #[id = "closed"]
    #[name = "Closed module"]
    Closed,
    #[id = "tight"]
    #[name = "Tight module"]
    Tight,
    #[id = "medium"]
    #[name = "Medium module"]
    Medium,
    #[id = "module"]
    #[name = "Open module"]
    Module,
    #[id = "open"]
    #[name = "No module"]
    Open,
    #[id = "hole"]
    #[name = "Ambient bore"]
    Hole,
    #[id = "porous"]
    #[name = "Porous plug"]
    Porous,
    #[id = "membrane"]
    #[name = "Membrane"]
    Membrane,
    #[id = "filter-9"]
    #[name = "Filter 9 dB"]
    Filter9,
    #[id = "filter-15"]
    #[name = "Filter 15 dB"]
    Filter15,
    #[id = "filter-25"]
    #[name = "Filter 25 dB"]
    Filter25,
}

/// The way of the cable.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum CableChoice {
    #[id = "over-ear"]
    #[name = "Over the ear"]
    OverEar,
    #[id = "straight-down"]
    #[name = "Straight down"]
    StraightDown,
}

/// A conductor of the cable that is broken.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum BrokenChoice {
    #[id = "none"]
    #[name = "None"]
    None,
    #[id = "left"]
    #[name = "Left"]
    Left,
    #[id = "right"]
    #[name = "Right"]
    Right,
    #[id = "return"]
    #[name = "Return"]
    Return,
}

/// Both directions between a choice and the rig's own type.
macro_rules! same {
    ($choice:ident, $own:ident, $($variant:ident),+) => {
        impl From<$choice> for $own {
            fn from(choice: $choice) -> Self {
                match choice { $($choice::$variant => $own::$variant),+ }
            }
        }
        impl From<$own> for $choice {
            fn from(own: $own) -> Self {
                match own { $($own::$variant => $choice::$variant),+ }
            }
        }
    };
}

same!(FeedChoice, FeedMode, Stereo, Mono, Left, Right, Swap);
same!(AnalogModeChoice, AnalogMode, Stereo, Mono, Mix);
same!(PackModeChoice, PackMode, Stereo, Mono, Mix);
same!(SightChoice, Sight, Clear, Blocked);
same!(CableChoice, CableRoute, OverEar, StraightDown);
same!(BrokenChoice, BrokenConductor, None, Left, Right, Return);
same!(
    TipChoice,
    TipKind,
    Free,
    SiliconeGood,
    SiliconeAverage,
    SiliconePoor,
    DoubleFlange,
    TripleFlange,
    Foam,
    AcrylicCustom,
    SiliconeCustom,
    Earbud
);
same!(
    ReferenceChoice,
    Reference,
    HarmanInEar,
    DiffuseField,
    Flat,
    HarmanOverEar
);
same!(EarChoice, Ear, Type43, HuddeEngel, Coupler711, Average, Small, Large);

impl From<&Link> for LinkChoice {
    fn from(link: &Link) -> Self {
        match link {
            // A pack of its own on the cable comes with the rig and stays with it.
            Link::Wired | Link::WiredPack(_) => LinkChoice::Wired,
            Link::Digital(_) => LinkChoice::Digital,
            Link::AnalogFm(_) => LinkChoice::AnalogFm,
            Link::Bluetooth(_) => LinkChoice::Bluetooth,
        }
    }
}

impl From<&Port> for PortChoice {
    fn from(port: &Port) -> Self {
        match *port {
            Port::None => Self::None,
            Port::Hole { .. } => Self::Hole,
            Port::Porous { .. } => Self::Porous,
            Port::Module { grade } => match grade {
                ModuleGrade::Closed => Self::Closed,
                ModuleGrade::Tight => Self::Tight,
                ModuleGrade::Medium => Self::Medium,
                ModuleGrade::Open => Self::Module,
            },
            Port::Open { .. } => Self::Open,
            Port::Membrane { .. } => Self::Membrane,
            Port::Filter { loss_db, .. } if loss_db < 12.0 => Self::Filter9,
            Port::Filter { loss_db, .. } if loss_db < 20.0 => Self::Filter15,
            Port::Filter { .. } => Self::Filter25,
        }
    }
}

impl PortChoice {
    /// The usual port of this kind. Allocates nothing.
    pub fn usual(self) -> Port {
        let module = |grade| Port::Module { grade };
        match self {
            Self::None => Port::None,
            Self::Closed => module(ModuleGrade::Closed),
            Self::Tight => module(ModuleGrade::Tight),
            Self::Medium => module(ModuleGrade::Medium),
            Self::Module => module(ModuleGrade::Open),
            Self::Open => Port::open(),
            Self::Hole => Port::hole(),
            Self::Porous => Port::porous(),
            Self::Membrane => Port::membrane(),
            Self::Filter9 => Port::filter(9.0),
            Self::Filter15 => Port::filter(15.0),
            Self::Filter25 => Port::filter(25.0),
        }
    }
}

/// The stable identifier of the choice that a field of the rig stands for.
pub fn choice_of<C: Enum + From<O>, O>(own: O) -> &'static str {
    let index = C::from(own).to_index();
    C::ids()
        .and_then(|ids| ids.get(index).copied())
        .unwrap_or("")
}
