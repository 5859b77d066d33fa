//! Meaning of the set-up: four verdicts in plain words, each with a figure, a sign and a color.

#[cfg(test)]
mod tests;

use egui::{pos2, vec2, Align2, Rect, Sense, Stroke, Ui, WidgetInfo};

use super::figures::{self, Ear};
use super::names;
use crate::analysis::latency_budget::{self, Budget};
use crate::analysis::noise_dose::{length, Criterion};
use crate::design::performer::Settings;
use crate::editor::context::View;
use crate::editor::panels::readouts::{dose, latency};
use crate::editor::theme;
use crate::editor::widgets::icon::{self, Sign};
use crate::editor::widgets::paint::{self, signed};
use crate::rig::{PerformerRole, Rig};
use crate::worker::Picture;

/// Height of a verdict, points.
const ROW: f32 = 43.0;

/// A verdict.
#[derive(Clone, Debug, PartialEq)]
struct Verdict {
    /// Subject, as a screen reader says it.
    about: &'static str,
    sign: Sign,
    /// The verdict in a few words.
    head: String,
    /// The figure, and what it means.
    line: String,
    help: &'static str,
}

/// Shows the verdicts.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let inner = paint::panel(ui, rect, "What it means");
    let picture = view.designer.picture();
    let ears = figures::of(picture.plot.as_ref(), view.rig);
    let verdicts = [
        bass(ears),
        over_the_stage(at_the_drums_dba(&picture, view.rig)),
        late(view.rig, view.desk.round_trip_ms.get()),
        loud(dose::level_dba(view)),
    ];
    for (index, verdict) in verdicts.iter().enumerate() {
        let top = inner.top() + 28.0 + ROW * index as f32;
        let place = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), ROW));
        row(ui, place, verdict);
    }
    let below = inner.with_min_y(inner.top() + 28.0 + ROW * verdicts.len() as f32);
    let line = below.top() + 1.0;
    let palette = theme::of(ui);
    ui.painter()
        .hline(below.x_range(), line, theme::outline(palette));
    dose::narrow(ui, below.with_min_y(line + 6.0), view);
}

fn row(ui: &Ui, rect: Rect, verdict: &Verdict) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let id = ui.scope_id().with(("verdict", verdict.about));
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, verdict.about);
        info.current_text_value = Some(format!("{}: {}", verdict.head, verdict.line));
        info
    });
    let ink = match verdict.sign {
        Sign::Good => palette.fine,
        Sign::Fair => palette.room,
        Sign::Bad => palette.limit,
    };
    let at = pos2(rect.left() + 12.0, rect.top() + 18.0);
    painter.circle_stroke(at, 11.0, Stroke::new(1.8, ink));
    icon::sign(painter, at, verdict.sign, ink);
    let words = rect.with_min_x(rect.left() + 34.0);
    let head = words.with_max_y(rect.top() + 18.0);
    let line = words
        .with_min_y(rect.top() + 18.0)
        .with_max_y(rect.top() + 36.0);
    let left = Align2::LEFT_CENTER;
    let (font, ink) = (theme::strong(), palette.text);
    paint::text_fitted(painter, head, left, &verdict.head, font, ink);
    let (font, ink) = (theme::label(), palette.muted);
    paint::text_fitted(painter, line, left, &verdict.line, font, ink);
    response.on_hover_text(verdict.help);
}

/// Verdict on the bass that the seal leaves.
fn bass(ears: Option<[Ear; 2]>) -> Verdict {
    let verdict = |sign, head: String, line: String| Verdict {
        about: "Bass",
        sign,
        head,
        line,
        help:
            "The mix from 40 to 120 Hz at the drum, against the same earphone with an airtight tip \
               and no vent.",
    };
    let Some([left, right]) = ears else {
        return verdict(Sign::Fair, "Bass".into(), "being computed".into());
    };
    if left.out && right.out {
        let line = "no mix reaches you".to_owned();
        return verdict(Sign::Bad, "Both earphones are out".into(), line);
    }
    let (ear, side) = match (left.out, right.out) {
        (true, _) => (right, " on the right"),
        (_, true) => (left, " on the left"),
        _ if (left.bass_db - right.bass_db).abs() < 1.0 => (left, ""),
        _ if left.bass_db < right.bass_db => (left, " on the left"),
        _ => (right, " on the right"),
    };
    let bass_db = ear.bass_db;
    let figure = format!("{} dB below 120 Hz", signed(bass_db, 0));
    match bass_db {
        db if db > -1.5 => {
            let line = "the seal keeps all of it".to_owned();
            verdict(Sign::Good, format!("Bass is whole{side}"), line)
        }
        db if db > -3.0 => verdict(Sign::Good, format!("Bass is nearly whole{side}"), figure),
        db if db > -7.0 => verdict(Sign::Fair, format!("Bass is thin{side}"), figure),
        _ => verdict(Sign::Bad, format!("Kick and bass gone{side}"), figure),
    }
}

