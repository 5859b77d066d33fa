//! The stage around the performer: how loud it is as a whole, and what is on it.
//!
//! One slider moves all its parts together; which of them sound is chosen below it.

use egui::{pos2, vec2, Align2, CursorIcon, Id, Key, PointerButton, Rect, Response, Sense, Stroke};
use egui::{Ui, WidgetInfo};

use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::gesture::{notches, set_once};
use crate::editor::widgets::paint;
use crate::rig::stages;

/// Height of it, points.
pub const HEIGHT: f32 = 98.0;

/// The parameters of the parts: crowd, kit, wedges, hall, public address.
const PARTS: &[&str] = &["crowd", "drums", "wedges", "hall", "spill"];
/// The parameter that switches the room.
const POWER: &str = "ambon";
/// Buttons: word, part, and the part's level below a stage of which it is one among several, dB.
const BUTTONS: [(&str, usize, f64); 4] = [
    ("Kit", 1, 1.0),
    ("Crowd", 0, 12.0),
    ("Wedges", 2, 5.0),
    ("PA", 4, 5.0),
];
/// Levels of the slider, dB SPL; at its lower end the stage is silent.
const RANGE_DBSPL: [f64; 2] = [70.0, 115.0];
/// A part that is turned down is not turned down further than this, so that it stays on, dB SPL.
const LEAST_DBSPL: f64 = 20.0;
/// The highest level of a part, dB SPL.
const MOST_DBSPL: f64 = 120.0;
/// Level of a stage that a button begins, dB SPL.
const USUAL_DBSPL: f64 = 98.0;

type Levels = [f64; PARTS.len()];

/// The level of the whole, dB SPL; none for silence.
fn total_dbspl(levels: &Levels) -> Option<f64> {
    let power = |dbspl: &f64| match *dbspl > 0.0 {
        true => 10f64.powf(0.1 * dbspl),
        false => 0.0,
    };
    let sum: f64 = levels.iter().map(power).sum();
    (sum > 0.0).then(|| 10.0 * sum.log10())
}

/// The same stage at another level; a silent one becomes a club's.
fn at_level(levels: &Levels, dbspl: f64) -> Levels {
    let club = || {
        let club = stages::find("club").map_or(Levels::default(), |club| {
            let [crowd, drums, wedges, hall] = club.levels_dbspl;
            [crowd, drums, wedges, hall, club.spill_dbspl]
        });
        (club, total_dbspl(&club).unwrap_or(USUAL_DBSPL))
    };
    let (from, total) = total_dbspl(levels).map_or_else(club, |total| (*levels, total));
    from.map(|level| match level > 0.0 {
        true => (level + dbspl - total).clamp(LEAST_DBSPL, MOST_DBSPL),
        false => 0.0,
    })
}

/// Place of a level on the slider, 0 to 1.
fn share_of(dbspl: Option<f64>) -> f32 {
    let [low, high] = RANGE_DBSPL;
    dbspl.map_or(0.0, |dbspl| {
        ((dbspl - low) / (high - low)).clamp(0.0, 1.0) as f32
    })
}

/// The level in whole decibels at a place; none for the lower end.
fn level_at(share: f32) -> Option<f64> {
    let [low, high] = RANGE_DBSPL;
    let dbspl = (low + (high - low) * f64::from(share.clamp(0.0, 1.0))).round();
    (dbspl > low).then_some(dbspl)
}

