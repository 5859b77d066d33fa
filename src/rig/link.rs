//! How the mix travels from the transmitter to the pack.

use serde::{Deserialize, Serialize};

/// The transmission between the desk and the pack.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Link {
    /// A cable: transparent.
    #[default]
    Wired,
    /// A digital radio link: nothing but its delay.
    Digital(DigitalLink),
}

/// A digital radio link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DigitalLink {
    /// One-way latency, converters included, 0 to 300 ms.
    pub latency_ms: f64,
}

impl Default for DigitalLink {
    fn default() -> Self {
        Self { latency_ms: 3.0 }
    }
}
