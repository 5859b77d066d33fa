//! Model of one ear of a rig: the network's solution in the units of the chain.

mod binaural;
mod states;

use std::sync::Arc;

use num_complex::Complex64;

use super::face_cache::FaceCache;
use super::reference::Reference;
use super::DesignError;
use crate::acoustics::air::Air;
use crate::acoustics::vent::Vents;
use crate::acoustics::{
    bone_conduction, occlusion, DriverState, Face, Network, Placement, Solution,
};
use crate::curve::{references, Curve};
use crate::design::level_band::mean_level;
use crate::design::open_ear::{open_ear, Open};
use crate::design::unworn::UnwornEarphone;
use crate::rig::{Rig, Side};
pub(crate) use binaural::BinauralModel;
use states::{sealed, unbiased, MeasuredSound};

/// Corner of bone conduction to the open ear, Hz.
const BONE_HZ: f64 = 1500.0;

/// Level of the own voice by way of the air at the open drum, dB re its bone-conducted part: about
/// as loud, and bone leads around 1 kHz (Békésy 1949; Reinfeldt et al. 2010; to 5 dB).
const MOUTH_DB: f64 = -4.0;

/// The own voice at one drum by its ways, dB re its bone-conducted part in the open ear below 1.5 kHz.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnVoicePaths {
    /// Bone-conducted part, with the occlusion effect.
    pub bone_db: f64,
    /// Airborne part from the mouth, past the earphone.
    pub air_db: f64,
    /// Both, in power.
    pub whole_db: f64,
    /// The occlusion effect in it.
    pub effect_db: f64,
    /// Both with the ear open.
    pub open_db: f64,
}

/// One ear of a rig, ready to be asked.
pub struct EarModel {
    programme: Network,
    /// Solutions of it from earlier designs, and for later ones.
    faces: Option<Arc<FaceCache>>,
    /// Paths to the room with nothing open at the tip.
    sealed: Vents,
    /// The ways that the room takes.
    room: Vents,
    reference: Reference,
    measured: Option<MeasuredSound>,
    open: &'static Open,
    /// Share of the canal's wall that moves beyond the tip's face.
    exposed: f64,
    ways: occlusion::Ways,
    /// The earphone where it hangs, when it is out of the ear.
    out: Option<UnwornEarphone>,
    diffuse_field: Curve,
    sensitivity_pa_v: f64,
}

impl EarModel {
    /// Sets up the networks of one ear.
    ///
    /// # Errors
    /// When the earphone has no solution or makes no sound.
    pub fn new(rig: &Rig, side: Side) -> Result<Self, DesignError> {
        Self::with_faces(rig, side, None, None)
    }