/// Shows the stage.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let now = view.rig.ambient.levels_dbspl();
    let total = total_dbspl(&now);
    let text = total.map_or("silent".to_owned(), |dbspl| format!("{dbspl:.0} dB"));
    let painter = ui.painter();
    let line = rect.top() + 10.0;
    let (title, ink) = (theme::title(), palette.text);
    let at = pos2(rect.left(), line);
    paint::text(
        painter,
        at,
        Align2::LEFT_CENTER,
        "Stage around you",
        title.clone(),
        ink,
    );
    let ink = if total.is_some() {
        palette.room
    } else {
        palette.muted
    };
    let at = pos2(rect.right(), line);
    paint::text(painter, at, Align2::RIGHT_CENTER, &text, title, ink);
    let track = Rect::from_min_max(
        pos2(rect.left() + 10.0, rect.top() + 32.0),
        pos2(rect.right() - 10.0, rect.top() + 40.0),
    );
    slider(ui, track, view, &now, total, text);
    let each = (rect.width() - 3.0 * 6.0) / 4.0;
    for (index, (word, part, below_db)) in BUTTONS.into_iter().enumerate() {
        let left = rect.left() + index as f32 * (each + 6.0);
        let at = pos2(left, rect.bottom() - theme::BUTTON);
        let place = Rect::from_min_size(at, vec2(each, theme::BUTTON));
        part_button(ui, place, view, &now, (word, part, below_db));
    }
}

fn slider(ui: &Ui, track: Rect, view: &View<'_>, now: &Levels, total: Option<f64>, text: String) {
    let palette = theme::of(ui);
    let grip = track.expand2(vec2(10.0, 10.0));
    let id = ui.scope_id().with("stage around you");
    let response = ui
        .interact(grip, id, Sense::DRAG | Sense::FOCUSABLE)
        .on_hover_cursor(CursorIcon::ResizeHorizontal);
    response.widget_info(|| {
        let mut info = WidgetInfo::slider(true, total.unwrap_or(0.0), "Stage around you");
        info.current_text_value = Some(text.clone());
        info
    });
    drag(ui, &response, track, view, now);
    if !response.dragged() {
        step(ui, &response, view, now, total);
    }
    let painter = ui.painter();
    for dbspl in [80.0, 90.0, 100.0, 110.0] {
        let x = track.left() + track.width() * share_of(Some(dbspl));
        let tick = track.bottom() + 5.0..=track.bottom() + 9.0;
        painter.vline(x, tick, Stroke::new(1.0, palette.faint));
        let at = pos2(x, track.bottom() + 17.0);
        let (font, ink) = (theme::label(), palette.muted);
        paint::text(painter, at, Align2::CENTER_CENTER, dbspl, font, ink);
    }
    let share = share_of(total);
    paint::bar(painter, track, share, palette.room, palette.line);
    let at = pos2(track.left() + track.width() * share, track.center().y);
    let fill = paint::surface(palette, &response);
    painter.circle(at, 9.0, fill, Stroke::new(2.0, palette.room));
    paint::focus_ring(ui, grip.shrink2(vec2(0.0, 1.0)), &response);
    response.on_hover_text(
        "Level of all that sounds around you, in dB SPL; its parts keep their balance. A click on the \
         line goes there, the lower end is silence.",
    );
}

/// The pointer sets the level where it is, at a click as in a drag: one gesture of all the parts.
fn drag(ui: &Ui, response: &Response, track: Rect, view: &View<'_>, now: &Levels) {
    let from_id = response.id.with("from");
    let started = response.drag_started_by(PointerButton::Primary);
    if started {
        switch_on(view);
        let from = stage_to_move(ui, response.id, now);
        ui.data_mut(|data| data.insert_temp(from_id, from));
    }
    if started || response.dragged_by(PointerButton::Primary) {
        let from = ui.data(|data| data.get_temp::<Levels>(from_id));
        if let (Some(from), Some(at)) = (from, response.interact_pointer_pos()) {
            let share = (at.x - track.left()) / track.width();
            view.desk.held.begin(view, PARTS);
            set_all(view, &wanted(&from, level_at(share)));
        }
    }
    if response.drag_stopped_by(PointerButton::Primary) {
        view.desk.held.end(view, PARTS);
        ui.data_mut(|data| data.remove::<Levels>(from_id));
    }
}

/// The wheel and the keys: a decibel, five with the page keys, and the ends.
fn step(ui: &Ui, response: &Response, view: &View<'_>, now: &Levels, total: Option<f64>) {
    let [low, high] = RANGE_DBSPL;
    let by = f64::from(notches(ui, response));
    let pressed = |key| response.has_focus() && ui.input(|input| input.key_pressed(key));
    let to = if pressed(Key::Home) {
        low
    } else if pressed(Key::End) {
        high
    } else if by != 0.0 {
        (total.unwrap_or(low).round() + by).clamp(low, high)
    } else {
        return;
    };
    let from = stage_to_move(ui, response.id, now);
    switch_on(view);
    view.desk.held.begin(view, PARTS);
    set_all(view, &wanted(&from, (to > low).then_some(to)));
    view.desk.held.end(view, PARTS);
}

