//! Qtractor, as Debian has it: its scanner, and a session on a screen without a display.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{bail, ensure, Result};

use super::run::{start, to_the_end};
use super::{outcome, Check, Given, Outcomes};

/// Paths of Debian's scanner, which is no program for users.
const SCANNERS: [&str; 2] = [
    "/usr/lib/x86_64-linux-gnu/qtractor/qtractor_plugin_scan",
    "/usr/lib/aarch64-linux-gnu/qtractor/qtractor_plugin_scan",
];

/// A sequencer that the host can open where the kernel has none, as a library loaded before it.
const SEQUENCER: &str = include_str!("no-sequencer.c");
/// The screen without a display.
const SCREEN: &str = ":77";
/// Title of the host's window.
const MAIN: &str = "song.qtr";
/// Place of the plugin in the list of the first track, in the host's window.
const IN_THE_LIST: [&str; 2] = ["182", "180"];
/// Place of the button that steps to the next rig, in the plugin's window.
const NEXT_RIG: [&str; 2] = ["461", "50"];
/// Title of the plugin's window.
const TITLE: &str = "^Bodypack - song";

/// Scan, insert, window, a rig chosen in it, and exit.
pub fn drive(given: &Given) -> Result<Outcomes> {
    let folder = given.folder.join("qtractor");
    std::fs::create_dir_all(&folder)?;
    let mut outcomes = vec![(Check::Scan, outcome(scan(given, &folder)))];
    match Running::start(given, &folder) {
        Ok(mut running) => {
            outcomes.push((Check::Insert, outcome(running.has_loaded(given))));
            outcomes.push((Check::Window, outcome(running.opens_window())));
            outcomes.push((Check::ChooseRig, outcome(running.steps_to_next_rig())));
            outcomes.push((Check::Exit, outcome(running.end())));
        }
        Err(error) => outcomes.push((Check::Insert, outcome(Err(error)))),
    }
    Ok(outcomes)
}

/// The scanner reads a line for each bundle and answers with one for each plugin in it.
fn scan(given: &Given, folder: &Path) -> Result<()> {
    let Some(scanner) = SCANNERS.iter().find(|path| Path::new(path).exists()) else {
        bail!("the scanner is not where Debian puts it");
    };
    let clap = given.built.clap.display();
    let mut command = Command::new("sh");
    command.args(["-c", &format!("echo 'CLAP:{clap}' | '{scanner}'")]);
    let said = to_the_end(&mut command, &folder.join("scan.log"))?.well()?;
    ensure!(said.contains("CLAP|Bodypack"), "the scanner says {said:?}");
    Ok(())
}

/// The host with a session that has the plugin on its track, and what it needs to run.
struct Running {
    host: Child,
    others: Vec<Child>,
}

