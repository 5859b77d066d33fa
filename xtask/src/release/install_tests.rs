//! The script that installs, run on a tree with the names of the real one, in homes of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An unpacked archive and a home.
struct Bench {
    folder: PathBuf,
}

impl Bench {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("bodypack install {name} {}", std::process::id()));
        super::emptied(&folder).unwrap();
        let bench = Self { folder };
        for name in [
            "Bodypack.clap",
            "Bodypack.vst3/Contents/x86_64-linux/Bodypack.so",
            "Bodypack.vst3/Contents/Resources/moduleinfo.json",
            "Presets/Somebody/Bodypack/One rig.vstpreset",
            "Presets/Somebody/Bodypack/Zwei Größen.vstpreset",
            "bodypack",
            "Man/bodypack.1",
            "Completions/bodypack.bash",
            "Manual/index.html",
        ] {
            super::write(&bench.archive().join(name), name.as_bytes()).unwrap();
        }
        super::write(
            &bench.archive().join("install.sh"),
            include_bytes!("install.sh"),
        )
        .unwrap();
        fs::create_dir_all(bench.home()).unwrap();
        bench
    }

    fn archive(&self) -> PathBuf {
        self.folder.join("bodypack 0.2.0")
    }

    fn home(&self) -> PathBuf {
        self.folder.join("home of a user")
    }

    fn run_at(&self, home: &Path, arguments: &[&str]) -> Output {
        Command::new("sh")
            .arg(self.archive().join("install.sh"))
            .args(arguments)
            .env("HOME", home)
            .env_remove("XDG_DATA_HOME")
            .output()
            .unwrap()
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = self.run_at(&self.home(), arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn files(&self) -> Vec<String> {
        let files = super::archive::files(&self.home()).unwrap();
        files.into_iter().map(|file| file.name).collect()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_installed_is_removed_again_and_the_users_rigs_stay() {
    let bench = Bench::new("once");
    let rig = bench.home().join(".local/share/bodypack/Rigs/mine.toml");
    let other = bench.home().join(".vst3/Other.vst3/Contents/x");
    super::write(&rig, b"mine").unwrap();
    super::write(&other, b"other").unwrap();
    bench.run(&[]);
    let files = bench.files();
    for name in [
        ".clap/Bodypack.clap",
        ".vst3/Bodypack.vst3/Contents/x86_64-linux/Bodypack.so",
        ".vst3/presets/Somebody/Bodypack/Zwei Größen.vstpreset",
        ".local/bin/bodypack",
        ".local/share/man/man1/bodypack.1",
        ".local/share/bash-completion/completions/bodypack",
        ".local/share/doc/bodypack/manual/index.html",
    ] {
        assert!(files.iter().any(|file| file == name), "{name} of {files:?}");
    }
    let said = bench.run(&["--remove"]);
    assert!(said.contains("Your own rigs"), "{said}");
    assert_eq!(
        bench.files(),
        [
            ".local/share/bodypack/Rigs/mine.toml",
            ".vst3/Other.vst3/Contents/x"
        ]
    );
    assert!(
        !bench.home().join(".clap").exists(),
        "folders that are empty go"
    );
    assert!(bench.run(&["--remove"]).contains("Nothing"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_second_and_a_newer_version_replace_what_is_there() {
    let bench = Bench::new("twice");
    bench.run(&[]);
    let first = bench.files();
    assert!(bench.run(&[]).contains("was replaced"));
    assert_eq!(bench.files(), first);
    fs::write(bench.archive().join("Bodypack.clap"), "newer").unwrap();
    fs::remove_file(
        bench
            .archive()
            .join("Presets/Somebody/Bodypack/One rig.vstpreset"),
    )
    .unwrap();
    bench.run(&[]);
    assert_eq!(
        fs::read(bench.home().join(".clap/Bodypack.clap")).unwrap(),
        b"newer"
    );
    let gone = ".vst3/presets/Somebody/Bodypack/One rig.vstpreset";
    let expected: Vec<_> = first.into_iter().filter(|name| name != gone).collect();
    assert_eq!(bench.files(), expected);
}

#[test]
#[cfg(target_os = "linux")]
fn where_nothing_can_be_written_nothing_is_changed_and_it_says_where() {
    let bench = Bench::new("read only");
    // A file in the way of the last of the folders: for every user, root included, as a folder that is read-only.
    super::write(&bench.home().join(".local/share/doc"), b"in the way").unwrap();
    let output = bench.run_at(&bench.home(), &[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success());
    assert!(
        said.contains("doc/bodypack/manual") && said.contains("Nothing has been installed"),
        "{said}"
    );
    assert_eq!(bench.files(), [".local/share/doc"]);
    for folder in [".clap", ".vst3", ".local/bin", ".local/share/man"] {
        assert!(!bench.home().join(folder).exists(), "{folder} is left");
    }
    // No home can be made there by anyone.
    let output = bench.run_at(Path::new("/proc/nowhere"), &[]);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("/proc/nowhere/.clap"), "{said}");
}

/// A file that is longer than the process may write stops the copy as a full disk does, for every user.
#[cfg(target_os = "linux")]
fn run_on_a_full_disk(bench: &Bench) -> Output {
    Command::new("sh")
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 64; exec sh \"$0\"")
        .arg(bench.archive().join("install.sh"))
        .env("HOME", bench.home())
        .env_remove("XDG_DATA_HOME")
        .output()
        .unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_is_full_halfway_leaves_all_as_it_was() {
    let bench = Bench::new("full disk");
    let long = bench.archive().join("bodypack");
    let refuse = || {
        let output = run_on_a_full_disk(&bench);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success());
        assert!(
            said.contains(".local/bin/bodypack") && said.contains("Nothing has been installed"),
            "{said}"
        );
    };
    // The plugins before it can be written, and are taken back.
    fs::write(&long, vec![0; 1 << 20]).unwrap();
    refuse();
    assert_eq!(bench.files(), Vec::<String>::new());
    assert_eq!(fs::read_dir(bench.home()).unwrap().count(), 0);
    assert!(bench.run(&["--remove"]).contains("Nothing"));
    // A version that is there stays whole.
    fs::write(&long, "older").unwrap();
    bench.run(&[]);
    let first = bench.files();
    fs::write(bench.archive().join("Bodypack.clap"), "newer").unwrap();
    fs::write(&long, vec![0; 1 << 20]).unwrap();
    refuse();
    assert_eq!(bench.files(), first);
    assert_eq!(
        fs::read(bench.home().join(".clap/Bodypack.clap")).unwrap(),
        b"Bodypack.clap"
    );
    bench.run(&["--remove"]);
    assert_eq!(fs::read_dir(bench.home()).unwrap().count(), 0);
}

/// An installation that is killed cannot take anything back; what it has left is found by its list.
#[test]
#[cfg(target_os = "linux")]
fn what_a_killed_installation_has_left_is_removed_or_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new("killed");
    let kill = || {
        // In place of the copy of the manual page the script ends its own process at once.
        let bin = bench.folder.join("bin");
        let cp = "#!/bin/sh\ncase \"$2\" in */Man/*) kill -9 $PPID; exit 1 ;; esac\nexec /bin/cp \"$@\"\n";
        super::write(&bin.join("cp"), cp.as_bytes()).unwrap();
        fs::set_permissions(bin.join("cp"), fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        let output = Command::new("sh")
            .arg(bench.archive().join("install.sh"))
            .env("HOME", bench.home())
            .env("PATH", path)
            .env("TMPDIR", &bench.folder)
            .env_remove("XDG_DATA_HOME")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), None, "{output:?}");
        assert!(bench
            .files()
            .iter()
            .any(|file| file.ends_with("unfinished-files")));
    };
    kill();
    let said = bench.run(&["--remove"]);
    assert!(said.contains("is removed"), "{said}");
    assert_eq!(fs::read_dir(bench.home()).unwrap().count(), 0);
    // Run again, it ends what was begun, and leaves none of the copies.
    kill();
    bench.run(&[]);
    let files = bench.files();
    assert!(files.iter().any(|file| file == ".clap/Bodypack.clap"));
    assert!(
        !files
            .iter()
            .any(|file| file.contains("bodypack-new") || file.contains("unfinished")),
        "{files:?}"
    );
    bench.run(&["--remove"]);
    assert_eq!(fs::read_dir(bench.home()).unwrap().count(), 0);
}
