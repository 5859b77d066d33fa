//! The window's contents and where they go.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use egui::{pos2, vec2, Rect, Ui, UiBuilder, Vec2};
use nice_plug::context::gui::GuiContext;
use nice_plug_egui::baseview::{HandlerError, WindowSize};
use nice_plug_egui::{Frame, NiceEguiApp};

use super::context::View;
use super::window::Fit;
use super::{grip, theme};
use crate::chain::Meters;
use crate::editor::panels::{cards, controls, ear, header, help, notice, plot, readouts};
use crate::editor::views::{blind, browser, check, import, perform};
use crate::editor::widgets::path_entry;
use crate::editor::window::bar::Bar;
use crate::editor::window::file_drop_events::Incoming;
use crate::editor::window::host_menu::HostMenu;
use crate::editor::window::keyboard::{self, IsTyping, Keyboard};
use crate::editor::window::manual::Manual;
use crate::editor::window::reader::Reader;
use crate::editor::window::repaint::{Repaint, RepaintTimer};
use crate::editor::window::thread_exit::ThreadExit;
use crate::editor::window::window_state::WindowState;
use crate::editor::window::{file_drop, keys, manual};
use crate::session::library::Library;
use crate::session::BASE_SIZE;
use crate::session::{attempt, BodypackParams};
use crate::worker::BackgroundWorker;

/// Height of the header, points.
const HEADER: f32 = 40.0;
/// Width of the right column, points.
const COLUMN: f32 = 392.0;
/// Height of the lowest row, points.
const LOWEST: f32 = 284.0;

/// Time between two frames in which a turned value may arrive.
const ARRIVING: Duration = Duration::from_millis(50);

/// One open window.
pub struct App {
    params: Arc<BodypackParams>,
    designer: Arc<BackgroundWorker>,
    meters: Arc<Mutex<triple_buffer::Output<Meters>>>,
    gui: Option<GuiContext>,
    context: Option<egui::Context>,
    fit: Fit,
    desk: WindowState,
    repaint: Repaint,
    pump: Option<RepaintTimer>,
    ending: ThreadExit,
    incoming: Incoming,
    is_typing: IsTyping,
    keyboard: Keyboard,
    /// Screen readers of this window.
    reader: Reader,
    /// Part of the program around the editor, where it is one of its own.
    bar: Option<Box<dyn Bar>>,
    /// True if drawing it has failed.
    failed: bool,
}

impl App {
    /// A window of one instance. It has pictures drawn as long as it lives.
    #[allow(clippy::too_many_arguments)] // What an instance shares with its window.
    pub fn new(
        params: Arc<BodypackParams>,
        designer: Arc<BackgroundWorker>,
        meters: Arc<Mutex<triple_buffer::Output<Meters>>>,
        repaint: Repaint,
        ending: ThreadExit,
        is_typing: IsTyping,
        host_menu: HostMenu,
        bar: Option<Box<dyn Bar>>,
    ) -> Self {
        designer.window_opened();
        let below = bar.as_ref().map_or(0.0, |bar| bar.height());
        Self {
            params,
            designer,
            meters,
            gui: None,
            context: None,
            fit: Fit::default(),
            desk: WindowState {
                host_menu,
                manual: Manual::installed().into(),
                below,
                ..WindowState::new(Arc::clone(Library::shared()))
            },
            repaint,
            pump: None,
            ending,
            incoming: Incoming::default(),
            is_typing,
            keyboard: Keyboard::default(),
            reader: Reader::default(),
            bar,
            failed: false,
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        attempt("closing a window", || {
            if let Some(gui) = &self.gui {
                self.desk.held.release(gui, &self.params);
            }
        });
        ThreadExit::forget_window();
        self.designer.window_closed();
    }
}

impl NiceEguiApp for App {
    fn build(
        &mut self,
        context: egui::Context,
        gui: GuiContext,
        frame: &mut Frame,
    ) -> Result<(), HandlerError> {
        let window = frame.baseview_window();
        self.ending.watch_this_thread(window);
        theme::apply(&context);
        self.gui = Some(gui);
        self.incoming = Incoming::watch(window, self.repaint.clone());
        self.reader = Reader::watch(window, &context);
        if self.bar.is_none() {
            // In a program of its own there is nobody to share the keyboard with.
            self.keyboard = Keyboard::watch(window, &context, self.is_typing.clone());
        }
        let repaint = self.repaint.clone();
        self.desk.library.refresh(move || repaint.request());
        self.pump = Some(RepaintTimer::new(self.repaint.clone(), context.clone()));
        self.context = Some(context);
        Ok(())
    }

    /// A panic in here would leave a window that is blank, and end the host when it is closed.
    fn ui(&mut self, ui: &mut Ui, _frame: &mut Frame) {
        if self.failed {
            return excuse(ui);
        }
        self.failed = attempt("the window", || self.show(ui)).is_none();
    }

