//! Save, rename, delete, show: what becomes of the present set-up and its file.

use egui::{pos2, vec2, Align2, Key, Rect, Sense, TextEdit, Ui, WidgetInfo};

use super::Naming;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::entry;
use crate::editor::widgets::paint;
use crate::editor::window::dialogs::Purpose;
use crate::rig::Rig;

/// Height of the actions, points.
pub const HEIGHT: f32 = 148.0;

const SAVE_AS: &str = "Save as\u{2026}";
const RENAME: &str = "Rename\u{2026}";

/// The name that a new file starts from is cut to this, characters: the format's own limit.
const LONGEST_NAME: usize = 80;

/// Shows the actions.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let origin = view.params.origin.get();
    let item = view.listing.get(&origin);
    let own = item.is_some_and(|item| item.is_user());
    let changed = view.params.is_changed(&view.listing);
    let naming = view.desk.browser.borrow().naming.is_some();
    if naming {
        name(ui, rect.with_max_y(rect.top() + 32.0), view);
    } else if let Some(problem) = &view.listing.problem {
        show_problem(ui, rect.with_max_y(rect.top() + 36.0), problem);
    }
    let place = |column: usize, row: usize| {
        let width = (rect.width() - 2.0 * theme::STEP) / 3.0;
        let at = pos2(
            rect.left() + column as f32 * (width + theme::STEP),
            rect.top() + 44.0 + row as f32 * (theme::BUTTON + theme::STEP),
        );
        Rect::from_min_size(at, vec2(width, theme::BUTTON))
    };
    let plain = Style::plain(ui);
    if button::button(ui, place(0, 0), "Save", plain.enabled(own && changed)).clicked() {
        match view.desk.library.save(&present(view), &origin) {
            Ok(()) => view.tell("Saved.".to_owned()),
            Err(error) => view.say(error.to_string()),
        }
    }
    if button::button(ui, place(1, 0), SAVE_AS, plain).clicked() {
        let name = &view.params.base.get().name;
        start(ui, view, None, name.chars().take(LONGEST_NAME).collect());
    }
    if button::button(ui, place(2, 0), RENAME, plain.enabled(own)).clicked() {
        let text = item.map_or_else(String::new, |item| item.name.clone());
        start(ui, view, Some(origin.clone()), text);
    }
    delete(ui, place(0, 1), view, own, &origin);
    if button::button(ui, place(1, 1), "Show folder", plain).clicked() {
        view.report(view.desk.library.reveal());
    }
    if button::button(ui, place(2, 1), "Import\u{2026}", plain).clicked() {
        view.desk.dialogs.ask(ui.ctx(), Purpose::Import, "");
    }
    if button::button(ui, place(0, 2), "Export\u{2026}", plain).clicked() {
        let name = view.params.base.get().name.clone();
        view.desk.dialogs.ask(ui.ctx(), Purpose::Export, &name);
    }
    let hint = Rect::from_min_max(place(1, 2).min, rect.max);
    paint::rows_within(
        ui.painter(),
        hint,
        Align2::LEFT_CENTER,
        "Or drop files on the window.",
        theme::label(),
        theme::of(ui).muted,
        1,
    );
}

/// Problem of the folder of the user's rigs.
fn show_problem(ui: &Ui, place: Rect, problem: &str) {
    let response = ui.interact(place, ui.scope_id().with("problem"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Status, true, problem));
    paint::rows_within(
        ui.painter(),
        place,
        Align2::LEFT_CENTER,
        &format!("! {problem}"),
        theme::label(),
        theme::of(ui).limit,
        2,
    );
}

/// The present set-up under the name that it has.
fn present(view: &View<'_>) -> Rig {
    view.params.rig()
}

fn start(ui: &Ui, view: &View<'_>, of: Option<String>, text: String) {
    view.desk.browser.borrow_mut().naming = Some(Naming {
        of,
        by_keys: button::by_keys(ui),
        text,
        fresh: true,
    });
}

