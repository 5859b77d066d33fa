//! The real thing: stereo multiplex, frequency modulation, noise in a rectangular receiver filter,
//! discriminator and coherent decoder, at 2²⁰ samples a second. A stretch is one second long and
//! everything in it is periodic, so spectra are exact and one bin is one hertz.
#![allow(dead_code)] // each test binary uses its own part

use std::f64::consts::TAU;
use std::sync::{LazyLock, Mutex};

use bodypack::dsp::noise::Noise;
use rustfft::num_complex::Complex64;
use rustfft::FftPlanner;

/// Samples in a second.
pub const RATE: usize = 1 << 20;

/// Half the width of the receiver's filter, Hz.
const HALF_BANDWIDTH: usize = 100_000;

/// The audio band, Hz.
pub const BAND: std::ops::RangeInclusive<usize> = 20..=15_000;

/// Samples in a second where clicks are counted: fast loops around the origin must not be missed.
const FINE_RATE: usize = 1 << 22;

/// Transforms in place, with plans that are made once a length.
pub fn transform(signal: &mut [Complex64], inverse: bool) {
    static PLANNER: LazyLock<Mutex<FftPlanner<f64>>> =
        LazyLock::new(|| Mutex::new(FftPlanner::new()));
    let fft = {
        let mut planner = PLANNER.lock().expect("a planner that has not panicked");
        if inverse {
            planner.plan_fft_inverse(signal.len())
        } else {
            planner.plan_fft_forward(signal.len())
        }
    };
    fft.process(signal);
}

/// Thermal noise of power one in the receiver's filter.
fn noise(rate: usize, seed: u64) -> Vec<Complex64> {
    let mut source = Noise::new(seed);
    let mut spectrum = vec![Complex64::default(); rate];
    let scale = (0.5 / (2 * HALF_BANDWIDTH) as f64).sqrt();
    for n in 0..2 * HALF_BANDWIDTH {
        let bin = (n + rate - HALF_BANDWIDTH) % rate;
        let (re, im) = (source.gaussian(), source.gaussian());
        spectrum[bin] = scale * Complex64::new(f64::from(re), f64::from(im));
    }
    transform(&mut spectrum, true);
    spectrum
}

/// Modulates a carrier with a deviation in Hz (a function of the sample) and gives what a
/// discriminator makes of it, in Hz.
pub fn receive(deviation_hz: impl Fn(usize) -> f64, cnr_db: f64, seed: u64) -> Vec<f64> {
    let amplitude = 10_f64.powf(-cnr_db / 20.0);
    let mut phase = 0.0;
    let mut before = Complex64::new(1.0, 0.0);
    let mut frequency_hz: Vec<f64> = noise(RATE, seed)
        .into_iter()
        .enumerate()
        .map(|(n, noise)| {
            phase = (phase + deviation_hz(n) / RATE as f64).fract();
            let z = Complex64::cis(TAU * phase) + amplitude * noise;
            let turned = (z * before.conj()).arg();
            before = z;
            turned * RATE as f64 / TAU
        })
        .collect();
    frequency_hz[0] = frequency_hz[1];
    frequency_hz
}

/// Path between transmitter and discriminator, besides noise.
#[derive(Clone, Copy)]
pub struct Way {
    /// Detuning of the receiver's filter from the carrier, Hz.
    pub mistuned_hz: usize,
    /// Width of the receiver's filter, Hz.
    pub bandwidth_hz: usize,
    /// A second way: its delay in s, its amplitude over the first, and the turn of its carrier.
    pub echo: Option<(f64, f64, f64)>,
}

/// Nothing but the filter that the closed forms assume.
pub const PLAIN: Way = Way {
    mistuned_hz: 0,
    bandwidth_hz: 2 * HALF_BANDWIDTH,
    echo: None,
};