    /// Like [`Self::new`] with the sensitivity of the other ear, if that is known to be the same, and
    /// with what was solved of the network before.
    fn with_faces(
        rig: &Rig,
        side: Side,
        known_pa_v: Option<f64>,
        faces: Option<Arc<FaceCache>>,
    ) -> Result<Self, DesignError> {
        let placement = Placement::of(rig.listening.ear, rig.pack.output_impedance_ohm);
        let powered = Network::new(&rig.earphone, side, &placement)?;
        let air = Air::new(placement.temperature_c);
        let sealed = Vents::new(&air, &sealed(&rig.earphone), side, placement.wall);
        // Sound gets in through the skin even where a coupler's wall of steel is compared.
        let room = Vents::new(&air, &rig.earphone, side, true);
        // Levels refer to the earphone as it should be, so that nothing else changes when a part of
        // it has no power.
        let sensitivity_pa_v = known_pa_v
            .unwrap_or_else(|| mean_level(|f| powered.face(f).solve(&sealed).drum_pa_per_v));
        if !(sensitivity_pa_v.is_finite() && sensitivity_pa_v > 0.0) {
            return Err(DesignError::Silent);
        }
        let programme = if rig.pack.energizer {
            powered
        } else {
            Network::new(&unbiased(&rig.earphone), side, &placement)?
        };
        let measured = MeasuredSound::new(rig, side, &programme, &placement)?;
        Ok(Self {
            programme,
            faces,
            sealed,
            room,
            reference: Reference::new(rig, side),
            measured,
            open: open_ear(rig.listening.ear),
            exposed: occlusion::exposed(rig.listening.ear, rig.earphone.tip.canal_mm(side)),
            ways: occlusion::Ways::of(rig.listening.ear),
            out: match rig.earphone.is_out(side) {
                true => Some(UnwornEarphone::new(&rig.earphone, side, &placement)?),
                false => None,
            },
            diffuse_field: references::diffuse_field().normalized_at(100.0),
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
        self.face(frequency_hz).solve(self.programme.vents())
    }

    /// The network at a frequency in Hz but for the ways to the room.
    fn face(&self, frequency_hz: f64) -> Face {
        let solve = || self.programme.face(frequency_hz);
        match &self.faces {
            Some(faces) => faces.at(frequency_hz, solve),
            None => solve(),
        }
    }

    /// Solves the state inside each driver entry at a frequency in Hz; also the pressure at the
    /// drum per volt, Pa/V.
    pub(crate) fn inside(&self, frequency_hz: f64, insides: &mut [DriverState]) -> Complex64 {
        self.programme.solve_inside(frequency_hz, insides)
    }

    /// Programme response at the drum; 1 is the sealed earphone's mean from 300 to 1000 Hz.
    pub fn programme(&self, frequency_hz: f64) -> Complex64 {
        if self.measured.is_some() {
            return Complex64::from(10f64.powf(self.programme_db(frequency_hz) / 20.0));
        }
        self.now_pa_v(frequency_hz) / self.sensitivity_pa_v
    }

    /// Transfer to the drum as worn, or hanging beside the ear, Pa/V.
    fn now_pa_v(&self, frequency_hz: f64) -> Complex64 {
        match &self.out {
            Some(out) => out.at_ear_pa_v(frequency_hz),
            None => self.solve(frequency_hz).drum_pa_per_v,
        }
    }

    /// The part of [`Self::programme`] that each driver gives; the parts add up to it.
    pub fn drivers(&self, frequency_hz: f64, parts: &mut [Complex64]) {
        self.programme.solve_drivers(frequency_hz, parts);
        // Where the whole is measured, or the earphone hangs beside the ear, their shares stay those
        // of the network.
        let scale = if self.measured.is_some() || self.out.is_some() {
            let whole = self.solve(frequency_hz).drum_pa_per_v;
            let heard = self.programme(frequency_hz);
            match self.measured {
                Some(_) => Complex64::from(heard.norm() / whole.norm()),
                None => heard / whole,
            }
        } else {
            Complex64::from(1.0 / self.sensitivity_pa_v)
        };
        for part in parts {
            *part *= scale;
        }
    }

    /// [`Self::programme`] as a level, dB.
    pub fn programme_db(&self, frequency_hz: f64) -> f64 {
        self.measured_or_solved_db(self.now_pa_v(frequency_hz), frequency_hz)
    }

    fn measured_or_solved_db(&self, now: Complex64, frequency_hz: f64) -> f64 {
        let (known_db, then) = match &self.measured {
            Some(measured) => {
                let then = measured.state.face(frequency_hz).solve(&self.sealed);
                (
                    measured.curve.level_db(frequency_hz),
                    then.drum_pa_per_v.norm(),
                )
            }
            None => (0.0, self.sensitivity_pa_v),
        };
        known_db + 20.0 * (now.norm() / then).log10()
    }

    /// The measured earphone's level at the drum, dB, sealed and on the source that it was measured
    /// from; none when the network is heard.
    pub(crate) fn measured(&self) -> Option<&Curve> {
        self.measured.as_ref().map(|measured| &measured.curve)
    }

    /// [`Self::programme`] without leak and port.
    pub fn sealed(&self, frequency_hz: f64) -> Complex64 {
        let solution = self.face(frequency_hz).solve(&self.sealed);
        if self.measured.is_some() {
            let level_db = self.measured_or_solved_db(solution.drum_pa_per_v, frequency_hz);
            return Complex64::from(10f64.powf(level_db / 20.0));
        }
        solution.drum_pa_per_v / self.sensitivity_pa_v
    }

    /// Programme and room of the ears of one rig from one solution: [`Self::programme`] and
    /// [`Self::room_to_drum_db`] of each. They differ in their ways to the room alone.
    pub(crate) fn together<const EARS: usize>(
        ears: [&Self; EARS],
        frequency_hz: f64,
    ) -> [(Complex64, f64); EARS] {
        if ears.iter().any(|ear| ear.out.is_some()) {
            return ears.map(|ear| {
                (
                    ear.programme(frequency_hz),
                    ear.room_to_drum_db(frequency_hz),
                )
            });
        }
        let face = ears.first().map(|ear| ear.face(frequency_hz));
        ears.map(|ear| {
            let Some(face) = &face else {
                return (Complex64::ZERO, 0.0);
            };
            let programme = face.solve(ear.programme.vents());
            (
                programme.drum_pa_per_v / ear.sensitivity_pa_v,
                ear.field_at_drum_db(face, frequency_hz),
            )
        })
    }

    /// Level of the room at the drum with the earphone in, against the open ear, dB. The sound that
    /// bone conducts past any earphone is added in power.
    pub fn isolation_db(&self, frequency_hz: f64) -> f64 {
        self.worn_db(&self.face(frequency_hz), frequency_hz)
    }

    /// Like [`Self::isolation_db`]: as [`Insertion`](crate::acoustics::open_ear::Insertion) has it,
    /// with what is known of the open ear.
    fn worn_db(&self, face: &Face, frequency_hz: f64) -> f64 {
        if self.out.is_some() {
            return 0.0;
        }
        let bone = 10f64.powf(-0.1 * bone_conduction::ceiling_db(frequency_hz));
        10.0 * (self.air(face, frequency_hz) + bone).log10()
    }

    /// Power of the room at the drum by way of the air, against the open ear.
    fn air(&self, face: &Face, frequency_hz: f64) -> f64 {
        let to_drum = face.solve(&self.room).isolation * face.ear().drum_transfer;
        to_drum.norm_sqr() / 10f64.powf(0.1 * self.open.gain_db.level_db(frequency_hz))
    }

    /// Level of the own voice at the drum, dB re its bone-conducted part in the open ear below
    /// 1.5 kHz, with so much of the occlusion effect in decibels.
    pub fn own_voice_db(&self, frequency_hz: f64, occlusion: f64) -> f64 {
        self.own_voice_at_db(&self.face(frequency_hz), frequency_hz, occlusion)
    }

    fn own_voice_at_db(&self, face: &Face, frequency_hz: f64, occlusion: f64) -> f64 {
        let bone = 1.0 / (1.0 + (frequency_hz / BONE_HZ).powi(4));
        let mouth = 10f64.powf(0.1 * MOUTH_DB);
        if self.out.is_some() {
            return 10.0 * (bone + mouth).log10();
        }
        let wall = self.exposed * face.impedance(&self.room) * face.ear().drum_transfer;
        let open = 10f64.powf(0.1 * self.open.wall_db.level_db(frequency_hz));
        let whole_db = self.ways.effect_db(wall.norm_sqr(), open, frequency_hz);
        let effect_db = occlusion * whole_db;
        let boom = 10f64.powf(0.1 * effect_db);
        10.0 * (bone * boom + mouth * self.air(face, frequency_hz)).log10()
    }

    /// The own voice by its ways, as [`Self::own_voice_db`] adds them up.
    pub fn own_voice(&self, frequency_hz: f64, occlusion: f64) -> OwnVoicePaths {
        let bone = 1.0 / (1.0 + (frequency_hz / BONE_HZ).powi(4));
        let mouth = 10f64.powf(0.1 * MOUTH_DB);
        let decibels = |power: f64| 10.0 * power.log10();
        let open_db = decibels(bone + mouth);
        if self.out.is_some() {
            return OwnVoicePaths {
                bone_db: decibels(bone),
                air_db: MOUTH_DB,
                whole_db: open_db,
                effect_db: 0.0,
                open_db,
            };
        }
        let face = self.face(frequency_hz);
        let wall = self.exposed * face.impedance(&self.room) * face.ear().drum_transfer;
        let open = 10f64.powf(0.1 * self.open.wall_db.level_db(frequency_hz));
        let whole_db = self.ways.effect_db(wall.norm_sqr(), open, frequency_hz);
        let effect_db = occlusion * whole_db;
        OwnVoicePaths {
            bone_db: decibels(bone) + effect_db,
            air_db: MOUTH_DB + decibels(self.air(&face, frequency_hz)),
            whole_db: self.own_voice_at_db(&face, frequency_hz, occlusion),
            effect_db,
            open_db,
        }
    }

    /// Level at the drum of what an ambient microphone of unity gain hears, dB re the field: what
    /// the open ear gets, but for what the fit takes from the earphone.
    pub fn microphone_db(&self, frequency_hz: f64) -> f64 {
        let fit = self.programme(frequency_hz).norm() / self.sealed(frequency_hz).norm();
        20.0 * fit.log10() + self.diffuse_field.level_db(frequency_hz)
    }

    /// Below what frequency the leak takes the bass of what is made in the canal, Hz.
    pub fn leak_corner_hz(&self) -> f64 {
        self.programme.leak_corner_hz()
    }

    /// Level at the drum of a diffuse sound field, dB re the field.
    pub fn room_to_drum_db(&self, frequency_hz: f64) -> f64 {
        self.field_at_drum_db(&self.face(frequency_hz), frequency_hz)
    }

    fn field_at_drum_db(&self, face: &Face, frequency_hz: f64) -> f64 {
        self.worn_db(face, frequency_hz) + self.diffuse_field.level_db(frequency_hz)
    }

    /// Reference divided out for the user's own playback, dB: the wanted amount of the device's
    /// response, and, for a device in the ear, all of a human ear's difference from a coupler.
    pub fn reference_db(&self, frequency_hz: f64) -> f64 {
        self.level_of_db(&self.reference, frequency_hz)
    }

    /// Level of another reference in this ear, dB.
    pub(crate) fn level_of_db(&self, reference: &Reference, frequency_hz: f64) -> f64 {
        reference.level_db(frequency_hz, self.programme.ear())
    }
}
