//! A CLAP host that calls every thread its main one, and that has no extension for windows itself.

use std::sync::Arc;

use bodypack::rig::Rig;
use bodypack::session::clap_state_of;
use clap_sys::ext::gui::{
    clap_plugin_gui, clap_window, clap_window_handle, CLAP_EXT_GUI, CLAP_WINDOW_API_X11,
};

use egui_kittest::kittest::Queryable;

use super::bench::Bench;
use super::keys::{click, settle};
use super::raw_clap::{call, Heard, RawClap};
use super::screen::Screen;
use super::{open, place, until, Gesture, Hosted};

/// An instance whose window can be shown.
pub struct Careless(RawClap);

impl Careless {
    fn gui(&self) -> &clap_plugin_gui {
        self.0.extension(CLAP_EXT_GUI)
    }

    /// The number of a parameter, by its name.
    fn id(&self, name: &str) -> u32 {
        let (plugin, params) = (self.0.plugin, self.0.params());
        let id = (0..call!(params, count, plugin)).find_map(|index| {
            // SAFETY: a structure of numbers and text.
            let mut info: clap_sys::ext::params::clap_param_info = unsafe { std::mem::zeroed() };
            assert!(call!(params, get_info, plugin, index, &mut info));
            // SAFETY: the name is a C string.
            let found = unsafe { std::ffi::CStr::from_ptr(info.name.as_ptr()) };
            (found.to_str() == Ok(name)).then_some(info.id)
        });
        id.unwrap_or_else(|| panic!("there is no parameter {name}"))
    }
}

/// A right click on a knob leads to the host's own menu of its parameter, which the host is asked for
/// on its main thread.
pub fn the_hosts_own_menu_is_asked_for(screen: &Screen) {
    const ROW: &str = "Host's own menu\u{2026}";
    let mut bench = Bench::fresh();
    bench.desk.host_menu.offer(Some(Arc::new(|| ())));
    let knob = place("Seal left");
    bench.harness.get_by_label("Seal left").click_secondary();
    bench.harness.run();
    let row = bench.harness.get_by_label(ROW).rect().center();

    let hosted = Careless::load();
    let (window, _) = open(screen, &hosted, [0, 0]);
    screen.point(&window, knob);
    screen.press_secondary();
    settle(screen, &hosted, &window);
    click(screen, &hosted, &window, [row.x, row.y]);
    let asked = || hosted.0.heard.menus.lock().expect("no panic").clone();
    until(&hosted, "the host is asked", || !asked().is_empty());
    let [(id, [x, y])] = asked()[..] else {
        panic!("once: {:?}", asked())
    };
    assert_eq!(id, hosted.id("Seal left"));
    assert!((x as f32 - row.x).abs() < 4.0 && (y as f32 - row.y).abs() < 4.0);
    hosted.close();
    screen.close(window);
}

impl Hosted for Careless {
    const NAME: &'static str = "careless";

    fn load() -> Self {
        Self(RawClap::new(Heard {
            lies: true,
            has_menus: true,
            ..Heard::default()
        }))
    }

    fn size(&self) -> [u32; 2] {
        let [mut width, mut height] = [0, 0];
        assert!(call!(
            self.gui(),
            get_size,
            self.0.plugin,
            &mut width,
            &mut height
        ));
        [width, height]
    }

    fn open(&self, window: u32) {
        let plugin = self.0.plugin;
        let api = CLAP_WINDOW_API_X11.as_ptr();
        assert!(call!(self.gui(), create, plugin, api, false));
        let parent = clap_window {
            api,
            specific: clap_window_handle { x11: window.into() },
        };
        assert!(call!(self.gui(), set_parent, plugin, &parent));
        assert!(call!(self.gui(), show, plugin));
    }

    fn resize(&self, [width, height]: [u32; 2]) {
        assert!(call!(self.gui(), set_size, self.0.plugin, width, height));
    }

    fn close(&self) {
        call!(self.gui(), destroy, self.0.plugin);
    }

    fn idle(&self) {
        self.0.idle();
        let nothing = std::ptr::null();
        call!(
            self.0.params(),
            flush,
            self.0.plugin,
            nothing,
            std::ptr::null()
        );
    }

    fn restore(&self, rig: &Rig) {
        assert!(self.0.load(&clap_state_of(rig)));
    }

    fn value(&self, name: &str) -> f64 {
        self.0.value(self.id(name))
    }

    fn gestures(&self) -> Option<Vec<Gesture>> {
        // This host does not listen.
        None
    }
}
