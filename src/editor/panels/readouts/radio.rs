//! Receiver readout: carrier level, compander gain, drop-outs.

use egui::{pos2, vec2, Align2, Color32, Rect, Sense, Ui, WidgetInfo};

use crate::chain::Meters;
use crate::editor::theme;
use crate::editor::widgets::paint;

/// Width of one reading, points.
const CELL: f32 = 96.0;
/// Weakest and strongest carrier of the bar, dBm.
const RECEIVED_DBM: [f64; 2] = [-110.0, -30.0];
/// Full scale of the expander's gain bar, dB.
const DEEPEST_DB: f64 = 40.0;

/// One reading.
struct Reading {
    name: &'static str,
    help: &'static str,
    text: String,
    /// Fill of the bar, if there is one.
    share: Option<f64>,
    alarming: bool,
}

/// Shows the readings from the right end of a line.
pub fn show(ui: &Ui, line: Rect, meters: &Meters) {
    let readings = readings(meters);
    let left = line.right() - CELL * readings.len() as f32;
    for (index, reading) in readings.iter().enumerate() {
        let at = pos2(left + CELL * index as f32, line.top());
        one(
            ui,
            Rect::from_min_size(at, vec2(CELL - theme::GAP, line.height())),
            reading,
        );
    }
}

fn readings(meters: &Meters) -> Vec<Reading> {
    let link = &meters.link;
    let mut readings = Vec::new();
    if let Some(dbm) = link.received_dbm {
        let [weakest, strongest] = RECEIVED_DBM;
        readings.push(Reading {
            name: "Received",
            help: "The power of the carrier at the receiver.",
            text: format!("{} dBm", paint::signed(dbm, 0)),
            share: Some((dbm - weakest) / (strongest - weakest)),
            alarming: link.muted,
        });
    }
    if let Some(cnr_db) = link.cnr_db {
        readings.push(Reading {
            name: "Over noise",
            help: "The carrier above the receiver's own noise; analog sound crackles below 12 dB.",
            text: format!("{} dB", paint::signed(cnr_db, 0)),
            share: None,
            alarming: link.muted,
        });
    }
    if let Some(companded) = link.companded {
        let [left, right] = companded.expander_db;
        let gain_db = if left.abs() > right.abs() {
            left
        } else {
            right
        };
        readings.push(Reading {
            name: "Expander",
            help:
                "What the receiver's expander does to the level; the compressor does the opposite.",
            text: format!("{} dB", paint::signed(gain_db, 1)),
            share: Some(-gain_db / DEEPEST_DB),
            alarming: false,
        });
    }
    if link.received_dbm.is_some() {
        readings.push(Reading {
            name: "Drop-outs",
            help: "How often the sound was muted or lost since the link began.",
            text: link.drop_outs.to_string(),
            share: None,
            alarming: link.muted,
        });
    }
    readings
}

fn one(ui: &Ui, rect: Rect, reading: &Reading) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let response = ui.interact(rect, ui.scope_id().with(reading.name), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, reading.name);
        info.current_text_value = Some(reading.text.clone());
        info
    });
    paint::text(
        painter,
        rect.left_top(),
        Align2::LEFT_TOP,
        reading.name,
        theme::label(),
        palette.muted,
    );
    let color = if reading.alarming {
        palette.limit
    } else {
        palette.text
    };
    let mark = if reading.alarming { "! " } else { "" };
    paint::text(
        painter,
        pos2(rect.left(), rect.top() + 14.0),
        Align2::LEFT_TOP,
        format!("{mark}{}", reading.text),
        theme::strong(),
        color,
    );
    if let Some(share) = reading.share {
        let fill = if reading.alarming {
            palette.limit
        } else {
            palette.mix
        };
        bar(ui, rect, share, palette.raised, fill);
    }
    response.on_hover_text(reading.help);
}

fn bar(ui: &Ui, rect: Rect, share: f64, track: Color32, fill: Color32) {
    let whole = Rect::from_min_size(
        pos2(rect.left(), rect.top() + 31.0),
        vec2(rect.width(), 3.0),
    );
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0) as f32
    } else {
        0.0
    };
    let filled = whole.with_max_x(whole.left() + share * whole.width());
    ui.painter().rect_filled(whole, 1.5, track);
    ui.painter().rect_filled(filled, 1.5, fill);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::radio::analog::Companded;

    fn words(meters: &Meters) -> Vec<String> {
        let readings = readings(meters);
        let words = readings
            .iter()
            .map(|one| format!("{} {}", one.name, one.text));
        words.collect()
    }

    #[test]
    fn a_cable_has_nothing_to_show_and_a_radio_all_that_it_has() {
        let mut meters = Meters::default();
        assert!(readings(&meters).is_empty());
        meters.link.received_dbm = Some(-61.4);
        meters.link.cnr_db = Some(38.2);
        meters.link.drop_outs = 2;
        assert_eq!(
            words(&meters),
            ["Received \u{2212}61 dBm", "Over noise 38 dB", "Drop-outs 2"]
        );
        meters.link.companded = Some(Companded {
            compressor_db: [8.0, 3.0],
            expander_db: [-8.0, -3.0],
        });
        assert_eq!(words(&meters)[2], "Expander \u{2212}8.0 dB");
    }
}
