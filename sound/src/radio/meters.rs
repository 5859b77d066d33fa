//! Readings of a receiver.

/// Readings of a receiver.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meters {
    /// Received power, dBm; none without radio.
    pub received_dbm: Option<f64>,
    /// Carrier over noise, dB; none without radio.
    pub cnr_db: Option<f64>,
    /// True if the receiver is muted or the packets are lost.
    pub muted: bool,
    /// Number of drop-outs since the link began or was reset.
    pub drop_outs: u32,
    /// Levels at the compander; none without one.
    pub companded: Option<super::analog::Companded>,
}

impl Meters {
    pub(crate) fn new(reading: super::channel::Reading, open: bool, drop_outs: u32) -> Self {
        Self {
            received_dbm: Some(reading.received_dbm),
            cnr_db: Some(reading.cnr_db),
            muted: !open,
            drop_outs,
            companded: None,
        }
    }
}
