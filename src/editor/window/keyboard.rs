//! Keyboard focus: the window has it while a text is typed or the user tabs through controls;
//! otherwise the host has it, so that its space bar and its shortcuts work.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use egui::{Context, Event, Modifiers, RawInput};
use nice_plug_egui::baseview::WindowContext;

use super::key_need::Need;

/// True if a text is typed in the window of an instance, for what the host asks on its own thread.
#[derive(Clone, Default)]
pub struct IsTyping(Arc<AtomicBool>);

impl IsTyping {
    /// Returns whether it is.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The keyboard of one window.
#[derive(Default)]
pub struct Keyboard {
    is_typing: IsTyping,
    #[cfg(target_os = "linux")]
    focus: Option<super::xfocus::Focus>,
    #[cfg(target_os = "windows")]
    focus: Option<super::win32::Focus>,
}

impl Keyboard {
    /// Looks after the keyboard of a window.
    pub fn watch(window: &WindowContext, context: &Context, is_typing: IsTyping) -> Self {
        context.add_plugin(KeptModifiers::default());
        #[cfg(target_os = "linux")]
        {
            let focus = super::xfocus::Focus::of(window);
            if let Err(error) = &focus {
                nice_plug::nice_warn!("The keyboard stays with the window: {error}");
            }
            let focus = focus.ok();
            Self { is_typing, focus }
        }
        #[cfg(target_os = "windows")]
        {
            let focus = super::win32::Focus::of(window);
            Self { is_typing, focus }
        }
        #[cfg(not(any(target_os = "linux", target_os = "windows")))]
        {
            // On macOS the toolkit hands on what the window does not need.
            let _ = window;
            Self { is_typing }
        }
    }

    /// Takes the keyboard or gives it back, after a frame.
    pub fn follow(&mut self, context: &Context) {
        let need = Need::of(context);
        self.is_typing
            .0
            .store(need == Need::Typing, Ordering::Relaxed);
        #[cfg(target_os = "linux")]
        if let Some(focus) = &mut self.focus {
            let (pressed, moved) = context.input(|input| {
                let moved = |event: &Event| matches!(event, Event::PointerMoved(_));
                (input.pointer.any_pressed(), input.events.iter().any(moved))
            });
            focus.follow(need, pressed, moved);
        }
        #[cfg(target_os = "windows")]
        if let Some(focus) = &mut self.focus {
            focus.follow(need, context.input(|input| input.pointer.any_down()));
        }
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        self.is_typing.0.store(false, Ordering::Relaxed);
    }
}

/// A click on something else ends the way with Tab: after it the keyboard is the host's again.
pub fn leave_on_press(context: &Context) {
    let pressed = context.input(|input| input.pointer.any_pressed());
    if pressed && Need::of(context) == Need::Moving {
        context.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
    }
}

/// Keeps Shift and Ctrl while the window has no focus. The toolkit takes them for released as soon
/// as the focus goes, and is told of them only when they change; but they count in clicks and drags.
#[derive(Default)]
struct KeptModifiers(Modifiers);

impl egui::Plugin for KeptModifiers {
    fn debug_name(&self) -> &'static str {
        "kept modifiers"
    }

    fn input_hook(&mut self, _: &Context, input: &mut RawInput) {
        let mut events = Vec::with_capacity(input.events.len());
        for event in input.events.drain(..) {
            let lost = matches!(event, Event::WindowFocused(false));
            if let Event::ModifiersChanged(now) = event {
                self.0 = now;
            }
            events.push(event);
            if lost {
                events.push(Event::ModifiersChanged(self.0));
            }
        }
        input.events = events;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_outlast_the_loss_of_the_focus() {
        let context = Context::default();
        context.add_plugin(KeptModifiers::default());
        let held = |events: Vec<Event>| {
            let input = RawInput {
                events,
                ..RawInput::default()
            };
            let mut output = context.run_ui(input, |_| ());
            output.textures_delta.clear();
            context.input(|input| input.modifiers)
        };
        let shift = Event::ModifiersChanged(Modifiers::SHIFT);
        assert_eq!(
            held(vec![shift, Event::WindowFocused(false)]),
            Modifiers::SHIFT
        );
        assert_eq!(held(Vec::new()), Modifiers::SHIFT);
        let none = Event::ModifiersChanged(Modifiers::NONE);
        assert_eq!(held(vec![none]), Modifiers::NONE);
    }
}
