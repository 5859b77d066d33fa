//! The strip of stages, which is also the navigation: each card says what its stage is set to.

use egui::{pos2, vec2, Align2, Color32, Rect, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo};

use super::summary;
use crate::chain::Meters;
use crate::editor::context::View;
use crate::editor::stage::Stage;
use crate::editor::theme;
use crate::editor::widgets::bar_slider::amount;
use crate::editor::widgets::gesture::set_once;
use crate::editor::widgets::icon;
use crate::editor::widgets::paint;
use crate::session::can_solo;

/// Height of the strip, points.
pub const HEIGHT: f32 = 92.0;
/// Space between cards, points; an arrow lies in it.
const BETWEEN: f32 = 16.0;

/// Ends of the scale of the received power: below, a receiver hears only noise, dBm.
const RECEIVED_DBM: [f32; 2] = [-110.0, -30.0];

/// Shows the strip.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let count = Stage::ALL.len() as f32;
    let width = (rect.width() - BETWEEN * (count - 1.0)) / count;
    for (index, stage) in Stage::ALL.into_iter().enumerate() {
        let left = rect.left() + index as f32 * (width + BETWEEN);
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        if index > 0 {
            arrow(ui, pos2(left - 0.5 * BETWEEN, rect.center().y));
        }
        card(ui, place, view, stage);
    }
}

fn arrow(ui: &Ui, at: egui::Pos2) {
    let points = vec![
        at + vec2(-2.0, -5.0),
        at + vec2(2.5, 0.0),
        at + vec2(-2.0, 5.0),
    ];
    let stroke = Stroke::new(1.5, theme::of(ui).faint);
    ui.painter().add(Shape::line(points, stroke));
}

fn card(ui: &mut Ui, rect: Rect, view: &View<'_>, stage: Stage) {
    let palette = theme::of(ui);
    let chosen = Stage::chosen(&view.look) == stage;
    let id = ui.scope_id().with(("card", stage.name()));
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    let heard = stage.parts().iter().any(|&part| view.params.is_on(part));
    let alarm = heard.then(|| alarm(stage, view.meters)).flatten();
    let line = line(view, stage, alarm.as_deref(), heard);
    response.widget_info(|| {
        let mut info = WidgetInfo::selected(
            egui::Role::Tab,
            true,
            chosen,
            format!("Stage {}", stage.name()),
        );
        info.current_text_value = Some(line.clone());
        info
    });
    let fill = if chosen {
        palette.raised
    } else if response.hovered() {
        palette.hovered
    } else {
        palette.panel
    };
    let edge = if chosen {
        Stroke::new(1.5, stage.color(palette))
    } else {
        theme::outline(palette)
    };
    let painter = &ui.painter().clone();
    painter.rect(rect, theme::PANEL_RADIUS, fill, edge, StrokeKind::Inside);
    let inner = rect.shrink(theme::GAP);
    words(ui, inner, stage, &line, (heard, alarm.is_some()));
    if heard {
        meters(ui, inner, view.meters, stage);
    }
    paint::focus_ring(ui, rect, &response);
    if response.clicked() {
        view.change(|look| look.stage = stage as usize);
    }
    solo(ui, inner, view, stage);
    power(ui, inner, view, stage);
    if let Some((id, word)) = stage.amount() {
        let top = inner.top() + 37.0;
        let place = inner.with_min_y(top).with_max_y(top + 18.0);
        let name = format!("{} amount", stage.name());
        if let Some(control) = view.control(id) {
            let color = stage.color(palette);
            amount(ui, place, view, control, (&name, word), color);
        }
    }
}

/// Line below the name of a stage: its alarm, its settings, or why it is not heard.
fn line(view: &View<'_>, stage: Stage, alarm: Option<&str>, heard: bool) -> String {
    let solo = view.params.solo.get();
    match alarm {
        Some(alarm) => format!("! {alarm}"),
        None if solo == Some(stage.parts()[0]) => "heard alone".to_owned(),
        None if heard => summary::line(stage, view.rig, &view.controls),
        None if solo.is_some() => "not heard".to_owned(),
        None => "off".to_owned(),
    }
}

/// Name and line of a card.
fn words(ui: &Ui, inner: Rect, stage: Stage, line: &str, (heard, alarmed): (bool, bool)) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let name_at = pos2(inner.left(), inner.top() + 8.0);
    paint::text(
        painter,
        name_at,
        Align2::LEFT_CENTER,
        stage.name(),
        theme::title(),
        if heard { palette.text } else { palette.muted },
    );
    // Where no amount is below, a long line goes on there.
    let rows = if stage.amount().is_some() { 1 } else { 2 };
    let says = Rect::from_min_size(
        pos2(inner.left(), inner.top() + 21.0),
        vec2(inner.width(), 16.0 * rows as f32),
    );
    paint::rows_within(
        painter,
        says,
        Align2::LEFT_TOP,
        line,
        theme::label(),
        if alarmed {
            palette.limit
        } else {
            palette.muted
        },
        rows,
    );
}

