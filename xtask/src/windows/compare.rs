//! Renders by the command line for Windows beside those by the one for Linux, from and to paths that are hard on
//! programs: with spaces, umlauts, and drive letters.

use std::path::Path;
use std::process::Command;

use anyhow::{ensure, Context, Result};

use super::{emptied, Toolchain};
use crate::{build, mix, wav};

/// Rigs of every kind of link, driver and port.
const RIGS: [&str; 10] = [
    "single-dynamic-wired",
    "bar-budget-fm-stereo",
    "singer-arena-touring-fm",
    "guitarist-arena-digital-uhf",
    "fault-bluetooth-on-stage",
    "singer-ambient-microphones",
    "drummer-one-ear-out",
    "fault-fm-edge-of-range",
    "five-armature-custom",
    "vented-dynamic",
];

/// Largest difference that is let pass, dB re full scale: the systems' mathematical libraries round differently.
const LARGEST_DBFS: f64 = -140.0;

/// Folder of the files, below the one that cargo builds into.
const FOLDER: &str = "Stücke und Größen";

/// Renders ten rigs on both systems.
pub fn run(toolchain: &Toolchain, command: &Path) -> Result<()> {
    let linux = build::bundle()?.command;
    let folder = toolchain.target_dir()?.join(FOLDER);
    emptied(&folder)?;
    let song = mix::song();
    let input = folder.join("die Mischung.wav");
    wav::write(&input, mix::SAMPLE_RATE_HZ as u32, &song.main)?;
    println!("\nTen rigs under Wine beside Linux:");
    let mut worst = f64::NEG_INFINITY;
    for rig in RIGS {
        let (ours, theirs) = (
            folder.join(format!("{rig} Linux.wav")),
            folder.join(format!("{rig} Wine.wav")),
        );
        let mut native = Command::new(&linux);
        native.arg("render").arg(&input).arg("-o").arg(&ours);
        done(native.args(["--rig", rig]), rig)?;
        let mut foreign = toolchain.command("wine");
        foreign
            .arg(toolchain.seen(command)?)
            .arg("render")
            .arg(toolchain.windows_path(&input)?)
            .arg("-o")
            .arg(toolchain.windows_path(&theirs)?);
        done(foreign.args(["--rig", rig]), rig)?;
        let difference_dbfs = difference_dbfs(&ours, &theirs)?;
        worst = worst.max(difference_dbfs);
        if difference_dbfs == f64::NEG_INFINITY {
            println!("  {rig}: the same bits");
        } else {
            println!("  {rig}: differs by {difference_dbfs:.0} dBFS at most");
        }
    }
    ensure!(
        worst <= LARGEST_DBFS,
        "the renders differ by {worst:.1} dBFS, and {LARGEST_DBFS} is let pass"
    );
    Ok(())
}

fn done(command: &mut Command, rig: &str) -> Result<()> {
    let output = command
        .output()
        .with_context(|| format!("rendering {rig}"))?;
    ensure!(
        output.status.success(),
        "rendering {rig} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

/// The largest difference of two files, minus infinity where they are the same.
fn difference_dbfs(a: &Path, b: &Path) -> Result<f64> {
    let ((_, a), (_, b)) = (wav::read(a)?, wav::read(b)?);
    ensure!(a.left.len() == b.left.len(), "the renders differ in length");
    let pairs = a
        .left
        .iter()
        .zip(&b.left)
        .chain(a.right.iter().zip(&b.right));
    let largest = pairs
        .map(|(a, b)| f64::from(a - b).abs())
        .fold(0.0, f64::max);
    Ok(20.0 * largest.log10())
}
