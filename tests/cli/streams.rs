//! Standard input and output, other audio formats, and several files at once.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use super::support::{noise, Bench};

/// Runs the program with something on its standard input.
fn piped(bench: &Bench, arguments: &str, input: &[u8]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_bodypack"))
        .args(arguments.split_whitespace())
        .current_dir(bench.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = program.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = program.wait_with_output().expect("it ends");
    let _ = writer.join();
    output
}

/// Ten renders of different lengths, widths and options, through pipes and by files.
#[test]
fn renders_through_pipes_equal_those_of_files() {
    let bench = Bench::new();
    for n in 0..10u32 {
        let channels = 1 + (n % 2) as u16;
        let frames = 1000 + 700 * n as usize;
        let rate = [44_100, 48_000, 96_000][n as usize % 3];
        let samples = noise(frames * usize::from(channels), 0.4, u64::from(n));
        bench.wav("in.wav", rate, channels, &samples);
        let options = ["", "--gain 3", "--seed 7", "--block 64"][n as usize % 4];
        bench.good(&format!(
            "render in.wav -o file.wav --rig drummer {options}"
        ));
        let file = fs::read(bench.path("file.wav")).unwrap();
        let input = fs::read(bench.path("in.wav")).unwrap();
        let output = piped(
            &bench,
            &format!("render - -o - --rig drummer {options}"),
            &input,
        );
        assert_eq!(
            output.status.code(),
            Some(0),
            "{:?}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(output.stdout == file, "render {n} differs");
        let output = piped(
            &bench,
            &format!("render --stdin -o - --rig drummer {options}"),
            &input,
        );
        assert!(output.stdout == file, "render {n} differs with --stdin");
        assert!(!bench.exists("-"));
    }
}

#[test]
fn every_command_takes_a_dash_for_a_stream() {
    let bench = Bench::new();
    let csv = bench.good("export --rig drummer --csv -");
    assert!(csv.starts_with("frequency_hz,left_db,right_db\n") && csv.ends_with('\n'));
    assert!(!csv.contains("\n-\n"));
    assert!(bench
        .good("response --rig drummer --csv -")
        .starts_with("frequency_hz,"));
    let output = piped(&bench, "import -", csv.as_bytes());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with("-: a frequency response"), "{said}");
    let output = piped(&bench, "import --stdin", csv.as_bytes());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), said);
    let without = bench.run("import");
    assert_eq!(without.status.code(), Some(2));
    let output = piped(&bench, "import - --rig drummer -o -", csv.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let rig = String::from_utf8(output.stdout).unwrap();
    assert!(rig.starts_with("format = 1"), "{rig}");
    assert_eq!(fs::read_dir(bench.path("")).unwrap().count(), 0);
}

/// Every command that reads a rig file takes it from standard input, by both of its names.
#[test]
fn rigs_come_through_standard_input() {
    let bench = Bench::new();
    let rig = bench.good("rigs drummer");
    bench.write("rig.toml", rig.as_bytes());
    bench.wav("mix.wav", 48_000, 1, &noise(4800, 0.3, 1));
    bench.wav("other.wav", 48_000, 1, &noise(4800, 0.3, 2));
    let names: &[&str] = if cfg!(unix) {
        &["-", "/dev/stdin"]
    } else {
        &["-"]
    };
    for name in names {
        let said = piped(&bench, &format!("check {name}"), rig.as_bytes());
        assert_eq!(said.status.code(), Some(0), "{said:?}");
        let said = String::from_utf8(said.stdout).unwrap();
        assert!(
            said.starts_with(&format!("{name}: a good rig file")),
            "{said}"
        );
        for command in ["response", "latency", "levels", "export --csv -"] {
            let said = piped(&bench, &format!("{command} --rig {name}"), rig.as_bytes());
            assert_eq!(said.status.code(), Some(0), "{command}: {said:?}");
            let of_file = bench.good(&format!("{command} --rig rig.toml"));
            assert_eq!(
                String::from_utf8(said.stdout).unwrap(),
                of_file,
                "{command}"
            );
        }
        // One rig for several mixes.
        fs::create_dir_all(bench.path("out")).unwrap();
        let render = format!("render mix.wav other.wav -o out --rig {name}");
        let said = piped(&bench, &render, rig.as_bytes());
        assert_eq!(said.status.code(), Some(0), "{said:?}");
        bench.good("render other.wav -o expected.wav --rig rig.toml");
        let [piped_wav, expected] = ["out/other.wav", "expected.wav"].map(|n| bench.path(n));
        assert!(fs::read(piped_wav).unwrap() == fs::read(expected).unwrap());
    }
}

