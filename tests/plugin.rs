//! The plugin in this process: parameters, sessions, layouts, export, comparison, library.

#[path = "live/desk.rs"]
mod desk;
#[path = "live/host.rs"]
mod host;
#[path = "live/player.rs"]
mod player;
#[path = "live/session.rs"]
mod session;

mod params;
mod plugin_activation;
mod plugin_blind;
mod plugin_check;
mod plugin_compare;
mod plugin_export;
mod plugin_exposure;
mod plugin_layouts;
mod plugin_library;
mod plugin_old_projects;
mod plugin_power;
mod plugin_rig_choice;
mod plugin_session;
