//! Faults: each drawn as where it happens, with what should not be there in the room's
//! color.

use super::Drawing;
use crate::rig::Fault;

/// An outer ear.
const EAR: &str = "M -50 -6 C -54 -44 -2 -44 -4 -4 C -4 12 -20 14 -20 28 C -20 42 -40 44 -44 30 M -38 -6 C -38 -26 -16 -26 -16 -6 C -16 4 -28 4 -28 12";
/// The walls of a canal that opens to the left, and the drum at its end.
const CANAL: &str = "M -16 -44 C -12 -26 -4 -24 8 -24 L 52 -24 M -16 44 C -12 26 -4 24 8 24 L 52 24 M 52 -24 C 58 -10 58 10 52 24";
/// A pack.
const PACK: &str =
    "M 10 -14 L 42 -14 L 42 36 L 10 36 Z M 34 -14 L 34 -40 D 34 -40 3 M 17 -6 L 35 -6";

const POOR_SEAL: Drawing = &[
    CANAL,
    "M -14 -12 L 10 -12 L 10 2 L -14 2",
    "O -30 -5 19 M 4 -22 C 26 -22 32 -12 32 -5 C 32 2 26 12 4 12 Z",
    "room M 40 18 L -6 18 C -16 18 -22 24 -26 34 M -29 24 L -26 34 L -16 31",
];

const ONE_EAR_OUT: Drawing = &[
    EAR,
    "M 26 -44 C 40 -36 46 -20 40 -2",
    "O 34 14 14 M 22 8 L 12 4 C 6 8 4 16 8 22 L 20 22",
    "room M 50 -30 L 14 -14 M 22 -24 L 14 -14 L 26 -12",
];

const SLIPPING_TIP: Drawing = &[
    CANAL,
    "quiet M 18 -22 C 38 -22 44 -10 44 0 C 44 10 38 22 18 22",
    "ink M -18 -8 L -2 -8 L -2 8 L -18 8",
    "O -34 0 18 M -8 -22 C 12 -22 18 -10 18 0 C 18 10 12 22 -8 22 Z",
    "room M 20 36 L -18 36 M -10 30 L -18 36 L -10 42",
];

const EDGE_OF_RANGE: Drawing = &[
    "M -44 44 L -44 -18 M -54 44 L -34 44 M -54 -18 L -34 -18 D -44 -24 3",
    "M -34 -34 C -26 -26 -26 -14 -34 -6 M -24 -42 C -12 -30 -12 -10 -24 2",
    "quiet M -10 -46 C 4 -32 4 -8 -10 6 M 6 -48 C 20 -34 20 -6 6 8",
    "ink M 30 44 L 30 28 C 30 16 52 16 52 28 L 52 44 O 41 8 7",
    "room M -22 40 L 20 40 M -14 35 L -22 40 L -14 45 M 12 35 L 20 40 L 12 45",
];

const BEHIND_PA: Drawing = &[
    "M -8 -46 L 26 -46 L 26 -8 L -8 -8 Z M -8 -8 L 26 -8 L 26 44 L -8 44 Z",
    "O 9 -26 12 O 9 18 18 O 9 18 6",
    "M -48 44 L -48 26 C -48 14 -26 14 -26 26 L -26 44 O -37 6 7",
    "quiet M 34 -36 C 40 -28 40 -20 34 -14 M 42 -44 C 52 -30 52 -18 42 -6",
    "room M -14 30 C -22 20 -22 0 -14 -10 M -18 -22 C -30 -26 -40 -24 -46 -16",
];

const INTERFERER: Drawing = &[
    "M -46 44 L -46 -16 D -46 -20 3 M -36 -34 C -28 -26 -28 -14 -36 -6 M -26 -42 C -14 -30 -14 -10 -26 2",
    "room M 46 44 L 46 -16 D 46 -20 3 M 36 -34 C 28 -26 28 -14 36 -6 M 26 -42 C 14 -30 14 -10 26 2",
    "M 4 -26 L -6 -10 L 4 -12 L -4 8",
    "ink M -12 44 L -12 20 L 12 20 L 12 44 Z M 6 20 L 6 10",
];

const CROWDED_BAND: Drawing = &[
    "M -56 40 L 56 40",
    "room M -52 40 L -46 4 L -40 40 M -40 40 L -34 -14 L -28 40 M -28 40 L -20 -2 L -12 40 M 12 40 L 20 -20 L 28 40 M 28 40 L 34 -4 L 40 40 M 40 40 L 46 10 L 52 40",
    "ink M -12 40 L 0 -38 L 12 40 M -6 -46 L 6 -46",
];

