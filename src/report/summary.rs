//! Figures of a rig that stand in the report whatever is found.

use super::bands::{db, Powers};
use super::desk::by_second;
use super::play::{dbspl, weighted_power, DrumFrame, Played};
use super::{limits, Place, BANDS};
use crate::analysis::latency_budget::Budget;
use crate::analysis::noise_dose::Criterion;
use crate::dsp::units;
use crate::rig::Rig;

/// Length of a set that the dose is stated for, h.
pub const SET_H: f64 = 2.0;

/// Figures that stand in the report whatever is found.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Level that the performer listens at, dB SPL for a nominal mix.
    pub level_dbspl: f64,
    /// Level of everything at the louder drum, in the diffuse field, dB(A); none in silence.
    pub field_dba: Option<f64>,
    /// Dose of a set of two hours, as a share of a day's (NIOSH).
    pub dose: f64,
    /// Time until a day's dose is had, h; none when the level does not count.
    pub left_h: Option<f64>,
    /// Emulated delay from the desk to the ear, ms.
    pub latency_ms: f64,
    /// Drop-outs of the link.
    pub drop_outs: u32,
    /// Highest output sample over the ceiling, dB.
    pub over_ceiling_db: f64,
    /// Mean level of the programme and of the room at the drums by band, dB SPL.
    pub programme_dbspl: Vec<f64>,
    /// The room's.
    pub room_dbspl: Vec<f64>,
    /// Level of the programme and of the room second by second, dB SPL, A-weighted.
    pub programme_dba: Vec<f64>,
    /// The room's.
    pub room_dba: Vec<f64>,
    /// The ten seconds in which the room covers most of the mix, or the loudest ones.
    pub worst: Place,
}

/// The figures of a mix on a rig.
pub(super) fn of(played: &Played, rig: &Rig, level_dbspl: f64, drop_outs: u32) -> Summary {
    let field_dba = field_dba(&played.frames);
    let day = Criterion::Niosh;
    let per_hour = field_dba.map_or(0.0, |level| day.dose(level, 1.0));
    let peak = played
        .readings
        .iter()
        .fold(0.0_f32, |peak, r| peak.max(r.peak));
    let ceiling = units::gain(rig.listening.ceiling_dbfs);
    let reference_db = 20.0 * units::REFERENCE_PA.log10();
    let line = |of: &dyn Fn(&DrumFrame) -> [Powers; 2]| -> Vec<f64> {
        let powers = played.frames.iter().map(|frame| weighted_power(&of(frame)));
        let levels = by_second(&played.layout, powers).into_iter();
        levels
            .map(|level_db| (level_db - reference_db).max(0.0))
            .collect()
    };
    let covered = played.frames.iter().map(|frame| {
        let [mix, room] = [&frame.programme, &frame.room].map(weighted_power);
        match room > 0.0 && mix > 1e-9 {
            true => room / (room + mix),
            false => 1e-6 * mix.sqrt(),
        }
    });
    Summary {
        level_dbspl,
        field_dba,
        dose: SET_H * per_hour,
        left_h: (per_hour > 0.0).then(|| 1.0 / per_hour),
        latency_ms: Budget::of(rig).total_ms(),
        drop_outs,
        over_ceiling_db: db(f64::from(peak).powi(2) / ceiling.powi(2)),
        programme_dbspl: spectrum(&played.frames, |frame| &frame.programme),
        room_dbspl: spectrum(&played.frames, |frame| &frame.room),
        programme_dba: line(&|frame| frame.programme),
        room_dba: line(&|frame| frame.room),
        worst: Place::worst(&played.layout, covered),
    }
}

/// Mean level by band, dB SPL.
fn spectrum(frames: &[DrumFrame], of: impl Fn(&DrumFrame) -> &[Powers; 2]) -> Vec<f64> {
    let share = 0.5 / frames.len().max(1) as f64;
    let mean = |band: usize| {
        let both = |frame: &DrumFrame| {
            let [left, right] = of(frame);
            f64::from(left[band]) + f64::from(right[band])
        };
        share * frames.iter().map(both).sum::<f64>()
    };
    (0..BANDS).map(|band| dbspl(mean(band))).collect()
}

/// Mean level of everything at the louder drum, taken back to the diffuse field, dB(A); none in silence.
fn field_dba(frames: &[DrumFrame]) -> Option<f64> {
    let weights: [f64; BANDS] = std::array::from_fn(|band| {
        let to_field_db =
            -crate::chain::meters::weighting::diffuse_field_db(super::CENTERS_HZ[band]);
        10f64.powf(0.1 * (limits::A_WEIGHTING_DB[band] + to_field_db))
    });
    let one = |ear: usize| {
        let power = |frame: &DrumFrame| -> f64 {
            let bands = frame.programme[ear]
                .iter()
                .zip(&frame.room[ear])
                .zip(&weights);
            bands
                .map(|((mix, room), weight)| weight * f64::from(mix + room))
                .sum()
        };
        frames.iter().map(power).sum::<f64>() / frames.len().max(1) as f64
    };
    let louder = one(0).max(one(1));
    (louder > 1e-9).then(|| dbspl(louder))
}
