//! Settings of the linker.
//!
//! On Linux the plugin's library stays in memory once a host has loaded it: the standard library leaves a
//! destructor with every thread that has run code of the plugin, and a host that unloads the plugin
//! before such a thread ends would jump into memory that is gone.
//!
//! The C library's `hypot` and `hypotf` are replaced by `dsp::hypotenuse`: the newest of them keep
//! the plugin from systems that are a few years old, and those of mingw-w64 round differently in every eighth case.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    let os = target("OS");
    if os == "linux" {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
    if ["linux", "windows"].contains(&&*os) && target("ENV") == "gnu" {
        for name in ["hypot", "hypotf"] {
            println!("cargo:rustc-link-arg=-Wl,--wrap={name}");
        }
    }
}
