//! The window and its size, which the host's project file keeps.

pub mod alone;
pub mod bar;
pub mod dialogs;
pub mod file_drop;
pub mod file_drop_events;
pub mod handle;
pub mod host_menu;
mod key_need;
pub mod keyboard;
pub mod keys;
pub mod manual;
pub mod notice;
pub mod reader;
pub mod repaint;
pub mod thread_exit;
#[cfg(target_os = "windows")]
pub mod win32;
#[cfg(target_os = "windows")]
pub mod win32_drop;
#[cfg(target_os = "windows")]
pub mod win32_reader;
pub mod window_state;
#[cfg(target_os = "linux")]
pub mod xdnd;
#[cfg(target_os = "linux")]
pub mod xfocus;
#[cfg(target_os = "linux")]
pub mod xkeys;

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nice_plug::context::gui::GuiContext;
use nice_plug::editor::dpi::{LogicalSize, NativeSize};
use nice_plug::editor::{Editor, HostMethods, ParentWindowHandle, ResizeHint, SpawnedEditor};
use nice_plug_egui::{create_egui_editor, EguiEditorState, EguiNiceSettings, RepaintNotifier};

use super::app::App;
use crate::chain::Meters;
use crate::editor::window::bar::Bar;
use crate::editor::window::handle::{Handle, OpenWindow};
use crate::editor::window::host_menu::HostMenu;
use crate::editor::window::keyboard::IsTyping;
use crate::editor::window::repaint::Repaint;
use crate::editor::window::thread_exit::{keep_graphics, ThreadExit};
use crate::session::{BodypackParams, BASE_SIZE, MAXIMUM_SIZE, MINIMUM_SIZE};
use crate::worker::BackgroundWorker;

/// Practically never.
const NEVER: Duration = Duration::from_secs(24 * 3600);

/// Zoom factor of a window of the given size in logical points, whose contents are laid out in `base`.
fn zoom_of(size: egui::Vec2, base: egui::Vec2) -> f32 {
    let zoom = (size.x / base.x).min(size.y / base.y).clamp(0.5, 4.0);
    // A step of a thousandth cannot be seen, and keeps rounding from going round in circles.
    (zoom * 1000.0).round() / 1000.0
}

/// Scales the contents of a window to its size.
#[derive(Default)]
pub struct Fit {
    last: Option<f32>,
}

impl Fit {
    /// Follows the size of the window, once a frame.
    pub fn follow(&mut self, context: &egui::Context, base: egui::Vec2) {
        let now = context.zoom_factor();
        let size = context.content_rect().size();
        if self.last.replace(now).is_some_and(|last| last != now) {
            // The adapter takes a new zoom as a wish for a window of another size; this one has
            // the size that it should have.
            context.send_viewport_cmd(egui::ViewportCommand::InnerSize(size));
        }
        let wanted = zoom_of(size * now, base);
        if (wanted - now).abs() > 1e-4 {
            context.set_zoom_factor(wanted);
        }
    }
}

/// Opens windows. The framework asks for this object before it restores a project, hence the size
/// is looked up each time a window opens.
pub struct BodypackEditor {
    params: Arc<BodypackParams>,
    designer: Arc<BackgroundWorker>,
    meters: Arc<Mutex<triple_buffer::Output<Meters>>>,
    repaint: Repaint,
    is_typing: IsTyping,
    host_menu: HostMenu,
}

impl BodypackEditor {
    /// An editor of one instance.
    pub fn new(
        params: Arc<BodypackParams>,
        designer: Arc<BackgroundWorker>,
        meters: Arc<Mutex<triple_buffer::Output<Meters>>>,
        repaint: Repaint,
    ) -> Self {
        Self {
            params,
            designer,
            meters,
            repaint,
            is_typing: IsTyping::default(),
            host_menu: HostMenu::default(),
        }
    }

    /// The parameters of the instance.
    pub fn params(&self) -> &Arc<BodypackParams> {
        &self.params
    }

    /// Returns whether a text is being typed in the window: its keys are not for the host.
    pub fn is_typing(&self) -> bool {
        self.is_typing.get()
    }

