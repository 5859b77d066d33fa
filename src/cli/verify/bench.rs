//! Tones and impulses through the chain, through the earphone alone and through a link, and what
//! comes out.

use std::f64::consts::{SQRT_2, TAU};

use bodypack::chain::earphone::{self, Earphone};
use bodypack::chain::ears::Ears;
use bodypack::chain::{link, Chain, Io};
use bodypack::design::{design, StageBypass};
use bodypack::dsp::stage::Stage;
use bodypack::rig::{driver_catalog, Earphone as Shell, Link, Rig, Transducer};
use num_complex::Complex64;

pub const RATE_HZ: f64 = 48_000.0;

/// Samples before the analysis, and of the analysis.
const SETTLING: usize = 12_000;
pub const LENGTH: usize = 12_000;

/// Why something cannot be measured.
pub type Reason = String;

/// A motor at the end of its fixture, airtight on the coupler; what comes out is the pressure at
/// the drum. Tubes are length and radius in mm.
pub fn on_coupler(
    motor: Transducer,
    count: u32,
    tube: Option<(f64, f64)>,
    bore: (f64, f64),
) -> Rig {
    Rig::on_coupler(Shell::on_fixture(motor, count, tube, bore))
}

/// A factory motor.
pub fn factory(id: &str) -> Result<Transducer, Reason> {
    driver_catalog::find(id)
        .map(|motor| motor.motor.clone())
        .ok_or_else(|| format!("there is no motor {id}"))
}

