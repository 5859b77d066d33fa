//! One rig to choose: its picture, its name, in small print how the mix gets there and what is in
//! the ear, and what to listen for.

use egui::{pos2, vec2, Align2, Color32, Id, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::category::Category;
use super::{drawing, earphone_drawing, marks, names};
use crate::editor::context::View;
use crate::editor::panels::rig_loading;
use crate::editor::theme::{self, Palette};
use crate::editor::widgets::paint;
use crate::rig::Rig;
use crate::session::library::Item;

/// Size of the picture, points.
const PICTURE: egui::Vec2 = vec2(108.0, 96.0);
/// Height of the rows that say what to listen for, points.
const LISTEN: f32 = 47.0;
/// Height of a row of small print, points.
const ROW: f32 = 16.0;
/// Room of the star in the corner, points.
const STAR: f32 = 26.0;

/// Id of a tile while the window is open.
pub fn id(item: &Item) -> Id {
    Id::unique(("rig tile", item.id.as_str()))
}

/// Shows a rig under a category, or among what a search found; a click loads it.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>, item: &Item, category: Option<Category>) {
    let Ok(rig) = &item.rig else { return };
    let palette = theme::of(ui);
    let chosen = view.params.origin.is(&item.id);
    let response = ui.interact(rect, id(item), Sense::CLICK | Sense::FOCUSABLE);
    response.widget_info(|| {
        let name = format!("Wear {}", item.name);
        let mut info = WidgetInfo::selected(egui::Role::RadioButton, true, chosen, name);
        info.current_text_value = Some(listen_for(item, rig).to_owned());
        info
    });
    let fill = frame(ui, rect, chosen, response.hovered());
    let painter = ui.painter();
    let inner = rect.shrink(theme::GAP);
    let place = Rect::from_min_size(inner.min + vec2(-2.0, 2.0), PICTURE);
    picture(ui, place, fill, rig, category, chosen);
    let words = inner.with_min_x(place.right() + theme::STEP);
    small_print(ui, words, item, rig, category);
    let below = inner.with_min_y(inner.bottom() - LISTEN);
    let ink = if chosen { palette.text } else { palette.muted };
    paint::rows_within(
        painter,
        below,
        Align2::LEFT_BOTTOM,
        listen_for(item, rig),
        theme::label(),
        ink,
        3,
    );
    if chosen {
        tick(ui, inner.left_top() + vec2(6.0, 6.0), palette);
    }
    paint::focus_ring(ui, rect.shrink(4.0), &response);
    if response.clicked() {
        rig_loading::load(view, item);
    }
    if !item.notes.is_empty() {
        response.on_hover_text(item.notes.as_str());
    }
    let star = pos2(rect.right() - STAR - 4.0, rect.top() + 6.0);
    let star = Rect::from_min_size(star, vec2(STAR, STAR));
    rig_loading::favorite(ui, star, view, &item.id);
}

/// Draws the tile itself; its fill.
fn frame(ui: &Ui, rect: Rect, chosen: bool, hovered: bool) -> Color32 {
    let palette = theme::of(ui);
    let fill = match (chosen, hovered) {
        (true, _) => palette.raised,
        (false, true) => palette.hovered,
        (false, false) => palette.panel,
    };
    let edge = if chosen {
        Stroke::new(2.0, palette.mix)
    } else {
        theme::outline(palette)
    };
    let radius = theme::PANEL_RADIUS;
    ui.painter()
        .rect(rect, radius, fill, edge, StrokeKind::Inside);
    fill
}

