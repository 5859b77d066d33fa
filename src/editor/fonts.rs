//! The one family of the editor: Inter, under the OFL, in three weights and with tabular figures.

use std::sync::{Arc, LazyLock};

use egui::epaint::text::VariationCoords;
use egui::{FontData, FontDefinitions, FontFamily, FontTweak};

/// The name of the medium weight.
const MEDIUM: &str = "medium";
/// The name of the weight of headings.
const SEMIBOLD: &str = "semibold";

/// For text that has to stand out a little.
pub fn medium() -> FontFamily {
    FontFamily::Name(MEDIUM.into())
}

/// For headings.
pub fn semibold() -> FontFamily {
    FontFamily::Name(SEMIBOLD.into())
}

/// The family in front of the toolkit's own fonts, which fill in what it lacks.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let fallbacks = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    for (family, weight) in [
        (FontFamily::Proportional, 400.0),
        (medium(), 500.0),
        (semibold(), 600.0),
    ] {
        let name = format!("Inter {weight}");
        let tweak = FontTweak {
            coords: VariationCoords::new([(b"wght", weight)]),
            ..FontTweak::default()
        };
        let data = FontData::from_blob(Arc::new(Shared), 0).tweak(tweak);
        fonts.font_data.insert(name.clone(), Arc::new(data));
        let mut members = vec![name];
        members.extend(fallbacks.iter().cloned());
        fonts.families.insert(family, members);
    }
    fonts
}

/// The font's bytes, once for all windows of the process.
struct Shared;

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        static FONT: LazyLock<Vec<u8>> = LazyLock::new(with_tabular_figures);
        &FONT
    }
}

/// Inter has figures of one width as an option, and the toolkit knows no options. In the copy in
/// memory the option therefore gets the name of one that is always on, and that Inter lacks.
fn with_tabular_figures() -> Vec<u8> {
    let mut font = ttf_inter::REGULAR.to_vec();
    if let Some(list) = feature_list(&font) {
        let count = u16_at(&font, list).unwrap_or(0);
        for record in 0..usize::from(count) {
            let at = list + 2 + 6 * record;
            if font.get(at..at + 4) == Some(b"tnum") {
                font[at..at + 4].copy_from_slice(b"rlig");
            }
        }
    }
    font
}

/// Offset of the feature list in an OpenType font.
fn feature_list(font: &[u8]) -> Option<usize> {
    let tables = usize::from(u16_at(font, 4)?);
    let table = (0..tables)
        .map(|index| 12 + 16 * index)
        .find(|&at| font.get(at..at + 4) == Some(b"GSUB"))?;
    let bytes = font.get(table + 8..table + 12)?;
    let offset = u32::from_be_bytes(bytes.try_into().ok()?) as usize;
    Some(offset + usize::from(u16_at(font, offset + 6)?))
}

fn u16_at(font: &[u8], at: usize) -> Option<u16> {
    let bytes = font.get(at..at + 2)?;
    Some(u16::from_be_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Color32, FontId};

    #[test]
    fn figures_are_of_one_width_in_every_weight() {
        let context = egui::Context::default();
        context.set_fonts(definitions());
        let _ = context.run_ui(egui::RawInput::default(), |ui| {
            for family in [FontFamily::Proportional, medium(), semibold()] {
                let width = |text: &str| {
                    let font = FontId::new(20.0, family.clone());
                    let text = text.to_owned();
                    ui.painter()
                        .layout_no_wrap(text, font, Color32::WHITE)
                        .size()
                        .x
                };
                let zero = width("0000");
                for figure in 1..=9 {
                    let other = width(&figure.to_string().repeat(4));
                    assert!((other - zero).abs() < 0.1, "{family:?} {figure}");
                }
                assert!(width("iiii") < zero);
            }
        });
    }
}
