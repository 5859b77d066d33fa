//! Links against published figures: analog FM and its companders, fading, digital coders.

#[path = "link/fm.rs"]
mod fm;
#[path = "link/halves.rs"]
mod halves;
#[path = "link/lc3_stream.rs"]
mod lc3_stream;
#[path = "link/liblc3.rs"]
mod liblc3;
#[path = "link/measure.rs"]
mod measure;

mod link_breathing;
mod link_carrier;
mod link_compander;
mod link_compander_times;
mod link_digital;
mod link_lc3;
mod link_level;
mod link_old_sound;
mod link_oracle;
mod link_radio;
mod link_stage;
mod link_tiers;
