//! Bodypack lets people hear a mix the way a performer hears it on in-ear monitors: through the
//! link, the belt-pack, the drivers, the seal, the ambient port and the room.
//!
//! Modules depend only downwards: `rig` and `curve` are plain data; `acoustics` (frequency-domain
//! physics) and `dsp` (audio-rate blocks) build on them; `chain` puts them together in signal
//! order; only `plugin` and `editor` name the plugin framework and the toolkit.

pub mod acoustics;
pub mod chain;
pub mod curve;
pub mod dsp;
pub mod editor;
pub mod plugin;
pub mod rig;
