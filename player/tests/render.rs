//! Sets into files: the bits of the command line, loops, stems and bad input.

mod common;

use std::path::Path;

use bodypack::chain::{Chain, Io};
use bodypack::files::rig::to_hear;
use bodypack::files::WavReader;
use common::{noise, player, read, stderr_of, write_wav, Folder};

/// The chain by itself, in blocks of the command line.
fn through_chain(rig: &str, rate_hz: u32, [left, right]: [Vec<f32>; 2]) -> [Vec<f32>; 2] {
    let rig = to_hear(rig, None, |_| {
        Ok::<bool, bodypack::files::rig::NoRig>(false)
    })
    .unwrap();
    let mut chain = Chain::new(&rig, f64::from(rate_hz), 0).unwrap();
    let mut out = [left, right];
    let [left, right] = &mut out;
    for (left, right) in left.chunks_mut(512).zip(right.chunks_mut(512)) {
        let main = [left, right];
        chain.process(Io {
            main,
            ambient: None,
            own_voice: None,
        });
    }
    out
}

#[test]
fn a_rendered_song_has_the_bits_of_the_chain_by_itself() {
    for (rig, rate_hz) in [("drummer", 48_000), ("single-dynamic-wired", 44_100)] {
        let folder = Folder::new();
        let song = noise(30_011, 7);
        write_wav(&folder.at("one.wav"), rate_hz, &song);
        let set = format!("format = 1\nrig = \"{rig}\"\n[[song]]\nfile = \"one.wav\"\n");
        folder.render(&set);
        let (rate, rendered) = read(&folder.at("01 one.wav"));
        assert_eq!(rate, rate_hz);
        let expected = through_chain(rig, rate_hz, song);
        for (got, expected) in rendered.iter().zip(&expected) {
            assert_eq!(got.len(), expected.len());
            let differs = (0..got.len()).find(|&n| got[n].to_bits() != expected[n].to_bits());
            assert_eq!(differs, None, "{rig}");
        }
    }
}

/// The command line itself, where the whole suite has built it beside the player.
#[test]
fn a_rendered_song_has_the_bits_of_the_command_line() {
    let command = Path::new(env!("CARGO_BIN_EXE_bodypack-player"))
        .with_file_name(format!("bodypack{}", std::env::consts::EXE_SUFFIX));
    if !command.is_file() {
        eprintln!("skipped: the command line is not built beside the player");
        return;
    }
    let folder = Folder::new();
    write_wav(&folder.at("one.wav"), 48_000, &noise(48_000, 3));
    let set = "format = 1\nrig = \"drummer\"\n[[song]]\nfile = \"one.wav\"\n";
    folder.render(set);
    assert_cmd::Command::new(command)
        .arg("render")
        .arg(folder.at("one.wav"))
        .args(["--rig", "drummer", "--gain", "0", "-o"])
        .arg(folder.at("line.wav"))
        .assert()
        .success();
    let (_, player) = read(&folder.at("01 one.wav"));
    let (_, line) = read(&folder.at("line.wav"));
    assert!(player == line);
}

#[test]
fn stems_are_mixed_by_the_performers_faders_before_the_rig() {
    let folder = Folder::new();
    std::fs::create_dir(folder.at("song")).unwrap();
    let [drums, bass, voice] = [1, 2, 3].map(|seed| noise(9_000, seed));
    write_wav(&folder.at("song/Bass.wav"), 48_000, &bass);
    write_wav(&folder.at("song/Drums.wav"), 48_000, &drums);
    write_wav(&folder.at("song/Voice.wav"), 48_000, &voice);
    let set = "format = 1\nrig = \"single-dynamic-wired\"\nperformer = \"Drummer\"\n[[song]]\n\
               stems = \"song\"\n[song.mix.Drummer.Drums]\nmute = true\n";
    folder.render(set);
    let sum = |side: usize| {
        let pairs = bass[side].iter().zip(&voice[side]);
        pairs.map(|(b, v)| b + 0.0 + v).collect::<Vec<f32>>()
    };
    let expected = through_chain("single-dynamic-wired", 48_000, [sum(0), sum(1)]);
    let (_, rendered) = read(&folder.at("01 song.wav"));
    for (got, expected) in rendered.iter().flatten().zip(expected.iter().flatten()) {
        assert!((got - expected).abs() < 1e-6);
    }
}

#[test]
fn a_fader_that_no_track_bears_is_told() {
    let folder = Folder::new();
    std::fs::create_dir(folder.at("song")).unwrap();
    for (seed, name) in [(1, "Bass"), (2, "Drums")] {
        let path = folder.at(&format!("song/{name}.wav"));
        write_wav(&path, 48_000, &noise(900, seed));
    }
    let set = |fader: &str| {
        format!(
            "format = 1\nperformer = \"Drummer\"\n[[song]]\nstems = \"song\"\n\
             [song.mix.Drummer.{fader}]\nmute = true\n[song.mix.Singer.Cello]\nmute = true\n"
        )
    };
    let said = folder.render(&set("drumz"));
    assert!(
        said.contains("a fader \"drumz\", but the tracks are Bass, Drums"),
        "{said}"
    );
    assert!(!said.contains("Cello"), "{said}");
    assert_eq!(folder.render(&set("Drums")), "");
}

