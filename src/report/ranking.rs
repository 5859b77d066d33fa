//! Findings of all rigs together, ranked.

use super::findings::{Finding, Kind};
use super::OnRig;
use crate::order;

/// Distance beyond the limit that ranks no higher, in steps.
const MOST: f64 = 4.0;

/// One finding for each kind that any rig has, told of the rig that has it worst. The order follows how
/// far the worst rig is over, and how many of the rigs are.
#[must_use]
pub fn of_performers(rigs: &[OnRig]) -> Vec<Finding> {
    let mut all: Vec<(f64, Finding)> = Kind::OF_RIGS
        .into_iter()
        .filter_map(|kind| of_kind(kind, rigs))
        .collect();
    order::by(&mut all, |a, b| b.0.total_cmp(&a.0));
    all.into_iter().map(|(_, finding)| finding).collect()
}

fn of_kind(kind: Kind, rigs: &[OnRig]) -> Option<(f64, Finding)> {
    let cell_of = |rig: &OnRig| rig.cells.iter().find(|cell| cell.kind == kind).cloned();
    let mut over: Vec<(usize, super::Cell)> = (rigs.iter().enumerate())
        .filter_map(|(index, rig)| Some((index, cell_of(rig)?)))
        .filter(|(_, cell)| cell.excess > 0.0)
        .collect();
    order::by(&mut over, |a, b| b.1.excess.total_cmp(&a.1.excess));
    let (worst, cell) = over.first()?;
    let rank = cell.excess.min(MOST) + MOST * over.len() as f64 / rigs.len() as f64;
    let others = match over.len() - 1 {
        0 => String::new(),
        1 => " One other rig has it, too.".to_owned(),
        n => format!(" {n} other rigs have it, too."),
    };
    let name = &rigs[*worst].candidate.rig.name;
    let finding = Finding {
        kind,
        value: cell.value.unwrap_or_default(),
        limit: kind.limit().value,
        measure: kind.limit().measure,
        unit: kind.limit().unit,
        source: kind.limit().source,
        excess: cell.excess,
        place: cell.place,
        sentence: format!("{name}: {}.{others}", cell.sentence),
        change: cell.change.clone(),
        stem: cell.stem.clone(),
        rigs: over.iter().map(|(index, _)| *index).collect(),
    };
    Some((rank, finding))
}
