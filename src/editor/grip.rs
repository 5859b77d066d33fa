//! The corner that the window is resized by, for hosts whose own windows cannot be.

use egui::{pos2, CursorIcon, Id, Rect, Sense, Stroke, Ui, Vec2, ViewportCommand, WidgetInfo};

use super::theme;
use crate::session::{BASE_SIZE, MAXIMUM_SIZE, MINIMUM_SIZE};

/// Side of the corner, points; it lies in the margin.
pub const SIDE: f32 = 14.0;
/// A change of less than this many points of the base size is not asked for.
const LEAST: f32 = 2.0;

/// Shows the corner, and asks the host for another size while it is dragged.
pub fn show(ui: &Ui, base: Vec2) {
    let whole = ui.ctx().content_rect();
    let place = Rect::from_min_max(whole.max - Vec2::splat(SIDE), whole.max);
    let id = ui.scope_id().with("grip");
    let response = ui
        .interact(place, id, Sense::DRAG)
        .on_hover_cursor(CursorIcon::ResizeNwSe);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Splitter, true, "Resize the window"));
    let palette = theme::of(ui);
    let lit = response.hovered() || response.dragged();
    let ink = if lit { palette.text } else { palette.faint };
    for step in [4.0, 8.0, 12.0] {
        let ends = [
            pos2(whole.right() - step, whole.bottom() - 1.5),
            pos2(whole.right() - 1.5, whole.bottom() - step),
        ];
        ui.painter().line_segment(ends, Stroke::new(1.0, ink));
    }
    let Some(at) = response.interact_pointer_pos() else {
        return;
    };
    let offset_id = id.with("offset");
    if response.drag_started() {
        ui.data_mut(|data| data.insert_temp(offset_id, whole.max - at));
    } else if response.dragged() {
        let offset = ui.data(|data| data.get_temp::<Vec2>(offset_id));
        ask(ui, at.to_vec2() + offset.unwrap_or_default(), id, base);
    } else if response.drag_stopped() {
        ui.data_mut(|data| data.remove::<Vec2>(offset_id));
    }
}

/// Asks for a window whose corner is at a place, in the points of the present zoom.
fn ask(ui: &Ui, corner: Vec2, id: Id, base: Vec2) {
    let zoom = ui.ctx().zoom_factor();
    let scale = scale_at(corner * zoom, base);
    let asked = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(zoom);
    if (scale - asked).abs() * base.x >= LEAST {
        ui.data_mut(|data| data.insert_temp(id, scale));
        let size = base * scale / zoom;
        ui.ctx().send_viewport_cmd(ViewportCommand::InnerSize(size));
    }
}

/// The scale of the window whose lower right corner is nearest to a place, in points of the base.
fn scale_at(corner: Vec2, base: Vec2) -> f32 {
    let shares = [corner.x / base.x, corner.y / base.y];
    let [least, most] =
        [MINIMUM_SIZE, MAXIMUM_SIZE].map(|size| size[0] as f32 / BASE_SIZE[0] as f32);
    (0.5 * (shares[0] + shares[1])).clamp(least, most)
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    #[test]
    fn the_scale_follows_the_corner_and_keeps_the_limits() {
        let base = vec2(1200.0, 800.0);
        assert_eq!(scale_at(vec2(1200.0, 800.0), base), 1.0);
        assert_eq!(scale_at(vec2(1800.0, 1200.0), base), 1.5);
        assert_eq!(scale_at(vec2(1260.0, 800.0), base), 1.025);
        assert_eq!(scale_at(vec2(10.0, 10.0), base), 0.75);
        assert_eq!(scale_at(vec2(9000.0, 9000.0), base), 2.5);
        assert_eq!(scale_at(vec2(1200.0, 900.0), vec2(1200.0, 900.0)), 1.0);
    }
}
