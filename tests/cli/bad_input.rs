//! Everything that people feed a program by mistake: one clear line, exit code 1, nothing
//! half-written.

use std::fs;

use super::support::{noise, Bench};

/// A name of a rig that comes with Bodypack.
const RIG: &str = "--rig single-dynamic-wired";

fn bench_with_song() -> Bench {
    let bench = Bench::new();
    bench.wav("song.wav", 48_000, 2, &noise(2 * 4800, 0.25, 1));
    bench
}

#[test]
fn missing_file() {
    let bench = Bench::new();
    bench.refused(
        &format!("render none.wav -o out.wav {RIG}"),
        &["none.wav: no such file"],
    );
}

#[test]
fn not_a_wav() {
    let bench = Bench::new();
    bench.write(
        "text.wav",
        b"this is no audio at all, whatever its name says",
    );
    bench.write("song.flac", b"fLaC\0\0\0\x22 and so on");
    bench.write("empty.wav", b"");
    bench.refused(
        &format!("render text.wav -o out.wav {RIG}"),
        &["text.wav: not a WAV file"],
    );
    bench.refused(
        &format!("render song.flac -o out.wav {RIG}"),
        &["it looks like FLAC"],
    );
    bench.refused(
        &format!("render empty.wav -o out.wav {RIG}"),
        &["the file is empty"],
    );
    bench.refused(&format!("render . -o out.wav {RIG}"), &["not a file"]);
}

#[test]
fn truncated_wav_is_rendered_as_far_as_it_goes() {
    let bench = bench_with_song();
    let whole = fs::read(bench.path("song.wav")).unwrap();
    let audio_at = whole.len() - 4800 * 8;
    bench.write("cut.wav", &whole[..audio_at + 1200 * 8 + 3]);
    bench.write("head.wav", &whole[..20]);
    bench.write("none.wav", &whole[..audio_at + 5]);
    let output = bench.run(&format!("render cut.wav -o out.wav {RIG}"));
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stderr).unwrap();
    for words in [
        "warning: cut.wav: truncated",
        "4800 frames (0.100 s)",
        "1200 (0.025 s)",
    ] {
        assert!(said.contains(words), "{words:?} is not in {said}");
    }
    assert_eq!(bench.rendered("out.wav").1.len(), 1200);
    bench.refused(
        &format!("render head.wav -o out.wav {RIG}"),
        &["head.wav: not a readable WAV file"],
    );
    bench.refused(
        &format!("render none.wav -o out.wav {RIG}"),
        &["none.wav: cut off behind its header, which says 4800 frames"],
    );
}

#[test]
fn zero_length() {
    let bench = Bench::new();
    bench.wav("none.wav", 48_000, 2, &[]);
    bench.refused(
        &format!("render none.wav -o out.wav {RIG}"),
        &["holds no audio (0 frames)"],
    );
}

#[test]
fn eight_channels() {
    let bench = Bench::new();
    bench.wav("stems.wav", 48_000, 8, &noise(8 * 100, 0.1, 1));
    bench.refused(
        &format!("render stems.wav -o out.wav {RIG}"),
        &["stems.wav: holds 8 channels; mono or stereo expected"],
    );
}

#[test]
fn rates_outside_the_range() {
    let bench = Bench::new();
    bench.wav("slow.wav", 7_999, 1, &[0.0; 8]);
    bench.wav("fast.wav", 768_001, 1, &[0.0; 8]);
    bench.refused(
        &format!("render slow.wav -o out.wav {RIG}"),
        &["7999 Hz; 8000 to 768000 Hz"],
    );
    bench.refused(&format!("render fast.wav -o out.wav {RIG}"), &["768001 Hz"]);
}

#[test]
fn compressed_audio() {
    let bench = bench_with_song();
    let mut bytes = fs::read(bench.path("song.wav")).unwrap();
    let format_at = bytes.windows(4).position(|w| w == b"fmt ").unwrap() + 8;
    // The tag of ADPCM; an extensible header keeps it in its GUID.
    bytes[format_at] = 2;
    bytes[format_at + 1] = 0;
    bench.write("adpcm.wav", &bytes);
    bench.refused(
        &format!("render adpcm.wav -o out.wav {RIG}"),
        &["holds ADPCM", "format 0x0002"],
    );
}

#[test]
fn auxiliary_inputs_at_another_rate_or_missing() {
    let bench = bench_with_song();
    bench.wav("room.wav", 44_100, 2, &noise(2 * 100, 0.1, 2));
    for option in ["--ambient", "--own-voice"] {
        bench.refused(
            &format!("render song.wav -o out.wav {RIG} {option} room.wav"),
            &["room.wav", "44100 Hz", "song.wav has 48000 Hz"],
        );
        bench.refused(
            &format!("render song.wav -o out.wav {RIG} {option} none.wav"),
            &["none.wav: no such file"],
        );
    }
}

