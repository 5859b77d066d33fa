//! VST3: the framework's component with a few calls corrected, and a view of its own in place of
//! the framework's.

mod component;
mod core;
mod factory;
mod hand;
mod host_menu;
mod module_info;
mod mono;
mod process;
mod resizing;
mod told;
mod view;

pub use module_info::module_info;
