//! Colors, spacing and type, and the rules for them.
//!
//! **Grid.** Everything lies on a grid of 4 points: gaps of 12 between panels, 16 inside them, 24
//! around them. The window is laid out at 1200 × 800 and scaled as a whole from 0.75 to 2.5 times.
//!
//! **Type.** One family, Inter, with figures of one width: 12 for axes, labels and explanations, 13
//! for text and values, 14 semi-bold for headings, 20 for readings. Sentences start small, names of
//! things start with a capital; nothing is in capitals throughout.
//!
//! **Color.** A color has one role: cyan is the mix, amber the room, violet the own voice, red a
//! limit that is passed, green that all is well. None is ever the only signal: a shape, a place or a
//! word says the same. Text keeps a contrast of 4.5 : 1 and marks keep 3 : 1 (WCAG AA), in both
//! themes; a test holds them to it.
//!
//! **States.** Rest: raised. Hover: one step lighter. Pressed: one step darker. On: an outline and a
//! mark in the color of its role. Focus: a ring of 2 points, 2 points outside. Disabled: four
//! tenths of its ink, and it says why when asked.

use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Stroke, Style, TextStyle, Theme, Ui,
    Visuals,
};

use super::fonts;

/// The colors of one theme, by role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Behind everything.
    pub background: Color32,
    /// Panels.
    pub panel: Color32,
    /// Buttons and raised surfaces.
    pub raised: Color32,
    /// The same under the pointer.
    pub hovered: Color32,
    /// Outlines and grids.
    pub line: Color32,
    /// Text that matters.
    pub text: Color32,
    /// Text that explains.
    pub muted: Color32,
    /// Marks that stand back; not for text.
    pub faint: Color32,
    /// The mix.
    pub mix: Color32,
    /// The room.
    pub room: Color32,
    /// The performer's own voice.
    pub voice: Color32,
    /// A limit passed.
    pub limit: Color32,
    /// All is well.
    pub fine: Color32,
    /// Skin, in the drawing of the ear.
    pub flesh: Color32,
}

/// For dark rooms: a stage, a control room.
pub const DARK: Palette = Palette {
    background: Color32::from_rgb(0x13, 0x15, 0x1A),
    panel: Color32::from_rgb(0x1B, 0x1E, 0x25),
    raised: Color32::from_rgb(0x26, 0x2A, 0x33),
    hovered: Color32::from_rgb(0x30, 0x35, 0x40),
    line: Color32::from_rgb(0x36, 0x3C, 0x48),
    text: Color32::from_rgb(0xE9, 0xEB, 0xEE),
    muted: Color32::from_rgb(0xA2, 0xAB, 0xB8),
    faint: Color32::from_rgb(0x78, 0x82, 0x91),
    mix: Color32::from_rgb(0x56, 0xC7, 0xF2),
    room: Color32::from_rgb(0xFF, 0xB6, 0x5C),
    voice: Color32::from_rgb(0xB7, 0x9B, 0xFF),
    limit: Color32::from_rgb(0xFF, 0x7A, 0x7A),
    fine: Color32::from_rgb(0x62, 0xD6, 0xA4),
    flesh: Color32::from_rgb(0x3A, 0x2C, 0x2E),
};

/// For daylight.
pub const LIGHT: Palette = Palette {
    background: Color32::from_rgb(0xE9, 0xEC, 0xF0),
    panel: Color32::from_rgb(0xFA, 0xFB, 0xFC),
    raised: Color32::from_rgb(0xEB, 0xEE, 0xF2),
    hovered: Color32::from_rgb(0xDE, 0xE3, 0xE9),
    line: Color32::from_rgb(0xCD, 0xD3, 0xDB),
    text: Color32::from_rgb(0x14, 0x18, 0x1F),
    muted: Color32::from_rgb(0x48, 0x51, 0x5E),
    faint: Color32::from_rgb(0x76, 0x80, 0x8D),
    mix: Color32::from_rgb(0x00, 0x66, 0x91),
    room: Color32::from_rgb(0x8A, 0x4B, 0x00),
    voice: Color32::from_rgb(0x63, 0x3F, 0xCB),
    limit: Color32::from_rgb(0xB3, 0x1E, 0x1E),
    fine: Color32::from_rgb(0x06, 0x66, 0x43),
    flesh: Color32::from_rgb(0xEC, 0xD5, 0xC9),
};

/// Space around everything, points.
pub const MARGIN: f32 = 24.0;
/// Between panels, points.
pub const GAP: f32 = 12.0;
/// Inside a panel, points.
pub const PADDING: f32 = 16.0;
/// Between small things that belong together, points.
pub const STEP: f32 = 8.0;
/// Height of a button, points.
pub const BUTTON: f32 = 28.0;
/// Corners of panels, points.
pub const PANEL_RADIUS: CornerRadius = CornerRadius::same(10);
/// Corners of buttons, points.
pub const BUTTON_RADIUS: CornerRadius = CornerRadius::same(6);