/// 20·log10.
pub fn db(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

/// The linear gain of a level in dB.
pub fn gain(level_db: f64) -> f64 {
    10_f64.powf(level_db / 20.0)
}

/// RMS.
pub fn rms(signal: &[f64]) -> f64 {
    (signal.iter().map(|x| x * x).sum::<f64>() / signal.len() as f64).sqrt()
}

/// A sine at a peak level in dB.
pub fn sine(hz: f64, level_db: f64, seconds: f64) -> Vec<f64> {
    let (amplitude, turn) = (gain(level_db), TAU * hz / RATE_HZ);
    (0..(seconds * RATE_HZ) as usize)
        .map(|n| amplitude * (turn * n as f64).sin())
        .collect()
}

/// Peak amplitude of the sine at a frequency, with a Hann window so that others do not leak in.
pub fn amplitude(signal: &[f64], hz: f64) -> f64 {
    let length = signal.len() as f64;
    let sum: Complex64 = (signal.iter().enumerate())
        .map(|(n, x)| {
            let window = 1.0 - (TAU * n as f64 / length).cos();
            window * x * Complex64::cis(-TAU * hz * n as f64 / RATE_HZ)
        })
        .sum();
    2.0 * sum.norm() / length
}

/// Two channels through a link.
pub fn through_link(link: &Link, input: [&[f64]; 2]) -> [Vec<f64>; 2] {
    let mut stage = link::Link::new(RATE_HZ, &link::Settings::new(link), 1);
    let mut block = input.map(|x| x.iter().map(|x| *x as f32).collect::<Vec<f32>>());
    let [left, right] = &mut block;
    stage.process(&mut [left, right]);
    block.map(|x| x.into_iter().map(f64::from).collect())
}

/// Impulse response of the left ear.
pub fn impulse_response(rig: &Rig, rate_hz: f64, seconds: f64) -> Result<Vec<f64>, Reason> {
    /// Below anything that clips or limits.
    const HEIGHT: f32 = 0.01;
    let mut chain = Chain::new(rig, rate_hz, 1).map_err(|error| error.to_string())?;
    let mut left = vec![0.0; (seconds * rate_hz) as usize];
    left[0] = HEIGHT;
    let mut right = left.clone();
    chain.process(Io {
        main: [&mut left, &mut right],
        ambient: None,
        own_voice: None,
    });
    Ok(left.iter().map(|x| f64::from(x / HEIGHT)).collect())
}

/// The spectrum of an impulse response at a frequency.
pub fn spectrum(response: &[f64], rate_hz: f64, hz: f64) -> Complex64 {
    let turn = -TAU * hz / rate_hz;
    (response.iter().enumerate())
        .map(|(n, x)| x * Complex64::cis(turn * n as f64))
        .sum()
}

/// Output: complex RMS amplitudes of the fundamental and its harmonics, index 0 being the mean.
pub struct Heard(Vec<Complex64>);

impl Heard {
    pub fn of(signal: &[f32], hz: f64) -> Self {
        let end = &signal[signal.len() - LENGTH..];
        let amplitude = |order: usize| -> Complex64 {
            let turn = -TAU * hz * order as f64 / RATE_HZ;
            let sum: Complex64 = (end.iter().enumerate())
                .map(|(at, x)| {
                    let window = 1.0 - (TAU * at as f64 / LENGTH as f64).cos();
                    window * f64::from(*x) * Complex64::cis(turn * at as f64)
                })
                .sum();
            sum * SQRT_2 / LENGTH as f64
        };
        Self((0..8).map(amplitude).collect())
    }

    pub fn level_dbspl(&self) -> f64 {
        db(self.0[1].norm() / 20e-6)
    }

    /// All harmonics ÷ fundamental.
    pub fn thd(&self) -> f64 {
        let fundamental = self.0[1].norm();
        let squares = self.0[2..].iter().map(|x| (x.norm() / fundamental).powi(2));
        squares.sum::<f64>().sqrt()
    }
}

/// The nearest frequency of which whole periods are analysed.
pub fn whole_periods(hz: f64) -> f64 {
    let step = RATE_HZ / LENGTH as f64;
    (hz / step).round() * step
}

/// A tone long enough to be analysed.
fn tone(hz: f64, amplitude: f64) -> Vec<f32> {
    let turn = TAU * hz / RATE_HZ;
    (0..SETTLING + LENGTH)
        .map(|at| (amplitude * (turn * at as f64).sin()) as f32)
        .collect()
}

/// A chain to measure linear figures with, by soft tones.
pub struct Bench {
    chain: Chain,
    /// Volts of the pack for full scale, and pascals at the drum for full scale out.
    full_scale_v: f64,
    full_scale_pa: f64,
}

impl Bench {
    pub fn new(rig: &Rig) -> Result<Self, Reason> {
        let designed = design(rig, RATE_HZ).map_err(|error| error.to_string())?;
        let full_scale_pa = gain(rig.listening.level_dbspl + 18.0) * 20e-6;
        Ok(Self {
            chain: Chain::new(rig, RATE_HZ, 1).map_err(|error| error.to_string())?,
            full_scale_v: full_scale_pa / designed.sensitivity_pa_v(),
            full_scale_pa,
        })
    }

    /// Level in dB SPL at the drum per volt of the pack.
    pub fn per_volt_dbspl(&mut self, hz: f64) -> f64 {
        const SOFT: f64 = 0.01;
        let hz = whole_periods(hz);
        let [mut left, mut right] = [(); 2].map(|()| tone(hz, SOFT));
        self.chain.reset();
        self.chain.process(Io {
            main: [&mut left, &mut right],
            ambient: None,
            own_voice: None,
        });
        let drum_pa = Heard::of(&left, hz).0[1].norm() * self.full_scale_pa;
        db(drum_pa / 20e-6 / (SOFT * self.full_scale_v / SQRT_2))
    }
}

/// A tone through the earphone alone, above what the chain's limiter lets out.
pub struct Stand {
    earphone: Earphone,
    ears: Ears,
}

impl Stand {
    pub fn new(rig: &Rig) -> Result<Self, Reason> {
        // The pressure at the drum, with nothing divided out.
        let bypass = StageBypass {
            listening: true,
            ..StageBypass::default()
        };
        let designed = design(rig, RATE_HZ)
            .and_then(|designed| designed.without(rig, RATE_HZ, bypass))
            .map_err(|error| error.to_string())?;
        let settings = earphone::Settings::new(&rig.listening, &rig.earphone);
        Ok(Self {
            earphone: Earphone::new(RATE_HZ, &designed, &settings),
            ears: Ears::new(RATE_HZ, &designed, &settings),
        })
    }

    fn play(&mut self, left: &mut [f32], right: &mut [f32]) {
        self.earphone.reset();
        self.ears.reset();
        self.earphone.process(&mut [&mut *left, &mut *right]);
        self.ears.process(&mut [left, right]);
    }

    /// Pressures at the drum for a tone of an amplitude in full-scale units.
    pub fn tone(&mut self, hz: f64, amplitude: f64) -> Heard {
        let hz = whole_periods(hz);
        let [mut left, mut right] = [(); 2].map(|()| tone(hz, amplitude));
        self.play(&mut left, &mut right);
        Heard::of(&left, hz)
    }

    /// Pressures at the drum once tones of some frequencies and amplitudes have settled.
    pub fn tones(&mut self, tones: &[(f64, f64)]) -> Vec<f64> {
        let [mut left, mut right] = [(); 2].map(|()| {
            let parts = tones.iter().map(|(hz, amplitude)| tone(*hz, *amplitude));
            parts.fold(vec![0.0; SETTLING + LENGTH], |sum: Vec<f32>, part| {
                sum.iter().zip(part).map(|(a, b)| a + b).collect()
            })
        });
        self.play(&mut left, &mut right);
        left[SETTLING..].iter().map(|x| f64::from(*x)).collect()
    }

    /// The level in dB SPL at which the distortion reaches a share, coming from below; not a
    /// number when it never does.
    pub fn level_of(&mut self, hz: f64, thd: f64) -> f64 {
        let share = |stand: &mut Self, level_db: f64| stand.tone(hz, gain(level_db)).thd();
        let steps = (-40..=60).step_by(2).map(f64::from);
        let Some(above) = steps.into_iter().find(|db| share(self, *db) >= thd) else {
            return f64::NAN;
        };
        let (mut low, mut high) = (above - 2.0, above);
        for _ in 0..5 {
            let middle = 0.5 * (low + high);
            if share(self, middle) < thd {
                low = middle;
            } else {
                high = middle;
            }
        }
        self.tone(hz, gain(low)).level_dbspl()
    }
}