/// Levels of the mix and of what the room leaks in, both A-weighted at the drums, dB(A).
fn at_the_drums_dba(picture: &Picture, rig: &Rig) -> Option<[f64; 2]> {
    let hearing = picture.hearing.as_ref()?;
    let settings = Settings::of(rig);
    let level_dbspl = match rig.performer.turns_up {
        true => settings.choice(hearing).level_dbspl,
        false => rig.listening.level_dbspl,
    } + rig.pack.volume_db;
    Some(settings.at_the_drums_dba(hearing, level_dbspl))
}

/// Verdict on the mix against what the room leaks in.
fn over_the_stage(at_the_drums_dba: Option<[f64; 2]>) -> Verdict {
    /// A room at the drums below this is not heard under a mix, dB(A).
    const QUIET_DBA: f64 = 40.0;
    let verdict = |sign, head: &str, line: String| Verdict {
        about: "Voice over the stage",
        sign,
        head: head.to_owned(),
        line,
        help:
            "A mix at \u{2212}18 dBFS against the synthesized stage at the drums, both A-weighted, \
               mean of both ears. A room on the ambient input is not counted.",
    };
    let Some([mix_dba, room_dba]) = at_the_drums_dba else {
        return verdict(Sign::Fair, "Mix and stage", "being computed".into());
    };
    if room_dba < QUIET_DBA {
        let line = "only the mix is heard".to_owned();
        return verdict(Sign::Good, "No stage gets in", line);
    }
    let over_db = mix_dba - room_dba;
    let over = |word: &str| format!("{:.0} dB {word} it", over_db.abs());
    match over_db.round() {
        db if db >= 9.0 => verdict(Sign::Good, "Voice clear of the stage", over("over")),
        db if db >= 0.0 => verdict(Sign::Fair, "Voice close to the stage", over("over")),
        _ => verdict(Sign::Bad, "Stage covers the voice", over("under")),
    }
}

/// The role that judges a delay.
fn judge(role: PerformerRole) -> latency_budget::Role {
    match role {
        PerformerRole::Guitarist => latency_budget::Role::Guitar,
        PerformerRole::Bassist => latency_budget::Role::Bass,
        PerformerRole::Drummer => latency_budget::Role::Drums,
        PerformerRole::Keys | PerformerRole::Dj => latency_budget::Role::Keys,
        PerformerRole::Horn => latency_budget::Role::Sax,
        _ => latency_budget::Role::Voice,
    }
}

/// Verdict on the delay, as the one who wears it makes of it; `round_trip_ms` is the machine's own, which
/// a live input adds.
fn late(rig: &Rig, round_trip_ms: Option<f64>) -> Verdict {
    let budget = Budget::of(rig);
    let role = judge(rig.about.role);
    let total_ms = budget.total_ms() + round_trip_ms.unwrap_or(0.0);
    let verdict = role.verdict(total_ms, budget.own_sound);
    let player = names::one(rig.about.role);
    let (head, said) = match verdict {
        latency_budget::Verdict::Good => ("Not late", "fine"),
        latency_budget::Verdict::Fair => ("A little late", "fair"),
        latency_budget::Verdict::Worse => ("Too late", "in the way"),
    };
    Verdict {
        about: "Latency verdict",
        sign: latency::sign_of(verdict),
        head: head.to_owned(),
        line: match round_trip_ms {
            Some(own_ms) => {
                format!("{total_ms:.1} ms, {own_ms:.1} of it here: {said} for {player}")
            }
            None => format!("{total_ms:.1} ms: {said} for {player}"),
        },
        help:
            "Desk, network, link and pack together (desk, network and air where a floor wedge alone is \
               heard), and what players of the instrument make of it \
               on in-ear monitors.",
    }
}

/// Verdict on the level, by the time that it may be heard.
fn loud(level_dba: f64) -> Verdict {
    let verdict = |sign, head: &str, line: String| Verdict {
        about: "Level",
        sign,
        head: head.to_owned(),
        line,
        help:
            "The mean level of the last minute, in the diffuse field, and how long NIOSH allows it \
               each day. An estimate: your own earphones, fit and gain are not known.",
    };
    if !level_dba.is_finite() || level_dba < 20.0 {
        let line = "play something to measure it".to_owned();
        return verdict(Sign::Good, "Silent", line);
    }
    let allowed_h = Criterion::Niosh.allowed_h(level_dba);
    let figure = format!("{level_dba:.0} dB(A)");
    match allowed_h {
        h if h >= 8.0 => verdict(Sign::Good, "Not loud", format!("{figure}: all day long")),
        h if h >= 1.5 => {
            let line = format!("{figure}: {} a day", length(h));
            verdict(Sign::Fair, "Loud", line)
        }
        h => {
            let line = format!("{figure}: {} a day", length(h));
            verdict(Sign::Bad, "Too loud for a set", line)
        }
    }
}
