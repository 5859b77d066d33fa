//! A CLAP host that shows windows.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};

use bodypack::rig::Rig;
use bodypack::session::clap_state_of;
use clack_extensions::gui::{
    GuiApiType, GuiConfiguration, GuiSize, HostGui, HostGuiImpl, PluginGui, Window as Parent,
};
use clack_extensions::params::{ParamInfoBuffer, PluginParams};
use clack_extensions::state::PluginState;
use clack_host::events::spaces::CoreEventSpace;
use clack_host::prelude::*;

use super::{bundles, Gesture, Hosted};

/// Requests of the plugin from any thread.
#[derive(Default)]
struct Shared {
    callback: AtomicBool,
}

impl SharedHandler<'_> for Shared {
    fn request_restart(&self) {}
    fn request_process(&self) {}
    fn request_callback(&self) {
        self.callback.store(true, Ordering::Relaxed);
    }
}

impl HostGuiImpl for Shared {
    fn resize_hints_changed(&self) {}

    fn request_resize(&self, _: GuiSize) -> Result<(), HostError> {
        Ok(())
    }

    fn request_show(&self) -> Result<(), HostError> {
        Ok(())
    }

    fn request_hide(&self) -> Result<(), HostError> {
        Ok(())
    }

    fn closed(&self, _: bool) {}
}

struct Handlers;

impl HostHandlers for Handlers {
    type Shared<'a> = Shared;
    type MainThread<'a> = ();
    type AudioProcessor<'a> = ();

    fn declare_extensions(builder: &mut HostExtensions<Self>, _: &Shared) {
        builder.register::<HostGui>();
    }
}

const EMBEDDED: GuiConfiguration<'static> = GuiConfiguration {
    api_type: GuiApiType::X11,
    is_floating: false,
};

/// An instance whose window can be shown.
pub struct Clap {
    plugin: RefCell<PluginInstance<Handlers>>,
    /// Gestures received.
    gestures: RefCell<Vec<Gesture>>,
}

impl Clap {
    fn gui(&self) -> PluginGui {
        let mut plugin = self.plugin.borrow_mut();
        let gui = plugin.plugin_handle().get_extension();
        gui.expect("it has windows")
    }

    /// Takes what the window has for the host, and lets it come into effect.
    fn flush(&self) {
        let mut plugin = self.plugin.borrow_mut();
        let params: PluginParams = {
            let handle = plugin.plugin_handle();
            handle.get_extension().expect("it has parameters")
        };
        let mut events = EventBuffer::new();
        let mut handle = plugin.inactive_plugin_handle().expect("it is not active");
        params.flush(
            &mut handle,
            &InputEvents::empty(),
            &mut OutputEvents::from_buffer(&mut events),
        );
        let of = |event: &UnknownEvent| match event.as_core_event()? {
            CoreEventSpace::ParamGestureBegin(_) => Some(Gesture::Begin),
            CoreEventSpace::ParamValue(_) => Some(Gesture::Set),
            CoreEventSpace::ParamGestureEnd(_) => Some(Gesture::End),
            _ => None,
        };
        let mut gestures = self.gestures.borrow_mut();
        gestures.extend(events.iter().filter_map(of));
    }

    /// The number of a parameter, by its name.
    fn id(&self, name: &str) -> ClapId {
        let mut plugin = self.plugin.borrow_mut();
        let handle = plugin.plugin_handle();
        let params: PluginParams = handle.get_extension().expect("it has parameters");
        let id = (0..params.count(&handle)).find_map(|index| {
            let mut buffer = ParamInfoBuffer::new();
            let info = params.get_info(&handle, index, &mut buffer)?;
            (info.name == name.as_bytes()).then_some(info.id)
        });
        id.unwrap_or_else(|| panic!("there is no parameter {name}"))
    }
}

impl Hosted for Clap {
    const NAME: &'static str = "CLAP";

    fn load() -> Self {
        let path = bundles::clap();
        // SAFETY: the library is the plugin under test.
        let entry = unsafe { PluginEntry::load(&path) }.expect("the CLAP bundle loads");
        let factory = entry.get_plugin_factory().expect("it has a plugin factory");
        let id = factory.plugin_descriptors().find_map(|plugin| plugin.id());
        let host = HostInfo::new("Test host", "Bodypack", "", "1").expect("no inner zeros");
        let id = id.expect("the plugin has an id");
        let plugin =
            PluginInstance::<Handlers>::new(|_| Shared::default(), |_| (), &entry, id, &host)
                .expect("the plugin is made");
        Self {
            plugin: RefCell::new(plugin),
            gestures: RefCell::default(),
        }
    }

    fn size(&self) -> [u32; 2] {
        let gui = self.gui();
        let mut plugin = self.plugin.borrow_mut();
        let size = gui.get_size(&plugin.plugin_handle()).expect("a size");
        [size.width, size.height]
    }

    fn open(&self, window: u32) {
        let gui = self.gui();
        let mut plugin = self.plugin.borrow_mut();
        let handle = plugin.plugin_handle();
        gui.create(&handle, EMBEDDED).expect("the window is made");
        let parent = Parent::from_x11_handle(window.into());
        // SAFETY: the window outlives the plugin's.
        unsafe { gui.set_parent(&handle, parent) }.expect("the parent is taken");
        // Not every framework needs to be told.
        let _ = gui.show(&handle);
    }

    fn resize(&self, size: [u32; 2]) {
        let gui = self.gui();
        let mut plugin = self.plugin.borrow_mut();
        let handle = plugin.plugin_handle();
        assert!(gui.can_resize(&handle));
        let [width, height] = size;
        gui.set_size(&handle, GuiSize { width, height })
            .expect("the size is taken");
    }

    fn close(&self) {
        let gui = self.gui();
        let mut plugin = self.plugin.borrow_mut();
        gui.destroy(&plugin.plugin_handle());
    }

    fn idle(&self) {
        let mut plugin = self.plugin.borrow_mut();
        let asked =
            plugin.access_shared_handler(|shared| shared.callback.swap(false, Ordering::Relaxed));
        if asked {
            plugin.call_on_main_thread_callback();
        }
        drop(plugin);
        self.flush();
    }

    fn restore(&self, rig: &Rig) {
        let mut plugin = self.plugin.borrow_mut();
        let handle = plugin.plugin_handle();
        let state: PluginState = handle.get_extension().expect("it has a state");
        let bytes = clap_state_of(rig);
        state
            .load(&handle, &mut bytes.as_slice())
            .expect("the state is taken");
    }

    fn value(&self, name: &str) -> f64 {
        let id = self.id(name);
        let mut plugin = self.plugin.borrow_mut();
        let handle = plugin.plugin_handle();
        let params: PluginParams = handle.get_extension().expect("it has parameters");
        params.get_value(&handle, id).expect("a value")
    }

    fn gestures(&self) -> Option<Vec<Gesture>> {
        self.idle();
        Some(self.gestures.take())
    }
}
