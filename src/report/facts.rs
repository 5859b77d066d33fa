//! The report for other programs: everything that the page says, as JSON.

use serde_json::{json, Value};

use super::clips::Clips;
use super::{Cell, Finding, Fix, Kind, OnRig, Report, CENTERS_HZ, SET_H};

/// Version of the form.
const FORM: u32 = 1;

/// The whole report.
#[must_use]
pub fn json(report: &Report, clips: &Clips) -> Value {
    let desk = &report.desk;
    let rigs: Vec<Value> = report.rigs.iter().map(rig).collect();
    let mut findings: Vec<Value> = Vec::new();
    let (mut of_mix, mut of_performers) = (0, 0);
    for (n, one) in report.findings().enumerate() {
        let rank = match one.kind.fix() {
            Fix::Mix => &mut of_mix,
            Fix::Performer => &mut of_performers,
        };
        *rank += 1;
        findings.push(finding(report, clips.of(n), *rank, one));
    }
    let failed = report
        .failed
        .iter()
        .map(|(id, reason)| json!({ "id": id, "reason": reason }));
    json!({
        "report": FORM,
        "mix": {
            "file": report.mix,
            "seconds": tidy(desk.seconds()),
            "sample_rate_hz": report.sample_rate_hz,
            "rms_dbfs": tidy(desk.rms_dbfs()),
            "peak_dbfs": tidy(desk.peak_dbfs()),
            "stems": desk.stem_names().collect::<Vec<_>>(),
            "spectrum_dbfs": list(&desk.spectrum_dbfs()),
            "level_dbfs_by_second": list(&desk.level_dbfs()),
        },
        "room": report.room,
        "bands_hz": CENTERS_HZ,
        "findings": findings,
        "rigs": rigs,
        "failed": failed.collect::<Vec<_>>(),
        "remarks": report.remarks,
        "limits": limits(report),
    })
}

fn side(kind: Kind) -> &'static str {
    match kind.fix() {
        Fix::Mix => "mix",
        Fix::Performer => "performer",
    }
}

fn finding(report: &Report, clips: Option<[String; 2]>, rank: usize, finding: &Finding) -> Value {
    let ids = finding
        .rigs
        .iter()
        .map(|&index| report.rigs[index].candidate.id.as_str());
    json!({
        "target": side(finding.kind),
        "rank": rank,
        "kind": finding.kind.id(),
        "title": finding.kind.title(),
        "severity": finding.severity().word(),
        "sentence": finding.sentence,
        "change": finding.change,
        "measure": finding.measure,
        "value": tidy(finding.value),
        "limit": tidy(finding.limit),
        "unit": finding.unit,
        "beyond_limit_steps": tidy(finding.excess),
        "source": finding.source,
        "stem": finding.stem,
        "from_s": tidy(finding.place.from_s),
        "to_s": tidy(finding.place.to_s),
        "rigs": ids.collect::<Vec<_>>(),
        "clip_mix": clips.as_ref().map(|[mix, _]| mix),
        "clip_ear": clips.as_ref().map(|[_, ear]| ear),
    })
}

fn rig(on_rig: &OnRig) -> Value {
    let summary = &on_rig.summary;
    let rig = &on_rig.candidate.rig;
    let mut cells = serde_json::Map::new();
    for one in &on_rig.cells {
        cells.insert(one.kind.id().to_owned(), cell(one));
    }
    json!({
        "id": on_rig.candidate.id,
        "name": rig.name,
        "tags": rig.tags().into_iter().map(|tag| tag.word).collect::<Vec<_>>(),
        "level_dbspl": tidy(summary.level_dbspl),
        "field_dba": summary.field_dba.map(tidy),
        "dose_of_two_hours": tidy(summary.dose),
        "hours_left": summary.left_h.map(tidy),
        "latency_ms": tidy(summary.latency_ms),
        "drop_outs": summary.drop_outs,
        "over_ceiling_db": tidy(summary.over_ceiling_db),
        "programme_dbspl": list(&summary.programme_dbspl),
        "room_dbspl": list(&summary.room_dbspl),
        "programme_dba_by_second": list(&summary.programme_dba),
        "room_dba_by_second": list(&summary.room_dba),
        "worst_from_s": tidy(summary.worst.from_s),
        "worst_to_s": tidy(summary.worst.to_s),
        "cells": cells,
    })
}

fn cell(cell: &Cell) -> Value {
    json!({
        "value": cell.value.map(tidy),
        "severity": cell.severity().map(|severity| severity.word()),
        "sentence": cell.sentence,
        "from_s": tidy(cell.place.from_s),
        "to_s": tidy(cell.place.to_s),
    })
}

/// Limits of the kinds that rigs have, and of the findings that there are: of each kind those of its first finding.
fn limits(report: &Report) -> Value {
    let mut map = serde_json::Map::new();
    for stated in report.limits() {
        let facts = json!({
            "title": stated.kind.title(), "target": side(stated.kind), "measure": stated.measure,
            "limit": tidy(stated.limit), "unit": stated.unit, "source": stated.source,
        });
        map.entry(stated.kind.id()).or_insert(facts);
    }
    json!({ "set_hours": SET_H, "kinds": map })
}

/// A number to a thousandth, which is more than anyone measures.
fn tidy(value: f64) -> f64 {
    if value.is_finite() {
        (1e3 * value).round() / 1e3 + 0.0
    } else {
        0.0
    }
}

fn list(values: &[f64]) -> Vec<f64> {
    values
        .iter()
        .map(|value| (10.0 * value).round() / 10.0 + 0.0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_and_zero_has_no_sign() {
        assert_eq!(list(&[1.26, -1.24]), [1.3, -1.2]);
        assert_eq!([1.2346, -1.2344].map(tidy), [1.235, -1.234]);
        let zeros = [list(&[-0.04])[0], tidy(-0.0004)];
        assert!(zeros
            .iter()
            .all(|zero| *zero == 0.0 && zero.is_sign_positive()));
        assert_eq!([f64::NAN, f64::INFINITY].map(tidy), [0.0; 2]);
    }
}
