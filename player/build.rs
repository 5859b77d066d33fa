//! Settings of the linker, the same as those of the command line: on Linux, and on Windows with mingw-w64, the C
//! library's `hypot` and `hypotf` are replaced by `dsp::hypotenuse`, so that both programs compute the same bits.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if ["linux", "windows"].contains(&&*target("OS")) && target("ENV") == "gnu" {
        for name in ["hypot", "hypotf"] {
            println!("cargo:rustc-link-arg=-Wl,--wrap={name}");
        }
    }
}
