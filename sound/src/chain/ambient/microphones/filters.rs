//! Filters of the microphones: the tone's bands, the weighting and the mean of the limiter.

use crate::dsp::f64x4::F64x4;
use crate::dsp::lanes::{Lane, Pair};

/// Crossover frequencies of bass, mid and treble, Hz.
const BANDS_HZ: [f64; 2] = [250.0, 3000.0];
/// Two first-order corners here come within 3 dB of the A-weighting from 63 Hz to 4 kHz.
const WEIGHT_HZ: f64 = 250.0;
/// Times of the limiter, seconds.
const ATTACK_S: f64 = 0.005;
const RELEASE_S: f64 = 0.15;
/// Mean squares below this are silence, Pa².
const SILENCE: f64 = 1e-24;

/// A low-pass of first order in both ears.
#[derive(Clone, Copy, Debug)]
struct LowPass {
    average: Average,
    state: Pair,
}

impl LowPass {
    fn new(hz: f64, rate_hz: f64) -> Self {
        Self {
            average: Average::new(1.0 / (std::f64::consts::TAU * hz), rate_hz),
            state: Pair::splat(0.0),
        }
    }

    #[inline(always)]
    fn next<V: F64x4>(&mut self, proof: V::SimdToken, input: Pair) -> Pair {
        self.state = self.average.of::<V>(proof, self.state, input);
        self.state
    }

    /// Takes what is far below silence as nothing.
    fn flush(&mut self) {
        self.state = self.state.map(|x| if x.abs() < SILENCE { 0.0 } else { x });
    }
}

/// Filters of both ears: low-passes of the bands and of the weighting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filters {
    bands: [LowPass; 2],
    weighting: [LowPass; 2],
}

impl Filters {
    pub(super) fn new(rate_hz: f64) -> Self {
        Self {
            bands: BANDS_HZ.map(|hz| LowPass::new(hz, rate_hz)),
            weighting: [LowPass::new(WEIGHT_HZ, rate_hz); 2],
        }
    }

    /// A sample with the gains of lower low-pass, upper one and whole sound.
    #[inline(always)]
    pub(super) fn tone<V: F64x4>(
        &mut self,
        proof: V::SimdToken,
        x: Pair,
        [of_bass, of_below, of_all]: [Pair; 3],
    ) -> Pair {
        let [bass, below] = &mut self.bands;
        let below = below.next::<V>(proof, x);
        let sum = V::pair_mul_add(proof, of_below, below, of_all * x);
        V::pair_mul_add(proof, of_bass, bass.next::<V>(proof, x), sum)
    }

    /// The weighted square of the louder ear.
    #[inline(always)]
    pub(super) fn square<V: F64x4>(&mut self, proof: V::SimdToken, y: Pair) -> Pair {
        let [first, second] = &mut self.weighting;
        let once = y - first.next::<V>(proof, y);
        let weighted = once - second.next::<V>(proof, once);
        let squares = weighted * weighted;
        Lane::max(squares, squares.swapped())
    }

    pub(super) fn reset(&mut self) {
        let Self { bands, weighting } = self;
        for filter in bands.iter_mut().chain(weighting) {
            filter.state = Pair::splat(0.0);
        }
    }

    pub(super) fn flush(&mut self) {
        let Self { bands, weighting } = self;
        bands.iter_mut().chain(weighting).for_each(LowPass::flush);
    }
}

/// The mean of squares, which rises faster than it falls.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mean {
    attack: Average,
    release: Average,
    /// The mean, twice.
    square: Pair,
}

/// Shares of the old and of the new in an average, each twice.
#[derive(Clone, Copy, Debug)]
struct Average {
    kept: Pair,
    brought: Pair,
}

impl Average {
    fn new(time_s: f64, rate_hz: f64) -> Self {
        let brought = share(time_s, rate_hz);
        Self {
            kept: Pair::splat(1.0 - brought),
            brought: Pair::splat(brought),
        }
    }

    #[inline(always)]
    fn of<V: F64x4>(&self, proof: V::SimdToken, old: Pair, new: Pair) -> Pair {
        V::pair_mul_add(proof, self.kept, old, self.brought * new)
    }
}

impl Mean {
    pub(super) fn new(rate_hz: f64) -> Self {
        Self {
            attack: Average::new(ATTACK_S, rate_hz),
            release: Average::new(RELEASE_S, rate_hz),
            square: Pair::splat(0.0),
        }
    }

    /// The mean after one more square; both are given twice.
    #[inline(always)]
    pub(super) fn next<V: F64x4>(&mut self, proof: V::SimdToken, square: Pair) -> Pair {
        let square = square + Pair::splat(SILENCE);
        // The larger one has the attack upwards and the release downwards.
        let risen = self.attack.of::<V>(proof, self.square, square);
        let fallen = self.release.of::<V>(proof, self.square, square);
        self.square = Lane::max(risen, fallen);
        self.square
    }

    pub(super) fn reset(&mut self) {
        self.square = Pair::splat(0.0);
    }
}

/// Share of the new in the old of an average with a time constant in seconds.
fn share(time_s: f64, rate_hz: f64) -> f64 {
    1.0 - (-1.0 / (time_s * rate_hz)).exp()
}
