//! An earphone that hangs out of its ear.
//!
//! Sound pushed out of the tip spreads from a point: the pressure at the ear is jωρU/(4πr). The
//! rest of the mix is thin and some 60 dB down; the ear is open to the room.

use num_complex::Complex64;

use super::DesignError;
use crate::acoustics::air::Air;
use crate::acoustics::frequency::Frequency;
use crate::acoustics::lumped::{resistance_and_mass, FREE_END};
use crate::acoustics::{Network, Placement};
use crate::rig::{Earphone, Port, Seal, Side};

/// Way from the hanging tip to the ear, m.
const DISTANCE_M: f64 = 0.15;

/// Resistance of the free tip's opening, Pa·s/m³: next to none.
const OPENING_PA_S_M3: f64 = 1e5;

/// A hanging earphone.
pub(super) struct UnwornEarphone {
    network: Network,
    mass_kg_m4: f64,
    density_kg_m3: f64,
}

impl UnwornEarphone {
    /// One side of an earphone, out of the ear of a placement.
    ///
    /// # Errors
    /// See [`Network::new`].
    pub(super) fn new(
        earphone: &Earphone,
        side: Side,
        placement: &Placement,
    ) -> Result<Self, DesignError> {
        let density_kg_m3 = Air::new(placement.temperature_c).density_kg_m3;
        let radius_m = 1e-3 * earphone.tip.bore_radius_mm;
        let mass_kg_m4 = FREE_END * density_kg_m3 / (std::f64::consts::PI * radius_m);
        let free = Earphone {
            seal: Seal {
                left_resistance_pa_s_m3: OPENING_PA_S_M3,
                right_resistance_pa_s_m3: OPENING_PA_S_M3,
                mass_kg_m4,
            },
            port: Port::None,
            ..earphone.clone()
        };
        let hanging = Placement {
            wall: false,
            ..*placement
        };
        Ok(Self {
            network: Network::new(&free, side, &hanging)?,
            mass_kg_m4,
            density_kg_m3,
        })
    }

    /// Pressure at the ear per volt of the pack, Pa/V.
    pub(super) fn at_ear_pa_v(&self, frequency_hz: f64) -> Complex64 {
        let frequency = Frequency::new(frequency_hz);
        let ear = self.network.ear().at(&frequency);
        let face = self.network.solve(frequency_hz).drum_pa_per_v / ear.drum_transfer;
        let flow = face / resistance_and_mass(OPENING_PA_S_M3, self.mass_kg_m4, &frequency);
        frequency.s() * self.density_kg_m3 / (4.0 * std::f64::consts::PI * DISTANCE_M) * flow
    }
}
