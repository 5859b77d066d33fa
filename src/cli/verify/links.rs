//! Links: companders, the noise of frequency modulation, fades, what a tier does to a programme's
//! level and to the separation of the channels, and delay.

use bodypack::dsp::noise::Noise;
use bodypack::radio::compander::{Design, Detector, Half, Law};
use bodypack::radio::fading::{Conditions, Fader};
use bodypack::radio::noise::{Carrier, LinkNoise};
use bodypack::rig::{self, links};

use super::bench::{amplitude, db, gain, rms, sine, through_link, RATE_HZ};
use super::row::{number, Basis, Found, Row};

const RECALLED: &str = "ITU-T G.162, as recalled";
const FM: &str = "Closed forms of frequency modulation; Rice, 1963";
const CLARKE: &str = "Clarke's and Jakes's closed forms";

/// RMS of a programme at nominal line level, dBFS.
const NOMINAL_DBFS: f64 = -18.0;

pub const ROWS: &[Row] = &[
    Row {
        check: "Compander, 12 dB up and down: 1.5 times and 0.75 times the end",
        source: RECALLED,
        published: "3.0 ± 0.3, 13.5 ± 0.5 ms",
        basis: Basis::Predicted,
        test: "compander_attack_and_recovery_itu_t_g162",
        measure: || {
            let up_ms = time_within_ms(-12.0, 0.0, db(1.5));
            let down_ms = time_within_ms(0.0, -12.0, -db(0.75));
            Found::beside(1, &[(up_ms, 3.0, 0.3), (down_ms, 13.5, 0.5)]).unit("ms")
        },
    },
    Row {
        check: "FM in mono, 40 kHz, 20 dB of carrier over noise: S/N",
        source: FM,
        published: "41.5 ± 0.3 dB",
        basis: Basis::Predicted,
        test: "fm_mono_noise_above_threshold",
        measure: || Found::beside(1, &[(fm_signal_to_noise_db(), 41.5, 0.3)]).unit("dB"),
    },
    Row {
        check: "FM clicks at 8 dB of carrier over noise",
        source: FM,
        published: "22 ± 2.2 a second",
        basis: Basis::Predicted,
        test: "fm_click_rate_below_threshold",
        measure: || Found::beside(1, &[(fm_clicks_per_s(), 22.0, 2.2)]),
    },
    Row {
        check: "Walking at 550 MHz: fades of 10 dB a second, and how long",
        source: CLARKE,
        published: "1.84 a second, 51.7 ms, ± 8 %",
        basis: Basis::Predicted,
        test: "rayleigh_level_crossing_rate_and_fade_duration",
        measure: || {
            let [rate, duration_ms] = fades(false, 600.0);
            Found {
                text: format!("{}, {} ms", number(rate, 2), number(duration_ms, 1)),
                holds: (rate / 1.84 - 1.0).abs() < 0.08
                    && (duration_ms / 51.7 - 1.0).abs() < 0.08,
            }
        },
    },
    Row {
        check: "… with two antennas",
        source: CLARKE,
        published: "0.351 a second, 25.8 ms, ± 15 %",
        basis: Basis::Predicted,
        test: "diversity_reduces_fades",
        measure: || {
            let [rate, duration_ms] = fades(true, 1800.0);
            Found {
                text: format!("{}, {} ms", number(rate, 3), number(duration_ms, 1)),
                holds: (rate / 0.351 - 1.0).abs() < 0.15
                    && (duration_ms / 25.8 - 1.0).abs() < 0.15,
            }
        },
    },
    Row {
        check: "Pink noise at nominal level through FM: touring, club, budget in stereo, against a wire",
        source: "",
        published: "0 ± 1, ± 2, ± 3 dB",
        basis: Basis::Required,
        test: "tests/link_level.rs",
        measure: || {
            let noise = pink(10.0);
            let change = |id| level_change_db(id, &noise);
            Found::beside(
                1,
                &[
                    (change("touring-fm-diversity"), 0.0, 1.0),
                    (change("club-fm-stereo"), 0.0, 2.0),
                    (change("budget-fm-stereo"), 0.0, 3.0),
                ],
            )
            .unit("dB")
        },
    },
    Row {
        check: "Separation of FM at 1 kHz, the other channel driven: budget, club, touring",
        source: "",
        published: "26, 35, 40 ± 1.5 dB",
        basis: Basis::Required,
        test: "every_tier_sounds_as_it_says",
        measure: || separations(0, [26.0, 35.0, 40.0], 1.5),
    },
    Row {
        check: "… and silent, where the expander turns the crosstalk down",
        source: "",
        published: "twice the decibels at 2:1, 51, 69; 70 where 5:1 ends; ± 3 dB",
        basis: Basis::Required,
        test: "the_expander_doubles_separation_into_silence",
        measure: || separations(1, [51.0, 69.0, 70.0], 3.0),
    },
    Row {
        check: "Digital link set to 5 ms, at every sample rate",
        source: "",
        published: "5 ms",
        basis: Basis::Required,
        test: "five_milliseconds_are_five_milliseconds_at_every_rate",
        measure: digital_delay,
    },
];

