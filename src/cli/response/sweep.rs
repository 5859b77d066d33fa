//! One ear of a rig, solved over the audible range.

use bodypack::acoustics::open_ear::Insertion;
use bodypack::acoustics::{bone_conduction, Network, NetworkError, Placement};
use bodypack::design::{EarModel, OwnVoicePaths};
use bodypack::rig::{Ear, Earphone, Port, Rig, Seal, Side};
use num_complex::Complex64;

use super::measured_phase::MeasuredPhase;
use crate::cli::plot::{Look, Trace};
use crate::cli::CliError;

/// The voltage that levels are stated at: 0.1 V rms, as data sheets of in-ear drivers do.
pub const DRIVE_V: f64 = 0.1;
/// Frequency up to which a 711 coupler tells what an ear hears, Hz: its own half-wave is above, and
/// IEC 60318-4 has it as a coupler, not as an ear, from 10 kHz on.
pub const COUPLER_TO_HZ: f64 = 12_500.0;
/// Width of the change from the coupler to the trend, octaves.
const BLEND_OCTAVES: f64 = 1.0 / 3.0;
/// Lowest frequency of the trend, Hz.
const TREND_FROM_HZ: f64 = 8000.0;
/// 0 dB SPL.
const REFERENCE_PA: f64 = 20e-6;

/// Solution of the network at one frequency.
pub struct Point {
    pub frequency_hz: f64,
    pub drum_pa_per_v: Complex64,
    /// The same without leak and port.
    pub sealed_pa_per_v: Complex64,
    /// Contribution of each driver entry, the others being silent.
    pub parts_pa_per_v: Vec<Complex64>,
    /// Group delay of the programme, ms.
    pub group_delay_ms: f64,
    pub isolation: Complex64,
    pub impedance_ohm: Complex64,
    /// The own voice by its ways.
    pub own_voice: OwnVoicePaths,
    /// True if the earphone hangs beside the ear.
    is_out: bool,
}

impl Point {
    /// Level at the drum with [`DRIVE_V`] from the pack, dB SPL.
    pub fn level_dbspl(&self) -> f64 {
        level_dbspl(self.drum_pa_per_v)
    }

    /// Sensitivity at the earphone's own terminals: dB SPL at 1 V, and at 1 mW into |Z|.
    pub fn sensitivity_dbspl(&self, source_ohm: f64) -> (f64, f64) {
        let divider = self.impedance_ohm / (self.impedance_ohm + source_ohm);
        let per_volt = decibels((self.drum_pa_per_v / divider).norm() / REFERENCE_PA);
        let per_milliwatt = per_volt + 0.5 * decibels(1e-3 * self.impedance_ohm.norm());
        (per_volt, per_milliwatt)
    }

    /// Loss of the air path alone, dB.
    pub fn air_loss_db(&self) -> f64 {
        decibels(self.isolation.norm().recip())
    }

    /// Insertion loss limited by bone conduction, dB.
    pub fn ceiling_db(&self) -> f64 {
        bone_conduction::ceiling_db(self.frequency_hz)
    }

    /// Power at the drum relative to the open ear: what comes through the air, and past it through
    /// the skull. All of it where nothing is in the ear.
    pub fn transmitted_power(&self) -> f64 {
        if self.is_out {
            return 1.0;
        }
        self.isolation.norm_sqr() + 10f64.powf(-0.1 * self.ceiling_db())
    }

    /// Insertion loss with bone conduction, dB.
    pub fn insertion_loss_db(&self) -> f64 {
        10.0 * self.transmitted_power().recip().log10()
    }
}

/// A response by rising frequency.
pub struct Sweep {
    pub side: Side,
    pub ear: Ear,
    pub points: Vec<Point>,
    per_octave: u32,
}

