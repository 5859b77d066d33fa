//! Files as users have them, each with the value that is right: what other programs make of them, or
//! what a calculation by hand gives.

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
    // A file that includes itself comes to an end.
    let loops = vec![(
        "config.txt",
        b"Preamp: -1 dB\nInclude: config.txt\n".to_vec(),
    )];
    let imported = read_in(
        "Preamp: -1 dB\nInclude: config.txt\n",
        &Options::default(),
        loops,
    );
    assert!(imported.left.level_db(1000.0) < -10.0);
    assert!(imported
        .report
        .iter()
        .any(|r| r.reason.contains("too often")));
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
fn decimal_commas_between_commas_are_read_or_refused_and_never_guessed() {
    is_six("\"Frequency\",\"dB\"\n\"20,0\",\"65,0\"\n\"100,0\",\"66,0\"\n\"1000,0\",\"70,0\"\n\"3000,0\",\"80,0\"\n\"10000,0\",\"75,0\"\n\"20000,0\",\"50,0\"\n");
    let rows = |join: &str| -> String {
        let row = |&(hz, db): &(f64, f64)| format!("{hz},000{join}{db},000{join}-12,345\n");
        SIX.iter().map(row).collect()
    };
    is_six(&format!(
        "* Note: ; \n* Freq(Hz), SPL(dB), Phase(degrees)\n{}",
        rows(", ")
    ));
    is_six(&format!(
        "* Freq(Hz), SPL(dB), Phase(degrees)\n{}",
        rows(",")
    ));
    let error = refused(&rows(","), "x.txt");
    assert!(
        error.contains("two ways that are equally likely"),
        "{error}"
    );
}

#[test]
fn headings_give_units() {
    is_six("freq (kHz),dB\n0.02,65\n0.1,66\n1.0,70\n3.0,80\n10.0,75\n20.0,50\n");
    is_six("20 Hz\t65.0 dB\n100 Hz\t66.0 dB\n1 kHz\t70.0 dB\n3 kHz\t80 dB\n10 kHz\t75 dB\n20 kHz\t50 dB\n");
    is_six("20 65\n100 66\n1k 70\n3k 80\n10k 75\n20k 50\n");
    is_six(
        "20,0\t65,0\n100,0\t66,0\n1 000,0\t70,0\n3 000,0\t80,0\n10 000,0\t75,0\n20 000,0\t50,0\n",
    );
    let pressure = reads("Frequency (Hz),Pressure (Pa)\n20,1\n1000,10\n20000,0.1\n");
    is(&pressure.left, 20.0, 0.0);
    is(&pressure.left, 1000.0, 20.0);
    is(&pressure.left, 20_000.0, -20.0);
}

#[test]
fn what_is_no_level_is_refused_by_what_it_is() {
    let ohms = refused(
        "* Freq(Hz) Z(ohms) Phase(degrees)\n20 16.1 1\n1000 16.5 2\n20000 40 30\n",
        "x.txt",
    );
    assert!(ohms.contains("an impedance in ohms"), "{ohms}");
    assert!(refused("20 16.1 1\n1000 16.5 2\n20000 40 30\n", "x.zma").contains("impedance"));
    let time = refused("Time (s),Amplitude\n1,0.5\n2,-0.5\n20000,0.1\n", "x.csv");
    assert!(time.contains("sound over time"), "{time}");
}

#[test]
fn a_file_of_which_little_is_left_is_no_success() {
    let cut = refused("20 65\n100 66\n1000 70\n1400 71\n", "x.txt");
    assert!(cut.contains("covers only 20 Hz to 1.4 kHz"), "{cut}");
    let partial = Options {
        partial: true,
        ..Options::default()
    };
    let read = read_with(b"20 65\n100 66\n1400 70\n", "x.txt", &partial, None).unwrap();
    assert!(read.report.iter().any(|r| r.weight == Weight::Warning));
    let broken = refused("20 65\n20000 66\n300 x\n400 x\n500 x\n", "x.txt");
    assert!(
        broken.contains("only 2 of 5 lines could be read"),
        "{broken}"
    );
    let text = "Preamp: -6 dB\nFilter: ON XX Fc 90 Hz\nFilter: ON PK Fc 9 Hz\n";
    let broken = refused(text, "x.txt");
    assert!(broken.contains("only 1 of 3 lines"), "{broken}");
    let read = read_with(text.as_bytes(), "x.txt", &partial, None).unwrap();
    is(&read.left, 1000.0, -6.0);
    assert!(read.report.iter().any(|r| r.weight == Weight::Warning));
    // Commands that are not followed are reported, and the settings beside them count.
    let commands = reads("VSTPlugin: a\nLoudnessCorrection: b\nVSTPlugin: c\nPreamp: -6 dB\n");
    assert_eq!(commands.rejected_lines, 3);
    let short = reads("GraphicEQ: 20 0; 100 3; 1400 2\n");
    assert!(short.report.iter().any(|r| r.weight == Weight::Warning));
}