/// Input that is empty or endless, and two inputs on one stream, are refused.
#[test]
fn rigs_on_standard_input_are_checked() {
    let bench = Bench::new();
    bench.wav("mix.wav", 48_000, 1, &noise(4800, 0.3, 1));
    let long = vec![b'#'; (1 << 20) + 1];
    for (arguments, input, words) in [
        (
            "check -",
            &b""[..],
            "-: it is empty; a rig file is expected",
        ),
        ("levels --rig -", b"", "-: it is empty"),
        ("check -", &long, "-: too long for a rig file"),
        ("check -", b"\xff\xfe", "not UTF-8"),
        (
            "render - -o out.wav --rig -",
            b"",
            "standard input can be read once",
        ),
        (
            "import - --rig - -o out.toml",
            b"",
            "standard input can be read once",
        ),
        (
            "report - -o out.html --rigs -",
            b"",
            "standard input can be read once",
        ),
        (
            "report mix.wav -o out.html --rigs=-,-",
            b"",
            "standard input can be read once",
        ),
        (
            "blind mix.wav --rig - --against - -o out",
            b"",
            "standard input can be read once",
        ),
    ] {
        let output = piped(&bench, arguments, input);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{arguments}: {said}");
        assert!(said.contains(words), "{arguments}: {said}");
    }
    #[cfg(unix)]
    bench.refused("check /dev/zero", &["/dev/zero: too long for a rig file"]);
}

/// A named pipe is read as a file is, also one whose name does not read like a file's.
#[cfg(unix)]
#[test]
fn rigs_come_through_named_pipes() {
    let bench = Bench::new();
    let rig = bench.good("rigs drummer");
    let pipe = bench.path("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    for arguments in ["check pipe", "response --rig pipe", "levels --rig ./pipe"] {
        let (to, text) = (pipe.clone(), rig.clone());
        let writer = std::thread::spawn(move || fs::write(to, text));
        bench.good(arguments);
        writer.join().unwrap().expect("the pipe takes it");
    }
}

/// Sizes that a program which writes to a pipe leaves behind: the same sound as of the plain file.
#[test]
fn an_unfinished_header_sounds_like_a_finished_one() {
    let bench = Bench::new();
    bench.wav("plain.wav", 48_000, 1, &noise(2400, 0.3, 3));
    bench.good("render plain.wav -o plain-out.wav --rig drummer");
    let mut bytes = fs::read(bench.path("plain.wav")).unwrap();
    let size_at = bytes.windows(4).position(|w| w == b"data").unwrap() + 4;
    for size in [0u32, 0x7fff_f000, u32::MAX] {
        bytes[4..8].copy_from_slice(&size.to_le_bytes());
        bytes[size_at..size_at + 4].copy_from_slice(&size.to_le_bytes());
        bench.write("pipe.wav", &bytes);
        bench.good("render pipe.wav -o pipe-out.wav --rig drummer");
        assert!(
            bench.rendered("pipe-out.wav") == bench.rendered("plain-out.wav"),
            "{size:#x}"
        );
    }
}

#[test]
fn samples_that_are_no_numbers_are_reported() {
    let bench = Bench::new();
    let mut samples = noise(2 * 2400, 0.25, 4);
    (samples[100], samples[333]) = (f32::NAN, f32::NAN);
    bench.wav("two.wav", 48_000, 2, &samples);
    bench.wav("all.wav", 48_000, 2, &[f32::NAN; 2 * 2400]);
    for (name, words) in [
        ("two", "2 of 4800 samples"),
        ("all", "4800 of 4800 samples"),
    ] {
        let output = bench.run(&format!("render {name}.wav -o out.wav --rig drummer"));
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(
            said.contains(&format!("warning: {name}.wav: {words} were no numbers")),
            "{said}"
        );
    }
}

#[test]
fn several_mixes_go_into_a_folder() {
    let bench = Bench::new();
    fs::create_dir(bench.path("out")).unwrap();
    for (name, seed) in [("a", 1), ("b", 2)] {
        bench.wav(
            &format!("{name}.wav"),
            48_000,
            2,
            &noise(2 * 900, 0.25, seed),
        );
        bench.good(&format!(
            "render {name}.wav -o {name}-one.wav --rig drummer"
        ));
    }
    bench.good("render a.wav b.wav -o out --rig drummer");
    for name in ["a", "b"] {
        let (one, many) = (format!("{name}-one.wav"), format!("out/{name}.wav"));
        assert!(fs::read(bench.path(&one)).unwrap() == fs::read(bench.path(&many)).unwrap());
    }
    // One that fails does not keep the others from being rendered, and is named.
    bench.write("bad.wav", b"no audio");
    let output = bench.run("render bad.wav b.wav -o out --rig drummer");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr)
        .unwrap()
        .contains("bad.wav: not a WAV file"));
    assert!(bench.exists("out/b.wav"));
    // One that is named as a folder is made.
    bench.good("render a.wav b.wav -o made/ --rig drummer");
    assert!(bench.exists("made/a.wav") && bench.exists("made/b.wav"));
    bench.refused(
        "render a.wav b.wav -o a.wav/ --rig drummer",
        &["a.wav/: cannot be written"],
    );
    bench.refused(
        "render a.wav b.wav -o none --rig drummer",
        &["several mixes need a folder"],
    );
}

