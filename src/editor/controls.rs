//! The controls, a panel for each part of the chain in signal order.

use egui::{pos2, vec2, Align2, Color32, Layout, Rect, Ui, UiBuilder};
use nice_plug::prelude::{FloatParam, Param};

use super::app::{panel, View};
use super::knob::{self, knob};
use super::selector::selector;
use super::switch::switch;
use super::theme;
use crate::plugin::tooltip;

/// Height of one row of panels, points.
const ROW: f32 = 146.0;

/// Height of all controls, points.
pub const HEIGHT: f32 = 2.0 * ROW + theme::GAP;

/// Height of what stands beside a heading, points.
const TOOL: f32 = 26.0;

/// The least widths of the upper row's panels: feed, link, pack, fit. Each gets a share of what is
/// left over.
const UPPER: [f32; 4] = [404.0, 140.0, 262.0, 184.0];

/// The widths of the lower row's panels: ambience, own voice, listening. The rest is for others.
const LOWER: [f32; 3] = [160.0, 160.0, 340.0];

/// Shows the controls, and says what room is left over at the lower right.
pub fn show(ui: &mut Ui, rect: Rect, view: &View<'_>) -> Rect {
    let upper = rect.with_max_y(rect.top() + ROW);
    let lower = rect.with_min_y(rect.bottom() - ROW);
    let gaps = theme::GAP * (UPPER.len() - 1) as f32;
    let spare = (upper.width() - UPPER.iter().sum::<f32>() - gaps).max(0.0) / UPPER.len() as f32;
    let [feed_at, link_at, pack_at, fit_at] = row(upper, UPPER.map(|width| width + spare));
    let [ambience_at, voice_at, listening_at] = row(lower, LOWER);
    feed(ui, feed_at, view);
    link(ui, link_at, view);
    pack(ui, pack_at, view);
    fit(ui, fit_at, view);
    ambience(ui, ambience_at, view);
    own_voice(ui, voice_at, view);
    listening(ui, listening_at, view);
    lower.with_min_x(listening_at.right() + theme::GAP)
}

/// Places of panels of some widths, from the left.
fn row<const N: usize>(rect: Rect, widths: [f32; N]) -> [Rect; N] {
    let mut left = rect.left();
    widths.map(|width| {
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        left = place.right() + theme::GAP;
        place
    })
}

fn feed(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let inner = panel(ui, rect, "Feed");
    let feed = &view.params.feed;
    selector(
        ui,
        tool(inner, 0.0, 116.0),
        view.gui,
        &feed.mode,
        tooltip("mode"),
    );
    let dials = [
        Dial::centred(&feed.trim_db, "trim", "Trim"),
        Dial::new(&feed.width, "width", "Width"),
        Dial::new(&feed.desk_delay_ms, "deskms", "Desk delay"),
        Dial::new(&feed.network_delay_ms, "netms", "Network"),
        Dial::new(&feed.more_me_db, "moreme", "More me").colour(theme::VOICE),
    ];
    knobs(ui, inner, view, &dials);
}

fn link(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let inner = panel(ui, rect, "Link");
    let link = &view.params.link;
    selector(
        ui,
        tool(inner, 0.0, 72.0),
        view.gui,
        &link.kind,
        tooltip("link"),
    );
    if link.kind.value() == crate::plugin::LinkChoice::Digital {
        knobs(
            ui,
            inner,
            view,
            &[Dial::new(&link.latency_ms, "linkms", "Latency")],
        );
    } else {
        let text = match link.kind.value() {
            crate::plugin::LinkChoice::AnalogFm => {
                "It hisses, breathes\nand fades as the rig\nsays."
            }
            crate::plugin::LinkChoice::Bluetooth => "Late and coded:\nnobody performs\non it.",
            _ => "A cable:\nnothing is lost,\nnothing is late.",
        };
        let at = pos2(rect.center().x, inner.center().y + 12.0);
        ui.painter().text(
            at,
            Align2::CENTER_CENTER,
            text,
            theme::label(),
            theme::MUTED,
        );
    }
}

fn pack(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let inner = panel(ui, rect, "Pack");
    let pack = &view.params.pack;
    let dials = [
        Dial::new(&pack.volume_db, "vol", "Volume"),
        Dial::centred(&pack.balance, "bal", "Balance"),
        Dial::new(&pack.output_impedance_ohm, "zout", "Impedance"),
    ];
    knobs(ui, inner, view, &dials);
}

