//! Reads the project's own text and fails where a module reaches upwards, where a layer below the
//! plugin touches the framework or the machine, and where public text names what it should not.
//!
//! A module may name itself and what stands below it in `ARCHITECTURE.md`. Test modules obey the
//! arrow too; they may use the standard library freely.

#[path = "architecture/cycles.rs"]
mod cycles;
#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/source.rs"]
pub(crate) mod source;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use paths::{paths_named, test_modules, Named};
use source::{files_under, read, root, sources, without_comments, SOURCES};

/// A part of the library (its top module) or the command line, and the parts it may name.
struct Part {
    name: &'static str,
    may_name: &'static [&'static str],
    /// The only parts that may name the plugin framework and the toolkit.
    names_framework: bool,
    /// The only parts that may reach the rest of the machine.
    reaches_machine: bool,
    /// The part that may name the libraries of the command line.
    is_command_line: bool,
}

const fn inner(name: &'static str, may_name: &'static [&'static str]) -> Part {
    Part {
        name,
        may_name,
        names_framework: false,
        reaches_machine: false,
        is_command_line: false,
    }
}

/// Parts from the lowest to the highest, as `ARCHITECTURE.md` draws them.
const ORDER: &[&str] = &[
    "order",
    "curve",
    "rig",
    "dsp",
    "acoustics",
    "radio",
    "design",
    "analysis",
    "chain",
    "report",
    "session",
    "worker",
    "audio",
    "editor",
    "host",
    "files",
];

/// The lowest parts, so many.
const fn lowest(count: usize) -> &'static [&'static str] {
    ORDER.split_at(count).0
}