impl Sweep {
    /// Solves a rig's network at 1 kHz and in steps of 1/`per_octave` octave from there, down to
    /// the first step below 20 Hz and up to the first above 20 kHz.
    ///
    /// # Errors
    ///
    /// When the earphone cannot be made into a network.
    pub fn new(rig: &Rig, side: Side, ear: Ear, per_octave: u32) -> Result<Self, CliError> {
        let placement = Placement::of(ear, rig.pack.output_impedance_ohm);
        let unsolved = |e: NetworkError| CliError::Input(e.to_string());
        let network = Network::new(&rig.earphone, side, &placement).map_err(unsolved)?;
        let insertion = Insertion::new(&rig.earphone, side, &placement).map_err(unsolved)?;
        let sealed = Network::new(&sealed(&rig.earphone), side, &placement).map_err(unsolved)?;
        let sound = sound(rig, side, ear)?;
        let measured = MeasuredPhase::new(&sound);
        let is_out = rig.earphone.is_out(side);
        let pa_per_v = sound.sensitivity_pa_v();
        // A measured earphone plays in place of the network, and one that hangs beside the ear reaches
        // the drum on another way; the drivers of a measured one are still the network's.
        let solved = |hz: f64| match is_out {
            true => sound.programme(hz) * pa_per_v,
            false => network.solve(hz).drum_pa_per_v,
        };
        let programme = |hz: f64| match &measured {
            Some(measured) => {
                let (phase, delay_ms) = measured.at(hz);
                (phase * sound.programme(hz).norm() * pa_per_v, delay_ms)
            }
            None => (solved(hz), group_delay_ms(solved, hz)),
        };
        let without_leak = |hz: f64| match measured.is_some() {
            true => sound.sealed(hz) * pa_per_v,
            false => sealed.solve(hz).drum_pa_per_v,
        };
        let points = frequencies_hz(per_octave).map(|frequency_hz| {
            let solution = network.solve(frequency_hz);
            let (drum_pa_per_v, group_delay_ms) = programme(frequency_hz);
            let mut parts_pa_per_v = vec![Complex64::ZERO; network.drivers()];
            if is_out {
                sound.drivers(frequency_hz, &mut parts_pa_per_v);
                parts_pa_per_v.iter_mut().for_each(|part| *part *= pa_per_v);
            } else {
                network.solve_drivers(frequency_hz, &mut parts_pa_per_v);
            }
            Point {
                frequency_hz,
                drum_pa_per_v,
                sealed_pa_per_v: without_leak(frequency_hz),
                parts_pa_per_v,
                group_delay_ms,
                isolation: match is_out {
                    true => Complex64::ONE,
                    false => insertion.air(frequency_hz),
                },
                impedance_ohm: solution.impedance_ohm,
                own_voice: sound.own_voice(frequency_hz, rig.own_voice.occlusion),
                is_out,
            }
        });
        Ok(Self {
            side,
            ear,
            points: points.collect(),
            per_octave,
        })
    }

    /// Mean level from 300 to 1000 Hz, dB SPL: the middle that graphs are aligned at.
    pub fn middle_dbspl(&self) -> f64 {
        let middle = self
            .points
            .iter()
            .filter(|p| (300.0..=1000.0).contains(&p.frequency_hz));
        let (sum, count) = middle.fold((0.0, 0.0), |(s, n), p| (s + p.level_dbspl(), n + 1.0));
        sum / count
    }

    /// The point nearest to a frequency.
    pub fn at(&self, frequency_hz: f64) -> &Point {
        let steps = f64::from(self.per_octave);
        let first_hz = self.points[0].frequency_hz;
        let index = (steps * (frequency_hz / first_hz).log2()).round().max(0.0) as usize;
        &self.points[index.min(self.points.len() - 1)]
    }

    /// Insertion loss for pink noise in one octave around `center_hz`, dB.
    pub fn octave_loss_db(&self, center_hz: f64) -> f64 {
        // The edges fall between points, so that each octave holds the same number of them.
        let reach = 2f64.powf(0.5 - 0.25 / f64::from(self.per_octave));
        let band = center_hz / reach..=center_hz * reach;
        let inside = self
            .points
            .iter()
            .filter(|p| band.contains(&p.frequency_hz));
        let (sum, count) =
            inside.fold((0.0, 0.0), |(s, n), p| (s + p.transmitted_power(), n + 1.0));
        10.0 * (count / sum).log10()
    }

