//! Tones through the chain and through the earphone alone, and the harmonics that come out.

use bodypack::chain::earphone::{self, Earphone};
use bodypack::chain::ears::Ears;
use bodypack::chain::{Chain, Io};
use bodypack::design::{design, ResponseSet, StageBypass};
use bodypack::dsp::stage::Stage;
use bodypack::rig::{driver_catalog, Earphone as Shell, Rig, Transducer};
use num_complex::Complex64;

pub const RATE_HZ: f64 = 48_000.0;

/// Samples before the analysis, and of the analysis.
const SETTLING: usize = 12_000;
pub const LENGTH: usize = 12_000;

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

/// A dual woofer receiver (Knowles HODVTEC-31618): the factory motor in the fixture that it was fitted
/// in.
pub fn woofer() -> Rig {
    on_coupler(
        factory("armature-woofer-of-two"),
        2,
        Some((0.5, 0.9)),
        (2.03, 0.4442),
    )
}

/// A dual tweeter receiver (Knowles SWFK-31736), likewise.
pub fn tweeter() -> Rig {
    on_coupler(
        factory("armature-tweeter-of-two"),
        2,
        Some((0.5, 0.9)),
        (1.0, 1.0),
    )
}

/// A factory motor.
pub fn factory(id: &str) -> Transducer {
    driver_catalog::find(id)
        .unwrap_or_else(|| panic!("no factory motor {id}"))
        .motor
        .clone()
}

/// Output: complex RMS amplitudes of the fundamental and its harmonics, index 0 being the mean.
pub struct Heard(pub Vec<Complex64>);

impl Heard {
    pub fn of(signal: &[f32], hz: f64, rate_hz: f64) -> Self {
        let end = &signal[signal.len() - LENGTH..];
        let amplitude = |order: usize| -> Complex64 {
            let turn = -std::f64::consts::TAU * hz * order as f64 / rate_hz;
            let sum: Complex64 = (end.iter().enumerate())
                .map(|(at, x)| {
                    let window = 1.0 - (std::f64::consts::TAU * at as f64 / LENGTH as f64).cos();
                    window * f64::from(*x) * Complex64::cis(turn * at as f64)
                })
                .sum();
            sum * std::f64::consts::SQRT_2 / LENGTH as f64
        };
        Self((0..8).map(amplitude).collect())
    }

    pub fn level_dbspl(&self) -> f64 {
        20.0 * (self.0[1].norm() / 20e-6).log10()
    }

    /// Harmonic ÷ fundamental.
    pub fn share(&self, order: usize) -> f64 {
        self.0[order].norm() / self.0[1].norm()
    }

    pub fn thd(&self) -> f64 {
        let squares = (2..8).map(|order| self.share(order).powi(2));
        squares.sum::<f64>().sqrt()
    }
}

/// The nearest frequency of which whole periods are analysed.
pub fn whole_periods(hz: f64, rate_hz: f64) -> f64 {
    let step = rate_hz / LENGTH as f64;
    (hz / step).round() * step
}

fn tone(hz: f64, amplitude: f64, rate_hz: f64) -> Vec<f32> {
    let turn = std::f64::consts::TAU * hz / rate_hz;
    (0..SETTLING + LENGTH)
        .map(|at| (amplitude * (turn * at as f64).sin()) as f32)
        .collect()
}

/// A tone through the whole chain, in full-scale units; amplitude 1 is full scale.
pub fn through_chain(rig: &Rig, hz: f64, amplitude: f64, rate_hz: f64) -> Vec<f32> {
    let mut chain = Chain::new(rig, rate_hz, 1).expect("the rig has a solution");
    let [mut left, mut right] = [(); 2].map(|()| tone(hz, amplitude, rate_hz));
    chain.process(Io {
        main: [&mut left, &mut right],
        ambient: None,
        own_voice: None,
    });
    left
}

/// The same with harmonics as pressures at the drum, the output being full scale for what the
/// listening level says.
pub fn chain_tone(rig: &Rig, hz: f64, amplitude: f64) -> Heard {
    let hz = whole_periods(hz, RATE_HZ);
    let heard = Heard::of(&through_chain(rig, hz, amplitude, RATE_HZ), hz, RATE_HZ);
    let pascals = 10f64.powf((rig.listening.level_dbspl + 18.0) / 20.0) * 20e-6;
    Heard(heard.0.iter().map(|x| x * pascals).collect())
}