impl Running {
    fn start(given: &Given, folder: &Path) -> Result<Self> {
        let session = folder.join("song.qtr");
        std::fs::write(&session, session_with(&given.built.clap))?;
        let mut others = Vec::new();
        let mut jack = Command::new("jackd");
        jack.args([
            "--no-realtime",
            "--name",
            "bodypack",
            "-d",
            "dummy",
            "-r",
            "48000",
        ]);
        others.push(start(&mut jack, &folder.join("jack.log"))?);
        let mut screen = Command::new("Xvfb");
        screen.args([SCREEN, "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]);
        others.push(start(&mut screen, &folder.join("screen.log"))?);
        std::thread::sleep(Duration::from_secs(2));
        let mut manager = Command::new("openbox");
        manager.env("DISPLAY", SCREEN).env("HOME", folder);
        others.push(start(&mut manager, &folder.join("manager.log"))?);
        let mut host = Command::new("qtractor");
        host.env("HOME", folder)
            .env("DISPLAY", SCREEN)
            .env("LD_PRELOAD", sequencer(folder)?)
            .env("JACK_DEFAULT_SERVER", "bodypack")
            .env("JACK_NO_START_SERVER", "1")
            .env("CLAP_PATH", &given.built.bundles)
            .arg(&session);
        let host = start(&mut host, &folder.join("host.log"))?;
        Ok(Self { host, others })
    }

    /// The plugin's file is in the host's memory, and the host lives on with it.
    fn has_loaded(&mut self, given: &Given) -> Result<()> {
        let started = Instant::now();
        let name = given.built.clap.to_string_lossy().into_owned();
        loop {
            if let Some(status) = self.host.try_wait()? {
                bail!("the host ended: {status}");
            }
            let maps = std::fs::read_to_string(format!("/proc/{}/maps", self.host.id()));
            if maps.is_ok_and(|maps| maps.contains(&name)) {
                break;
            }
            ensure!(
                started.elapsed() < Duration::from_secs(60),
                "the plugin was not loaded"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
        self.lives_on()
    }

    /// The host is still there after some seconds.
    fn lives_on(&mut self) -> Result<()> {
        std::thread::sleep(Duration::from_secs(4));
        match self.host.try_wait()? {
            Some(status) => bail!("the host ended: {status}"),
            None => Ok(()),
        }
    }

    /// A double click on the plugin in the track's list opens its window.
    fn opens_window(&mut self) -> Result<()> {
        let main = pointer(&["search", "--name", MAIN])?;
        pointer(&[
            "mousemove",
            "--window",
            main.trim(),
            IN_THE_LIST[0],
            IN_THE_LIST[1],
        ])?;
        pointer(&["click", "--repeat", "2", "--delay", "80", "1"])?;
        self.lives_on()?;
        let shown = pointer(&["search", "--name", TITLE])?;
        ensure!(!shown.trim().is_empty(), "there is no window");
        Ok(())
    }

    /// A rig chosen in the window changes what is drawn there, and the host lives on.
    fn steps_to_next_rig(&mut self) -> Result<()> {
        let window = pointer(&["search", "--name", TITLE])?;
        let before = picture(window.trim())?;
        pointer(&[
            "mousemove",
            "--window",
            window.trim(),
            NEXT_RIG[0],
            NEXT_RIG[1],
        ])?;
        pointer(&["click", "1"])?;
        self.lives_on()?;
        ensure!(
            picture(window.trim())? != before,
            "the window shows the same"
        );
        Ok(())
    }

    /// The host ends when it is asked to.
    fn end(&mut self) -> Result<()> {
        let process = nix::unistd::Pid::from_raw(self.host.id() as i32);
        nix::sys::signal::kill(process, nix::sys::signal::Signal::SIGTERM)?;
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.host.try_wait()? {
                use std::os::unix::process::ExitStatusExt;
                let crashed = matches!(status.signal(), Some(signal) if signal != 15);
                ensure!(!crashed, "the host ended with {status}");
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("the host does not end");
    }
}

/// The pointer on the screen; what `xdotool` prints.
fn pointer(arguments: &[&str]) -> Result<String> {
    let output = Command::new("xdotool")
        .env("DISPLAY", SCREEN)
        .args(arguments)
        .output()?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A window's contents.
fn picture(window: &str) -> Result<Vec<u8>> {
    let output = Command::new("xwd")
        .args(["-silent", "-display", SCREEN, "-id", window])
        .output()?;
    ensure!(output.status.success(), "the window cannot be seen");
    Ok(output.stdout)
}

/// Builds the sequencer without a device.
fn sequencer(folder: &Path) -> Result<PathBuf> {
    let source = folder.join("no-sequencer.c");
    std::fs::write(&source, SEQUENCER)?;
    let library = folder.join("no-sequencer.so");
    let mut compile = Command::new("cc");
    compile
        .args(["-shared", "-fPIC", "-o"])
        .args([&library, &source]);
    to_the_end(&mut compile, &folder.join("cc.log"))?.well()?;
    Ok(library)
}

impl Drop for Running {
    fn drop(&mut self) {
        for child in std::iter::once(&mut self.host).chain(&mut self.others) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A session with one track and the plugin on it.
fn session_with(clap: &Path) -> String {
    let clap = clap.display();
    format!(
        r#"<!DOCTYPE qtractorSession>
<session name="song" version="0.9.31">
 <properties><directory></directory><sample-rate>48000</sample-rate><tempo>120</tempo></properties>
 <state/>
 <tracks>
  <track name="song" type="audio">
   <properties><input-bus>Master</input-bus><output-bus>Master</output-bus></properties>
   <plugins>
    <plugin type="CLAP">
     <filename>{clap}</filename>
     <index>0</index>
     <label>Bodypack</label>
     <activated>1</activated>
    </plugin>
   </plugins>
  </track>
 </tracks>
</session>
"#
    )
}
