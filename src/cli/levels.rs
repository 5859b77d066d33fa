//! `bodypack levels`: a programme at nominal line level along the way, in real units.

use std::io::Write;

use bodypack::analysis::gain_structure::Levels;
use bodypack::design::performer;
use bodypack::files::terminal::stdout;
use bodypack::rig::{BrokenConductor, Side};

use super::rig_choice::RigChoice;
use super::{json, words, CliError, Ear};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    rig: RigChoice,
    /// Which ear.
    #[arg(long, value_enum, default_value_t = Ear::Left)]
    ear: Ear,
    /// Prints them as JSON.
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub fn run(self) -> Result<(), CliError> {
        let rig = self.rig.rig()?;
        let side = Side::from(self.ear);
        let levels = Levels::of(&rig, side).map_err(|error| CliError::Input(error.to_string()))?;
        if self.json {
            return json::print(&facts(&levels));
        }
        let mut out = stdout();
        writeln!(
            out,
            "a mix at nominal line level, alike on both sides, on the way to the drum, RMS"
        )?;
        if rig.earphone.is_out(side) {
            writeln!(
                out,
                "  {:<14} out of the ear, hanging beside it",
                "earphone"
            )?;
        }
        if rig.cable.broken == BrokenConductor::Return {
            writeln!(
                out,
                "  {:<14} without its return, which leaves what left and right differ in",
                "cable"
            )?;
        }
        for (what, value) in lines(&levels) {
            writeln!(out, "  {what:<14} {value}")?;
        }
        let choice = performer::choice(&rig).map_err(|e| CliError::Input(e.to_string()))?;
        if let Some(choice) = choice {
            writeln!(
                out,
                "  {:<14} {:.1} dB(A) at the drum, the room {:.1}; preferred {:.1}, least {:.1}",
                "performer",
                choice.chosen_dba,
                choice.room_dba,
                choice.preferred_dba,
                choice.least_dba
            )?;
        }
        for notice in rig.notices() {
            writeln!(out, "  notice: {notice}")?;
        }
        Ok(())
    }
}

fn lines(levels: &Levels) -> Vec<(&'static str, String)> {
    let mut lines = vec![(
        "desk",
        format!("{:.1} dBFS, {:+.1} dBu", levels.desk_dbfs, levels.desk_dbu),
    )];
    if let Some(link_db) = levels.link_db {
        lines.push(("transmitter", format!("{link_db:+.1} dB re unity")));
    }
    lines.extend([
        (
            "amplifier",
            format!("{:.2} mV without load", 1e3 * levels.open_v),
        ),
        (
            "earphone",
            format!(
                "{:.2} mV, {:.4} mW into {:.1} Ω",
                1e3 * levels.terminal_v,
                levels.power_mw,
                levels.impedance_ohm
            ),
        ),
        (
            "sensitivity",
            format!(
                "{:.1} dB SPL/V, {:.1} dB SPL/mW",
                levels.sensitivity_dbspl_v, levels.sensitivity_dbspl_mw
            ),
        ),
        ("drum", at_drum(levels.drum_dbspl)),
    ]);
    let stated = |level: Option<f64>, none: &str| level.map_or_else(|| none.to_owned(), at_drum);
    lines.extend([
        ("limiter", stated(levels.limit_dbspl, "off")),
        ("clips at", stated(levels.loudest_dbspl, "no limit")),
        (
            "hiss",
            levels
                .hiss_dbspl
                .filter(|level| level.is_finite())
                .map_or_else(
                    || "none".to_owned(),
                    |level| format!("{} SPL(A)", words::level_db(level)),
                ),
        ),
    ]);
    lines
}

/// A level at the drum, which nothing reaches behind a broken wire.
fn at_drum(level_dbspl: f64) -> String {
    match level_dbspl.is_finite() {
        true => format!("{level_dbspl:.1} dB SPL"),
        false => "nothing".to_owned(),
    }
}

/// The same for other programs; what nothing reaches is `null`.
fn facts(levels: &Levels) -> serde_json::Value {
    serde_json::json!({
        "desk_dbfs": levels.desk_dbfs,
        "desk_dbu": levels.desk_dbu,
        "link_db": levels.link_db,
        "open_v": levels.open_v,
        "terminal_v": levels.terminal_v,
        "power_mw": levels.power_mw,
        "impedance_ohm": levels.impedance_ohm,
        "sensitivity_dbspl_v": levels.sensitivity_dbspl_v,
        "sensitivity_dbspl_mw": levels.sensitivity_dbspl_mw,
        "drum_dbspl": levels.drum_dbspl,
        "limit_dbspl": levels.limit_dbspl,
        "loudest_dbspl": levels.loudest_dbspl,
        "hiss_dbspl_a": levels.hiss_dbspl,
    })
}
