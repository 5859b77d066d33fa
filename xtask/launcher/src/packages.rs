//! The system packages that a task needs, on Debian and its descendants.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{bail, ensure, Context, Result};

/// The lead guitar of the recording that tests listen to, on its own track.
pub const GUITAR: &str = "/usr/share/games/fretsonfire/data/songs/sectoid/Feelings/guitar.ogg";

/// A package, and how to tell that what it brings is there, however it got there.
#[derive(Clone, Copy)]
pub struct Package {
    name: &'static str,
    brings: Brings,
}

#[derive(Clone, Copy)]
enum Brings {
    /// A program on the path.
    Program(&'static str),
    /// A file.
    File(&'static str),
    /// A shared library, by its name in one of the system's folders of them.
    Library(&'static str),
}

const fn program(name: &'static str, program: &'static str) -> Package {
    let brings = Brings::Program(program);
    Package { name, brings }
}

const fn file(name: &'static str, path: &'static str) -> Package {
    let brings = Brings::File(path);
    Package { name, brings }
}

const fn library(name: &'static str, library: &'static str) -> Package {
    let brings = Brings::Library(library);
    Package { name, brings }
}

const GCC: Package = program("gcc", "cc");
const PKG_CONFIG: Package = program("pkg-config", "pkg-config");
const PYTHON: Package = program("python3-venv", "python3");
const XCB_HEADERS: Package = file("libxcb1-dev", "/usr/include/xcb/xcb.h");
const ALSA_HEADERS: Package = file("libasound2-dev", "/usr/include/alsa/asoundlib.h");
const JACK_HEADERS: Package = file("libjack-jackd2-dev", "/usr/include/jack/jack.h");
const JACK_SERVER: Package = program("jackd2", "jackd");
const LC3_CODER: Package = library("liblc3-0", "liblc3.so.0");
const SCREEN: Package = program("xvfb", "Xvfb");
const HAND: Package = program("xdotool", "xdotool");
const EGL: Package = library("libegl1", "libEGL.so.1");
const OPENGL: Package = library("libgl1", "libGL.so.1");
const OPENGL_DRIVER: Package = library("libgl1-mesa-dri", "dri/swrast_dri.so");
const X11_XCB: Package = library("libx11-xcb1", "libX11-xcb.so.1");
const XKB: Package = library("libxkbcommon-x11-0", "libxkbcommon-x11.so.0");
const VORBIS_DECODER: Package = program("vorbis-tools", "oggdec");
const RECORDING: Package = file("fretsonfire-songs-sectoid", GUITAR);

/// The demonstration needs only what has compiled it: the plugin opens the window system's
/// libraries when it shows its editor, and the song is synthesized.
pub const DEMO: &[Package] = &[GCC];

/// The tests also need an independent coder, what the player is built with and a server of sound to play
/// into, a recording, a decoder for it, what the VST3 host links with, and a screen
/// without a display, a hand on it, and what windows are drawn with.
pub const TEST: &[Package] = &[
    GCC,
    XCB_HEADERS,
    SCREEN,
    ALSA_HEADERS,
    JACK_HEADERS,
    PKG_CONFIG,
    JACK_SERVER,
    LC3_CODER,
    HAND,
    EGL,
    OPENGL,
    OPENGL_DRIVER,
    X11_XCB,
    XKB,
    VORBIS_DECODER,
    RECORDING,
];

/// The hosts that Debian has, what they need to run without a sound card and a display, and what
/// installs those in Python.
pub const HOSTS: &[Package] = &[
    GCC,
    program("ardour", "ardour7-lua"),
    program("qtractor", "qtractor"),
    JACK_SERVER,
    PYTHON,
    SCREEN,
    program("xauth", "xauth"),
    program("openbox", "openbox"),
    program("xsettingsd", "xsettingsd"),
    program("x11-apps", "xwd"),
    HAND,
    EGL,
    OPENGL,
    OPENGL_DRIVER,
    XCB_HEADERS,
    VORBIS_DECODER,
    RECORDING,
];

/// Packages that install pedalboard, and the recording that it plays.
pub const BENCH: &[Package] = &[PYTHON, VORBIS_DECODER, RECORDING];

/// Headers that the player is compiled with, and the program that finds them.
pub const PLAYER: &[Package] = &[ALSA_HEADERS, JACK_HEADERS, PKG_CONFIG];

/// Maker of a folder with a system of its own.
pub const FOLDER: &[Package] = &[file("debootstrap", "/usr/sbin/debootstrap")];

/// Sees to it that the packages are there: installs what is missing when run by root, and
/// otherwise says what to type. Quick when there is nothing to do.
///
/// # Errors
/// When some are missing and cannot be installed; the message names them.
pub fn ensure(packages: &[Package]) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .filter(|package| !package.is_there())
        .map(|package| package.name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !is_there("apt-get") {
        bail!("these are missing (named as Debian names them): {names}");
    }
    if !is_root() {
        bail!(
            "some system packages are missing. Type this, then run the task again:\n\n    \
             sudo apt-get update && sudo apt-get install --no-install-recommends -y {names}"
        );
    }
    println!("Installing {names} …");
    apt_get(&["update"])?;
    let mut install = vec!["install", "--no-install-recommends", "-y"];
    install.extend(&missing);
    apt_get(&install)?;
    let still: Vec<&str> = packages
        .iter()
        .filter(|package| !package.is_there())
        .map(|package| package.name)
        .collect();
    ensure!(
        still.is_empty(),
        "installed, but not found: {}",
        still.join(" ")
    );
    Ok(())
}

impl Package {
    fn is_there(&self) -> bool {
        match self.brings {
            Brings::Program(program) => is_there(program),
            Brings::File(path) => Path::new(path).exists(),
            Brings::Library(name) => has_library(name),
        }
    }
}

/// Looks in the folders of libraries, and in those for each kind of processor below them.
fn has_library(name: &str) -> bool {
    let in_folder = |folder: &str| {
        let below = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let below = below.map(|entry| entry.path());
        std::iter::once(Path::new(folder).to_owned())
            .chain(below)
            .any(|folder| folder.join(name).exists())
    };
    ["/usr/lib", "/lib", "/usr/lib64"]
        .into_iter()
        .any(in_folder)
}

fn is_there(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

/// Returns whether this is run by root.
#[must_use]
pub fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let status = Command::new("apt-get")
        .args(["-q", "-o", "DPkg::Lock::Timeout=120"])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .status()
        .context("starting apt-get")?;
    ensure!(status.success(), "`apt-get {}` failed", arguments.join(" "));
    Ok(())
}
