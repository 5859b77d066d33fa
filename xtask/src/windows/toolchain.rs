//! Toolchain for Windows: this system's own compilers, or those in a folder with a Debian of its own.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, ensure, Context, Result};

use super::{folder, PACKAGES, TARGET};
use crate::build;

/// The home of the user in the folder, below its top.
const HOME: &str = "root";
/// The place of the project in that home.
const PROJECT: &str = "src";

/// Screen of Wine's desktop, pixels.
pub const SCREEN: &str = "1280x900";

/// Compilers, a linker, and Wine.
pub enum Toolchain {
    /// A target of rustup's, mingw-w64 and Wine of this system.
    Own,
    /// A folder made by `cargo xtask windows setup`.
    Folder(PathBuf),
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own => f.write_str("this system's own toolchain"),
            Self::Folder(folder) => write!(f, "the toolchain in {}", folder.display()),
        }
    }
}

impl Toolchain {
    /// The toolchain in the folder that is named, else this system's own, else that in the usual folder.
    pub fn find(named: Option<PathBuf>, usual: &Path) -> Result<Self> {
        if let Some(folder) = named {
            ensure!(
                folder::is_made(&folder),
                "there is no toolchain in {0}; `cargo xtask windows setup --folder {0}` makes one",
                folder.display()
            );
            return Ok(Self::Folder(folder));
        }
        if has_own_target() {
            return Ok(Self::Own);
        }
        if folder::is_made(usual) {
            return Ok(Self::Folder(usual.to_owned()));
        }
        bail!(
            "nothing here builds for Windows. Either type\n\n    \
             rustup target add {TARGET} && sudo apt-get install mingw-w64 wine\n\n\
             or have a folder with all of it made, as root (5 GB, ten minutes):\n\n    \
             cargo xtask windows setup"
        )
    }

    /// The toolchain that is found without a folder being named, or in that of `BODYPACK_WINDOWS_FOLDER`.
    pub fn find_any() -> Result<Self> {
        Self::find(named_folder(), &super::default_folder()?)
    }

    /// Runs cargo on the project as it is now, with flags for the compiler of the target.
    pub fn cargo(&self, arguments: &[&str], flags: &[String]) -> Result<()> {
        self.prepare()?;
        let mut command = self.command("cargo");
        command.args(arguments).args(self.build_std());
        if !flags.is_empty() {
            command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        }
        let status = command.status().context("starting cargo")?;
        ensure!(status.success(), "`cargo {}` failed", arguments.join(" "));
        Ok(())
    }

    /// Has Wine show windows on a desktop of its own, since without a window manager it gives none of them the keyboard, and
    /// end a program that crashes without asking.
    pub fn prepare_wine(&self) -> Result<()> {
        const WINE: &str = r"HKCU\Software\Wine";
        for [key, name, kind, value] in [
            ["Explorer", "Desktop", "REG_SZ", "Default"],
            [r"Explorer\Desktops", "Default", "REG_SZ", SCREEN],
            ["WineDbg", "ShowCrashDialog", "REG_DWORD", "0"],
        ] {
            let key = format!("{WINE}\\{key}");
            let status = self
                .command("wine")
                .args([
                    "reg", "add", &key, "/v", name, "/t", kind, "/d", value, "/f",
                ])
                .status()
                .context("starting Wine")?;
            ensure!(status.success(), "Wine does not keep {key}");
        }
        Ok(())
    }

    /// Runs one test program under Wine, with the folder of the bundles as Windows names it.
    pub fn cargo_test(&self, name: &str, bundles: &str) -> Result<()> {
        let arguments = [
            "test",
            "--locked",
            "--release",
            "--target",
            TARGET,
            "--no-fail-fast",
        ];
        self.prepare_wine()?;
        // A screen for those that open windows.
        let mut command = self.command("xvfb-run");
        let status = command
            .args(["-a", "cargo"])
            .args(arguments)
            .args(PACKAGES.iter().flat_map(|name| ["-p", name]))
            .args(["--test", name])
            .args(self.build_std())
            .env("BODYPACK_BUNDLES", bundles)
            .status()
            .context("starting the tests")?;
        ensure!(status.success(), "tests of `{name}` failed");
        Ok(())
    }

    /// The folder that cargo builds into, as this system names it.
    pub fn target_dir(&self) -> Result<PathBuf> {
        match self {
            Self::Own => Ok(build::target_dir()?.join("windows")),
            Self::Folder(folder) => Ok(folder.join(HOME).join(PROJECT).join("target")),
        }
    }