#[test]
fn broken_rig_file() {
    let bench = bench_with_song();
    bench.write(
        "broken.toml",
        b"format = 1\nname = \"x\"\n[pack\nvolume_db = 1\n",
    );
    bench.write(
        "range.toml",
        b"format = 1\nname = \"x\"\n[pack]\nvolume_db = 90\n",
    );
    bench.write(
        "key.toml",
        b"format = 1\nname = \"x\"\n[pack]\nvolum_db = 3\n",
    );
    bench.write(
        "like.toml",
        b"format = 1\nname = \"x\"\n[link]\nlike = \"digital-lo\"\n",
    );
    bench.write("binary.toml", &[0xff, 0xfe, 0x00, 0x80]);
    let render = |rig: &str| format!("render song.wav -o out.wav --rig {rig}");
    bench.refused(&render("broken.toml"), &["broken.toml", "line 3"]);
    bench.refused(
        &render("range.toml"),
        &["range.toml", "line 4", "volume_db", "90"],
    );
    bench.refused(
        &render("key.toml"),
        &["key.toml", "line 4", "volum_db", "volume_db"],
    );
    // The link that is not found has no kind, which is not said as well.
    let output = bench.run(&render("like.toml"));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("line 4: `link.like` is"), "{said}");
    assert!(!said.contains("link.kind"), "{said}");
    bench.refused(&render("binary.toml"), &["binary.toml", "UTF-8"]);
    bench.refused(&render("none.toml"), &["none.toml: no such file"]);
    for file in ["broken.toml", "range.toml", "key.toml"] {
        bench.refused(&format!("response --rig {file}"), &[file]);
        bench.refused(&format!("check {file}"), &[file]);
    }
}

#[test]
fn unknown_rig() {
    let bench = bench_with_song();
    let near = "single-dynamc-wired";
    bench.refused(
        &format!("render song.wav -o out.wav --rig {near}"),
        &[near, "single-dynamic-wired"],
    );
    bench.refused(&format!("response --rig {near}"), &["single-dynamic-wired"]);
    bench.refused(&format!("rigs {near}"), &["single-dynamic-wired"]);
    bench.refused("rigs qqq", &["\"qqq\"", "`bodypack rigs` lists all"]);
    fs::create_dir(bench.path("folder")).unwrap();
    bench.refused(
        "response --rig folder",
        &["folder: this is a folder; a rig is a file"],
    );
}

#[test]
fn wrong_setting() {
    let bench = bench_with_song();
    let render = |set: &str| format!("render song.wav -o out.wav {RIG} --set {set}");
    bench.refused(&render("pack.volum_db=3"), &["pack.volum_db", "volume_db"]);
    bench.refused(&render("pakc.volume_db=3"), &["pakc", "pack"]);
    bench.refused(&render("pack.volume_db=loud"), &["pack.volume_db", "loud"]);
    bench.refused(&render("pack.volume_db=900"), &["pack.volume_db", "900"]);
    bench.refused(&render("pack.volume_db=nan"), &["pack.volume_db"]);
    let usage = bench.run(&render("=1"));
    assert_eq!(usage.status.code(), Some(2));
    let said = String::from_utf8(usage.stderr).unwrap();
    assert!(said.contains("expected KEY.PATH=VALUE"), "{said}");
}

#[test]
fn texts_in_settings_may_be_in_quotes() {
    let bench = Bench::new();
    let levels = |set: &str| bench.good(&format!("levels --set cable.broken={set}"));
    let plain = levels("return");
    assert_eq!(levels("\"return\""), plain);
    assert_eq!(levels("'return'"), plain);
    assert_ne!(bench.good("levels"), plain);
    bench.refused("levels --set cable.broken=\"return", &["\"\"return\""]);
}

#[test]
fn output_that_cannot_be_written() {
    let bench = bench_with_song();
    fs::create_dir(bench.path("folder")).unwrap();
    bench.write("precious.wav", b"precious");
    let mut permissions = fs::metadata(bench.path("precious.wav"))
        .unwrap()
        .permissions();
    permissions.set_readonly(true);
    fs::set_permissions(bench.path("precious.wav"), permissions).unwrap();
    let render = |out: &str| format!("render song.wav -o {out} {RIG}");
    bench.refused(&render("folder"), &["folder: cannot be written"]);
    bench.refused(
        &render("nowhere/out.wav"),
        &["nowhere/out.wav: cannot be written", "no folder nowhere"],
    );
    bench.refused(&render("song.wav/out.wav"), &["no folder song.wav"]);
    bench.refused(
        &render("precious.wav"),
        &["precious.wav: cannot be written: permission denied"],
    );
    bench.refused(
        &format!("response {RIG} --csv nowhere/a.csv"),
        &["no folder nowhere"],
    );
    bench.refused(
        &format!("response {RIG} --png nowhere/a.png"),
        &["no folder nowhere"],
    );
}

