//! Digital links: LE Audio's coder against figures of an independent one, and a shared wide carrier.

use std::f64::consts::TAU;

use bodypack::dsp::noise::Noise;
use bodypack::radio::fading::{tap_powers, variance, Conditions, Fader};
use bodypack::radio::lc3::{Cosines, Decoder, Duration, Encoder, Lc3, Settings};
use bodypack::rig::{BluetoothLink, Coder};

use super::bench::{db, rms, RATE_HZ};
use super::row::{number, Basis, Found, Row};

const LIBLC3: &str = "The same sound through Debian's liblc3 1.0.1";

pub const ROWS: &[Row] = &[
    Row {
        check: "LC3 in frames of 10 ms, a gliding voice at 80, 96 and 124 kbit/s: S/N",
        source: LIBLC3,
        published: "13.3, 15.6, 17.8 ± 0.2 dB",
        basis: Basis::Predicted,
        test: "noise_at_the_bit_rates_of_le_audio",
        measure: || signal_to_noise(Duration::TenMs, [(100, 13.29), (120, 15.55), (155, 17.81)]),
    },
    Row {
        check: "… in frames of 7.5 ms",
        source: LIBLC3,
        published: "12.5, 14.7, 17.5 ± 0.2 dB",
        basis: Basis::Predicted,
        test: "noise_at_the_bit_rates_of_le_audio",
        measure: || {
            let expected = [(75, 12.49), (90, 14.74), (117, 17.54)];
            signal_to_noise(Duration::SevenAndAHalfMs, expected)
        },
    },
    Row {
        check: "Delay of LC3 in frames of 7.5 and of 10 ms",
        source: "",
        published: "11.5, 12.5 ms",
        basis: Basis::Required,
        test: "a_link_codes_each_channel_and_is_as_late_as_published",
        measure: || {
            let delays = [(7.5, 11.5), (10.0, 12.5)]
                .map(|(frame_ms, expected_ms)| (coder_delay_ms(frame_ms), expected_ms, 0.01));
            Found::beside(1, &delays).unit("ms")
        },
    },
    Row {
        check: "A shared carrier of 6 MHz, delays spread over 100 ns: time 10 dB below the mean",
        source: "Sum of exponential fields, closed form",
        published: "0.49 % ± 15 %, a narrow one 9.5 %",
        basis: Basis::Predicted,
        test: "a_wide_carrier_fades_less_by_its_width_times_the_delay_spread",
        measure: || {
            let [narrow, wide] = [0.0, 0.6].map(below_percent);
            let expected = expected_percent(0.6);
            Found {
                text: format!("{} %, {} %", number(wide, 2), number(narrow, 1)),
                holds: (wide / expected - 1.0).abs() < 0.15 && (narrow / 9.52 - 1.0).abs() < 0.1,
            }
        },
    },
];

/// Pulses of a voice that glides, in units of 16 bits.
fn voice() -> Vec<f64> {
    (0..96_000)
        .map(|n| {
            let t = n as f64 / RATE_HZ;
            let hz = 140.0 + 12.0 * (TAU * 2.0 * t).sin();
            32_768.0 * 0.3 * ((-40.0 * (t * hz).fract()).exp() - 0.025)
        })
        .collect()
}

/// Signal over noise of the coded voice beside what is expected at so many bytes a frame.
fn signal_to_noise(duration: Duration, expected: [(usize, f64); 3]) -> Found {
    let voice = voice();
    let size = duration.samples();
    let mut cosines = Cosines::new(size);
    let figures = expected.map(|(bytes, expected_db)| {
        let (mut encoder, mut decoder) = (Encoder::new(duration, bytes), Decoder::new(duration));
        let mut decoded = vec![0.0; voice.len() / size * size];
        for (samples, out) in voice.chunks_exact(size).zip(decoded.chunks_exact_mut(size)) {
            let frame = encoder.encode(samples, &mut cosines);
            decoder.decode(frame, &mut cosines, out);
        }
        let late = Lc3::new(&settings(duration.ms()), RATE_HZ).delay_samples() - size;
        let noise: Vec<f64> = (decoded[late..].iter().zip(&voice))
            .map(|(y, x)| y - x)
            .collect();
        (db(rms(&voice) / rms(&noise)), expected_db, 0.2)
    });
    Found::beside(1, &figures).unit("dB")
}

fn settings(frame_ms: f64) -> Settings {
    let mut link = BluetoothLink {
        coder: Coder::Lc3,
        ..BluetoothLink::default()
    };
    link.packets.frame_ms = frame_ms;
    Settings::new(&link)
}

/// The delay of the largest sample of a click, ms.
fn coder_delay_ms(frame_ms: f64) -> f64 {
    let mut coder = Lc3::new(&settings(frame_ms), RATE_HZ);
    let at = 2000;
    let mut left = vec![0.0_f32; 4000];
    left[at] = 0.5;
    let mut right = left.clone();
    coder.process(&mut [&mut left, &mut right]);
    let size = |n: usize| left[n].abs();
    let peak = (0..left.len()).max_by(|a, b| size(*a).total_cmp(&size(*b)));
    1e3 * (peak.unwrap_or(0) as f64 - at as f64) / RATE_HZ
}

/// Share of the time that a carrier is 10 dB below its mean, %.
fn below_percent(spread: f64) -> f64 {
    const FADERS: u64 = 24;
    const TICKS: usize = 300_000;
    let conditions = Conditions {
        doppler_hz: 2.568,
        direct: 0.0,
        diversity: false,
        correlation: 0.0,
        spread,
    };
    let below: usize = (0..FADERS)
        .map(|seed| {
            let mut fader = Fader::new(conditions, 1000.0, &mut Noise::new(seed));
            (0..TICKS).filter(|_| fader.tick() < 0.1).count()
        })
        .sum();
    100.0 * below as f64 / (FADERS as f64 * TICKS as f64)
}

/// The same by the distribution of a sum of exponential powers.
fn expected_percent(spread: f64) -> f64 {
    let powers = tap_powers(variance(spread));
    let shares = powers.iter().enumerate().map(|(n, power)| {
        let others = powers.iter().enumerate().filter(|(m, _)| *m != n);
        let factor: f64 = others.map(|(_, other)| power / (power - other)).product();
        100.0 * factor * -(-0.1 / power).exp_m1()
    });
    shares.sum()
}