    /// A path as Windows programs under Wine name it.
    pub fn windows_path(&self, path: &Path) -> Result<String> {
        let seen = self.seen(path)?;
        Ok(format!("Z:{}", seen.to_string_lossy().replace('/', "\\")))
    }

    /// A path as programs of the toolchain see it.
    pub fn seen(&self, path: &Path) -> Result<PathBuf> {
        match self {
            Self::Own => Ok(path.to_owned()),
            Self::Folder(folder) => {
                let rest = path.strip_prefix(folder).with_context(|| {
                    format!("{} is not in {}", path.display(), folder.display())
                })?;
                Ok(Path::new("/").join(rest))
            }
        }
    }

    /// The folder of the project, as the compiler sees it.
    pub fn project(&self) -> Result<PathBuf> {
        Ok(match self {
            Self::Own => build::root().to_owned(),
            Self::Folder(_) => Path::new("/").join(HOME).join(PROJECT),
        })
    }

    /// Cargo's own folder, as this system names it and as the compiler sees it.
    pub fn cargo_home(&self) -> Result<[PathBuf; 2]> {
        Ok(match self {
            Self::Own => {
                let home = build::cargo_home()?;
                [home.clone(), home]
            }
            Self::Folder(folder) => {
                [folder.as_path(), Path::new("/")].map(|top| top.join(HOME).join(".cargo"))
            }
        })
    }

    /// A program of the toolchain in the folder of the project, ready for Wine.
    pub fn command(&self, program: &str) -> Command {
        let runner = format!(
            "CARGO_TARGET_{}_RUNNER",
            TARGET.to_uppercase().replace('-', "_")
        );
        let mut command = match self {
            Self::Own => {
                let mut command = Command::new(program);
                let target = self.target_dir().unwrap_or_default();
                let prefix = target.join("wine");
                let _ = std::fs::create_dir_all(&target);
                command
                    .current_dir(build::root())
                    .env("CARGO_TARGET_DIR", target)
                    .env("WINEPREFIX", prefix);
                command
            }
            Self::Folder(folder) => {
                let home = format!("/{HOME}");
                let script = format!("cd {home}/{PROJECT} && exec \"$@\"");
                let mut command = Command::new("chroot");
                command
                    .arg(folder)
                    .args(["/bin/sh", "-c", &script, "sh", program])
                    .env("HOME", &home)
                    // Wine reads names of files by it.
                    .env("LANG", "C.UTF-8")
                    .env("CARGO_HOME", format!("{home}/.cargo"))
                    .env(
                        "PATH",
                        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    )
                    .env("XDG_RUNTIME_DIR", "/tmp")
                    .env("WINEPREFIX", format!("{home}/prefix"))
                    // The standard library for Windows is built along, since Debian has none.
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env_remove("CARGO_TARGET_DIR")
                    .env_remove("RUSTUP_TOOLCHAIN");
                command
            }
        };
        for name in ["CARGO", "RUSTC", "RUSTDOC", "LD_LIBRARY_PATH", "DISPLAY"] {
            command.env_remove(name);
        }
        command.env("WINEDEBUG", "-all").env(runner, "wine");
        command
    }

    fn build_std(&self) -> &'static [&'static str] {
        match self {
            Self::Own => &[],
            Self::Folder(_) => &["-Zbuild-std=std,panic_abort,panic_unwind"],
        }
    }

    /// Brings the project as it is now to where it is built.
    fn prepare(&self) -> Result<()> {
        match self {
            Self::Own => Ok(()),
            Self::Folder(folder) => folder::copy_project(&folder.join(HOME).join(PROJECT)),
        }
    }
}

/// The folder that a variable names.
pub fn named_folder() -> Option<PathBuf> {
    std::env::var_os("BODYPACK_WINDOWS_FOLDER").map(PathBuf::from)
}

fn has_own_target() -> bool {
    let targets = Command::new("rustup")
        .args(["target", "list", "--installed"])
        .output();
    let has_target = targets.is_ok_and(|output| {
        let text = String::from_utf8_lossy(&output.stdout);
        text.lines().any(|line| line.trim() == TARGET)
    });
    let linker = Command::new("x86_64-w64-mingw32-gcc")
        .arg("--version")
        .output();
    has_target && linker.is_ok_and(|output| output.status.success())
}
