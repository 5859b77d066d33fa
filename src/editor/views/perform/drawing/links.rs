//! Links: a pack, and what comes to it: a cable, a carrier that swings, one that steps, or the rune
//! of the short-range radio.

use super::Drawing;
use crate::rig::Link;

/// The pack with its knob and its belt clip.
const PACK: &str =
    "M 6 -8 L 42 -8 L 42 44 L 6 44 Z M 14 0 L 34 0 L 34 12 L 14 12 Z O 24 30 7 M 24 30 L 28 26";
/// An aerial.
const AERIAL: &str = "M 34 -8 L 34 -40 D 34 -40 3";
/// Another aerial, for diversity.
const SECOND_AERIAL: &str = "M 14 -8 L 14 -34 D 14 -34 3";

const FM: Drawing = &[
    PACK,
    AERIAL,
    "M -56 -20 C -52 -44 -46 -44 -42 -20 C -38 4 -32 4 -28 -20 C -24 -44 -18 -44 -14 -20 C -10 4 -4 4 0 -20",
];

const FM_DIVERSITY: Drawing = &[
    PACK,
    AERIAL,
    SECOND_AERIAL,
    "M -56 -20 C -52 -44 -46 -44 -42 -20 C -38 4 -32 4 -28 -20 C -24 -44 -18 -44 -14 -20 C -10 4 -4 4 0 -20",
];

const DIGITAL: Drawing = &[
    PACK,
    AERIAL,
    "M -56 -8 L -48 -8 L -48 -34 L -36 -34 L -36 -8 L -24 -8 L -24 -34 L -18 -34 L -18 -8 L -6 -8 L -6 -34 L 2 -34",
];

const BLUETOOTH: Drawing = &[
    PACK,
    "M -44 -24 L -20 0 L -32 12 L -32 -36 L -20 -24 L -44 0",
    "quiet M -8 -28 C -2 -20 -2 -4 -8 4 M 0 -36 C 8 -26 8 -18 8 -14",
];

const TRUE_WIRELESS: Drawing = &[
    "M -46 -10 C -46 -34 -14 -34 -14 -10 C -14 2 -24 6 -26 6 L -28 40 L -36 40 L -36 6 C -42 4 -46 0 -46 -10 Z",
    "M 14 -10 C 14 -34 46 -34 46 -10 C 46 0 42 4 36 6 L 36 40 L 28 40 L 26 6 C 24 6 14 2 14 -10 Z",
    "quiet M -8 -18 L 8 -18 M -8 -8 L 8 -8 M -4 2 L 4 2",
];

const CABLE: Drawing = &[
    "M -56 0 C -40 40 -24 -40 -6 0 C 0 12 6 8 10 4",
    "M 10 -8 L 32 -8 L 32 16 L 10 16 Z M 32 -2 L 44 -2 L 44 10 L 32 10 Z M 44 1 L 54 1 L 57 4 L 54 7 L 44 7 Z",
    "M 37 -2 L 37 10",
];

const WIRED_PACK: Drawing = &[
    PACK,
    "M -56 34 C -40 34 -36 14 -26 14 C -16 14 -14 26 -8 26 L 6 26",
    "M -10 20 L 6 20 L 6 32 L -10 32 Z",
];

/// The picture of a link.
pub fn of(link: &Link) -> Drawing {
    match link {
        Link::Wired => CABLE,
        Link::WiredPack(_) => WIRED_PACK,
        Link::AnalogFm(fm) if fm.radio.diversity => FM_DIVERSITY,
        Link::AnalogFm(_) => FM,
        Link::Digital(_) => DIGITAL,
        Link::Bluetooth(one) if one.relay_loss_percent > 0.0 => TRUE_WIRELESS,
        Link::Bluetooth(_) => BLUETOOTH,
    }
}
