//! The tasks: what each does, and how long that takes.

use std::fmt::Write as _;

/// A task of the project.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Its name, the first word after `cargo xtask`.
    pub name: &'static str,
    /// Options that may follow it.
    options: &'static str,
    /// Description of the work, in lines of the help.
    does: &'static str,
    /// Time of a run on two cores once the tasks are compiled, in words.
    takes: &'static str,
}

/// Time and room for what is compiled before the first task, on two cores.
const FIRST_BUILD: &str =
    "The first time it compiles the plugin and the tasks, which takes about eight \
     minutes on two cores and 1 GB in the folder `target`.";

/// All tasks but `packages`, which needs nothing compiled.
pub const TASKS: &[Task] = &[
    Task {
        name: "demo",
        options: "[--input SONG.wav]",
        does: "\
Build and bundle the plugin, then render music through a handful of rigs with it, into the
folder demo. Without a song of yours, one is synthesized.",
        takes: "a quarter of a minute",
    },
    Task {
        name: "pictures",
        options: "[--input SONG.wav] [--readme]",
        does: "\
Play music through the plugin and draw its window, without a display, into target/pictures:
at four sizes, dark and light, for engineers and for musicians. With --readme, renew the
pictures of the read-me.",
        takes: "some minutes, since the tests of pictures are compiled first",
    },
    Task {
        name: "bench",
        options: "[--rigs] [--thorough] [--save FILE] [--compare FILE]",
        does: "\
Build and bundle the plugin, then measure what it costs as ratios within one run: in
pedalboard beside a chain of stock JUCE parts, and in a host of our own. With --rigs, every
factory rig; with --thorough, ten times as long.",
        takes: "five minutes",
    },
    Task {
        name: "soak",
        options: "[--minutes N]",
        does: "\
Build and bundle the plugin, then let both formats run through storms of automation, rig
changes, activations and faulty samples; ten minutes, unless told otherwise.",
        takes: "the time that it runs for, and some minutes to compile the test",
    },
    Task {
        name: "test",
        options: "",
        does: "\
Build and bundle the plugin, then run every test, with those of the manual.",
        takes: "twenty minutes, since the tests are compiled first",
    },
    Task {
        name: "manual",
        options: "[--renew] [--pictures]",
        does: "\
Build the manual from docs/manual into target/manual, check every link in it and run every
command that it shows. With --renew, first make anew what is made in it: the page of the
command line, the keys of rig files, and the plots; with --pictures, the pictures of the
window.",
        takes: "a minute, and some more the first time for the program that makes the book",
    },
    Task {
        name: "hosts",
        options: "[ardour] [qtractor] [pedalboard] [dawdreamer] [tests]",
        does: "\
Build and bundle the plugin, install hosts, drive each of them through scan, insert, window,
rig, knob, key, auxiliary inputs, mono, state, export, twenty instances and exit, and print a
table. With names, only those.",
        takes: "ten minutes",
    },
    Task {
        name: "bundle",
        options: "[bodypack] [cargo build options]",
        does: "\
Build the plugin and put Bodypack.clap, Bodypack.vst3 and the folder Presets with a preset
file of each factory rig for VST3 hosts into target/bundled.",
        takes: "seconds, and some minutes when something has changed",
    },
    Task {
        name: "release",
        options: "[linux] [windows] [macos] [--quick] | bare [ardour | windows] | reproduce |
                      notes [--tag TAG]",
        does: "\
Make the archives that are handed out, with plugins, command line, rigs, presets, manual,
licenses and a script that installs and removes, and a package for Debian; for this system,
unless others are named. The same sources give the same bits. With --quick, of what other
tasks have built, only to be tried; with bare, install and run the Linux archive on three
systems with nothing in them, or in Ardour on two with nothing else, or the Windows archive
in a fresh Wine; with reproduce, make the Linux archives of the last commit twice, in folders
of other names, and compare them; with notes, print what the list of changes says of this
version.",
        takes: "twenty minutes, since everything is compiled anew and as a whole; notes are there at once",
    },
    Task {
        name: "windows",
        options: "[setup | build | test | look] [--folder FOLDER]",
        does: "\
Build the command line and the bundles for Windows, with the target of rustup and mingw-w64
where they are there, or in a folder with a Debian of its own, which setup makes. With test,
render ten rigs under Wine beside Linux and run the tests there; with look, show the window
under Wine without a display, and take a picture of it.",
        takes: "a quarter of an hour; its tests, half an hour more",
    },
];

/// The task of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Task> {
    TASKS.iter().find(|task| task.name == name)
}

impl Task {
    /// Announcement of the work and of how long it takes, before anything is compiled.
    #[must_use]
    pub fn plan(&self) -> String {
        format!(
            "cargo xtask {}\n{}\nTakes {} on two cores. {FIRST_BUILD}\n",
            self.name, self.does, self.takes
        )
    }
}

/// The list of tasks for the terminal.
#[must_use]
pub fn help() -> String {
    let mut help = String::from("Tasks:\n");
    for task in TASKS {
        // Writing to a string does not fail.
        let _ = writeln!(help, "  cargo xtask {} {}", task.name, task.options);
        for line in task.does.lines() {
            let _ = writeln!(help, "      {line}");
        }
    }
    help.push_str(
        "  cargo xtask packages\n      Install the system packages that tests and lints of the whole workspace need.\n\
         Missing system packages are installed when this is run by root, and named otherwise.",
    );
    help
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_says_what_happens_how_long_it_takes_and_how_large_it_is() {
        let plan = find("demo").expect("a task").plan();
        for words in ["Build and bundle", "a quarter of a minute", "minutes", "GB"] {
            assert!(plan.contains(words), "{words:?} is not in\n{plan}");
        }
        assert!(find("nothing").is_none());
    }

    #[test]
    fn the_help_has_every_task_once_with_its_options() {
        let help = help();
        for task in TASKS {
            let line = format!("cargo xtask {} {}", task.name, task.options);
            assert_eq!(help.matches(line.trim_end()).count(), 1, "{line}");
        }
        assert!(help.contains("cargo xtask packages"));
    }
}
