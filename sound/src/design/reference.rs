//! Reference of the user's own playback, which is divided out.
//!
//! *In the real world* the user's headphones already do something to the sound: what they are tuned to,
//! or more exactly what they were measured to do.
//!
//! *Model*: without a file, the target that such devices are tuned to. With a measured response of the
//! device, that. With an equalizer that corrects the device, what follows from its purpose: device and
//! equalizer together do the target, so the device does *target − equalizer*; and if the user runs
//! the equalizer while listening, what is heard already meets the target, and the file changes
//! nothing.
//!
//! In-ear devices are tuned and measured on couplers, and the user's own ear, which differs from one as
//! the worn ear does, is still there when the user listens: what an ear adds to the coupler at the
//! end of a stiff source is divided out too. Headphones on the ear are no stiff source and do not
//! notice the ear's impedance; for them nothing is added.
//!
//! *Left out*: a device that does less than −30 dB or more than +30 dB somewhere is taken as doing that:
//! nobody's amplifier undoes more.

use crate::acoustics::{ear, Placement};
use crate::curve::{references, Curve};
use crate::design::level_band::LEVEL_BAND_HZ;
use crate::rig::measurement;
use crate::rig::{
    Aligned, CurveRole, Device, Ear, Listening, MeasuredOn, Reference as Target, Rig, Side,
    WearingStyle,
};

/// The band where imported curves are aligned, unless at 1 kHz.
const IMPORTED_BAND_HZ: (f64, f64) = (300.0, 3000.0);

/// The most that is divided out of an imported device, dB.
const MOST_DB: f64 = 30.0;

/// Reference of one ear.
pub(crate) struct Reference {
    target: Curve,
    /// Coupler that the device was tuned on, if the ear makes a difference.
    coupler: Option<ear::Ear>,
}

impl Reference {
    /// Settings taken from a rig for one ear.
    pub(super) fn new(rig: &Rig, side: Side) -> Self {
        let listening = &rig.listening;
        let device = listening.device.as_ref().filter(|device| device.enabled);
        let own = device.and_then(|device| own_response(listening, device, side));
        let (worn, on) = match device {
            Some(device) => (device.worn, device.coupler),
            None if listening.reference == Target::HarmanOverEar => {
                (WearingStyle::OverEar, MeasuredOn::Coupler711)
            }
            None => (WearingStyle::InEar, MeasuredOn::Coupler711),
        };
        Self {
            target: own
                .unwrap_or_else(|| built_in(listening.reference))
                .scaled(listening.amount),
            coupler: (worn == WearingStyle::InEar).then(|| ear_measured_on(on, rig, Side::Left).1),
        }
    }

    /// Level at the drum of the worn ear, dB. The depth of the performer's tips is not that of the
    /// user's device: both sides are taken in the left ear.
    pub(super) fn level_db(&self, frequency_hz: f64, worn: &ear::Ear) -> f64 {
        let ears = self.coupler.as_ref().map_or(0.0, |coupler| {
            worn.stiff_source_level_db(frequency_hz) - coupler.stiff_source_level_db(frequency_hz)
        });
        self.target.level_db(frequency_hz) + ears
    }
}

/// Returns whether both ears have the same divided out.
pub(super) fn is_symmetric(listening: &Listening) -> bool {
    let device = listening.device.as_ref().filter(|device| device.enabled);
    device.is_none_or(Device::is_symmetric)
}

/// A target, aligned.
fn built_in(reference: Target) -> Curve {
    let (low_hz, high_hz) = LEVEL_BAND_HZ;
    match reference {
        Target::HarmanInEar => references::harman_in_ear(),
        Target::DiffuseField => references::diffuse_field(),
        Target::Flat => references::flat(),
        Target::HarmanOverEar => references::harman_over_ear(),
    }
    .normalized_over(low_hz, high_hz)
}

/// Response of the user's device from a file, dB.
fn own_response(listening: &Listening, device: &Device, side: Side) -> Option<Curve> {
    let curve = measurement::curve_of(device.curve(side)?);
    let (low_hz, high_hz) = IMPORTED_BAND_HZ;
    let aligned = match device.aligned {
        Aligned::Band => curve.normalized_over(low_hz, high_hz),
        Aligned::OneKilohertz => curve.normalized_at(1000.0),
    };
    let response = match (device.holds, device.equaliser_runs) {
        (CurveRole::Response, _) => aligned,
        (CurveRole::Correction, false) => built_in(listening.reference).subtract(&aligned),
        (CurveRole::Correction, true) => built_in(listening.reference),
    };
    Some(response.held_within(-MOST_DB, MOST_DB).0)
}

/// The ear that a measurement was made on, at the depth of the rig's tip. What nobody says is taken
/// as a 711 coupler.
pub(super) fn ear_measured_on(on: MeasuredOn, rig: &Rig, side: Side) -> (Ear, ear::Ear) {
    let ear = match on {
        MeasuredOn::Coupler711 | MeasuredOn::Unknown => Ear::Coupler711,
        MeasuredOn::Type43 => Ear::Type43,
    };
    (ear, ear_of(&Placement::of(ear, 0.0), &rig.earphone, side))
}

/// The ear of a placement, at the depth of an earphone's tip.
fn ear_of(placement: &Placement, earphone: &crate::rig::Earphone, side: Side) -> ear::Ear {
    ear::Ear::new(
        placement.ear,
        placement.temperature_c,
        earphone.tip.canal_mm(side),
    )
}
