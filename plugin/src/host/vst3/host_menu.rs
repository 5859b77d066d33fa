//! The host's own menu of a parameter (`IComponentHandler3`), shown on its main thread.

use std::sync::Arc;

use nice_plug::params::Params;
use nice_plug::wrapper::vst3::vst3::ComPtr;
use nice_plug::wrapper::vst3::vst3::Steinberg::IPlugView;
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    IComponentHandler3, IComponentHandler3Trait, IContextMenuTrait,
};

use super::core::Instance;

/// The host's menus, if it has any.
fn menus(core: &Instance) -> Option<ComPtr<IComponentHandler3>> {
    core.handler()?.cast::<IComponentHandler3>()
}

/// Tells the window whether the host has menus. The view's timer looks for what is asked for.
pub fn offer(core: &Instance) {
    let call = menus(core).map(|_| -> Arc<dyn Fn() + Send + Sync> { Arc::new(|| ()) });
    core.editor.host_menu().offer(call);
}

/// Shows the menu that the window has asked for. The view must be alive.
pub fn show_asked(core: &Instance, view: *mut IPlugView) {
    let Some((name, [x, y])) = core.editor.host_menu().take() else {
        return;
    };
    let params = core.editor.params().param_map();
    let param = params.into_iter().find(|(id, ..)| id == name);
    let id = param.and_then(|(_, param, _)| core.id_of(param));
    let (Some(id), Some(menus)) = (id, menus(core)) else {
        return;
    };
    // SAFETY: the view and the number live until the call returns.
    let menu = unsafe { menus.createContextMenu(view, &id) };
    // SAFETY: the host hands over a menu with one reference, or null.
    if let Some(menu) = unsafe { ComPtr::from_raw(menu) } {
        // SAFETY: the menu is the host's.
        unsafe { menu.popup(x, y) };
    }
}