/// Time in ms until the link level of a 2:1 compander, whose detector is a rectifier of 20 ms, stays
/// within a limit in dB of its end after a step of a 4 kHz tone.
fn time_within_ms(from_db: f64, to_db: f64, limit_db: f64) -> f64 {
    const TONE_HZ: f64 = 4000.0;
    let design = Design {
        law: Law {
            ratio: 2.0,
            link_range_db: 60.0,
            soft: false,
        },
        detector: Detector::Mean { time_s: 0.020 },
        detector_emphasis: false,
    };
    let mut compressor: Half = Half::new(&design, RATE_HZ);
    for x in sine(TONE_HZ, from_db, 1.0) {
        compressor.compress(x);
    }
    // Averaged over half a period, which is the ripple's.
    let half_period = (0.5 * RATE_HZ / TONE_HZ) as usize;
    let levels: Vec<f64> = (sine(TONE_HZ, to_db, 0.5).iter())
        .map(|x| {
            let level_db = -db(compressor.expansion());
            compressor.compress(*x);
            level_db
        })
        .collect();
    let smooth: Vec<f64> = (levels.windows(half_period))
        .map(|window| window.iter().sum::<f64>() / half_period as f64)
        .collect();
    let end_db = smooth[smooth.len() - 1];
    let outside = smooth
        .iter()
        .rposition(|level| (level - end_db).abs() >= limit_db);
    let half_window_s = 0.5 * half_period as f64 / RATE_HZ;
    1e3 * (outside.map_or(0.0, |n| n as f64 / RATE_HZ) + half_window_s)
}

/// A sine at full deviation over the noise of the sum channel up to 15 kHz, without emphasis.
fn fm_signal_to_noise_db() -> f64 {
    const DEVIATION_HZ: f64 = 40_000.0;
    const SECONDS: usize = 4;
    let carrier = Carrier::new(20.0, 0.0, RATE_HZ);
    let mut noise = LinkNoise::new(DEVIATION_HZ, RATE_HZ, 1);
    let length = RATE_HZ as usize;
    let mut planner = realfft::RealFftPlanner::<f64>::new();
    let transform = planner.plan_fft_forward(length);
    let mut spectrum = transform.make_output_vec();
    let mut power = 0.0;
    for _ in 0..SECONDS {
        let mut signal: Vec<f64> = (0..length).map(|_| noise.next(&carrier, 0.0)[0]).collect();
        if transform.process(&mut signal, &mut spectrum).is_err() {
            return f64::NAN;
        }
        // One bin is one hertz.
        power += spectrum[20..=15_000]
            .iter()
            .map(|x| 2.0 * x.norm_sqr())
            .sum::<f64>();
    }
    let mean_square = power / SECONDS as f64 / (length as f64).powi(2);
    10.0 * (0.5 / mean_square).log10()
}

/// Samples beyond half a click, over a minute.
fn fm_clicks_per_s() -> f64 {
    const DEVIATION_HZ: f64 = 40_000.0;
    const SECONDS: f64 = 60.0;
    let carrier = Carrier::new(8.0, 0.0, RATE_HZ);
    let mut noise = LinkNoise::new(DEVIATION_HZ, RATE_HZ, 11);
    let half = 0.5 * RATE_HZ / DEVIATION_HZ;
    let count = (0..(SECONDS * RATE_HZ) as usize)
        .filter(|_| noise.next(&carrier, 0.0)[0].abs() > half)
        .count();
    count as f64 / SECONDS
}

/// Fades below −10 dB in a second, and their mean length in ms.
fn fades(diversity: bool, seconds: f64) -> [f64; 2] {
    const TICK_HZ: f64 = 1000.0;
    let conditions = Conditions {
        doppler_hz: 2.568,
        direct: 0.0,
        diversity,
        correlation: 0.0,
        spread: 0.0,
    };
    let mut fader = Fader::new(conditions, TICK_HZ, &mut Noise::new(3));
    let threshold = gain(-10.0).powi(2);
    let (mut crossings, mut below, mut was_below) = (0, 0, false);
    for _ in 0..(seconds * TICK_HZ) as usize {
        let is_below = fader.tick() < threshold;
        crossings += usize::from(is_below && !was_below);
        below += usize::from(is_below);
        was_below = is_below;
    }
    let crossings = crossings as f64;
    [
        crossings / seconds,
        1e3 * below as f64 / TICK_HZ / crossings,
    ]
}

