//! Menu of rarely changed settings: size and colors of the window, and help.

use egui::{Rect, RichText, Ui, ViewportCommand};

use super::help::{Page, VERSION};
use super::rig_loading;
use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::views::blind;
use crate::editor::widgets::button::{self, Style};
use crate::editor::widgets::icon;
use crate::editor::widgets::list;
use crate::editor::window::manual;

/// The sizes that are offered, percent of the base size.
const SIZES: [u32; 6] = [75, 100, 125, 150, 200, 250];

/// Width of the menu, points.
const WIDTH: f32 = 168.0;

/// Shows the button that opens the menu.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let response = button::blank(ui, rect, "Window menu", Style::plain(ui));
    icon::dots(ui.painter(), rect.center(), palette.muted);
    let first = rig_loading::id(ui);
    list::under(ui, &response, WIDTH, |ui| {
        let heading = |text: &str| RichText::new(text).size(12.0).color(palette.muted);
        ui.label(heading("Size of the window"));
        for percent in SIZES {
            if list::row(ui, is_at(ui, percent), &format!("{percent} %")).clicked() {
                resize(ui, percent, view.desk.base_size());
            }
        }
        ui.add_space(6.0);
        ui.label(heading("Colors"));
        for (word, light) in [("Dark", false), ("Light", true)] {
            if list::row(ui, view.look.light == light, word).clicked() {
                view.change(|look| look.light = light);
            }
        }
        ui.add_space(6.0);
        ui.label(heading("Compare"));
        let open = view.desk.blind.borrow().open;
        if list::row(ui, open, "Blind test\u{2026}").clicked() {
            blind::open(view);
        }
        ui.add_space(6.0);
        ui.label(heading("Help"));
        for (word, page) in [
            ("Help\u{2026}", Page::Help),
            ("Mouse and keys\u{2026}", Page::Keys),
        ] {
            if list::row(ui, view.desk.help.get() == Some(page), word).clicked() {
                view.desk.help.set(Some(page));
            }
        }
        let row = list::row(ui, false, "Manual");
        if row.clicked() {
            manual::show(ui, view);
        }
        row.on_hover_text("Opens the manual in your browser; it needs no network.");
        let row = list::row(ui, false, "Move with Tab");
        if row.clicked() {
            view.desk.focus_soon.set(Some(first));
            ui.ctx().request_repaint();
        }
        row.on_hover_text("Takes the keyboard from the host until Escape or a click.");
        ui.label(heading(VERSION));
    });
}

fn is_at(ui: &Ui, percent: u32) -> bool {
    (ui.ctx().zoom_factor() - percent as f32 / 100.0).abs() < 0.005
}

/// Asks for a window of another size, in the points of the present zoom.
fn resize(ui: &Ui, percent: u32, base: egui::Vec2) {
    let size = base * (percent as f32 / 100.0) / ui.ctx().zoom_factor();
    ui.ctx().send_viewport_cmd(ViewportCommand::InnerSize(size));
}
