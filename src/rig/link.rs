//! How the mix travels from the transmitter to the pack.

use super::schema::{described, number, tagged};

tagged! {
    /// The transmission between the desk and the pack.
    pub enum Link {
        /// A cable: transparent.
        "wired" = Wired,
        /// A digital radio link: nothing but its delay.
        "digital" = Digital(DigitalLink),
    }
}

described! {
    /// A digital radio link.
    pub struct DigitalLink {
        /// Delay of the link from in to out, converters included.
        pub latency_ms: f64 = 3.0, number(0.0, 300.0, "ms");
    }
}
