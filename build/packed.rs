// Shared by the build scripts of the packages that hold something packed.

use std::path::Path;

/// Packs bytes into a file where cargo keeps what is built, from where the library includes it.
pub fn write(name: &str, bytes: &[u8]) {
    /// The level that packs best.
    const LEVEL: u8 = 10;

    let folder = std::env::var("OUT_DIR").expect("cargo names the folder");
    let packed = miniz_oxide::deflate::compress_to_vec(bytes, LEVEL);
    std::fs::write(Path::new(&folder).join(name), packed).expect("the folder can be written to");
}
