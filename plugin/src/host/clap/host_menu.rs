//! The host's own menu of a parameter (`clap.context-menu`), shown on its main thread.

use std::sync::Arc;

use nice_plug::params::Params;

use super::core::SharedInstance;

/// Tells the window whether the host has menus.
pub fn offer(core: &Arc<SharedInstance>) {
    let instance = Arc::downgrade(core);
    let call: Arc<dyn Fn() + Send + Sync> = Arc::new(move || {
        if let Some(core) = instance.upgrade() {
            core.host.request_callback();
        }
    });
    let call = core.host.has_menus().then_some(call);
    core.editor.host_menu().offer(call);
}

/// Shows the menu that the window has asked for. On the main thread.
pub fn show_asked(core: &SharedInstance) {
    let Some((name, place)) = core.editor.host_menu().take() else {
        return;
    };
    let params = core.editor.params().param_map();
    let param = params.into_iter().find(|(id, ..)| id == name);
    let id = param.and_then(|(_, param, _)| core.framework.param_ptr_to_hash.get(&param).copied());
    if let Some(id) = id {
        core.host.show_menu(id, place);
    }
}
