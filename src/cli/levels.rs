//! `bodypack levels`: a programme at nominal line level along the way, in real units.

use std::io::Write;

use bodypack::analysis::gain_structure::Levels;
use bodypack::design::performer;
use bodypack::files::terminal::stdout;
use bodypack::rig::{BrokenConductor, Link, Rig, Side};

use super::rig_choice::RigChoice;
use super::{json, CliError, Ear};

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
        let mut notices = levels.notices();
        notices.extend(rig.notices().iter().map(ToString::to_string));
        if self.json {
            return json::print(&facts(&levels, &notices));
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
        for (what, value) in lines(&rig, side, &levels) {
            writeln!(out, "  {what:<14} {value}")?;
        }
        if rig.pack.volume_gain_db().is_finite() {
            performer_line(&mut out, &rig)?;
        }
        for notice in notices {
            writeln!(out, "  notice: {notice}")?;
        }
        Ok(())
    }
}

/// Prints the level that the performer chooses, if there is a hand on the knob.
fn performer_line(out: &mut impl Write, rig: &Rig) -> Result<(), CliError> {
    let choice = performer::choice(rig).map_err(|e| CliError::Input(e.to_string()))?;
    if let Some(choice) = choice {
        writeln!(
            out,
            "  {:<14} {:.1} dB(A) at the drum, the room {:.1}; preferred {:.1}, least {:.1}",
            "performer", choice.chosen_dba, choice.room_dba, choice.preferred_dba, choice.least_dba
        )?;
    }
    Ok(())
}

fn lines(rig: &Rig, side: Side, levels: &Levels) -> Vec<(&'static str, String)> {
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
    ]);
    lines.extend(drum(rig, side, levels));
    let stated = |level: Option<f64>, none: &str| level.map_or_else(|| none.to_owned(), at_drum);
    lines.extend([
        ("limiter", stated(levels.limit_dbspl, "off")),
        ("clips at", stated(levels.loudest_dbspl, "no limit")),
        ("amplifier hiss", hiss(levels.hiss_dbspl)),
    ]);
    if !matches!(rig.link, Link::Wired) {
        let words = "not in the amplifier’s hiss; the link’s own noise is heard in `render`";
        lines.push(("link noise", words.to_owned()));
    }
    lines
}

/// The level at the drum, and its parts where a floor wedge plays the mix.
fn drum(rig: &Rig, side: Side, levels: &Levels) -> Vec<(&'static str, String)> {
    let whole = at_drum(levels.drum_dbspl);
    let Some(wedge_dbspl) = levels.wedge_dbspl else {
        return vec![("drum", whole)];
    };
    let way = match rig.earphone.is_out(side) {
        true => "into the open ear",
        false => "past the earphone",
    };
    let distance_m = rig.ambient.wedge.distance_m;
    vec![
        ("from earphone", at_drum(levels.earphone_dbspl)),
        (
            "from wedge",
            format!("{}, {distance_m} m away, {way}", at_drum(wedge_dbspl)),
        ),
        ("drum", format!("{whole}, both together")),
    ]
}

/// The amplifier's noise at the drum; below 0 dB SPL(A) nobody hears it.
fn hiss(level_dbspl: Option<f64>) -> String {
    match level_dbspl.filter(|level| level.is_finite()) {
        None => "none".to_owned(),
        Some(level) if level < 0.0 => "inaudible, below 0 dB SPL(A)".to_owned(),
        Some(level) => format!("{level:.1} dB SPL(A)"),
    }
}

/// A level at the drum, which nothing reaches behind a broken wire or with the volume off.
fn at_drum(level_dbspl: f64) -> String {
    match level_dbspl.is_finite() {
        true => format!("{level_dbspl:.1} dB SPL"),
        false => "nothing".to_owned(),
    }
}

/// The same for other programs; what nothing reaches is `null`.
fn facts(levels: &Levels, notices: &[String]) -> serde_json::Value {
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
        "earphone_dbspl": levels.earphone_dbspl,
        "wedge_dbspl": levels.wedge_dbspl,
        "limit_dbspl": levels.limit_dbspl,
        "loudest_dbspl": levels.loudest_dbspl,
        "hiss_dbspl_a": levels.hiss_dbspl,
        "notices": notices,
    })
}