/// The heading of a column tells its numbers, and the refusal names it where they are no levels.
#[test]
fn columns_that_hold_no_level_are_refused_by_their_headings() {
    let table = |heading: &str| format!("{heading}\n20,1.5\n1000,2.5\n3000,3.5\n20000,0.5\n");
    for heading in [
        "Frequency (Hz),Phase (deg)",
        "Frequency (Hz),Group delay (ms)",
        "Frequency (Hz),THD (%)",
        "Frequency (Hz),Coherence",
        "Frequency (Hz),Real",
    ] {
        let error = refused(&table(heading), "x.csv");
        assert!(
            error.contains("a table without a level"),
            "{heading}: {error}"
        );
    }
    let error = refused(&table("Frequency (Hz),Amplitude"), "x.csv");
    assert!(error.contains("decibels or ratios"), "{error}");
    let error = refused("Impedance of X\nFreq,Value\n20,16\n20000,40\n", "x.csv");
    assert!(error.contains("an impedance in ohms"), "{error}");
    let samples = "0.5\n-0.25\n".repeat(20);
    let error = refused(&samples, "x.txt");
    assert!(
        error.contains("column of numbers without frequencies"),
        "{error}"
    );
    // Decibels that the heading calls so are decibels, however small.
    is(
        &reads(&table("Frequency (Hz),Amplitude (dB)")).left,
        1000.0,
        2.5,
    );
    is(
        &reads(&table("Frequency (Hz),Power (W)")).left,
        1000.0,
        3.979,
    );
    is(
        &reads(&table("Frequency (Hz),|H| (linear)")).left,
        1000.0,
        7.959,
    );
    let flat = reads("Frequency,dB\n20,0\n1000,0\n20000,0\n");
    assert!(flat.report.iter().any(|r| r.weight == Weight::Warning));
}

#[test]
fn frequencies_in_other_units_are_converted() {
    // 2 pi times 1 kHz.
    let rad = reads("Omega (rad/s),dB\n100,0\n6283.185,6\n100000,0\n");
    is(&rad.left, 1000.0, 6.0);
    let grouped = reads("GraphicEQ: 20 -1.5; 1,000 -3.0; 20,000 -4.5\n");
    is(&grouped.left, 1000.0, -3.0);
    let decimals = reads("GraphicEQ: 20,000 -1,5; 1000,000 -3,0; 20000,000 -4,5\n");
    is(&decimals.left, 1000.0, -3.0);
}

#[test]
fn quotation_marks_of_both_kinds_hold_decimal_commas_together() {
    is_six("'20,0','65,0'\n'100,0','66,0'\n'1000,0','70,0'\n'3000,0','80,0'\n'10000,0','75,0'\n'20000,0','50,0'\n");
    // Fewer headings than fields: some commas are decimal marks.
    let error = refused("Frequency,dB\n20,65,5\n1000,70,5\n20000,50,5\n", "x.csv");
    assert!(
        error.contains("decimal commas in some of the columns"),
        "{error}"
    );
    is_six("20,65,\n100,66,\n1000,70,\n3000,80,\n10000,75,\n20000,50,\n");
}

