//! The fixture of data sheets: a motor with its tube and bore on a 711 coupler.

use super::driver::{Driver, Transducer, Tube};
use super::earphone::{Bore, Earphone, Seal, Tip};
use super::link::Link;
use super::listening::{Ear, Reference};
use super::Rig;

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

impl Rig {
    /// An earphone on a 711 coupler, from a source of 0.1 Ω: its output is the pressure at the coupler's microphone.
    #[must_use]
    pub fn on_coupler(earphone: Earphone) -> Self {
        let mut rig = Self {
            earphone,
            ..Self::default()
        };
        rig.put_on_coupler();
        rig.pack.output_impedance_ohm = 0.1;
        rig
    }

    /// Puts the earphone on a 711 coupler: by cable, without room or own voice, and with nothing divided out for the
    /// listener's own headphones.
    pub fn put_on_coupler(&mut self) {
        self.link = Link::Wired;
        self.ambient.enabled = false;
        self.own_voice.enabled = false;
        self.listening.ear = Ear::Coupler711;
        self.listening.reference = Reference::Flat;
        self.listening.amount = 0.0;
    }
}
