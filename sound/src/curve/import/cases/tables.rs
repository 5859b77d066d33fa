//! Tables of numbers.

use super::*;

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

/// The table that `bodypack response` writes has an impedance beside the level.
#[test]
fn a_level_beside_an_impedance_is_read() {
    let table = reads(
        "frequency_hz,level_dbspl_at_0.1_v,level_db_re_300_to_1000_hz,phase_deg,impedance_ohm\n\
         20,95,-5,10,16\n100,98,-2,5,16\n1000,100,0,0,17\n8000,90,-10,-90,30\n20000,80,-20,0,60\n",
    );
    is(&table.left, 20.0, 95.0);
    is(&table.left, 20_000.0, 80.0);
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
