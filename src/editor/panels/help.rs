//! Help in the window: how to begin, and what mouse and keys do.

mod page;

use egui::{pos2, vec2, Align2, Key, Rect, Sense, Ui};

use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::paint;
pub use page::Page;

/// Height of a line with a term and what it means, points.
const LINE: f32 = 22.0;
/// Width of the terms, points.
const TERM: f32 = 216.0;

/// The version of this build.
pub const VERSION: &str = concat!("Version ", env!("CARGO_PKG_VERSION"));

const HELP: &[(&str, &str)] = &[
    ("What this is", "Your mix as a performer hears it on in-ear monitors: link, pack, earphone, fit, room."),
    ("1. Choose a rig", "Click the name at the top, or the arrows beside it; in Perform, click a person or a place."),
    ("2. Say what you listen on", "In the header of Perform, or panel Listening: your own headphones are divided out. Import curve\u{2026} takes a measurement."),
    ("3. Set the level", "Panel Listening says how loud the mix is at the drum; Pack has the performer's volume."),
    ("Compare", "Match is the input as loud as the chain makes it, Delta only the difference; A to D hold set-ups."),
    ("Check", "Plays the last minutes of the mix on every performer's rig and says, ranked, what is at risk."),
    ("Blind test", "In the menu at the top right: can you tell two slots apart, or which one do you prefer?"),
    ("Cards", "One for each stage, in the order of the signal. The sign switches a stage off, S hears it alone."),
    ("Room and own voice", "Two auxiliary inputs take room microphones and the performer's voice; the stage is synthesized without."),
    ("Rigs of your own", "Save as\u{2026} in the list of rigs. A rig is a text file; it can be dropped on the window."),
    ("Bypass", "Fades to the mix as it came in."),
];

const KEYS: &[(&str, &str)] = &[
    ("Drag, wheel", "Turn a knob; with Shift ten times finer."),
    ("Double click", "On a knob: back to what the rig says; with Ctrl, to the default. On a value: type it."),
    ("Click on a value", "Type it, with any unit: 500 mV, 0.5 kohm, 1.25k, \u{2212}3,5 dB. Enter takes it, Escape does not."),
    ("Right click", "Type, copy, paste or reset a value."),
    ("Ctrl + click on A to D", "Copies what is heard into the slot."),
    ("Ctrl + Z", "Undo; Ctrl + Shift + Z or Ctrl + Y: redo."),
    ("Tab, Shift + Tab", "Go from control to control, once the window has the keyboard (Move with Tab in the menu)."),
    ("Arrows, Page keys", "Turn the control that Tab has reached; Home and End are its ends."),
    ("Enter, Space", "Press the control that Tab has reached; on a value: type it."),
    ("Delete", "Back to what the rig says; with Ctrl, to the default."),
    ("Shift + F10", "What a right click opens."),
    ("Escape, or a click", "Gives the keyboard back to the host."),
    ("Every other key", "Is the host's: Space, R, Ctrl + S and so on, as long as no text is typed."),
];

/// Shows the page that was asked for, in place of what is below the header.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let Some(page) = view.desk.help.get() else {
        return;
    };
    let palette = theme::of(ui);
    // What lies below must not be reached through it.
    ui.interact(rect, ui.scope_id().with("help"), Sense::CLICK | Sense::DRAG);
    let (heading, lines) = match page {
        Page::Help => ("Help", HELP),
        Page::Keys => ("Mouse and keys", KEYS),
    };
    let inner = paint::panel(ui, rect, heading);
    let mut top = inner.top() + 48.0;
    for (term, meaning) in lines {
        let line = |left: f32, width: f32| Rect::from_min_size(pos2(left, top), vec2(width, LINE));
        let (font, ink) = (theme::strong(), palette.text);
        paint::text_within(
            ui.painter(),
            line(inner.left(), TERM),
            Align2::LEFT_CENTER,
            term,
            font,
            ink,
        );
        let (font, ink) = (theme::body(), palette.muted);
        let words = line(inner.left() + TERM, inner.width() - TERM);
        let place = ui.interact(words, ui.scope_id().with(("line", term)), Sense::hover());
        place.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{term}: {meaning}"))
        });
        paint::text_within(ui.painter(), words, Align2::LEFT_CENTER, meaning, font, ink);
        top += LINE + 10.0;
    }
    let (font, ink) = (theme::label(), palette.muted);
    let at = inner.left_bottom() - vec2(0.0, 8.0);
    paint::text(
        ui.painter(),
        at,
        Align2::LEFT_CENTER,
        format!("Bodypack, {VERSION}"),
        font,
        ink,
    );
    let close = Rect::from_min_size(
        pos2(inner.right() - 72.0, inner.top() - 2.0),
        vec2(72.0, theme::BUTTON),
    );
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    let closed = button::named(ui, close, "Close", "Close the help", Style::plain(ui)).clicked();
    if closed || escaped {
        view.desk.help.set(None);
    }
}
