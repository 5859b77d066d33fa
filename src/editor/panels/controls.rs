//! The controls of the chosen stage, laid out from the table of parameters: choices and switches
//! above, knobs below, as large as their number allows.

mod ready_made;

use egui::{pos2, vec2, Align2, Rect, ScrollArea, Ui, UiBuilder};

use super::readouts::radio;
use super::summary;
use crate::editor::context::View;
use crate::editor::panels::driver_list;
use crate::editor::stage::Stage;
use crate::editor::theme::{self, Palette};
use crate::editor::widgets::control::{Control, Kind};
use crate::editor::widgets::knob::{self, knob};
use crate::editor::widgets::paint;
use crate::editor::widgets::selector::selector;
use crate::editor::widgets::switch::switch;
use crate::rig::Link;
use crate::session::StageId;
use ready_made::{ready_made, solos};

/// Height of a line of choices and switches, with the space below it, points.
const LINE: f32 = theme::BUTTON + theme::STEP;
/// Width of a list of ready-made parts where there is room, points.
const LIST: f32 = 260.0;
/// Widths of the buttons beside the lists, points.
const IMPORT: f32 = 132.0;
const TAKE_AWAY: f32 = 88.0;
const SOLO: f32 = 124.0;
/// Width of a choice or a switch, points.
const TOOL: f32 = 178.0;
/// Least width of a knob with a long name, points.
const LONG_NAME: f32 = 100.0;
/// The same where there is least room, points.
const TIGHT_NAME: f32 = 82.0;
/// Room around a control for the ring of the focus, points.
const RING: f32 = 4.0;
/// Height of a group's heading, points.
const HEADING: f32 = 24.0;

/// Shows the panel of the chosen stage.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let stage = Stage::chosen(&view.look);
    let inner = paint::panel(ui, rect, stage.name());
    ready_made(ui, inner, view, stage);
    solos(ui, inner, view, stage);
    if stage == Stage::Link {
        let line = inner
            .translate(vec2(0.0, -4.0))
            .with_max_y(inner.top() + 30.0);
        radio::show(ui, line, view.meters);
    }
    let foot = inner.with_min_y(inner.bottom() - 32.0);
    let whole = inner.with_min_y(inner.top() + 28.0);
    let mut body = whole.with_max_y(foot.top() - 4.0);
    let groups = groups(view, stage);
    // Many controls need the room of the sentence below them.
    if height(&groups, body.width(), knob::Size::Small) > body.height() {
        body = whole.with_max_y(inner.bottom() + 4.0);
    } else {
        paint::rows_within(
            ui.painter(),
            foot,
            Align2::LEFT_BOTTOM,
            &summary::sentence(stage, view.rig),
            theme::label(),
            palette.muted,
            2,
        );
    }
    if stage == Stage::Earphone {
        let knobs = height(&groups, body.width(), knob::Size::Small);
        driver_list::show(ui, body.with_max_y(body.bottom() - knobs), view);
        lay(
            ui,
            body.with_min_y(body.bottom() - knobs),
            view,
            &groups,
            knob::Size::Small,
        );
        return;
    }
    lay_to_fit(ui, body, view, &groups, stage);
}

/// Lays groups of knobs in the largest size that fits; in the smallest, with a scroll bar, if none does.
fn lay_to_fit(ui: &mut Ui, body: Rect, view: &View<'_>, groups: &[Group<'_, '_>], stage: Stage) {
    let width = body.width();
    let sizes = [
        knob::Size::Large,
        knob::Size::Small,
        knob::Size::Narrow,
        knob::Size::Tiny,
    ];
    let fits = |size: &knob::Size| height(groups, width, *size) <= body.height();
    let size = (sizes.into_iter().find(fits)).unwrap_or(knob::Size::Tiny);
    let needed = height(groups, width, size);
    let child = &mut ui.new_child(UiBuilder::new().max_rect(body).id_salt(stage.name()));
    if needed <= body.height() {
        let spare = 0.5 * (body.height() - needed).min(24.0);
        lay(child, body.translate(vec2(0.0, spare)), view, groups, size);
    } else {
        child.set_clip_rect(body.expand2(vec2(RING, 2.0)));
        ScrollArea::vertical()
            .max_height(body.height())
            .show(child, |ui| {
                // Room for the ring around what has the focus.
                let whole = vec2(width, needed + 2.0 * RING);
                let (place, _) = ui.allocate_exact_size(whole, egui::Sense::hover());
                lay(ui, place.translate(vec2(0.0, RING)), view, groups, size);
            });
    }
}

/// The controls of a group of parameters.
struct Group<'v, 'a> {
    /// The heading, where there is more than one group.
    heading: Option<&'static str>,
    tools: Vec<&'v Control<'a>>,
    knobs: Vec<&'v Control<'a>>,
}

fn groups<'v, 'a>(view: &'v View<'a>, stage: Stage) -> Vec<Group<'v, 'a>> {
    let mut groups: Vec<Group<'v, 'a>> = Vec::new();
    let mut parts: Vec<StageId> = Vec::new();
    for control in &view.controls {
        let Some(part) = control.group().filter(|_| control.stage == Some(stage)) else {
            continue;
        };
        if !applies(control, part, view) {
            continue;
        }
        let index = parts.iter().position(|known| *known == part);
        let index = index.unwrap_or_else(|| {
            parts.push(part);
            groups.push(Group {
                heading: Some(part.name()),
                tools: Vec::new(),
                knobs: Vec::new(),
            });
            groups.len() - 1
        });
        match control.kind() {
            Kind::Number => groups[index].knobs.push(control),
            Kind::Switch | Kind::Choice => groups[index].tools.push(control),
        }
    }
    for (group, part) in groups.iter_mut().zip(&parts) {
        // A switch of its own says the same as the heading.
        let power = Stage::power(*part);
        if parts.len() == 1 || group.tools.iter().any(|tool| tool.id == power) {
            group.heading = None;
        }
    }
    groups
}

