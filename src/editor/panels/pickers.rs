//! Lists of ready-made parts for a stage: desks, links, packs, earphones, fits and stages. Choosing one is one
//! step to undo, and everything in it may be changed afterwards.

use egui::{Popup, Rect, Sense, Ui, WidgetInfo};

use crate::editor::context::View;
use crate::editor::stage::Stage;
use crate::editor::widgets::list;
use crate::editor::widgets::selector;
use crate::rig::parts::PartKind;
use crate::rig::{EmbeddedCurve, Rig};

/// Puts a part into a rig; gives a sentence for what does not fit.
type PutIntoRig = dyn Fn(&mut Rig) -> Vec<String>;

/// A ready-made part.
struct Part {
    name: String,
    help: String,
    /// True if this is what the rig has.
    now: bool,
    /// Puts it into a rig; gives a sentence for what does not fit.
    put: Box<PutIntoRig>,
}

impl Part {
    /// A part that fits whatever is there.
    fn fitting(name: &str, help: &str, now: bool, put: impl Fn(&mut Rig) + 'static) -> Self {
        Self {
            name: name.to_owned(),
            help: help.to_owned(),
            now,
            put: Box::new(move |rig| {
                put(rig);
                Vec::new()
            }),
        }
    }
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
        Stage::Feed => vec![list_of(PartKind::Desk, "Desk", rig)],
        Stage::Link => vec![list_of(PartKind::Link, "Kind of system", rig)],
        Stage::Pack => vec![list_of(PartKind::Pack, "Kind of pack", rig), hand_list(rig)],
        Stage::Earphone => {
            let earphones = list_of(PartKind::Earphone, "Kind of earphone", rig);
            let measured = measured_list(rig);
            [earphones].into_iter().chain(measured).collect()
        }
        Stage::Listening => {
            let device = device_list(rig);
            [loudness_list(rig)].into_iter().chain(device).collect()
        }
        Stage::Fit => vec![
            list_of(PartKind::Tip, "Kind of fit", rig),
            list_of(PartKind::Fit, "How it sits", rig),
        ],
        Stage::Ambience => vec![list_of(PartKind::Stage, "Kind of stage", rig)],
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
                let mut misfits = Vec::new();
                view.params
                    .choose(view.gui, |rig| misfits = (part.put)(rig));
                if let Some(misfit) = misfits.into_iter().next() {
                    view.say(misfit);
                }
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

/// The parts of a kind; how a part does not fit is said in a line.
fn list_of(kind: PartKind, name: &'static str, rig: &Rig) -> Picker {
    let parts = kind.parts().into_iter().map(|part| Part {
        now: kind.is_in(part.id, rig),
        name: part.name,
        help: part.notes,
        // Every part of a list can be put in.
        put: Box::new(move |rig| kind.put(part.id, rig).unwrap_or_default()),
    });
    Picker {
        name,
        help: kind.about(),
        parts: parts.collect(),
    }
}

/// Returns whether the mix on a rig is as loud as it came in.
fn loudness_list(rig: &Rig) -> Picker {
    let part = |name: &str, help: &str, matched: bool| {
        let now = rig.listening.loudness_matched == matched;
        Part::fitting(name, help, now, move |rig| {
            rig.listening.loudness_matched = matched;
        })
    };
    Picker {
        name: "Loudness",
        help: "How loud the mix on a rig is; the room keeps its ratio to it.",
        parts: vec![
            part(
                "As loud as the mix",
                "Every rig is as loud as the mix that comes in, so that the louder of two does not \
                 win. Taken when a rig or a part is chosen; a knob that is turned later is heard.",
                true,
            ),
            part(
                "As loud as it would be",
                "Sensitive and leaking earphones, and every gain on the way, are heard.",
                false,
            ),
        ],
    }
}

/// Menu of the performer's behavior at the volume knob.
fn hand_list(rig: &Rig) -> Picker {
    let part = |name: &str, help: &str, hand: Option<f64>| {
        let performer = &rig.performer;
        let now = match hand {
            None => !performer.turns_up,
            Some(restraint) => performer.turns_up && performer.restraint == restraint,
        };
        Part::fitting(name, help, now, move |rig| {
            rig.performer.turns_up = hand.is_some();
            rig.performer.restraint = hand.unwrap_or(rig.performer.restraint);
        })
    };
    Picker {
        name: "Hand on the volume",
        help: "How loud the performer turns the mix at the drum; you hear it as loud as before.",
        parts: vec![
            part(
                "Level as it is set",
                "The listening level stays where its knob is.",
                None,
            ),
            part(
                "Turned up until it is heard",
                "As loud as the performer is used to, or until the mix stands clear of the room.",
                Some(0.0),
            ),
            part(
                "As quiet as it will do",
                "The least that is acceptable: with the ears closed, much less.",
                Some(1.0),
            ),
        ],
    }
}

/// A measured earphone that was brought in, or the drivers.
fn measured_list(rig: &Rig) -> Option<Picker> {
    let measured = rig.earphone.measured.as_ref()?;
    let file = file_of([&measured.left, &measured.right]);
    let part = |name: &str, enabled: bool| {
        Part::fitting(name, "", measured.enabled == enabled, move |rig| {
            if let Some(measured) = &mut rig.earphone.measured {
                measured.enabled = enabled;
            }
        })
    };
    Some(Picker {
        name: "Source of the response",
        help: "The drivers of the rig, or the measurement that was brought in.",
        parts: vec![part("The drivers", false), part(&file, true)],
    })
}

/// The user's own headphones that were brought in, or the reference.
fn device_list(rig: &Rig) -> Option<Picker> {
    let device = rig.listening.device.as_ref()?;
    let file = file_of([&device.left, &device.right]);
    let part = |name: &str, enabled: bool| {
        Part::fitting(name, "", device.enabled == enabled, move |rig| {
            if let Some(device) = &mut rig.listening.device {
                device.enabled = enabled;
            }
        })
    };
    Some(Picker {
        name: "Own headphones",
        help: "What is divided out: the reference alone, or the file that was brought in.",
        parts: vec![part("As the reference", false), part(&file, true)],
    })
}

/// The name of the file that a curve came from.
fn file_of(ears: [&Option<EmbeddedCurve>; 2]) -> String {
    let ear = ears.into_iter().flatten().next();
    ear.map_or_else(|| "The file".to_owned(), |ear| ear.file.clone())
}