#[test]
fn facts_are_printed_as_json() {
    let bench = Bench::new();
    bench.wav("in.wav", 48_000, 2, &noise(2 * 900, 0.25, 1));
    for arguments in [
        "render in.wav -o out.wav --rig drummer --json",
        "latency --rig drummer --json",
        "levels --rig drummer --json",
        "response --rig drummer --json",
        "motors --json",
        "list --json",
        "list links --json",
        "list drivers --json",
        "list rigs --json",
        "rigs --json",
        "export --rig drummer --csv x.csv --json",
    ] {
        let text = bench.good(arguments);
        let value: serde_json::Value =
            serde_json::from_str(&text).unwrap_or_else(|e| panic!("{arguments}: {e}: {text}"));
        assert!(value.is_object() || value.is_array(), "{arguments}");
    }
    let parts: serde_json::Value = serde_json::from_str(&bench.good("list --json")).unwrap();
    let links = parts["link"]["parts"].as_array().expect("a list");
    assert!(links.len() > 3 && links.iter().all(|link| link["id"].is_string()));
    let rig = bench.good("rigs drummer");
    bench.write("x.toml", rig.as_bytes());
    let value: serde_json::Value =
        serde_json::from_str(&bench.good("check x.toml --json")).unwrap();
    assert_eq!(value["good"], true);
}

#[test]
fn shells_and_manuals_get_their_files() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = bench.good(&format!("completions {shell}"));
        assert!(
            text.contains("bodypack") && text.contains("import"),
            "{shell}"
        );
    }
    // Where there is a bash, it has to complete what was begun.
    bench.write(
        "completions.bash",
        bench.good("completions bash").as_bytes(),
    );
    let script = "source ./completions.bash; COMP_WORDS=(bodypack exp); COMP_CWORD=1; \
                  _bodypack bodypack exp bodypack; echo ${COMPREPLY[@]}";
    let bash = Command::new("bash")
        .args(["-c", script])
        .current_dir(bench.path(""))
        .output();
    if let Ok(output) = bash {
        assert_eq!(output.stdout, b"export\n", "{output:?}");
    }
    assert!(bench.good("man").contains(".TH"));
    assert!(bench.good("man import").contains("partial"));
    bench.refused("man none", &["there is no command `none`"]);
    fs::create_dir(bench.path("pages")).unwrap();
    bench.good("man -o pages");
    assert!(bench.exists("pages/bodypack-render.1"));
}

/// 4800 frames of a sine, encoded by the reference encoders and LAME; what is decoded is as long, and as loud.
#[cfg(feature = "decoders")]
#[test]
fn other_formats_are_decoded() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/audio");
    let bench = Bench::new();
    let sine: Vec<f32> = (0..4800)
        .map(|n| 0.5 * (std::f32::consts::TAU * 1000.0 * n as f32 / 48_000.0).sin())
        .collect();
    bench.wav("sine.wav", 48_000, 1, &sine);
    bench.good("render sine.wav -o expected.wav --rig drummer --gain 0");
    let rms = |x: &[f32]| (x.iter().map(|s| s * s).sum::<f32>() / x.len() as f32).sqrt();
    let expected = rms(&bench.rendered("expected.wav").1);
    // What an encoder does to the first and last milliseconds of so short a file is its own: of the MP3,
    // libsndfile decodes 0.950 of the sine.
    for (name, of_sine) in [
        ("sine.flac", 1.0),
        ("sine.ogg", 1.0),
        ("sine.aiff", 1.0),
        ("sine-alaw.wav", 1.0),
        ("sine.mp3", 0.950),
    ] {
        fs::copy(folder.join(name), bench.path(name)).unwrap();
        bench.good(&format!("render {name} -o out.wav --rig drummer --gain 0"));
        let (rate, left, _) = bench.rendered("out.wav");
        assert_eq!((rate, left.len()), (48_000, 4800), "{name}");
        let ratio = rms(&left) / expected;
        assert!((ratio - of_sine).abs() < 0.03, "{name}: {ratio}");
    }
}
