//! The `photocheck` program.

fn main() {}
