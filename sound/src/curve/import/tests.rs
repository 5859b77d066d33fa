use super::*;

fn reads(text: &str) -> Imported {
    read(text.as_bytes(), "Mine L.txt").unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn refused(text: &str) -> String {
    read(text.as_bytes(), "x.txt").expect_err(text).to_string()
}

fn levels(imported: &Imported) -> Vec<(f64, f64)> {
    let points = imported.left.points().iter();
    points.map(|p| (p.frequency_hz, p.level_db)).collect()
}

/// The rejected lines, as the user sees them.
fn rejected(imported: &Imported) -> Vec<String> {
    let rejected = |r: &&Remark| r.weight == Weight::Rejected;
    imported
        .report
        .iter()
        .filter(rejected)
        .map(Remark::to_string)
        .collect()
}

const THREE: [(f64, f64); 3] = [(20.0, 1.5), (1000.0, 5.0), (12_500.0, -3.25)];

#[test]
fn every_way_of_writing_a_response_is_read_alike() {
    for text in [
        "20\t1.5\n1000\t5\n12500\t-3.25\n",
        "20 1.5\n1000 5\n12500 -3.25",
        "  20.0   1.5\r\n 1000.0   5.0\r\n12500.0   -3.25\r\n",
        "20,1.5\n1000,5.0\n12500,-3.25\n",
        "20, 1.5\n1000, 5.0\n12500, -3.25\n",
        "20;1,5\n1000;5\n12500;-3,25\n",
        "20\t1,5\n1000\t5,0\n12500\t-3,25\n",
        "20,0 1,5\n1000,0 5,0\n12500,0 -3,25\n",
        "20.0\t1.5\t0.1\r1000.0\t5.0\t-179.9\r12500.0\t-3.25\t17\r",
        "* Measured by hand\n* Freq(Hz) SPL(dB) Phase(degrees)\n20 1.5 1\n1000 5 2\n12500 -3.25 3\n",
        "# source: me\nfrequency,raw\n20,1.5\n1000,5\n12500,-3.25\n",
        "frequency,smoothed,raw,error\n20,0,1.5,1\n1000,0,5,1\n12500,0,-3.25,1\n",
        "\"Freq\",\"SPL\"\n\"20\",\"1.5\"\n\"1000\",\"5\"\n\"12500\",\"-3.25\"\n",
        "Frequency\tdB\tUnweighted\n20 1.5\n1000 5\n12500 -3.25\n",
        "\u{feff}20 1.5\n1000 5\n12500 -3.25\n",
    ] {
        let imported = reads(text);
        assert_eq!(imported.kind, Kind::FrequencyResponse, "{text:?}");
        assert_eq!(levels(&imported), THREE, "{text:?}");
        assert_eq!(imported.rejected_lines, 0, "{text:?}: {:?}", imported.report);
        assert_eq!(imported.side, Some(Ear::Left));
    }
}

#[test]
fn what_is_wrong_is_said_by_line_and_the_rest_is_kept() {
    let good: String = (1..=9).map(|n| format!("{n}00 {n}.5\n")).collect();
    let imported = reads(&format!(
        "Freq dB\n20 1.5\nhello\n-5 60\nnan 60\n0 60\n50\n60 inf\n70 x\n1000 5\n1000 66\n\
         1e99 1\n12500 -3.25\n{good}",
    ));
    assert_eq!(levels(&imported)[0], THREE[0]);
    assert_eq!(imported.left.points().len(), 12);
    assert_eq!(
        rejected(&imported),
        [
            "line 3: not a frequency and a level: hello",
            "line 4: the frequency is -5 Hz; it must be from 1 Hz to 100 kHz",
            "line 5: not a frequency and a level: nan 60",
            "line 6: the frequency is 0 Hz; it must be from 1 Hz to 100 kHz",
            "line 7: a frequency and a level are needed: 50",
            "line 8: the level is inf dB; it must be within ±400 dB",
            "line 9: not a frequency and a level: 70 x",
            "line 11: 1000 Hz is there already, in line 10",
            format!(
                "line 12: the frequency is {} Hz; it must be from 1 Hz to 100 kHz",
                1e99
            )
            .as_str(),
        ]
    );
    assert_eq!(imported.rejected_lines, 9);
}

#[test]
fn points_in_any_order_are_sorted_and_said_so() {
    let imported = reads("12500 -3.25\n1000 5\n20 1.5\n");
    assert_eq!(levels(&imported), THREE);
    let said: Vec<String> = imported.report.iter().map(Remark::to_string).collect();
    assert_eq!(
        said,
        ["line 2: the frequency is lower than in the line before; the points were sorted"]
    );
}

#[test]
fn a_swing_of_a_hundred_db_is_clamped_and_said_so() {
    let imported = reads("20 -70\n300 0\n3000 0\n10000 80\n");
    assert_eq!(imported.left.level_db(20.0), -50.0);
    assert_eq!(imported.left.level_db(10_000.0), 50.0);
    let warning = &imported.report[0];
    assert_eq!(warning.weight, Weight::Warning);
    assert!(
        warning.reason.starts_with("2 points lay more than 50 dB"),
        "{warning}"
    );
    // A zero of an equalizer is one of its points; where it is heard there is a limit as well.
    let notch = reads("Filter: ON NO Fc 1000 Hz");
    assert!(notch.left.level_db(1000.0) >= -50.5);
}

#[test]
fn dense_files_are_averaged() {
    let mut text = String::new();
    for k in 1..60_000 {
        let f = 0.4 * f64::from(k);
        text += &format!("{f} {}\n", (f / 1000.0).log10());
    }
    let imported = reads(&text);
    let points = imported.left.points().len();
    assert!((800..=MOST_POINTS).contains(&points), "{points}");
    for f in [30.0f64, 1000.0, 9000.0] {
        let off = imported.left.level_db(f) - (f / 1000.0).log10();
        assert!(off.abs() < 1e-3, "{off} at {f} Hz");
    }
    assert!(imported
        .report
        .iter()
        .any(|r| r.reason.contains("averaged over 1/96 octave")));
}

#[test]
fn what_holds_no_curve_is_refused_in_the_users_words() {
    for text in ["", "\n\n", "  \r\n"] {
        assert_eq!(
            refused(text),
            "the file is empty: it was saved or downloaded without its contents; save it again"
        );
    }
    assert_eq!(
        refused("Lorem ipsum.\nDolor sit amet.\n"),
        "there is no equalizer and no frequency response in this file (line 1: no setting and no \
         number: Lorem ipsum.); equalizers are read as Equalizer APO text and presets, responses as a \
         frequency and a level in each line"
    );
    assert_eq!(
        refused("Filter 1: ON PK Gain 3 dB Q 1"),
        "there is no equalizer and no frequency response in this file (line 1: the frequency is \
         missing: ON PK Gain 3 dB Q 1); equalizers are read as Equalizer APO text and presets, \
         responses as a frequency and a level in each line"
    );
    assert_eq!(
        refused("1000 65"),
        "there is only one point in the file; a curve needs at least two"
    );
    let long = vec![b'1'; LONGEST_FILE + 1];
    assert!(matches!(read(&long, "x"), Err(ImportError::TooLong { .. })));
    let says = |bytes: &[u8]| read(bytes, "x").unwrap_err().to_string();
    assert!(says(b"RIFF\0\0\0\0WAVE\0\0\0\0").starts_with("this is a WAV file"));
    assert!(says(b"fLaC\0\0\0\x22\0\0\0\0\0\0\0\0").contains("it looks like FLAC"));
}

#[test]
fn a_graphic_equalizer_keeps_its_points() {
    let imported =
        reads("Preamp: -2 dB\nGraphicEQ: 20 -1.5; 100 0; x y; 1000 2.5; -5 1; 100 7; 20000 -4");
    assert_eq!(imported.kind, Kind::GraphicEqualizer);
    assert_eq!(
        levels(&imported),
        [(20.0, -3.5), (100.0, -2.0), (1000.0, 0.5), (20_000.0, -6.0)]
    );
    assert_eq!(
        rejected(&imported),
        [
            "line 2: not a frequency above 0 Hz and a gain: x y",
            "line 2: not a frequency above 0 Hz and a gain: -5 1",
            "line 2: 100 Hz is there already, in line 2",
        ]
    );
    // Straight lines over log frequency, as Equalizer APO draws them.
    assert!((imported.left.level_db(1000f64.sqrt() * 10.0) + 0.75).abs() < 1e-9);
}

#[test]
fn other_commands_are_reported_and_the_filters_kept() {
    let imported = reads(
        "Device: all\nPreamp: -3 dB\nInclude: other.txt\nFilter 1: ON PK Fc 1000 Hz Gain 6 dB Q 2\n\
         Filter 2: ON PK Fc 2000 Hz Q 2\nFilter 3: ON XX Fc 2000 Hz\nFilter 4: ON PK Fc 30000 Hz Gain 1 dB Q 1\n\
         Filter 5: ON PK Fc 500 Hz Gain 1 dB\nFilter 6: perhaps\nFilter 7: ON LSC 30 dB Fc 500 Hz Gain 20 dB\n\
         Convolution: x.wav\nFilter 8: OFF PK Fc 9 Hz Gain 1 dB Q 1\nFilter 9: ON PK Fc 9 Hz Gain 1 dB Q -1\n\
         Filter: ON None\nFilter: ON None\nFilter: ON None\nFilter: ON None\n",
    );
    assert!((imported.left.level_db(1000.0) - 3.0).abs() < 0.01);
    let expected = [
        "line 3: this is not followed: Include: other.txt",
        "line 5: the gain is missing: ON PK Fc 2000 Hz Q 2",
        "line 6: unknown filter `XX`: ON XX Fc 2000 Hz",
        "line 7: the frequency is 30000 Hz; it must be above 0 and below 24000 Hz: ON PK Fc 30000 Hz Gain 1 dB Q 1",
        "line 8: the Q is missing: ON PK Fc 500 Hz Gain 1 dB",
        "line 9: neither ON nor OFF: perhaps",
        "line 10: no such filter can be built at 48 kHz: ON LSC 30 dB Fc 500 Hz Gain 20 dB",
        "line 11: this is not followed: Convolution: x.wav",
        "line 13: the Q is -1; it must be above 0: ON PK Fc 9 Hz Gain 1 dB Q -1",
    ];
    assert_eq!(rejected(&imported), expected);
}

#[test]
fn ears_that_differ_are_warned_about() {
    let left = reads("20 60\n1000 65\n4000 70\n20000 60\n").left;
    let right = reads("20 50\n1000 65\n4000 66\n20000 40\n").left;
    let warning = imbalance(&left, &right).expect("they differ").to_string();
    assert!(
        warning.starts_with("the ears differ by 10.9 dB at 8000 Hz"),
        "{warning}"
    );
    assert_eq!(imbalance(&left, &left.raised_db(2.9)), None);
}

#[test]
fn a_channel_that_is_neither_ear_is_left_out() {
    let imported = reads("Channel: SUB\nPreamp: -9 dB\nChannel: 1 2\nPreamp: -1 dB\n");
    assert_eq!(imported.left.level_db(1000.0), -1.0);
    assert!(imported
        .report
        .iter()
        .any(|r| r.reason.contains("neither left nor right")));
}