    /// Levels by frequency in dB SPL. On a coupler, those above [`COUPLER_TO_HZ`] go over into the trend
    /// from 8 to 20 kHz, a straight line over log frequency: the coupler's own resonance says nothing of
    /// an ear.
    pub fn levels_dbspl(&self) -> Vec<(f64, f64)> {
        let levels = (self.points.iter()).map(|point| (point.frequency_hz, point.level_dbspl()));
        if self.ear != Ear::Coupler711 {
            return levels.collect();
        }
        let trend = line(levels.clone().filter(|(hz, _)| *hz >= TREND_FROM_HZ));
        let blended = |(hz, level): (f64, f64)| {
            let above = (hz / COUPLER_TO_HZ).log2() / BLEND_OCTAVES;
            (hz, level + above.clamp(0.0, 1.0) * (trend(hz) - level))
        };
        levels.map(blended).collect()
    }

    /// A line of a picture.
    pub fn trace(&self, name: &str, value: impl Fn(&Point) -> f64) -> Trace {
        Trace {
            name: name.into(),
            look: Look::Next,
            points: self
                .points
                .iter()
                .map(|p| (p.frequency_hz, value(p)))
                .collect(),
        }
    }
}

/// Frequencies in steps of 1/`per_octave` octave about 1 kHz, from below 20 Hz to above 20 kHz.
fn frequencies_hz(per_octave: u32) -> impl Iterator<Item = f64> {
    let steps = f64::from(per_octave);
    let below = (steps * (20f64 / 1e3).log2()).floor() as i32;
    let above = (steps * 20f64.log2()).ceil() as i32;
    (below..=above).map(move |k| 1e3 * 2f64.powf(f64::from(k) / steps))
}

/// The straight line through levels over log frequency, by least squares.
fn line(levels: impl Iterator<Item = (f64, f64)> + Clone) -> impl Fn(f64) -> f64 {
    let count = levels.clone().count().max(1) as f64;
    let mean = |of: fn((f64, f64)) -> f64| levels.clone().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|(hz, _)| hz.log2()), mean(|(_, level)| level));
    let [products, squares] = levels.fold([0.0; 2], |[products, squares], (hz, level)| {
        let away = hz.log2() - x;
        [products + away * (level - y), squares + away * away]
    });
    let slope = if squares > 0.0 {
        products / squares
    } else {
        0.0
    };
    move |hz| y + slope * (hz.log2() - x)
}

/// The sound of a rig in another ear.
fn sound(rig: &Rig, side: Side, ear: Ear) -> Result<EarModel, CliError> {
    let mut rig = rig.clone();
    rig.listening.ear = ear;
    EarModel::new(&rig, side).map_err(|e| CliError::Input(e.to_string()))
}

/// The earphone with nothing open at the tip.
fn sealed(earphone: &Earphone) -> Earphone {
    Earphone {
        seal: Seal {
            left_resistance_pa_s_m3: f64::INFINITY,
            right_resistance_pa_s_m3: f64::INFINITY,
            ..earphone.seal.clone()
        },
        port: Port::None,
        ..earphone.clone()
    }
}

/// −dφ/dω of the programme, from two frequencies close together, ms.
fn group_delay_ms(programme: impl Fn(f64) -> Complex64, frequency_hz: f64) -> f64 {
    const STEP: f64 = 1e-4;
    let [below, above] = [1.0 - STEP, 1.0 + STEP].map(|factor| programme(frequency_hz * factor));
    let turned = (above * below.conj()).arg();
    -1e3 * turned / (std::f64::consts::TAU * 2.0 * STEP * frequency_hz)
}

/// Level at the drum of a pressure per volt with [`DRIVE_V`], dB SPL.
pub fn level_dbspl(pa_per_v: Complex64) -> f64 {
    decibels(pa_per_v.norm() * DRIVE_V / REFERENCE_PA)
}

/// The ear as the user reads it.
pub fn side_name(side: Side) -> &'static str {
    match side {
        Side::Left => "left",
        Side::Right => "right",
    }
}

fn decibels(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}
