//! The factory's files, packed so that the library holds a fifth of them, and a setting of the linker for tests.

use std::collections::BTreeMap;
use std::path::Path;

#[path = "../build/hypotenuse.rs"]
mod hypotenuse;
#[path = "../build/packed.rs"]
mod packed;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../build");
    hypotenuse::replace();
    packed::write("rigs.deflate", &factory_files());
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
