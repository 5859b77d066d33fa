//! Choice of the sounds, the question and the number of trials, and the results that are kept.

use egui::{pos2, vec2, Align2, Rect, ScrollArea, Sense, TextEdit, Ui, UiBuilder};

use super::label::label;
use super::State;
use crate::analysis::blind_test::Question;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;
use crate::session::blind::{Run, Side};

/// Width of the choices, and of the words before them, points.
const WIDTH: f32 = 640.0;
const WORDS: f32 = 148.0;
/// Height of a row of choices, points.
const ROW: f32 = 44.0;
/// Height of a row of the list, points.
const LINE: f32 = 28.0;

/// Shows it.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let left = rect.with_max_x(rect.left() + WIDTH);
    let row = |n: usize| {
        let top = left.top() + ROW * n as f32;
        Rect::from_min_size(pos2(left.left(), top), vec2(WIDTH, theme::BUTTON))
    };
    choices(ui, row, view);
    let ready = ready(view);
    let begin = row(5)
        .with_max_x(left.left() + WORDS + 120.0)
        .with_min_x(left.left() + WORDS);
    let style = Style::plain(ui).enabled(ready.is_ok());
    if button::named(ui, begin, "Begin", "Begin the blind test", style).clicked() {
        start(view);
        ui.ctx().request_repaint();
    }
    if let Err(reason) = ready {
        let place = begin.translate(vec2(132.0, 0.0)).with_max_x(left.right());
        label(ui, place, "why not", reason, palette.muted);
    }
    let lines = [
        sides(view),
        "Both sounds play side by side at one loudness, within 0.1 LU; you hear one at a time."
            .to_owned(),
        "Answers are shown after the last trial. A guesser has p < 0.05 in 4 to 5 % of such tests."
            .to_owned(),
        "A test ends when a set-up is changed, or the window closes.".to_owned(),
    ];
    for (n, line) in lines.iter().enumerate() {
        let top = row(6).top() + 22.0 * n as f32;
        let place = Rect::from_min_size(pos2(left.left(), top), vec2(WIDTH, 20.0));
        label(ui, place, &format!("about {n}"), line, palette.muted);
    }
    let divide = left.right() + theme::PADDING;
    ui.painter()
        .vline(divide, rect.y_range(), theme::outline(palette));
    kept(ui, rect.with_min_x(divide + theme::PADDING), view);
}

/// Names of both sides.
fn sides(view: &View<'_>) -> String {
    let sides = view.desk.blind.borrow().sides;
    let name = |side| {
        let name = view.params.side_name(side);
        name.map_or("an empty slot".to_owned(), |name| {
            format!("\u{201c}{name}\u{201d}")
        })
    };
    format!("{} against {}", name(sides[1]), name(sides[0]))
}

fn choices(ui: &mut Ui, row: impl Fn(usize) -> Rect, view: &View<'_>) {
    let mut state = view.desk.blind.borrow_mut();
    let State {
        sides,
        question,
        length,
        ..
    } = &mut *state;
    for (n, (side, word)) in sides.iter_mut().zip(["First", "Second"]).enumerate() {
        let all: Vec<(String, Side, bool)> = Side::all()
            .map(|side| {
                (
                    side.short().to_owned(),
                    side,
                    view.params.side_name(side).is_some(),
                )
            })
            .collect();
        options(ui, row(n), word, &all, side);
    }
    let questions = [
        ("Which one is X?".to_owned(), Question::Abx, true),
        (
            "Which one is better?".to_owned(),
            Question::Preference,
            true,
        ),
    ];
    options(ui, row(2), "Question", &questions, question);
    let lengths = question.lengths().iter().enumerate();
    let lengths: Vec<(String, usize, bool)> = lengths
        .map(|(n, trials)| (trials.to_string(), n, true))
        .collect();
    options(ui, row(3), "Trials", &lengths, length);
    let place = row(4);
    label(
        ui,
        place.with_max_x(place.left() + WORDS),
        "Seed",
        "Seed",
        theme::of(ui).muted,
    );
    let field = Rect::from_min_size(place.min + vec2(WORDS, 0.0), vec2(160.0, theme::BUTTON));
    let edit = TextEdit::singleline(&mut state.seed)
        .font(theme::body())
        .margin(vec2(10.0, 5.0));
    let response = ui
        .put(field, edit)
        .accessible_name("Seed of the hidden order");
    paint::focus_ring(ui, field, &response);
}

