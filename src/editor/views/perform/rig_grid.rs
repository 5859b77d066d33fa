//! The rigs to choose from: a kind at a time, a page at a time.

use egui::{pos2, vec2, Align2, Id, Key, Rect, Ui};

use super::tile;
use crate::editor::app::View;
use crate::editor::theme;
use crate::editor::views::perform::category::Kind;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::icon;
use crate::editor::widgets::paint;
use crate::session::library::Item;

/// Space between tiles, points.
const BETWEEN: f32 = theme::GAP;
/// Tiles on a page at most, in two rows.
const PAGE: usize = 12;

/// The page of rigs shown.
#[derive(Clone, Default)]
struct Page {
    kind: Kind,
    page: usize,
    /// The rig that was worn when this was shown last.
    worn: String,
}

/// Shows the rigs.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let id = ui.scope_id().with("wardrobe");
    let before = ui.data(|data| data.get_temp::<Page>(id));
    let mut place = follow(before, view);
    let head = rect.with_max_y(rect.top() + theme::BUTTON);
    kinds(ui, head, view, &mut place);
    let rigs = place.kind.rigs(&view.listing);
    let pages = rigs.len().div_ceil(PAGE).max(1);
    place.page = place.page.min(pages - 1);
    if pages > 1 {
        pager(ui, head, &mut place, rigs.len());
    }
    let area = rect.with_min_y(head.bottom() + theme::GAP);
    by_key(ui, &mut place, &rigs);
    if rigs.is_empty() {
        empty(ui, area);
    }
    tiles(ui, area, view, &place, &rigs);
    ui.data_mut(|data| data.insert_temp(id, place));
}

/// Goes to the page of the rig that is worn, when it is another one than before.
fn follow(before: Option<Page>, view: &View<'_>) -> Page {
    let worn = view.params.origin.get();
    let mut place = before.unwrap_or_default();
    if place.worn == worn {
        return place;
    }
    let find = |kind: Kind| {
        let rigs = kind.rigs(&view.listing);
        rigs.iter().position(|item| item.id == worn)
    };
    let here = find(place.kind).map(|at| (place.kind, at));
    if let Some((kind, at)) = here.or_else(|| find(Kind::All).map(|at| (Kind::All, at))) {
        (place.kind, place.page) = (kind, at / PAGE);
    }
    place.worn = worn;
    place
}

/// The kinds to choose from, each with the number of its rigs.
fn kinds(ui: &Ui, rect: Rect, view: &View<'_>, place: &mut Page) {
    let mut left = rect.left();
    for kind in Kind::ALL {
        let count = kind.rigs(&view.listing).len();
        let word = format!("{}  {count}", kind.word());
        let ink = theme::of(ui).text;
        let words = ui.painter().layout_no_wrap(word, theme::strong(), ink);
        let width = words.size().x + 28.0;
        let at = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        let name = format!("{} rigs", kind.word());
        let style = Style::plain(ui).down(kind == place.kind);
        let response = button::blank(ui, at, &name, style);
        let edge = at.left() + 14.0;
        let word = paint::text(
            ui.painter(),
            pos2(edge, at.center().y),
            Align2::LEFT_CENTER,
            kind.word(),
            theme::strong(),
            ink,
        );
        paint::text(
            ui.painter(),
            pos2(word.right() + 7.0, at.center().y),
            Align2::LEFT_CENTER,
            count,
            theme::label(),
            theme::of(ui).muted,
        );
        if response.clicked() {
            (place.kind, place.page) = (kind, 0);
        }
        response.on_hover_text(kind.help());
        left = at.right() + theme::STEP;
    }
}

