//! The user's own headphones: what they are is always in sight, since an export holds what is heard
//! on them.

use egui::{pos2, vec2, Align2, Popup, Rect, Sense, StrokeKind, Ui, WidgetInfo};

use crate::editor::context::View;
use crate::editor::theme;
use crate::editor::views::import::{self, Use};
use crate::editor::widgets::gesture::set_once;
use crate::editor::widgets::list;
use crate::editor::widgets::paint;
use crate::editor::window::dialogs::Purpose;
use crate::rig::Device;

/// Name for screen readers, and the words before the choice.
const NAME: &str = "I am listening on";

/// The imported curve that is divided out, by its file.
fn file(device: &Device) -> &str {
    let ear = device.left.as_ref().or(device.right.as_ref());
    ear.map_or("imported curve", |ear| ear.file.as_str())
}

/// The present headphones in a few words.
fn words(view: &View<'_>) -> String {
    let listening = &view.rig.listening;
    if let Some(device) = listening.device.as_ref().filter(|device| device.enabled) {
        return file(device).to_owned();
    }
    let reference = view.control("ref");
    let name = reference.map_or_else(String::new, |control| control.text());
    match listening.amount {
        amount if amount <= 0.0 => "anything, nothing divided out".to_owned(),
        amount if amount < 0.995 => format!("{name}, {:.0} %", 100.0 * amount),
        _ => name,
    }
}

/// Shows the choice.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>) {
    let palette = theme::of(ui);
    let id = ui.scope_id().with(NAME);
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    let words = words(view);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::ComboBox, true, NAME);
        info.current_text_value = Some(words.clone());
        info
    });
    let fill = if response.hovered() {
        palette.raised
    } else {
        palette.panel
    };
    let painter = ui.painter();
    let edge = theme::outline(palette);
    painter.rect(rect, theme::PANEL_RADIUS, fill, edge, StrokeKind::Inside);
    let (font, ink) = (theme::label(), palette.muted);
    let at = pos2(rect.left() + 12.0, rect.center().y);
    let name = paint::text(painter, at, Align2::LEFT_CENTER, NAME, font, ink);
    let place = rect
        .with_min_x(name.right() + theme::STEP)
        .with_max_x(rect.right() - 26.0);
    let (font, ink) = (theme::strong(), palette.text);
    paint::text_fitted(painter, place, Align2::LEFT_CENTER, &words, font, ink);
    let at = rect.right_center() - vec2(14.0, 0.0);
    paint::chevron(painter, at, palette.muted);
    paint::focus_ring(ui, rect.shrink2(vec2(2.0, 4.0)), &response);
    list::under(ui, &response, rect.width(), |ui| rows(ui, view));
    if !Popup::is_any_open(ui.ctx()) {
        response.on_hover_text(
            "What your own headphones are tuned to: it is divided out of what you hear, and of what \
             an export holds.",
        );
    }
}

fn rows(ui: &mut Ui, view: &View<'_>) {
    let device = view.rig.listening.device.as_ref();
    let imported = device.is_some_and(|device| device.enabled);
    if let Some(control) = view.control("ref") {
        let last = control.steps().unwrap_or(1).max(1);
        let now = control.text();
        for index in 0..=last {
            let position = index as f32 / last as f32;
            let name = control.text_at(position);
            if list::row(ui, !imported && name == now, &name).clicked() {
                use_device(view, imported, false);
                set_once(view, control, position);
            }
        }
    }
    if let Some(device) = device {
        if list::row(ui, imported, file(device)).clicked() {
            use_device(view, imported, true);
        }
    }
    ui.separator();
    if list::row(ui, false, import::IMPORT).clicked() {
        let purpose = Purpose::Curve(Use::Headphones);
        (view.desk.dialogs).ask(ui.ctx(), purpose, "");
    }
}

/// Divides the imported curve out, or no longer.
fn use_device(view: &View<'_>, now: bool, wanted: bool) {
    if now == wanted {
        return;
    }
    view.params.choose(view.gui, |rig| {
        if let Some(device) = &mut rig.listening.device {
            device.enabled = wanted;
        }
    });
    view.designer.wake();
}
