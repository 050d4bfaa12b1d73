//! Paints `fixtures/` again, byte for byte: `cargo run --example paint_fixtures`.
//!
//! With names, or parts of names, only those pictures: `cargo run --example paint_fixtures -- teeth fringe`.

mod painter;

use std::path::Path;
use std::{env, fs, io};

use painter::{catalogue, expected};
use rayon::prelude::*;

fn main() -> io::Result<()> {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    fs::create_dir_all(&folder)?;
    let fixtures = catalogue::all();
    fs::write(folder.join("expected.toml"), expected::toml(&fixtures))?;
    fixtures
        .par_iter()
        .filter(|f| wanted.is_empty() || wanted.iter().any(|w| f.file.contains(w)))
        .try_for_each(|f| fs::write(folder.join(&f.file), painter::paint(f)))
}
