//! The system packages that a task needs, on Debian and its descendants.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{bail, ensure, Context, Result};

/// A package, and how to tell that what it brings is there, however it got there.
pub struct Package {
    name: &'static str,
    brings: Brings,
}

enum Brings {
    /// A program on the path.
    Program(&'static str),
    /// A file.
    File(&'static str),
    /// A shared library, by its name in one of the system's folders of them.
    Library(&'static str),
}

/// The demonstration needs only what has compiled it: the plugin opens the window system's
/// libraries when it shows its editor, and the song is synthesized.
pub const DEMO: &[Package] = &[Package {
    name: "gcc",
    brings: Brings::Program("cc"),
}];

/// The tests also need an independent coder, the headers that the player is built with and a server of sound to play
/// into, a recording, a decoder for it, what the VST3 host links with, and a screen
/// without a display, a hand on it, and what windows are drawn with.
pub const TEST: &[Package] = &[
    Package {
        name: "gcc",
        brings: Brings::Program("cc"),
    },
    Package {
        name: "libxcb1-dev",
        brings: Brings::File("/usr/include/xcb/xcb.h"),
    },
    Package {
        name: "xvfb",
        brings: Brings::Program("Xvfb"),
    },
    Package {
        name: "libasound2-dev",
        brings: Brings::File("/usr/include/alsa/asoundlib.h"),
    },
    Package {
        name: "libjack-jackd2-dev",
        brings: Brings::File("/usr/include/jack/jack.h"),
    },
    Package {
        name: "pkg-config",
        brings: Brings::Program("pkg-config"),
    },
    Package {
        name: "jackd2",
        brings: Brings::Program("jackd"),
    },
    Package {
        name: "liblc3-0",
        brings: Brings::Library("liblc3.so.0"),
    },
    Package {
        name: "xdotool",
        brings: Brings::Program("xdotool"),
    },
    Package {
        name: "libegl1",
        brings: Brings::Library("libEGL.so.1"),
    },
    Package {
        name: "libgl1",
        brings: Brings::Library("libGL.so.1"),
    },
    Package {
        name: "libgl1-mesa-dri",
        brings: Brings::Library("dri/swrast_dri.so"),
    },
    Package {
        name: "libx11-xcb1",
        brings: Brings::Library("libX11-xcb.so.1"),
    },
    Package {
        name: "libxkbcommon-x11-0",
        brings: Brings::Library("libxkbcommon-x11.so.0"),
    },
    Package {
        name: "vorbis-tools",
        brings: Brings::Program("oggdec"),
    },
    Package {
        name: "fretsonfire-songs-sectoid",
        brings: Brings::File(crate::music::GUITAR),
    },
];

/// The hosts that Debian has, what they need to run without a sound card and a display, and what
/// installs those in Python.
pub const HOSTS: &[Package] = &[
    Package {
        name: "gcc",
        brings: Brings::Program("cc"),
    },
    Package {
        name: "ardour",
        brings: Brings::Program("ardour7-lua"),
    },
    Package {
        name: "qtractor",
        brings: Brings::Program("qtractor"),
    },
    Package {
        name: "jackd2",
        brings: Brings::Program("jackd"),
    },
    Package {
        name: "python3-venv",
        brings: Brings::Program("python3"),
    },
    Package {
        name: "xvfb",
        brings: Brings::Program("Xvfb"),
    },
    Package {
        name: "xauth",
        brings: Brings::Program("xauth"),
    },
    Package {
        name: "openbox",
        brings: Brings::Program("openbox"),
    },
    Package {
        name: "xsettingsd",
        brings: Brings::Program("xsettingsd"),
    },
    Package {
        name: "x11-apps",
        brings: Brings::Program("xwd"),
    },
    Package {
        name: "xdotool",
        brings: Brings::Program("xdotool"),
    },
    Package {
        name: "libegl1",
        brings: Brings::Library("libEGL.so.1"),
    },
    Package {
        name: "libgl1",
        brings: Brings::Library("libGL.so.1"),
    },
    Package {
        name: "libgl1-mesa-dri",
        brings: Brings::Library("dri/swrast_dri.so"),
    },
    Package {
        name: "libxcb1-dev",
        brings: Brings::File("/usr/include/xcb/xcb.h"),
    },
    Package {
        name: "vorbis-tools",
        brings: Brings::Program("oggdec"),
    },
    Package {
        name: "fretsonfire-songs-sectoid",
        brings: Brings::File(crate::music::GUITAR),
    },
];

/// Packages that install pedalboard, and the recording that it plays.
pub const BENCH: &[Package] = &[
    Package {
        name: "python3-venv",
        brings: Brings::Program("python3"),
    },
    Package {
        name: "vorbis-tools",
        brings: Brings::Program("oggdec"),
    },
    Package {
        name: "fretsonfire-songs-sectoid",
        brings: Brings::File(crate::music::GUITAR),
    },
];

/// Headers that the player is compiled with.
pub const PLAYER: &[Package] = &[
    Package {
        name: "libasound2-dev",
        brings: Brings::File("/usr/include/alsa/asoundlib.h"),
    },
    Package {
        name: "libjack-jackd2-dev",
        brings: Brings::File("/usr/include/jack/jack.h"),
    },
];

/// Maker of a folder with a system of its own.
pub const FOLDER: &[Package] = &[Package {
    name: "debootstrap",
    brings: Brings::File("/usr/sbin/debootstrap"),
}];

/// Sees to it that the packages are there: installs what is missing when run by root, and
/// otherwise says what to type. Quick when there is nothing to do.
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
