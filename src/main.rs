//! The command line of Bodypack.

fn main() {}
