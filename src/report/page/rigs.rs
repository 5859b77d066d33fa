//! Section of the page for each rig.

use std::fmt::Write;

use super::super::svg::{self, Line};
use super::super::{Cell, OnRig, Report};
use super::{badge, escaped, level, put};

pub(super) fn rigs(out: &mut String, report: &Report) {
    put!(
        out,
        "<section>\n<h2 id=\"rigs\">Rig by rig</h2>\n<p \
         class=\"soft\"><svg class=\"key\" viewBox=\"0 0 30 8\"><path \
         class=\"a\" d=\"M0 4H30\"/></svg> the mix at the drum; <svg \
         class=\"key\" viewBox=\"0 0 30 8\"><path class=\"b\" d=\"M0 \
         4H30\"/></svg> the room at the drum, dashed; shaded: the worst ten \
         seconds.</p>"
    );
    for (n, rig) in report.rigs.iter().enumerate() {
        rig_html(out, n, rig);
    }
    put!(out, "</section>");
}

fn rig_html(out: &mut String, n: usize, rig: &OnRig) {
    let summary = &rig.summary;
    let name = escaped(&rig.candidate.rig.name);
    put!(
        out,
        "<article id=\"rig-{n}\">\n<h3>{name}</h3>\n<p class=\"soft\">{}</p>",
        escaped(&rig.candidate.id)
    );
    let field = summary.field_dba.map_or("nothing".to_owned(), |level_dba| {
        let dose = summary
            .left_h
            .map_or("which no dosimeter counts".to_owned(), |hours| {
                let left = crate::analysis::noise_dose::length(hours);
                let share = 100.0 * summary.dose;
                format!("a day's dose after {left}, {share:.0} % of it in two hours")
            });
        format!("{} dB(A) in the diffuse field, {dose}", level(level_dba))
    });
    put!(
        out,
        "<p>At the drum: {field}. {} ms from the desk to the ear. Worst ten seconds: {}.</p>",
        level(summary.latency_ms),
        summary.worst
    );
    risks(out, rig);
    charts(out, rig, &name);
}

/// List of what is over its limit on a rig.
fn risks(out: &mut String, rig: &OnRig) {
    let over: Vec<&Cell> = rig
        .cells
        .iter()
        .filter(|cell| cell.severity().is_some())
        .collect();
    if over.is_empty() {
        put!(out, "<p>Nothing is at risk.</p>");
    } else {
        put!(out, "<ul>");
        for cell in over {
            let Some(severity) = cell.severity() else {
                continue;
            };
            put!(
                out,
                "<li>{} {}: {} (worst from {}).</li>",
                badge(severity),
                escaped(cell.kind.title()),
                escaped(&cell.sentence),
                cell.place
            );
        }
        put!(out, "</ul>");
    }
}

/// Charts of spectra and levels on a rig.
fn charts(out: &mut String, rig: &OnRig, name: &str) {
    let summary = &rig.summary;
    let spectra = [
        Line {
            class: "a",
            values: &summary.programme_dbspl,
        },
        Line {
            class: "b",
            values: &summary.room_dbspl,
        },
    ];
    let levels = [
        Line {
            class: "a",
            values: &summary.programme_dba,
        },
        Line {
            class: "b",
            values: &summary.room_dba,
        },
    ];
    put!(
        out,
        "<div class=\"charts\">\n<figure>{}<figcaption>Third-octave levels at \
         the drum, dB SPL; Hz \
         below.</figcaption></figure>\n<figure>{}<figcaption>Level at the drum, \
         dB(A), second by second.</figcaption></figure>\n</div>\n</article>",
        svg::spectrum(&format!("Mix and room at the drum on {name}"), &spectra),
        svg::over_time(
            &format!("Level of mix and room over time on {name}"),
            &levels,
            Some(summary.worst)
        )
    );
}
