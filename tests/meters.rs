//! Levels at the drum: weightings against IEC 61672-1 and ISO 11904-1, time constants, and the sum
//! of the sources.
#![allow(clippy::print_stdout)] // figures beside what is expected, with --nocapture

use super::measure;
use bodypack::analysis::noise_dose::Exposure;
use bodypack::chain::meters::weighting::{
    a_after_c, c_weighting, diffuse_field_db, level_db, to_field,
};
use bodypack::chain::meters::{DrumLevels, SoundLevelMeter, Source};
use bodypack::dsp::noise::Noise;
use measure::{check, sine, RATES_HZ};

/// 1 Pa RMS, dB SPL.
const PASCAL_DBSPL: f64 = 93.979_4;

#[test]
fn a_weighting_follows_iec_61672() {
    for rate_hz in RATES_HZ {
        let [one, two] = c_weighting(rate_hz);
        let filters = [one, two, a_after_c(rate_hz)];
        for (frequency_hz, expected_db) in [
            (31.5, -39.5),
            (100.0, -19.15),
            (1000.0, 0.0),
            (10_000.0, -2.49),
        ] {
            let found = level_db(&filters, frequency_hz, rate_hz);
            check("A-weighting, dB", found, expected_db, 0.1);
        }
        // The formula of the standard all the way to 15 kHz.
        for n in 0..90 {
            let frequency_hz = 20.0 * 1.0765_f64.powi(n);
            let formula = bodypack::radio::noise::a_weighting_power(frequency_hz);
            let found = level_db(&filters, frequency_hz, rate_hz);
            if frequency_hz < 15_000.0 {
                check("A, dB", found, 10.0 * formula.log10(), 0.1);
            }
        }
    }
}

#[test]
fn c_weighting_is_that_of_the_standard() {
    // IEC 61672-1, table 2 (rounded there to 0.1 dB).
    for rate_hz in RATES_HZ {
        for (frequency_hz, expected_db) in [
            (31.5, -3.0),
            (63.0, -0.8),
            (125.0, -0.2),
            (1000.0, 0.0),
            (4000.0, -0.8),
            (8000.0, -3.0),
            (12_500.0, -6.2),
        ] {
            let found = level_db(&c_weighting(rate_hz), frequency_hz, rate_hz);
            check("C-weighting, dB", found, expected_db, 0.15);
        }
    }
}

#[test]
fn drum_to_diffuse_field_transformation() {
    check("table, 1 kHz", -diffuse_field_db(1000.0), -4.1, 0.01);
    check("table, 3.15 kHz", -diffuse_field_db(3150.0), -15.7, 0.01);
    for rate_hz in RATES_HZ {
        let filters = to_field(rate_hz);
        let at = |frequency_hz| level_db(&filters, frequency_hz, rate_hz);
        check("at 1 kHz, dB", at(1000.0), -4.1, 0.1);
        check("at 3.15 kHz, dB", at(3150.0), -15.7, 0.1);
        // The points of the table; what lies between them is not stated.
        for frequency_hz in [
            100.0, 125.0, 160.0, 200.0, 250.0, 315.0, 400.0, 500.0, 630.0, 800.0, 1000.0, 1250.0,
            1600.0, 2000.0, 2500.0, 3150.0, 4000.0, 5000.0, 6300.0, 8000.0, 10_000.0, 12_500.0,
            16_000.0,
        ] {
            // What the filter's documentation says of it.
            let tolerance = if frequency_hz <= 8000.0 {
                0.45
            } else if frequency_hz <= 10_000.0 {
                0.85
            } else {
                2.8
            };
            let expected = -diffuse_field_db(frequency_hz);
            check("to the field, dB", at(frequency_hz), expected, tolerance);
        }
    }
}

/// Plays sources in parts of 64.
fn play(meter: &mut SoundLevelMeter, sources: &[(Source, &[f64])]) {
    let length = sources[0].1.len();
    for from in (0..length).step_by(64) {
        let to = (from + 64).min(length);
        meter.begin(to - from);
        for (source, signal) in sources {
            let mut left: Vec<f32> = signal[from..to].iter().map(|x| *x as f32).collect();
            let mut right = vec![0.0; to - from];
            meter.add(*source, &[&mut left, &mut right]);
        }
        meter.end();
    }
}