fn wanted(from: &Levels, dbspl: Option<f64>) -> Levels {
    dbspl.map_or(Levels::default(), |dbspl| at_level(from, dbspl))
}

/// The stage that the slider moves: the present one, or the last that was heard.
fn stage_to_move(ui: &Ui, id: Id, now: &Levels) -> Levels {
    let last_id = id.with("last");
    if total_dbspl(now).is_some() {
        ui.data_mut(|data| data.insert_temp(last_id, *now));
        return *now;
    }
    ui.data(|data| data.get_temp(last_id)).unwrap_or_default()
}

/// Switches the room on, if it is off: its silent parts first, so that none of them bursts in.
fn switch_on(view: &View<'_>) {
    let Some(power) = view.control(POWER).filter(|power| !power.is_on()) else {
        return;
    };
    view.desk.held.begin(view, PARTS);
    set_all(view, &Levels::default());
    view.desk.held.end(view, PARTS);
    set_once(view, power, 1.0);
}

fn set_all(view: &View<'_>, levels: &Levels) {
    for (id, level) in PARTS.iter().zip(levels) {
        let control = view.control(id);
        let position = control.and_then(|control| control.position_of(*level));
        if let (Some(control), Some(position)) = (control, position) {
            control.param.set(view.gui, position);
        }
    }
}

/// The button of a part: off, or at the level that it had, or that it usually has on such a stage.
fn part_button(
    ui: &Ui,
    rect: Rect,
    view: &View<'_>,
    now: &Levels,
    (word, part, below_db): (&str, usize, f64),
) {
    let palette = theme::of(ui);
    let on = now[part] > 0.0;
    let style = Style::plain(ui).down(on).color(palette.room);
    let response = button::named(ui, rect, word, &format!("{word} around you"), style);
    let Some(control) = view.control(PARTS[part]) else {
        return;
    };
    if response.clicked() {
        let last_id = response.id.with("last");
        let usual = total_dbspl(now).unwrap_or(USUAL_DBSPL + below_db) - below_db;
        let to = if on {
            ui.data_mut(|data| data.insert_temp(last_id, now[part]));
            0.0
        } else {
            switch_on(view);
            let last = ui.data(|data| data.get_temp::<f64>(last_id));
            last.unwrap_or(usual).clamp(LEAST_DBSPL, MOST_DBSPL)
        };
        if let Some(position) = control.position_of(to) {
            set_once(view, control, position);
        }
    }
    response.on_hover_text(control.tooltip());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_stage_keep_their_balance_at_any_level() {
        let stage = [84.0, 108.0, 96.0, 0.0, 94.0];
        for dbspl in [75.0, 100.0, 112.0] {
            let moved = at_level(&stage, dbspl);
            let total = total_dbspl(&moved).unwrap();
            assert!((total - dbspl).abs() < 1e-9, "{total}");
            assert_eq!(moved[3], 0.0);
            assert!((moved[1] - moved[0] - 24.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_silent_stage_becomes_a_clubs() {
        let moved = at_level(&Levels::default(), 100.0);
        assert!((total_dbspl(&moved).unwrap() - 100.0).abs() < 1e-9);
        assert!(moved.iter().all(|level| *level > 0.0));
        assert_eq!(total_dbspl(&Levels::default()), None);
    }

    #[test]
    fn the_slider_is_in_whole_decibels_and_silent_at_its_lower_end() {
        assert_eq!(level_at(0.0), None);
        assert_eq!(level_at(1.0), Some(115.0));
        for dbspl in [71.0, 90.0, 100.0] {
            assert_eq!(level_at(share_of(Some(dbspl))), Some(dbspl));
        }
    }
}
