//! Both ears with the earphones in them, under the hand: the tip is pressed in or loosened where it
//! is seen, and the earphone is pulled out at its cable's end.

use egui::{pos2, vec2, Align2, Color32, CursorIcon, Rect, Sense, Shape, Stroke, Ui, WidgetInfo};

use super::figures::{self, Ear};
use crate::editor::context::View;
use crate::editor::panels::ear;
use crate::editor::theme;
use crate::editor::widgets::control::Control;
use crate::editor::widgets::gesture::{set_once, turn, Travel};
use crate::editor::widgets::paint::{self, signed};
use crate::editor::widgets::slider::slider;

/// Size of the drawing of an ear, points.
const EAR: egui::Vec2 = vec2(212.0, 176.0);
/// Points of drag along the canal for the whole range of a seal.
const TRAVEL: f32 = 140.0;
/// Radius of the handle that pulls an earphone out, points.
const HANDLE: f32 = 13.0;
/// Loss of bass from which it is worth a color, dB.
const LOSS_DB: f64 = -3.0;

/// Names of the two sides: in words, of the parameters for the seal and for an earphone that is out.
const SIDES: [(&str, &str, &str); 2] = [("Left", "seall", "outl"), ("Right", "sealr", "outr")];

/// Shows both ears.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let inner = paint::panel(ui, rect, "Your ears");
    paint::text(
        ui.painter(),
        pos2(inner.right(), inner.top() + 10.0),
        Align2::RIGHT_CENTER,
        "drag a tip to press it in, an arrow pulls it out",
        theme::label(),
        palette.muted,
    );
    let top = inner.top() + 30.0;
    let places =
        [inner.left(), inner.right() - EAR.x].map(|left| Rect::from_min_size(pos2(left, top), EAR));
    let picture = view.designer.picture();
    let figures = figures::of(picture.plot.as_ref(), view.rig);
    for (side, place) in places.into_iter().enumerate() {
        let (word, seal, _) = SIDES[side];
        let name = format!("Drawing of the {} ear", word.to_lowercase());
        ear::drawing(ui, place, view.rig, side, side == 1, &name);
        if let Some(seal) = view.control(seal) {
            press_in(ui, place, view, seal, side);
        }
    }
    for (side, place) in places.into_iter().enumerate() {
        if let Some(out) = view.control(SIDES[side].2) {
            pull_out(ui, place, view, out, side);
        }
    }
    let between = Rect::from_min_max(places[0].right_top(), places[1].left_bottom());
    large(ui, between, figures);
    let below = inner.with_min_y(top + EAR.y + 6.0);
    let (left, right) = below.split_left_right_at_fraction(0.5);
    let halves = [
        left.with_max_x(left.right() - theme::GAP),
        right.with_min_x(right.left() + theme::GAP),
    ];
    for (side, half) in halves.into_iter().enumerate() {
        below_the_ear(ui, half, view, side, figures.map(|both| both[side]));
    }
}

/// The part of a drawing in which tip and canal are is a handle for the seal.
fn press_in(ui: &Ui, place: Rect, view: &View<'_>, seal: &Control<'_>, side: usize) {
    let (outside, inside) = place.split_left_right_at_fraction(0.5);
    let (canal, along) = if side == 0 {
        (inside, 1.0)
    } else {
        (outside, -1.0)
    };
    let id = ui.scope_id().with(("tip", side));
    let response = ui
        .interact(canal, id, Sense::DRAG)
        .on_hover_cursor(CursorIcon::ResizeHorizontal);
    turn(
        ui,
        &response,
        view,
        seal,
        Travel::Horizontal(along * TRAVEL),
    );
}

/// The handle at the outer end of an earphone.
fn pull_out(ui: &Ui, place: Rect, view: &View<'_>, out: &Control<'_>, side: usize) {
    let palette = theme::of(ui);
    let outwards = if side == 0 { -1.0 } else { 1.0 };
    let x = if side == 0 {
        place.left() + HANDLE + 1.0
    } else {
        place.right() - HANDLE - 1.0
    };
    let on = out.is_on();
    let y = place.center().y + if on { 0.26 * place.height() } else { 0.0 };
    let at = pos2(x, y);
    let area = Rect::from_center_size(at, vec2(2.0 * HANDLE, 2.0 * HANDLE));
    let id = ui.scope_id().with(("pull", side));
    let response = ui.interact(area, id, Sense::CLICK | Sense::FOCUSABLE);
    let name = out.name();
    response.widget_info(|| WidgetInfo::selected(egui::Role::Switch, true, on, name));
    let painter = ui.painter();
    let edge = if on { palette.room } else { palette.text };
    let fill = paint::surface(palette, &response);
    painter.circle(at, HANDLE - 1.0, fill, Stroke::new(2.0, edge));
    let way = if on { -outwards } else { outwards };
    let arrow = |x: f32, y: f32| at + vec2(way * x, y);
    let stroke = Stroke::new(1.8, edge);
    painter.line_segment([arrow(-5.0, 0.0), arrow(5.0, 0.0)], stroke);
    let head = vec![arrow(1.0, -4.0), arrow(5.0, 0.0), arrow(1.0, 4.0)];
    painter.add(Shape::line(head, stroke));
    paint::focus_ring(ui, area.shrink(1.0), &response);
    if response.clicked() {
        set_once(view, out, if on { 0.0 } else { 1.0 });
    }
    response.on_hover_text(if on {
        "Puts the earphone back into the ear."
    } else {
        out.tooltip()
    });
}

