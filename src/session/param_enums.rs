//! The named values of parameters: the rig's own types, and a choice for each kind of link and port.

#![allow(missing_docs)] // each variant bears its name

use nice_plug::prelude::Enum;

use crate::rig::{self, Link, ModuleGrade, Port};

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

/// A type of the rig as the values of a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Named<T>(pub T);

impl<T> From<T> for Named<T> {
    fn from(own: T) -> Self {
        Self(own)
    }
}

/// Values of a parameter in the order in which hosts know them.
pub trait Offered: Copy + Default + PartialEq + 'static {
    /// All of them.
    const VALUES: &'static [Self];
    /// Their names, as users read them.
    const NAMES: &'static [&'static str];
    /// Their stable identifiers, as projects keep them.
    const IDS: &'static [&'static str];
}

impl<T: Offered> Enum for Named<T> {
    fn variants() -> &'static [&'static str] {
        T::NAMES
    }

    fn ids() -> Option<&'static [&'static str]> {
        Some(T::IDS)
    }

    fn to_index(self) -> usize {
        let place = T::VALUES.iter().position(|value| *value == self.0);
        place.unwrap_or(0)
    }

    fn from_index(index: usize) -> Self {
        let value = T::VALUES.get(index).or(T::VALUES.first());
        Self(value.copied().unwrap_or_default())
    }
}

/// Makes a type of the rig the values of a parameter: all its variants, each with the name that users read. Ids
/// are the rig's own, but for those that projects have had from the beginning (`as`).
macro_rules! offered {
    (@id $own:ident $variant:ident) => { rig::$own::$variant.id() };
    (@id $own:ident $variant:ident $id:literal) => { $id };
    ($own:ident { $($variant:ident $(as $id:literal)? = $name:literal,)+ }) => {
        pub type $own = Named<rig::$own>;

        impl Offered for rig::$own {
            const VALUES: &'static [Self] = &[$(Self::$variant),+];
            const NAMES: &'static [&'static str] = &[$($name),+];
            const IDS: &'static [&'static str] = &[$(offered!(@id $own $variant $($id)?)),+];
        }

        // None is left out.
        const _: () = assert!(rig::$own::ALL.len() == rig::$own::VALUES.len());
    };
}

offered!(FeedMode {
    Stereo = "Stereo",
    Mono = "Mono",
    Left = "Left only",
    Right = "Right only",
    Swap = "Swapped",
});

offered!(AnalogMode {
    Stereo = "Stereo",
    Mono = "Mono",
    Mix = "Two mixes",
});

offered!(PackMode {
    Stereo = "Stereo",
    Mono = "Mono",
    Mix = "Two mixes",
});

offered!(Sight {
    Clear = "Clear",
    Blocked = "Blocked",
});

offered!(CableRoute {
    OverEar = "Over the ear",
    StraightDown = "Straight down",
});

offered!(BrokenConductor {
    None = "None",
    Left = "Left",
    Right = "Right",
    Return = "Return",
});

offered!(TipKind {
    Free = "As the rig says",
    SiliconeGood = "Silicone, good",
    SiliconeAverage = "Silicone, average",
    SiliconePoor = "Silicone, poor",
    DoubleFlange = "Double flange",
    TripleFlange = "Triple flange",
    Foam = "Foam",
    AcrylicCustom = "Custom, acrylic",
    SiliconeCustom = "Custom, silicone",
    Earbud = "Earbud",
});

offered!(Reference {
    HarmanInEar = "In-ear target",
    DiffuseField = "Diffuse field",
    Flat = "Flat",
    HarmanOverEar = "Over-ear target",
});

offered!(Ear {
    Type43 as "type43" = "Average",
    HuddeEngel as "hudde" = "Hudde–Engel",
    Coupler711 = "711 coupler",
    Average = "Average adult",
    Small = "Small adult",
    Large = "Large adult",
});

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