/// Which of the rigs are shown, and the way to the others.
fn pager(ui: &Ui, rect: Rect, place: &mut Page, count: usize) {
    let pages = count.div_ceil(PAGE);
    let palette = theme::of(ui);
    let size = vec2(36.0, rect.height());
    let next = Rect::from_min_size(pos2(rect.right() - size.x, rect.top()), size);
    let first = place.page * PAGE;
    let text = format!(
        "{}\u{2013}{} of {count}",
        first + 1,
        count.min(first + PAGE)
    );
    let middle = pos2(next.left() - 52.0, rect.center().y);
    paint::text(
        ui.painter(),
        middle,
        Align2::CENTER_CENTER,
        text,
        theme::body(),
        palette.muted,
    );
    let before = next.translate(vec2(-104.0 - size.x, 0.0));
    let mut turned = place.page;
    for (at, name, key, direction, possible) in [
        (before, "Previous page", "Page up", -1.0, place.page > 0),
        (next, "Next page", "Page down", 1.0, place.page + 1 < pages),
    ] {
        let response = button::blank(ui, at, name, Style::plain(ui).enabled(possible));
        let ink = if possible {
            palette.text
        } else {
            palette.muted.gamma_multiply(0.4)
        };
        icon::triangle(ui.painter(), at.center(), direction, ink);
        if response.clicked() {
            turned = if direction < 0.0 {
                turned.saturating_sub(1)
            } else {
                turned + 1
            };
        }
        response.on_hover_text(format!("{name} ({key})"));
    }
    place.page = turned.min(pages - 1);
}

/// The page keys turn the pages, unless they turn the control that has the focus.
fn by_key(ui: &Ui, place: &mut Page, rigs: &[&Item]) {
    let focus = ui.memory(|memory| memory.focused());
    let on_tile = |at: &&Item| focus == Some(tile::id(ui, at));
    let held = focus.is_some() && !rigs.iter().any(on_tile);
    if held {
        return;
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let last = rigs.len().div_ceil(PAGE).max(1) - 1;
    let page = match (pressed(Key::PageUp), pressed(Key::PageDown)) {
        (true, false) => place.page.saturating_sub(1),
        (false, true) => (place.page + 1).min(last),
        _ => return,
    };
    if page != place.page {
        place.page = page;
        let first: Option<Id> = rigs.get(page * PAGE).map(|item| tile::id(ui, item));
        if let (Some(first), Some(_)) = (first, focus) {
            // What had the focus is gone.
            ui.memory_mut(|memory| memory.request_focus(first));
        }
    }
}

/// Numbers of columns and rows of tiles.
fn grid(count: usize) -> (usize, usize) {
    if count <= PAGE / 2 {
        (count.max(1), 1)
    } else {
        (count.min(PAGE).div_ceil(2), 2)
    }
}

fn tiles(ui: &Ui, rect: Rect, view: &View<'_>, place: &Page, rigs: &[&Item]) {
    let (across, rows) = grid(rigs.len());
    let size = vec2(
        (rect.width() - BETWEEN * (across - 1) as f32) / across as f32,
        (rect.height() - BETWEEN * (rows - 1) as f32) / rows as f32,
    );
    let shown = rigs.iter().skip(place.page * PAGE).take(PAGE);
    for (index, item) in shown.enumerate() {
        let (row, column) = (index / across, index % across);
        let at = vec2(
            column as f32 * (size.x + BETWEEN),
            row as f32 * (size.y + BETWEEN),
        );
        let at = Rect::from_min_size(rect.min + at, size);
        tile::show(ui, at, view, item, item.id == place.worn);
    }
}

/// Hint for an empty category.
fn empty(ui: &Ui, rect: Rect) {
    let palette = theme::of(ui);
    icon::star(
        ui.painter(),
        rect.center() - vec2(0.0, 48.0),
        14.0,
        false,
        palette.faint,
    );
    paint::rows_within(
        ui.painter(),
        Rect::from_center_size(rect.center() + vec2(0.0, 8.0), vec2(420.0, 64.0)),
        Align2::CENTER_CENTER,
        "No rig of your own yet. The star above marks the one that you wear as a favorite; a \
         click on its name opens the browser, where you save your own.",
        theme::body(),
        palette.muted,
        3,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_always_has_room_for_its_tiles() {
        for count in 0..40 {
            let (across, rows) = grid(count);
            assert!(across * rows >= count.min(PAGE), "{count}");
            assert!((1..=PAGE / 2).contains(&across), "{count}");
        }
    }
}
