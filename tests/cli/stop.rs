//! Stopping early: Ctrl-C during a render, and a reader that has seen enough.

use std::process::{Command, Stdio};

use super::support::Bench;

/// Five minutes take seconds to render, so that the signal comes in the middle.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_behind() {
    use std::fs;
    use std::time::{Duration, Instant};

    use super::support::noise;

    let bench = Bench::new();
    bench.wav("song.wav", 48_000, 1, &noise(300 * 48_000, 0.25, 1));
    let mut program = Command::new(env!("CARGO_BIN_EXE_bodypack"))
        .args([
            "render",
            "song.wav",
            "-o",
            "out.wav",
            "--rig",
            "single-dynamic-wired",
        ])
        .current_dir(bench.path(""))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let files = || fs::read_dir(bench.path("")).unwrap().count();
    while files() < 2 {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "the render never started"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    // Time to get from the file to the first piece of sound.
    std::thread::sleep(Duration::from_millis(20));
    let process = nix::unistd::Pid::from_raw(program.id() as i32);
    nix::sys::signal::kill(process, nix::sys::signal::Signal::SIGINT).unwrap();
    let output = program.wait().unwrap();
    assert_eq!(output.code(), Some(130));
    assert_eq!(files(), 1);
}

#[test]
fn a_reader_that_closes_early_is_no_failure() {
    let bench = Bench::new();
    for arguments in [
        "response --rig single-dynamic-wired",
        "rigs",
        "rigs single-dynamic-wired",
    ] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_bodypack"))
            .args(arguments.split(' '))
            .current_dir(bench.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(program.stdout.take());
        let output = program.wait_with_output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            (output.status.code(), errors.as_ref()),
            (Some(0), ""),
            "{arguments}"
        );
    }
}