/// A chain to measure linear figures with, by soft tones.
#[allow(dead_code)] // only the tests of those use it
pub struct Bench {
    chain: Chain,
    /// Volts of the pack for full scale, and pascals at the drum for full scale out.
    full_scale_v: f64,
    full_scale_pa: f64,
}

#[allow(dead_code)] // as above
impl Bench {
    pub fn new(rig: &Rig) -> Self {
        let designed = design(rig, RATE_HZ).expect("the rig has a solution");
        let full_scale_pa = 10f64.powf((rig.listening.level_dbspl + 18.0) / 20.0) * 20e-6;
        Self {
            chain: Chain::new(rig, RATE_HZ, 1).expect("the rig has a solution"),
            full_scale_v: full_scale_pa / designed.sensitivity_pa_v(),
            full_scale_pa,
        }
    }

    /// Level in dB SPL at the drum per volt of the pack.
    pub fn per_volt_dbspl(&mut self, hz: f64) -> f64 {
        const SOFT: f64 = 0.01;
        let hz = whole_periods(hz, RATE_HZ);
        let [mut left, mut right] = [(); 2].map(|()| tone(hz, SOFT, RATE_HZ));
        self.chain.reset();
        self.chain.process(Io {
            main: [&mut left, &mut right],
            ambient: None,
            own_voice: None,
        });
        let drum_pa = Heard::of(&left, hz, RATE_HZ).0[1].norm() * self.full_scale_pa;
        let pack_v = SOFT * self.full_scale_v / std::f64::consts::SQRT_2;
        20.0 * (drum_pa / 20e-6 / pack_v).log10()
    }
}

/// Responses of a rig to the pressure at the drum, with nothing divided out.
pub fn at_drum(rig: &Rig, rate_hz: f64) -> ResponseSet {
    let bypass = StageBypass {
        listening: true,
        ..StageBypass::default()
    };
    let designed = design(rig, rate_hz).expect("the rig has a solution");
    let bypassed = designed.without(rig, rate_hz, bypass);
    bypassed.expect("a listening stage can be switched off")
}

/// A tone through the earphone alone, above what the chain's limiter lets out.
pub struct Stand {
    earphone: Earphone,
    ears: Ears,
}

impl Stand {
    pub fn new(rig: &Rig) -> Self {
        let designed = at_drum(rig, RATE_HZ);
        let settings = earphone::Settings::new(&rig.listening, &rig.earphone);
        Self {
            earphone: Earphone::new(RATE_HZ, &designed, &settings),
            ears: Ears::new(RATE_HZ, &designed, &settings),
        }
    }

    /// Pressures at the drum for a tone of an amplitude in full-scale units.
    pub fn tone(&mut self, hz: f64, amplitude: f64) -> Heard {
        let hz = whole_periods(hz, RATE_HZ);
        self.earphone.reset();
        self.ears.reset();
        let [mut left, mut right] = [(); 2].map(|()| tone(hz, amplitude, RATE_HZ));
        self.earphone.process(&mut [&mut left, &mut right]);
        self.ears.process(&mut [&mut left, &mut right]);
        Heard::of(&left, hz, RATE_HZ)
    }

    /// The tone that gives a level in dB SPL.
    pub fn at_level(&mut self, hz: f64, level_dbspl: f64) -> Heard {
        let mut amplitude = 0.01;
        for _ in 0..3 {
            let heard = self.tone(hz, amplitude);
            amplitude *= 10f64.powf((level_dbspl - heard.level_dbspl()) / 20.0);
        }
        self.tone(hz, amplitude)
    }

    /// The level in dB SPL at which the distortion reaches a share, coming from below; none when
    /// it never does.
    pub fn level_of(&mut self, hz: f64, thd: f64) -> Option<f64> {
        let share = |stand: &mut Self, db: f64| stand.tone(hz, 10f64.powf(db / 20.0)).thd();
        let above = (-40..=60)
            .step_by(2)
            .map(f64::from)
            .find(|db| share(self, *db) >= thd)?;
        let (mut low, mut high) = (above - 2.0, above);
        for _ in 0..5 {
            let middle = 0.5 * (low + high);
            (low, high) = if share(self, middle) < thd {
                (middle, high)
            } else {
                (low, middle)
            };
        }
        Some(self.tone(hz, 10f64.powf(low / 20.0)).level_dbspl())
    }
}
