//! One of the two ears, as typed.

use bodypack::rig::Side;
use clap::ValueEnum;

/// One of the two ears, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Ear {
    Left,
    Right,
}

impl From<Ear> for Side {
    fn from(ear: Ear) -> Self {
        match ear {
            Ear::Left => Self::Left,
            Ear::Right => Self::Right,
        }
    }
}
