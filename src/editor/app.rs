//! The window's contents and where they go.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{pos2, vec2, Rect, Ui, UiBuilder};
use nice_plug::context::gui::GuiContext;
use nice_plug_egui::baseview::{HandlerError, WindowSize};
use nice_plug_egui::{Frame, NiceEguiApp};

use super::{controls, header, latency, levels, plot, theme};
use crate::chain::Meters;
use crate::plugin::{BodypackParams, Designer};

/// Space around everything, points.
const MARGIN: f32 = 24.0;
/// Height of the header, points.
const HEADER: f32 = 40.0;
/// Width of the levels beside the plot, points.
const LEVELS: f32 = 340.0;

/// One open window.
pub struct App {
    params: Arc<BodypackParams>,
    designer: Arc<Designer>,
    meters: Arc<Mutex<triple_buffer::Output<Meters>>>,
    gui: Option<GuiContext>,
}

impl App {
    /// A window of one instance. It has pictures drawn as long as it lives.
    pub fn new(
        params: Arc<BodypackParams>,
        designer: Arc<Designer>,
        meters: Arc<Mutex<triple_buffer::Output<Meters>>>,
    ) -> Self {
        designer.window_opened();
        Self {
            params,
            designer,
            meters,
            gui: None,
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.designer.window_closed();
    }
}

impl NiceEguiApp for App {
    fn build(
        &mut self,
        context: egui::Context,
        gui: GuiContext,
        _frame: &mut Frame,
    ) -> Result<(), HandlerError> {
        theme::apply(&context);
        self.gui = Some(gui);
        Ok(())
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut Frame) {
        let Some(gui) = &self.gui else { return };
        let meters = *self
            .meters
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .read();
        let view = View {
            params: &self.params,
            gui,
            designer: &self.designer,
            meters: &meters,
        };
        draw(ui, &view);
    }

    fn resized(&mut self, size: WindowSize) {
        let size = size.logical;
        self.params
            .editor_size
            .keep([size.width.round() as u32, size.height.round() as u32]);
    }
}

/// All that the panels look at.
pub struct View<'a> {
    /// What the controls set.
    pub params: &'a BodypackParams,
    /// The way to the host.
    pub gui: &'a GuiContext,
    /// Where the curves come from.
    pub designer: &'a Designer,
    /// The newest readings.
    pub meters: &'a Meters,
}

/// Draws everything.
pub fn draw(ui: &mut Ui, view: &View<'_>) {
    let window = ui.ctx().content_rect();
    let ui = &mut ui.new_child(UiBuilder::new().max_rect(window));
    ui.set_clip_rect(window);
    ui.painter().rect_filled(window, 0.0, theme::BACKGROUND);
    let inner = window.shrink2(vec2(MARGIN, theme::GAP));
    let head = inner.with_max_y(inner.top() + HEADER);
    let bottom = inner.bottom() - controls::HEIGHT;
    let middle = Rect::from_min_max(
        pos2(inner.left(), head.bottom() + theme::GAP),
        pos2(inner.right(), bottom - theme::GAP),
    );
    let divide = middle.right() - LEVELS;
    header::show(ui, head, view);
    plot::show(ui, middle.with_max_x(divide - theme::GAP), view);
    levels::show(ui, middle.with_min_x(divide), view);
    let rest = controls::show(ui, inner.with_min_y(bottom), view);
    latency::show(ui, rest, &view.params.rig());
}

/// A panel with a heading; what is inside its padding.
pub fn panel(ui: &Ui, rect: Rect, heading: &str) -> Rect {
    ui.painter().rect(
        rect,
        theme::PANEL_RADIUS,
        theme::PANEL,
        theme::outline(),
        egui::StrokeKind::Inside,
    );
    let inner = rect.shrink2(vec2(theme::PADDING, theme::GAP));
    ui.painter().text(
        pos2(inner.left(), inner.top() + 9.0),
        egui::Align2::LEFT_CENTER,
        heading,
        theme::title(),
        theme::TEXT,
    );
    inner
}
