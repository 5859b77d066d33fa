//! The fixture of data sheets: a motor with its tube and bore on a 711 coupler.

use super::driver::{Driver, Transducer, Tube};
use super::earphone::{Bore, Earphone, Seal, Tip};

/// From the reference plane of a 711 coupler to its microphone, mm: half a wavelength at 13.5 kHz.
pub const REFERENCE_PLANE_MM: f64 = 12.6;

impl Earphone {
    /// A motor on the fixture of its data sheet: airtight, and its bore ends at the reference plane of a 711 coupler.
    /// Tube and bore are length and radius in mm.
    #[must_use]
    pub fn on_fixture(
        motor: Transducer,
        count: u32,
        tube: Option<(f64, f64)>,
        bore: (f64, f64),
    ) -> Self {
        let driver = Driver {
            motor,
            count,
            tube: tube.map(|(length_mm, radius_mm)| Tube {
                length_mm,
                radius_mm,
            }),
            ..Driver::default()
        };
        let bore = Bore {
            length_mm: bore.0,
            radius_mm: bore.1,
            damper: None,
        };
        Self {
            drivers: vec![driver],
            bores: vec![bore],
            tip: Tip {
                bore_length_mm: 0.0,
                residual_canal_mm: REFERENCE_PLANE_MM,
                ..Tip::default()
            },
            seal: Seal {
                left_resistance_pa_s_m3: f64::INFINITY,
                right_resistance_pa_s_m3: f64::INFINITY,
                ..Seal::default()
            },
            ..Self::default()
        }
    }
}
