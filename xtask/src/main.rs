//! The project's own tasks: `cargo xtask …` bundles the plugin, demonstrates it on music and runs
//! every test, each from a fresh checkout and with nothing installed by hand.

// A task runner talks to the person at the terminal.
#![allow(clippy::print_stdout)]

mod bench;
mod build;
mod demo;
mod finish;
mod host;
#[cfg(target_os = "linux")]
mod hosts;
mod manual;
mod mix;
mod music;
mod packages;
mod palette;
mod pictures;
mod release;
mod sound;
mod suite;
mod vstpreset;
mod wav;
mod windows;

use std::process::ExitCode;

const HELP: &str = "\
Tasks:
  cargo xtask demo [--input SONG.wav]
      Build and bundle the plugin, then render music through a handful of rigs with it, into the
      folder demo. Without a song of yours, one is synthesized.
  cargo xtask pictures [--input SONG.wav] [--readme]
      Play music through the plugin and draw its window, without a display, into target/pictures:
      at four sizes, dark and light, for engineers and for musicians. With --readme, renew the
      pictures of the read-me.
  cargo xtask bench [--rigs] [--thorough] [--save FILE] [--compare FILE]
      Build and bundle the plugin, then measure what it costs as ratios within one run: in
      pedalboard beside a chain of stock JUCE parts, and in a host of our own. With --rigs, every
      factory rig; with --thorough, ten times as long.
  cargo xtask soak [--minutes N]
      Build and bundle the plugin, then let both formats run through storms of automation, rig
      changes, activations and faulty samples; ten minutes, unless told otherwise.
  cargo xtask packages
      Install the system packages that tests and lints of the whole workspace need.
  cargo xtask test
      Build and bundle the plugin, then run every test, with those of the manual.
  cargo xtask manual [--renew] [--pictures]
      Build the manual from docs/manual into target/manual, check every link in it and run every command
      that it shows. With --renew, first make anew what is made in it: the page of the command line, the
      keys of rig files, and the plots; with --pictures, the pictures of the window.
  cargo xtask hosts [ardour] [qtractor] [pedalboard] [dawdreamer] [tests]
      Build and bundle the plugin, install hosts, drive each of them through scan, insert, window,
      rig, knob, key, auxiliary inputs, mono, state, export, twenty instances and exit, and print a
      table. With names, only those.
  cargo xtask bundle [bodypack] [cargo build options]
      Build the plugin and put Bodypack.clap, Bodypack.vst3 and the folder Presets with a preset
      file of each factory rig for VST3 hosts into target/bundled.
  cargo xtask release [linux] [windows] [macos] [--quick] | bare [ardour | windows] | reproduce |
                      notes [--tag TAG]
      Make the archives that are handed out, with plugins, command line, rigs, presets, manual,
      licenses and a script that installs and removes, and a package for Debian; for this system,
      unless others are named. The same sources give the same bits. With --quick,
      of what other tasks have built, only to be tried; with bare, install and run the
      Linux archive on three systems with nothing in them, or in Ardour on two with nothing else,
      or the Windows archive in a fresh Wine; with reproduce, make the Linux archives of the last
      commit twice, in folders of other names, and compare them; with notes, print what the list of changes says of
      this version.
  cargo xtask windows [setup | build | test | look] [--folder FOLDER]
      Build the command line and the bundles for Windows, with the target of rustup and mingw-w64
      where they are there, or in a folder with a Debian of its own, which setup makes. With test,
      render ten rigs under Wine beside Linux and run the tests there; with look, show the window
      under Wine without a display, and take a picture of it.
Missing system packages are installed when this is run by root, and named otherwise.";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match task.as_str() {
        "bench" => bench::run(&rest),
        "bundle" => build::bundle_task(&rest),
        "demo" => demo::run(&rest),
        #[cfg(target_os = "linux")]
        "hosts" => hosts::run(&rest),
        #[cfg(not(target_os = "linux"))]
        "hosts" => Err(anyhow::anyhow!(
            "the hosts that are driven run on Linux alone"
        )),
        "manual" => manual::run(&rest),
        "packages" => packages::ensure(packages::TEST),
        "pictures" => pictures::run(&rest),
        "release" => release::run(&rest),
        "soak" => suite::soak(&rest),
        "test" if rest.is_empty() => suite::run(),
        "test" => Err(anyhow::anyhow!("`cargo xtask test` takes no arguments")),
        "windows" => windows::run(&rest),
        "" | "help" | "-h" | "--help" => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        unknown => {
            eprintln!("There is no task `{unknown}`.\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
