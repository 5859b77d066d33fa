//! Settings of the linker, the same as those of the command line, so that both programs compute the same bits.

#[path = "../build/hypotenuse.rs"]
mod hypotenuse;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../build");
    hypotenuse::replace();
}
