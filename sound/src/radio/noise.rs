//! The noise of a frequency-modulated link, made at the audio rate.
//!
//! *In the real world* a discriminator turns thermal noise beside the carrier into noise whose
//! density rises with the square of the frequency, hence the hiss of stereo, which lies at 38 kHz;
//! near the threshold the noise now and then carries the phase once around the origin, and that is
//! heard as a click.
//!
//! *Model*: with N0/C the noise density over the carrier power, the density in the sum channel is
//! (N0/C)·f² and in the difference channel (N0/C)·2·(38000² + f²), in Hz²/Hz. Rice's theory of
//! clicks (S. O. Rice, "Noise in FM receivers", 1963): (B ÷ 2√3)·erfc√ρ a second without
//! modulation; with a deviation f there are |f|·e^−ρ more against its direction than along it, and
//! the number of both together is close to the root of the sum of the squares (the plain sum, which
//! is often quoted, counts a third too many). Each is an impulse of one cycle. Signal and smooth
//! noise fade by 1 − e^−ρ as the carrier drowns. In stereo a click also reaches the
//! difference channel, with the phase that the 38 kHz subcarrier happens to have.
//!
//! *Left out*: the shape of the receiver's filter (rectangular here), and what it does to carrier and
//! sidebands. Beside a carrier that is really modulated the noise is right within 1 dB up to 45 kHz of
//! mistuning and for filters from 130 to 300 kHz; distortion by the filter is below −52 dB at 48 kHz
//! of deviation and 200 kHz, but near −26 dB with 120 kHz; a second way to the antenna is only a fade
//! here, which holds for ways up to 100 m longer outside the deepest fades.
//!
//! *Tests*: `tests/link_oracle.rs` and `link_carrier.rs`, against a full simulation of modulator and
//! discriminator.

use std::f64::consts::{SQRT_2, TAU};

use super::emphasis::{FirstOrder, Shape};
use crate::dsp::lanes::Pair;
use crate::dsp::noise::Noise;

/// The stereo subcarrier, Hz.
pub const SUBCARRIER_HZ: f64 = 38_000.0;

/// Width of the receiver's filter, Hz.
pub const BANDWIDTH_HZ: f64 = 200_000.0;

/// Click rate below which clicks are not drawn: e^−ρ at 13 dB, one in many hours.
const NO_CLICKS: f64 = 1e-9;

/// The two noises of a link in units of the deviation at unity, for sum and difference channel.
#[derive(Clone, Debug)]
pub struct LinkNoise {
    noise: Noise,
    /// Of its own, so that the smooth noise does not depend on when clicks were looked for.
    click_noise: Noise,
    slopes: FirstOrder<Pair>,
    /// 38 kHz in units of the deviation.
    subcarrier: f64,
    /// RMS of white noise whose density is one per hertz.
    white: f64,
    /// Height of a one-sample impulse of one cycle.
    cycle: f64,
    /// Deviation at unity in cycles per sample.
    deviation: f64,
    /// Remaining wait for the next click, in mean waiting times.
    wait: f64,
}

/// Carrier over noise, linear, from which on e^−ρ is zero in 64 bits.
const NEVER_DROWNED: f64 = 750.0;

/// State of the carrier during a stretch of samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carrier {
    /// Square root of the noise density over the carrier power, 1/√Hz.
    pub root_density: f64,
    /// Clicks per sample without modulation.
    pub clicks: f64,
    /// e^−ρ: how readily modulation makes clicks, and how much of the signal is lost.
    pub drowned: f64,
}

impl Carrier {
    /// The carrier at a ratio to the noise in the receiver's filter, in dB, besides a floor of
    /// noise density over carrier power that does not depend on it, 1/Hz.
    #[must_use]
    pub fn new(cnr_db: f64, floor_density: f64, sample_rate_hz: f64) -> Self {
        let ratio = 10_f64.powf(cnr_db.clamp(-60.0, 200.0) / 10.0);
        if ratio > NEVER_DROWNED {
            return Self {
                root_density: (1.0 / (ratio * BANDWIDTH_HZ) + floor_density).sqrt(),
                clicks: 0.0,
                drowned: 0.0,
            };
        }
        let drowned = (-ratio).exp();
        let heard = 1.0 - drowned;
        let density = heard * heard / (ratio * BANDWIDTH_HZ) + floor_density;
        Self {
            root_density: density.sqrt(),
            clicks: BANDWIDTH_HZ / 12_f64.sqrt() * erfc(ratio.sqrt()) / sample_rate_hz,
            drowned,
        }
    }
}

impl Carrier {
    /// Returns whether it is too strong for clicks and for any loss of the signal.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.drowned <= NO_CLICKS
    }
}

impl LinkNoise {
    /// The noise of a link whose deviation at unity is given in Hz.
    #[must_use]
    pub fn new(deviation_hz: f64, sample_rate_hz: f64, seed: u64) -> Self {
        let mut click_noise = Noise::with_stream(seed, 1);
        let wait = exponential(&mut click_noise);
        Self {
            noise: Noise::new(seed),
            click_noise,
            slopes: FirstOrder::new(Shape::slope(deviation_hz, sample_rate_hz)),
            subcarrier: SUBCARRIER_HZ / deviation_hz,
            white: (sample_rate_hz / 2.0).sqrt(),
            cycle: sample_rate_hz / deviation_hz,
            deviation: deviation_hz / sample_rate_hz,
            wait,
        }
    }

