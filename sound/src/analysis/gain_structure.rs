//! The level of a programme along the way, in real units: from the desk to the drum.
//!
//! *Model*: nominal line level, −18 dBFS RMS, is +4 dBu. The pack's volts follow from the listening
//! level and the earphone's own sensitivity in the ear, as its acoustic network gives it: what level
//! the listener has asked for is what the amplifier must deliver. At the terminals they are divided
//! by output impedance and load; power is what the earphone takes at 1 kHz.
//!
//! A floor wedge that plays the mix adds its level in the same band, past the earphone or into the open
//! ear, in power: it comes later, and not in phase.
//!
//! Nothing here is heard: the chain uses the same sensitivity for limiter, noise and clipping, and the same
//! band of the wedge.
//!
//! *Left out*: noise of the link; a wedge through ambient microphones or noise canceling.
//!
//! *Tests*: `tests/levels.rs`.

use num_complex::Complex64;

use crate::design::{mean_level, performer, wedge_spectrum, DesignError, EarModel};
use crate::dsp::units::{dbspl, NOMINAL_DBFS, REFERENCE_PA};
use crate::rig::{BrokenConductor, Link, Pack, PackMode, Rig, Side};

/// Nominal line level, dBu.
pub const NOMINAL_DBU: f64 = 4.0;

/// 0 dBu, V.
const DBU_V: f64 = 0.774_596_669_241_483_4;

/// Unity of an analog transmitter over nominal line level: a sine 9 dB below full scale in peak,
/// 12 dB in RMS.
const UNITY_OVER_NOMINAL_DB: f64 = 6.0;

/// Frequency at which loads are stated, Hz.
const STATED_HZ: f64 = 1000.0;

/// Sample rate at which the band of a wedge is taken, Hz.
const WEDGE_RATE_HZ: f64 = 48_000.0;

/// The voltage of a level in dBu, V.
#[must_use]
pub fn volts_of_dbu(level_dbu: f64) -> f64 {
    DBU_V * 10_f64.powf(level_dbu / 20.0)
}

/// Voltage division between source and load, dB.
#[must_use]
pub fn divider_db(load_ohm: f64, source_ohm: f64) -> f64 {
    20.0 * (load_ohm / (load_ohm + source_ohm)).log10()
}

/// Sensitivity per volt of an earphone that a data sheet states per milliwatt, dB SPL/V.
#[must_use]
pub fn sensitivity_dbspl_v(sensitivity_dbspl_mw: f64, impedance_ohm: f64) -> f64 {
    sensitivity_dbspl_mw + 10.0 * (1000.0 / impedance_ohm).log10()
}

/// Level that a power in mW gives, dB SPL.
#[must_use]
pub fn level_of_power_dbspl(sensitivity_dbspl_mw: f64, power_mw: f64) -> f64 {
    sensitivity_dbspl_mw + 10.0 * power_mw.log10()
}

/// Gain of a pack's balance on one side for a mix that is alike on both, dB.
fn balance_db(pack: &Pack, side: Side) -> f64 {
    let toward = match side {
        Side::Left => -pack.balance,
        Side::Right => pack.balance,
    };
    match pack.mode {
        PackMode::Stereo | PackMode::Mono => 20.0 * (1.0 + toward).clamp(0.0, 1.0).log10(),
        // It turns from one mix to the other, the same in both ears.
        PackMode::Mix => 0.0,
    }
}

/// Returns whether nothing of a mix that is alike on both sides gets through to one.
fn is_broken(broken: BrokenConductor, side: Side) -> bool {
    match broken {
        BrokenConductor::None => false,
        BrokenConductor::Left => side == Side::Left,
        BrokenConductor::Right => side == Side::Right,
        // Half of the difference of both sides is left.
        BrokenConductor::Return => true,
    }
}

/// Level at the drum of a mix at nominal line level from a floor wedge, dB SPL; none where no wedge plays it.
fn wedge_dbspl(rig: &Rig, sound: &EarModel) -> Option<f64> {
    let wedge = rig.ambient.playing_wedge()?;
    let to_drum = mean_level(|frequency_hz| {
        let to_drum = 10_f64.powf(0.1 * sound.room_to_drum_db(frequency_hz));
        let power = to_drum * wedge_spectrum::power(frequency_hz, WEDGE_RATE_HZ);
        Complex64::from(power.sqrt())
    });
    Some(wedge.level_dbspl + rig.feed.trim_db + 20.0 * to_drum.log10())
}

/// Sum of two levels in power, dB.
fn sum_db(one_db: f64, other_db: f64) -> f64 {
    10.0 * (10_f64.powf(0.1 * one_db) + 10_f64.powf(0.1 * other_db)).log10()
}