/// Like [`receive`], but carrier and sidebands pass the receiver's filter too, after a second way
/// and with the receiver mistuned. The carrier's mean power is one before the second way joins it.
pub fn receive_by(
    way: &Way,
    deviation_hz: impl Fn(usize) -> f64,
    cnr_db: f64,
    seed: u64,
) -> Vec<f64> {
    let mut phase = 0.0;
    let mut carrier: Vec<Complex64> = (0..RATE)
        .map(|n| {
            phase = (phase + deviation_hz(n) / RATE as f64).fract();
            Complex64::cis(TAU * phase)
        })
        .collect();
    transform(&mut carrier, false);
    let mut source = Noise::new(seed);
    let amplitude = 10_f64.powf(-cnr_db / 20.0) * (0.5 / way.bandwidth_hz as f64).sqrt();
    let half = way.bandwidth_hz as i64 / 2;
    let rate = RATE as i64;
    let mut received = vec![Complex64::default(); RATE];
    for hz in -half..half {
        // The filter lies around a frequency beside the carrier.
        let hz = hz + way.mistuned_hz as i64;
        let bin = hz.rem_euclid(rate) as usize;
        let second = way
            .echo
            .map_or(Complex64::default(), |(delay_s, size, turn)| {
                Complex64::from_polar(size, turn - TAU * hz as f64 * delay_s)
            });
        let [re, im] = [(); 2].map(|()| f64::from(source.gaussian()));
        received[bin] =
            (1.0 + second) * carrier[bin] / RATE as f64 + amplitude * Complex64::new(re, im);
    }
    transform(&mut received, true);
    let mut before = received[RATE - 1];
    received
        .into_iter()
        .map(|z| {
            let turned = (z * before.conj()).arg();
            before = z;
            turned * RATE as f64 / TAU
        })
        .collect()
}

/// Rate at which noise carries the phase of a carrier, modulated by a 1 kHz sine of so much
/// deviation in Hz, across half a turn from its place, per second.
pub fn clicks(deviation_hz: f64, cnr_db: f64, seed: u64) -> usize {
    let amplitude = 10_f64.powf(-cnr_db / 20.0);
    let mut before = Complex64::new(1.0, 0.0);
    let mut count = 0;
    for (n, noise) in noise(FINE_RATE, seed).into_iter().enumerate() {
        let turn = TAU * (1000 * n % FINE_RATE) as f64 / FINE_RATE as f64;
        let carrier = Complex64::cis(-deviation_hz / 1000.0 * turn.cos());
        let z = 1.0 + amplitude * noise * carrier.conj();
        let share = before.im / (before.im - z.im);
        let crossing = before.re + share * (z.re - before.re);
        count += usize::from(n > 0 && z.im * before.im < 0.0 && crossing < 0.0);
        before = z;
    }
    count
}

/// Sum and difference channel as spectra in Hz, bins 0 to 15 000.
pub fn decode(frequency_hz: &[f64]) -> [Vec<Complex64>; 2] {
    let spectrum = |demodulate: &dyn Fn(usize, f64) -> f64| {
        let mut signal: Vec<Complex64> = frequency_hz
            .iter()
            .enumerate()
            .map(|(n, f)| Complex64::from(demodulate(n, *f)))
            .collect();
        transform(&mut signal, false);
        signal.truncate(BAND.end() + 1);
        signal
            .iter_mut()
            .for_each(|x| *x *= 2_f64.sqrt() / RATE as f64);
        signal
    };
    let subcarrier = |n: usize| (TAU * (38_000 * n % RATE) as f64 / RATE as f64).cos();
    [
        spectrum(&|_, f| f),
        spectrum(&|n, f| 2.0 * f * subcarrier(n)),
    ]
}

/// Power in a band, through a filter given by its power gain, in Hz².
pub fn power(spectrum: &[Complex64], gain: impl Fn(f64) -> f64) -> f64 {
    BAND.map(|f| gain(f as f64) * spectrum[f].norm_sqr()).sum()
}

/// Left and right ear.
pub fn ears([sum, difference]: &[Vec<Complex64>; 2]) -> [Vec<Complex64>; 2] {
    let ear = |sign: f64| {
        sum.iter()
            .zip(difference)
            .map(|(m, s)| m + sign * s)
            .collect()
    };
    [ear(1.0), ear(-1.0)]
}

/// Correlation of two signals in the band, through a filter given by its power gain.
pub fn correlation(a: &[Complex64], b: &[Complex64], gain: impl Fn(f64) -> f64 + Copy) -> f64 {
    let cross: f64 = BAND.map(|f| gain(f as f64) * (a[f] * b[f].conj()).re).sum();
    cross / (power(a, gain) * power(b, gain)).sqrt()
}

/// Mean density around a frequency, Hz²/Hz; the band's edge is looked at from below.
pub fn density(spectrum: &[Complex64], frequency_hz: usize) -> f64 {
    let to = (frequency_hz + 250).min(*BAND.end());
    let bins = to - 500..to;
    bins.clone().map(|f| spectrum[f].norm_sqr()).sum::<f64>() / bins.len() as f64
}
