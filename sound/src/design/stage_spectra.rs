//! Spectra and stereo images of the synthesized stage's sources.

use std::sync::LazyLock;

use crate::dsp::biquad::Coefficients;

/// Crowd, drums, wedges, hall.
pub(crate) const PARTS: usize = 4;

/// Two signals for each part.
pub(crate) const LANES: usize = 2 * PARTS;

/// One number for each lane; sums over lanes go through the processor side by side.
pub(crate) type Lanes = [f64; LANES];

/// Mixing matrix of a part's two signals into the left ear and the right ear.
pub(crate) const IMAGES: [[[f64; 2]; 2]; PARTS] = [
    // Crowd in front and around: nothing common to the two ears.
    [[1.0, 0.0], [0.0, 1.0]],
    // Drums behind, a little to the right: the low one nearly in the middle.
    [[0.72, 0.53], [0.80, 0.76]],
    // Wedges in front: nearly the same in both ears.
    [[0.95, 0.31], [0.95, -0.31]],
    [[1.0, 0.0], [0.0, 1.0]],
];

/// An image scaled so that the mean power of the two ears is one.
pub(crate) fn of_unit_power(image: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
    let power: f64 = image.iter().flatten().map(|share| share * share).sum();
    let scale = (2.0 / power).sqrt();
    image.map(|ear| ear.map(|share| share * scale))
}

/// The two filters of each lane.
pub(crate) fn spectra(rate_hz: f64) -> [[Coefficients; LANES]; 2] {
    const Q: f64 = std::f64::consts::FRAC_1_SQRT_2;
    let low = |hz| Coefficients::lowpass_1(hz, rate_hz);
    let low_2 = |hz| Coefficients::lowpass(hz, Q, rate_hz);
    let high = |hz| Coefficients::highpass(hz, Q, rate_hz);
    let (crowd, wedges, hall) = (high(180.0), high(150.0), high(40.0));
    let kick = Coefficients::bandpass(75.0, 1.2, rate_hz);
    [
        [crowd, crowd, kick, high(250.0), wedges, wedges, hall, hall],
        [
            low(1000.0),
            low(1000.0),
            low(600.0),
            low(6000.0),
            low_2(3500.0),
            low_2(3500.0),
            low(400.0),
            low(400.0),
        ],
    ]
}

/// Power density of each part per hertz, as the mean of the two ears; the power of each part is one.
#[must_use]
pub(crate) fn densities(frequency_hz: f64) -> [f64; PARTS] {
    const RATE_HZ: f64 = 48_000.0;
    /// Power of each lane behind its filters, as a share of white noise.
    static POWERS: LazyLock<Lanes> = LazyLock::new(|| {
        let [first, second] = spectra(RATE_HZ);
        std::array::from_fn(|lane| white_power(&[first[lane], second[lane]], RATE_HZ))
    });
    let [first, second] = spectra(RATE_HZ);
    let images = IMAGES.map(of_unit_power);
    std::array::from_fn(|part| {
        let of_lane = |which: usize| {
            let lane = 2 * part + which;
            let filters = [&first[lane], &second[lane]];
            let gains = filters.map(|filter| filter.response(frequency_hz, RATE_HZ).norm_sqr());
            let [left, right] = images[part].map(|ear| ear[which] * ear[which]);
            let share = 0.5 * (left + right);
            share * gains.iter().product::<f64>() / (0.5 * RATE_HZ * POWERS[lane])
        };
        of_lane(0) + of_lane(1)
    })
}

/// Power of white noise of power one behind filters in a row: the mean of their power gain over
/// all frequencies.
pub(crate) fn white_power(filters: &[Coefficients; 2], rate_hz: f64) -> f64 {
    const POINTS: i32 = 400;
    let half_hz = 0.5 * rate_hz;
    let lowest_hz = 1.0_f64;
    let ratio = (half_hz / lowest_hz).powf(1.0 / f64::from(POINTS));
    (0..POINTS)
        .map(|n| {
            let from_hz = lowest_hz * ratio.powi(n);
            let middle_hz = from_hz * ratio.sqrt();
            let gain: f64 = (filters.iter())
                .map(|filter| filter.response(middle_hz, rate_hz).norm_sqr())
                .product();
            gain * from_hz * (ratio - 1.0) / half_hz
        })
        .sum()
}
