//! Lists of ready-made parts for a stage: desks, links, packs and fits. Choosing one is one
//! step to undo, and everything in it may be changed afterwards.

use egui::{Popup, Rect, Sense, Ui, WidgetInfo};

use super::app::View;
use super::list;
use super::selector;
use super::stage::Stage;
use crate::rig::{desks, fits, links, packs, EmbeddedCurve, Rig, Seal, Side};

/// A ready-made part.
struct Part {
    name: String,
    help: String,
    /// Whether this is what the rig has.
    now: bool,
    put: Box<dyn Fn(&mut Rig)>,
}

/// A list of ready-made parts.
pub struct Picker {
    name: &'static str,
    help: &'static str,
    parts: Vec<Part>,
}

/// The lists of a stage.
pub fn of(stage: Stage, rig: &Rig) -> Vec<Picker> {
    match stage {
        Stage::Feed => vec![desk_list(rig)],
        Stage::Link => vec![link_list(rig)],
        Stage::Pack => vec![pack_list(rig)],
        Stage::Earphone => measured_list(rig).into_iter().collect(),
        Stage::Listening => device_list(rig).into_iter().collect(),
        Stage::Fit => vec![tip_list(rig)],
        Stage::Ambience => Vec::new(),
    }
}

/// Shows one list as a button that opens it.
pub fn show(ui: &Ui, rect: Rect, view: &View<'_>, picker: &Picker) {
    let id = ui.scope_id().with(("picker", picker.name));
    let response = ui.interact(rect, id, Sense::CLICK | Sense::FOCUSABLE);
    let now = picker.parts.iter().find(|part| part.now);
    let text = now.map_or_else(
        || format!("{}\u{2026}", picker.name),
        |part| part.name.clone(),
    );
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::ComboBox, true, picker.name);
        info.current_text_value = Some(text.clone());
        info
    });
    selector::button(ui, rect, &response, &text);
    list::under(ui, &response, rect.width().max(260.0), |ui| {
        for part in &picker.parts {
            let row = list::row(ui, part.now, &part.name);
            if row.clicked() {
                view.params.edit(view.gui, |rig| (part.put)(rig));
                view.designer.wake();
            }
            if !part.help.is_empty() {
                row.on_hover_text(part.help.as_str());
            }
        }
    });
    if !Popup::is_any_open(ui.ctx()) {
        response.on_hover_text(picker.help);
    }
}

fn desk_list(rig: &Rig) -> Picker {
    let parts = desks::ALL.iter().map(|desk| Part {
        name: desk.name.to_owned(),
        help: String::new(),
        now: rig.feed.desk_delay_ms == desk.desk_delay_ms
            && rig.feed.network_delay_ms == desk.network_delay_ms,
        put: Box::new(|rig| desk.apply(&mut rig.feed)),
    });
    Picker {
        name: "Desk",
        help: "Desks of a class with their networks.",
        parts: parts.collect(),
    }
}

fn link_list(rig: &Rig) -> Picker {
    let parts = links::all().iter().map(|tier| Part {
        name: tier.name.clone(),
        help: tier.notes.trim().to_owned(),
        now: rig.link == tier.link,
        put: Box::new(|rig| {
            let (volume_db, balance) = (rig.pack.volume_db, rig.pack.balance);
            rig.link = tier.link.clone();
            rig.pack = tier.pack.clone();
            (rig.pack.volume_db, rig.pack.balance) = (volume_db, balance);
        }),
    });
    Picker {
        name: "Kind of system",
        help: "Links of a class with the pack that goes with them.",
        parts: parts.collect(),
    }
}

fn pack_list(rig: &Rig) -> Picker {
    let parts = packs::all().iter().map(|model| Part {
        name: model.name.clone(),
        help: model.notes.trim().to_owned(),
        now: rig.pack == model.pack,
        put: Box::new(|rig| {
            let (volume_db, balance) = (rig.pack.volume_db, rig.pack.balance);
            rig.pack = model.pack.clone();
            (rig.pack.volume_db, rig.pack.balance) = (volume_db, balance);
        }),
    });
    Picker {
        name: "Kind of pack",
        help: "Packs of a class.",
        parts: parts.collect(),
    }
}

/// Tips and shells with the seal that such ones have; the parameter of the same name leaves the seal
/// as it is.
fn tip_list(rig: &Rig) -> Picker {
    let parts = fits::all().iter().map(|fit| Part {
        name: fit.name.clone(),
        help: fit.notes.trim().to_owned(),
        now: rig.earphone.tip.kind == fit.kind && seals_alike(&rig.earphone.seal, &fit.seal),
        put: Box::new(|rig| fits::apply(&mut rig.earphone, fit.kind)),
    });
    Picker {
        name: "Kind of fit",
        help: "Tips and shells with the seal that they usually have.",
        parts: parts.collect(),
    }
}

/// Whether both ears leak alike, but for what a knob rounds.
fn seals_alike(one: &Seal, other: &Seal) -> bool {
    Side::BOTH.iter().all(|&side| {
        let ratio = one.resistance_pa_s_m3(side) / other.resistance_pa_s_m3(side);
        (0.98..1.02).contains(&ratio)
    })
}

/// A measured earphone that was brought in, or the drivers.
fn measured_list(rig: &Rig) -> Option<Picker> {
    let measured = rig.earphone.measured.as_ref()?;
    let file = file_of([&measured.left, &measured.right]);
    let part = |name: String, enabled: bool| Part {
        name,
        help: String::new(),
        now: measured.enabled == enabled,
        put: Box::new(move |rig| {
            if let Some(measured) = &mut rig.earphone.measured {
                measured.enabled = enabled;
            }
        }),
    };
    Some(Picker {
        name: "Source of the response",
        help: "The drivers of the rig, or the measurement that was brought in.",
        parts: vec![part("The drivers".to_owned(), false), part(file, true)],
    })
}

/// The user's own headphones that were brought in, or the reference.
fn device_list(rig: &Rig) -> Option<Picker> {
    let device = rig.listening.device.as_ref()?;
    let file = file_of([&device.left, &device.right]);
    let part = |name: String, enabled: bool| Part {
        name,
        help: String::new(),
        now: device.enabled == enabled,
        put: Box::new(move |rig| {
            if let Some(device) = &mut rig.listening.device {
                device.enabled = enabled;
            }
        }),
    };
    Some(Picker {
        name: "Own headphones",
        help: "What is divided out: the reference alone, or the file that was brought in.",
        parts: vec![part("As the reference".to_owned(), false), part(file, true)],
    })
}

/// The name of the file that a curve came from.
fn file_of(ears: [&Option<EmbeddedCurve>; 2]) -> String {
    let ear = ears.into_iter().flatten().next();
    ear.map_or_else(|| "The file".to_owned(), |ear| ear.file.clone())
}
