//! Settings of the linker, and the editor's font, packed so that the library holds half of its bytes.

#[path = "build/hypotenuse.rs"]
mod hypotenuse;
#[cfg(feature = "plugin")]
#[path = "build/packed.rs"]
mod packed;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build");
    hypotenuse::replace();
    #[cfg(feature = "plugin")]
    packed::write("Inter.deflate", ttf_inter::REGULAR);
}