#[test]
fn ears_are_known_by_all_their_names() {
    for heading in [
        "Frequency,Ch 1,Ch 2",
        "Frequency [Hz],Channel 1 [dB],Channel 2 [dB]",
        "frequency,leftDb,rightDb",
        "frequency,SPL_L,SPL_R",
        "Frequency,Model L,Model R",
        "Frequenz,Links,Rechts",
        "frequency,raw_left,raw_right",
        "frequency,L1,R1",
    ] {
        let imported = reads(&format!("{heading}\n20,65,59\n1000,70,64\n20000,50,44\n"));
        assert!(imported.is_stereo(), "{heading}");
        is(&imported.left, 1000.0, 70.0);
        is(&imported.right, 1000.0, 64.0);
    }
    let swapped = reads("frequency,right,left\n20,59,65\n1000,64,70\n20000,44,50\n");
    is(&swapped.left, 1000.0, 70.0);
    let several = reads("frequency,L1,L2,R1,R2\n20,65,1,59,1\n1000,70,1,64,1\n20000,50,1,44,1\n");
    is(&several.right, 1000.0, 64.0);
    assert!(several
        .report
        .iter()
        .any(|r| r.reason.contains("left out: l2, r2")));
    // The symbol of a level is no ear.
    assert_eq!(reads("# f/Hz L/dB\n20 65\n20000 50\n").side, None);
    let right = reads("* Channel: Right\n* Freq(Hz) SPL(dB)\n20 65\n20000 50\n");
    assert_eq!(right.side, Some(Ear::Right));
}

#[test]
fn both_ears_of_a_table_are_kept() {
    for text in [
        "frequency,left,right\n20,65,59\n1000,70,64\n20000,50,44\n",
        "frequency_hz,left_db,right_db\n20,65,59\n1000,70,64\n20000,50,44\n",
        "\u{feff}Frequency Response (Relative Level),,,\nCh1 (F),Ch1 (M),Ch2 (F),Ch2 (M)\nX,Y,X,Y\n\
         Hz,dBSPL,Hz,dBSPL\n20,65.0,20,59.0\n1000,70.0,1000,64.0\n20000,50.0,20000,44.0\n",
        "Freq\tL\tR\n20\t65\t59\n1000\t70\t64\n20000\t50\t44\n",
    ] {
        let imported = reads(text);
        assert!(imported.is_stereo(), "{text}");
        is(&imported.left, 1000.0, 70.0);
        is(&imported.right, 1000.0, 64.0);
        assert_eq!(imported.rejected_lines, 0, "{text}: {:?}", imported.report);
    }
    let right = reads("Frequency,Right ear (dB)\n20,65\n1000,70\n20000,50\n");
    assert_eq!(right.side, Some(Ear::Right));
    assert_eq!(
        reads("* Measurement: X R\n20,65\n20000,50\n").side,
        Some(Ear::Right)
    );
}

#[test]
fn a_table_of_bands_is_an_equalizer() {
    let imported = reads("Frequency,Gain,Q\n105,-2.3,0.7\n2000,3,1.4\n8000,-4,2\n");
    assert_eq!(imported.kind, Kind::ParametricEqualizer);
    let same = reads(
        "Filter: ON PK Fc 105 Hz Gain -2.3 dB Q 0.7\nFilter: ON PK Fc 2000 Hz Gain 3 dB Q 1.4\n\
         Filter: ON PK Fc 8000 Hz Gain -4 dB Q 2\n",
    );
    assert_eq!(imported.left, same.left);
    let typed = reads("Band,Type,Freq,Gain,Q\n1,PK,105,-2.3,0.7\n2,LS,50,3,0.7\n");
    let same = reads(
        "Filter: ON PK Fc 105 Hz Gain -2.3 dB Q 0.7\nFilter: ON LSC Fc 50 Hz Gain 3 dB Q 0.7\n",
    );
    assert_eq!(typed.left, same.left);
    let headed = reads(
        "Preamp,0\nFilter Type,Center Frequency (Hz),Gain (dB),Q Factor\nPeak,105,-2.3,0.7\n\
         Low Shelf,50,3,0.7\n",
    );
    assert_eq!(headed.left, same.left);
    let on =
        reads("On;Type;Fc;Gain;Q\ntrue;PK;105;-2,3;0,7\nfalse;PK;1000;9;1\ntrue;LS;50;3;0,7\n");
    assert_eq!(on.left, same.left);
}