/// Pink noise at nominal level, 20 Hz to 20 kHz.
fn pink(seconds: f64) -> Vec<f64> {
    let length = ((seconds * RATE_HZ) as usize).next_power_of_two();
    let mut source = Noise::new(5);
    let mut planner = realfft::RealFftPlanner::<f64>::new();
    let transform = planner.plan_fft_inverse(length);
    let mut spectrum = transform.make_input_vec();
    for (bin, x) in spectrum.iter_mut().enumerate() {
        let hz = bin as f64 * RATE_HZ / length as f64;
        let [re, im] = [(); 2].map(|()| f64::from(source.gaussian()));
        if (20.0..=20_000.0).contains(&hz) {
            *x = num_complex::Complex64::new(re, im) / hz.sqrt();
        }
    }
    let mut signal = transform.make_output_vec();
    if transform.process(&mut spectrum, &mut signal).is_err() {
        return Vec::new();
    }
    let scale = gain(NOMINAL_DBFS) / rms(&signal);
    signal.iter().map(|x| scale * x).collect()
}

/// A tier's link with a performer who stands near the antenna.
fn still(id: &str) -> Option<rig::Link> {
    let mut link = links::find(id)?.link.clone();
    if let Some(radio) = link.radio_mut() {
        radio.speed_m_s = 0.0;
        radio.distance_m = 1.0;
        radio.body_loss_db = 0.0;
    }
    Some(link)
}

/// Level change of a signal in both channels through a tier, against a wire.
fn level_change_db(id: &str, signal: &[f64]) -> f64 {
    let Some(link) = still(id) else {
        return f64::NAN;
    };
    let [left, _] = through_link(&link, [signal, signal]);
    // Companders settle in the first fifth of a second.
    let from = (0.2 * RATE_HZ) as usize;
    db(rms(&left[from..]) / rms(&signal[from..]))
}

/// The delay of a digital link that is set to 5 ms, by the phase of a tone with a fifth of a period
/// in it.
fn digital_delay() -> Found {
    const TONE_HZ: f64 = 40.0;
    let link = rig::Link::Digital(rig::DigitalLink {
        latency_ms: 5.0,
        ..rig::DigitalLink::default()
    });
    let delays = [44_100.0, 48_000.0, 96_000.0, 192_000.0].map(|rate_hz| {
        use bodypack::chain::link::{Link, Settings};
        use bodypack::dsp::stage::Stage;
        let mut stage = Link::new(rate_hz, &Settings::new(&link), 1);
        let length = (0.5 * rate_hz) as usize;
        let turn = std::f64::consts::TAU * TONE_HZ / rate_hz;
        let tone = |n: usize| 0.1 * (turn * n as f64).sin();
        let mut left: Vec<f32> = (0..length).map(|n| tone(n) as f32).collect();
        let mut right = left.clone();
        stage.process(&mut [&mut left, &mut right]);
        let phasor: num_complex::Complex64 = (length / 2..length)
            .map(|n| f64::from(left[n]) * num_complex::Complex64::cis(-turn * n as f64))
            .sum();
        // A sine is a quarter of a turn behind.
        let phase = phasor.arg() + std::f64::consts::FRAC_PI_2;
        -1e3 * phase / (std::f64::consts::TAU * TONE_HZ)
    });
    Found::between(2, &delays, 4.999, 5.001).unit("ms")
}

/// Separation of a tier at 1 kHz, dB: with another tone in the second channel, and with nothing in
/// it, as separation is usually measured.
fn separation_db(id: &str) -> [f64; 2] {
    let Some(link) = still(id) else {
        return [f64::NAN; 2];
    };
    let tone = sine(1000.0, -9.0, 2.0);
    let other = sine(400.0, -9.0, 2.0);
    let nothing = vec![0.0; tone.len()];
    [&other, &nothing].map(|second| {
        let [left, right] = through_link(&link, [&tone, second]);
        let level = |x: &[f64]| amplitude(&x[x.len() / 2..], 1000.0);
        db(level(&left) / level(&right))
    })
}

/// One of the two separations of a budget, a club and a touring tier.
fn separations(which: usize, expected_db: [f64; 3], tolerance_db: f64) -> Found {
    let ids = ["budget-fm-stereo", "club-fm-stereo", "touring-fm-diversity"];
    let figures: Vec<(f64, f64, f64)> = (ids.iter().zip(expected_db))
        .map(|(id, expected)| (separation_db(id)[which], expected, tolerance_db))
        .collect();
    Found::beside(0, &figures).unit("dB")
}
