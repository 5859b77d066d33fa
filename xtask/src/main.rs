//! Builds, bundles, demonstrates and tests Bodypack.

fn main() {}