/// Asks once more before it deletes.
fn delete(ui: &Ui, rect: Rect, view: &View<'_>, own: bool, origin: &str) {
    let palette = theme::of(ui);
    let sure = view.desk.browser.borrow().confirming && own;
    let word = if sure { "Really delete" } else { "Delete" };
    let style = Style::plain(ui)
        .enabled(own)
        .down(sure)
        .color(palette.limit);
    let id = ui.scope_id().with("delete");
    let response = button::kept(ui, rect, word, word, id, style);
    if response.clicked() {
        let mut state = view.desk.browser.borrow_mut();
        state.confirming = !sure;
        drop(state);
        if sure {
            match view.desk.library.delete(origin) {
                Ok(kept) => view.tell(format!("Deleted; a copy is kept as {}", kept.display())),
                Err(error) => view.say(error.to_string()),
            }
        }
    }
    response.on_hover_text("What is deleted is kept in a folder beside your rigs.");
}

/// The field for a name.
fn name(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let mut state = view.desk.browser.borrow_mut();
    let Some(naming) = &mut state.naming else {
        return;
    };
    let field = rect.with_max_x(rect.right() - 2.0 * 76.0);
    let edit = TextEdit::singleline(&mut naming.text)
        .font(theme::body())
        .margin(vec2(10.0, 7.0));
    let response = ui.put(field, edit).accessible_name("Name of the rig");
    paint::focus_ring(ui, field, &response);
    if std::mem::take(&mut naming.fresh) {
        response.request_focus();
        entry::select_all(ui, response.id, naming.text.chars().count());
    }
    let at = |index: f32| {
        let right = rect.right() - 76.0 * (1.0 - index);
        Rect::from_min_max(pos2(right - 68.0, rect.top()), pos2(right, rect.bottom()))
    };
    let plain = Style::plain(ui);
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let (word, name) = match naming.of {
        Some(_) => ("Rename", "Rename to this name"),
        None => ("Save", "Save under this name"),
    };
    let done = button::named(ui, at(0.0), word, name, plain).clicked() || enter;
    let escape = ui.input(|input| input.key_pressed(Key::Escape));
    let given_up = button::button(ui, at(1.0), "Cancel", plain).clicked() || escape;
    if !done && !given_up {
        return;
    }
    let Some(naming) = state.naming.take() else {
        return;
    };
    drop(state);
    if button::by_keys(ui) {
        if naming.by_keys {
            let word = if naming.of.is_some() { RENAME } else { SAVE_AS };
            let next = button::id(ui, word);
            ui.memory_mut(|memory| memory.request_focus(next));
        }
        // It is drawn in this very frame and must not take the key for its own.
        ui.input_mut(|input| {
            for key in [Key::Enter, Key::Space, Key::Escape] {
                input.consume_key(egui::Modifiers::NONE, key);
            }
        });
    }
    if done {
        keep(view, naming);
    }
}

fn keep(view: &View<'_>, naming: Naming) {
    let library = &view.desk.library;
    let kept = match &naming.of {
        Some(id) => library.rename(id, &naming.text),
        None => library.save_as(&present(view), &naming.text),
    };
    match kept {
        Ok(id) => {
            let done = if naming.of.is_some() {
                "Renamed to"
            } else {
                "Saved as"
            };
            view.tell(format!("{done} \u{201c}{}\u{201d}", naming.text.trim()));
            // The file is now the one that the set-up comes from, under its name.
            if let Some(Ok(rig)) = library.listing().get(&id).map(|item| item.rig.clone()) {
                view.params.load(&rig, &id, view.gui);
            }
            view.params.origin.replace(id);
        }
        Err(error) => {
            view.say(error.to_string());
            // What was typed is not lost.
            view.desk.browser.borrow_mut().naming = Some(Naming {
                fresh: true,
                ..naming
            });
        }
    }
}
