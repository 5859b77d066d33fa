//! Screen readers on Windows, by UI Automation.
//!
//! egui describes its controls from the moment that a reader first asks. A plugin of egui takes each description out
//! before the toolkit throws it away, and hands the reader's wishes in as events. The system's side holds windows' own
//! procedures and stays on their thread, hence it is kept there by the number of the window.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use accesskit_windows::SubclassingAdapter;
use egui::accesskit::{ActionHandler, ActionRequest, ActivationHandler, TreeUpdate};
use egui::{Context, Event, FullOutput, RawInput};
use nice_plug_egui::baseview::WindowContext;
use windows::core::{s, w};
use windows::Win32::System::LibraryLoader::{GetModuleHandleW, GetProcAddress};
use windows::Win32::UI::WindowsAndMessaging::IsWindowVisible;

use super::win32::handle_of;

thread_local! {
    /// The adapters of the windows of this thread.
    static ADAPTERS: RefCell<HashMap<isize, SubclassingAdapter>> = RefCell::default();
}

type Wishes = Arc<Mutex<Vec<ActionRequest>>>;

/// The system's side of one window, until this is dropped on the window's thread.
pub struct Adapter(isize);

impl Adapter {
    /// Lets readers see a window. It must not have been shown yet.
    ///
    /// Not under Wine: where there is nothing to tell, the adapter (0.35.2) succeeds and leaves the answer unwritten, which
    /// Wine 10 takes for an address, and the host ends.
    pub fn on(window: &WindowContext, context: &Context) -> Option<Self> {
        if is_wine() {
            return None;
        }
        let handle = handle_of(window)?;
        // SAFETY: the call takes any handle.
        if unsafe { IsWindowVisible(handle) }.as_bool() {
            return None;
        }
        let wishes = Wishes::default();
        let number = handle.0 as isize;
        let ears = Ears {
            context: context.clone(),
            wishes: Arc::clone(&wishes),
        };
        let adapter = SubclassingAdapter::new(handle, Eyes(context.clone()), ears);
        ADAPTERS.with_borrow_mut(|adapters| adapters.insert(number, adapter));
        context.add_plugin(Description { number, wishes });
        Some(Self(number))
    }
}

/// Returns whether this system is Wine.
fn is_wine() -> bool {
    // SAFETY: a library that is in every process, and a name.
    unsafe {
        let library = GetModuleHandleW(w!("ntdll.dll"));
        library.is_ok_and(|library| GetProcAddress(library, s!("wine_get_version")).is_some())
    }
}

impl Drop for Adapter {
    fn drop(&mut self) {
        // Out of the list first: taking hold of a window ends by calls of the system.
        let adapter = ADAPTERS.try_with(|adapters| adapters.borrow_mut().remove(&self.0));
        drop(adapter);
    }
}

/// A reader has asked for the window: from now on its controls are described.
struct Eyes(Context);

impl ActivationHandler for Eyes {
    fn request_initial_tree(&mut self) -> Option<TreeUpdate> {
        self.0.enable_accesskit();
        self.0.request_repaint();
        None
    }
}

/// A reader wants something done.
struct Ears {
    context: Context,
    wishes: Wishes,
}

impl ActionHandler for Ears {
    fn do_action(&mut self, request: ActionRequest) {
        let mut wishes = self.wishes.lock().unwrap_or_else(PoisonError::into_inner);
        wishes.push(request);
        drop(wishes);
        self.context.request_repaint();
    }
}

/// The way of descriptions out of egui, and of wishes into it.
struct Description {
    number: isize,
    wishes: Wishes,
}

impl egui::Plugin for Description {
    fn debug_name(&self) -> &'static str {
        "screen reader"
    }

    fn input_hook(&mut self, _: &Context, input: &mut RawInput) {
        let mut wishes = self.wishes.lock().unwrap_or_else(PoisonError::into_inner);
        let events = wishes.drain(..).map(Event::AccessKitActionRequest);
        input.events.extend(events);
    }

    fn output_hook(&mut self, _: &Context, output: &mut FullOutput) {
        let Some(update) = output.platform_output.accesskit_update.take() else {
            return;
        };
        let events = ADAPTERS.with_borrow_mut(|adapters| {
            let adapter = adapters.get_mut(&self.number)?;
            adapter.update_if_active(|| update)
        });
        if let Some(events) = events {
            events.raise();
        }
    }
}
