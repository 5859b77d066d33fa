//! From a rig to what its drivers add at high level: which signal inside each motor its law of
//! distortion listens to, and how what the law adds gets back into the sound.
//!
//! The added force acts in series with the diaphragm. Divided by what the whole earphone makes of
//! its input, it is a signal at the input that sounds the same at the drum; there it is added, and
//! passes through the linear response with everything else, so that tubes, dampers and the ear shape
//! the harmonics as they shape the rest. Both ways are smooth and of low order, and are fitted
//! (`dsp::parallel`).

use num_complex::Complex64;

use super::EarModel;
use crate::acoustics::DriverState;
use crate::design::adaptive_curve::log_grid;
use crate::dsp::fixed_pole_bank::Poles;
use crate::dsp::fixed_pole_bank::Weights;
use crate::dsp::oversample::lanes;
use crate::dsp::waveshaper::Nonlinearity;
use crate::rig::{self, Transducer};

/// The band of the fits, Hz.
const BAND_HZ: (f64, f64) = (15.0, 20_000.0);

/// The top of the band as a share of the sample rate at most.
const BAND_SHARE: f64 = 0.45;

/// Frequencies in an octave.
const PER_OCTAVE: f64 = 6.0;

/// Parts of a driver's sound this far below its loudest count no more for the fit.
const QUIET: f64 = 0.02;

/// Permittivity of vacuum, F/m.
const PERMITTIVITY_F_M: f64 = 8.854e-12;

/// The part of the gap that a charged diaphragm may move before it falls onto a stator.
const STROKE: f64 = 1.0 / 3.0;

/// Saturation pressure of a reed without saturation, Pa.
const NEVER_PA: f64 = 1e7;

/// Up to about here the delay of the doubled rate is made up for, Hz.
const LED_HZ: f64 = 3000.0;

/// Distortion design of a rig's drivers, for the ears given: one for both or one each.
pub fn design(rig: &rig::Rig, ears: &[&EarModel], sample_rate_hz: f64) -> Design {
    let poles = Poles::new(sample_rate_hz);
    let designed: Vec<Vec<DriverPath>> = (ears.iter())
        .map(|sound| ways(&rig.earphone.drivers, sound, &poles, sample_rate_hz))
        .collect();
    match designed.as_slice() {
        [both] => Design::new([both, both]),
        [left, right, ..] => Design::new([left, right]),
        [] => Design::default(),
    }
}

/// The highest peak that the amplifier of a full-range electrostatic lets through, as pascals of the
/// programme; infinite where there is none or where other drivers play beside it.
pub fn limit_pa(rig: &rig::Rig, sound: &EarModel) -> f32 {
    let [driver] = rig.earphone.drivers.as_slice() else {
        return f32::INFINITY;
    };
    let Transducer::Electrostatic(rig::Electrostatic {
        amplifier: Some(amplifier),
        ..
    }) = &driver.motor
    else {
        return f32::INFINITY;
    };
    let source_ohm = rig.pack.output_impedance_ohm;
    let divider = amplifier.input_ohm / (amplifier.input_ohm + source_ohm);
    let gain = 10f64.powf(amplifier.gain_db / 20.0) * divider;
    (amplifier.limit_v / gain * sound.sensitivity_pa_v()) as f32
}

/// One driver entry over all frequencies.
struct Entry<'a> {
    driver: &'a rig::Driver,
    law: Nonlinearity,
    delay_s: f64,
    /// Drive of the nonlinearity, its force, and its transfer back, per frequency.
    drive: Vec<Complex64>,
    force: Vec<Complex64>,
    back: Vec<Complex64>,
}

fn ways(drivers: &[rig::Driver], sound: &EarModel, poles: &Poles, rate: f64) -> Vec<DriverPath> {
    let (low_hz, high_hz) = (BAND_HZ.0, BAND_HZ.1.min(BAND_SHARE * rate));
    let frequencies = log_grid(low_hz, high_hz, PER_OCTAVE);
    let mut entries: Vec<Entry> = (drivers.iter())
        .map(|driver| Entry::new(driver, delay_samples(rate) / rate))
        .collect();
    let mut insides = vec![DriverState::default(); drivers.len()];
    let mut programme = Vec::with_capacity(frequencies.len());
    for f in &frequencies {
        let whole = sound.inside(*f, &mut insides);
        programme.push(whole);
        for (entry, inside) in entries.iter_mut().zip(&insides) {
            entry.meet(*f, inside, whole, sound.sensitivity_pa_v());
        }
    }
    entries.retain(|entry| entry.law != Nonlinearity::Still && entry.is_finite());
    if entries.len() > WAYS {
        // The bank carries so many; those that add the least at the same level are left out.
        entries.sort_by(|a, b| b.weight(&programme).total_cmp(&a.weight(&programme)));
        entries.truncate(WAYS);
    }
    entries
        .iter()
        .map(|entry| entry.fitted(poles, &frequencies, &programme))
        .collect()
}

