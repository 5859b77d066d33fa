//! The list of rigs with its search.

use egui::epaint::RectShape;
use egui::{
    pos2, vec2, Align2, Rect, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui, UiBuilder,
    WidgetInfo,
};

use crate::editor::context::View;
use crate::editor::panels::rig_loading;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;
use crate::session::library::{Filter, Item, Source};

/// Height of a row, points.
const ROW: f32 = 46.0;
/// Height of the lines of tags, points.
const TAGS: f32 = 64.0;

/// Shows the search and what it finds.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let mut filter = view.desk.browser.borrow().filter.clone();
    search(ui, rect.with_max_y(rect.top() + 32.0), view, &mut filter);
    let line = Rect::from_min_size(
        rect.min + vec2(0.0, 40.0),
        vec2(rect.width(), theme::BUTTON),
    );
    let mut curves = view.desk.browser.borrow().curves;
    sources(ui, line, view, &mut filter, &mut curves);
    view.desk.browser.borrow_mut().curves = curves;
    if curves {
        let below = rect.with_min_y(line.bottom() + theme::STEP);
        super::curves::show(ui, below, view, &filter.words);
        view.desk.browser.borrow_mut().filter = filter;
        return;
    }
    let line = Rect::from_min_size(rect.min + vec2(0.0, 76.0), vec2(rect.width(), TAGS));
    let below = tags(ui, line, view, &mut filter);
    let shown = view.listing.search(&filter);
    view.desk.browser.borrow_mut().filter = filter;
    rows(ui, rect.with_min_y(below + theme::STEP), view, &shown);
}

fn search(ui: &mut Ui, rect: Rect, view: &View<'_>, filter: &mut Filter) {
    let hint = match view.desk.browser.borrow().curves {
        true => "Search names, ears and rigs of measurement",
        false => "Search names, notes and tags",
    };
    let edit = TextEdit::singleline(&mut filter.words)
        .hint_text(hint)
        .font(theme::body())
        .margin(vec2(10.0, 7.0));
    let response = ui.put(rect, edit).accessible_name("Search");
    paint::focus_ring(ui, rect, &response);
    if std::mem::take(&mut view.desk.browser.borrow_mut().fresh) {
        response.request_focus();
    }
}

fn sources(ui: &Ui, rect: Rect, view: &View<'_>, filter: &mut Filter, curves: &mut bool) {
    let mut left = rect.left();
    let mut chip = |word: &str, on: bool| {
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(92.0, rect.height()));
        left += 100.0;
        button::named(
            ui,
            place,
            word,
            &format!("Show {word}"),
            Style::plain(ui).down(on),
        )
        .clicked()
    };
    for (word, source) in [
        ("All", None),
        ("Factory", Some(Source::Factory)),
        ("Yours", Some(Source::User)),
    ] {
        if chip(word, !*curves && filter.source == source) {
            filter.source = source;
            *curves = false;
        }
    }
    if chip("Favorites", !*curves && filter.favorites) {
        filter.favorites = *curves || !filter.favorites;
        *curves = false;
    }
    if chip("Curves", *curves) {
        *curves = !*curves;
        // The pointer took the keyboard from the field; keys stay on the button.
        view.desk.browser.borrow_mut().fresh = !button::by_keys(ui);
    }
}

/// Tags to filter by, in two lines at most; where they end.
fn tags(ui: &Ui, rect: Rect, view: &View<'_>, filter: &mut Filter) -> f32 {
    let palette = theme::of(ui);
    let (mut left, mut top) = (rect.left(), rect.top());
    for tag in view.listing.tags() {
        let size = ui
            .painter()
            .layout_no_wrap(tag.to_owned(), theme::label(), palette.text)
            .size();
        let width = size.x + 20.0;
        if left + width > rect.right() {
            (left, top) = (rect.left(), top + 30.0);
        }
        if top + 26.0 > rect.bottom() {
            break;
        }
        let place = Rect::from_min_size(pos2(left, top), vec2(width, 26.0));
        let on = filter.tags.iter().any(|known| known == tag);
        let style = Style::plain(ui).down(on);
        if button::named(ui, place, tag, &format!("Tag {tag}"), style).clicked() {
            if on {
                filter.tags.retain(|known| known != tag);
            } else {
                filter.tags.push(tag.to_owned());
            }
        }
        left += width + 6.0;
    }
    top + 26.0
}