const FLAT_BATTERY: Drawing = &[
    "M -46 -24 L 42 -24 L 42 24 L -46 24 Z M 42 -9 L 52 -9 L 52 9 L 42 9 Z",
    "room M -38 -16 L -26 -16 L -26 16 L -38 16 Z",
    "quiet M -14 -16 L -14 16 M 6 -16 L 6 16 M 26 -16 L 26 16",
];

const WRONG_EXPANDER: Drawing = &[
    "M -56 -30 L -20 -12 L -20 12 L -56 30 Z",
    "M -20 0 L 12 0",
    "quiet M 16 -12 L 52 -30 L 52 30 L 16 12 Z",
    "room M 22 -22 L 48 22 M 48 -22 L 22 22",
];

const HOT_TRANSMITTER: Drawing = &[
    "quiet M -44 -26 C -40 -46 -32 -46 -28 -26 M 4 -26 C 8 -46 16 -46 20 -26 M -20 26 C -16 46 -8 46 -4 26 M 28 26 C 32 46 40 46 44 26",
    "room M -56 -26 L 56 -26 M -56 26 L 56 26",
    "ink M -56 10 L -44 -26 L -28 -26 L -20 26 L -4 26 L 4 -26 L 20 -26 L 28 26 L 44 26 L 56 -10",
];

const LATE: Drawing = &[
    "O -8 2 36 M -8 2 L -8 -22 M -8 2 L 10 12 D -8 2 3",
    "M -8 -34 L -8 -28 M -8 38 L -8 32 M -44 2 L -38 2 M 28 2 L 22 2",
    "room M 20 -38 C 44 -28 54 -4 46 20 M 38 12 L 46 20 L 55 14",
];

const HISS: Drawing = &[
    PACK,
    "O 26 20 6",
    "room M -56 0 L -52 -10 L -48 8 L -44 -16 L -40 12 L -36 -8 L -32 16 L -28 -14 L -24 6 L -20 -12 L -16 10 L -12 -6 L -8 4 L -2 0",
];

const HUM: Drawing = &[
    "M -56 12 L -30 12 M -30 -6 L -4 -6 L -4 30 L -30 30 Z M -4 4 L 10 4 M -4 20 L 10 20",
    "room M 16 12 C 22 -18 30 -18 36 12 C 42 42 50 42 56 12",
    "quiet M 16 12 L 56 12",
];

const OUTPUT_IMPEDANCE: Drawing = &[
    "quiet M -52 -40 L -52 40 L 54 40 M -48 0 L 52 0",
    "room M -48 16 C -36 14 -30 -24 -16 -20 C -2 -16 2 12 14 10 C 26 8 30 -34 52 -30",
];

const WEAK_AMPLIFIER: Drawing = &[
    "M -54 0 L -38 0 M -38 -32 L 8 0 L -38 32 Z",
    "quiet M 10 -18 L 56 -18 M 10 18 L 56 18",
    "room M 12 0 L 18 -18 L 28 -18 L 38 18 L 48 18 L 54 0",
];

const LIMITER_PUMPING: Drawing = &[
    "M -50 36 L -50 -30 M -40 36 L -40 18 M -30 36 L -30 4 M -20 36 L -20 -8 M -10 36 L -10 -16 M 4 36 L 4 -30 M 14 36 L 14 18 M 24 36 L 24 4 M 34 36 L 34 -8 M 44 36 L 44 -16",
    "room M -56 -26 L -50 -36 C -46 10 -42 8 -38 6 C -26 0 -16 -22 -6 -26 L 4 -36 C 8 10 12 8 16 6 C 28 0 38 -22 54 -26",
];

const OVERDRIVEN_DRIVERS: Drawing = &[
    "M -44 -22 L 16 -22 L 16 22 L -44 22 Z M 16 -6 L 34 -6 L 34 6 L 16 6",
    "M -34 0 L 2 0 M -34 -12 L -12 -12 L -12 -6 M -34 12 L -12 12 L -12 6",
    "room M 42 -20 L 50 -12 L 44 -6 L 56 0 L 44 6 L 50 12 L 42 20",
];