impl<'a> Entry<'a> {
    fn new(driver: &'a rig::Driver, delay_s: f64) -> Self {
        Self {
            driver,
            delay_s,
            law: law(&driver.motor),
            drive: Vec::new(),
            force: Vec::new(),
            back: Vec::new(),
        }
    }

    /// Takes in one frequency. The signals are per pascal that the earphone is to give
    /// (`sensitivity_pa_v`); what comes back is so too.
    fn meet(&mut self, f: f64, inside: &DriverState, whole: Complex64, sensitivity_pa_v: f64) {
        let omega = std::f64::consts::TAU * f;
        let s = Complex64::new(0.0, omega);
        let (drive, force, scale_pa) = match &self.driver.motor {
            Transducer::BalancedArmature(parts) => {
                let scale_pa = parts.saturation_pa.min(NEVER_PA);
                let coil_pa = inside.current_a_per_v * parts.transduction_pa_a;
                let reed_pa = inside.flow_m3_s_per_v / (s * parts.compliance_m3_pa);
                let flux_pa = coil_pa + parts.magnet_softening * reed_pa;
                (flux_pa / scale_pa, Complex64::ZERO, scale_pa)
            }
            Transducer::Dynamic(parts) => {
                let area_m2 = parts.area_mm2 * 1e-6;
                let excursion_mm = inside.flow_m3_s_per_v / s / area_m2 * 1e3;
                let force_pa = inside.current_a_per_v * (parts.bl_tm / area_m2);
                (excursion_mm, force_pa, 1.0)
            }
            Transducer::Electrostatic(parts) => {
                let stroke_pa = stroke_pa(parts);
                if follows_excursion(parts) {
                    let volume_m3 = inside.flow_m3_s_per_v / s;
                    let stroke_m3 = STROKE * parts.gap_um * 1e-6 * parts.area_mm2 * 1e-6;
                    return self.keep(
                        [volume_m3 / stroke_m3, Complex64::ZERO],
                        stroke_pa,
                        (f, inside, whole, sensitivity_pa_v),
                    );
                }
                let squared = (parts.area_mm2 * 1e-6).powi(2);
                let resonance = std::f64::consts::TAU * parts.resonance_hz;
                let reactance = omega - resonance * resonance / omega;
                let diaphragm = Complex64::new(resonance / parts.resonance_q, reactance)
                    * (parts.mass_mg * 1e-6 / squared);
                let field_pa = inside.front_pa_per_v + diaphragm * inside.flow_m3_s_per_v;
                (field_pa / stroke_pa, Complex64::ZERO, stroke_pa)
            }
        };
        self.keep(
            [drive, force],
            scale_pa,
            (f, inside, whole, sensitivity_pa_v),
        );
    }

    /// Keeps drive and force per volt, and the way back of what the law adds in units of `scale_pa`.
    fn keep(
        &mut self,
        [drive, force]: [Complex64; 2],
        scale_pa: f64,
        (f, inside, whole, sensitivity_pa_v): (f64, &DriverState, Complex64, f64),
    ) {
        self.drive.push(drive / sensitivity_pa_v);
        self.force.push(force / sensitivity_pa_v);
        // As much earlier as the laws' oversampling is late, where the fundamentals are that they
        // take from.
        let omega = std::f64::consts::TAU * f;
        let lead = omega * self.delay_s / (1.0 + (f / LED_HZ).powi(2));
        let back = inside.drum_pa_per_pa / whole * Complex64::cis(lead);
        self.back.push(back * (scale_pa * sensitivity_pa_v));
    }

    fn is_finite(&self) -> bool {
        let all = self.drive.iter().chain(&self.force).chain(&self.back);
        all.into_iter().all(|value| value.is_finite())
    }

    /// Approximate amount: its drive squared, as it reaches the drum.
    fn weight(&self, programme: &[Complex64]) -> f64 {
        let drive = self.drive.iter().map(|d| d.norm()).fold(0.0, f64::max);
        let stiffness = match self.law {
            Nonlinearity::Coil { stiffness, .. } => f64::from(stiffness),
            _ => 1.0,
        };
        let reach = |(back, whole): (&Complex64, &Complex64)| (back * whole).norm();
        let reach = self
            .back
            .iter()
            .zip(programme)
            .map(reach)
            .fold(0.0, f64::max);
        drive * drive * stiffness * reach
    }

