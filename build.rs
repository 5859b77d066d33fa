//! Keeps the plugin's library in memory once a host has loaded it.
//!
//! The standard library leaves a destructor with every thread that has run code of the plugin. A
//! host that unloads the plugin before such a thread ends would jump into memory that is gone.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let on_linux = std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux");
    if on_linux {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
