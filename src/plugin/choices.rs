//! The named values of parameters, one enum for each of the rig's own.

use nice_plug::prelude::Enum;

use crate::rig::{AnalogMode, Ear, FeedMode, Link, PackMode, Reference, Sight};

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

/// What the channels of an analog link carry.
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

/// What the pack makes of the two channels.
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

/// What stands between the antennas.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum SightChoice {
    #[id = "clear"]
    #[name = "Clear"]
    Clear,
    #[id = "blocked"]
    #[name = "Blocked"]
    Blocked,
}

/// What the listener's own headphones are tuned to.
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
same!(ReferenceChoice, Reference, HarmanInEar, DiffuseField, Flat);
same!(EarChoice, Ear, Type43, HuddeEngel, Coupler711);

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

/// The stable identifier of the choice that a field of the rig stands for.
pub fn choice_of<C: Enum + From<O>, O>(own: O) -> &'static str {
    let index = C::from(own).to_index();
    C::ids()
        .and_then(|ids| ids.get(index).copied())
        .unwrap_or("")
}
