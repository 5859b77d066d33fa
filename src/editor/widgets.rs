//! Controls that edit one parameter, and the pieces that they are drawn with.

pub mod bar_slider;
pub mod button;
pub mod clipboard;
pub mod control;
pub mod driver_icon;
pub mod entry;
pub mod gesture;
pub mod icon;
pub mod knob;
pub mod list;
pub mod paint;
pub mod path_entry;
pub mod selector;
pub mod slider;
pub mod switch;
pub mod value_menu;
