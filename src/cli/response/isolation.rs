//! Insertion loss in octaves: the table by which ear protectors are sold.

use std::io::Write;

use bodypack::rig::{Ear, Rig, Side};

use super::sweep::Sweep;
use super::FILE_PER_OCTAVE;
use crate::cli::CliError;

/// Centers of the bands, Hz.
const OCTAVES_HZ: [f64; 8] = [62.5, 125.0, 250.0, 500.0, 1e3, 2e3, 4e3, 8e3];

/// Prints the insertion loss of both ears in octaves of pink noise, with bone conduction.
///
/// # Errors
///
/// When the earphone cannot be solved, or the output is closed or full.
pub fn print(out: &mut impl Write, rig: &Rig, ear: Ear) -> Result<(), CliError> {
    let [left, right] = Side::BOTH.map(|side| Sweep::new(rig, side, ear, FILE_PER_OCTAVE));
    let (left, right) = (left?, right?);
    writeln!(
        out,
        "# insertion loss in octaves of pink noise against the open ear, with bone conduction, dB"
    )?;
    writeln!(out, "# octave Hz      left     right")?;
    for center_hz in OCTAVES_HZ {
        let [left_db, right_db] = [&left, &right].map(|sweep| sweep.octave_loss_db(center_hz));
        writeln!(out, "{center_hz:11} {left_db:9.1} {right_db:9.1}")?;
    }
    writeln!(out)?;
    Ok(())
}