#[test]
fn all_line_ends_end_lines() {
    is_six("20\t65.0\r100\t66.0\r1000\t70.0\r3000\t80.0\r10000\t75.0\r20000\t50.0\r\n");
    is_six("20\t65.0\r100\t66.0\r1000\t70.0\r3000\t80.0\r10000\t75.0\r20000\t50.0\n");
}

#[test]
fn a_heading_with_the_word_filter_is_a_heading() {
    let rows = "20\t65.0\n100\t66.0\n1000\t70.0\n3000\t80.0\n10000\t75.0\n20000\t50.0\n";
    for heading in [
        "Title: X\nFilter: none\n",
        "Measurement X\nSmoothing: 1/48\nFilter: 1/48 octave\n",
        "Delay: 3 ms\nChannel: L\n",
        "Filter 1: none\n\n",
    ] {
        is_six(&format!("{heading}{rows}"));
    }
}

#[test]
fn a_footer_is_no_mistake() {
    let imported = reads(
        "Frequency\tdB\tUnweighted\n20\t60.1\n1000\t65.0\n20000\t50.2\n\noverall dB 90.0 dB\n\
         averaging No Smoothing\ndecay Average\npeak 2000.0Hz\nsource Made up\nsaved 1/1/20 10:00 AM\n",
    );
    assert_eq!(imported.rejected_lines, 0);
    let footer: Vec<String> = imported
        .report
        .iter()
        .filter(|r| r.reason.contains("footer"))
        .map(Remark::to_string)
        .collect();
    assert_eq!(
        footer,
        ["line 6: 6 lines below the numbers, taken as a footer: overall dB 90.0 dB"]
    );
}

#[test]
fn what_is_something_else_is_named_with_the_way_out() {
    for (text, words) in [
        (
            "<!DOCTYPE html>\n<html><head><title>404</title></head></html>\n",
            "web page",
        ),
        (
            "<?xml version=\"1.0\"?>\n<plist version=\"1.0\"><dict></dict></plist>\n",
            "Audio Unit preset",
        ),
        ("<Preset>\n<Equalizer>\n</Equalizer>\n</Preset>\n", "XML"),
        (
            "{\"preset\":{\"name\":\"X\",\"preGain\":-6.2,\"filters\":[]}}",
            "JSON preset",
        ),
        (
            "biquad1,\nb0=1.00115,\nb1=-1.99001,\n",
            "biquad coefficients",
        ),
        (
            "SR_44100:1.0,-1.9,0.9,1.9,-0.91\nSR_48000:1.0,-1.9,0.9,1.9,-0.91\n",
            "ViPER",
        ),
    ] {
        let error = refused(text, "x.txt");
        assert!(error.contains(words), "{text}: {error}");
        assert!(
            error.contains("export") || error.contains("download"),
            "{error}"
        );
    }
    let include = refused("Include: mine.txt\nDevice: all\n", "x.txt");
    assert!(
        include.contains("Equalizer APO configuration without settings"),
        "{include}"
    );
    assert!(include.contains("mine.txt"), "{include}");
}

const SCIPY_DB: [(f64, f64); 5] = [
    (20.0, -0.712),
    (105.0, -3.455),
    (1000.0, -6.904),
    (2000.0, -10.000),
    (15000.0, -6.216),
];

