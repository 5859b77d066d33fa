//! The factory's files, packed so that the library holds a fifth of them, and a setting of the linker.
//!
//! The C library's `hypot` and `hypotf` are replaced by `dsp::hypotenuse` in the tests too, since they hold the
//! library to its own parts bit by bit.

use std::collections::BTreeMap;
use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if ["linux", "windows"].contains(&&*target("OS")) && target("ENV") == "gnu" {
        for name in ["hypot", "hypotf"] {
            println!("cargo:rustc-link-arg=-Wl,--wrap={name}");
        }
    }
    pack_factory_files();
}

/// Packs the factory's files into one where cargo keeps what is built.
fn pack_factory_files() {
    /// The level that packs best.
    const LEVEL: u8 = 10;

    let folder = std::env::var("OUT_DIR").expect("cargo names the folder");
    let packed = miniz_oxide::deflate::compress_to_vec(&factory_files(), LEVEL);
    std::fs::write(Path::new(&folder).join("rigs.deflate"), packed)
        .expect("the folder can be written to");
}

/// The factory's files in the order of their names: `tips/foam` and its text, each with a zero after it.
fn factory_files() -> Vec<u8> {
    const FOLDERS: [&str; 5] = ["driver_catalog", "links", "packs", "presets", "tips"];

    let mut texts = BTreeMap::new();
    for folder in FOLDERS {
        let path = Path::new("src/rig").join(folder);
        println!("cargo:rerun-if-changed={}", path.display());
        for entry in std::fs::read_dir(&path).expect("the folder of the factory's files") {
            let path = entry.expect("an entry of the folder").path();
            if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let id = path.file_stem().expect("a name").to_string_lossy();
                let text = std::fs::read_to_string(&path).expect("a text");
                texts.insert(format!("{folder}/{id}"), text);
            }
        }
    }
    let parts = texts.iter().flat_map(|(name, text)| [name, text]);
    parts.flat_map(|part| part.bytes().chain([0])).collect()
}
