//! Responses as text: a table to read, and CSV for other programs.

use std::io::{self, Write};

use bodypack::rig::{Ear, Rig};

use super::columns::columns;
use super::measured_phase::{is_measured, RATE_HZ};
use super::sweep::{side_name, Sweep, DRIVE_V};
use super::PathKind;

/// Title of a table or picture, one line.
pub fn what(rig: &Rig, ear: Ear, path: PathKind) -> String {
    let place = match ear {
        Ear::Type43 => "the drum of an average ear (type 4.3) at 36 °C",
        Ear::HuddeEngel => "the drum of a human ear (Hudde and Engel) at 36 °C",
        Ear::Average => "the drum of an average adult’s ear at 36 °C",
        Ear::Small => "the drum of a small adult’s ear at 36 °C",
        Ear::Large => "the drum of a large adult’s ear at 36 °C",
        Ear::Coupler711 => "the microphone of a 711 coupler at 23 °C",
    };
    let source_ohm = rig.pack.output_impedance_ohm;
    match path {
        PathKind::Program => {
            format!("Program at {place}, {DRIVE_V} V rms behind the pack’s {source_ohm} Ω")
        }
        PathKind::Ambient => {
            format!("Room sound at {place} with the earphone as worn, relative to the open ear")
        }
        PathKind::OwnVoice => {
            format!("One’s own voice at {place}, through bone and past the earphone")
        }
        PathKind::Impedance => format!("Impedance of the earphone, worn: {place}"),
        PathKind::Drivers => format!(
            "Each driver’s part at {place}, {DRIVE_V} V rms behind the pack’s {source_ohm} Ω"
        ),
        PathKind::All => format!(
            "Program, drivers and room sound at {place}; {DRIVE_V} V rms behind the pack’s \
             {source_ohm} Ω"
        ),
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
    if rig.earphone.is_out(sweep.side) {
        writeln!(out, "# the earphone is out of the ear, hanging beside it")?;
    }
    explain(out, rig, sweep, path)?;
    let columns = columns(rig, sweep, path);
    let width = |title: &str| title.chars().count().max(8);
    write!(out, "#     Hz")?;
    for column in &columns {
        write!(out, " {:>1$}", column.title, width(&column.title))?;
    }
    writeln!(out)?;
    for point in &sweep.points {
        write!(out, "{:8.1}", point.frequency_hz)?;
        for column in &columns {
            let value = (column.value)(point);
            let (width, decimals) = (width(&column.title), column.decimals.0);
            write!(out, " {value:width$.decimals$}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Explains columns whose titles are not enough.
fn explain(out: &mut impl Write, rig: &Rig, sweep: &Sweep, path: PathKind) -> io::Result<()> {
    if matches!(path, PathKind::Program | PathKind::All) {
        explain_programme(out, rig, sweep)?;
    }
    if matches!(
        path,
        PathKind::Program | PathKind::Impedance | PathKind::All
    ) {
        explain_sensitivity(out, rig, sweep)?;
    }
    if matches!(path, PathKind::Ambient | PathKind::All) {
        writeln!(
            out,
            "# loss: with bone conduction; air: past the earphone alone, with its phase; bone: the"
        )?;
        writeln!(out, "# ceiling that bone conduction sets to any earphone")?;
    }
    if path == PathKind::OwnVoice {
        writeln!(
            out,
            "# dB re what bone conducts to the open ear below 1.5 kHz; occl.: the occlusion effect, which is"
        )?;
        writeln!(
            out,
            "# in bone; air: from the mouth past the earphone; open: the voice with nothing in the ear"
        )?;
    }
    if matches!(path, PathKind::Drivers | PathKind::All) {
        let sum = match is_measured(rig) {
            true => "the measurement replaces them, and they do not add up to it",
            false => "with their phases they add up to the program",
        };
        writeln!(
            out,
            "# drivers: what each gives with the others in place but silent; {sum}"
        )?;
    }
    Ok(())
}

/// The level's units, and where its phase and its treble come from.
fn explain_programme(out: &mut impl Write, rig: &Rig, sweep: &Sweep) -> io::Result<()> {
    let middle_dbspl = sweep.middle_dbspl();
    writeln!(
        out,
        "# level: absolute, dB SPL at {DRIVE_V} V (1 V: 20 dB more); relative: re the mean of \
         300 to 1000 Hz, {middle_dbspl:.1} dB SPL"
    )?;
    writeln!(
        out,
        "# listening correction, volume and limiter are not in it"
    )?;
    if is_measured(rig) {
        writeln!(
            out,
            "# phase and delay: the minimum phase of the measured level, at {} kHz",
            1e-3 * RATE_HZ
        )?;
    }
    if sweep.ear == Ear::Coupler711 {
        let levels = sweep.levels_dbspl();
        let trend = levels.iter().rfind(|(hz, _)| *hz <= 16_000.0);
        let (hz, level) = trend.copied().unwrap_or_default();
        writeln!(
            out,
            "# above 12.5 kHz the coupler is no ear: pictures go over into the trend of 8 to 20 kHz, \
             {level:.1} dB SPL at {:.1} kHz",
            1e-3 * hz
        )?;
    }
    Ok(())
}

/// Sensitivity at the earphone's terminals, behind the pack's output.
fn explain_sensitivity(out: &mut impl Write, rig: &Rig, sweep: &Sweep) -> io::Result<()> {
    let output_impedance_ohm = rig.pack.output_impedance_ohm;
    let at = |hz| sweep.at(hz).sensitivity_dbspl(output_impedance_ohm);
    let ((volt, milliwatt), (volt_500, milliwatt_500)) = (at(1000.0), at(500.0));
    writeln!(
        out,
        "# sensitivity at its terminals: {volt:.1} dB SPL/V and {milliwatt:.1} dB SPL/mW at \
         1 kHz, {volt_500:.1} and {milliwatt_500:.1} at 500 Hz"
    )
}

/// Writes the columns of the table as CSV with a header line; units are in the names.
///
/// # Errors
///
/// When the output is full.
pub fn csv(out: &mut impl Write, rig: &Rig, sweep: &Sweep, path: PathKind) -> io::Result<()> {
    let columns = columns(rig, sweep, path);
    write!(out, "frequency_hz")?;
    for column in &columns {
        write!(out, ",{}", column.csv)?;
    }
    writeln!(out)?;
    for point in &sweep.points {
        write!(out, "{:.3}", point.frequency_hz)?;
        for column in &columns {
            write!(out, ",{:.*}", column.decimals.1, (column.value)(point))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The columns of the table for other programs.
pub fn facts(rig: &Rig, sweep: &Sweep, path: PathKind) -> serde_json::Value {
    let mut all = serde_json::Map::new();
    let frequencies: Vec<f64> = sweep.points.iter().map(|p| p.frequency_hz).collect();
    all.insert("frequency_hz".to_owned(), frequencies.into());
    for column in columns(rig, sweep, path) {
        let values: Vec<f64> = sweep
            .points
            .iter()
            .map(|point| (column.value)(point))
            .collect();
        all.insert(column.csv, values.into());
    }
    serde_json::json!({
        "rig": rig.name,
        "ear": side_name(sweep.side),
        "what": what(rig, sweep.ear, path),
        "columns": all,
    })
}
