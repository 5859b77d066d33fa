//! The rigs to choose from: a category at a time, or what a search finds, in a grid that scrolls.
//! Only the rows in view are laid out.

mod state;

use egui::{
    pos2, vec2, Align2, EventFilter, Key, Rect, ScrollArea, Sense, TextEdit, Ui, UiBuilder,
};

use super::category::Category;
use super::tile;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::icon;
use crate::editor::widgets::paint;
use crate::rig::presets::DEFAULT_RIG_ID;
use crate::session::library::factory_id;
pub use state::State;

/// Space between tiles, points.
const BETWEEN: f32 = theme::GAP;
/// Tiles beside each other, and rows of them in view.
const ACROSS: usize = 4;
const ROWS: usize = 2;
/// Width of the search field, points.
const SEARCH: f32 = 236.0;
/// Room of the bar that scrolls, points.
const BAR: f32 = 14.0;

/// Shows the rigs.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let state = &mut *view.desk.perform.borrow_mut();
    follow(state, view);
    let head = rect.with_max_y(rect.top() + theme::BUTTON);
    categories(ui, head, state);
    search(ui, head.with_min_x(head.right() - SEARCH), state);
    state
        .shown
        .update(&view.listing, state.category, &state.words);
    let area = rect.with_min_y(head.bottom() + theme::GAP);
    by_key(ui, state, view);
    if state.shown.order.is_empty() {
        empty(ui, area, state);
    } else {
        grid(ui, area, state, view);
    }
}

/// The rigs of the grid in their order, as places in the listing.
pub fn order(view: &View<'_>) -> Vec<usize> {
    let state = &mut *view.desk.perform.borrow_mut();
    let shown = &mut state.shown;
    shown.update(&view.listing, state.category, &state.words);
    shown.order.clone()
}

/// Goes to the rig that is worn, when it is another one than before.
fn follow(state: &mut State, view: &View<'_>) {
    if (state.worn.as_deref()).is_some_and(|worn| view.params.origin.is(worn)) {
        return;
    }
    let worn = view.params.origin.get();
    let first = state.worn.is_none();
    state.worn = Some(worn.clone());
    if first && (worn.is_empty() || worn == factory_id(DEFAULT_RIG_ID)) {
        return;
    }
    let listing = &view.listing;
    state.shown.update(listing, state.category, &state.words);
    let find = |order: &[usize]| order.iter().position(|&at| listing.items[at].id == worn);
    let mut found = find(&state.shown.order);
    if found.is_none() && state.words.is_empty() {
        let other = (Category::ALL.iter()).find_map(|&category| {
            let at = find(&category.rigs(listing))?;
            Some((category, at))
        });
        if let Some((category, at)) = other {
            state.category = category;
            found = Some(at);
        }
    }
    state.to_row = found.map(|at| at / ACROSS);
}

/// The categories to choose from, each with the number of its rigs.
fn categories(ui: &Ui, rect: Rect, state: &mut State) {
    let listing_counts = state.shown.counts;
    let palette = theme::of(ui);
    let mut left = rect.left();
    for (category, count) in Category::ALL.into_iter().zip(listing_counts) {
        let count = count.to_string();
        let width = |text: &str, font| {
            let galley = (ui.painter()).layout_no_wrap(text.to_owned(), font, palette.text);
            galley.size().x
        };
        let words = width(category.word(), theme::strong());
        let wide = words + width(&count, theme::label()) + 7.0 + 28.0;
        let at = Rect::from_min_size(pos2(left, rect.top()), vec2(wide, rect.height()));
        let on = category == state.category && state.words.trim().is_empty();
        let name = format!("Show {}", category.word());
        let style = Style::plain(ui).down(on).color(palette.mix);
        let response = button::blank(ui, at, &name, style);
        let middle = at.center().y;
        paint::text(
            ui.painter(),
            pos2(at.left() + 14.0, middle),
            Align2::LEFT_CENTER,
            category.word(),
            theme::strong(),
            palette.text,
        );
        paint::text(
            ui.painter(),
            pos2(at.right() - 14.0, middle),
            Align2::RIGHT_CENTER,
            count,
            theme::label(),
            palette.muted,
        );
        if response.clicked() {
            state.category = category;
            state.words.clear();
            state.to_row = Some(0);
        }
        response.on_hover_text(category.help());
        left = at.right() + theme::STEP;
    }
}

fn search(ui: &mut Ui, rect: Rect, state: &mut State) {
    let edit = TextEdit::singleline(&mut state.words)
        .hint_text("Search people, places, gear")
        .font(theme::body())
        .margin(vec2(10.0, 5.0));
    let response = ui.put(rect, edit).accessible_name("Search rigs");
    let painter = ui.painter();
    let outline = theme::outline(theme::of(ui));
    painter.rect_stroke(
        rect,
        theme::BUTTON_RADIUS,
        outline,
        egui::StrokeKind::Inside,
    );
    paint::focus_ring(ui, rect, &response);
    if response.changed() {
        state.to_row = Some(0);
    }
}

