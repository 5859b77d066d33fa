//! Responses as text: a table to read, and CSV for other programs.

use std::io::{self, Write};

use bodypack::rig::{Ear, Rig};

use super::sweep::{side_name, Sweep, DRIVE_V};
use super::PathKind;

/// What a table or picture shows, in one line.
pub fn what(rig: &Rig, ear: Ear, path: PathKind) -> String {
    let place = match ear {
        Ear::Type43 => "the drum of an average ear at 36 °C",
        Ear::HuddeEngel => "the drum of a human ear (Hudde and Engel) at 36 °C",
        Ear::Coupler711 => "the microphone of a 711 coupler at 23 °C",
    };
    match path {
        PathKind::Program => format!(
            "Programme at {place}, {DRIVE_V} V rms behind the pack’s {} Ω",
            rig.pack.output_impedance_ohm
        ),
        PathKind::Ambient => {
            format!("Room sound at {place} with the earphone in, relative to the open ear")
        }
    }
}

/// Prints the table of one ear.
///
/// # Errors
///
/// When the output is closed or full.
pub fn print(out: &mut impl Write, rig: &Rig, sweep: &Sweep, path: PathKind) -> io::Result<()> {
    writeln!(out, "# {}, {} ear", rig.name, side_name(sweep.side))?;
    writeln!(out, "# {}", what(rig, sweep.ear, path))?;
    match path {
        PathKind::Program => program(out, sweep),
        PathKind::Ambient => ambient(out, sweep),
    }
}

fn program(out: &mut impl Write, sweep: &Sweep) -> io::Result<()> {
    let middle_dbspl = sweep.middle_dbspl();
    writeln!(
        out,
        "# level: absolute, dB SPL at {DRIVE_V} V (1 V: 20 dB more); relative: re the mean of 300 to \
         1000 Hz, {middle_dbspl:.1} dB SPL"
    )?;
    writeln!(
        out,
        "# listening correction, volume and limiter are not in it"
    )?;
    writeln!(out, "#     Hz   dB SPL  dB rel.  phase °    |Z| Ω      Z °")?;
    for p in &sweep.points {
        let level_dbspl = p.level_dbspl();
        writeln!(
            out,
            "{:8.1} {:8.2} {:8.2} {:8.1} {:8.2} {:8.1}",
            p.frequency_hz,
            level_dbspl,
            level_dbspl - middle_dbspl,
            p.drum_pa_per_v.arg().to_degrees(),
            p.impedance_ohm.norm(),
            p.impedance_ohm.arg().to_degrees(),
        )?;
    }
    Ok(())
}

fn ambient(out: &mut impl Write, sweep: &Sweep) -> io::Result<()> {
    writeln!(
        out,
        "# loss: with bone conduction; air: past the earphone alone, with its phase; bone: the"
    )?;
    writeln!(out, "# ceiling that bone conduction sets to any earphone")?;
    writeln!(out, "#     Hz  loss dB   air dB    air °  bone dB")?;
    for p in &sweep.points {
        writeln!(
            out,
            "{:8.1} {:8.2} {:8.2} {:8.1} {:8.1}",
            p.frequency_hz,
            p.insertion_loss_db(),
            p.air_loss_db(),
            p.isolation.arg().to_degrees(),
            p.ceiling_db(),
        )?;
    }
    Ok(())
}

/// Writes the columns of the table as CSV with a header line; units are in the names.
///
/// # Errors
///
/// When the output is full.
pub fn csv(out: &mut impl Write, sweep: &Sweep, path: PathKind) -> io::Result<()> {
    match path {
        PathKind::Program => {
            let middle_dbspl = sweep.middle_dbspl();
            writeln!(
                out,
                "frequency_hz,level_dbspl_at_0.1_v,level_db_re_300_to_1000_hz,phase_deg,\
                 impedance_ohm,impedance_phase_deg"
            )?;
            for p in &sweep.points {
                writeln!(
                    out,
                    "{:.3},{:.4},{:.4},{:.3},{:.4},{:.3}",
                    p.frequency_hz,
                    p.level_dbspl(),
                    p.level_dbspl() - middle_dbspl,
                    p.drum_pa_per_v.arg().to_degrees(),
                    p.impedance_ohm.norm(),
                    p.impedance_ohm.arg().to_degrees(),
                )?;
            }
        }
        PathKind::Ambient => {
            writeln!(
                out,
                "frequency_hz,insertion_loss_db,air_loss_db,air_phase_deg,bone_ceiling_db"
            )?;
            for p in &sweep.points {
                writeln!(
                    out,
                    "{:.3},{:.4},{:.4},{:.3},{:.2}",
                    p.frequency_hz,
                    p.insertion_loss_db(),
                    p.air_loss_db(),
                    p.isolation.arg().to_degrees(),
                    p.ceiling_db(),
                )?;
            }
        }
    }
    Ok(())
}