#[test]
fn steady_tones_read_their_level_by_source_and_together() {
    for rate_hz in RATES_HZ {
        let mut meter = SoundLevelMeter::new(rate_hz);
        // 1 Pa at 1 kHz, and 1 Pa at 100 Hz, where A takes 19.15 dB and C 0.3.
        let high = sine(1000.0, 3.0103, rate_hz, 6.0);
        let low = sine(100.0, 3.0103, rate_hz, 6.0);
        let sources: [(Source, &[f64]); 2] = [(Source::Programme, &high), (Source::Ambient, &low)];
        play(&mut meter, &sources);
        // The onset has a peak of its own.
        meter.take();
        play(&mut meter, &sources);
        let DrumLevels {
            programme,
            ambient,
            own_voice,
            total,
            field_dba,
        } = meter.take();
        let reads = |what: &str, found: [f32; 2], expected: f64| {
            check(what, f64::from(found[0]), expected, 0.1);
            assert_eq!(found[1], -200.0, "{what}, right");
        };
        reads("1 kHz fast", programme.fast_dba, PASCAL_DBSPL);
        reads("1 kHz slow", programme.slow_dba, PASCAL_DBSPL);
        reads("1 kHz peak C", programme.peak_dbc, PASCAL_DBSPL + 3.01);
        reads("100 Hz fast", ambient.fast_dba, PASCAL_DBSPL - 19.15);
        reads("100 Hz peak C", ambient.peak_dbc, PASCAL_DBSPL + 3.01 - 0.3);
        assert_eq!(own_voice.fast_dba, [-200.0; 2]);
        reads("both fast", total.fast_dba, PASCAL_DBSPL + 0.05);
        reads("both peak C", total.peak_dbc, PASCAL_DBSPL + 3.01 + 5.87);
        reads("in the field", field_dba, PASCAL_DBSPL - 4.1 + 0.13);
        assert!((meter.dbspl(Source::Ambient)[0] - PASCAL_DBSPL as f32).abs() < 0.1);
    }
}

#[test]
fn fast_and_slow_fall_as_the_standard_wants() {
    // IEC 61672-1, 5.8: 34.7 dB/s fast, 4.3 dB/s slow.
    let rate_hz = 48_000.0;
    let mut meter = SoundLevelMeter::new(rate_hz);
    play(
        &mut meter,
        &[(Source::Programme, &sine(1000.0, 0.0, rate_hz, 8.0))],
    );
    let before = meter.take().programme;
    play(&mut meter, &[(Source::Programme, &vec![0.0; 24_000])]);
    let after = meter.take().programme;
    let fall = |a: [f32; 2], b: [f32; 2]| 2.0 * f64::from(a[0] - b[0]);
    check(
        "fast, dB/s",
        fall(before.fast_dba, after.fast_dba),
        34.7,
        0.5,
    );
    check(
        "slow, dB/s",
        fall(before.slow_dba, after.slow_dba),
        4.3,
        0.1,
    );
    // Long after, nothing is left, and nothing is subnormal.
    play(&mut meter, &[(Source::Programme, &vec![0.0; 480_000])]);
    assert_eq!(meter.take().programme.fast_dba, [-200.0; 2]);
}

#[test]
fn ears_do_not_forget_but_a_reset_of_the_exposure_does() {
    let rate_hz = 48_000.0;
    let mut meter = SoundLevelMeter::new(rate_hz);
    let loud = sine(1000.0, 20.0, rate_hz, 2.0);
    play(&mut meter, &[(Source::Programme, &loud)]);
    let exposure = meter.exposure();
    check("seconds", exposure.seconds, 2.0, 0.06);
    assert!(exposure.niosh[0] > 0.0 && exposure.niosh[1] == 0.0);
    // 110.97 dB SPL at 1 kHz are 106.9 dB(A) of the field.
    let level = PASCAL_DBSPL + 16.99 - 4.1;
    let expected = exposure.seconds / 3600.0 / (40.0 * 10_f64.powf((80.0 - level) / 10.0));
    check("weekly share", exposure.weekly[0] / expected, 1.0, 0.03);
    meter.reset();
    assert_eq!(meter.exposure(), exposure);
    meter.set_exposure(Exposure::default());
    assert_eq!(meter.exposure().seconds, 0.0);
}

#[test]
fn the_mean_of_a_minute_does_not_jump_with_a_loud_bar() {
    let rate_hz = 48_000.0;
    let mut meter = SoundLevelMeter::new(rate_hz);
    assert_eq!(meter.minute_dba(), None);
    let tone = |level_db: f64, seconds: f64| sine(1000.0, level_db, rate_hz, seconds);
    play(&mut meter, &[(Source::Programme, &tone(-20.0, 4.0))]);
    let mean = |meter: &SoundLevelMeter| f64::from(meter.minute_dba().expect("there was sound")[0]);
    let quiet = mean(&meter);
    let field = f64::from(meter.take().field_dba[0]);
    assert!((quiet - field).abs() < 0.2, "{quiet} {field}");
    // Once a minute has passed, a second that is 12 dB louder adds 1 dB.
    play(&mut meter, &[(Source::Programme, &tone(-20.0, 60.0))]);
    play(&mut meter, &[(Source::Programme, &tone(-8.0, 1.0))]);
    let after = mean(&meter);
    assert!((0.5..=1.5).contains(&(after - quiet)), "{quiet} {after}");
    // Silence is no exposure and changes nothing.
    play(&mut meter, &[(Source::Programme, &vec![0.0; 48_000])]);
    assert!((mean(&meter) - after).abs() < 0.5);
}