const NO_ENERGIZER: Drawing = &[
    "M -44 -34 L -44 34 M -30 -34 L -30 34 M -16 -34 L -16 34 M -50 -40 L -10 -40 M -50 40 L -10 40",
    "quiet M 34 -40 L 14 4 L 30 4 L 22 40 L 48 -8 L 32 -8 L 42 -40 Z",
    "room M 10 34 L 54 -30",
];

const WORN_CABLE: Drawing = &[
    "M -56 20 C -40 -20 -28 -16 -12 -2 M 12 4 C 28 18 34 22 40 10 L 44 0",
    "M 38 -22 L 50 -22 L 50 0 L 38 0 Z M 44 -22 L 44 -38 M -12 -2 L -6 -8 M -12 -2 L -4 0 M -12 -2 L -6 6 M 12 4 L 6 -2 M 12 4 L 4 6 M 12 4 L 6 12",
    "room M 0 -18 L 0 -32 M -10 -16 L -18 -28 M 10 -14 L 18 -26 M 0 20 L 0 32 M -10 18 L -16 28",
];

const CABLE_NOISE: Drawing = &[
    "O -28 -28 13 M -18 -20 L -8 -12 C -2 -14 0 -22 -4 -28",
    "M -36 -18 C -46 0 -30 14 -20 20 C 0 32 20 20 30 44",
    "room M -6 8 C 0 2 8 2 14 8 M -12 -2 C -2 -10 12 -10 22 -2 M -6 38 C 0 44 8 44 12 40",
];

const MASKED_CLICK: Drawing = &[
    "M -44 42 L -32 -36 L -12 -36 L 0 42 Z M -39 18 L -5 18 M -22 18 L -6 -22 D -10 -12 4",
    "M 34 44 L 34 -6 E 34 -10 20 5",
    "room M 14 -24 L 6 -32 M 24 -26 L 20 -40 M 44 -26 L 48 -40 M 52 -20 L 58 -28 M 34 -28 L 34 -44",
];

const LOUD_STAGE: Drawing = &[
    "O -22 12 26 O -22 12 9 M -42 30 L -48 42 M -2 30 L 4 42 M -22 -22 L -22 -14 E -30 -26 18 5",
    "room M 14 -12 C 24 4 24 20 14 36 M 28 -24 C 44 0 44 24 28 46 M 42 -36 C 62 -6 62 28 42 49",
];

const OCCLUSION: Drawing = &[
    "O 0 -4 32 M -14 28 L -18 46 M 14 28 L 18 46",
    "M -32 -12 L -44 -12 L -44 4 L -32 4 Z M 32 -12 L 44 -12 L 44 4 L 32 4 Z",
    "room M -6 16 C -2 20 2 20 6 16 M -10 6 C -18 2 -20 -4 -20 -8 M 10 6 C 18 2 20 -4 20 -8 M -4 4 C -10 0 -12 -4 -12 -8 M 4 4 C 10 0 12 -4 12 -8",
];

/// The picture of a fault.
pub fn of(fault: Fault) -> Option<Drawing> {
    Some(match fault {
        Fault::None => return None,
        Fault::PoorSeal => POOR_SEAL,
        Fault::OneEarOut => ONE_EAR_OUT,
        Fault::SlippingTip => SLIPPING_TIP,
        Fault::EdgeOfRange => EDGE_OF_RANGE,
        Fault::BehindPa => BEHIND_PA,
        Fault::Interferer => INTERFERER,
        Fault::CrowdedBand => CROWDED_BAND,
        Fault::FlatBattery => FLAT_BATTERY,
        Fault::WrongExpander => WRONG_EXPANDER,
        Fault::HotTransmitter => HOT_TRANSMITTER,
        Fault::Late => LATE,
        Fault::Hiss => HISS,
        Fault::Hum => HUM,
        Fault::OutputImpedance => OUTPUT_IMPEDANCE,
        Fault::WeakAmplifier => WEAK_AMPLIFIER,
        Fault::LimiterPumping => LIMITER_PUMPING,
        Fault::OverdrivenDrivers => OVERDRIVEN_DRIVERS,
        Fault::NoEnergizer => NO_ENERGIZER,
        Fault::WornCable => WORN_CABLE,
        Fault::CableNoise => CABLE_NOISE,
        Fault::MaskedClick => MASKED_CLICK,
        Fault::LoudStage => LOUD_STAGE,
        Fault::Occlusion => OCCLUSION,
    })
}
