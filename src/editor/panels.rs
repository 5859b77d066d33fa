//! Panels of the engineer's view: chain, controls, plot, ear, readouts.

pub mod cards;
pub mod chooser;
pub mod controls;
pub mod driver_list;
pub mod ear;
pub mod export_line;
pub mod header;
pub mod help;
pub mod listening;
pub mod menu;
pub mod notice;
pub mod pickers;
pub mod plot;
pub mod readouts;
pub mod rig_loading;
pub mod slots;
pub mod summary;
