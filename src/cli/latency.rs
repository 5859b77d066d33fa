//! `bodypack latency`: where the milliseconds of a rig go, and what players make of them.

use std::io::{self, Write};

use bodypack::chain::latency::{Budget, Role, TRADE_LINE_MS};

use super::rig_choice::RigChoice;
use super::Failure;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    rig: RigChoice,
}

impl Arguments {
    pub fn run(self) -> Result<(), Failure> {
        let rig = self.rig.rig()?;
        let budget = Budget::of(&rig);
        let mut out = io::stdout().lock();
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
        let own = if budget.own_sound {
            "the own sound is heard beside it"
        } else {
            "only the link is heard"
        };
        writeln!(out, "players, when {own}:")?;
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