/// The line that says what to listen for; a rig of a user's own may have notes in its place.
fn listen_for<'a>(item: &'a Item, rig: &'a Rig) -> &'a str {
    match rig.about.listen_for.trim() {
        "" => first_sentence(item.notes.trim()),
        line => line,
    }
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

/// The picture: of what the category sorts by, or else of whatever the rig is first.
fn picture(ui: &Ui, rect: Rect, ground: Color32, rig: &Rig, category: Option<Category>, lit: bool) {
    let palette = theme::of(ui);
    let about = &rig.about;
    let drawn = match category {
        Some(Category::Places) => drawing::of_venue(about.venue),
        Some(Category::Links) => Some(drawing::of_link(&rig.link)),
        Some(Category::Earphones) => None,
        Some(Category::Faults) => drawing::of_fault(about.fault),
        Some(Category::Roles) => drawing::of_role(about.role),
        Some(Category::Yours) | None => {
            drawing::of_fault(about.fault).or_else(|| drawing::of_person_or_place(rig))
        }
    };
    match drawn {
        Some(drawn) => {
            let inks = drawing::Inks::new(palette, ground, lit);
            drawing::draw(ui.painter(), rect, drawn, inks);
        }
        None => earphone_drawing::draw(ui.painter(), palette, rect, rig, lit),
    }
}

/// The name, and what is to be said in small print beside it.
fn headings(item: &Item, rig: &Rig, category: Option<Category>) -> (String, String) {
    let (title, rest) = names::split(&item.name);
    let about = &rig.about;
    let whole = match category {
        Some(Category::Places) => names::venue(about.venue),
        Some(Category::Links) => names::link(rig),
        _ => "",
    };
    if !whole.is_empty() && !title.eq_ignore_ascii_case(whole) {
        return (whole.to_owned(), item.name.clone());
    }
    if !rest.is_empty() {
        return (title, rest);
    }
    let (role, venue) = (names::role(about.role), names::venue(about.venue));
    let rest = match (role.is_empty(), venue.is_empty()) {
        (false, false) => format!("{role}, {}", venue.to_lowercase()),
        (true, true) => String::new(),
        _ => format!("{role}{venue}"),
    };
    (title, rest)
}

fn small_print(ui: &Ui, rect: Rect, item: &Item, rig: &Rig, category: Option<Category>) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let (title, rest) = headings(item, rig, category);
    let first = rect
        .with_min_y(rect.top() + 2.0)
        .with_max_x(rect.right() - STAR + 4.0);
    let rows = |rect: Rect, text: &str, font, ink, most| {
        paint::rows_within(painter, rect, Align2::LEFT_TOP, text, font, ink, most)
    };
    let mut top = rows(first, &title, theme::title(), palette.text, 3).bottom() + 3.0;
    let links = category == Some(Category::Links);
    let lines = if links { 1 } else { 2 };
    let room = rect.bottom() - LISTEN - 4.0 - top - ROW * lines as f32;
    if !rest.is_empty() && room >= ROW {
        let most = ((room / 15.0) as usize).clamp(1, 3);
        let said = rows(
            rect.with_min_y(top),
            &rest,
            theme::label(),
            palette.muted,
            most,
        );
        top = said.bottom() + 3.0;
    }
    let line = |top: f32, mark: &dyn Fn(egui::Pos2), text: &str| {
        mark(pos2(rect.left() + 8.0, top + 0.5 * ROW));
        let words = Rect::from_min_max(
            pos2(rect.left() + marks::WIDTH + 4.0, top),
            pos2(rect.right() + theme::STEP, top + ROW),
        );
        let (font, ink) = (theme::label(), palette.muted);
        paint::text_fitted(painter, words, Align2::LEFT_CENTER, text, font, ink);
    };
    if !links {
        let mark = |at| marks::link(painter, at, &rig.link, palette.muted);
        line(top, &mark, names::link(rig));
        top += ROW;
    }
    let mark = |at| marks::fit(painter, at, rig, palette.muted);
    line(top, &mark, &names::worn(rig));
}

/// The chosen rig is told by a tick too, not by its outline alone.
fn tick(ui: &Ui, at: egui::Pos2, palette: &Palette) {
    ui.painter().circle_filled(at, 9.0, palette.mix);
    let points = vec![
        at + vec2(-4.0, 0.0),
        at + vec2(-1.0, 3.0),
        at + vec2(4.0, -3.0),
    ];
    let stroke = Stroke::new(2.0, palette.background);
    ui.painter().line(points, stroke);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::presets;
    use crate::session::library::Library;

    /// The headings of a factory rig's tile in a category.
    fn of(id: &str, category: Option<Category>) -> (String, String) {
        let listing = Library::new(None).listing();
        let id = format!("factory:{id}");
        let item = listing.items.iter().find(|item| item.id == id);
        let item = item.expect("a factory rig");
        headings(item, item.rig.as_ref().expect("it is read"), category)
    }

    /// A name that says two things is divided; a place or a link comes first in its category.
    #[test]
    fn a_tile_is_headed_by_its_category() {
        let rig = presets::find("drummer-wired-behind-the-kit").unwrap();
        let (title, rest) = of("drummer-wired-behind-the-kit", Some(Category::Roles));
        assert_eq!(format!("{title}: {rest}"), rig.name);
        let links = of("drummer-wired-behind-the-kit", Some(Category::Links));
        assert_eq!(links.0, names::link(&rig));
        assert_eq!(links.1, rig.name);
    }

    #[test]
    fn a_note_is_cut_after_its_first_sentence() {
        assert_eq!(first_sentence("One. Two. Three."), "One.");
        assert_eq!(first_sentence("2.4 GHz is crowded"), "2.4 GHz is crowded");
    }
}