/// A few words of which one is chosen, behind what they are about.
fn options<T: Copy + PartialEq>(
    ui: &Ui,
    rect: Rect,
    about: &str,
    options: &[(String, T, bool)],
    chosen: &mut T,
) {
    label(
        ui,
        rect.with_max_x(rect.left() + WORDS),
        about,
        about,
        theme::of(ui).muted,
    );
    let all = rect.with_min_x(rect.left() + WORDS);
    let gaps = theme::STEP * (options.len() - 1) as f32;
    let each = (all.width() - gaps) / options.len() as f32;
    for (index, (word, value, possible)) in options.iter().enumerate() {
        let left = all.left() + index as f32 * (each + theme::STEP);
        let place = Rect::from_min_size(pos2(left, all.top()), vec2(each, all.height()));
        let style = Style::plain(ui).down(*chosen == *value).enabled(*possible);
        let name = format!("{about}: {word}");
        if button::named(ui, place, word, &name, style).clicked() {
            *chosen = *value;
        }
    }
}

/// Says why a test cannot begin, if it cannot.
fn ready(view: &View<'_>) -> Result<(), &'static str> {
    let state = view.desk.blind.borrow();
    let [first, second] = state.sides;
    if first == second {
        return Err("Choose two sounds.");
    }
    if state
        .sides
        .iter()
        .any(|side| view.params.side_name(*side).is_none())
    {
        return Err("One of the slots is empty.");
    }
    match state.seed.trim().parse::<u64>() {
        Ok(_) => Ok(()),
        Err(_) => Err("The seed is a whole number."),
    }
}

/// Begins the test.
fn start(view: &View<'_>) {
    let mut state = view.desk.blind.borrow_mut();
    let names = state.sides.map(|side| view.params.side_name(side));
    let ([Some(first), Some(second)], Ok(seed)) = (names, state.seed.trim().parse()) else {
        return;
    };
    let lengths = state.question.lengths();
    let trials = lengths[state.length.min(lengths.len() - 1)];
    let order = (state.question, trials, seed);
    let Some(mut run) = Run::new(view.params, [first, second], order) else {
        return;
    };
    let setups = state.sides.map(|side| view.params.side_setup(side));
    view.designer.blind().start(setups);
    run.hear(0, &view.params.blind);
    state.run = Some(run);
    // The next test has another order.
    state.seed = super::state::fresh_seed();
}

/// Results that are kept.
fn kept(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let head = rect.with_max_y(rect.top() + theme::BUTTON);
    paint::text(
        ui.painter(),
        head.left_center(),
        Align2::LEFT_CENTER,
        "Results",
        theme::strong(),
        palette.text,
    );
    let folder = head.with_min_x(head.right() - 120.0);
    let name = "Show the folder of results";
    if button::named(ui, folder, "Show folder", name, Style::plain(ui)).clicked() {
        view.report(view.desk.library.reveal_blind_tests());
    }
    let list = rect.with_min_y(head.bottom() + theme::STEP);
    let kept = view.desk.blind.borrow().kept.clone();
    if kept.is_empty() {
        let line = list.with_max_y(list.top() + 20.0);
        label(
            ui,
            line,
            "none",
            "No test has been made yet.",
            palette.muted,
        );
        return;
    }
    let child = &mut ui.new_child(UiBuilder::new().max_rect(list).id_salt("results"));
    child.set_clip_rect(list.expand2(vec2(4.0, 0.0)));
    ScrollArea::vertical()
        .max_height(list.height())
        .auto_shrink(false)
        .show(child, |ui| {
            for (name, path) in &kept {
                let size = vec2(ui.available_width() - 8.0, LINE);
                let (place, _) = ui.allocate_exact_size(size, Sense::hover());
                if button::button(ui, place.shrink(2.0), name, Style::plain(ui)).clicked() {
                    match view.desk.library.blind_test(path) {
                        Ok(text) => {
                            view.desk.blind.borrow_mut().shown = Some((text, Some(path.clone())));
                        }
                        Err(error) => view.say(error.to_string()),
                    }
                    ui.ctx().request_repaint();
                }
            }
        });
}
