//! The window and its size, which the host's project file keeps.

pub mod dialogs;
pub mod file_drop;
pub mod file_drop_events;
pub mod handle;
pub mod host_menu;
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
use crate::editor::window::handle::{Handle, OpenWindow};
use crate::editor::window::host_menu::HostMenu;
use crate::editor::window::keyboard::IsTyping;
use crate::editor::window::repaint::Repaint;
use crate::editor::window::thread_exit::{keep_graphics, ThreadExit};
use crate::session::{BodypackParams, BASE_SIZE, MAXIMUM_SIZE, MINIMUM_SIZE};
use crate::worker::BackgroundWorker;

/// Practically never.
const NEVER: Duration = Duration::from_secs(24 * 3600);

/// Zoom factor of a window of the given size in logical points.
fn zoom_of(size: egui::Vec2) -> f32 {
    let [width, height] = BASE_SIZE.map(|side| side as f32);
    let zoom = (size.x / width).min(size.y / height).clamp(0.5, 4.0);
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
    pub fn follow(&mut self, context: &egui::Context) {
        let now = context.zoom_factor();
        let size = context.content_rect().size();
        if self.last.replace(now).is_some_and(|last| last != now) {
            // The adapter takes a new zoom as a wish for a window of another size; this one has
            // the size that it should have.
            context.send_viewport_cmd(egui::ViewportCommand::InnerSize(size));
        }
        let wanted = zoom_of(size * now);
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
        let ending = ThreadExit::default();
        let app = App::new(
            Arc::clone(&self.params),
            Arc::clone(&self.designer),
            Arc::clone(&self.meters),
            self.repaint.clone(),
            ending.clone(),
            self.is_typing.clone(),
            self.host_menu.clone(),
        );
        // The contents are scaled once the window is there: a zoom that is asked for at its making
        // holds only from the second frame on, and the adapter would take that as a wish to grow.
        let size = logical(self.params.editor_size.get());
        let settings = EguiNiceSettings::new()
            .with_tile("Bodypack")
            .with_resize_hint(self.resize_hint())
            // What would be looked at so often is not used: see `pump`.
            .with_repaint_poll_interval(NEVER);
        keep_graphics();
        let spawned = create_egui_editor(
            EguiEditorState::from_size(size, 1.0),
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

    fn size(&self) -> NativeSize<u32> {
        let size = logical(self.params.editor_size.get());
        NativeSize::from_size(size.into(), 1.0)
    }

    fn resize_hint(&self) -> ResizeHint {
        ResizeHint {
            preserve_aspect_ratio: true,
            aspect_ratio_width: BASE_SIZE[0],
            aspect_ratio_height: BASE_SIZE[1],
            ..ResizeHint::RESIZABLE
        }
        .with_min_max_logical_size(Some(logical(MINIMUM_SIZE)), Some(logical(MAXIMUM_SIZE)))
    }
}