fn rows(ui: &mut Ui, rect: Rect, view: &View<'_>, shown: &[usize]) {
    let palette = theme::of(ui);
    if shown.is_empty() {
        let at = pos2(rect.center().x, rect.top() + 48.0);
        paint::text(
            ui.painter(),
            at,
            Align2::CENTER_CENTER,
            "No rig is like that. Take a word or a tag away.",
            theme::body(),
            palette.muted,
        );
        return;
    }
    let origin = view.params.origin.get();
    let child = &mut ui.new_child(UiBuilder::new().max_rect(rect).id_salt("rigs"));
    child.set_clip_rect(rect.expand2(vec2(4.0, 0.0)));
    ScrollArea::vertical()
        .max_height(rect.height())
        .auto_shrink(false)
        .show_viewport(child, |ui, seen| {
            let size = vec2(ui.available_width(), ROW * shown.len() as f32);
            let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
            // One row more at either end, for the keyboard to go on to.
            let first = ((seen.top() / ROW).floor() as usize).saturating_sub(1);
            let end = ((seen.bottom() / ROW).ceil() as usize + 1).min(shown.len());
            for (position, &index) in shown.iter().enumerate().take(end).skip(first) {
                let item = &view.listing.items[index];
                let at = whole.min + vec2(0.0, ROW * position as f32);
                let place = Rect::from_min_size(at, vec2(size.x - 8.0, ROW));
                row(ui, place, view, item, item.id == origin);
            }
        });
}

fn row(ui: &Ui, rect: Rect, view: &View<'_>, item: &Item, loaded: bool) {
    let palette = theme::of(ui);
    let rect = rect.shrink2(vec2(0.0, 1.0));
    let words = rect.with_min_x(rect.left() + 40.0);
    let id = ui.scope_id().with(("row", item.id.as_str()));
    // The star is drawn on the row, and the keyboard comes by it first.
    let back = ui.painter().add(egui::Shape::Noop);
    rig_loading::favorite(ui, rect.with_max_x(rect.left() + 40.0), view, &item.id);
    let response = ui.interact(words, id, Sense::CLICK | Sense::FOCUSABLE);
    response.widget_info(|| {
        WidgetInfo::selected(egui::Role::ListItem, item.rig.is_ok(), loaded, &item.name)
    });
    let fill = if loaded {
        palette.raised
    } else if response.hovered() {
        palette.hovered
    } else {
        palette.panel
    };
    let edge = if loaded {
        Stroke::new(1.5, palette.mix)
    } else {
        Stroke::NONE
    };
    let painter = ui.painter();
    let shape = RectShape::new(rect, theme::BUTTON_RADIUS, fill, edge, StrokeKind::Inside);
    painter.set(back, shape);
    row_words(ui, rect, words, item);
    paint::focus_ring(ui, words.shrink(3.0), &response);
    if response.clicked() {
        rig_loading::load(view, item);
    }
}

/// Name, tags or problem, and source of a row.
fn row_words(ui: &Ui, rect: Rect, words: Rect, item: &Item) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let (below, ink) = match &item.rig {
        Ok(_) => (item.tags.join(" \u{b7} "), palette.muted),
        Err(problem) => (format!("! {problem}"), palette.limit),
    };
    let line = |top: f32| {
        let at = pos2(words.left(), words.top() + top);
        Rect::from_min_size(at, vec2(words.width() - 76.0, 18.0))
    };
    paint::text_within(
        painter,
        line(4.0),
        Align2::LEFT_CENTER,
        &item.name,
        theme::strong(),
        palette.text,
    );
    paint::text_within(
        painter,
        line(22.0),
        Align2::LEFT_CENTER,
        &below,
        theme::label(),
        ink,
    );
    let source = if item.is_user() { "yours" } else { "factory" };
    paint::text(
        painter,
        rect.right_center() - vec2(12.0, 0.0),
        Align2::RIGHT_CENTER,
        source,
        theme::label(),
        palette.muted,
    );
}
