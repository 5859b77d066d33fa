//! Bodypack lets people hear a mix the way a performer hears it on in-ear monitors: through the
//! link, the belt-pack, the drivers, the seal, the ambient port and the room.
//!
//! Without default features this crate is a library of physics and signal processing. A rig is plain
//! data; its earphone is solved as an acoustic network, and a chain renders sound through it:
//!
//! ```
//! use bodypack::acoustics::{level_dbspl, Network, Placement};
//! use bodypack::chain::{Chain, Io};
//! use bodypack::rig::{presets, Side};
//!
//! // A factory rig: desk, link, pack, earphone, fit, room.
//! let rig = presets::find("single-dynamic-wired")?;
//!
//! // The earphone on a 711 coupler, driven by 0.1 V at 1 kHz.
//! let network = Network::new(&rig.earphone, Side::Left, &Placement::coupler(0.0))?;
//! let pressure_pa = network.solve(1000.0).drum_pa_per_v * 0.1;
//! assert!((60.0..140.0).contains(&level_dbspl(pressure_pa)));
//!
//! // One block of silence with a click through the whole rig at 48 kHz; 1 seeds the noise.
//! let mut chain = Chain::new(&rig, 48_000.0, 1)?;
//! let (mut left, mut right) = (vec![0.0; 480], vec![0.0; 480]);
//! left[0] = 0.1;
//! right[0] = 0.1;
//! chain.process(Io {
//!     main: [&mut left, &mut right],
//!     ambient: None,
//!     own_voice: None,
//! });
//! assert!(left.iter().any(|sample| *sample != 0.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Modules depend only downwards, in the order of `ARCHITECTURE.md`: [`curve`] and [`rig`] are plain
//! data; [`dsp`] and [`acoustics`] build on them; [`design`] turns a rig into responses, [`radio`] is
//! transmission, [`analysis`] gives figures about a rig; [`chain`] puts everything into signal order;
//! [`report`] says what a mix suffers on many rigs.
//! The feature `files` adds `files` for programs that stand alone: sound and rigs on disk.
//! The feature `plugin` adds `session`, `worker`, `audio` and `editor`; the instance and the entry points of both
//! formats are the package `bodypack-plugin`.

#![warn(missing_docs, unreachable_pub)]
#![cfg_attr(feature = "plugin", allow(unreachable_pub))]

#[doc(inline)]
pub use bodypack_sound::{acoustics, analysis, chain, curve, design, dsp, order, radio, rig};

#[cfg(feature = "files")]
pub mod files;
pub mod report;

#[cfg(feature = "plugin")]
pub mod audio;
#[cfg(feature = "plugin")]
pub mod editor;
#[cfg(feature = "plugin")]
pub mod session;
#[cfg(feature = "plugin")]
pub mod worker;
