//! A VST3 host that shows windows.

use std::cell::RefCell;

use bodypack::rig::Rig;
use bodypack::session::vst3_state_of;
use vst3_host::{Plugin, Vst3Host, WindowHandle};

use super::{bundles, Gesture, Hosted};

/// An instance whose window can be shown.
pub struct Vst3 {
    plugin: RefCell<Plugin>,
}

impl Hosted for Vst3 {
    const NAME: &'static str = "VST3";

    fn load() -> Self {
        let mut host = Vst3Host::builder()
            .sample_rate(48_000.0)
            .block_size(512)
            .build()
            .expect("the host is made");
        let plugin = host
            .load_plugin(bundles::vst3())
            .expect("the VST3 bundle loads");
        Self {
            plugin: RefCell::new(plugin),
        }
    }

    fn size(&self) -> [u32; 2] {
        let plugin = self.plugin.borrow();
        let (width, height) = plugin.get_editor_size().expect("a size");
        [width as u32, height as u32]
    }

    fn open(&self, window: u32) {
        // SAFETY: the window outlives the plugin's.
        let parent = unsafe { WindowHandle::from_raw(window as usize as *mut _) };
        let mut plugin = self.plugin.borrow_mut();
        plugin.open_editor(parent).expect("the window is made");
    }

    fn resize(&self, size: [u32; 2]) {
        let mut plugin = self.plugin.borrow_mut();
        assert!(plugin.editor_can_resize());
        plugin
            .resize_editor(size[0] as i32, size[1] as i32)
            .expect("the size is taken");
    }

    fn close(&self) {
        let mut plugin = self.plugin.borrow_mut();
        plugin.close_editor().expect("the window closes");
    }

    fn idle(&self) {
        self.plugin.borrow_mut().service_run_loop();
    }

    fn restore(&self, rig: &Rig) {
        let mut plugin = self.plugin.borrow_mut();
        plugin
            .load_state(&vst3_state_of(rig))
            .expect("the state is taken");
    }

    fn value(&self, name: &str) -> f64 {
        let plugin = self.plugin.borrow();
        let parameters = plugin.get_parameters().expect("it has parameters");
        let found = parameters.iter().find(|parameter| parameter.name == name);
        let id = found
            .unwrap_or_else(|| panic!("there is no parameter {name}"))
            .id;
        plugin.get_parameter(id).expect("a value")
    }

    fn gestures(&self) -> Option<Vec<Gesture>> {
        // This host does not pass them on.
        None
    }
}