/// Every preset of the same two bands gives the same curve.
#[test]
fn presets_of_other_programs_mean_what_their_bands_say() {
    let expected = reads(
        "Preamp: -6.2 dB\nFilter: ON LSC Fc 105 Hz Gain 5.5 dB Q 0.7\n\
         Filter: ON PK Fc 2000 Hz Gain -3.8 dB Q 1.4\n",
    );
    // Of SciPy's freqz with the cookbook's coefficients at 48 kHz.
    for (hz, db) in SCIPY_DB {
        is(&expected.left, hz, db);
    }
    for (name, text) in [
        ("EasyEffects", r#"{"output": {"blocklist": [], "equalizer#0": {"input-gain": -6.2, "output-gain": 0.0,
            "num-bands": 2, "split-channels": false, "left": {
            "band0": {"frequency": 105.0, "gain": 5.5, "q": 0.7, "type": "Lo-shelf", "mode": "APO (DR)", "slope": "x1"},
            "band1": {"frequency": 2000.0, "gain": -3.8, "q": 1.4, "type": "Bell"},
            "band2": {"frequency": 50.0, "gain": 9, "q": 1.4, "type": "Bell"}}}}}"#),
        ("Poweramp", r#"[{"name":"X","preamp":-6.2,"parametric":true,"bands":[
            {"type":4,"channels":0,"frequency":105,"q":0.7,"gain":5.5,"color":0},
            {"type":3,"channels":0,"frequency":2000,"q":1.4,"gain":-3.8,"color":0}]}]"#),
        ("PipeWire", "context.modules = [\n { name = libpipewire-module-filter-chain # x\n args = { node.description = \"X\"\n \
            filter.graph = { nodes = [\n { type = builtin name = pre label = linear control = { Mult = 0.48977882 Add = 0 } }\n \
            { type = builtin name = a label = bq_lowshelf control = { \"Freq\" = 105.0 \"Q\" = 0.7 \"Gain\" = 5.5 } }\n \
            { type = builtin, name = b, label = bq_peaking, control = { Freq: 2000 Q: 1.4 Gain: -3.8 } } ]\n \
            links = [ { output = \"pre:Out\" input = \"a:In\" } ] } } } ]\n"),
        ("PipeWire", "context.modules = [ { name = libpipewire-module-filter-chain args = { filter.graph = { nodes = [ \
            { type = builtin name = eq label = param_eq config = { filters = [ { type = bq_highshelf freq = 0 gain = -6.2 q = 1.0 } \
            { type = bq_lowshelf, freq = 105, gain = 5.5, q = 0.7 }, { type = bq_peaking, freq = 2000, gain = -3.8, q = 1.4 } ] } } ] } } } ]"),
        ("CamillaDSP", "devices:\n  samplerate: 48000\nfilters:\n  preamp:\n    type: Gain\n    parameters:\n      gain: -6.2\n  \
            one:\n    type: Biquad\n    parameters:\n      type: Lowshelf\n      freq: 105\n      gain: 5.5\n      q: 0.7\n  \
            two:\n    type: Biquad\n    parameters: {type: Peaking, freq: 2000, gain: -3.8, q: 1.4}\n\
            pipeline:\n- type: Filter\n  channel: 0\n  names: [preamp, one, two]\n- type: Filter\n  channel: 1\n  names:\n  - preamp\n  - one\n  - two\n"),
        ("Peace", "[General]\nPreAmp=-6.2\n[Speakers]\nSpeakerId0=0\nSpeakerTargets0=all\n[Frequencies]\nFrequency1=105\nFrequency2=2000\n\
            Frequency3=500\n[Gains]\nGain1=5.5\nGain2=-3.8\n[Qualities]\nQuality1=0.7\nQuality2=1.4\n[Filters]\nFilter1=14\n"),
        ("AutoEq readme", "# Mine\nSee x.\n\n### Parametric EQs\nApply preamp of **-6.2 dB** when using parametric equalizer.\n\n\
            | Type | Fc (Hz) | Q | Gain (dB) |\n|---|---|---|---|\n| LowShelf | 105.0 | 0.70 | 5.5 |\n| Peaking | 2000 | 1.4 | -3.8 |\n\n\
            ### Fixed Band EQs\n| Type | Fc | Q | Gain |\n|---|---|---|---|\n| Peaking | 31 Hz | 1.41 | 3.1 dB |\n"),
    ] {
        let imported = reads(text);
        assert!(imported.evidence[0].format.contains(name), "{name}: {:?}", imported.evidence);
        assert_eq!(imported.rejected_lines, 0, "{name}: {:?}", imported.report);
        for hz in [20.0, 105.0, 1000.0, 2000.0, 15_000.0] {
            is(&imported.left, hz, expected.left.level_db(hz));
            is(&imported.right, hz, expected.left.level_db(hz));
        }
    }
}

