//! Settings of the linker on Linux, the same as those of the command line: the C library's `hypot` and
//! `hypotf` are replaced by `dsp::hypotenuse`, so that both programs compute the same bits.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        for name in ["hypot", "hypotf"] {
            println!("cargo:rustc-link-arg-bins=-Wl,--wrap={name}");
        }
    }
}
