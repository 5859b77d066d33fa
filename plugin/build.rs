//! Settings of the linker.
//!
//! On Linux the plugin's library stays in memory once a host has loaded it: the standard library leaves a
//! destructor with every thread that has run code of the plugin, and a host that unloads the plugin
//! before such a thread ends would jump into memory that is gone.

#[path = "../build/hypotenuse.rs"]
mod hypotenuse;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../build");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
    hypotenuse::replace();
}