const fn framework(name: &'static str, may_name: &'static [&'static str]) -> Part {
    Part {
        names_framework: true,
        reaches_machine: true,
        ..inner(name, may_name)
    }
}

const PARTS: &[Part] = &[
    inner("order", lowest(0)),
    inner("curve", lowest(1)),
    inner("rig", lowest(2)),
    inner("acoustics", lowest(3)),
    inner("dsp", lowest(3)),
    inner(
        "design",
        &["order", "rig", "curve", "acoustics", "dsp", "radio"],
    ),
    inner("radio", lowest(5)),
    inner("analysis", lowest(7)),
    inner("chain", lowest(8)),
    inner("report", lowest(9)),
    framework("session", lowest(10)),
    Part {
        reaches_machine: true,
        ..inner("worker", lowest(11))
    },
    inner("audio", lowest(12)),
    framework("editor", lowest(13)),
    framework("host", lowest(14)),
    // Beside the plugin: programs that stand alone need no plugin to read files.
    Part {
        reaches_machine: true,
        ..inner("files", lowest(10))
    },
    Part {
        is_command_line: true,
        ..inner(
            "cli",
            &[
                "rig",
                "curve",
                "acoustics",
                "dsp",
                "design",
                "radio",
                "analysis",
                "chain",
                "report",
                "files",
                "cli",
            ],
        )
    },
];

const FRAMEWORK: &[&str] = &[
    "nice_plug",
    "nice_plug_egui",
    "nice_plug_core",
    "egui",
    "egui_baseview",
    "baseview",
];
const COMMAND_LINE_LIBRARIES: &[&str] = &["clap", "hound", "indicatif", "plotters"];
/// Modules of the standard library that reach files, clocks, threads or the rest of the machine.
const MACHINE: &[&str] = &["fs", "thread", "time", "net", "env", "process"];
/// The one module of the physics that may start threads; they end before its functions do.
const MAY_START_THREADS: [&str; 2] = ["design", "concurrent"];

#[test]
fn modules_name_only_what_stands_below_them() {
    let mut breaches = Vec::new();
    let mut seen = BTreeSet::new();
    let files = sources();
    let for_tests: Vec<Vec<String>> = (files.iter())
        .flat_map(|path| test_modules(&module_of(path), &read(path)))
        .collect();
    for path in files {
        let module = module_of(&path);
        let text = read(&path);
        let is_test = for_tests.iter().any(|test| module.starts_with(test));
        seen.extend(module.first().cloned());
        breaches.extend(
            breaches_in(&module, &text, is_test)
                .into_iter()
                .map(|b| format!("{}: {b}", path.display())),
        );
    }
    assert!(seen.contains("rig"), "the sources were not found");
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn the_check_can_fail() {
    let caught = |module: &[&str], text: &str| {
        let module: Vec<String> = module.iter().map(|&part| part.to_owned()).collect();
        !breaches_in(&module, text, false).is_empty()
    };
    // Upwards, by every way of writing it.
    assert!(caught(&["rig"], "use crate::chain::Chain;"));
    assert!(caught(&["rig", "link"], "use super::super::dsp;"));
    assert!(caught(
        &["rig"],
        "fn f() { let _ = crate::acoustics::Network::new(); }"
    ));
    assert!(caught(
        &["dsp", "delay"],
        "use crate::{rig::Rig, plugin::state};"
    ));
    assert!(caught(&["curve"], "use super::*;"));
    assert!(caught(
        &["chain"],
        "mod tests { use super::super::editor; }"
    ));
    assert!(caught(&["chain"], "pub(in crate::editor) fn f() {}"));
    assert!(caught(
        &["cli", "render"],
        "use bodypack::session::state_of;"
    ));
    // Sideways within a layer.
    assert!(caught(&["acoustics"], "use crate::dsp;"));
    assert!(caught(&["curve"], "use crate::rig;"));
    assert!(caught(&["design"], "use crate::chain;"));
    assert!(caught(&["radio"], "use crate::chain;"));
    assert!(caught(&["chain"], "use crate::report;"));
    assert!(caught(&["report"], "use crate::session;"));
    assert!(caught(&["report"], "use std::fs::File;"));
    assert!(caught(&["session"], "use crate::editor;"));
    assert!(caught(&["session"], "use crate::host;"));
    assert!(caught(&["worker"], "use crate::editor;"));
    // What only the plugin, the editor or the command line may touch.
    assert!(caught(&["chain"], "use nice_plug::prelude::*;"));
    assert!(caught(&["worker"], "use nice_plug::prelude::*;"));
    assert!(caught(&["audio"], "use std::thread;"));
    assert!(caught(&["acoustics"], "fn f(ui: &mut egui::Ui) {}"));
    assert!(caught(&["host"], "use hound::WavReader;"));
    assert!(caught(&["host"], "use crate::files;"));
    assert!(caught(&["files"], "use crate::session;"));
    assert!(caught(&["files"], "use egui::Ui;"));
    assert!(caught(
        &["rig"],
        "use std::{collections::HashMap, fs::File};"
    ));
    assert!(caught(&["dsp"], "fn f() { std::thread::yield_now(); }"));
    assert!(caught(&["design", "cache"], "use std::thread;"));
    assert!(caught(&["design", "concurrent"], "use std::fs;"));
    assert!(!caught(&["design", "concurrent"], "use std::thread;"));
    assert!(caught(&["nowhere"], "fn f() {}"));
    // What is allowed stays allowed.
    assert!(!caught(
        &["chain"],
        "use crate::dsp::{delay::Delay, noise}; use crate::rig::Rig;"
    ));
    assert!(!caught(
        &["rig"],
        "//! See crate::chain.\nuse self::link::Link; use std::fmt;"
    ));
    assert!(!caught(
        &["rig", "link"],
        "const TEXT: &str = \"use crate::chain\"; use super::Rig;"
    ));
    assert!(!caught(&["rig"], "mod tests { use super::*; }"));
    assert!(!caught(
        &["curve"],
        "#[cfg(test)]\nmod tests { use super::*; use std::fs; }"
    ));
    assert!(!caught(
        &["cli"],
        "use bodypack::chain::Chain; use std::fs; use hound::WavReader;"
    ));
    assert!(!caught(
        &["host"],
        "use crate::editor; use nice_plug::prelude::*; use std::thread;"
    ));
    // A file may be a test as a whole, and obeys the arrow all the same.
    let module = [String::from("curve")];
    assert_eq!(
        test_modules(&module, "#[cfg(test)]\nmod fuzz;\nmod fit;"),
        [["curve", "fuzz"]]
    );
    assert!(breaches_in(&module, "use std::env;", true).is_empty());
    assert!(!breaches_in(&module, "use crate::rig;", true).is_empty());
    // A module of one's own may bear the name of somebody else's crate.
    assert!(!caught(&["host"], "pub mod clap;\npub use vst3::info;"));
    assert!(caught(&["host"], "pub mod clap;\nuse clap::Parser;"));
}

/// Module path of a file: `sound/src/rig/link.rs` is `rig::link`; `lib.rs` and `main.rs` are the top.
fn module_of(path: &Path) -> Vec<String> {
    let inside = (SOURCES.iter())
        .find_map(|folder| path.strip_prefix(root().join(folder)).ok())
        .expect("a file of the sources")
        .with_extension("");
    let parts: Vec<String> = inside
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    match parts.as_slice() {
        [only] if only == "lib" => Vec::new(),
        [only] if only == "main" => vec![String::from("cli")],
        _ => parts,
    }
}

fn breaches_in(module: &[String], text: &str, is_test: bool) -> Vec<String> {
    let Some(top) = module.first() else {
        // lib.rs only lists what there is.
        return Vec::new();
    };
    let Some(part) = PARTS.iter().find(|part| part.name == top) else {
        return vec![format!("`{top}` is no part of the design")];
    };
    let mut breaches = Vec::new();
    for mut named in paths_named(module, text) {
        named.is_test |= is_test;
        if module == MAY_START_THREADS
            && named.path.starts_with(&["std", "thread"].map(String::from))
        {
            continue;
        }
        if let Some(breach) = breach_of(part, &named) {
            breaches.push(breach);
        }
    }
    breaches
}

fn breach_of(part: &Part, named: &Named) -> Option<String> {
    let first = named.path.first().map(String::as_str);
    let text = named.path.join("::");
    if named.is_own {
        // The bare root (`pub(crate)`) names nothing.
        let target = first?;
        let allowed = target == part.name || part.may_name.contains(&target);
        return (!allowed).then(|| format!("`{}` may not name `crate::{text}`", part.name));
    }
    let first = first?;
    let framework = FRAMEWORK.contains(&first) && !part.names_framework;
    let may_name = part.is_command_line || named.is_test;
    let command_line = COMMAND_LINE_LIBRARIES.contains(&first) && !may_name;
    let may_touch_machine = part.reaches_machine || part.is_command_line || named.is_test;
    let machine = first == "std"
        && !may_touch_machine
        && MACHINE
            .iter()
            .any(|&what| text == format!("std::{what}") || inside(&text, what));
    (framework || command_line || machine).then(|| format!("`{}` may not name `{text}`", part.name))
}

fn inside(text: &str, machine: &str) -> bool {
    text.starts_with(&format!("std::{machine}::"))
}

#[test]
fn public_text_names_no_makers_and_no_machine() {
    let mut breaches = Vec::new();
    for path in public_texts() {
        let text = read(&path);
        for word in MACHINE_PATHS.iter().filter(|word| text.contains(*word)) {
            breaches.push(format!("{}: the path `{word}`", path.display()));
        }
        let said = without_comments(&path, &text).to_lowercase();
        for name in makers_in(&said) {
            breaches.push(format!("{}: `{name}`", path.display()));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn the_name_check_can_fail() {
    let said = |file: &str, text: &str| {
        makers_in(&without_comments(Path::new(file), text).to_lowercase()).len()
    };
    assert_eq!(said("a.toml", "name = \"Shure-like pack\""), 1);
    assert_eq!(
        said("a.toml", "name = \"plain\" # after Shure, MPX audio limit"),
        0
    );
    assert_eq!(said("a.rs", "fn ed_29689() {}"), 1);
    assert_eq!(said("a.rs", "/// Knowles gives 110 dB.\nfn f() {}"), 0);
    assert_eq!(said("a.rs", "const NAME: &str = \"// Sennheiser\";"), 1);
    assert_eq!(said("README.md", "as measured by Etymotic"), 1);
}

/// Paths of somebody's own machine.
const MACHINE_PATHS: &[&str] = &["/work/", "/home/", "/root/", "C:\\Users"];
/// Makers that people would recognize, one a line; sources are cited in comments.
const MAKERS: &str = include_str!("fixtures/makers.txt");
/// Of these, the ones that are ordinary words too; only people can tell which is meant.
const ORDINARY: &[&str] = &[
    "apex", "apple", "beats", "comply", "empire", "jerry", "noble",
];
/// The models that published figures are of.
const MODELS: &[&str] = &["29689", "est65da01", "er2xr", "er3xr"];

fn makers_in(lower_case: &str) -> Vec<&'static str> {
    let in_word = |c: char| c.is_alphanumeric();
    let named = |name: &str| {
        lower_case.match_indices(name).any(|(at, _)| {
            !lower_case[..at].ends_with(in_word)
                && !lower_case[at + name.len()..].starts_with(in_word)
        })
    };
    let makers = MAKERS
        .lines()
        .filter(|name| !name.is_empty() && !ORDINARY.contains(name));
    makers
        .chain(MODELS.iter().copied())
        .filter(|name| named(name))
        .collect()
}

fn public_texts() -> Vec<PathBuf> {
    let mut texts: Vec<PathBuf> = ["README.md", "CHANGELOG.md", "Cargo.toml"]
        .iter()
        .map(|name| root().join(name))
        .collect();
    for folder in [
        "build", "src", "sound", "plugin", "player", "xtask", "tests", "benches", "presets",
    ] {
        texts.extend(files_under(folder, &["rs", "toml", "md"]));
    }
    // This file has to spell out what it looks for.
    texts.retain(|path| !path.ends_with("tests/architecture.rs"));
    texts
}

#[test]
fn every_file_of_tests_is_part_of_a_program() {
    let folder = root().join("tests");
    let manifest = read(&root().join("Cargo.toml"));
    let programs: Vec<String> = manifest
        .split("[[test]]")
        .skip(1)
        .filter_map(|entry| entry.split('"').nth(1).map(str::to_owned))
        .collect();
    assert!((10..=20).contains(&programs.len()), "{programs:?}");
    let modules: BTreeSet<String> = programs
        .iter()
        .map(|name| read(&folder.join(format!("{name}.rs"))))
        .flat_map(|text| {
            let modules = text.lines().filter_map(|line| line.strip_prefix("mod "));
            let names = modules.map(|name| name.trim_end_matches(';').to_owned());
            names.collect::<Vec<_>>()
        })
        .collect();
    for entry in std::fs::read_dir(&folder).expect("there are tests") {
        let path = entry.expect("a file").path();
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else {
            continue;
        };
        if path.extension().is_some_and(|kind| kind == "rs") {
            let runs = programs.iter().any(|known| known == name) || modules.contains(name);
            assert!(runs, "{name} is in no program of tests");
        }
    }
}

/// A physics and DSP library that brings a hundred crates along is not used by others.
#[test]
fn the_library_without_plugin_and_command_line_needs_at_most_30_crates() {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["tree", "--package", "bodypack", "--no-default-features"])
        .args(["--edges", "normal", "--prefix", "none", "--locked"])
        .args(["--format", "{p}"])
        .current_dir(root())
        .output()
        .expect("cargo starts");
    let text = String::from_utf8_lossy(&output.stdout);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let mut crates: BTreeSet<&str> = text.lines().filter_map(|l| l.split(' ').next()).collect();
    assert!(crates.contains("rustfft"), "{text}");
    for own in ["bodypack", "bodypack-sound"] {
        assert!(crates.remove(own), "{text}");
    }
    assert!(crates.len() <= 30, "{} crates: {crates:?}", crates.len());
}
