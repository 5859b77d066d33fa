//! Settings of the linker, and the editor's font, packed so that the library holds half of its bytes.
//!
//! The C library's `hypot` and `hypotf` are replaced by `dsp::hypotenuse`: the newest of them keep
//! the programs from systems that are a few years old, and those of mingw-w64 round differently in every eighth case.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if ["linux", "windows"].contains(&&*target("OS")) && target("ENV") == "gnu" {
        for name in ["hypot", "hypotf"] {
            // Tests, too, since they hold the library to its own parts bit by bit.
            println!("cargo:rustc-link-arg=-Wl,--wrap={name}");
        }
    }
    #[cfg(feature = "plugin")]
    pack_font();
}

/// Writes the font to where cargo keeps what is built.
#[cfg(feature = "plugin")]
fn pack_font() {
    /// The level that packs best.
    const LEVEL: u8 = 10;

    let folder = std::env::var("OUT_DIR").expect("cargo names the folder");
    let packed = miniz_oxide::deflate::compress_to_vec(ttf_inter::REGULAR, LEVEL);
    std::fs::write(std::path::Path::new(&folder).join("Inter.deflate"), packed)
        .expect("the folder can be written to");
}
