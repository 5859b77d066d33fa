//! A tube with a damper somewhere in it, or either alone.

use super::air::Air;
use super::frequency::Frequency;
use super::lumped::resistance_and_mass;
use super::tube::Tube;
use super::two_port::TwoPort;
use crate::acoustics::norton_port::NortonPort;
use crate::rig;
use num_complex::Complex64;

/// The way from a driver to its bore, through a bore, or through the tip.
#[derive(Clone, Debug)]
pub struct DampedTube {
    tube: Option<Tube>,
    damper: Option<rig::Damper>,
}

impl DampedTube {
    /// A tube of `length_mm` and `radius_mm` (none when it has no length) with a damper in it.
    pub fn new(air: &Air, length_mm: f64, radius_mm: f64, damper: Option<&rig::Damper>) -> Self {
        Self {
            tube: (length_mm > 0.0).then(|| Tube::new(air, length_mm, radius_mm)),
            damper: damper.cloned(),
        }
    }

    /// The line seen by its two-ports in order from the driver's end, at most three.
    fn pieces(&self, frequency: &Frequency) -> [Option<TwoPort>; 3] {
        let damper = self.damper.as_ref().map(|damper| {
            TwoPort::series(resistance_and_mass(
                damper.resistance_pa_s_m3,
                damper.mass_kg_m4,
                frequency,
            ))
        });
        let Some(tube) = &self.tube else {
            return [None, damper, None];
        };
        let medium = tube.medium(frequency);
        let position = self.damper.as_ref().map_or(1.0, |damper| damper.position);
        let piece = |fraction: f64| (fraction > 0.0).then(|| tube.piece(&medium, fraction));
        [piece(position), damper, piece(1.0 - position)]
    }

    /// Its chain matrix.
    pub fn matrix(&self, frequency: &Frequency) -> TwoPort {
        self.pieces(frequency)
            .into_iter()
            .flatten()
            .reduce(|chain, piece| chain * piece)
            .unwrap_or(TwoPort::IDENTITY)
    }

    /// A source seen through it, and how much of the shorted port's flow is left.
    pub fn seen_through(
        &self,
        source: NortonPort,
        frequency: &Frequency,
    ) -> (NortonPort, Complex64) {
        let mut seen = source;
        let mut left = Complex64::new(1.0, 0.0);
        for piece in self.pieces(frequency).into_iter().flatten() {
            let step;
            (seen, step) = seen.through(&piece);
            left *= step;
        }
        (seen, left)
    }
}