/// The colors in use.
pub fn of(ui: &Ui) -> &'static Palette {
    palette(ui.ctx())
}

/// The colors in use.
pub fn palette(context: &Context) -> &'static Palette {
    match context.theme() {
        Theme::Dark => &DARK,
        Theme::Light => &LIGHT,
    }
}

/// Numbers along axes, and names of controls.
pub fn label() -> FontId {
    FontId::proportional(12.0)
}

/// Text and values.
pub fn body() -> FontId {
    FontId::proportional(13.0)
}

/// Values that are read often, and words on buttons.
pub fn strong() -> FontId {
    FontId::new(13.0, fonts::medium())
}

/// Headings of panels.
pub fn title() -> FontId {
    FontId::new(14.0, fonts::semibold())
}

/// Large readings.
pub fn readout() -> FontId {
    FontId::new(20.0, fonts::medium())
}

/// A thin outline.
pub fn outline(palette: &Palette) -> Stroke {
    Stroke::new(1.0, palette.line)
}

/// Sets up the fonts, and everything that the toolkit draws by itself: menus, tooltips and text
/// fields.
pub fn apply(context: &Context) {
    context.set_fonts(fonts::definitions());
    for (theme, palette) in [(Theme::Dark, &DARK), (Theme::Light, &LIGHT)] {
        context.style_mut_of(theme, |style| {
            *style = own_style(style.clone(), theme, palette);
        });
    }
}

fn own_style(mut style: Style, theme: Theme, palette: &Palette) -> Style {
    let mut visuals = match theme {
        Theme::Dark => Visuals::dark(),
        Theme::Light => Visuals::light(),
    };
    visuals.panel_fill = palette.background;
    visuals.window_fill = palette.panel;
    visuals.window_stroke = outline(palette);
    visuals.window_corner_radius = PANEL_RADIUS;
    visuals.menu_corner_radius = BUTTON_RADIUS;
    visuals.extreme_bg_color = palette.background;
    visuals.text_edit_bg_color = Some(palette.background);
    visuals.override_text_color = Some(palette.text);
    visuals.weak_text_color = Some(palette.muted);
    visuals.selection.bg_fill = palette.mix.gamma_multiply(0.3);
    visuals.selection.stroke = Stroke::new(1.0, palette.text);
    for (state, fill) in [
        (&mut visuals.widgets.inactive, palette.raised),
        (&mut visuals.widgets.hovered, palette.hovered),
        (&mut visuals.widgets.active, palette.line),
        (&mut visuals.widgets.open, palette.hovered),
    ] {
        state.weak_bg_fill = fill;
        state.bg_fill = fill;
        state.bg_stroke = Stroke::NONE;
        state.corner_radius = BUTTON_RADIUS;
        state.fg_stroke = Stroke::new(1.0, palette.text);
    }
    style.visuals = visuals;
    for (text_style, size) in [
        (TextStyle::Small, 12.0),
        (TextStyle::Body, 13.0),
        (TextStyle::Button, 13.0),
        (TextStyle::Heading, 14.0),
    ] {
        let font = FontId::new(size, FontFamily::Proportional);
        style.text_styles.insert(text_style, font);
    }
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style.spacing.button_padding = egui::vec2(8.0, 4.0);
    style
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, as WCAG 2.1 defines it.
    fn luminance(color: Color32) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(color.r()) + 0.7152 * part(color.g()) + 0.0722 * part(color.b())
    }

    /// Contrast ratio, as WCAG 2.1 defines it.
    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn black_on_white_is_21_to_1() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn text_and_marks_keep_the_contrast_of_wcag_aa_in_both_themes() {
        for palette in [&DARK, &LIGHT] {
            let surfaces = [
                palette.background,
                palette.panel,
                palette.raised,
                palette.hovered,
            ];
            for surface in surfaces {
                let text = [
                    palette.text,
                    palette.muted,
                    palette.mix,
                    palette.room,
                    palette.voice,
                    palette.limit,
                    palette.fine,
                ];
                for color in text {
                    let found = contrast(color, surface);
                    assert!(found >= 4.5, "{color:?} on {surface:?}: {found:.2}");
                }
                let found = contrast(palette.faint, surface);
                assert!(found >= 3.0, "{surface:?}: {found:.2}");
            }
            assert!(contrast(palette.text, palette.flesh) >= 4.5);
            assert!(contrast(palette.room, palette.flesh) >= 4.5);
        }
    }
}