    fn resized(&mut self, size: WindowSize) {
        if self.ending.obey() {
            return;
        }
        // The adapter speaks of points of the present zoom.
        let zoom = self
            .context
            .as_ref()
            .map_or(1.0, egui::Context::zoom_factor);
        let side = |points: f64| (points * f64::from(zoom)).round() as u32;
        let mut size = [side(size.logical.width), side(size.logical.height)];
        let base = self.desk.base_size();
        size[1] = (size[1] as f32 * BASE_SIZE[1] as f32 / base.y).round() as u32;
        self.params.editor_size.keep(size);
    }
}

/// Message in place of a window that has failed.
fn excuse(ui: &mut Ui) {
    let text = "This window has failed. The sound goes on.\nClose it and open it again.";
    let whole = ui.ctx().content_rect();
    let color = theme::of(ui).text;
    let font = egui::FontId::proportional(18.0);
    let center = egui::Align2::CENTER_CENTER;
    ui.painter().text(whole.center(), center, text, font, color);
}

impl App {
    fn show(&mut self, ui: &mut Ui) {
        let Some(gui) = &self.gui else { return };
        if let Some(pump) = &self.pump {
            pump.drawn();
        }
        let meters = *self
            .meters
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .read();
        let rig = self.params.rig();
        let view = View::new(&self.params, gui, &self.designer, &meters, &rig, &self.desk);
        for path in self.incoming.take() {
            let taken = (self.bar.as_mut()).is_some_and(|bar| bar.take_file(&path, &view));
            if !taken {
                file_drop::bring_in(&view, &path);
            }
            // What comes of it is seen in the next frame.
            ui.ctx().request_repaint();
        }
        if let Some(bar) = &mut self.bar {
            bar.take_keys(ui, &view);
        }
        draw(ui, &view);
        if let Some(bar) = &mut self.bar {
            bar.show(ui, below(ui.ctx(), &view), &view);
        }
        self.fit.follow(ui.ctx(), self.desk.base_size());
        self.keyboard.follow(ui.ctx());
    }
}

/// Draws everything, in a window of the base size in points.
pub fn draw(ui: &mut Ui, view: &View<'_>) {
    if view.desk.arrives() {
        view.params.follow_hand(view.gui);
        ui.ctx().request_repaint_after(ARRIVING);
    }
    let wanted = if view.look.light {
        egui::Theme::Light
    } else {
        egui::Theme::Dark
    };
    if ui.ctx().theme() != wanted {
        ui.ctx().set_theme(wanted);
        ui.ctx().request_repaint();
    }
    let window = place(ui.ctx(), view);
    let whole = ui.ctx().content_rect();
    let ui = &mut ui.new_child(UiBuilder::new().max_rect(whole));
    ui.set_clip_rect(whole);
    ui.painter()
        .rect_filled(whole, 0.0, theme::of(ui).background);
    let inner = window.shrink2(vec2(theme::MARGIN, theme::GAP));
    keyboard::leave_on_press(ui.ctx());
    if let Some(id) = view.desk.focus_soon.take() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    keys::take(ui, view);
    check::hear_news(view);
    blind::follow(view);
    let head = inner.with_max_y(inner.top() + HEADER);
    header::show(ui, head, view);
    let below = inner.with_min_y(head.bottom() + theme::GAP);
    contents(ui, below, view);
    header::warning(ui, window, view);
    grip::show(ui, view.desk.base_size());
    file_drop::take(ui, view);
    manual::report(view);
    notice::show_soon(ui, view);
}

/// Whatever is shown below the header.
fn contents(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let sheet: fn(&mut Ui, Rect, &View<'_>) = if view.desk.path.borrow().is_some() {
        path_entry::show
    } else if view.desk.import.borrow().is_some() {
        import::show
    } else if view.desk.help.get().is_some() {
        help::show
    } else if view.desk.browser.borrow().open {
        browser::show
    } else if view.desk.blind.borrow().open {
        blind::show
    } else if view.desk.check.borrow().open {
        check::show
    } else if view.look.perform {
        perform::show
    } else {
        return engineer(ui, rect, view);
    };
    let (notice, rest) = notice::split(rect, view);
    if let Some(place) = notice {
        notice::show(ui, place, view);
    }
    sheet(ui, rest, view);
}

fn engineer(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let strip = rect.with_max_y(rect.top() + cards::HEIGHT);
    let bottom = rect.bottom() - LOWEST;
    let divide = rect.right() - COLUMN;
    // A notice takes its room from the curves, so that no control moves away under the pointer.
    let middle = Rect::from_min_max(
        pos2(rect.left(), strip.bottom() + theme::GAP),
        pos2(rect.right(), bottom - theme::GAP),
    );
    let (notice, middle) = notice::split(middle, view);
    let lowest = rect.with_min_y(bottom);
    cards::show(ui, strip, view);
    if let Some(place) = notice {
        notice::show(ui, place, view);
    }
    plot::show(ui, middle.with_max_x(divide - theme::GAP), view);
    ear::show(ui, middle.with_min_x(divide), view);
    controls::show(ui, lowest.with_max_x(divide - theme::GAP), view);
    readouts::show(ui, lowest.with_min_x(divide), view);
}

/// The rectangle of all contents: centered when the window has other proportions.
fn all(context: &egui::Context, view: &View<'_>) -> Rect {
    Rect::from_center_size(context.content_rect().center(), view.desk.base_size())
}

/// The rectangle of the editor.
fn place(context: &egui::Context, view: &View<'_>) -> Rect {
    let all = all(context, view);
    all.with_max_y(all.bottom() - view.desk.below)
}

/// The rectangle of the program's bar below the editor.
fn below(context: &egui::Context, view: &View<'_>) -> Rect {
    let all = all(context, view);
    let inner = all.shrink2(Vec2::new(theme::MARGIN, 0.0));
    inner.with_min_y(all.bottom() - view.desk.below)
}
