//! Settings of the linker, and the editor's font, packed so that the library holds half of its bytes.
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