/// The arrow keys go from tile to tile; the page keys go a page on, unless they turn the control
/// that has the focus.
fn by_key(ui: &Ui, state: &mut State, view: &View<'_>) {
    let order = &state.shown.order;
    let focus = ui.memory(|memory| memory.focused());
    let at = |index: usize| tile::id(&view.listing.items[order[index]]);
    let here = focus.and_then(|id| (0..order.len()).find(|&index| at(index) == id));
    let pressed = |key| ui.input(|input| input.num_presses(key)) as isize;
    let pages = pressed(Key::PageDown) - pressed(Key::PageUp);
    let Some(last) = order.len().checked_sub(1) else {
        return;
    };
    let Some(here) = here else {
        if focus.is_none() && pages != 0 {
            // Forwards, the row that comes into view is the last one of the page.
            let rows = if pages > 0 { 2 * ROWS - 1 } else { ROWS } as isize;
            let row = state.from_row.round() as isize + pages.signum() * rows;
            state.to_row = Some(row.max(0) as usize);
        }
        return;
    };
    let arrows = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(at(here), arrows));
    let across = pressed(Key::ArrowRight) - pressed(Key::ArrowLeft);
    let down = pressed(Key::ArrowDown) - pressed(Key::ArrowUp) + pages * ROWS as isize;
    let by = across + down * ACROSS as isize;
    let to = if pressed(Key::Home) > 0 {
        0
    } else if pressed(Key::End) > 0 {
        last
    } else if by != 0 {
        let to = here as isize + by;
        // Up and down stay in their column.
        if across == 0 && pages == 0 && !(0..=last as isize).contains(&to) {
            return;
        }
        to.clamp(0, last as isize) as usize
    } else {
        return;
    };
    state.to_row = Some(to / ACROSS);
    ui.memory_mut(|memory| memory.request_focus(at(to)));
}

fn grid(ui: &mut Ui, rect: Rect, state: &mut State, view: &View<'_>) {
    let order = &state.shown.order;
    let rows = order.len().div_ceil(ACROSS);
    let size = vec2(
        (rect.width() - BETWEEN * (ACROSS - 1) as f32 - BAR) / ACROSS as f32,
        (rect.height() - BETWEEN * (ROWS - 1) as f32) / ROWS as f32,
    );
    let pitch = size.y + BETWEEN;
    let category = state.words.trim().is_empty().then_some(state.category);
    let child = &mut ui.new_child(UiBuilder::new().max_rect(rect).id_salt("tiles"));
    child.set_clip_rect(rect.expand2(vec2(2.0, 1.0)));
    let scroll = &mut child.spacing_mut().scroll;
    // The bar is always seen, and nothing fades at the edges: rows are whole there.
    (scroll.fade.strength, scroll.dormant_handle_opacity) = (0.0, 0.5);
    (scroll.floating_width, scroll.bar_width) = (6.0, 8.0);
    scroll.dormant_background_opacity = 0.4;
    let mut area = ScrollArea::vertical()
        .max_height(rect.height())
        .auto_shrink(false);
    if let Some(row) = state.to_row.take() {
        let most = rows.saturating_sub(ROWS) as f32;
        let row = row as f32;
        let from = state.from_row;
        let last = from + (ROWS - 1) as f32;
        let to = if row < from {
            row
        } else if row > last {
            row - (ROWS - 1) as f32
        } else {
            from
        };
        area = area.vertical_scroll_offset(to.clamp(0.0, most) * pitch);
    }
    let output = area.show_viewport(child, |ui, seen| {
        let whole = vec2(ui.available_width(), pitch * rows as f32 - BETWEEN);
        let (place, _) = ui.allocate_exact_size(whole, Sense::hover());
        let first = (seen.top() / pitch + 0.01).floor().max(0.0) as usize;
        let end = ((seen.bottom() / pitch).ceil() as usize).min(rows);
        for (index, &at) in (order.iter().enumerate())
            .take(end * ACROSS)
            .skip(first * ACROSS)
        {
            let (row, column) = (index / ACROSS, index % ACROSS);
            let at_point = vec2(column as f32 * (size.x + BETWEEN), row as f32 * pitch);
            let tile = Rect::from_min_size(place.min + at_point, size);
            tile::show(ui, tile, view, &view.listing.items[at], category);
        }
    });
    state.from_row = output.state.clamped_offset().y / pitch;
}

/// Hint for an empty category or a search without an outcome.
fn empty(ui: &Ui, rect: Rect, state: &State) {
    let palette = theme::of(ui);
    let at = rect.center() - vec2(0.0, 48.0);
    icon::star(ui.painter(), at, 14.0, false, palette.faint);
    let text = if state.words.trim().is_empty() {
        "No rig of your own yet. The star on a tile marks a favorite; a click on the name at the top \
         opens the browser, where you save your own."
    } else {
        "No rig is like that. Take a word away, or click a category to see all of it."
    };
    paint::rows_within(
        ui.painter(),
        Rect::from_center_size(rect.center() + vec2(0.0, 8.0), vec2(420.0, 64.0)),
        Align2::CENTER_CENTER,
        text,
        theme::body(),
        palette.muted,
        3,
    );
}
