//! The ways to the drum that `bodypack response` follows.

use clap::ValueEnum;

/// The ways to the drum, and what else the network tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PathKind {
    /// From the pack's amplifier through the earphone.
    #[value(alias = "programme")]
    Program,
    /// From the room past the earphone.
    Ambient,
    /// The performer's own voice, through bone and through the air.
    OwnVoice,
    /// Load impedance of the pack's amplifier.
    Impedance,
    /// Contribution of each driver to the program.
    Drivers,
    /// All of them over each other; pictures show one ear.
    All,
}
