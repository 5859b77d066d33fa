//! The ear with the earphone in it, drawn from the rig: depth, seal, leak, vent and drivers are what
//! the network is solved with.

mod anatomy;
mod bud;
pub mod drivers;
mod earphone;
mod paths;

use egui::{pos2, vec2, Align2, Rect, Sense, Shape, Ui, WidgetInfo};

use self::anatomy::Anatomy;
use self::earphone::Worn;
use super::summary;
use crate::design::Plot;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint::{self, signed};
use crate::rig::Rig;

/// Height of the figures below the drawing, points.
const FIGURES: f32 = 60.0;
/// A drawing that is at least so wide has room for words beside the ear, points.
const ROOMY: f32 = 300.0;
/// Size of an earphone that hangs out of the ear, of one that is worn.
const HANGING: f32 = 0.66;

/// Shows the ear that is looked at.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let ear = view.look.ear.min(1);
    let inner = paint::panel(ui, rect, ["Left ear", "Right ear"][ear]);
    for (side, (word, name)) in [("L", "Left ear"), ("R", "Right ear")]
        .into_iter()
        .enumerate()
    {
        let right = inner.right() - 40.0 * (1 - side) as f32;
        let place = Rect::from_min_size(pos2(right - 36.0, inner.top() - 2.0), vec2(36.0, 24.0));
        let style = Style::plain(ui).down(ear == side).color(palette.text);
        if button::named(ui, place, word, name, style).clicked() {
            view.change(|look| look.ear = side);
        }
    }
    let drawing = Rect::from_min_max(
        pos2(inner.left(), inner.top() + 32.0),
        pos2(inner.right(), inner.bottom() - FIGURES - 4.0),
    );
    self::drawing(ui, drawing, view.rig, ear, false, "Drawing of the ear");
    figures(ui, inner.with_min_y(inner.bottom() - FIGURES), view, ear);
}

/// Draws an ear as a rig has it: 0 left, 1 right; its drum at the right, or mirrored.
pub fn drawing(ui: &Ui, rect: Rect, rig: &Rig, ear: usize, mirrored: bool, name: &str) {
    let palette = theme::of(ui);
    let worn = Worn::of(rig, ear);
    let response = ui.interact(rect, ui.scope_id().with(name), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Image, true, name);
        info.current_text_value = Some(in_words(&worn));
        info
    });
    let painter = &ui.painter().with_clip_rect(rect);
    let first = painter.add(Shape::Noop);
    let anatomy = Anatomy::new(rect);
    anatomy.draw(painter, palette);
    if worn.out {
        // It hangs in front of the ear, a little away, and the room has the canal for itself.
        let size = HANGING * rect.size();
        let place = Rect::from_min_size(rect.left_bottom() - vec2(0.0, size.y), size);
        earphone::draw(painter, palette, &Anatomy::new(place), &worn);
        let at = pos2(rect.left() + 8.0, rect.top() + 16.0);
        let words = if rect.width() < ROOMY {
            "out"
        } else {
            "out of the ear"
        };
        paint::text(
            painter,
            at,
            Align2::LEFT_CENTER,
            words,
            theme::label(),
            palette.room,
        );
    } else {
        earphone::draw(painter, palette, &anatomy, &worn);
        paths::draw(painter, palette, &anatomy, &worn);
    }
    anatomy.draw_drum(painter, palette);
    if mirrored {
        let last = painter.add(Shape::Noop);
        ui.ctx().graphics_mut(|graphics| {
            let list = graphics.entry(ui.layer_id());
            for index in first.0..last.0 {
                let flip = |shape: &mut egui::epaint::ClippedShape| {
                    paint::mirror(&mut shape.shape, rect.center().x);
                };
                list.mutate_shape(egui::layers::ShapeIdx(index), flip);
            }
        });
    }
}

/// The drawing in a sentence, for those who cannot see it.
fn in_words(worn: &Worn<'_>) -> String {
    if worn.out {
        return "out of the ear".to_owned();
    }
    let port = summary::vent(&worn.port).map_or("no vent", |vent| vent.phrase);
    let form = match (worn.is_bud(), worn.custom) {
        (true, _) => "bud",
        (_, true) => "molded shell",
        _ => "tip",
    };
    format!(
        "{form}, seal {:.0} %, {:.0} mm from the drum, {port}",
        100.0 * worn.seal,
        worn.residual_mm
    )
}

/// Figures of the fit that a user can act on.
fn figures(ui: &Ui, rect: Rect, view: &View<'_>, ear: usize) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    painter.hline(rect.x_range(), rect.top(), theme::outline(palette));
    let picture = view.designer.picture();
    let at = |plot: &Plot, frequency_hz: f64| {
        let index = plot.frequencies_hz.partition_point(|&f| f < frequency_hz);
        index.min(plot.frequencies_hz.len().saturating_sub(1))
    };
    let decibels = |of: &dyn Fn(&Plot) -> f64| {
        let value = picture.plot.as_ref().map(of);
        value.map_or("\u{2013}".to_owned(), |db| format!("{} dB", signed(db, 1)))
    };
    // Where nothing is in the ear, nothing seals and there is no bass to lose.
    let (seal, bass) = if Worn::of(view.rig, ear).out {
        ("\u{2013}".to_owned(), "\u{2013}".to_owned())
    } else {
        let seal = 100.0 * summary::seals_of(view.rig)[ear];
        let bass = decibels(&|plot| {
            let index = at(plot, 50.0);
            plot.programme_db[ear][index] - plot.sealed_db[index]
        });
        (format!("{seal:.0} %"), bass)
    };
    let room = decibels(&|plot| plot.isolation_db[ear][at(plot, 1000.0)]);
    let third = rect.width() / 3.0;
    for (index, (name, value, color, help)) in [
        (
            "Seal",
            seal,
            palette.text,
            "How well the tip closes the canal; 100 % is airtight.",
        ),
        (
            "Bass at 50 Hz",
            bass,
            palette.mix,
            "The mix at this drum against the same earphone with an airtight tip and no vent.",
        ),
        (
            "Room at 1 kHz",
            room,
            palette.room,
            "The room at this drum against the open ear: what the earphone keeps out.",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let left = rect.left() + third * index as f32;
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(third, FIGURES));
        figure(ui, place, (name, help), (&value, color));
    }
}

/// One figure with its name.
fn figure(ui: &Ui, rect: Rect, (name, help): (&str, &str), (value, color): (&str, egui::Color32)) {
    let painter = ui.painter();
    let place = rect.with_min_y(rect.top() + 4.0);
    let response = ui.interact(place, ui.scope_id().with(name), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, name);
        info.current_text_value = Some(value.to_owned());
        info
    });
    response.on_hover_text(help);
    paint::text(
        painter,
        pos2(rect.left(), rect.top() + 20.0),
        Align2::LEFT_CENTER,
        name,
        theme::label(),
        theme::of(ui).muted,
    );
    paint::text(
        painter,
        pos2(rect.left(), rect.top() + 44.0),
        Align2::LEFT_CENTER,
        value,
        theme::readout(),
        color,
    );
}
