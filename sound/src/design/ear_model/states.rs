//! States in which an earphone is solved: measured, sealed, without bias.

use super::super::{measured, DesignError};
use crate::acoustics::{Network, Placement};
use crate::curve::Curve;
use crate::rig::{Earphone, Port, Rig, Seal, Side};

/// A measured earphone with the network in the state in which it was measured, but for its seal.
pub(super) struct MeasuredSound {
    pub(super) curve: Curve,
    pub(super) state: Network,
}

impl MeasuredSound {
    pub(super) fn new(
        rig: &Rig,
        side: Side,
        programme: &Network,
        placement: &Placement,
    ) -> Result<Option<Self>, DesignError> {
        let Some(curve) = measured::at_drum(rig, side, programme.ear()) else {
            return Ok(None);
        };
        let source = rig.earphone.measured.as_ref();
        let placement = Placement {
            source_impedance_ohm: source.map_or(0.0, |m| m.source_impedance_ohm),
            ..*placement
        };
        let state = Network::new(&rig.earphone, side, &placement)?;
        Ok(Some(Self { curve, state }))
    }
}

/// The earphone with nothing open at the tip.
pub(super) fn sealed(earphone: &Earphone) -> Earphone {
    Earphone {
        seal: Seal {
            left_resistance_pa_s_m3: f64::INFINITY,
            right_resistance_pa_s_m3: f64::INFINITY,
            mass_kg_m4: 0.0,
        },
        port: Port::None,
        ..earphone.clone()
    }
}

/// The earphone without bias on its electrostatic diaphragms: they are there, and silent.
pub(super) fn unbiased(earphone: &Earphone) -> Earphone {
    /// A ten-millionth of a usual bias: −170 dB.
    const NONE_V: f64 = 1e-6;
    let mut earphone = earphone.clone();
    for driver in &mut earphone.drivers {
        if let Some(bias_v) = driver.motor.kind_mut().bias_v_mut() {
            *bias_v = NONE_V;
        }
    }
    earphone
}