/// Plays a programme for some seconds in parts of changing length, with a room of −46 dB SPL or without.
fn play_noise(meter: &mut SoundLevelMeter, noise: &mut Noise, seconds: f64, room: bool) {
    let mut left = (48_000.0 * seconds) as usize;
    while left > 0 {
        let length = (1 + (noise.uniform() * 64.0) as usize).min(64).min(left);
        left -= length;
        let mut sound = |level_pa: f32| -> Vec<f32> {
            (0..length).map(|_| level_pa * noise.gaussian()).collect()
        };
        let [mut l, mut r, mut room_l, mut room_r] = [5.0, 2.0, 1e-7, 1e-7].map(&mut sound);
        meter.begin(length);
        meter.add(Source::Programme, &[&mut l, &mut r]);
        if room {
            meter.add(Source::Ambient, &[&mut room_l, &mut room_r]);
        }
        meter.end();
    }
}

#[test]
fn a_source_reads_the_same_alone_as_beside_one_that_cannot_be_heard() {
    let mut meters = [(); 2].map(|()| (SoundLevelMeter::new(48_000.0), Noise::new(5)));
    // The last of the meters has the room all the time, the first one now and then.
    for (seconds, room) in [(3.0, false), (0.3, true), (3.0, false)] {
        let [alone, beside] = meters.each_mut().map(|(meter, noise)| (meter, noise));
        play_noise(alone.0, alone.1, seconds, room);
        play_noise(beside.0, beside.1, seconds, true);
        let readings = [alone.0, beside.0].map(|meter| (meter.take(), meter.minute_dba()));
        let [(one, one_minute), (other, other_minute)] = readings;
        for (what, one, other) in [
            ("fast", one.programme.fast_dba, other.programme.fast_dba),
            ("slow", one.programme.slow_dba, other.programme.slow_dba),
            ("peak", one.programme.peak_dbc, other.programme.peak_dbc),
            ("all, fast", one.total.fast_dba, other.total.fast_dba),
            ("all, peak", one.total.peak_dbc, other.total.peak_dbc),
            ("in the field", one.field_dba, other.field_dba),
            ("minute", one_minute.unwrap(), other_minute.unwrap()),
        ] {
            for (one, other) in one.iter().zip(other) {
                assert!((one - other).abs() < 0.005, "{what}: {one} {other}");
            }
            // The left one is 8 dB louder; peaks of noise are what they are.
            assert!((5.0..=11.0).contains(&(one[0] - one[1])), "{what}: {one:?}");
        }
    }
    let [alone, beside] = meters.map(|(meter, _)| meter.exposure());
    check("dose", alone.niosh[0] / beside.niosh[0], 1.0, 0.002);
    check("seconds", alone.seconds, beside.seconds, 1e-6);
}

/// Sources share filters as they come: whichever wakes first, each reads its own level, and nothing is
/// left of one that falls silent.
#[test]
fn sources_read_their_levels_whichever_wakes_first() {
    const SOURCES: [Source; 3] = [Source::Programme, Source::Ambient, Source::OwnVoice];
    let rate_hz = 48_000.0;
    let signals = [0.0, -10.0, -20.0].map(|db| sine(1000.0, 3.0103 + db, rate_hz, 2.0));
    let silence = vec![0.0; 96_000];
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let mut meter = SoundLevelMeter::new(rate_hz);
        let reads = |meter: &SoundLevelMeter, sounding: &[usize], when: &str| {
            for (at, source) in SOURCES.into_iter().enumerate() {
                let found = f64::from(meter.dbspl(source)[0]);
                match sounding.contains(&at) {
                    true => check(when, found, PASCAL_DBSPL - 10.0 * at as f64, 0.05),
                    false => assert!(found < 0.0, "{order:?}, {when}: {source:?} {found}"),
                }
            }
        };
        for count in 1..=3 {
            let awake = &order[..count];
            let sources: Vec<_> = awake
                .iter()
                .map(|at| (SOURCES[*at], &signals[*at][..]))
                .collect();
            play(&mut meter, &sources);
            reads(&meter, awake, "waking");
        }
        // The first falls silent beside the others, until its filters have died away, and comes back.
        let [first, others @ ..] = order;
        for _ in 0..8 {
            let mut sources = vec![(SOURCES[first], &silence[..])];
            sources.extend(others.iter().map(|at| (SOURCES[*at], &signals[*at][..])));
            play(&mut meter, &sources);
        }
        reads(&meter, &others, "without the first");
        let all: Vec<_> = order
            .iter()
            .map(|at| (SOURCES[*at], &signals[*at][..]))
            .collect();
        play(&mut meter, &all);
        reads(&meter, &order, "all again");
    }
}
