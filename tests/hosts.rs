//! Loads the built bundles in real hosts, CLAP and VST3, and holds what they do to what the chain
//! does in process, which is what the command line renders with.
//!
//! `BODYPACK_BUNDLES` names the folder with the bundles; without it, `bundled` in the target folder
//! is taken, and where that is not there either the tests are skipped. `BODYPACK_MUSIC` may name a WAV file with real music.

#![allow(clippy::unnecessary_cast)] // the mode is signed on some systems

#[macro_use]
#[path = "hosts/bundles.rs"]
mod bundles;

#[path = "hosts/agreement.rs"]
mod agreement;
#[path = "hosts/automation.rs"]
mod automation;
#[path = "hosts/careless.rs"]
mod careless;
#[path = "hosts/clap.rs"]
mod clap;
#[path = "hosts/depth.rs"]
mod depth;
#[path = "hosts/face.rs"]
mod face;
#[path = "hosts/layouts.rs"]
mod layouts;
#[path = "hosts/offers.rs"]
mod offers;
#[path = "hosts/raw_clap.rs"]
mod raw_clap;
#[path = "hosts/raw_vst3.rs"]
mod raw_vst3;
#[path = "hosts/rig_then_values.rs"]
mod rig_then_values;
#[path = "hosts/scene.rs"]
mod scene;
#[path = "hosts/session.rs"]
mod session;
#[path = "hosts/soak.rs"]
mod soak;
#[path = "hosts/sound.rs"]
mod sound;
#[path = "hosts/stack.rs"]
mod stack;
#[path = "hosts/states.rs"]
mod states;
#[path = "hosts/vst3.rs"]
mod vst3;
