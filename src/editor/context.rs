//! All that panels, views and widgets look at in one frame.

use std::sync::Arc;

use nice_plug::context::gui::GuiContext;

use crate::chain::Meters;
use crate::editor::widgets::control::Control;
use crate::editor::window::window_state::WindowState;
use crate::rig::Rig;
use crate::session::library::Listing;
use crate::session::view_settings::Look;
use crate::session::BodypackParams;
use crate::worker::BackgroundWorker;

/// All that the panels look at.
pub struct View<'a> {
    /// The instance.
    pub params: &'a BodypackParams,
    /// Its parameters, in the order of the signal.
    pub controls: Vec<Control<'a>>,
    /// The way to the host.
    pub gui: &'a GuiContext,
    /// Source of the curves.
    pub designer: &'a BackgroundWorker,
    /// The newest readings.
    pub meters: &'a Meters,
    /// The whole set-up as it is now.
    pub rig: &'a Rig,
    /// State of the window that persists from frame to frame.
    pub desk: &'a WindowState,
    /// The rigs that there are.
    pub listing: Arc<Listing>,
    /// The settings of the view.
    pub look: Look,
}

impl<'a> View<'a> {
    /// One frame's view of an instance; `rig` is the rig with the parameters applied.
    pub fn new(
        params: &'a BodypackParams,
        gui: &'a GuiContext,
        designer: &'a BackgroundWorker,
        meters: &'a Meters,
        rig: &'a Rig,
        desk: &'a WindowState,
    ) -> Self {
        Self {
            params,
            controls: Control::all(params),
            gui,
            designer,
            meters,
            rig,
            desk,
            listing: desk.library.listing(),
            look: params.editor_look.get(),
        }
    }

    /// Changes what is shown.
    pub fn change(&self, change: impl FnOnce(&mut Look)) {
        self.params.editor_look.change(change);
    }

    /// The parameter with an identifier.
    pub fn control(&self, id: &str) -> Option<&Control<'a>> {
        self.controls.iter().find(|control| control.id == id)
    }

    /// Returns whether a control has nothing to act on at present: its stage, or what it belongs to, is
    /// off.
    pub fn rests(&self, control: &Control<'_>) -> bool {
        let off = |id: &str| self.control(id).is_some_and(|control| !control.is_on());
        let lowest = |id: &str| {
            self.control(id)
                .is_some_and(|control| control.position() <= 0.0)
        };
        let stage_is_off = control
            .group()
            .is_some_and(|group| !self.params.is_on(group));
        stage_is_off
            || match control.id {
                "micgn" | "miclim" | "micms" | "micbas" | "micmid" | "mictre" | "micown" => {
                    off("micon")
                }
                "spillm" => lowest("spill"),
                "wedgem" => lowest("wedge"),
                "limspl" => off("limon"),
                _ => false,
            }
    }
}
