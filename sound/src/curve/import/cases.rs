//! Files as users have them, each with the value that is right: what other programs make of them, or
//! what a calculation by hand gives.

mod presets;
mod tables;

use super::*;

/// Files beside the one that is read.
struct Folder(Vec<(&'static str, Vec<u8>)>);

impl Beside for Folder {
    fn read(&mut self, name: &str, _: usize) -> Result<Vec<u8>, String> {
        let found = self.0.iter().find(|(own, _)| *own == name);
        let found = found.map(|(_, bytes)| bytes.clone());
        found.ok_or_else(|| "no such file".to_owned())
    }
}

fn read_in(text: &str, options: &Options, files: Vec<(&'static str, Vec<u8>)>) -> Imported {
    let mut folder = Folder(files);
    read_with(text.as_bytes(), "config.txt", options, Some(&mut folder))
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn reads(text: &str) -> Imported {
    read_in(text, &Options::default(), Vec::new())
}

fn refused(text: &str, name: &str) -> String {
    let mut folder = Folder(Vec::new());
    read_with(
        text.as_bytes(),
        name,
        &Options::default(),
        Some(&mut folder),
    )
    .expect_err(text)
    .to_string()
}

#[track_caller]
fn is(curve: &Curve, hz: f64, expected_db: f64) {
    let db = curve.level_db(hz);
    assert!(
        (db - expected_db).abs() < 0.05,
        "{db} dB at {hz} Hz, not {expected_db}"
    );
}

/// The six points that most cases hold.
const SIX: [(f64, f64); 6] = [
    (20.0, 65.0),
    (100.0, 66.0),
    (1000.0, 70.0),
    (3000.0, 80.0),
    (10_000.0, 75.0),
    (20_000.0, 50.0),
];

#[track_caller]
fn is_six(text: &str) {
    let imported = reads(text);
    assert_eq!(imported.kind, Kind::FrequencyResponse, "{text}");
    let points: Vec<(f64, f64)> = (imported.left.points().iter())
        .map(|p| (p.frequency_hz, p.level_db))
        .collect();
    assert_eq!(points, SIX, "{text}");
    assert_eq!(imported.rejected_lines, 0, "{text}: {:?}", imported.report);
}

const TWO_DEVICES: &str = "Device: Headphones X; Benchmark\nPreamp: -4 dB\n\
    Filter 1: ON PK Fc 1000 Hz Gain -6 dB Q 1\nDevice: Microphone\nFilter: ON NO Fc 50 Hz\n\
    Preamp: -20 dB\n";

#[test]
fn lines_for_another_device_are_left_out() {
    let imported = reads(TWO_DEVICES);
    is(&imported.left, 50.0, -4.0);
    is(&imported.right, 1000.0, -10.0);
    let said = imported.report.iter().map(Remark::to_string);
    assert!(said
        .clone()
        .any(|s| s.contains("2 lines were left out for other devices")));
    let microphone = Options {
        device: Some("microphone".into()),
        ..Options::default()
    };
    let imported = read_in(TWO_DEVICES, &microphone, Vec::new());
    is(&imported.left, 1000.0, -20.0);
    let unknown = Options {
        device: Some("loudspeaker".into()),
        ..Options::default()
    };
    let error = read_with(TWO_DEVICES.as_bytes(), "x", &unknown, None).unwrap_err();
    assert!(
        error.to_string().contains("it names `Headphones X`"),
        "{error}"
    );
}

/// The example of the program's documentation.
#[test]
fn channels_and_devices_nest_as_in_the_programs_example() {
    let text = "Device: Speakers A; Benchmark\nPreamp: -5 dB\nInclude: mine.txt\n\
        Filter 1: ON PK Fc 60 Hz Gain -3 dB Q 10\nChannel: L\nPreamp: -2 dB\nChannel: 2 C\n\
        Filter 1: ON HP Fc 25 Hz\nDevice: Microphone\nFilter: ON NO Fc 50 Hz\n";
    let imported = reads(text);
    // By hand: −5 dB, the bell's −0.21 and the high-pass's −0.26.
    is(&imported.right, 50.0, -5.476);
    is(&imported.left, 1000.0, -7.0);
    assert_eq!(imported.rejected_lines, 1);
    let first = imported
        .report
        .iter()
        .find(|r| r.weight == Weight::Rejected)
        .unwrap();
    assert_eq!(
        first.to_string(),
        "line 3: this is not followed, mine.txt: no such file: Include: mine.txt"
    );
}

#[test]
fn an_included_file_is_read_in_its_place_and_gives_the_channels_back() {
    let text = "Channel: L\nInclude: sub\\more.txt\nPreamp: -1 dB\nChannel: R\nPreamp: -2 dB\n";
    let files = vec![
        (
            "sub/more.txt",
            b"Channel: all\nPreamp: -3 dB\nInclude: last.txt\n".to_vec(),
        ),
        (
            "sub/last.txt",
            b"Filter: ON PK Fc 1 kHz Gain 6 dB Q 1\nBlub: 1\n".to_vec(),
        ),
    ];
    let imported = read_in(text, &Options::default(), files);
    is(&imported.left, 20.0, -4.0);
    is(&imported.left, 1000.0, 2.0);
    is(&imported.right, 1000.0, 1.0);
    let rejected = imported
        .report
        .iter()
        .find(|r| r.weight == Weight::Rejected)
        .unwrap();
    assert_eq!(
        rejected.to_string(),
        "line 2: sub/last.txt, line 2: this is not followed: Blub: 1"
    );
    let other = reads("Preamp: -1 dB\nInclude: C:\\Program Files\\EqualizerAPO\\x.txt\n");
    assert!(other
        .report
        .iter()
        .any(|r| r.reason.contains("folder of another machine")));
}

#[test]
fn one_branch_of_a_condition_counts() {
    let of = |condition: &str| {
        reads(&format!(
            "If: {condition}\nFilter: ON PK Fc 1000 Hz Gain 6 dB Q 1\nElseIf: sampleRate == 96000\n\
             Preamp: -30 dB\nElse:\nFilter: ON PK Fc 1000 Hz Gain -6 dB Q 1\nEndIf:\nPreamp: 0 dB\n"
        ))
    };
    is(&of("sampleRate == 44100").left, 1000.0, -6.0);
    is(&of("sampleRate == 48000").left, 1000.0, 6.0);
    is(
        &of("stage == \"post-mix\" and outputChannelCount > 1").left,
        1000.0,
        6.0,
    );
    let unknown = of("readRegDWORD(\"a\", \"b\") == 1");
    is(&unknown.left, 1000.0, 0.0);
    assert_eq!(unknown.rejected_lines, 1);
    assert!(unknown
        .report
        .iter()
        .any(|r| r.reason.contains("cannot be evaluated")));
    // Without its colon a command is none, and what it would have let in stays out.
    let bare = reads("Preamp: -1 dB\nIf: 1 == 2\nPreamp: -9 dB\nElse\nPreamp: -3 dB\nEndIf:\n");
    is(&bare.left, 1000.0, -1.0);
    // Nested conditions, and a value in a line.
    let nested = reads(
        "Eval: gain = 3\nIf: 1 == 2\nIf: true\nPreamp: -9 dB\nElse:\nPreamp: -8 dB\nEndIf:\nElse:\n\
         Preamp: `-gain` dB\nEndIf:\n",
    );
    is(&nested.left, 1000.0, -3.0);
}

#[test]
fn lines_for_another_stage_are_left_out() {
    let text =
        "Preamp: -1 dB\nStage: pre-mix\nPreamp: -10 dB\nStage: post-mix capture\nPreamp: -2 dB\n";
    is(&reads(text).left, 1000.0, -3.0);
    let before = Options {
        stage: Stage::PreMix,
        ..Options::default()
    };
    is(&read_in(text, &before, Vec::new()).left, 1000.0, -10.0);
    let error = refused("Stage: pre-mix\nPreamp: -10 dB\n", "x.txt");
    assert!(error.contains("--stage"), "{error}");
}

#[test]
fn copies_swap_and_mix_channels() {
    let swapped = reads("Channel: L\nPreamp: -6 dB\nCopy: L=R R=L\n");
    is(&swapped.left, 1000.0, 0.0);
    is(&swapped.right, 1000.0, -6.0);
    let mixed = reads("Copy: L=0.5*L+0.5*R R=L+-6dB*R\nPreamp: -1 dB\n");
    is(&mixed.left, 1000.0, -1.0);
    is(&mixed.right, 1000.0, 20.0 * 1.501_187f64.log10() - 1.0);
    // A comb: the sum with what is 0.5 ms later has its first zero at 1 kHz.
    let comb = reads("Copy: V=R\nChannel: V\nDelay: 0.5 ms\nCopy: R=0.5*R+0.5*V\n");
    assert!(comb.right.level_db(1000.0) < -30.0);
    is(&comb.right, 2000.0, 0.0);
    is(&comb.left, 1000.0, 0.0);
}

#[test]
fn commands_are_commands_wherever_they_stand() {
    let first = reads(
        "Include: mine.txt\nConvolution: room.wav\nDelay: 3 ms\nCopy: L=R R=L\nPreamp: -6 dB\n",
    );
    is(&first.left, 1000.0, -6.0);
    assert_eq!(first.rejected_lines, 2, "{:?}", first.report);
    assert!(!first.report.iter().any(|r| r.reason.contains("heading")));
    let plugin = reads("VSTPlugin: Library x.dll\nPreamp: -6 dB\n");
    assert_eq!(plugin.rejected_lines, 1);
}

#[test]
fn what_a_file_looks_like_is_explained() {
    let imported = reads(TWO_DEVICES);
    assert_eq!(imported.evidence[0].format, "Equalizer APO configuration");
    assert!(imported.evidence[0]
        .reason
        .contains("6 lines are its commands"));
    let html = explained(b"<html></html>");
    assert_eq!((html[0].format.as_str(), html[0].score), ("web page", 100));
    let table = explained(b"20\t65,5\n1000\t70\n20000\t50\n");
    assert!(
        table[0]
            .reason
            .contains("tabs between the columns, decimal comma"),
        "{table:?}"
    );
}

/// Files that include each other in a circle count once each, and the line that closes the circle is named.
#[test]
fn a_circle_of_includes_is_left_out_and_counts_once() {
    let own = "Preamp: -1 dB\nInclude: config.txt\n";
    let imported = read_in(
        own,
        &Options::default(),
        vec![("config.txt", own.as_bytes().to_vec())],
    );
    is(&imported.left, 1000.0, -1.0);
    let first = "Preamp: -1 dB\nInclude: two.txt\nInclude: two.txt\n";
    let second = b"Preamp: -2 dB\nInclude: config.txt\n";
    let files = vec![
        ("config.txt", first.as_bytes().to_vec()),
        ("two.txt", second.to_vec()),
    ];
    let imported = read_in(first, &Options::default(), files);
    // Twice in a row is no circle.
    is(&imported.left, 1000.0, -5.0);
    let said = imported
        .report
        .iter()
        .filter(|r| r.weight == Weight::Rejected);
    let said: Vec<String> = said.map(ToString::to_string).collect();
    assert_eq!(
        said[0],
        "line 2: two.txt, line 2: config.txt is being read already, so this is left out: Include: config.txt"
    );
    assert_eq!(said.len(), 2, "{said:?}");
}

/// A chain of files that is longer than anyone's comes to an end, too.
#[test]
fn includes_that_lead_on_and_on_are_cut() {
    const NAMES: &str = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    let file = |length: usize| {
        let next = &NAMES[..length + 1];
        (
            &NAMES[..length],
            format!("Preamp: -1 dB\nInclude: {next}\n").into_bytes(),
        )
    };
    let files = (1..NAMES.len()).map(file).collect();
    let imported = read_in("Preamp: -1 dB\nInclude: x\n", &Options::default(), files);
    assert!(imported
        .report
        .iter()
        .any(|r| r.reason.contains("too often")));
    // The first file, and twenty more.
    is(&imported.left, 1000.0, -21.0);
}
