//! A knob with its value and its name.
//!
//! Drag up and down (with Shift: fine), turn the wheel, use the arrow keys, double-click or press
//! Delete for what the rig says (with Ctrl: for the default), Home and End for the ends, or click the
//! value and type. A knob of what is off looks off, and can still be set.

use egui::{pos2, vec2, Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, Ui, Vec2};

use super::control::Control;
use super::entry::entry;
use super::gesture::{turnable, Travel};
use super::paint;
use super::value_menu;
use crate::editor::context::View;
use crate::editor::theme::{self, Palette};

/// Points of vertical drag for the whole range.
const TRAVEL: f32 = 180.0;

/// The ring's two ends, radians clockwise from three o'clock.
const FIRST: f32 = 0.75 * std::f32::consts::PI;
const LAST: f32 = 2.25 * std::f32::consts::PI;

/// The sizes that knobs come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Large knob, for panels with few controls.
    Large,
    /// Small knob, for panels with many controls.
    Small,
    /// Narrow knob, where others would not fit.
    Narrow,
    /// Where there are more still.
    Tiny,
}

impl Size {
    /// Space that a knob takes, points.
    pub fn space(self) -> Vec2 {
        match self {
            Self::Large => vec2(96.0, 108.0),
            Self::Small => vec2(88.0, 84.0),
            Self::Narrow => vec2(75.0, 84.0),
            Self::Tiny => vec2(75.0, 59.0),
        }
    }

    /// Radius of the ring, points.
    fn radius(self) -> f32 {
        match self {
            Self::Large => 26.0,
            Self::Small | Self::Narrow => 17.0,
            Self::Tiny => 11.0,
        }
    }

    /// Height of the middle of the value above the lower edge, points.
    fn value_up(self) -> f32 {
        match self {
            Self::Tiny => 24.0,
            _ => 29.0,
        }
    }

    /// Width of the ring, points.
    fn ring(self) -> f32 {
        match self {
            Self::Large => 5.0,
            Self::Small | Self::Narrow => 4.0,
            Self::Tiny => 3.0,
        }
    }
}

/// Shows a parameter as a knob, with its value and name below.
pub fn knob(
    ui: &mut Ui,
    rect: Rect,
    size: Size,
    view: &View<'_>,
    control: &Control<'_>,
    color: Color32,
) {
    let palette = theme::of(ui);
    let radius = size.radius();
    let center = pos2(rect.center().x, rect.top() + radius + 6.0);
    let ring = Rect::from_center_size(center, Vec2::splat(2.0 * radius + 8.0));
    let id = ui.scope_id().with(control.id);
    let travel = Travel::Vertical(TRAVEL);
    let response = turnable(ui, (ring, id), view, control, control.name(), travel);
    let face = Face {
        center,
        radius,
        ring: size.ring(),
        lit: response.hovered() || response.dragged(),
        rests: view.rests(control),
    };
    face.draw(ui.painter(), palette, control, color);
    paint::focus_ring(ui, ring, &response);
    let field = id.with("entry");
    value_menu::show(ui, &response, Some(field), view, control);
    if !response.dragged() {
        response.on_hover_text(control.tooltip());
    }
    let value = Rect::from_center_size(
        pos2(center.x, rect.bottom() - size.value_up()),
        vec2(rect.width() - 4.0, 17.0),
    );
    entry(ui, value, field, view, control);
    let name = Rect::from_center_size(
        pos2(center.x, rect.bottom() - size.value_up() + 17.0),
        vec2(rect.width() - 2.0, 16.0),
    );
    paint::text_fitted(
        ui.painter(),
        name,
        Align2::CENTER_CENTER,
        &control.short_name(),
        theme::label(),
        if face.rests {
            palette.faint
        } else {
            palette.muted
        },
    );
}

/// The drawn knob.
struct Face {
    center: Pos2,
    radius: f32,
    ring: f32,
    /// True if the pointer is on it.
    lit: bool,
    /// True if what it belongs to is off.
    rests: bool,
}

impl Face {
    fn draw(&self, painter: &Painter, palette: &Palette, control: &Control<'_>, color: Color32) {
        let (color, ink) = if self.rests {
            (palette.line, palette.faint)
        } else {
            (color, palette.text)
        };
        let (at, from) = (control.position(), control.neutral());
        self.arc(painter, 0.0, 1.0, Stroke::new(self.ring, palette.line));
        let (low, high) = if at < from { (at, from) } else { (from, at) };
        if high > low {
            self.arc(painter, low, high, Stroke::new(self.ring, color));
        } else {
            painter.circle_filled(self.on_ring(from, self.radius), 0.5 * self.ring, color);
        }
        let cap = self.radius - self.ring - 2.0;
        let body = match (self.lit, self.rests) {
            (true, _) => palette.hovered,
            (false, true) => palette.panel,
            (false, false) => palette.raised,
        };
        painter.circle(self.center, cap, body, Stroke::new(1.0, palette.line));
        let tip = self.on_ring(at, cap - 2.0);
        let root = self.on_ring(at, 0.45 * cap);
        painter.line_segment([root, tip], Stroke::new(2.0, ink));
        // Where a double-click would bring it.
        let home = control.home_position();
        if (home - at).abs() > 0.01 {
            let mark = self.on_ring(home, self.radius + 0.5 * self.ring + 3.0);
            painter.circle_filled(mark, 1.5, palette.faint);
        }
    }

    fn arc(&self, painter: &Painter, from: f32, to: f32, stroke: Stroke) {
        let points = ((to - from) * 64.0).ceil().max(1.0) as usize;
        let line = (0..=points)
            .map(|index| {
                let share = index as f32 / points as f32;
                self.on_ring(from + (to - from) * share, self.radius)
            })
            .collect();
        painter.add(Shape::line(line, stroke));
        for end in [from, to] {
            painter.circle_filled(
                self.on_ring(end, self.radius),
                0.5 * stroke.width,
                stroke.color,
            );
        }
    }

    fn on_ring(&self, at: f32, radius: f32) -> Pos2 {
        let angle = FIRST + (LAST - FIRST) * at;
        self.center + radius * vec2(angle.cos(), angle.sin())
    }
}
