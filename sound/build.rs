//! The C library's `hypot` and `hypotf` are replaced by `dsp::hypotenuse` in the tests too, since they hold the
//! library to its own parts bit by bit.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if ["linux", "windows"].contains(&&*target("OS")) && target("ENV") == "gnu" {
        for name in ["hypot", "hypotf"] {
            println!("cargo:rustc-link-arg=-Wl,--wrap={name}");
        }
    }
}