/// Returns whether a parameter does anything as the rig stands; one that does not is left out. A
/// stage that has a card of its own is switched there.
fn applies(control: &Control<'_>, part: StageId, view: &View<'_>) -> bool {
    match control.id {
        "ambon" | "ownon" => true,
        "fmmode" => matches!(view.rig.link, Link::AnalogFm(_)),
        "sight" => view.rig.link.radio().is_some(),
        id => id != Stage::power(part) && control.acts_on(view.rig),
    }
}

/// Number of columns that fit side by side.
fn columns(width: f32, each: f32) -> usize {
    ((width / each) as usize).max(1)
}

/// Height that the groups need, points.
fn height(groups: &[Group<'_, '_>], width: f32, size: knob::Size) -> f32 {
    let in_line = beside(groups, width, size);
    let of = |group: &Group<'_, '_>, width: f32| {
        let heading = group.heading.map_or(0.0, |_| HEADING);
        let lines = group.tools.len().div_ceil(columns(width, TOOL)) as f32;
        let rows = group.knobs.len().div_ceil(columns(width, size.space().x)) as f32;
        heading + lines * LINE + rows * size.space().y
    };
    if let Some(Beside { widths, .. }) = in_line {
        let each = groups
            .iter()
            .zip(widths)
            .map(|(group, width)| of(group, width));
        each.fold(0.0, f32::max)
    } else {
        groups.iter().map(|group| of(group, width)).sum()
    }
}

/// Two groups beside each other: their widths, and the space between them.
struct Beside {
    widths: [f32; 2],
    gap: f32,
}

/// Two groups beside each other, where the second one is small.
fn beside(groups: &[Group<'_, '_>], width: f32, size: knob::Size) -> Option<Beside> {
    let [first, second] = groups else { return None };
    let (least, gap) = match size {
        knob::Size::Narrow | knob::Size::Tiny => (2.0 * TIGHT_NAME, 2.0 * theme::GAP),
        _ => {
            let knobs = 2.0 * size.space().x.max(LONG_NAME);
            (knobs.max(TOOL), 2.0 * theme::PADDING)
        }
    };
    let first_needs = (first.knobs.len() as f32 * size.space().x).max(TOOL);
    if second.knobs.len() > 4 || second.tools.len() > 2 {
        return None;
    }
    let share = if first_needs + least + gap <= width {
        0.5 * (width - gap)
    } else {
        width - gap - least
    };
    Some(Beside {
        widths: [share, width - gap - share],
        gap,
    })
}

fn lay(ui: &mut Ui, rect: Rect, view: &View<'_>, groups: &[Group<'_, '_>], size: knob::Size) {
    if let Some(Beside { widths, gap }) = beside(groups, rect.width(), size) {
        let divide = rect.left() + widths[0] + 0.5 * gap;
        let palette = theme::of(ui);
        ui.painter()
            .vline(divide, rect.y_range().shrink(4.0), theme::outline(palette));
        let left = rect.with_max_x(divide - 0.5 * gap);
        let right = rect.with_min_x(divide + 0.5 * gap);
        for (group, place) in groups.iter().zip([left, right]) {
            lay_group(ui, place, view, group, size);
        }
        return;
    }
    let mut top = rect.top();
    for group in groups {
        top = lay_group(ui, rect.with_min_y(top), view, group, size);
    }
}

/// Lays out one group from the top of a place; where it ends.
fn lay_group(
    ui: &mut Ui,
    rect: Rect,
    view: &View<'_>,
    group: &Group<'_, '_>,
    size: knob::Size,
) -> f32 {
    let palette = theme::of(ui);
    let mut top = rect.top();
    if let Some(heading) = group.heading {
        let at = pos2(rect.left(), top + 8.0);
        paint::text(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            heading,
            theme::strong(),
            palette.muted,
        );
        top += HEADING;
    }
    let across = columns(rect.width(), TOOL);
    for line in group.tools.chunks(across) {
        for (index, control) in line.iter().enumerate() {
            let at = pos2(rect.left() + index as f32 * TOOL, top);
            let width = (TOOL - theme::GAP).min(rect.width());
            let place = Rect::from_min_size(at, vec2(width, theme::BUTTON));
            tool(ui, place, view, control, palette);
        }
        top += LINE;
    }
    let across = columns(rect.width(), size.space().x);
    for line in group.knobs.chunks(across) {
        // A full line spreads out; a short one stays together.
        let spread = (rect.width() / line.len().max(1) as f32).min(1.3 * size.space().x);
        let spread = spread.max(size.space().x);
        for (index, control) in line.iter().enumerate() {
            let at = pos2(rect.left() + index as f32 * spread, top);
            let place = Rect::from_min_size(at, vec2(spread, size.space().y));
            knob(ui, place, size, view, control, color(control, palette));
        }
        top += size.space().y;
    }
    top
}

fn tool(ui: &Ui, rect: Rect, view: &View<'_>, control: &Control<'_>, palette: &Palette) {
    match control.kind() {
        Kind::Switch => switch(ui, rect, view, control, color(control, palette)),
        _ => selector(ui, rect, view, control),
    }
}

/// The color of what a parameter acts on.
fn color(control: &Control<'_>, palette: &Palette) -> egui::Color32 {
    match (control.id, control.group()) {
        ("moreme", _) | (_, Some(StageId::OwnVoice)) => palette.voice,
        _ => control.stage.unwrap_or_default().color(palette),
    }
}