    /// The way from a window to the host's own menus.
    pub fn host_menu(&self) -> &HostMenu {
        &self.host_menu
    }

    /// Has the worker look at the parameters at once. Not for the audio thread.
    pub fn wake_worker(&self) {
        self.designer.wake();
    }

    /// Has a window that is open drawn anew.
    pub fn repaint(&self) {
        self.repaint.request();
    }
}

impl BodypackEditor {
    /// Opens a window, with a program's bar below the editor if there is one.
    #[allow(clippy::too_many_arguments)] // What the toolkit's own call takes, and two more.
    fn open(
        &self,
        title: &str,
        parent: Option<ParentWindowHandle>,
        wait_for_parent: bool,
        fallback_scale_factor: Option<f64>,
        gui_context: GuiContext,
        host: Option<HostMethods>,
        bar: Option<Box<dyn Bar>>,
    ) -> Result<SpawnedEditor<Handle>, Box<dyn Error>> {
        let ending = ThreadExit::default();
        // The contents are scaled once the window is there: a zoom that is asked for at its making
        // holds only from the second frame on, and the adapter would take that as a wish to grow.
        let mut size = self.params.editor_size.get();
        let below = bar.as_ref().map_or(0.0, |bar| bar.height());
        size[1] += (below * size[0] as f32 / BASE_SIZE[0] as f32).round() as u32;
        let app = App::new(
            Arc::clone(&self.params),
            Arc::clone(&self.designer),
            Arc::clone(&self.meters),
            self.repaint.clone(),
            ending.clone(),
            self.is_typing.clone(),
            self.host_menu.clone(),
            bar,
        );
        let settings = EguiNiceSettings::new()
            .with_tile(title)
            .with_resize_hint(resize_hint(below))
            // What would be looked at so often is not used: see `pump`.
            .with_repaint_poll_interval(NEVER);
        keep_graphics();
        let spawned = create_egui_editor(
            EguiEditorState::from_size(logical(size), 1.0),
            RepaintNotifier::new(),
            settings,
            app,
        )
        .ok_or("the editor could not be made")?
        .spawn(
            parent,
            wait_for_parent,
            fallback_scale_factor,
            gui_context,
            host,
        )?;
        Ok(SpawnedEditor {
            handle: Handle::new(spawned.handle, self.repaint.clone()),
            window: OpenWindow::new(spawned.window, ending),
        })
    }
}

/// Limits of the window's size, with so many points below the editor.
fn resize_hint(below: f32) -> ResizeHint {
    let taller = |[width, height]: [u32; 2]| {
        let share = width as f32 / BASE_SIZE[0] as f32;
        [width, height + (below * share).round() as u32]
    };
    let [aspect_ratio_width, aspect_ratio_height] = taller(BASE_SIZE);
    ResizeHint {
        preserve_aspect_ratio: true,
        aspect_ratio_width,
        aspect_ratio_height,
        ..ResizeHint::RESIZABLE
    }
    .with_min_max_logical_size(
        Some(logical(taller(MINIMUM_SIZE))),
        Some(logical(taller(MAXIMUM_SIZE))),
    )
}

fn logical([width, height]: [u32; 2]) -> LogicalSize<f32> {
    LogicalSize::new(width as f32, height as f32)
}

impl Editor for BodypackEditor {
    type Handle = Handle;

    fn spawn(
        &self,
        parent: Option<ParentWindowHandle>,
        wait_for_parent: bool,
        fallback_scale_factor: Option<f64>,
        gui_context: GuiContext,
        host: Option<HostMethods>,
    ) -> Result<SpawnedEditor<Self::Handle>, Box<dyn Error>> {
        self.open(
            "Bodypack",
            parent,
            wait_for_parent,
            fallback_scale_factor,
            gui_context,
            host,
            None,
        )
    }

    fn size(&self) -> NativeSize<u32> {
        let size = logical(self.params.editor_size.get());
        NativeSize::from_size(size.into(), 1.0)
    }

    fn resize_hint(&self) -> ResizeHint {
        resize_hint(0.0)
    }
}