/// The ear that has lost more bass, and the one that lets more of the room in, in large figures.
fn large(ui: &Ui, rect: Rect, figures: Option<[Ear; 2]>) {
    let palette = theme::of(ui);
    let Some(both) = figures else { return };
    let row = |top: f32, db: f64, words: String, ink: Color32| {
        let at = pos2(rect.center().x, rect.top() + top);
        let place = Rect::from_center_size(at, vec2(rect.width(), 26.0));
        let (font, center) = (theme::readout(), Align2::CENTER_CENTER);
        let value = format!("{} dB", signed(db, 0));
        paint::text_within(ui.painter(), place, center, &value, font, ink);
        let place = place.translate(vec2(0.0, 20.0));
        let (font, ink) = (theme::label(), palette.muted);
        paint::text_within(ui.painter(), place, center, &words, font, ink);
    };
    if let (Some(lost_db), side) = more(both.map(|ear| ear.lost_db())) {
        let ink = match -lost_db < LOSS_DB {
            true => palette.room,
            false => palette.mix,
        };
        row(46.0, -lost_db, format!("bass, {side}"), ink);
    }
    if let (Some(room_db), side) = more(both.map(|ear| Some(ear.let_in_db()))) {
        row(106.0, room_db, format!("room, {side}"), palette.room);
    }
}

/// The greater of two figures, and the ear that has it.
fn more([left, right]: [Option<f64>; 2]) -> (Option<f64>, &'static str) {
    match (left, right) {
        (Some(left), Some(right)) if (left - right).abs() < 0.5 => (Some(left), "both"),
        (Some(left), Some(right)) if left < right => (Some(right), "right"),
        (None, Some(right)) => (Some(right), "right"),
        (left, _) => (left, "left"),
    }
}

/// Name of the ear, its figures, and its seal.
fn below_the_ear(ui: &mut Ui, rect: Rect, view: &View<'_>, side: usize, figures: Option<Ear>) {
    let palette = theme::of(ui);
    let (word, seal, _) = SIDES[side];
    let line = rect.with_max_y(rect.top() + 20.0);
    let name = paint::text(
        ui.painter(),
        line.left_center(),
        Align2::LEFT_CENTER,
        word,
        theme::strong(),
        palette.text,
    );
    let (text, ink) = match figures {
        None => (String::new(), palette.muted),
        Some(ear) if ear.out => ("out: the room as it is".to_owned(), palette.room),
        Some(ear) if ear.bass_db < LOSS_DB => (in_words(ear), palette.room),
        Some(ear) => (in_words(ear), palette.fine),
    };
    let place = line.with_min_x(name.right() + theme::STEP);
    let response = ui.interact(place, ui.scope_id().with(("figures", side)), Sense::hover());
    response.widget_info(|| {
        let name = format!("{word} ear in figures");
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, name);
        info.current_text_value = Some(text.clone());
        info
    });
    let font = theme::label();
    paint::text_within(ui.painter(), place, Align2::RIGHT_CENTER, &text, font, ink);
    response.on_hover_text(
        "Bass from 40 to 120 Hz against an airtight tip without a vent; room from 125 Hz to 2 kHz \
         against the open ear.",
    );
    let label = pos2(rect.left(), line.bottom() + 26.0);
    let label = paint::text(
        ui.painter(),
        label,
        Align2::LEFT_CENTER,
        "Seal",
        theme::label(),
        palette.muted,
    );
    if let Some(seal) = view.control(seal) {
        let place = Rect::from_min_max(
            pos2(label.right() + 4.0, line.bottom() + 8.0),
            pos2(rect.right() + 18.0, line.bottom() + 44.0),
        );
        slider(ui, place, view, seal, palette.mix);
    }
}

fn in_words(ear: Ear) -> String {
    let bass = match ear.bass_db {
        db if db > -1.0 => "bass whole".to_owned(),
        db => format!("bass {} dB", signed(db, 0)),
    };
    format!("{bass} \u{b7} room {} dB", signed(ear.room_db, 0))
}