fn fit(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let inner = panel(ui, rect, "Fit");
    let fit = &view.params.fit;
    let dials = [
        Dial::new(&fit.seal_left, "seall", "Seal left"),
        Dial::new(&fit.seal_right, "sealr", "Seal right"),
    ];
    knobs(ui, inner, view, &dials);
}

fn ambience(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let inner = panel(ui, rect, "Ambience");
    let ambient = &view.params.ambient;
    let place = tool(inner, 0.0, 52.0);
    let words = ["off", "on"];
    switch(
        ui,
        place,
        view.gui,
        &ambient.enabled,
        words,
        theme::ROOM,
        tooltip("ambon"),
    );
    let dial = Dial::new(&ambient.level_dbspl, "amblvl", "Room level").colour(theme::ROOM);
    knobs(ui, inner, view, &[dial]);
}

fn own_voice(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let inner = panel(ui, rect, "Own voice");
    let own = &view.params.own_voice;
    let place = tool(inner, 0.0, 52.0);
    switch(
        ui,
        place,
        view.gui,
        &own.enabled,
        ["off", "on"],
        theme::VOICE,
        tooltip("ownon"),
    );
    let dial = Dial::new(&own.bone_level_db, "bone", "Through bone").colour(theme::VOICE);
    knobs(ui, inner, view, &[dial]);
}

fn listening(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let inner = panel(ui, rect, "Listening");
    let listening = &view.params.listening;
    selector(
        ui,
        tool(inner, 0.0, 110.0),
        view.gui,
        &listening.reference,
        tooltip("ref"),
    );
    selector(
        ui,
        tool(inner, 118.0, 106.0),
        view.gui,
        &listening.ear,
        tooltip("ear"),
    );
    let dials = [
        Dial::new(&listening.level_dbspl, "level", "Level"),
        Dial::new(&listening.amount, "amount", "Amount"),
        Dial::new(&listening.ceiling_dbfs, "ceil", "Ceiling").colour(theme::LIMIT),
    ];
    knobs(ui, inner, view, &dials);
}

/// A place beside the heading, so far from the right.
fn tool(inner: Rect, from_right: f32, width: f32) -> Rect {
    let right = inner.right() - from_right;
    Rect::from_min_size(pos2(right - width, inner.top() - 4.0), vec2(width, TOOL))
}

/// A knob to be shown.
struct Dial<'a> {
    param: &'a FloatParam,
    id: &'static str,
    label: &'static str,
    colour: Color32,
    from: f32,
}

impl<'a> Dial<'a> {
    fn new(param: &'a FloatParam, id: &'static str, label: &'static str) -> Self {
        Self {
            param,
            id,
            label,
            colour: theme::MIX,
            from: 0.0,
        }
    }

    /// A knob that fills from its zero.
    fn centred(param: &'a FloatParam, id: &'static str, label: &'static str) -> Self {
        Self {
            from: param.preview_normalized(0.0),
            ..Self::new(param, id, label)
        }
    }

    fn colour(self, colour: Color32) -> Self {
        Self { colour, ..self }
    }
}

/// Shows knobs side by side, evenly spread.
fn knobs(ui: &mut Ui, inner: Rect, view: &View<'_>, dials: &[Dial<'_>]) {
    let place = inner.expand2(vec2(8.0, 0.0));
    let cell = place.width() / dials.len() as f32;
    for (index, dial) in dials.iter().enumerate() {
        let centre = place.left() + (index as f32 + 0.5) * cell;
        let at = pos2(
            centre - 0.5 * knob::SIZE.x,
            inner.bottom() - knob::SIZE.y + 6.0,
        );
        let builder = UiBuilder::new()
            .max_rect(Rect::from_min_size(at, knob::SIZE))
            .id_salt(dial.id)
            .layout(Layout::top_down(egui::Align::Min));
        let mut child = ui.new_child(builder);
        let help = tooltip(dial.id);
        knob(
            &mut child,
            view.gui,
            dial.param,
            dial.label,
            dial.colour,
            dial.from,
            help,
        );
    }
}
