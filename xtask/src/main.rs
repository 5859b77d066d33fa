//! The project's own tasks: `cargo xtask …` bundles the plugin, demonstrates it on music and runs
//! every test, each from a fresh checkout and with nothing installed by hand.

// A task runner talks to the person at the terminal.
#![allow(clippy::print_stdout)]

mod bench;
mod build;
mod demo;
mod finish;
mod host;
mod hosts;
mod mix;
mod music;
mod packages;
mod pictures;
mod sound;
mod suite;
mod vstpreset;
mod wav;

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
  cargo xtask test
      Build and bundle the plugin, then run every test.
  cargo xtask hosts [ardour] [qtractor] [pedalboard] [dawdreamer] [tests]
      Build and bundle the plugin, install hosts, drive each of them through scan, insert, window,
      rig, knob, key, auxiliary inputs, mono, state, export, twenty instances and exit, and print a
      table. With names, only those.
  cargo xtask bundle [bodypack] [cargo build options]
      Build the plugin and put Bodypack.clap, Bodypack.vst3 and the folder Presets with a preset
      file of each factory rig for VST3 hosts into target/bundled.
Missing system packages are installed when this is run by root, and named otherwise.";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match task.as_str() {
        "bench" => bench::run(&rest),
        "bundle" => build::bundle_task(&rest),
        "demo" => demo::run(&rest),
        "hosts" => hosts::run(&rest),
        "pictures" => pictures::run(&rest),
        "soak" => suite::soak(&rest),
        "test" if rest.is_empty() => suite::run(),
        "test" => Err(anyhow::anyhow!("`cargo xtask test` takes no arguments")),
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
