//! Reasons for which a rig cannot be designed.

use crate::acoustics::NetworkError;

/// Why a rig could not be designed.
#[derive(Debug, thiserror::Error)]
pub enum DesignError {
    /// The network has no solution.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The earphone gives no sound at all in the middle of the band.
    #[error("the earphone gives no sound between 300 and 1000 Hz")]
    Silent,
}
