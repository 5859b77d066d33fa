//! Colours, spacing and type. Every colour has one role, and is never the only sign of it.

use egui::{Color32, CornerRadius, FontFamily, FontId, Stroke, Style, TextStyle, Visuals};

/// Behind everything.
pub const BACKGROUND: Color32 = Color32::from_rgb(0x13, 0x15, 0x1A);
/// Panels.
pub const PANEL: Color32 = Color32::from_rgb(0x1B, 0x1E, 0x25);
/// What can be pressed, and what lies on a panel.
pub const RAISED: Color32 = Color32::from_rgb(0x26, 0x2A, 0x33);
/// Outlines and grids.
pub const LINE: Color32 = Color32::from_rgb(0x36, 0x3C, 0x48);
/// Text that matters.
pub const TEXT: Color32 = Color32::from_rgb(0xE9, 0xEB, 0xEE);
/// Text that explains.
pub const MUTED: Color32 = Color32::from_rgb(0xA2, 0xAB, 0xB8);
/// Marks that stand back.
pub const FAINT: Color32 = Color32::from_rgb(0x6B, 0x74, 0x82);
/// The mix.
pub const MIX: Color32 = Color32::from_rgb(0x56, 0xC7, 0xF2);
/// The room.
pub const ROOM: Color32 = Color32::from_rgb(0xFF, 0xB6, 0x5C);
/// The performer's own voice.
pub const VOICE: Color32 = Color32::from_rgb(0xB7, 0x9B, 0xFF);
/// A limit passed.
pub const LIMIT: Color32 = Color32::from_rgb(0xFF, 0x70, 0x70);
/// All is well.
pub const FINE: Color32 = Color32::from_rgb(0x62, 0xD6, 0xA4);

/// Spacing, points.
pub const GAP: f32 = 12.0;
/// Space inside a panel, points.
pub const PADDING: f32 = 16.0;
/// Corners of panels, points.
pub const PANEL_RADIUS: CornerRadius = CornerRadius::same(8);
/// Corners of buttons, points.
pub const BUTTON_RADIUS: CornerRadius = CornerRadius::same(6);

/// Numbers along axes.
pub fn axis() -> FontId {
    FontId::proportional(11.0)
}

/// Names of controls.
pub fn label() -> FontId {
    FontId::proportional(12.0)
}

/// Text and values.
pub fn body() -> FontId {
    FontId::proportional(13.0)
}

/// Headings of panels.
pub fn title() -> FontId {
    FontId::proportional(14.0)
}

/// Large readings.
pub fn readout() -> FontId {
    FontId::proportional(19.0)
}

/// A thin outline.
pub fn outline() -> Stroke {
    Stroke::new(1.0, LINE)
}

/// Sets up everything that the toolkit draws by itself: menus, tooltips and text fields.
pub fn apply(context: &egui::Context) {
    context.set_theme(egui::Theme::Dark);
    context.all_styles_mut(|style| *style = own_style(style.clone()));
}

fn own_style(mut style: Style) -> Style {
    let mut visuals = Visuals::dark();
    visuals.panel_fill = BACKGROUND;
    visuals.window_fill = RAISED;
    visuals.window_stroke = outline();
    visuals.extreme_bg_color = BACKGROUND;
    visuals.override_text_color = Some(TEXT);
    visuals.selection.bg_fill = MIX.gamma_multiply(0.35);
    visuals.selection.stroke = Stroke::new(1.0, MIX);
    visuals.widgets.inactive.weak_bg_fill = RAISED;
    visuals.widgets.hovered.weak_bg_fill = LINE;
    visuals.widgets.active.weak_bg_fill = LINE;
    style.visuals = visuals;
    for (text_style, size) in [
        (TextStyle::Small, 11.0),
        (TextStyle::Body, 13.0),
        (TextStyle::Button, 13.0),
        (TextStyle::Heading, 14.0),
    ] {
        style
            .text_styles
            .insert(text_style, FontId::new(size, FontFamily::Proportional));
    }
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style
}
