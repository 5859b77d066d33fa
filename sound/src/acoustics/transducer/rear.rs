//! The air behind a diaphragm: a volume, its vent, and the shell that the vent may open into.

use num_complex::Complex64;

use crate::acoustics::air::compliance_m3_pa;
use crate::acoustics::frequency::Frequency;
use crate::acoustics::lumped::resistance_and_mass;
use crate::rig;

/// The air behind the diaphragm.
#[derive(Clone, Debug)]
pub(super) struct Rear {
    compliance: f64,
    /// Resistance and mass of the rear vent; none when the back is sealed.
    vent: Option<(f64, f64)>,
    /// Compliance of the shell, and resistance and mass of its vent to the room.
    shell: Option<(f64, Option<(f64, f64)>)>,
}

/// A vent's resistance and mass; none when nothing passes.
pub(super) fn vent(resistance_pa_s_m3: f64, mass_kg_m4: f64) -> Option<(f64, f64)> {
    (resistance_pa_s_m3.is_finite()).then_some((resistance_pa_s_m3, mass_kg_m4))
}

/// Admittance of a vent, m³/(Pa·s).
pub(super) fn admittance(vent: Option<(f64, f64)>, frequency: &Frequency) -> Complex64 {
    vent.map_or(Complex64::default(), |(resistance, mass)| {
        resistance_and_mass(resistance, mass, frequency).inv()
    })
}

impl Rear {
    /// A rear volume with its vent, into a shell or the room.
    pub(super) fn new(
        volume_mm3: f64,
        vent_to: Option<(f64, f64)>,
        shell: Option<&rig::Shell>,
    ) -> Self {
        Self {
            compliance: compliance_m3_pa(volume_mm3),
            vent: vent_to,
            shell: shell.map(|shell| {
                let open = vent(shell.vent_resistance_pa_s_m3, shell.vent_mass_kg_m4);
                (compliance_m3_pa(shell.volume_mm3), open)
            }),
        }
    }

    /// Impedance behind the diaphragm, and the pressure there per pressure in the room with the
    /// diaphragm held.
    pub(super) fn at(&self, frequency: &Frequency) -> (Complex64, Complex64) {
        let volume = frequency.s() * self.compliance;
        let Some((resistance, mass)) = self.vent else {
            return (volume.inv(), Complex64::default());
        };
        let vent = resistance_and_mass(resistance, mass, frequency);
        // The room as the rear vent's far end meets it: through the shell, or at once.
        let (beyond, outside) = match self.shell {
            None => (Complex64::default(), Complex64::new(1.0, 0.0)),
            Some((compliance, shell_vent)) => {
                let open = admittance(shell_vent, frequency);
                let all = (open + frequency.s() * compliance).inv();
                (all, open * all)
            }
        };
        let way = (vent + beyond).inv();
        let behind = (way + volume).inv();
        (behind, way * behind * outside)
    }
}
