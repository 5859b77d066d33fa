//! ALSA's own devices without hardware, by a configuration that the test writes. What is written to the
//! file device goes into a pipe that is emptied at some times the speed of sound, since neither device
//! has a clock of its own.

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::common::{noise, player, read, write_wav, Folder};

/// Speed at which the pipe is usually emptied, as a multiple of 48 kHz.
const FAST: f64 = 4.0;

fn config(folder: &Folder, device: &str) -> std::path::PathBuf {
    let text = format!("</usr/share/alsa/alsa.conf>\npcm.!default {{\n{device}\n}}\n");
    let path = folder.at("asound.conf");
    std::fs::write(&path, text).unwrap();
    path
}

fn pipe(path: &Path) -> File {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
    // Both ends, so that it neither waits for a writer nor ends with one.
    let mut options = File::options();
    options.read(true).write(true);
    options.custom_flags(0o4000); // O_NONBLOCK
    options.open(path).unwrap()
}

/// Everything that comes through a pipe until the program has ended, as stereo float.
fn caught(mut pipe: File, mut program: Child, speed: f64) -> [Vec<f32>; 2] {
    let ended = Arc::new(AtomicBool::new(false));
    let own_ended = Arc::clone(&ended);
    let reader = std::thread::spawn(move || {
        let begun = Instant::now();
        let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
        loop {
            match pipe.read(&mut part) {
                Ok(count) => bytes.extend_from_slice(&part[..count]),
                Err(_) if own_ended.load(Ordering::Relaxed) => return bytes,
                Err(_) => std::thread::sleep(Duration::from_millis(2)),
            }
            let due = || (begun.elapsed().as_secs_f64() * speed * 48_000.0 * 8.0) as usize;
            while bytes.len() > due() {
                std::thread::sleep(Duration::from_millis(2));
            }
        }
    });
    assert!(program.wait().unwrap().success());
    ended.store(true, Ordering::Relaxed);
    let bytes = reader.join().unwrap();
    let samples: Vec<f32> = bytes
        .chunks_exact(4)
        .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        .collect();
    let side = |side: usize| samples.iter().skip(side).step_by(2).copied().collect();
    [side(0), side(1)]
}

#[test]
fn a_file_device_gets_the_bits_of_the_render_from_the_first_sample() {
    let folder = Folder::new();
    write_wav(&folder.at("one.wav"), 48_000, &noise(96_000, 11));
    // A link with noise of its own from the first sample on.
    let set = "format = 1\nrig = \"drummer\"\n[[song]]\nfile = \"one.wav\"\n";
    folder.render(set);
    let (_, expected) = read(&folder.at("01 one.wav"));
    let fifo = folder.at("sound");
    let pipe = pipe(&fifo);
    let device = format!(
        "type file\nslave.pcm {{ type null }}\nfile \"{}\"\nformat \"raw\"",
        fifo.display()
    );
    let program = Command::new(env!("CARGO_BIN_EXE_bodypack-player"))
        .env("ALSA_CONFIG_PATH", config(&folder, &device))
        .arg(folder.at("set.toml"))
        .args(["--no-window", "--rate", "48000"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let caught = caught(pipe, program, FAST);
    crate::common::assert_caught(&caught, &expected);
}

#[test]
fn a_null_device_is_played_on_to_the_end() {
    let folder = Folder::new();
    write_wav(&folder.at("one.wav"), 48_000, &noise(48_000, 11));
    player()
        .env("ALSA_CONFIG_PATH", config(&folder, "type null"))
        .arg(folder.at("one.wav"))
        .args(["--no-window", "--report"])
        .arg(folder.at("report.txt"))
        .timeout(Duration::from_secs(60))
        .assert()
        .success();
    let report = std::fs::read_to_string(folder.at("report.txt")).unwrap();
    assert!(
        report.contains("one (") && report.contains("NIOSH"),
        "{report}"
    );
}

#[test]
fn a_system_without_sound_gets_one_clear_sentence() {
    let folder = Folder::new();
    write_wav(&folder.at("one.wav"), 48_000, &noise(100, 1));
    let empty = folder.at("empty.conf");
    std::fs::write(&empty, "# nothing\n").unwrap();
    let run = player()
        .env("ALSA_CONFIG_PATH", empty)
        .arg(folder.at("one.wav"))
        .arg("--no-window")
        .assert()
        .failure();
    let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    let own: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("error: "))
        .collect();
    assert_eq!(own.len(), 1, "{said}");
    assert!(own[0].contains("no sound device can be used"), "{said}");
    assert!(own[0].contains("--render"), "{said}");
}

/// A device that says 48 kHz and takes a tenth less.
#[test]
fn a_device_that_lies_about_its_rate_is_spoken_of() {
    let folder = Folder::new();
    write_wav(&folder.at("one.wav"), 48_000, &noise(48_000 * 21, 11));
    let fifo = folder.at("sound");
    let pipe = pipe(&fifo);
    let device = format!(
        "type file\nslave.pcm {{ type null }}\nfile \"{}\"\nformat \"raw\"",
        fifo.display()
    );
    let said = folder.at("said.txt");
    let program = Command::new(env!("CARGO_BIN_EXE_bodypack-player"))
        .env("ALSA_CONFIG_PATH", config(&folder, &device))
        .arg(folder.at("one.wav"))
        .args(["--no-window", "--rate", "48000"])
        .stdout(Stdio::null())
        .stderr(File::create(&said).unwrap())
        .spawn()
        .unwrap();
    caught(pipe, program, 0.9);
    let said = std::fs::read_to_string(said).unwrap();
    assert!(said.contains("says 48000 Hz and takes 4"), "{said}");
}