#[test]
fn output_that_is_an_input() {
    let bench = bench_with_song();
    bench.wav("room.wav", 48_000, 1, &noise(100, 0.1, 2));
    bench.refused(
        &format!("render song.wav -o song.wav {RIG}"),
        &["song.wav", "also an input"],
    );
    bench.refused(
        &format!("render song.wav -o ./song.wav {RIG}"),
        &["also an input"],
    );
    bench.refused(
        &format!("render song.wav -o room.wav --ambient room.wav {RIG}"),
        &["room.wav", "also an input"],
    );
}

#[test]
fn usage_errors_have_their_own_code() {
    let bench = bench_with_song();
    for arguments in [
        "",
        "sing",
        "render song.wav --rig x",
        "render song.wav -o out.wav --rig x --block 0",
        "render song.wav -o out.wav --rig x --set pack",
        "response --rig x --ear middle",
        "response --rig x --at 712",
        "check",
    ] {
        let output = bench.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert!(!output.stderr.is_empty(), "{arguments}");
    }
    assert!(!bench.exists("out.wav"));
}

/// Numbers that are negative, too large or none are told the range that is allowed.
#[test]
fn numbers_out_of_range_are_told_the_range() {
    let bench = bench_with_song();
    let seeds = "from 0 to 18446744073709551615";
    for (arguments, range) in [
        ("render song.wav -o out.wav --block -3", "from 1 to 65536"),
        ("render song.wav -o out.wav --block 0", "from 1 to 65536"),
        ("render song.wav -o out.wav --seed -1", seeds),
        (
            "render song.wav -o out.wav --seed 18446744073709551616",
            seeds,
        ),
        ("report song.wav -o out.html --seed -1", seeds),
        ("report song.wav -o out.html --clips -1", "from 0 to 100"),
        ("report song.wav -o out.html --jobs 0", "from 1 to 256"),
        ("blind song.wav --rig drummer -o out --seed -1", seeds),
        (
            "blind song.wav --rig drummer -o out --trials -1",
            "from 0 to 1000",
        ),
        ("export --csv out.csv --rate 1000", "from 8000 to 768000"),
        ("export --csv out.csv --taps -1", "from 16 to 1048576"),
    ] {
        let output = bench.run(arguments);
        let said = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
        let words = format!("expected a whole number {range}\n");
        assert!(said.contains(&words), "{arguments}: {said}");
        assert!(!said.contains("'-- "), "{arguments}: {said}");
    }
    bench.refused(
        "blind song.wav --rig drummer -o out --from -1",
        &["--from: it is -1"],
    );
}

/// A file that is cut off is read as far as it goes, and says so; one whose beginning is damaged is refused by what
/// it looks like.
#[test]
fn compressed_sound_that_is_cut_off_or_damaged() {
    let bench = Bench::new();
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for (folder, name) in [
        ("audio-long", "long.flac"),
        ("audio-long", "long.mp3"),
        ("audio", "sine.aiff"),
    ] {
        let whole = fs::read(fixtures.join(folder).join(name)).unwrap();
        bench.write(name, &whole[..whole.len() / 2]);
        let seconds = |file: &str| {
            bench.good(&format!("render {file} --rig flat-earbud -o out.wav"));
            let reader = hound::WavReader::open(bench.path("out.wav")).unwrap();
            f64::from(reader.duration()) / f64::from(reader.spec().sample_rate)
        };
        bench.write("whole", &whole);
        let (cut_s, whole_s) = (seconds(name), seconds("whole"));
        assert!(
            cut_s > 0.3 * whole_s && cut_s < 0.8 * whole_s,
            "{name}: {cut_s} of {whole_s} s"
        );
        bench.write(name, &whole[..20]);
        bench.refused(
            &format!("render {name} --rig flat-earbud -o out.wav"),
            &[name, "it looks like", "damaged or cut off"],
        );
    }
}

/// A name with control characters moves no cursor and colors nothing, and stays itself in results.
#[test]
fn control_characters_in_names_do_not_reach_the_terminal() {
    let bench = bench_with_song();
    let name = "a\\u001b[31mred\\u009b2J\\u0007";
    bench.write(
        "rig.toml",
        format!("format = 1\nname = \"{name}\"\n").as_bytes(),
    );
    for command in [
        "check rig.toml",
        "response --rig rig.toml",
        "render song.wav -o out.wav --rig rig.toml",
    ] {
        let output = bench.run(command);
        assert_eq!(output.status.code(), Some(0), "{command}");
        let said = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        for text in &said {
            let control = text.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(control, None, "{command}: {text:?}");
        }
        let shown = "a\u{fffd}[31mred\u{fffd}2J\u{fffd}";
        assert!(said.concat().contains(shown), "{command}: {said:?}");
    }
}