/// A programme at nominal line level, alike on both sides, along the way of one rig, one ear, levels RMS.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    /// At the desk's converters, dBFS.
    pub desk_dbfs: f64,
    /// At the transmitter's input, dBu.
    pub desk_dbu: f64,
    /// At an analog transmitter, dB re unity.
    pub link_db: Option<f64>,
    /// The pack's amplifier without load, V.
    pub open_v: f64,
    /// At the earphone's terminals, V.
    pub terminal_v: f64,
    /// Into the earphone, mW.
    pub power_mw: f64,
    /// At the drum, dB SPL: from the earphone, and from a wedge that plays the mix.
    pub drum_dbspl: f64,
    /// At the drum from the earphone alone, dB SPL.
    pub earphone_dbspl: f64,
    /// At the drum from the wedge alone, dB SPL; none where no wedge plays the mix.
    pub wedge_dbspl: Option<f64>,
    /// Level at the drum of the amplifier's loudest sine, dB SPL; none without limit.
    pub loudest_dbspl: Option<f64>,
    /// Level held by the ear limiter, dB SPL; none when it is off.
    pub limit_dbspl: Option<f64>,
    /// The amplifier's noise at the drum, dB SPL, A-weighted; none without noise.
    pub hiss_dbspl: Option<f64>,
    /// The earphone in this ear, from 300 to 1000 Hz: level per volt at its terminals, dB SPL/V.
    pub sensitivity_dbspl_v: f64,
    /// The same per milliwatt, dB SPL/mW.
    pub sensitivity_dbspl_mw: f64,
    /// Magnitude of the earphone's impedance at 1 kHz, Ω.
    pub impedance_ohm: f64,
}

impl Levels {
    /// The levels of a rig.
    ///
    /// # Errors
    /// When the earphone has no solution or makes no sound.
    pub fn of(rig: &Rig, side: Side) -> Result<Self, DesignError> {
        let sound = EarModel::new(rig, side)?;
        let pack = &rig.pack;
        let impedance = sound.solve(STATED_HZ).impedance_ohm;
        let loaded = (impedance / (impedance + pack.output_impedance_ohm)).norm();
        let pa_per_open_v = sound.sensitivity_pa_v();
        let pa_per_v = pa_per_open_v / loaded;
        let mw_per_v2 = 1e3 * impedance.inv().re;
        let set_dbspl =
            performer::choice(rig)?.map_or(rig.listening.level_dbspl, |choice| choice.level_dbspl);
        let volume_db = pack.volume_gain_db() + balance_db(pack, side);
        let sent_dbspl = set_dbspl + rig.feed.trim_db + volume_db;
        let open_v = REFERENCE_PA * 10_f64.powf(sent_dbspl / 20.0) / pa_per_open_v;
        let wired = !is_broken(rig.cable.broken, side);
        let terminal_v = if wired { loaded * open_v } else { 0.0 };
        // What is left of it at the drum: less from beside the ear, nothing through a broken conductor.
        let arriving_db = match (wired, rig.earphone.is_out(side)) {
            (false, _) => f64::NEG_INFINITY,
            (true, true) => 20.0 * mean_level(|f| sound.programme(f)).log10(),
            (true, false) => 0.0,
        };
        let earphone_dbspl = sent_dbspl + arriving_db;
        let wedge_dbspl = wedge_dbspl(rig, &sound);
        let some = |value: f64| (value > 0.0).then(|| dbspl(value * pa_per_open_v) + arriving_db);
        Ok(Self {
            desk_dbfs: NOMINAL_DBFS + rig.feed.trim_db,
            desk_dbu: NOMINAL_DBU + rig.feed.trim_db,
            link_db: match &rig.link {
                Link::AnalogFm(link) => {
                    Some(rig.feed.trim_db + link.input_gain_db - UNITY_OVER_NOMINAL_DB)
                }
                _ => None,
            },
            open_v,
            terminal_v,
            power_mw: mw_per_v2 * terminal_v * terminal_v,
            drum_dbspl: wedge_dbspl.map_or(earphone_dbspl, |wedge| sum_db(earphone_dbspl, wedge)),
            earphone_dbspl,
            wedge_dbspl,
            loudest_dbspl: some(pack.max_output_v),
            limit_dbspl: pack.limiter.then_some(pack.limiter_dbspl + arriving_db),
            hiss_dbspl: some(1e-6 * pack.noise_uv),
            sensitivity_dbspl_v: dbspl(pa_per_v),
            sensitivity_dbspl_mw: dbspl(pa_per_v) - 10.0 * mw_per_v2.log10(),
            impedance_ohm: impedance.norm(),
        })
    }

    /// Notices on what keeps the earphone below the level that the rest of the chain would give: the ear limiter,
    /// and an amplifier that clips.
    #[must_use]
    pub fn notices(&self) -> Vec<String> {
        /// Differences that are not seen in the levels as they are printed, dB.
        const SAME_DB: f64 = 0.05;
        let wanted = self.earphone_dbspl;
        let held = self
            .limit_dbspl
            .filter(|limit| wanted - limit > SAME_DB && limit.is_finite());
        let sent = held.unwrap_or(wanted);
        let clipped = self
            .loudest_dbspl
            .filter(|loudest| sent - loudest > SAME_DB && loudest.is_finite());
        let limiter = held.map(|limit| {
            format!(
                "the ear limiter holds the mix at {limit:.1} dB SPL, {:.1} dB below what the rest of the chain \
                 would give",
                wanted - limit
            )
        });
        let amplifier = clipped.map(|loudest| {
            format!(
                "the amplifier clips: it gives {loudest:.1} dB SPL at most, {:.1} dB below what the chain before \
                 it asks for",
                sent - loudest
            )
        });
        [limiter, amplifier].into_iter().flatten().collect()
    }
}