#[test]
fn a_folder_that_is_not_there_is_made() {
    let folder = Folder::new();
    write_wav(&folder.at("one.wav"), 48_000, &noise(900, 3));
    std::fs::write(
        folder.at("set.toml"),
        "format = 1\n[[song]]\nfile = \"one.wav\"\n",
    )
    .unwrap();
    let mut run = player();
    run.arg("--render")
        .arg(folder.at("set.toml"))
        .arg("-o")
        .arg(folder.at("heard"));
    run.assert().success();
    assert!(folder.at("heard/01 one.wav").is_file());
    let mut run = player();
    run.arg("--render")
        .arg(folder.at("set.toml"))
        .arg("-o")
        .arg(folder.at("no/heard"));
    assert!(stderr_of(run).contains("heard"));
}

#[test]
fn the_count_in_comes_before_the_first_frame_of_the_song() {
    let folder = Folder::new();
    write_wav(&folder.at("one.wav"), 48_000, &noise(4_800, 3));
    let set = "format = 1\n[[song]]\nfile = \"one.wav\"\ncount_in_bars = 1\ntempo_bpm = 240\n";
    folder.render(set);
    let info = WavReader::open(&folder.at("01 one.wav")).unwrap().info();
    assert_eq!(info.frames, 48_000 + 4_800);
}

#[test]
fn bad_input_is_refused_with_the_file_and_what_to_do() {
    let folder = Folder::new();
    let set = |name: &str, text: &str| {
        let path = folder.at(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let mut eight = hound::WavWriter::create(
        folder.at("eight.wav"),
        hound::WavSpec {
            channels: 8,
            sample_rate: 48_000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        },
    )
    .unwrap();
    (0..800).for_each(|n| eight.write_sample(n as i16).unwrap());
    eight.finalize().unwrap();
    std::fs::write(folder.at("protected.mp3"), b"\0\0\0\x20ftypM4P \0\0\0\0").unwrap();
    std::fs::write(folder.at("broken.flac"), b"fLaC\0\0\0\x22garbage").unwrap();
    std::fs::create_dir(folder.at("empty")).unwrap();
    write_wav(&folder.at("a.wav"), 48_000, &noise(100, 1));
    std::fs::create_dir(folder.at("mixed")).unwrap();
    write_wav(&folder.at("mixed/a.wav"), 48_000, &noise(100, 1));
    write_wav(&folder.at("mixed/b.wav"), 44_100, &noise(100, 1));
    for (text, expected) in [
        (
            "file = \"eight.wav\"",
            "eight.wav: holds 8 channels; mono or stereo expected",
        ),
        ("file = \"protected.mp3\"", "protected.mp3: not a WAV file"),
        ("file = \"broken.flac\"", "broken.flac: "),
        (
            "file = \"gone.wav\"",
            "gone.wav: no such file or folder, nor one of its name beside",
        ),
        ("stems = \"empty\"", "holds no sound files"),
        (
            "stems = \"mixed\"",
            "the stems of a song must have one rate",
        ),
        ("file = \"a.wav\"\nrig = \"drumer\"", "drummer"),
        (
            "file = \"a.wav\"\nlevel_db = 99",
            "line 4: 99 is out of range",
        ),
    ] {
        let path = set("bad.toml", &format!("format = 1\n[[song]]\n{text}\n"));
        let mut run = player();
        run.arg("--render").arg(&path).arg("-o").arg(folder.path());
        let said = stderr_of(run);
        assert!(said.contains(expected), "{text}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

/// A file that breaks off: what is there is heard, and the rest is said.
#[test]
fn a_song_that_breaks_off_is_played_as_far_as_it_goes() {
    let folder = Folder::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/audio-long");
    let whole = std::fs::read(fixture.join("long.flac")).unwrap();
    std::fs::write(folder.at("cut.flac"), &whole[..whole.len() / 2]).unwrap();
    let said = folder.render("format = 1\n[[song]]\nfile = \"cut.flac\"\n");
    assert!(said.contains("cut.flac: it ends early"), "{said}");
    let info = WavReader::open(&folder.at("01 cut.wav")).unwrap().info();
    assert!((20_000..50_000).contains(&info.frames), "{}", info.frames);
}

/// A recording of three hours: nothing but the header and a few places of the file are there.
#[test]
fn three_hours_take_no_memory() {
    use std::io::{Seek, SeekFrom, Write};
    let folder = Folder::new();
    let path = folder.at("long.wav");
    let frames = 3_u64 * 3600 * 48_000;
    let mut file = std::fs::File::create(&path).unwrap();
    let writer = bodypack::files::WavWriter::new(&mut file, 48_000, frames).unwrap();
    writer.finish().unwrap();
    let header = file.stream_position().unwrap();
    file.set_len(header + 8 * frames).unwrap();
    file.seek(SeekFrom::Start(header + 8 * (frames - 10)))
        .unwrap();
    file.write_all(&0.5_f32.to_le_bytes()).unwrap();
    drop(file);
    let sources = bodypack_player::song::of_file(&path, Default::default());
    let mut song = bodypack_player::song::OpenSong::open(&sources).unwrap();
    assert_eq!(song.declared_frames(), Some(frames));
    let [mut left, mut right] = [vec![9.0; 20], vec![9.0; 20]];
    song.tracks[0].seek(frames - 10);
    assert_eq!(song.tracks[0].read(&mut left, &mut right), 10);
    assert_eq!((left[0], left[1], left[15]), (0.5, 0.0, 0.0));
}
