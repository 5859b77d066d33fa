//! `bodypack latency`: where the milliseconds of a rig go, and what players make of them.

use std::io::Write;

use bodypack::analysis::latency_budget::{Budget, Role, TRADE_LINE_MS};
use bodypack::files::terminal::stdout;
use serde_json::{json, Map, Value};

use super::rig_choice::RigChoice;
use super::{json, CliError};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    rig: RigChoice,
    /// Prints it as JSON.
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub fn run(self) -> Result<(), CliError> {
        let rig = self.rig.rig()?;
        let budget = Budget::of(&rig);
        if self.json {
            return json::print(&facts(&budget));
        }
        let mut out = stdout();
        for (name, ms) in budget.parts_ms() {
            writeln!(out, "{name:<8} {ms:7.2} ms")?;
        }
        let total_ms = budget.total_ms();
        let line = if total_ms > TRADE_LINE_MS {
            "over"
        } else {
            "within"
        };
        writeln!(
            out,
            "total    {total_ms:7.2} ms, {line} the {TRADE_LINE_MS} ms that the trade allows"
        )?;
        if let Some(beside_ms) = budget.beside_ms {
            writeln!(
                out,
                "wedge    {beside_ms:7.2} ms: the floor wedge plays the mix beside the earphone"
            )?;
        }
        if budget.is_by_wedge() {
            writeln!(
                out,
                "no earphone is in an ear: the mix comes from the floor wedge, past link and pack"
            )?;
        }
        writeln!(out, "players, when {}:", own_sound(&budget))?;
        for role in Role::ALL {
            let [good_ms, fair_ms] = role.limits_ms(budget.own_sound);
            writeln!(
                out,
                "  {:<7} {:<5}  (good up to {good_ms} ms, fair up to {fair_ms} ms)",
                role.name(),
                budget.verdict(role).name()
            )?;
        }
        Ok(())
    }
}

/// Says what the player hears beside the mix.
fn own_sound(budget: &Budget) -> &'static str {
    match (budget.own_sound, budget.is_by_wedge()) {
        (true, _) => "one’s own sound is heard beside it",
        (false, false) => "only the link is heard",
        (false, true) => "only the wedge is heard",
    }
}

/// The same for other programs.
fn facts(budget: &Budget) -> Value {
    let parts: Map<String, Value> = budget
        .parts_ms()
        .into_iter()
        .map(|(name, ms)| (name.to_string(), json!(ms)))
        .collect();
    let players: Vec<Value> = Role::ALL
        .into_iter()
        .map(|role| {
            let [good_ms, fair_ms] = role.limits_ms(budget.own_sound);
            json!({
                "player": role.name(),
                "verdict": budget.verdict(role).name(),
                "good_ms": good_ms,
                "fair_ms": fair_ms,
            })
        })
        .collect();
    json!({
        "parts_ms": parts,
        "total_ms": budget.total_ms(),
        "by_wedge": budget.is_by_wedge(),
        "wedge_beside_ms": budget.beside_ms,
        "trade_line_ms": TRADE_LINE_MS,
        "own_sound_beside": budget.own_sound,
        "players": players,
    })
}
