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

/// The family in front of the toolkit's own fonts, where these are there, which fill in what it lacks.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let fallbacks = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    for (family, weight) in [
        (FontFamily::Proportional, 400.0),
        (FontFamily::Monospace, 400.0),
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

/// Inter, as the build script has packed it.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/Inter.deflate"));

/// Inter's own bytes.
fn unpacked() -> Vec<u8> {
    miniz_oxide::inflate::decompress_to_vec(PACKED).expect("the build script has packed it whole")
}

/// Inter has figures of one width as an option, and the toolkit knows no options. In the copy in
/// memory the option therefore gets the name of one that is always on, and that Inter lacks.
fn with_tabular_figures() -> Vec<u8> {
    let mut font = unpacked();
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
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Signs outside comments and tests in the sources of a folder, written out or by their numbers.
    fn signs_in(folder: &Path, signs: &mut BTreeSet<char>) {
        for entry in std::fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                signs_in(&path, signs);
            }
            if path.is_dir() || path.ends_with("tests.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a readable file");
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            for line in text.lines() {
                let code = line.split("//").next().unwrap_or_default();
                signs.extend(code.chars().filter(|sign| !sign.is_ascii()));
                let numbers = code.split("\\u{").skip(1);
                let numbers = numbers.filter_map(|rest| {
                    let number = rest.split('}').next()?;
                    char::from_u32(u32::from_str_radix(number, 16).ok()?)
                });
                signs.extend(numbers.filter(|sign| !sign.is_control()));
            }
        }
    }

    #[test]
    fn the_packed_font_has_the_bytes_of_inter() {
        assert!(unpacked() == ttf_inter::REGULAR);
        assert!(PACKED.len() < ttf_inter::REGULAR.len() * 6 / 10);
    }

    /// The toolkit's own fonts are left out of what is handed out.
    #[test]
    fn no_text_of_the_editor_needs_another_font() {
        let mut signs = BTreeSet::new();
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["src/editor", "src/session", "sound/src/rig/presets"] {
            signs_in(&project.join(folder), &mut signs);
        }
        assert!(signs.contains(&'Ω') && signs.contains(&'−'), "{signs:?}");
        let mut fonts = definitions();
        for members in fonts.families.values_mut() {
            members.retain(|name| name.starts_with("Inter"));
        }
        let context = egui::Context::default();
        context.set_fonts(fonts);
        let mut output = context.run_ui(egui::RawInput::default(), |_| ());
        output.textures_delta.clear();
        let font = FontId::new(14.0, FontFamily::Proportional);
        let lacks = |sign: &char| !context.fonts_mut(|fonts| fonts.has_glyph(&font, *sign));
        let lacking: Vec<char> = signs.into_iter().filter(lacks).collect();
        assert!(lacking.is_empty(), "{lacking:?}");
        assert!(lacks(&'😀'), "the check can fail");
    }

    #[test]
    fn figures_are_of_one_width_in_every_weight() {
        let context = egui::Context::default();
        context.set_fonts(definitions());
        let mut output = context.run_ui(egui::RawInput::default(), |ui| {
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
        output.textures_delta.clear();
    }
}
