//! The page: everything in one file but the clips, without scripts and without a network.

mod rigs;
mod style;

use std::fmt::Write;

use rigs::rigs;

use super::clips::Clips;
use super::svg::{self, Line};
use super::{Cell, Finding, Fix, Kind, Report, Severity};

/// The page of a report.
#[must_use]
pub fn html(report: &Report, clips: &Clips) -> String {
    let mut out = String::new();
    head(&mut out, report);
    summary(&mut out, report);
    findings(&mut out, report, clips, Fix::Mix);
    findings(&mut out, report, clips, Fix::Performer);
    matrix(&mut out, report);
    over_time(&mut out, report);
    rigs(&mut out, report);
    limits(&mut out, report);
    out + "</main>\n</body>\n</html>\n"
}

/// A text as HTML shows it.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Appends text. Writing to a text cannot fail.
macro_rules! put {
    ($out:expr, $($text:tt)*) => {{ let _ = writeln!($out, $($text)*); }};
}
use put;

fn head(out: &mut String, report: &Report) {
    put!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; img-src data:; media-src 'self' file:\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{} on {} rigs</title>\n<style>{}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#matrix\">To the matrix</a>\n<main>",
        escaped(&report.mix),
        report.rigs.len(),
        style::STYLE
    );
}

fn clock(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

fn level(value: f64) -> String {
    format!("{value:.1}").replace('-', "−")
}

fn summary(out: &mut String, report: &Report) {
    let desk = &report.desk;
    put!(
        out,
        "<header>\n<h1>{} on {} rigs</h1>",
        escaped(&report.mix),
        report.rigs.len()
    );
    put!(
        out,
        "<p>{} min at {} Hz, {} dBFS RMS, peak {} dBFS. Room: {}.</p>",
        clock(desk.seconds()),
        report.sample_rate_hz,
        level(desk.rms_dbfs()),
        level(desk.peak_dbfs()),
        escaped(&report.room)
    );
    let stems: Vec<&str> = desk.stem_names().collect();
    if stems.is_empty() {
        put!(
            out,
            "<p class=\"soft\">No stem was given, so nothing is said about a voice \
             or another part by itself (<code>bodypack report --stem vocal=FILE</code>).</p>"
        );
    } else {
        put!(
            out,
            "<p class=\"soft\">Looked at by themselves: {}.</p>",
            escaped(&stems.join(", "))
        );
    }
    for remark in &report.remarks {
        put!(out, "<p class=\"note\">{}</p>", escaped(remark));
    }
    for (name, reason) in &report.failed {
        put!(
            out,
            "<p class=\"note\">{} was left out: {}</p>",
            escaped(name),
            escaped(reason)
        );
    }
    put!(out, "</header>");
}

/// A severity as a mark with its word.
fn badge(severity: Severity) -> String {
    let word = severity.word();
    format!(
        "<span class=\"badge {word}\"><span aria-hidden=\"true\">{}</span> {word}</span>",
        severity.mark()
    )
}

fn findings(out: &mut String, report: &Report, clips: &Clips, fix: Fix) {
    let (id, title, list, first) = match fix {
        Fix::Mix => ("of-mix", "To change in the mix", &report.of_mix, 0),
        Fix::Performer => (
            "of-performers",
            "To change on the performers",
            &report.of_performers,
            report.of_mix.len(),
        ),
    };
    put!(out, "<section>\n<h2 id=\"{id}\">{title}</h2>");
    if list.is_empty() {
        put!(out, "<p>Nothing was found.</p>");
    } else {
        put!(out, "<ol class=\"findings\">");
        for (n, finding) in list.iter().enumerate() {
            one(out, report, clips, first + n, finding);
        }
        put!(out, "</ol>");
    }
    put!(out, "</section>");
}

fn one(out: &mut String, report: &Report, clips: &Clips, n: usize, finding: &Finding) {
    put!(
        out,
        "<li id=\"finding-{}\">\n<h3>{} {}</h3>",
        n + 1,
        escaped(finding.kind.title()),
        badge(finding.severity())
    );
    put!(out, "<p>{}</p>", escaped(&finding.sentence));
    put!(
        out,
        "<p><strong>Change:</strong> {}</p>",
        escaped(&finding.change)
    );
    put!(
        out,
        "<p class=\"soft\">{}: {} {unit}, limit {} {unit}. Worst from {}.</p>",
        escaped(finding.measure),
        figure(finding.value, finding.unit),
        figure(finding.limit, finding.unit),
        finding.place,
        unit = escaped(finding.unit)
    );
    let heard_on = finding.rigs.first().copied().unwrap_or(0);
    if let Some([mix, ear]) = &clips.of(n) {
        let name = &report.rigs[heard_on].candidate.rig.name;
        put!(out, "<div class=\"clips\">");
        for (label, file) in [("The mix".to_owned(), mix), (format!("On “{name}”"), ear)] {
            let (label, file) = (escaped(&label), escaped(file));
            put!(
                out,
                "<label>{label}<audio controls preload=\"none\" src=\"{file}\" \
                 aria-label=\"{label}\"></audio></label>"
            );
        }
        put!(out, "</div>");
    }
    heard_on_rigs(out, report, finding);
    put!(out, "</li>");
}

/// Links to the rigs on which a finding is heard.
fn heard_on_rigs(out: &mut String, report: &Report, finding: &Finding) {
    let links: Vec<String> = finding
        .rigs
        .iter()
        .take(8)
        .map(|&index| {
            format!(
                "<a href=\"#rig-{index}\">{}</a>",
                escaped(&report.rigs[index].candidate.rig.name)
            )
        })
        .collect();
    if !links.is_empty() {
        let more = finding.rigs.len().saturating_sub(8);
        let rest = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        put!(
            out,
            "<p class=\"soft\">Heard on: {}{rest}.</p>",
            links.join("; ")
        );
    }
}

/// A figure of the unit; shares are percentages.
fn figure(value: f64, unit: &str) -> String {
    if unit.starts_with("of ") {
        format!("{:.1} %", 100.0 * value)
    } else {
        level(value)
    }
}

fn matrix(out: &mut String, report: &Report) {
    put!(
        out,
        "<section>\n<h2 id=\"matrix\">Every rig</h2>\n\
         <p class=\"soft\">Empty: within the limit. {} {} {}. –: nothing to measure. Each \
         name leads to its figures.</p>",
        badge(Severity::Slight),
        badge(Severity::Clear),
        badge(Severity::Severe)
    );
    put!(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" \
         aria-label=\"Matrix of rigs and findings\">\n<table \
         class=\"matrix\">\n<thead><tr><th scope=\"col\">Rig</th>"
    );
    for kind in Kind::OF_RIGS {
        put!(
            out,
            "<th scope=\"col\"><span>{}</span></th>",
            escaped(kind.title())
        );
    }
    put!(out, "</tr></thead>\n<tbody>");
    for (n, rig) in report.rigs.iter().enumerate() {
        put!(
            out,
            "<tr><th scope=\"row\"><a href=\"#rig-{n}\">{}</a></th>",
            escaped(&rig.candidate.rig.name)
        );
        for cell in &rig.cells {
            put!(out, "{}", cell_html(cell));
        }
        put!(out, "</tr>");
    }
    put!(out, "</tbody>\n</table>\n</div>\n</section>");
}

fn cell_html(cell: &Cell) -> String {
    let Some(value) = cell.value else {
        return "<td class=\"none\">–</td>".to_owned();
    };
    let unit = cell.kind.limit().unit;
    let text = format!("{} {unit}", figure(value, unit));
    match cell.severity() {
        None => format!("<td title=\"{}\"></td>", escaped(&text)),
        Some(severity) => format!(
            "<td class=\"{0}\" title=\"{1}\"><span \
             aria-hidden=\"true\">{2}</span><span class=\"spoken\">{0}</span></td>",
            severity.word(),
            escaped(&text),
            severity.mark()
        ),
    }
}

fn over_time(out: &mut String, report: &Report) {
    put!(
        out,
        "<section>\n<h2 id=\"time\">The mix at the \
         desk</h2>\n<div class=\"charts\">"
    );
    let values = report.desk.level_dbfs();
    let lines = [Line {
        class: "a",
        values: &values,
    }];
    let worst = report.findings().next().map(|finding| finding.place);
    put!(
        out,
        "<figure>{}<figcaption>Level, dBFS RMS, second by second; shaded: the \
         worst place of the first finding.</figcaption></figure>",
        svg::over_time("Level of the mix over time", &lines, worst)
    );
    let values = report.desk.spectrum_dbfs();
    let lines = [Line {
        class: "a",
        values: &values,
    }];
    put!(
        out,
        "<figure>{}<figcaption>Mean third-octave levels, dBFS; Hz below.</figcaption></figure>",
        svg::spectrum("Spectrum of the mix", &lines)
    );
    put!(out, "</div>\n</section>");
}

fn limits(out: &mut String, report: &Report) {
    put!(
        out,
        "<section>\n<h2 id=\"limits\">Measures and \
         limits</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" \
         aria-label=\"Measures and limits\">\n<table>\n<thead><tr><th \
         scope=\"col\">Finding</th><th scope=\"col\">Measure</th><th \
         scope=\"col\">Limit</th><th \
         scope=\"col\">Source</th></tr></thead>\n<tbody>"
    );
    for stated in report.limits() {
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{} {}</td><td>{}</td></tr>",
            escaped(stated.kind.title()),
            escaped(stated.measure),
            figure(stated.limit, stated.unit),
            escaped(stated.unit),
            escaped(stated.source)
        );
    }
    put!(
        out,
        "</tbody>\n</table>\n</div>\n<p class=\"soft\">Left out: the performer's \
         own voice as a masker, and the jaw that it opens; directions of the \
         room's sound. Rendered by Bodypack's model of each rig; the clips are \
         as loud as each other, and hold the room and the performer's own voice that were \
         given.</p>\n</section>"
    );
}