    fn fitted(&self, poles: &Poles, frequencies: &[f64], programme: &[Complex64]) -> DriverPath {
        let even = |values: &[Complex64]| {
            let top = values.iter().map(|v| v.norm()).fold(0.0, f64::max);
            let targets: Vec<_> = (frequencies.iter().zip(values))
                .map(|(f, value)| (*f, *value, 1.0 / (value.norm() + QUIET * QUIET * top)))
                .collect();
            poles.fit(&targets)
        };
        let heard = || self.back.iter().zip(programme).map(|(b, w)| (b * w).norm());
        let loudest = heard().fold(0.0, f64::max);
        let back: Vec<_> = (frequencies.iter().zip(&self.back))
            .zip(programme.iter().zip(heard()))
            .map(|((f, back), (whole, heard))| {
                (*f, *back, whole.norm() / (heard + QUIET * loudest))
            })
            .collect();
        DriverPath {
            law: self.law,
            drive: even(&self.drive),
            force: match self.law {
                Nonlinearity::Coil { .. } => even(&self.force),
                _ => Default::default(),
            },
            back: poles.fit(&back),
        }
    }
}

/// The pressure of the field that would move a charged diaphragm by its stroke, slowly, Pa.
fn stroke_pa(parts: &rig::Electrostatic) -> f64 {
    let resonance = std::f64::consts::TAU * parts.resonance_hz;
    let stiffness_n_m = resonance * resonance * parts.mass_mg * 1e-6;
    STROKE * parts.gap_um * 1e-6 * stiffness_n_m / (parts.area_mm2 * 1e-6)
}

/// Returns whether a charged diaphragm's distortion follows its excursion. One stator's second harmonic
/// is the field's own, so such a drive keeps to the field.
fn follows_excursion(parts: &rig::Electrostatic) -> bool {
    parts.by_excursion && parts.single_sided == 0.0
}

/// The law of a motor in the units of its drive.
fn law(motor: &Transducer) -> Nonlinearity {
    match motor {
        Transducer::BalancedArmature(parts) => {
            if parts.asymmetry == 0.0 && parts.saturation_pa.is_infinite() {
                return Nonlinearity::Still;
            }
            Nonlinearity::Reed {
                asymmetry: parts.asymmetry as f32,
                square: 0.0,
            }
        }
        Transducer::Dynamic(parts) => {
            let suspension = [parts.stiffness_slope_per_mm, parts.stiffness_curve_per_mm2];
            let force_factor = [parts.bl_slope_per_mm, parts.bl_curve_per_mm2];
            if suspension == [0.0; 2] && force_factor == [0.0; 2] {
                return Nonlinearity::Still;
            }
            // Compliance in mm/N, so its inverse is in N/mm; over the area, Pa/mm.
            let stiffness = 1.0 / parts.compliance_mm_n / (parts.area_mm2 * 1e-6);
            Nonlinearity::Coil {
                stiffness: stiffness as f32,
                suspension: suspension.map(|k| k as f32),
                force_factor: force_factor.map(|b| b as f32),
            }
        }
        Transducer::Electrostatic(parts) => {
            let gap_m = parts.gap_um * 1e-6;
            let pa_per_v = 2.0 * PERMITTIVITY_F_M * parts.bias_v / (gap_m * gap_m);
            let stroke_v = stroke_pa(parts) / pa_per_v;
            Nonlinearity::Reed {
                asymmetry: 0.0,
                square: (parts.single_sided * stroke_v / (2.0 * parts.bias_v)) as f32,
            }
        }
    }
}

/// The most kinds of driver in a shell.
pub const WAYS: usize = 4;

/// Sample rates from here on need no doubling, Hz.
pub(crate) const FAST_HZ: f64 = 80_000.0;

/// Delay of the nonlinear path at a sample rate in Hz, in samples.
pub fn delay_samples(sample_rate_hz: f64) -> f64 {
    if sample_rate_hz < FAST_HZ {
        lanes::delay_samples()
    } else {
        0.0
    }
}

/// One kind of driver at one ear.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DriverPath {
    /// The nonlinearity.
    pub law: Nonlinearity,
    /// From the sound to what the law listens to.
    pub drive: Weights,
    /// From the sound to the force of a coil.
    pub force: Weights,
    /// From what the law adds back to the sound.
    pub back: Weights,
}

/// Distortion of the drivers of both ears.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Design {
    pub(crate) count: usize,
    pub(crate) ears: [[DriverPath; WAYS]; 2],
}

impl Design {
    /// The ways of the left and the right ear; more than [`WAYS`] are left out.
    pub fn new(ears: [&[DriverPath]; 2]) -> Self {
        let mut design = Self::default();
        for (to, from) in design.ears.iter_mut().zip(ears) {
            for (to, from) in to.iter_mut().zip(from) {
                *to = *from;
            }
            design.count = design.count.max(from.len().min(WAYS));
        }
        design
    }
}
