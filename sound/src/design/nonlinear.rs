//! From a rig to what its drivers add at high level: which signal inside each motor its law of
//! distortion listens to, and how what the law adds gets back into the sound.
//!
//! The added force acts in series with the diaphragm. Divided by what the whole earphone makes of
//! its input, it is a signal at the input that sounds the same at the drum; there it is added, and
//! passes through the linear response with everything else, so that tubes, dampers and the ear shape
//! the harmonics as they shape the rest. Both ways are smooth and of low order, and are fitted
//! (`dsp::parallel`).

use std::sync::Arc;

use num_complex::Complex64;

use super::EarModel;
use crate::acoustics::transducer::{motor, Inside, Law, Limiter, Motor};
use crate::acoustics::DriverState;
use crate::design::adaptive_curve::log_grid;
use crate::dsp::fixed_pole_bank::Poles;
use crate::dsp::fixed_pole_bank::Weights;
use crate::dsp::oversample::lanes;
use crate::dsp::waveshaper::Nonlinearity;
use crate::order;
use crate::rig;

/// The band of the fits, Hz.
const BAND_HZ: (f64, f64) = (15.0, 20_000.0);

/// The top of the band as a share of the sample rate at most.
const BAND_SHARE: f64 = 0.45;

/// Frequencies in an octave.
const PER_OCTAVE: f64 = 6.0;

/// Parts of a driver's sound this far below its loudest count no more for the fit.
const QUIET: f64 = 0.02;

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
    let Some(Limiter {
        gain_db,
        input_ohm,
        limit_v,
    }) = motor(&driver.motor).limiter()
    else {
        return f32::INFINITY;
    };
    let source_ohm = rig.pack.output_impedance_ohm;
    let divider = input_ohm / (input_ohm + source_ohm);
    let gain = 10f64.powf(gain_db / 20.0) * divider;
    (limit_v / gain * sound.sensitivity_pa_v()) as f32
}

/// One driver entry over all frequencies.
struct Entry {
    motor: Arc<dyn Motor>,
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
        order::by(&mut entries, |a, b| {
            b.weight(&programme).total_cmp(&a.weight(&programme))
        });
        entries.truncate(WAYS);
    }
    entries
        .iter()
        .map(|entry| entry.fitted(poles, &frequencies, &programme))
        .collect()
}

impl Entry {
    fn new(driver: &rig::Driver, delay_s: f64) -> Self {
        let motor = motor(&driver.motor);
        Self {
            law: law(motor.law()),
            motor,
            delay_s,
            drive: Vec::new(),
            force: Vec::new(),
            back: Vec::new(),
        }
    }

    /// Takes in one frequency. The signals are per pascal that the earphone is to give
    /// (`sensitivity_pa_v`); what comes back is so too.
    fn meet(&mut self, f: f64, inside: &DriverState, whole: Complex64, sensitivity_pa_v: f64) {
        let omega = std::f64::consts::TAU * f;
        let signals = Inside {
            current_a_per_v: inside.current_a_per_v,
            flow_m3_s_per_v: inside.flow_m3_s_per_v,
            front_pa_per_v: inside.front_pa_per_v,
        };
        let drive = self.motor.drive(omega, &signals);
        self.drive.push(drive.signal / sensitivity_pa_v);
        self.force.push(drive.force_pa / sensitivity_pa_v);
        // As much earlier as the laws' oversampling is late, where the fundamentals are that they
        // take from.
        let lead = omega * self.delay_s / (1.0 + (f / LED_HZ).powi(2));
        let back = inside.drum_pa_per_pa / whole * Complex64::cis(lead);
        self.back.push(back * (drive.unit_pa * sensitivity_pa_v));
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

/// A law in the precision of the audio thread.
fn law(law: Law) -> Nonlinearity {
    match law {
        Law::Still => Nonlinearity::Still,
        Law::Reed { asymmetry, square } => Nonlinearity::Reed {
            asymmetry: asymmetry as f32,
            square: square as f32,
        },
        Law::Coil {
            stiffness,
            suspension,
            force_factor,
        } => Nonlinearity::Coil {
            stiffness: stiffness as f32,
            suspension: suspension.map(|k| k as f32),
            force_factor: force_factor.map(|b| b as f32),
        },
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
