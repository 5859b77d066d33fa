//! How one ear of a rig sounds: the network's answers in the units of the chain.

use num_complex::Complex64;

use super::{grid, DesignError};
use crate::acoustics::{bone_conduction, ear, Network, Placement, Solution};
use crate::curve::{references, Curve};
use crate::rig::{Earphone, Listening, Port, Reference, Rig, Seal, Side};

/// The band whose mean level is the unit of the programme, Hz.
const LEVEL_BAND_HZ: (f64, f64) = (300.0, 1000.0);

/// One ear of a rig, ready to be asked.
pub struct Sound {
    programme: Network,
    sealed: Network,
    room: Network,
    worn_ear: ear::Ear,
    coupler: ear::Ear,
    target: Curve,
    diffuse_field: Curve,
    sensitivity_pa_v: f64,
}

impl Sound {
    /// Sets up the networks of one ear.
    ///
    /// # Errors
    /// When the earphone has no solution or makes no sound.
    pub fn new(rig: &Rig, side: Side) -> Result<Self, DesignError> {
        let placement = Placement::of(rig.listening.ear, rig.pack.output_impedance_ohm);
        let programme = Network::new(&rig.earphone, side, &placement)?;
        let sealed = Network::new(&sealed(&rig.earphone), side, &placement)?;
        // Sound gets in through the skin even where a coupler's wall of steel is compared.
        let worn = Placement {
            wall: true,
            ..placement
        };
        let room = Network::new(&rig.earphone, side, &worn)?;
        let sensitivity_pa_v = mean_level(|f| sealed.solve(f).drum_pa_per_v);
        if !(sensitivity_pa_v.is_finite() && sensitivity_pa_v > 0.0) {
            return Err(DesignError::Silent);
        }
        Ok(Self {
            programme,
            sealed,
            room,
            worn_ear: ear_of(&placement, &rig.earphone),
            coupler: ear_of(&Placement::coupler(0.0), &rig.earphone),
            target: target(&rig.listening),
            diffuse_field: references::diffuse_field().normalised_at(100.0),
            sensitivity_pa_v,
        })
    }

    /// Mean sensitivity of the sealed earphone from 300 to 1000 Hz, Pa at the drum per volt of the
    /// pack's unloaded output.
    pub fn sensitivity_pa_v(&self) -> f64 {
        self.sensitivity_pa_v
    }

    /// The network's full answer for the programme at a frequency in Hz.
    pub fn solve(&self, frequency_hz: f64) -> Solution {
        self.programme.solve(frequency_hz)
    }

    /// Programme response at the drum; 1 is the sealed earphone's mean from 300 to 1000 Hz.
    pub fn programme(&self, frequency_hz: f64) -> Complex64 {
        self.programme.solve(frequency_hz).drum_pa_per_v / self.sensitivity_pa_v
    }

    /// The same without leak and port.
    pub fn sealed(&self, frequency_hz: f64) -> Complex64 {
        self.sealed.solve(frequency_hz).drum_pa_per_v / self.sensitivity_pa_v
    }

    /// Level of the room at the drum with the earphone in, against the open ear, dB. The sound that
    /// bone conducts past any earphone is added in power.
    pub fn isolation_db(&self, frequency_hz: f64) -> f64 {
        let air = self.room.solve(frequency_hz).isolation.norm_sqr();
        let bone = 10f64.powf(-bone_conduction::ceiling_db(frequency_hz) / 10.0);
        10.0 * (air + bone).log10()
    }

    /// Level at the drum of a diffuse sound field, dB re the field.
    pub fn room_to_drum_db(&self, frequency_hz: f64) -> f64 {
        self.isolation_db(frequency_hz) + self.diffuse_field.level_db(frequency_hz)
    }

    /// What is divided out for the user's own playback, dB: as much as is wanted of what the
    /// user's device is tuned to, and all of what a human ear adds to a 711 coupler at the end of
    /// the same stiff source. Devices are tuned on couplers, and the user's own ear, which makes
    /// the same difference, is still there when the user listens.
    pub fn reference_db(&self, frequency_hz: f64) -> f64 {
        self.target.level_db(frequency_hz) + self.worn_ear.stiff_source_level_db(frequency_hz)
            - self.coupler.stiff_source_level_db(frequency_hz)
    }
}

/// The ear of a placement, at the depth of an earphone's tip.
fn ear_of(placement: &Placement, earphone: &Earphone) -> ear::Ear {
    ear::Ear::new(
        placement.ear,
        placement.temperature_c,
        earphone.tip.residual_canal_mm,
    )
}

/// The earphone with nothing open at the tip.
fn sealed(earphone: &Earphone) -> Earphone {
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

/// What the user's device is tuned to, scaled by its amount.
fn target(listening: &Listening) -> Curve {
    let (low_hz, high_hz) = LEVEL_BAND_HZ;
    match listening.reference {
        Reference::HarmanInEar => references::harman_in_ear(),
        Reference::DiffuseField => references::diffuse_field(),
        Reference::Flat => references::flat(),
    }
    .normalised_over(low_hz, high_hz)
    .scaled(listening.amount)
}

/// Root mean square of a response over the level band, evenly in log frequency.
fn mean_level(response: impl Fn(f64) -> Complex64) -> f64 {
    let (low_hz, high_hz) = LEVEL_BAND_HZ;
    let frequencies = grid::log_grid(low_hz, high_hz, 24.0);
    let sum: f64 = frequencies.iter().map(|&f| response(f).norm_sqr()).sum();
    (sum / frequencies.len() as f64).sqrt()
}