/// The button that hears a stage alone: filled while it does.
fn solo(ui: &Ui, inner: Rect, view: &View<'_>, stage: Stage) {
    let part = stage.parts()[0];
    if !can_solo(part) {
        return;
    }
    let palette = theme::of(ui);
    let at = pos2(inner.right() - 32.0, inner.top() + 8.0);
    let place = Rect::from_center_size(at, vec2(20.0, 18.0));
    let id = ui.scope_id().with(("solo", stage.name()));
    let response = ui.interact(place, id, Sense::CLICK | Sense::FOCUSABLE);
    let on = view.params.solo.get() == Some(part);
    let name = format!("Solo {}", stage.name());
    response.widget_info(|| WidgetInfo::selected(egui::Role::Switch, true, on, &name));
    let (fill, edge, ink) = if on {
        let color = stage.color(palette);
        (color, color, palette.background)
    } else {
        (
            paint::surface(palette, &response),
            palette.line,
            palette.muted,
        )
    };
    let painter = ui.painter();
    let edge = Stroke::new(1.0, edge);
    painter.rect(place, 4.0, fill, edge, StrokeKind::Inside);
    paint::text(
        painter,
        at,
        Align2::CENTER_CENTER,
        "S",
        theme::strong(),
        ink,
    );
    paint::focus_ring(ui, place.shrink(1.0), &response);
    if response.clicked() {
        view.params.solo.set((!on).then_some(part));
    }
    response.on_hover_text("Solo: hear what this stage does alone; nothing of it is saved.");
}

/// Limiting by less than this is not worth a word, dB.
const LIMITING_DB: f32 = -0.5;

/// Warning of a stage at this moment, in a word or two.
fn alarm(stage: Stage, meters: &Meters) -> Option<String> {
    let limiting =
        |gain_db: f32| (gain_db < LIMITING_DB).then(|| format!("limiting by {:.0} dB", -gain_db));
    match stage {
        Stage::Feed if meters.input_peak.iter().any(|&peak| peak > 1.0) => {
            Some("over full scale".to_owned())
        }
        Stage::Link if meters.link.muted => Some("drop-out".to_owned()),
        Stage::Pack if meters.pack.clipped => Some("clipping".to_owned()),
        Stage::Pack => limiting(meters.pack.limiter_gain_db),
        Stage::Listening => limiting(meters.limiter_gain_db),
        _ => None,
    }
}

/// The sign that switches a stage.
fn power(ui: &Ui, inner: Rect, view: &View<'_>, stage: Stage) {
    let palette = theme::of(ui);
    let part = stage.parts()[0];
    let Some(control) = view.control(Stage::power(part)) else {
        return;
    };
    let at = pos2(inner.right() - 6.0, inner.top() + 8.0);
    let place = Rect::from_center_size(at, vec2(24.0, 24.0));
    let id = ui.scope_id().with(("power", stage.name()));
    let response = ui.interact(place, id, Sense::CLICK | Sense::FOCUSABLE);
    let on = control.is_on();
    let name = format!("{} power", stage.name());
    response.widget_info(|| WidgetInfo::selected(egui::Role::Switch, true, on, &name));
    let painter = ui.painter();
    if response.hovered() {
        painter.circle_filled(at, 11.0, palette.line);
    }
    let ink = match (on, view.params.is_on(part)) {
        (true, true) => palette.fine,
        (true, false) => palette.muted,
        (false, _) => palette.faint,
    };
    icon::power(painter, at, ink, on);
    paint::focus_ring(ui, place.shrink(4.0), &response);
    if response.clicked() {
        set_once(view, control, if on { 0.0 } else { 1.0 });
    }
    response.on_hover_text(control.tooltip());
}

/// A stage's live levels, each a thin bar.
fn meters(ui: &Ui, inner: Rect, meters: &Meters, stage: Stage) {
    let palette = theme::of(ui);
    let loudest = |pair: [f32; 2]| pair[0].max(pair[1]);
    let digital = |peak: f32| (20.0 * peak.max(1e-10).log10() + 60.0) / 60.0;
    let spl = |level: f32| (level - 40.0) / 80.0;
    let mix = |share: f32| vec![(share, palette.mix)];
    let bars: Vec<(f32, Color32)> = match stage {
        Stage::Feed => mix(digital(loudest(meters.input_peak))),
        Stage::Earphone => mix(spl(loudest(meters.programme_dbspl))),
        Stage::Ambience => vec![
            (spl(loudest(meters.ambient_dbspl)), palette.room),
            (spl(loudest(meters.own_voice_dbspl)), palette.voice),
        ],
        Stage::Listening => {
            let peak = loudest(meters.output_peak);
            let color = if peak > 1.0 {
                palette.limit
            } else {
                palette.mix
            };
            vec![(digital(peak), color)]
        }
        Stage::Link => match meters.link.received_dbm {
            Some(dbm) => {
                let share = (dbm as f32 - RECEIVED_DBM[0]) / (RECEIVED_DBM[1] - RECEIVED_DBM[0]);
                let muted = meters.link.muted;
                vec![(share, if muted { palette.limit } else { palette.mix })]
            }
            None => Vec::new(),
        },
        Stage::Pack | Stage::Fit => Vec::new(),
    };
    let height = if bars.len() > 1 { 3.0 } else { 4.0 };
    let mut bottom = inner.bottom() - 1.0;
    for (share, color) in bars.into_iter().rev() {
        let rect = Rect::from_min_max(
            pos2(inner.left(), bottom - height),
            pos2(inner.right(), bottom),
        );
        paint::bar(ui.painter(), rect, share, color, palette.line);
        bottom -= height + 2.0;
    }
}