    /// The smooth noise of sum and difference channel for one sample, with the square root of the
    /// noise density over the carrier power, 1/√Hz.
    #[inline(always)]
    pub fn smooth(&mut self, root_density: f64) -> Pair {
        let noise = &mut self.noise;
        let [one, two, three] = noise.many_white();
        let flat = Pair::new(0.0, self.subcarrier * three);
        let rising = self.slopes.next(Pair::new(one, two));
        let white = self.white * root_density;
        Pair::new(white, white * SQRT_2) * (rising + flat)
    }

    /// The clicks of sum and difference channel for one sample, with the deviation that the signal
    /// has just then (re unity).
    #[inline(always)]
    pub fn clicks(&mut self, carrier: &Carrier, modulation: f64) -> Pair {
        let mut out = [0.0; 2];
        if !carrier.is_clean() {
            let pushed = modulation.abs() * self.deviation * carrier.drowned;
            let rate = (carrier.clicks * carrier.clicks + pushed * pushed).sqrt();
            self.wait -= rate;
            if self.wait < 0.0 {
                let against = 0.5 + 0.5 * pushed / rate;
                self.click(
                    if modulation > 0.0 {
                        1.0 - against
                    } else {
                        against
                    },
                    &mut out,
                );
            }
        }
        Pair::new(out[0], out[1])
    }

    /// Everything that the air adds to sum and difference channel in one sample.
    pub fn next(&mut self, carrier: &Carrier, modulation: f64) -> [f64; 2] {
        let smooth = self.smooth(carrier.root_density);
        (smooth + self.clicks(carrier, modulation)).to_array()
    }

    /// Adds the clicks that are due, each upwards with this chance.
    #[cold]
    fn click(&mut self, upwards: f64, out: &mut [f64; 2]) {
        /// More in one sample than ever happen (about two at 48 kHz), so that the loop is bounded.
        const MOST: usize = 64;
        for _ in 0..MOST {
            if self.wait >= 0.0 {
                return;
            }
            self.wait += exponential(&mut self.click_noise);
            let up = self.click_noise.uniform() < upwards;
            let height = if up { self.cycle } else { -self.cycle };
            out[0] += height;
            out[1] += height * 2.0 * (TAU * self.click_noise.uniform()).cos();
        }
        self.wait = 1.0;
    }
}

/// A waiting time with the mean one.
fn exponential(noise: &mut Noise) -> f64 {
    -(1.0 - noise.uniform()).ln()
}

/// The complementary error function for arguments ≥ 0, to 1.2·10⁻⁷ relative (W. H. Press et al.,
/// "Numerical Recipes", 2nd ed., section 6.2: a Chebyshev fit).
#[must_use]
pub fn erfc(x: f64) -> f64 {
    const FIT: [f64; 10] = [
        -1.265_512_23,
        1.000_023_68,
        0.374_091_96,
        0.096_784_18,
        -0.186_288_06,
        0.278_868_07,
        -1.135_203_98,
        1.488_515_87,
        -0.822_152_23,
        0.170_872_77,
    ];
    let t = 1.0 / (1.0 + 0.5 * x);
    let sum = FIT.iter().rev().fold(0.0, |sum, c| sum * t + c);
    t * (sum - x * x).exp()
}

/// The noise density over carrier power, 1/Hz, that gives each ear of a *stereo* link this
/// A-weighted ratio in dB of a sine at unity to the noise, after de-emphasis, up to a band edge.
#[must_use]
pub fn floor_density(
    signal_to_noise_db: f64,
    deviation_hz: f64,
    de_emphasis_s: f64,
    band_edge_hz: f64,
    signal_share: f64,
) -> f64 {
    const STEPS: usize = 300;
    let step = band_edge_hz / STEPS as f64;
    // Noise power in each ear for a density of one, in Hz².
    let power: f64 = (0..STEPS)
        .map(|n| {
            let f = (n as f64 + 0.5) * step;
            let slope = f * f + 2.0 * (SUBCARRIER_HZ * SUBCARRIER_HZ + f * f);
            step * slope * a_weighting_power(f) / (1.0 + (TAU * f * de_emphasis_s).powi(2))
        })
        .sum();
    let signal = 0.5 * (signal_share * deviation_hz).powi(2);
    signal / power * 10_f64.powf(-signal_to_noise_db / 10.0)
}

/// Share of the power of white noise that the A-weighting lets through.
#[must_use]
pub fn a_weighted_share(sample_rate_hz: f64) -> f64 {
    const STEPS: usize = 200;
    let half_hz = 0.5 * sample_rate_hz;
    let power = (0..STEPS).map(|n| a_weighting_power((n as f64 + 0.5) * half_hz / STEPS as f64));
    power.sum::<f64>() / STEPS as f64
}

/// Power gain of the A-weighting (IEC 61672-1, poles in Hz), one at 1 kHz.
#[must_use]
pub fn a_weighting_power(frequency_hz: f64) -> f64 {
    let square = frequency_hz * frequency_hz;
    let pole = |hz: f64| square + hz * hz;
    let gain = 12_194.217_f64.powi(2) * square * square
        / (pole(20.599) * (pole(107.653) * pole(737.862)).sqrt() * pole(12_194.217));
    // +2.0 dB brings 1 kHz to zero.
    (gain * 1.258_92).powi(2)
}
