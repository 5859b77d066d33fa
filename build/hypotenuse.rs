// Shared by the build scripts of all packages that are linked.

/// Has the linker put `dsp::hypotenuse` in the place of the C library's `hypot` and `hypotf`, in programs, the plugin and
/// tests alike: the newest of them keep programs from systems that are a few years old, and those of mingw-w64
/// round differently in every eighth case.
pub fn replace() {
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if ["linux", "windows"].contains(&&*target("OS")) && target("ENV") == "gnu" {
        for name in ["hypot", "hypotf"] {
            println!("cargo:rustc-link-arg=-Wl,--wrap={name}");
        }
    }
}