#[test]
fn ears_of_presets_are_told_apart() {
    let easy = reads(
        r#"{"output": {"equalizer#0": {"split-channels": true,
            "left": {"band0": {"frequency": 1000, "gain": 3, "q": 1, "type": "Bell"}},
            "right": {"band0": {"frequency": 1000, "gain": -3, "q": 1, "type": "Bell"}}}}}"#,
    );
    is(&easy.left, 1000.0, 3.0);
    is(&easy.right, 1000.0, -3.0);
    let pipewire = reads(
        "filter.graph = { nodes = [ { name = l label = bq_peaking control = { Freq = 1000 Q = 1 Gain = 3 } } \
         { name = r label = bq_peaking control = { Freq = 1000 Q = 1 Gain = -3 } } ] links = [] \
         inputs = [ \"l:In\" \"r:In\" ] outputs = [ \"l:Out\" \"r:Out\" ] }",
    );
    is(&pipewire.left, 1000.0, 3.0);
    is(&pipewire.right, 1000.0, -3.0);
    let camilla = reads(
        "filters:\n  a:\n    type: Biquad\n    parameters: {type: Peaking, freq: 1000, gain: 3, q: 1}\n\
         pipeline:\n- type: Filter\n  channels: [1]\n  names: [a]\n",
    );
    is(&camilla.left, 1000.0, 0.0);
    is(&camilla.right, 1000.0, 3.0);
}

/// A property list whose data a program of another author wrote for a bell of 3 dB at 1 kHz, an octave
/// wide, after a global gain of −2 dB.
#[test]
fn an_audio_units_preset_is_read_from_its_numbered_parameters() {
    let mut bytes: Vec<u8> = Vec::new();
    let pairs: [(u32, f32); 6] = [
        (0, -2.0),
        (1000, 0.0),
        (2000, 0.0),
        (3000, 1000.0),
        (4000, 3.0),
        (5000, 1.0),
    ];
    for word in [0u32, 0, pairs.len() as u32] {
        bytes.extend(word.to_be_bytes());
    }
    for (id, value) in pairs {
        bytes.extend(id.to_be_bytes());
        bytes.extend(value.to_be_bytes());
    }
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut data = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0u32, |bits, &b| bits << 8 | u32::from(b)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            data.push(char::from(
                LETTERS[(bits >> (18 - 6 * place) & 63) as usize],
            ));
        }
    }
    let text = format!(
        "<?xml version=\"1.0\"?>\n<plist version=\"1.0\">\n<dict>\n<key>data</key>\n<data>\n\t{data}\n\
         </data>\n<key>numberOfBands</key>\n<integer>16</integer>\n</dict>\n</plist>\n"
    );
    let imported = reads(&text);
    is(&imported.left, 1000.0, 1.0);
    is(&imported.left, 1000.0 * 2f64.sqrt(), -0.5);
}

/// Impulses as WAV: their level is that of their spectrum, and their phase is named.
#[test]
fn impulses_are_equalizers() {
    let wav = |taps: &[f32], rate: u32| {
        let mut bytes = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x03\0\x01\0".to_vec();
        bytes.extend(rate.to_le_bytes());
        bytes.extend((4 * rate).to_le_bytes());
        bytes.extend(b"\x04\0\x20\0data");
        bytes.extend((4 * taps.len() as u32).to_le_bytes());
        taps.iter().for_each(|tap| bytes.extend(tap.to_le_bytes()));
        bytes
    };
    let echo = wav(&[0.5, 0.5], 48_000);
    let imported = read(&echo, "x.wav").unwrap();
    assert_eq!(imported.kind, Kind::ConvolutionEqualizer);
    is(&imported.left, 20.0, 0.0);
    // |1 + e^-jw| / 2 at a quarter of the rate.
    is(&imported.left, 12_000.0, -3.01);
    let mut linear = vec![0.0f32; 201];
    linear[100] = 0.5;
    (linear[99], linear[101]) = (0.25, 0.25);
    let imported = read(&wav(&linear, 44_100), "x.wav").unwrap();
    assert!(imported
        .report
        .iter()
        .any(|r| r.reason.contains("linear phase")));
    is(&imported.left, 11_025.0, -6.02);
    let noise: Vec<f32> = (0..48_000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 16) as f32 / 65_536.0 - 0.5)
        .collect();
    let error = read(&wav(&noise, 48_000), "x.wav").unwrap_err().to_string();
    assert!(error.contains("no impulse"), "{error}");
    let text = "Preamp: -1 dB\nConvolution: room.wav\n";
    let imported = read_in(text, &Options::default(), vec![("room.wav", echo)]);
    is(&imported.left, 12_000.0, -4.01);
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
